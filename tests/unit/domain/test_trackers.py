"""The tracker of an issue is known by its id; what has none is kept here."""

import pytest

from bot.domain.ids import BlockerId
from bot.domain.overrides import handle_of
from bot.domain.people import Person
from bot.domain.trackers import Source, author_of, source_of, tracker_name


@pytest.mark.parametrize(
    ("blocker", "source", "name"),
    [
        ("8d9a3c5e-4c1e-4b50-9d9a-0a3a8f6b1c2d", Source.LINEAR, "Linear"),
        ("github:7000:12", Source.GITHUB, "GitHub"),
        ("local:1", None, ""),
        ("id-THR-42", Source.LINEAR, "Linear"),
        ("jira:1", Source.LINEAR, "Linear"),
    ],
)
def test_an_id_tells_its_tracker(blocker: str, source: Source | None, name: str) -> None:
    assert source_of(BlockerId(blocker)) is source
    assert tracker_name(BlockerId(blocker)) == name


def test_the_log_names_the_tracker() -> None:
    assert author_of(BlockerId("github:7000:12")) == "github"
    assert author_of(BlockerId("8d9a3c5e")) == "linear"


def test_a_login_is_no_name_and_no_address() -> None:
    """A Bob of a document is not the Bob of GitHub."""
    assert handle_of(Person(name="Bob", login="Bob")) == "github:bob"
    assert handle_of(Person(name="Bob")) == "bob"
    assert handle_of(Person(name="Bob", email="Bob@example.com", login="b")) == "bob@example.com"
