"""What is read of GitHub's answers; what is not asked for is left out, what is new is let pass."""

from datetime import datetime
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, Field, TypeAdapter, ValidationError

from bot.github.errors import NAME
from bot.ports import TrackerUnavailableError

Shape = TypeVar("Shape")


def _label_name(label: object) -> object:
    """A label of an issue is an object, or in old answers its name alone."""
    return label.get("name") or "" if isinstance(label, dict) else label


LabelName = Annotated[str, BeforeValidator(_label_name)]


class RepoWire(BaseModel):
    id: int
    full_name: str
    html_url: str = ""
    has_issues: bool = True


class LabelWire(BaseModel):
    name: str


class UserWire(BaseModel):
    login: str


class MilestoneWire(BaseModel):
    number: int
    title: str
    state: str = "open"
    due_on: datetime | None = None
    html_url: str = ""
    open_issues: int = 0
    closed_issues: int = 0


class DependenciesWire(BaseModel):
    """How many there are, closed ones too."""

    total_blocked_by: int = 0
    total_blocking: int = 0


class SubIssuesWire(BaseModel):
    total: int = 0


class IssueWire(BaseModel):
    """``dependencies`` and ``sub_issues`` are None where this GitHub does not know such things."""

    number: int
    title: str
    state: str
    state_reason: str | None = None
    body: str | None = None
    labels: list[LabelName] = []
    assignees: list[UserWire] = []
    milestone: MilestoneWire | None = None
    html_url: str
    repository_url: str = ""
    created_at: datetime
    updated_at: datetime
    closed_at: datetime | None = None
    pull_request: dict[str, Any] | None = None
    dependencies: DependenciesWire | None = Field(default=None, alias="issue_dependencies_summary")
    sub_issues: SubIssuesWire | None = Field(default=None, alias="sub_issues_summary")

    @property
    def is_open(self) -> bool:
        return self.state == "open"

    @property
    def repo(self) -> str:
        """``acme/api``, "" where it is not said."""
        _, found, name = self.repository_url.partition("/repos/")
        return name if found else ""

    def bears(self, label: str) -> bool:
        """GitHub's labels do not mind case."""
        return label.strip().casefold() in {name.casefold() for name in self.labels}


def read_as(shape: type[Shape], content: object) -> Shape:
    """Raises TrackerUnavailableError where the answer is of another shape."""
    try:
        return TypeAdapter(shape).validate_python(content)
    except ValidationError as error:
        where = ".".join(str(step) for step in error.errors()[0]["loc"])
        raise TrackerUnavailableError(NAME, f"its answer cannot be read ({where})") from None
