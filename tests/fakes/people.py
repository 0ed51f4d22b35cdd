"""What is kept of people, in memory: preferences, who is who, asks, nudges, Homes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.asks import ASKS_LAST, AskRecord
from bot.domain.home import HomeState
from bot.domain.ids import DeliveryId, UserId
from bot.domain.nudges import Nudge
from bot.domain.overrides import Override
from bot.domain.preferences import Preferences
from bot.store.people import PeopleStores
from tests.fakes.checklists import Switch

MOST_ASKS = 200


class FakePreferences:
    def __init__(self, switch: Switch) -> None:
        self._switch = switch
        self._saved: dict[UserId, tuple[Preferences, DeliveryId]] = {}

    async def load_preferences(self, user: UserId) -> Preferences:
        self._switch.check()
        found = self._saved.get(user)
        return found[0] if found else Preferences()

    async def save_preferences(
        self, user: UserId, preferences: Preferences, delivery: DeliveryId
    ) -> bool:
        self._switch.check()
        stands, last = self._saved.get(user, (Preferences(), None))
        if last == delivery:
            return True
        if stands.revision != preferences.revision:
            return False
        saved = replace(preferences, revision=preferences.revision + 1)
        self._saved[user] = (saved, delivery)
        return True


class FakeOverrides:
    def __init__(self, switch: Switch) -> None:
        self._switch = switch
        self._revision = 0
        self._overrides: dict[str, Override] = {}

    async def load_revision(self) -> int:
        self._switch.check()
        return self._revision

    async def load_overrides(self) -> tuple[int, Mapping[str, Override]]:
        self._switch.check()
        return self._revision, dict(self._overrides)

    async def save_override(self, override: Override) -> None:
        self._switch.check()
        if self._overrides.get(override.handle) != override:
            self._overrides[override.handle] = override
            self._revision += 1

    async def drop_override(self, handle: str) -> None:
        self._switch.check()
        if self._overrides.pop(handle, None):
            self._revision += 1


class FakeAsks:
    def __init__(self, switch: Switch) -> None:
        self._switch = switch
        self._asks: dict[tuple[UserId, str], AskRecord] = {}

    async def load_asks(
        self, user: UserId, since: datetime
    ) -> tuple[tuple[AskRecord, ...], tuple[AskRecord, ...]]:
        self._switch.check()
        kept = [record for record in self._asks.values() if record.at >= since]
        newest = sorted(kept, key=lambda record: record.at, reverse=True)
        return (
            tuple(record for record in newest if record.asker == user),
            tuple(record for record in newest if user in record.owners),
        )

    async def load_ask(self, asker: UserId, ask_id: str) -> AskRecord | None:
        self._switch.check()
        return self._asks.get((asker, ask_id))

    async def save_ask(self, record: AskRecord, former: AskRecord | None) -> bool:
        self._switch.check()
        stands = self._asks.get((record.asker, record.id))
        if stands == record:
            return True
        if (stands.version if stands else None) != (former.version if former else None):
            return False
        self._asks[record.asker, record.id] = record
        own = [(each.at, key) for key, each in self._asks.items() if each.asker == record.asker]
        own.sort()
        for place, (at, key) in enumerate(own):
            if at < record.at - ASKS_LAST or place < len(own) - MOST_ASKS:
                del self._asks[key]
        return True

    async def drop_ask(self, record: AskRecord) -> bool:
        self._switch.check()
        stands = self._asks.get((record.asker, record.id))
        if stands is None or stands.version != record.version:
            return False
        del self._asks[record.asker, record.id]
        return True


class FakeNudges:
    def __init__(self, switch: Switch) -> None:
        self._switch = switch
        self._nudges: dict[UserId, dict[str, Nudge]] = {}

    async def save_nudge(self, user: UserId, nudge: Nudge) -> None:
        self._switch.check()
        self._nudges.setdefault(user, {})[nudge.id] = nudge

    async def load_nudges(self, user: UserId) -> tuple[Nudge, ...]:
        self._switch.check()
        found = self._nudges.get(user, {}).values()
        return tuple(sorted(found, key=lambda nudge: (nudge.at, nudge.id)))

    async def drop_nudges(self, user: UserId, nudges: Sequence[Nudge]) -> None:
        self._switch.check()
        for nudge in nudges:
            self._nudges.get(user, {}).pop(nudge.id, None)


class FakeHomes:
    def __init__(self, switch: Switch) -> None:
        self._switch = switch
        self._homes: dict[UserId, HomeState] = {}

    async def load_home(self, user: UserId) -> HomeState:
        self._switch.check()
        return self._homes.get(user, HomeState())

    async def save_home(self, user: UserId, state: HomeState) -> None:
        self._switch.check()
        self._homes[user] = state


def fake_people(switch: Switch) -> PeopleStores:
    return PeopleStores(
        preferences=FakePreferences(switch),
        overrides=FakeOverrides(switch),
        asks=FakeAsks(switch),
        nudges=FakeNudges(switch),
        homes=FakeHomes(switch),
    )
