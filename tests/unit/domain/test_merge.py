"""A checklist follows its description without losing what people did."""

import time
from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.checklist import Checklist, Item, ItemState, Touch
from bot.domain.document import DescribedItem
from bot.domain.ids import BlockerId
from bot.domain.merge import Merge, plan_merge
from tests.samples.builders import NOW, item, line

THR_42 = BlockerId("id-THR-42")


def merged(checklist: Checklist, merge: Merge | None) -> Checklist:
    """What the store makes of it."""
    if merge is None:
        return checklist
    items = {one.id: one for one in checklist.items} | {one.id: one for one in merge.items}
    ordered = sorted(items.values(), key=lambda one: one.position)
    return Checklist(blocker=THR_42, items=tuple(ordered), version=checklist.version + 1)


def read(checklist: Checklist, *lines: DescribedItem) -> Checklist:
    return merged(checklist, plan_merge(checklist, lines, by="linear", at=NOW))


def ticked(checklist: Checklist, text: str) -> Checklist:
    done = [
        replace(
            one,
            state=ItemState.DONE,
            revision=one.revision + 1,
            touched=Touch(by="U0BOB", at=NOW),
        )
        if one.text == text
        else one
        for one in checklist.items
    ]
    return replace(checklist, items=tuple(done), version=checklist.version + 1)


EMPTY = Checklist(blocker=THR_42)


def test_first_reading_takes_states_and_order() -> None:
    checklist = read(EMPTY, line("Issuer", "done"), line("DNS", "doing"), line("Endpoint"))

    assert [(one.text, one.state) for one in checklist.live] == [
        ("Issuer", ItemState.DONE),
        ("DNS", ItemState.DOING),
        ("Endpoint", ItemState.TODO),
    ]


def test_reading_the_same_again_changes_nothing() -> None:
    lines = [line("Issuer", "done"), line("DNS", "doing"), line("DNS", "doing")]
    checklist = read(EMPTY, *lines)

    assert plan_merge(checklist, lines, by="linear", at=NOW) is None


def test_a_tick_outlives_an_edit_of_its_line() -> None:
    checklist = ticked(read(EMPTY, line("DNS integration"), line("Endpoint")), "DNS integration")

    checklist = read(checklist, line("Cloudflare DNS integration"), line("Endpoint"))

    found = checklist.live[0]
    assert (found.text, found.state) == ("Cloudflare DNS integration", ItemState.DONE)
    assert found.touched == Touch(by="U0BOB", at=NOW)


def test_a_tick_outlives_a_new_order() -> None:
    checklist = ticked(read(EMPTY, line("One"), line("Two"), line("Three")), "Three")

    checklist = read(checklist, line("Three"), line("One"), line("Two"))

    assert [(one.text, one.state.value) for one in checklist.live] == [
        ("Three", "done"),
        ("One", "todo"),
        ("Two", "todo"),
    ]


def test_a_state_set_here_wins_over_an_unchanged_mark() -> None:
    checklist = ticked(read(EMPTY, line("DNS")), "DNS")

    assert read(checklist, line("DNS", "todo")).live[0].state is ItemState.DONE


def test_a_mark_changed_later_wins_and_the_loser_is_noted() -> None:
    checklist = ticked(read(EMPTY, line("DNS")), "DNS")
    merge = plan_merge(checklist, [line("DNS", "doing")], by="linear", at=NOW)

    assert merge is not None
    assert merge.items[0].state is ItemState.DOING
    assert merge.items[0].revision == 2
    assert [(n.kind, n.before, n.after) for n in merge.notes] == [("state", "done", "doing")]


def test_a_removed_line_is_archived_and_comes_back_with_its_state() -> None:
    checklist = ticked(read(EMPTY, line("DNS"), line("Endpoint")), "DNS")

    gone = read(checklist, line("Endpoint"))
    back = read(gone, line("Endpoint"), line("DNS"))

    assert [one.text for one in gone.live] == ["Endpoint"]
    assert {one.text: one.state.value for one in back.live} == {"Endpoint": "todo", "DNS": "done"}


def test_an_item_added_here_is_not_archived() -> None:
    added = item("By hand", described=None)
    checklist = Checklist(blocker=THR_42, items=(added,), version=3)

    assert [one.text for one in read(checklist, line("DNS")).live] == ["By hand", "DNS"]


def test_lines_of_other_sections_are_not_mixed_up() -> None:
    lines = [line("Finalize DNS"), line("Finalize DNS", section="actions")]
    checklist = ticked(read(EMPTY, lines[1]), "Finalize DNS")

    checklist = read(checklist, *lines)

    assert [(one.section, one.state.value) for one in checklist.live] == [
        ("needed", "todo"),
        ("actions", "done"),
    ]


TEXTS = st.sampled_from(["Issuer", "DNS integration", "DNS Integration!", "Endpoint", "Roll back"])
LINES = st.lists(
    st.builds(line, text=TEXTS, state=st.sampled_from(["todo", "doing", "done"])), max_size=8
)


@given(first=LINES, second=LINES)
def test_reading_ends_in_the_lines_that_were_read(
    first: list[DescribedItem], second: list[DescribedItem]
) -> None:
    checklist = read(read(EMPTY, *first), *second)

    assert [one.text for one in checklist.live] == [one.text for one in second]
    assert len({one.id for one in checklist.items}) == len(checklist.items)
    assert plan_merge(checklist, second, by="linear", at=NOW + timedelta(days=1)) is None


@given(lines=st.lists(TEXTS, unique=True, min_size=1).map(lambda texts: [line(t) for t in texts]))
def test_no_tick_is_lost_by_a_shuffle(lines: list[DescribedItem]) -> None:
    checklist = read(EMPTY, *lines)
    checklist = ticked(checklist, lines[0].text)

    back = read(checklist, *reversed(lines))

    assert _states(back.live)[lines[0].text] == "done"


def _states(items: tuple[Item, ...]) -> dict[str, str]:
    return {one.text: one.state.value for one in items}


def test_a_list_rewritten_from_end_to_end_takes_no_seconds() -> None:
    """It is read on the same loop that has to answer Slack within three seconds."""
    words = [
        "verify",
        "deploy",
        "rotate",
        "check",
        "review",
        "migrate",
        "restore",
        "DNS",
        "TLS",
        "cert",
        "ingress",
        "worker",
    ]

    def lines(offset: int) -> list[DescribedItem]:
        picked = [[words[(n * k + offset) % len(words)] for k in range(1, 9)] for n in range(300)]
        return [line(f"{' '.join(each)} {n}x{offset}") for n, each in enumerate(picked)]

    checklist = read(EMPTY, *lines(0))
    begun = time.process_time()
    merged_again = read(checklist, *lines(5))

    assert time.process_time() - begun < 1.5
    assert len(merged_again.live) == 300
