"""The names in a raw filter that have to exist, and what is no name."""

from typing import Any

import pytest

from bot.linear.names import Kind
from bot.linear.raw_names import names_in


@pytest.mark.parametrize(
    ("filter_", "names"),
    [
        ({"labels": {"some": {"name": {"eq": "blocker"}}}}, [(Kind.LABEL, "blocker")]),
        ({"labels": {"name": {"in": ["a", "b"]}}}, [(Kind.LABEL, "a"), (Kind.LABEL, "b")]),
        ({"state": {"name": {"eq": "In progress"}}}, [(Kind.STATE, "In progress")]),
        ({"state": {"type": {"eq": "started"}}}, []),
        ({"state": {"name": {"nin": ["Done"]}}}, []),
        ({"state": {"name": {"eqIgnoreCase": "done"}}}, []),
        ({"team": {"key": {"eq": "THR"}}}, [(Kind.TEAM, "THR")]),
        (
            {
                "or": [
                    {"project": {"name": {"eq": "A"}}},
                    {"and": [{"projectMilestone": {"name": {"eq": "B"}}}]},
                ]
            },
            [(Kind.PROJECT, "A"), (Kind.MILESTONE, "B")],
        ),
        ({"releases": {"some": {"version": {"eq": "2.4"}}}}, [(Kind.RELEASE, "2.4")]),
        ({"title": {"eq": "blocker"}, "number": {"in": [1]}, "odd": None}, []),
        ({"labels": {"some": {"team": {"key": {"eq": "THR"}}}}}, []),
    ],
)
def test_names_that_are_compared_by_letter(filter_: Any, names: list[tuple[Kind, str]]) -> None:
    assert list(names_in(filter_)) == names
