"""What somebody wants of pings: one document a person, saved once a delivery."""

from dataclasses import replace

from bot.domain.ids import DeliveryId, UserId
from bot.domain.preferences import Preferences
from bot.store.connection import Link
from bot.store.documents import Document
from bot.store.people_keys import PREFERENCES
from bot.store.replies import maybe_texts
from bot.store.scripting import load_script

_SAVE = load_script("preferences_save")
_PREFERENCES = Document(Preferences)


class RedisPreferences:
    """The PreferenceStore of the ports."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def load_preferences(self, user: UserId) -> Preferences:
        reply = await self._link.read("HMGET", PREFERENCES.of(user), "revision", "document")
        revision, document = maybe_texts(reply)
        if revision is None or document is None:
            return Preferences()
        return replace(_PREFERENCES.read(document), revision=int(revision))

    async def save_preferences(
        self, user: UserId, preferences: Preferences, delivery: DeliveryId
    ) -> bool:
        stored = await self._link.run(
            _SAVE,
            (PREFERENCES.of(user),),
            preferences.revision,
            delivery,
            _PREFERENCES.write(preferences),
        )
        return stored == 1
