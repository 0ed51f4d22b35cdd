"""What a reading changes in the blockers themselves, and the log in rows of one press each."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain.blocker import Priority, Snapshot, Stage
from bot.domain.checklist import AuditEntry
from bot.domain.history import TOLD_TOGETHER, group_presses, keys_in
from bot.domain.ids import BlockerId, BlockerKey, ItemId
from bot.domain.tracked import Tracked, compare_readings
from tests.samples.builders import ALICE, NOW, blocker

WAS = blocker(due=date(2026, 11, 20), labels=("tls",), estimate=3.0)


def entry(number: int = 0, **changed: Any) -> AuditEntry:
    values: dict[str, Any] = {
        "id": f"{number}-0",
        "at": NOW,
        "by": "U0BOB",
        "blocker": WAS.id,
        "item": ItemId(f"i{number}"),
        "text": f"line {number}",
        "kind": "added",
    }
    return AuditEntry(**{**values, **changed})


@pytest.mark.parametrize(
    ("changed", "kind", "before", "after"),
    [
        ({"stage": Stage.COMPLETED, "state_name": "Done"}, Tracked.CLEARED, "In Progress", "Done"),
        ({"state_name": "Review"}, Tracked.WORKFLOW, "In Progress", "Review"),
        ({"due": None}, Tracked.DUE, "2026-11-20", ""),
        ({"assignee": ALICE}, Tracked.ASSIGNEE, "Bob", "Alice"),
        ({"assignee": None}, Tracked.ASSIGNEE, "Bob", ""),
        ({"priority": Priority.LOW}, Tracked.PRIORITY, "urgent", "low"),
        ({"title": "Other"}, Tracked.TITLE, "Title of THR-42", "Other"),
        ({"key": BlockerKey("ABC-1")}, Tracked.KEY, "THR-42", "ABC-1"),
        ({"watched": True}, Tracked.WATCHED, "blocking", "watched"),
        ({"labels": ("late", "tls")}, Tracked.LABELS, "tls", "late, tls"),
        ({"estimate": 8.5}, Tracked.ESTIMATE, "3", "8.5"),
    ],
)
def test_each_field_that_a_reading_changes_is_a_line_of_the_log(
    changed: dict[str, Any], kind: Tracked, before: str, after: str
) -> None:
    found = compare_readings(_snapshot(WAS), _snapshot(replace(WAS, **changed)))
    (note,) = found.notes
    assert (note.kind, note.before, note.after) == (kind, before, after)
    replaced = found.replaced[WAS.id]
    assert replaced == {name: getattr(WAS, name) for name in changed}


def test_one_that_comes_goes_and_reopens_is_told_as_that() -> None:
    done = replace(WAS, stage=Stage.CANCELED, state_name="Canceled")
    reopened = compare_readings(_snapshot(done), _snapshot(WAS))
    assert [note.kind for note in reopened.notes] == [Tracked.REOPENED]
    appeared = compare_readings(None, _snapshot(replace(WAS, watched=True)))
    (came,) = appeared.notes
    assert (came.kind, came.before, came.after) == (Tracked.APPEARED, "watched", "In Progress")
    assert appeared.replaced == {WAS.id: None}
    vanished = compare_readings(_snapshot(WAS), _snapshot())
    (gone,) = vanished.notes
    assert (gone.kind, gone.key, gone.before) == (Tracked.VANISHED, "THR-42", "In Progress")
    assert vanished.replaced[WAS.id] == {name: getattr(WAS, name) for name in WAS.__slots__}


def test_what_no_line_tells_is_still_gone_back_to() -> None:
    found = compare_readings(_snapshot(WAS), _snapshot(replace(WAS, description="- [ ] new")))
    assert found.notes == ()
    assert found.replaced == {WAS.id: {"description": ""}}


def test_same_reading_again_changes_nothing() -> None:
    found = compare_readings(_snapshot(WAS), _snapshot(WAS))
    assert (found.notes, found.replaced) == ((), {})


def test_changes_of_one_press_are_one_row_in_the_order_they_were_made() -> None:
    log = [entry(3, at=NOW + timedelta(minutes=1)), entry(2), entry(1), entry(0, by="linear")]
    rows = group_presses(log)
    assert [[one.text for one in row.entries] for row in rows] == [
        ["line 3"],
        ["line 1", "line 2"],
        ["line 0"],
    ]


def test_presses_on_other_blockers_or_elsewhere_are_rows_of_their_own() -> None:
    other = entry(1, blocker=BlockerId("other"))
    assert len(group_presses([entry(2), other, entry(0, where="home")])) == 3


def test_items_that_came_at_once_are_one_row_however_many() -> None:
    added = [entry(number) for number in range(12)]
    whole = entry(12, kind="blocker added", item=ItemId(""))
    (row,) = group_presses([*reversed(added), whole])
    assert row.entries == (whole, *added)


def test_many_changes_at_once_go_on_in_the_next_row() -> None:
    rows = group_presses([entry(number, kind="text") for number in reversed(range(12))])
    assert [len(row.entries) for row in rows] == [TOLD_TOGETHER, TOLD_TOGETHER, 2]
    told = [one.text for row in rows for one in row.entries]
    assert told == [f"line {number}" for number in range(12)]


def test_keys_are_the_latest_that_the_log_tells() -> None:
    log = [entry(2, key="ABC-1"), entry(1), entry(0, key="THR-42")]
    assert keys_in(log) == {WAS.id: "ABC-1"}


def _snapshot(*blockers: Any) -> Snapshot:
    return Snapshot(fetched_at=NOW, blockers=blockers)
