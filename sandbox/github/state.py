"""What the local GitHub holds; each change moves an issue's time of update as the real one does."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sandbox.github.faults import GithubFaults
from sandbox.github.limits import Allowance

TOKEN = "github_pat_sandbox"  # noqa: S105 - that of the stand-in


@dataclass(slots=True, kw_only=True)
class Milestone:
    number: int
    title: str
    state: str = "open"
    due_on: datetime | None = None


@dataclass(slots=True, kw_only=True)
class Issue:
    number: int
    title: str
    created_at: datetime
    updated_at: datetime
    body: str | None = None
    state: str = "open"
    state_reason: str | None = None
    labels: list[str] = field(default_factory=list)
    assignees: list[str] = field(default_factory=list)
    milestone: Milestone | None = None
    closed_at: datetime | None = None
    is_pull_request: bool = False
    blocked_by: list[tuple[str, int]] = field(default_factory=list)
    parts: list[tuple[str, int]] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return self.state == "open"


@dataclass(slots=True, kw_only=True)
class Repo:
    """``gone`` are numbers of deleted issues, ``moved`` those transferred: number → where to."""

    id: int
    full_name: str
    has_issues: bool = True
    issues: dict[int, Issue] = field(default_factory=dict)
    labels: list[str] = field(default_factory=list)
    milestones: list[Milestone] = field(default_factory=list)
    gone: set[int] = field(default_factory=set)
    moved: dict[int, tuple[str, int]] = field(default_factory=dict)


class GithubState:
    """``knows_dependencies`` is False as on an older GitHub Enterprise Server."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        self.tokens = {TOKEN}
        self.repos: dict[str, Repo] = {}
        self.renamed: dict[str, str] = {}
        self.faults = GithubFaults()
        self.allowance = Allowance(clock)
        self.knows_dependencies = True

    def add_repo(self, full_name: str) -> Repo:
        repo = Repo(id=7_000 + len(self.repos), full_name=full_name)
        self.repos[full_name.lower()] = repo
        return repo

    def repo(self, name: str) -> Repo | None:
        return self.repos.get(name.lower())

    def repo_by_id(self, number: int) -> Repo | None:
        return next((repo for repo in self.repos.values() if repo.id == number), None)

    def rename(self, old: str, new: str) -> None:
        repo = self.repos.pop(old.lower())
        repo.full_name = new
        self.repos[new.lower()] = repo
        self.renamed[old.lower()] = new

    def add_issue(self, repo: str, title: str, **fields: object) -> Issue:
        place = self.repos[repo.lower()]
        number = max([0, *place.issues, *place.gone, *place.moved]) + 1
        now = self.clock()
        times = {"created_at": now, "updated_at": now}
        issue = Issue(number=number, title=title, **(times | fields))  # type: ignore[arg-type]
        place.issues[number] = issue
        for label in issue.labels:
            if label not in place.labels:
                place.labels.append(label)
        return issue

    def add_milestone(self, repo: str, title: str, due_on: datetime | None = None) -> Milestone:
        place = self.repos[repo.lower()]
        milestone = Milestone(number=len(place.milestones) + 1, title=title, due_on=due_on)
        place.milestones.append(milestone)
        return milestone

    def edit(self, issue: Issue, **fields: object) -> None:
        for name, value in fields.items():
            setattr(issue, name, value)
        issue.updated_at = self.clock()

    def close(self, issue: Issue, reason: str = "completed") -> None:
        self.edit(issue, state="closed", state_reason=reason, closed_at=self.clock())

    def delete(self, repo: str, issue: Issue) -> None:
        place = self.repos[repo.lower()]
        del place.issues[issue.number]
        place.gone.add(issue.number)

    def transfer(self, repo: str, issue: Issue, to: str) -> Issue:
        """Under a new number there; labels that the other repository lacks are lost."""
        place, other = self.repos[repo.lower()], self.repos[to.lower()]
        del place.issues[issue.number]
        kept = [label for label in issue.labels if label in other.labels]
        arrived = self.add_issue(to, issue.title, body=issue.body, labels=kept)
        place.moved[issue.number] = (to, arrived.number)
        return arrived

    def blocking(self, repo: Repo, issue: Issue) -> list[tuple[Repo, Issue]]:
        """Which issues wait for it."""
        asked = (repo.full_name.lower(), issue.number)
        return [
            (place, one)
            for place in self.repos.values()
            for one in place.issues.values()
            if asked in [(name.lower(), number) for name, number in one.blocked_by]
        ]

    def found(self, places: list[tuple[str, int]]) -> list[tuple[Repo, Issue]]:
        pairs = [(self.repos.get(name.lower()), number) for name, number in places]
        return [(repo, repo.issues[n]) for repo, n in pairs if repo and n in repo.issues]
