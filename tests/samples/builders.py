"""Small builders of domain values: only what a test is about has to be said."""

from datetime import UTC, date, datetime

from bot.domain.blocker import Blocker, Priority, Stage
from bot.domain.checklist import Item, ItemState, Section
from bot.domain.document import DescribedItem
from bot.domain.ids import BlockerId, BlockerKey, ItemId, UserId
from bot.domain.people import Person
from tests.samples.making import build

NOW = datetime(2026, 11, 18, 14, 0, tzinfo=UTC)
"""A Wednesday, 09:00 in New York."""
TODAY = date(2026, 11, 18)

ALICE = Person(name="Alice", email="alice@example.com", slack=UserId("U0ALICE"))
BOB = Person(name="Bob", email="bob@example.com", slack=UserId("U0BOB"))


def blocker(key: str = "THR-42", **changed: object) -> Blocker:
    values: dict[str, object] = {
        "id": BlockerId(f"id-{key}"),
        "key": BlockerKey(key),
        "title": f"Title of {key}",
        "stage": Stage.STARTED,
        "state_name": "In Progress",
        "priority": Priority.URGENT,
        "assignee": BOB,
        "updated_at": NOW,
    }
    return build(Blocker, values | changed)


def item(text: str = "DNS integration", **changed: object) -> Item:
    values: dict[str, object] = {
        "id": ItemId(f"i-{text}"),
        "text": text,
        "described": ItemState.TODO,
        "section": Section.NEEDED,
    }
    return build(Item, values | changed)


def line(text: str, state: str = "todo", **changed: object) -> DescribedItem:
    values: dict[str, object] = {"text": text, "state": state, "section": "needed"}
    return build(DescribedItem, values | changed)
