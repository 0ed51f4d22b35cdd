"""Who a tracker's person is in Slack, where a lead has said so."""

from collections.abc import Mapping

from bot.domain.overrides import Override
from bot.store.connection import Link
from bot.store.documents import Document
from bot.store.people_keys import OVERRIDES, OVERRIDES_REVISION
from bot.store.replies import pairs, text, texts
from bot.store.scripting import load_script

_SAVE = load_script("override_save")
_DROP = load_script("override_drop")
_LOAD = load_script("override_load", reads=True)
_OVERRIDE = Document(Override)


class RedisOverrides:
    """The OverrideStore of the ports."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def load_revision(self) -> int:
        return int(text(await self._link.read("GET", OVERRIDES_REVISION.of())) or 0)

    async def load_overrides(self) -> tuple[int, Mapping[str, Override]]:
        revision, *found = texts(await self._link.run(_LOAD, _keys()))
        return int(revision), {handle: _OVERRIDE.read(value) for handle, value in pairs(found)}

    async def save_override(self, override: Override) -> None:
        await self._link.run(_SAVE, _keys(), override.handle, _OVERRIDE.write(override))

    async def drop_override(self, handle: str) -> None:
        await self._link.run(_DROP, _keys(), handle)


def _keys() -> tuple[str, str]:
    return OVERRIDES.of(), OVERRIDES_REVISION.of()
