"""The log of a milestone or of one blocker, with everybody and everything in it named."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from bot.domain.checklist import AuditEntry
from bot.domain.history import History, group_presses, keys_in
from bot.domain.ids import BlockerId, BlockerKey, MilestoneKey
from bot.domain.messages import CopyKind
from bot.domain.milestone import Milestone
from bot.domain.replies import ReplyKind
from bot.domain.tracked import Tracked
from bot.ports import CopyStore, PastStore
from bot.services.blockers import BlockersService
from bot.services.people import PeopleService

OWNERS: Final = frozenset({"owner", Tracked.ASSIGNEE.value, ReplyKind.NOT_MINE.value})
"""Kinds of entries whose values are people as they were written."""
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
PLACES = {CopyKind.DIGEST: "the digest", CopyKind.BOARD: "a share", CopyKind.BLOCKER: "a share"}


class HistoryService:
    def __init__(
        self,
        past: PastStore,
        copies: CopyStore,
        blockers: BlockersService,
        people: PeopleService,
    ) -> None:
        self._past = past
        self._copies = copies
        self._blockers = blockers
        self._people = people

    async def history(self, milestone: Milestone, blocker: BlockerId | None = None) -> History:
        """Raises StoreUnavailableError."""
        log = await self._past.load_log(milestone.key, blocker)
        keys = keys_in(log)
        known = await self._blockers.load_known(milestone)
        keys |= {one.id: one.key for one in known.blockers}
        return History(
            milestone=milestone.name,
            rows=group_presses(log),
            names=await self._names(log),
            keys=keys,
            places=await self._places(milestone.key),
            blocker=blocker,
            start=await self._past.load_start(milestone.key),
        )

    async def known_keys(self, milestone: Milestone) -> dict[BlockerId, BlockerKey]:
        """Of every blocker there is, or was as far as the log reaches."""
        log = await self._past.load_log(milestone.key)
        known = await self._blockers.load_known(milestone)
        return keys_in(log) | {one.id: one.key for one in known.blockers}

    async def _names(self, log: Sequence[AuditEntry]) -> dict[str, str]:
        return {word: await self._people.name(_account(word)) for word in _people_in(log)}

    async def _places(self, milestone: MilestoneKey) -> dict[str, str]:
        """What was pressed, so far as it is still on display."""
        copies = await self._copies.load_all_copies(milestone)
        return {
            f"{copy.channel}:{copy.ts}": PLACES[copy.kind] for copy in copies if copy.kind in PLACES
        }


def _people_in(log: Iterable[AuditEntry]) -> set[str]:
    found = {entry.by for entry in log}
    for entry in log:
        if entry.kind in OWNERS:
            found |= {word for word in (entry.before, entry.after) if _MENTION.fullmatch(word)}
    return found


def _account(word: str) -> str:
    mention = _MENTION.fullmatch(word)
    return mention[1] if mention else word
