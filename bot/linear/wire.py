"""Linear's answers as typed values. What is not read here is ignored, new words are let through."""

from datetime import date, datetime
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel


class Wire(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, frozen=True, extra="ignore")


Node = TypeVar("Node", bound=Wire)


class PageInfo(Wire):
    has_next_page: bool
    end_cursor: str | None = None


class Page(Wire, Generic[Node]):
    nodes: tuple[Node, ...]
    page_info: PageInfo


class StateWire(Wire):
    name: str = ""
    type: str


class UserWire(Wire):
    name: str
    email: str
    active: bool


class MilestoneWire(Wire):
    target_date: date | None


class LabelWire(Wire):
    name: str


class TeamKeyWire(Wire):
    id: str = ""
    key: str


class NamedWire(Wire):
    """Anything that a name in the configuration may mean."""

    id: str
    name: str
    key: str | None = None
    version: str | None = None
    is_group: bool = False
    team: TeamKeyWire | None = None
    type: str = ""


class LinkedIssueWire(Wire):
    id: str
    identifier: str
    title: str
    url: str
    archived_at: datetime | None
    state: StateWire


class RelationWire(Wire):
    type: str
    related_issue: LinkedIssueWire


class InverseRelationWire(Wire):
    type: str
    issue: LinkedIssueWire


class ChildWire(Wire):
    id: str
    identifier: str
    title: str
    url: str
    state: StateWire


class IssueWire(Wire):
    id: str
    identifier: str
    title: str
    description: str | None
    url: str
    priority: float
    estimate: float | None
    due_date: date | None
    created_at: datetime
    updated_at: datetime
    started_at: datetime | None
    completed_at: datetime | None
    canceled_at: datetime | None
    label_ids: tuple[str, ...]
    state: StateWire
    assignee: UserWire | None
    project_milestone: MilestoneWire | None
    labels: Page[LabelWire]
    relations: Page[RelationWire]
    inverse_relations: Page[InverseRelationWire]
    children: Page[ChildWire]


class LinksWire(Wire):
    relations: Page[RelationWire]
    inverse_relations: Page[InverseRelationWire]
    children: Page[ChildWire]


class PresenceWire(Wire):
    """That an issue can be seen, and when it was last changed."""

    id: str
    updated_at: datetime
    archived_at: datetime | None


class IdWire(Wire):
    id: str


class FateWire(Wire):
    """What an issue is now that was left out of a list."""

    id: str
    identifier: str
    archived_at: datetime | None
    trashed: bool | None
    label_ids: tuple[str, ...]
    state: StateWire
    team: TeamKeyWire
    project: IdWire | None
    project_milestone: IdWire | None
