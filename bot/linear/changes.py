"""What has changed in a selection since a reading, in one request as a rule."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from bot.domain.blocker import Blocker, Snapshot
from bot.domain.ids import BlockerId
from bot.domain.reading import Changes
from bot.linear.errors import TooComplexError
from bot.linear.issues import build_blocker
from bot.linear.links import LinkReader
from bot.linear.pages import LISTS, Fetches, PageReader, read_page
from bot.linear.selection import Plan, Read, both
from bot.linear.wire import IssueWire, PresenceWire

OVERLAP = timedelta(minutes=2)
"""What was committed late on Linear's side is read twice rather than never."""
CHANGED = 10
"""So many changed issues are read at once; more of them make a whole reading."""


class ChangeReader:
    def __init__(self, client: Fetches, pages: PageReader, links: LinkReader) -> None:
        self._client = client
        self._pages = pages
        self._links = links

    async def fetch(self, plan: Plan, known: Snapshot) -> Changes | None:
        """None where more has changed than one page holds. Raises RefusedQueryError."""
        since = _since(known)
        open_ones = {one.id: one for one in known.blockers if one.is_open}
        first, *rest = _chunks(sorted(open_ones)) or [[]]
        changed: dict[str, Blocker] = {}
        present: dict[str, PresenceWire] = {}
        for read in plan.reads:
            found = await self._look(plan, read, since, first)
            if found is None:
                return None
            for blocker in found[0]:
                changed.setdefault(blocker.id, blocker)
            present |= {one.id: one for one in found[1]}
            first = []  # asked for once
        for chunk in rest:
            present |= {one.id: one for one in await self._presence(chunk)}
        gone = {one.id for one in open_ones.values() if _is_gone(one, present.get(one.id), changed)}
        return Changes(changed=tuple(changed.values()), gone=frozenset(gone))

    async def _look(
        self, plan: Plan, read: Read, since: datetime, known: Sequence[str]
    ) -> tuple[list[Blocker], tuple[PresenceWire, ...]] | None:
        moved = {"updatedAt": {"gt": since.astimezone(UTC).isoformat()}}
        variables = {"filter": both([read.filter, moved]), "known": _ids(known), "first": CHANGED}
        try:
            answer = await self._client.fetch("changes", variables)
        except TooComplexError:
            return None
        issues = read_page(answer.get("issues"), IssueWire)
        present = read_page(answer.get("known"), PresenceWire)
        if issues.page_info.has_next_page or present.page_info.has_next_page:
            return None
        blockers = [
            build_blocker(issue, watched=plan.is_watched(read, issue.label_ids))
            for issue in await self._links.complete(issues.nodes)
        ]
        return blockers, present.nodes

    async def _presence(self, known: Sequence[str]) -> tuple[PresenceWire, ...]:
        return await self._pages.fetch_all(
            "presence", "issues", {"filter": _ids(known)}, PresenceWire, LISTS
        )


def _since(known: Snapshot) -> datetime:
    """By Linear's own clock where there is any date of it, since ours may differ."""
    dates = [one.updated_at for one in known.blockers if one.updated_at]
    return max(dates, default=known.fetched_at) - OVERLAP


def _is_gone(was: Blocker, now: PresenceWire | None, changed: Iterable[str]) -> bool:
    """Not seen any more, archived, or changed without a place among the selection's changes."""
    if now is None or now.archived_at is not None:
        return True
    moved = was.updated_at is None or now.updated_at > was.updated_at
    return moved and was.id not in changed


def _chunks(ids: Sequence[BlockerId]) -> list[list[BlockerId]]:
    size = LISTS[0]
    return [list(ids[start : start + size]) for start in range(0, len(ids), size)]


def _ids(known: Sequence[str]) -> dict[str, object]:
    return {"id": {"in": list(known)}}
