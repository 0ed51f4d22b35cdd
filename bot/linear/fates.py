"""What became of issues that are no longer listed, read by their ids, archived ones included."""

from collections.abc import Sequence

from bot.domain.blocker import Blocker
from bot.domain.departures import Departure, Fate
from bot.domain.ids import BlockerId
from bot.domain.milestone import Selection
from bot.domain.reading import Fates
from bot.linear.issues import stage_of
from bot.linear.pages import Fetches, read_page
from bot.linear.selection import Plan, both
from bot.linear.wire import FateWire, IdWire

AT_ONCE = 50


class FateReader:
    def __init__(self, client: Fetches) -> None:
        self._client = client

    async def fetch(self, selection: Selection, plan: Plan, blockers: Sequence[Blocker]) -> Fates:
        """None for one that the selection's own filter still finds. Raises RefusedQueryError."""
        found: dict[BlockerId, Departure | None] = {}
        for start in range(0, len(blockers), AT_ONCE):
            chunk = {one.id: one for one in blockers[start : start + AT_ONCE]}
            known = {"id": {"in": sorted(chunk)}}
            answer = await self._client.fetch(
                "fates", {"known": known, "still": both([plan.filter, known]), "first": AT_ONCE}
            )
            still = {one.id for one in read_page(answer.get("still"), IdWire).nodes}
            for issue in read_page(answer.get("issues"), FateWire).nodes:
                was = chunk.get(BlockerId(issue.id))
                if was is not None:
                    fate = None if issue.id in still else judge_fate(issue, was, selection, plan)
                    found[was.id] = fate
        return found


def judge_fate(issue: FateWire, was: Blocker, selection: Selection, plan: Plan) -> Departure:
    """The weightiest reason alone: what is in the trash has often lost its label, too."""
    fate, detail = _fate(issue, was, selection, plan)
    return Departure(blocker=was.id, fate=fate, detail=detail)


def _fate(issue: FateWire, was: Blocker, selection: Selection, plan: Plan) -> tuple[Fate, str]:
    if issue.trashed:
        return Fate.TRASHED, ""
    if not stage_of(issue.state.type).is_open:
        return Fate.CLOSED, issue.state.name
    if issue.archived_at is not None:
        return Fate.ARCHIVED, ""
    if _has_moved(issue, was, plan):
        return Fate.MOVED, f"{issue.team.key}, now {issue.identifier}"
    wanted = plan.label_ids | plan.watch_ids if plan.label_ids else frozenset()
    if wanted and not wanted & frozenset(issue.label_ids):
        return Fate.UNLABELLED, selection.label or ""
    return _elsewhere(issue, selection, plan)


def _has_moved(issue: FateWire, was: Blocker, plan: Plan) -> bool:
    """To a team that is not selected, or, where none is, to another than it was in.

    A move takes the team's own labels and the project away, which is then not the reason.
    """
    if plan.places.team:
        return issue.team.id not in plan.places.team
    return issue.team.key != was.key.rpartition("-")[0]


def _elsewhere(issue: FateWire, selection: Selection, plan: Plan) -> tuple[Fate, str]:
    places = plan.places
    project = issue.project.id if issue.project else ""
    milestone = issue.project_milestone.id if issue.project_milestone else ""
    if places.project and project not in places.project:
        return Fate.ELSEWHERE, f"the project {selection.project}"
    if places.milestone and milestone not in places.milestone:
        return Fate.ELSEWHERE, f"the project milestone {selection.project_milestone}"
    if places.release:
        return Fate.ELSEWHERE, f"the release {selection.release}"
    return Fate.UNMATCHED, ""
