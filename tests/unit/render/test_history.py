"""The log as sentences in counted pages, and pictures of the past without today's buttons."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.checklist import AuditEntry
from bot.domain.history import History, LogRow, group_presses
from bot.domain.ids import BlockerId, BlockerKey, ItemId, MilestoneKey
from bot.render.blocker import blocker_message
from bot.render.board import board_message
from bot.render.history import history_message
from bot.render.history_words import Speaker
from bot.render.past import Scene, past_message
from bot.render.past_values import Then
from bot.render.values import BadValueError, Show
from bot.render.words import LocalTime
from tests.unit.render.boards import NOW, ZONE, sample_board
from tests.unit.render.slack_limits import faults_of_message

LOCAL = LocalTime.of(NOW, ZONE)
TLS = BlockerId("id-tls")
PROD = MilestoneKey("prod")
DANA = "<@U0DANA>"
NAMES = {"U0BOB": "Bob", "linear": "Linear", DANA: "Dana"}


def entry(kind: str = "state", **changed: Any) -> AuditEntry:
    values: dict[str, Any] = {
        "id": "1-0",
        "at": NOW,
        "by": "U0BOB",
        "blocker": TLS,
        "item": ItemId("dns"),
        "text": "DNS integration",
        "kind": kind,
    }
    return AuditEntry(**{**values, **changed})


def history(*rows: LogRow, **changed: Any) -> History:
    values: dict[str, Any] = {
        "milestone": "Production deployment",
        "rows": rows,
        "names": NAMES,
        "keys": {TLS: BlockerKey("THR-42")},
        "places": {"C0OPS:1.1": "the digest"},
        "start": NOW - timedelta(days=2),
    }
    return History(**{**values, **changed})


def sentence_of(*entries: AuditEntry, **changed: Any) -> str:
    speaker = Speaker(history(**changed), LOCAL)
    return speaker.row(LogRow(entries=entries)).partition(" ")[2]


@pytest.mark.parametrize(
    ("kind", "before", "after", "said"),
    [
        ("state", "todo", "done", "ticked “DNS integration” (to do → done)"),
        ("state", "done", "todo", "reopened “DNS integration” (done → to do)"),
        ("state", "done", "doing", "reopened “DNS integration” (done → doing)"),
        ("state", "skipped", "todo", "took “DNS integration” up again (skipped → to do)"),
        ("state", "doing", "todo", "put “DNS integration” back (doing → to do)"),
        ("state", "todo", "doing", "began “DNS integration” (to do → doing)"),
        ("state", "doing", "skipped", "skipped “DNS integration” (doing → skipped)"),
        ("text", "DNS", "DNS integration", "reworded “DNS” to “DNS integration”"),
        ("owner", "", DANA, "handed “DNS integration” over (nobody → Dana)"),
        ("due", "", "2026-11-20", "moved the date of “DNS integration” (no date → Fri 20 Nov)"),
        ("due", "soon", "", "moved the date of “DNS integration” (soon → no date)"),
        ("note", "", "ask Dana", "noted “ask Dana” at “DNS integration”"),
        ("note", "a", "b", "noted “b” at “DNS integration”, it was “a”"),
        ("note", "a", "", "took the note of “DNS integration” away, it was “a”"),
        ("moved", "3", "1", "moved “DNS integration” in the list (3 → 1)"),
        ("added", "", "todo", "added “DNS integration”"),
        ("archived", "todo", "", "archived “DNS integration”"),
        ("restored", "", "todo", "brought back “DNS integration”"),
        ("uncontested", "", "", "kept “DNS integration” done though contested"),
        ("evidence", "", "api-https, live", "tied “DNS integration” to api-https, live"),
    ],
)
def test_each_change_of_an_item_is_a_sentence(
    kind: str, before: str, after: str, said: str
) -> None:
    assert sentence_of(entry(kind, before=before, after=after)) == f"Bob {said} · THR-42"


@pytest.mark.parametrize(
    ("kind", "before", "after", "said"),
    [
        ("appeared", "", "Todo", "showed a new blocker THR-42 “TLS”"),
        ("appeared", "watched", "Todo", "showed a new issue to watch THR-42 “TLS”"),
        ("vanished", "Todo", "", "no longer lists THR-42 “TLS”"),
        ("cleared", "In Progress", "Done", "cleared THR-42 (In Progress → Done)"),
        ("reopened", "Done", "Todo", "reopened THR-42 (Done → Todo)"),
        ("workflow", "Todo", "Review", "moved THR-42 on (Todo → Review)"),
        ("blocker due", "2026-11-15", "2026-11-18", "moved its date (Sun 15 Nov → Wed 18 Nov)"),
        ("assignee", "Bob", "", "handed THR-42 over (Bob → nobody)"),
        ("priority", "high", "urgent", "made THR-42 urgent (was high)"),
        ("title", "T", "TLS", "renamed THR-42 from “T” to “TLS”"),
        ("watched", "blocking", "watched", "made THR-42 only watched (it blocked)"),
        ("watched", "watched", "blocking", "made THR-42 blocking (it was only watched)"),
        ("labels", "a, b", "b, c", "changed its labels: added “c” and took off “a”"),
        ("estimate", "", "8", "changed its estimate (none → 8)"),
        ("became", "PROD-1", "THR-42", "took THR-42 over as THR-42"),
        ("why", "", "no HTTPS", "changed why THR-42 blocks (nothing → “no HTTPS”)"),
    ],
)
def test_each_change_of_a_blocker_is_a_sentence(
    kind: str, before: str, after: str, said: str
) -> None:
    told = sentence_of(
        entry(kind, item=ItemId(""), text="TLS", before=before, after=after, by="linear")
    )
    assert told.removesuffix(" · THR-42") == f"Linear {said}"
    assert told.count("THR-42") >= 1


def test_one_press_that_changes_more_is_one_sentence_with_where_and_why() -> None:
    press = (
        entry("state", before="todo", after="done", where="C0OPS:1.1", why="seen to work"),
        entry("note", after="ask Dana", where="C0OPS:1.1", why="seen to work"),
    )
    assert sentence_of(*press) == (
        "Bob ticked “DNS integration” (to do → done); noted “ask Dana” at “DNS integration”"
        " · THR-42 · from the digest in <#C0OPS> · because seen to work"
    )


def test_items_added_at_once_are_counted_and_listed() -> None:
    words = ["Issuer", "Ingress", "DNS", "Certificate", "Renewal", "Rollback"]
    whole = entry("blocker added", item=ItemId(""), text="TLS")
    added = [entry("added", text=word, item=ItemId(word)) for word in words]
    listed = ", ".join(f"“{word}”" for word in words)
    assert sentence_of(*added) == f"Bob added 6 items: {listed} · THR-42"
    assert sentence_of(whole, *added) == (
        f"Bob added the blocker THR-42 “TLS”; added 6 items: {listed}"
    )


def test_items_that_do_not_fit_into_the_row_are_counted() -> None:
    added = [entry("added", text=f"{n} {'long ' * 20}", item=ItemId(f"{n}")) for n in range(90)]
    told = sentence_of(*added)
    assert told.startswith("Bob added 90 items: “0 long")
    left = re.search(r" and (\d+) more · THR-42$", told)
    assert left
    assert told.count("“") + int(left[1]) == 90


@pytest.mark.parametrize(
    ("where", "said"),
    [("home", " · from the Home tab"), ("C0OPS:9.9", " · in <#C0OPS>"), ("", ""), (":", "")],
)
def test_where_it_was_pressed_is_said_as_far_as_it_is_known(where: str, said: str) -> None:
    told = sentence_of(entry("added", where=where))
    assert told == f"Bob added “DNS integration” · THR-42{said}"


def test_history_of_one_blocker_names_it_once() -> None:
    told = sentence_of(entry("cleared", item=ItemId(""), after="Done"), blocker=TLS)
    assert told == "Bob cleared it (new → Done)"
    message = history_message(
        history(LogRow(entries=(entry(),)), blocker=TLS), LOCAL, Show(milestone=PROD, blocker=TLS)
    )
    assert message.text.startswith("*History of THR-42* · 1\u20131 of 1, newest first")


def test_rows_stand_below_their_local_days() -> None:
    moments = (NOW, NOW - timedelta(days=1), NOW - timedelta(days=3))
    rows = [LogRow(entries=(entry("added", at=at),)) for at in moments]
    text = history_message(history(*rows), LOCAL, Show(milestone=PROD)).text
    days = [line for line in text.splitlines() if line.endswith("Nov*")]
    assert days == ["*Today, Wed 18 Nov*", "*Yesterday, Tue 17 Nov*", "*Sun 15 Nov*"]


@given(
    st.lists(
        st.builds(
            entry,
            st.sampled_from(["state", "text", "owner", "note", "added", "title", "labels", "odd"]),
            text=st.text(max_size=400),
            before=st.text(max_size=400),
            after=st.text(max_size=400),
            why=st.text(max_size=400),
            item=st.sampled_from([ItemId(""), ItemId("dns")]),
            at=st.sampled_from([NOW, NOW - timedelta(days=2), NOW - timedelta(days=9)]),
        ),
        max_size=60,
    ),
    st.integers(0, 6),
    st.booleans(),
)
def test_every_page_fits_and_no_row_is_lost(
    log: list[AuditEntry], page: int, private: bool
) -> None:
    rows = group_presses(log)
    show = Show(milestone=PROD, page=page)
    message = history_message(history(*rows), LOCAL, show, private=private)
    assert faults_of_message(message) == []


def test_leafing_through_shows_every_row_once() -> None:
    hard = "“ä”·→ " * 30
    rows = [
        LogRow(entries=tuple(entry("text", before=hard, after=f"row {n}") for _ in range(5)))
        for n in range(40)
    ]
    seen: list[str] = []
    page = 0
    while True:
        message = history_message(history(*rows), LOCAL, Show(milestone=PROD, page=page))
        seen += [line for line in message.text.splitlines() if "reworded" in line]
        if "history.page" not in str(message.blocks):
            break
        page += 1
    assert [line.partition("to “")[2].partition("”")[0] for line in seen] == [
        f"row {n}" for n in range(40)
    ]


@pytest.mark.parametrize("private", [True, False])
def test_picture_of_the_past_has_no_button_of_today_but_the_way_back(private: bool) -> None:
    board = sample_board()
    then = Then(milestone=PROD, at=NOW)
    scene = Scene(then=then, local=LocalTime.of(NOW + timedelta(days=400), ZONE), start=NOW)
    view = board.blockers[0]
    of_one = replace(scene, then=replace(then, blocker=view.blocker.id))
    pictures = (
        past_message(board_message(board, private=True), scene, private=private),
        past_message(blocker_message(board, view, private=True), of_one, private=private),
    )
    for picture in pictures:
        assert faults_of_message(picture) == []
        assert picture.text.startswith("🕰️ *As it was Wed 18 Nov 2026 09:41 EST*")
        drawn = str(picture.blocks)
        assert "checklist." not in drawn
        assert "blockers.refresh" not in drawn
        assert ("blocker.open" in drawn) is private
        assert ("'type': 'actions'" in drawn) is private


@given(st.integers(0, 32_503_680_000), st.integers(0, 1_000_000), st.text(max_size=20))
def test_moment_on_a_button_comes_back(seconds: int, page: int, blocker: str) -> None:
    then = Then(
        milestone=PROD,
        at=datetime.fromtimestamp(seconds, UTC),
        blocker=BlockerId(blocker) if blocker else None,
        page=page,
    )
    assert Then.decode(then.encode()) == then


@pytest.mark.parametrize(
    "value", ['{"m":"prod"}', '{"m":"prod","a":"-1"}', '{"m":"prod","a":"1e9"}', '{"m":"p","a":1}']
)
def test_moment_that_is_none_is_refused(value: str) -> None:
    with pytest.raises(BadValueError):
        Then.decode(value)
