"""Which messages are on display, so that a change finds every one of them."""

from bot.domain.ids import BlockerId, MilestoneKey
from bot.domain.messages import Copy
from bot.store.connection import Link
from bot.store.documents import Document
from bot.store.keys import COPIES, COPY_DOCUMENTS, KEPT_COPIES
from bot.store.replies import texts
from bot.store.scripting import load_script

_SAVE = load_script("copies_save")
_FORGET = load_script("copies_forget")
_LOAD = load_script("copies_load", reads=True)
_COPY = Document(Copy)
EVERY_BLOCKER = "*"
"""No id of a blocker: Linear's are UUIDs, ours begin with ``local:``."""


class RedisCopies:
    """The CopyStore of the ports. A message is one copy, whatever it shows by now."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def save_copy(self, copy: Copy) -> None:
        document = f"{copy.blocker or ''}\n{_COPY.write(copy)}"
        await self._link.run(_SAVE, _keys(copy.milestone), _id_of(copy), document, KEPT_COPIES)

    async def forget_copy(self, copy: Copy) -> None:
        await self._link.run(_FORGET, _keys(copy.milestone), _id_of(copy))

    async def load_copies(
        self, milestone: MilestoneKey, blocker: BlockerId | None
    ) -> tuple[Copy, ...]:
        found = texts(await self._link.run(_LOAD, _keys(milestone), blocker or ""))
        return tuple(_COPY.read(document) for document in found)

    async def load_all_copies(self, milestone: MilestoneKey) -> tuple[Copy, ...]:
        found = texts(await self._link.run(_LOAD, _keys(milestone), EVERY_BLOCKER))
        return tuple(_COPY.read(document) for document in found)


def _keys(milestone: MilestoneKey) -> tuple[str, str]:
    return COPIES.of(milestone), COPY_DOCUMENTS.of(milestone)


def _id_of(copy: Copy) -> str:
    return f"{copy.channel}:{copy.ts}"
