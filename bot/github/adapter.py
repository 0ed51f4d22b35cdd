"""The tracker port over GitHub Issues: a selection becomes the milestone's blockers."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from bot.domain.blocker import Blocker, Snapshot
from bot.domain.departures import Departure, Fate
from bot.domain.goals import Goal, GoalKind
from bot.domain.ids import BlockerId
from bot.domain.milestone import Selection
from bot.domain.reading import Changes, Fates
from bot.github.build import Naming, read_id, stage_of
from bot.github.client import GithubClient, Page
from bot.github.errors import NAME, MissingError, RefusedError
from bot.github.links import LinkReader
from bot.github.lists import fetch_all, fetch_some
from bot.github.places import Place, PlaceFinder
from bot.github.wire import IssueWire, MilestoneWire, read_as
from bot.ports import Clock, TrackerUnavailableError

RECENT = timedelta(days=14)
"""How far back closed issues are still read."""
OVERLAP = timedelta(minutes=2)
STEP = timedelta(minutes=5)
"""Changes are asked for since a round time, so that GitHub can say that there were none."""
CHANGE_PAGES = 5


class GithubTracker:
    def __init__(self, client: GithubClient, clock: Clock) -> None:
        self._client = client
        self._clock = clock
        self._finder = PlaceFinder(client)
        self._places: dict[str, Place] = {}

    async def fetch_blockers(self, selection: Selection) -> tuple[Blocker, ...]:
        """Every issue of the selection, watched and recently closed ones too, each once.

        Names are looked up each time, which costs nothing while they stay.
        """
        try:
            place = await self._find(selection)
            found: dict[int, IssueWire] = {}
            for label in place.wanted_labels:
                found |= {one.number: one for one in await self._issues(place, label)}
            return await self._build(selection, place, found.values())
        except (MissingError, RefusedError) as error:
            raise _refusal(error) from error

    async def fetch_changes(self, selection: Selection, known: Snapshot) -> Changes | None:
        """What changed anywhere in the repository since the last reading: so also what left.

        What moved to another repository or was deleted is not among it: a whole reading tells.
        """
        place = self._places.get(repr(selection))
        if place is None:
            return None
        since = _floor(known.fetched_at - OVERLAP)
        asked = {"state": "all", "since": since, "sort": "updated", "direction": "asc"}
        try:
            listed = await fetch_some(
                self._client, f"{place.path}/issues", IssueWire, asked, pages=CHANGE_PAGES
            )
            if listed.is_cut:
                return None
            issues = {one.number: one for one in listed.found}.values()
            fresh = [one for one in issues if place.holds(one) and self._is_of_interest(one)]
            changed = await self._build(selection, place, fresh)
        except (MissingError, RefusedError):
            return None
        naming = _naming(selection, place)
        before = {one.id for one in known.blockers}
        gone = {naming.id_of(one) for one in issues if not place.holds(one)}
        return Changes(changed=changed, gone=frozenset(gone & before))

    async def fetch_fates(self, selection: Selection, blockers: Sequence[Blocker]) -> Fates:
        place = await self._find(selection)
        fates: dict[BlockerId, Departure | None] = {}
        for blocker in (one.id for one in blockers):
            numbers = read_id(blocker)
            if numbers is None or numbers[0] != place.repo.id:
                continue
            url = self._client.url(f"{place.path}/issues/{numbers[1]}")
            try:
                page = await self._client.fetch(url)
            except MissingError as error:
                if error.is_gone:
                    fates[blocker] = Departure(blocker=blocker, fate=Fate.DELETED)
                continue
            except RefusedError as error:
                raise _refusal(error) from error
            fates[blocker] = self._fate(blocker, place, page)
        return fates

    async def fetch_goals(self, selection: Selection) -> tuple[Goal, ...]:
        place = self._places.get(repr(selection)) or await self._find(selection)
        return (_goal(place.milestone),) if place.milestone else ()

    async def fetch_meaning(self, selection: Selection) -> tuple[str, ...]:
        place = await self._find(selection)
        said = [f"repository {place.repo.full_name}"]
        if place.label:
            said.append(f"label {place.label}")
        if place.milestone:
            due = place.milestone.due_on
            when = f", due {due:%Y-%m-%d}" if due else ""
            said.append(f"milestone {place.milestone.title}{when}")
        if place.watch:
            said.append(f"watched: label {place.watch}")
        return tuple(said)

    def slower(self) -> float:
        return self._client.slower()

    async def _find(self, selection: Selection) -> Place:
        try:
            place = await self._finder.find(selection)
        except (MissingError, RefusedError) as error:
            raise _refusal(error) from error
        self._places[repr(selection)] = place
        return place

    async def _issues(self, place: Place, label: str) -> list[IssueWire]:
        """A label with a comma in it cannot be asked for: GitHub takes it for two."""
        asked = {"sort": "created", "direction": "asc"}
        if label and "," not in label:
            asked["labels"] = label
        if place.milestone:
            asked["milestone"] = str(place.milestone.number)
        path, day = f"{place.path}/issues", timedelta(days=1)
        since = _stamp((self._clock.now() - RECENT).replace(hour=0, minute=0, second=0) - day)
        found = await fetch_all(self._client, path, IssueWire, asked | {"state": "open"})
        closed = asked | {"state": "closed", "since": since}
        found += await fetch_all(self._client, path, IssueWire, closed)
        return [one for one in found if place.holds(one) and self._is_of_interest(one)]

    def _is_of_interest(self, issue: IssueWire) -> bool:
        at = issue.closed_at
        return issue.is_open or at is None or at > self._clock.now() - RECENT

    def _fate(self, blocker: BlockerId, place: Place, page: Page) -> Departure | None:
        """None while it is where it was: then it was the list that left it out."""
        issue = read_as(IssueWire, page.content)
        if issue.repo and issue.repo.casefold() != place.repo.full_name.casefold():
            there = f"{issue.repo}#{issue.number}"
            return Departure(blocker=blocker, fate=Fate.TRANSFERRED, detail=there)
        if place.holds(issue) and self._is_of_interest(issue):
            return None
        if not issue.is_open:
            return Departure(blocker=blocker, fate=Fate.CLOSED, detail=stage_of(issue)[1].lower())
        wanted = place.milestone
        if wanted and (issue.milestone is None or issue.milestone.number != wanted.number):
            return Departure(blocker=blocker, fate=Fate.ELSEWHERE, detail=wanted.title)
        return Departure(blocker=blocker, fate=Fate.UNLABELLED, detail=place.label)

    async def _build(
        self, selection: Selection, place: Place, issues: Iterable[IssueWire]
    ) -> tuple[Blocker, ...]:
        known = {one.number: one for one in issues}
        naming = _naming(selection, place)
        reader = LinkReader(self._client, naming, known)
        return tuple([naming.blocker(one, await reader.read(one)) for one in known.values()])


def _naming(selection: Selection, place: Place) -> Naming:
    own = {label.casefold(): priority for label, priority in selection.priorities}
    return Naming(place=place, prefix=selection.prefix, priorities=own)


def _goal(milestone: MilestoneWire) -> Goal:
    total = milestone.open_issues + milestone.closed_issues
    return Goal(
        kind=GoalKind.MILESTONE,
        name=milestone.title,
        url=milestone.html_url,
        target=milestone.due_on.date() if milestone.due_on else None,
        progress=milestone.closed_issues / total if total else None,
        status=milestone.state,
    )


def _refusal(error: Exception) -> TrackerUnavailableError:
    return TrackerUnavailableError(NAME, f"refuses the question: {error}", permanent=True)


def _floor(at: datetime) -> str:
    step = STEP.total_seconds()
    return _stamp(datetime.fromtimestamp(at.timestamp() // step * step, UTC))


def _stamp(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
