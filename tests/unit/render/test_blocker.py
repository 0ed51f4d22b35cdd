"""One blocker: what it says of itself, and a checklist whose buttons carry the target state."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.blocker import Priority, Stage, Story
from bot.domain.board import BlockerView
from bot.domain.checklist import ItemState, Section
from bot.domain.ids import ItemId, TeamKey
from bot.domain.messages import Message
from bot.domain.people import Person, Team
from bot.render.blocker import blocker_message
from bot.render.items import note_words
from bot.render.values import Show, Tick
from tests.unit.render.boards import (
    BOB,
    MILESTONE,
    NOW,
    TODAY,
    Line,
    board_of,
    cicd,
    issue,
    rollout,
    sample_board,
    tls,
    view,
)
from tests.unit.render.slack_limits import button_called, buttons_of, labels_of, plain

HEAD = (
    "*THR-42 TLS and ingress hardening* · in progress · urgent · Bob · due Fri 20 Nov"
    " · 6\u20138 h left · started 9 days ago"
)
BACKEND = Team(key=TeamKey("backend"), name="Backend team")


def shown(blocker: BlockerView, page: int = 0) -> Message:
    return blocker_message(board_of([blocker]), blocker, private=True, page=page)


def of(*lines: Line) -> BlockerView:
    blocker = issue(7, "Seven", state="Todo", stage=Stage.UNSTARTED, priority=Priority.HIGH)
    return view(replace(blocker, assignee=BOB, due=TODAY + timedelta(days=2)), lines)


def ticks(message: Message) -> list[Tick]:
    return [
        Tick.decode(button["value"])
        for button in buttons_of(message.blocks)
        if button["action_id"] == "checklist.tick"
    ]


def test_head_says_everything_known() -> None:
    lines = shown(tls()).text.splitlines()
    assert lines[:4] == [
        HEAD,
        "*Blocks:* production deployment",
        "*Why:* no HTTPS, no release",
        "*Next:* finish the DNS part",
    ]


def test_a_story_that_is_silent_still_names_what_is_blocked() -> None:
    silent = replace(cicd(), story=Story())
    assert "*Blocks:* Production deployment" in shown(silent).text


@pytest.mark.parametrize(
    ("state", "label", "target"),
    [
        (ItemState.TODO, "Done", ItemState.DONE),
        (ItemState.DOING, "Done", ItemState.DONE),
        (ItemState.DONE, "Undo", ItemState.TODO),
        (ItemState.SKIPPED, "Undo", ItemState.TODO),
    ],
)
def test_one_button_by_state_carries_the_target(
    state: ItemState, label: str, target: ItemState
) -> None:
    message = shown(of(Line("An item", state)))
    assert [tick.to for tick in ticks(message)] == [target]
    assert button_called(message.blocks, label)["accessibility_label"] == f"{label}: An item"


def test_a_tick_names_its_item_and_the_revision_seen() -> None:
    first = ticks(shown(tls()))[0]
    assert first == Tick(
        milestone=MILESTONE.key,
        blocker=tls().blocker.id,
        item=ItemId("i0"),
        to=ItemState.TODO,
        revision=1,
    )


@pytest.mark.parametrize(
    ("line", "row"),
    [
        (
            Line("Issuer", ItemState.DONE, NOW - timedelta(days=2)),
            "✅ Issuer · done by Bob, Mon 09:41",
        ),
        (Line("Issuer", ItemState.DONE), "✅ Issuer · done"),
        (Line("DNS", ItemState.DOING), "🔄 DNS · doing"),
        (Line("Endpoint"), "⬜ Endpoint · to do"),
        (Line("Endpoint", due=date(2026, 11, 19)), "⬜ Endpoint · to do · due tomorrow"),
        (Line("Endpoint", due=date(2026, 11, 20)), "⬜ Endpoint · to do"),
        (Line("Endpoint", owner=BACKEND), "⬜ Endpoint · to do · Backend team"),
        (Line("Endpoint", owner=Person(name="Bob")), "⬜ Endpoint · to do"),
        (Line("Old way", ItemState.SKIPPED), "⏭️ Old way · skipped"),
    ],
)
def test_a_row_says_its_state_and_what_differs_from_the_blocker(line: Line, row: str) -> None:
    assert row in shown(of(line)).text.splitlines()


def test_both_sections_have_headings_with_their_own_progress() -> None:
    message = shown(
        of(
            Line("Write it", section=Section.ACTIONS),
            Line("Issuer", ItemState.DONE),
            Line("DNS", ItemState.DOING),
        )
    )
    rows = message.text.splitlines()
    needed = rows.index("*What is needed* · ▰▱ 1 of 2, 1 doing")
    actions = rows.index("*Immediate actions* · ▱ 0 of 1")
    assert rows[needed + 1].startswith("✅ Issuer")
    assert rows[actions + 1].startswith("⬜ Write it")


def test_one_section_alone_is_the_checklist() -> None:
    text = shown(of(Line("Issuer"))).text
    assert "*Checklist* · ▱ 0 of 1" in text
    assert "What is needed" not in text


def test_archived_items_are_not_shown() -> None:
    blocker = of(Line("Kept"), Line("Removed"))
    kept, removed = blocker.items
    gone = replace(removed, item=replace(removed.item, archived=True))
    assert "Removed" not in shown(replace(blocker, items=(kept, gone))).text


def test_no_checklist_says_how_to_get_one() -> None:
    assert "a task list in the description becomes one" in shown(of()).text


@pytest.mark.parametrize("number", [15, 16, 300])
def test_every_item_is_on_exactly_one_page(number: int) -> None:
    blocker = of(*(Line(f"Item {n}") for n in range(number)))
    found: list[str] = []
    page: int | None = 0
    while page is not None:
        message = shown(blocker, page)
        here = ticks(message)
        assert len(here) <= 15
        assert {tick.page for tick in here} == {page}
        found += [tick.item for tick in here]
        more = "Next" in labels_of(message.blocks)
        following = button_called(message.blocks, "Next")["value"] if more else None
        page = Show.decode(following).page if following else None
    assert len(found) == len(set(found)) == number


def test_the_link_leads_to_the_issue() -> None:
    button = button_called(shown(tls()).blocks, "Open in Linear")
    assert button["url"] == "https://linear.app/three-rivers/issue/THR-42"


@pytest.mark.parametrize("url", ["", "javascript:alert(1)", "https://a b", "https://" + "x" * 900])
def test_what_is_no_address_makes_no_link(url: str) -> None:
    blocker = replace(tls(), blocker=replace(tls().blocker, url=url))
    assert "Open in Linear" not in labels_of(shown(blocker).blocks)


def test_empty_checklist_offers_to_add_and_nothing_to_edit() -> None:
    labels = labels_of(shown(of()).blocks)
    assert "Add item" in labels
    assert "Edit items" not in labels


def test_only_private_ones_offer_to_share() -> None:
    board = sample_board()
    posted = blocker_message(board, board.blockers[0], private=False)
    assert "Share in channel" not in labels_of(posted.blocks)
    assert "Share in channel" in labels_of(shown(tls()).blocks)


def test_a_closed_one_asks_for_nothing() -> None:
    text = shown(rollout()).text
    assert "done · medium" in text
    assert "Next:" not in text
    assert "due" not in text


@pytest.mark.parametrize(
    ("note", "shown"),
    [
        ("see https://x.org/a", "see https://x.org/a"),
        (f"see https://x.org/{'a' * 90}", "see …"),
        (f"https://x.org/{'a' * 90}", "…"),
        ("word " * 30, None),
    ],
)
def test_note_is_never_cut_within_an_address(note: str, shown: str | None) -> None:
    words = note_words(note)
    assert len(words) <= 80
    assert words == shown if shown else words.endswith("word…")


def test_no_later_buttons_are_left_as_placeholders() -> None:
    labels = {button["text"]["text"] for button in plain_buttons(shown(tls()))}
    below = {"Edit items", "Add item", "History", "Open in Linear", "Share in channel", "Refresh"}
    assert labels == {"Edit blocker", "Undo", "Done", *below}


def plain_buttons(message: Message) -> list[dict[str, dict[str, str]]]:
    return buttons_of(plain(message.blocks))
