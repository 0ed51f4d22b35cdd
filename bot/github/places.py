"""What a selection's names mean in GitHub: the repository, the labels, the milestone."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from bot.domain.milestone import Selection
from bot.github.client import GithubClient
from bot.github.errors import NAME, MissingError
from bot.github.lists import fetch_all
from bot.github.wire import IssueWire, LabelWire, MilestoneWire, RepoWire, read_as
from bot.ports import SelectionError

SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Names as GitHub writes them; ``label`` and ``watch`` are "" where none was given."""

    repo: RepoWire
    label: str = ""
    watch: str = ""
    milestone: MilestoneWire | None = None

    @property
    def path(self) -> str:
        return f"repos/{self.repo.full_name}"

    def holds(self, issue: IssueWire) -> bool:
        """Whether it belongs to the selection, open or not. A pull request never does."""
        if issue.pull_request is not None:
            return False
        wanted = self.milestone.number if self.milestone else None
        if wanted is not None and (issue.milestone is None or issue.milestone.number != wanted):
            return False
        return not self.label or issue.bears(self.label) or self._is_borne(self.watch, issue)

    def watches(self, issue: IssueWire) -> bool:
        """Only watched: it bears that label and not the blockers' one."""
        blocks = self._is_borne(self.label, issue)
        return self._is_borne(self.watch, issue) and not blocks

    @staticmethod
    def _is_borne(label: str, issue: IssueWire) -> bool:
        return bool(label) and issue.bears(label)

    @property
    def wanted_labels(self) -> tuple[str, ...]:
        """One list is asked for each of them; "" is a list of all."""
        return tuple(dict.fromkeys(filter(None, (self.label, self.watch)))) if self.label else ("",)


class PlaceFinder:
    def __init__(self, client: GithubClient) -> None:
        self._client = client

    async def find(self, selection: Selection) -> Place:
        """Raises SelectionError where GitHub has nothing of a name, with the near ones."""
        repo = await self._repo(selection.repo or "")
        path = f"repos/{repo.full_name}"
        label, watch, milestone = "", "", None
        if selection.label or selection.watch_label:
            labels = [
                one.name for one in await fetch_all(self._client, f"{path}/labels", LabelWire)
            ]
            label = _called("label", selection.label, labels, repo) if selection.label else ""
            if selection.watch_label:
                watch = _called("watch_label", selection.watch_label, labels, repo)
        if selection.project_milestone:
            milestone = await self._milestone(repo, selection.project_milestone)
        return Place(repo=repo, label=label, watch=watch, milestone=milestone)

    async def _repo(self, name: str) -> RepoWire:
        try:
            page = await self._client.fetch(self._client.url(f"repos/{name}"))
        except MissingError as error:
            raise SelectionError(
                f"{NAME} has no repository {name!r} that GITHUB_TOKEN may see", part="repo"
            ) from error
        repo = read_as(RepoWire, page.content)
        if not repo.has_issues:
            raise SelectionError(
                f"{NAME} has no issues in {repo.full_name}: they are switched off", part="repo"
            )
        return repo

    async def _milestone(self, repo: RepoWire, name: str) -> MilestoneWire:
        """By title; an open one before a closed one of another case."""
        path = f"repos/{repo.full_name}/milestones"
        found = await fetch_all(self._client, path, MilestoneWire, {"state": "all"})
        title = _called("milestone", name, [one.title for one in found], repo)
        same = [one for one in found if one.title == title]
        return min(same, key=lambda one: one.state != "open")


def _called(part: str, name: str, names: Iterable[str], repo: RepoWire) -> str:
    """As GitHub writes it; case decides only between names that differ in nothing else."""
    kind = part.removeprefix("watch_")
    known = list(dict.fromkeys(names))
    wanted = name.strip()
    if wanted in known:
        return wanted
    for one in known:
        if one.casefold() == wanted.casefold():
            return one
    folded = {one.casefold(): one for one in known}
    near = [folded[one] for one in get_close_matches(wanted.casefold(), folded, n=SHOWN)]
    shown = near or sorted(known)[:SHOWN]
    there = f"there is {', '.join(shown)}" if shown else f"there is no {kind} at all"
    raise SelectionError(f"{NAME} has no {kind} {name!r} in {repo.full_name}; {there}", part=part)
