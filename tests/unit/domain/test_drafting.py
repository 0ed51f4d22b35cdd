"""New blockers: their first items, near titles, and edits of fields that meet each other."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.blocker import Priority, Stage, Story
from bot.domain.blocker_edits import (
    BlockerClash,
    BlockerFields,
    BlockerWish,
    fields_of_local,
    fields_of_story,
    needs_reason,
    plan_local_edit,
    plan_telling,
    rebase_fields,
    word_of,
)
from bot.domain.checklist import ItemState
from bot.domain.drafting import (
    MAX_FIRST_ITEMS,
    Draft,
    FirstItem,
    find_alike,
    plan_draft,
    read_first_items,
)
from bot.domain.editing import Author
from bot.domain.ids import BlockerId, BlockerKey, DeliveryId, UserId
from bot.domain.local import LocalBlocker, LocalChange, LocalStatus, Origin, OriginKind
from bot.domain.telling import Telling
from tests.samples.builders import NOW, blocker
from tests.samples.making import change

ORIGIN = Origin(kind=OriginKind.ADDED, by="U0ALICE", at=NOW)
AUTHOR = Author(by=UserId("U0ALICE"), at=NOW, delivery=DeliveryId("view-1"))
DRAFT = Draft(
    title="No keys",
    origin=ORIGIN,
    priority=Priority.HIGH,
    owner="<@U0BOB>",
    why="no keys, no door",
    effort_hours=(6.0, 8.0),
    items=(FirstItem(text="Order"), FirstItem(text="Ask", is_done=True)),
)


def stored(**changed: object) -> LocalBlocker:
    record = plan_draft(DRAFT, AUTHOR).record
    assert isinstance(record, LocalBlocker)
    return change(record, key=BlockerKey("PROD-1"), version=1, **changed)


def wish(seen: LocalBlocker, reason: str = "", **changed: object) -> BlockerWish:
    fields = fields_of_local(seen)
    wanted = change(fields, **changed)
    return BlockerWish(seen=fields.stamps, fields=wanted, reason=reason)


def edited(local: LocalBlocker, wanted: BlockerWish) -> tuple[LocalChange, LocalBlocker]:
    change = plan_local_edit(local, wanted, NOW)
    assert isinstance(change, LocalChange)
    assert isinstance(change.record, LocalBlocker)
    return change, change.record


def test_first_items_are_read_as_plain_lines_or_as_a_task_list() -> None:
    text = "- [ ] Order keys\n* [x] Ask Dana\n\n3. Fit the lock\nplain - line\n[X] box alone\n-no"
    assert [(one.text, one.is_done) for one in read_first_items(text)] == [
        ("Order keys", False),
        ("Ask Dana", True),
        ("Fit the lock", False),
        ("plain - line", False),
        ("box alone", True),
        ("-no", False),
    ]
    assert read_first_items(" \n- \n- [ ]\n") == ()
    assert len(read_first_items("x\n" * 500)) > MAX_FIRST_ITEMS


def test_draft_becomes_a_record_with_its_items_and_log() -> None:
    change = plan_draft(DRAFT, AUTHOR)
    assert change.blocker.startswith("local:")
    assert [(item.text, item.state) for item in change.items] == [
        ("Order", ItemState.TODO),
        ("Ask", ItemState.DONE),
    ]
    assert [note.kind for note in change.notes] == ["blocker added", "added", "added"]
    assert plan_draft(DRAFT, AUTHOR) == change
    other = replace(AUTHOR, delivery=DeliveryId("view-2"))
    assert plan_draft(DRAFT, other).blocker != change.blocker


@pytest.mark.parametrize(
    "title",
    [
        "TLS and ingress hardening",
        "tls & ingress  hardening!",
        "Ingress hardening and TLS",
        "TLS ingress hardening for prod",
        "TLS and ingres hardenning",
    ],
)
def test_title_that_says_about_the_same_is_found(title: str) -> None:
    known = [
        blocker("THR-42", title="TLS and ingress hardening"),
        blocker("THR-41", title="CI/CD wiring"),
    ]
    assert [one.key for one in find_alike(title, known)] == ["THR-42"]


def test_other_titles_and_closed_ones_are_no_doubles() -> None:
    known = [
        blocker("THR-42", title="TLS and ingress hardening"),
        blocker("THR-43", title="Backups", stage=Stage.COMPLETED),
        blocker("THR-44", title=""),
    ]
    for title in ("Backups", "TLS for the door", "", "…", "the", "x" * 3000):
        assert find_alike(title, known) == ()


def test_only_what_was_changed_is_changed_and_each_field_is_in_the_log() -> None:
    local = stored()
    seen = wish(local, title="No keys at all", due=date(2026, 12, 1), effort="2", watched=True)
    moved_on = replace(local, priority=Priority.LOW, version=2)
    change, after = edited(moved_on, seen)
    assert after == replace(
        moved_on,
        title="No keys at all",
        due=date(2026, 12, 1),
        effort_hours=(2.0, 2.0),
        watched=True,
    )
    assert [(note.kind, note.before, note.after) for note in change.notes] == [
        ("title", "No keys", "No keys at all"),
        ("blocker due", "", "2026-12-01"),
        ("effort", "6-8", "2"),
        ("watched", "blocking", "watched"),
    ]


def test_nothing_changed_stores_nothing() -> None:
    assert plan_local_edit(stored(), wish(stored()), NOW) == LocalChange(blocker=stored().id)


def test_closing_and_opening_again_keep_when_and_why() -> None:
    local = stored()
    change, closed = edited(local, wish(local, status=LocalStatus.DONE, reason="keys came"))
    assert (closed.completed_at, closed.started_at) == (NOW, NOW)
    (note,) = change.notes
    assert (note.kind, note.before, note.after, note.why) == (
        "cleared",
        "open",
        "done",
        "keys came",
    )
    change, again = edited(closed, wish(closed, status=LocalStatus.OPEN, reason="wrong keys"))
    assert (again.completed_at, again.started_at) == (None, NOW)
    assert [(one.kind, one.why) for one in change.notes] == [("reopened", "wrong keys")]
    change, begun = edited(local, wish(local, status=LocalStatus.IN_PROGRESS))
    assert (begun.started_at, change.notes[0].kind) == (NOW, "workflow")


def test_closing_needs_a_reason_and_starting_none() -> None:
    assert needs_reason(LocalStatus.OPEN, LocalStatus.DONE)
    assert needs_reason(LocalStatus.DONE, LocalStatus.IN_PROGRESS)
    assert not needs_reason(LocalStatus.OPEN, LocalStatus.IN_PROGRESS)
    assert not needs_reason(LocalStatus.DONE, LocalStatus.DONE)


def test_two_who_change_one_field_meet_and_what_was_typed_stays() -> None:
    local = stored()
    mine = wish(local, title="Mine", why="my why")
    theirs = replace(local, title="Theirs", priority=Priority.LOW)
    clash = plan_local_edit(theirs, mine, NOW)
    assert isinstance(clash, BlockerClash)
    assert clash.fields == ("title",)
    again = rebase_fields(clash.now, mine)
    assert (again.title, again.why, again.priority) == ("Mine", "my why", Priority.LOW)
    same = plan_local_edit(replace(local, title="Mine"), mine, NOW)
    assert isinstance(same, LocalChange)


def test_of_a_tracked_issue_only_three_fields_are_told_here() -> None:
    said = Story(why="old", next_action="ask")
    nothing = Telling(blocker=BlockerId("id-THR-42"))
    now = fields_of_story(said)
    wanted = replace(now, title="Never", why="", effort="6-8")
    change = plan_telling(
        blocker(), nothing, said, now, BlockerWish(seen=now.stamps, fields=wanted)
    )
    assert isinstance(change, LocalChange)
    assert isinstance(change.record, Telling)
    assert (change.record.why and change.record.why.mine, change.record.next) == ("", None)
    assert [(note.kind, note.before, note.after) for note in change.notes] == [
        ("why", "old", ""),
        ("effort", "", "6-8"),
    ]


def test_every_field_has_a_word_for_the_log() -> None:
    empty = BlockerFields()
    words = {name: word_of(name, empty) for name in empty.stamps}
    assert words["priority"] == "no priority"
    assert (words["due"], words["status"], words["watched"]) == ("", "open", "blocking")
