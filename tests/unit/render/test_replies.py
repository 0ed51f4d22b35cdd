"""What is said around a digest's rows and below links, as last looked at; whatever comes in."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.board import Board
from bot.domain.digest import Need, Reason, Why
from bot.domain.ids import BlockerId, BlockerKey, DeliveryId, MilestoneKey, UserId
from bot.domain.messages import Message
from bot.domain.needs import build_needs, matters_of
from bot.domain.people import Person
from bot.domain.reminders import Reminder
from bot.domain.replies import NeedReply, ReplyKind, ReplyView
from bot.domain.rights import Rights
from bot.render.digest import digest_message
from bot.render.lines import local_time
from bot.render.mentions import (
    kept_to_its_channels_message,
    not_understood_message,
    type_it_message,
)
from bot.render.replies import (
    may_not_reply_message,
    not_mine_view,
    on_it_message,
    overtaken_words,
    reminder_message,
    reminder_set_message,
    suggestion_message,
    taken_message,
)
from bot.render.reply_values import ReplyForm, ReplyTo
from bot.render.unfurl import card_message
from bot.render.values import BadValueError
from tests.samples.making import change
from tests.unit.render.boards import BOB, NOW, sample_board, sample_digest
from tests.unit.render.slack_limits import LIVE, faults_of_message, faults_of_view, texts_of
from tests.unit.render.snapshots import matches_snapshot
from tests.unit.render.strange import HOSTILE, hostile_board

BOARD = sample_board()
NEED = build_needs(BOARD, ())[-1]
BOB_ID, ALICE_ID = UserId("U0BOB"), UserId("U0ALICE")


def answered(board: Board, need: Need, name: str, kind: ReplyKind, **changed: object) -> ReplyView:
    view = board.find(need.blocker)
    assert view is not None
    reply = NeedReply(
        blocker=view.blocker.id,
        matter=matters_of(need)[0],
        kind=kind,
        by=BOB_ID,
        at=NOW - timedelta(minutes=29),
        delivery=DeliveryId("d"),
    )
    suggested = str(changed.pop("suggested", ""))
    return ReplyView(
        reply=change(reply, **changed),
        by=name,
        suggested=suggested,
    )


def reminder_of(need: Need, title: str) -> Reminder:
    return Reminder(
        user=BOB_ID,
        milestone=MilestoneKey("prod"),
        blocker=BlockerId("b"),
        key=BlockerKey(need.blocker),
        title=title,
        matters=matters_of(need),
        sentence=need.sentence,
        asked=NOW - timedelta(days=1),
        at=NOW + timedelta(hours=23),
    )


def messages_of(board: Board, text: str) -> dict[str, Message]:
    view = board.blockers[-1]
    needs = [need for need in build_needs(board, ()) if need.blocker == view.blocker.key]
    need, local = needs[-1], local_time(board)
    on_it = answered(board, need, text, ReplyKind.ON_IT)
    other = answered(board, need, text, ReplyKind.NOT_MINE, suggested=text)
    rights = (Rights(owner=replace(BOB, name=text), assignee=Person(name=text), leads=(ALICE_ID,)),)
    reminder = reminder_of(need, text)
    return {
        "card": card_message(board, view),
        "reply_refused": may_not_reply_message(rights, view, {ALICE_ID: text}),
        "reply_nobody": may_not_reply_message((Rights(),), view, {}),
        "reply_saved": on_it_message(view, need, local, on_it),
        "reply_taken": taken_message(view, local, on_it),
        "reply_suggestion": suggestion_message(view, need, board, other),
        "reminder": reminder_message(reminder, replace(board, replies=(on_it,)), needs, local),
        "reminder_set": reminder_set_message(reminder, local),
        "mention_unknown": not_understood_message(text, text),
        "mention_private": type_it_message(text),
        "mention_kept": kept_to_its_channels_message(text),
    }


MESSAGES = messages_of(BOARD, "Bob")


@pytest.mark.parametrize("name", MESSAGES)
def test_message_reads_as_last_looked_at(name: str) -> None:
    message = MESSAGES[name]
    assert faults_of_message(message) == []
    assert matches_snapshot(name, {"text": message.text, "blocks": list(message.blocks)})


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_comes_in_fits_and_pings_nobody(text: str) -> None:
    for name, message in messages_of(hostile_board(text, blockers=3, items=300), text).items():
        assert faults_of_message(message) == [], name
        assert not any(LIVE.search(said) for said in texts_of(message.blocks)), name


@pytest.mark.parametrize("tracked", [True, False])
@pytest.mark.parametrize("text", ["Bob", *HOSTILE])
def test_form_fits(text: str, tracked: bool) -> None:
    board = hostile_board(text, blockers=1, items=300)
    view = board.blockers[0]
    items = tuple(shown.item.id for shown in view.items[:40])
    need = Need(
        blocker=view.blocker.key,
        title=text,
        reasons=(Reason(Why.ITEM_DUE),),
        sentence=text,
        items=items,
    )
    to = ReplyTo(milestone=MilestoneKey("p" * 40), blocker=view.blocker.id, matters=("a" * 8,) * 40)
    form = ReplyForm(to=to, channel="C0OPS", ts="1.1", url="https://x/" + "y" * 900, seen="0" * 8)
    drawn = not_mine_view(view, need, form, tracked=tracked, notice=overtaken_words(text))
    assert faults_of_view(drawn) == []
    assert ReplyForm.decode(form.encode()) == form
    assert ReplyTo.decode(to.encode()) == to


def test_form_reads_as_last_looked_at() -> None:
    view = BOARD.find(NEED.blocker)
    assert view is not None
    to = ReplyTo(milestone=MilestoneKey("prod"), blocker=view.blocker.id, matters=matters_of(NEED))
    drawn = not_mine_view(view, NEED, ReplyForm(to=to, seen="5eed"), tracked=True)
    assert faults_of_view(drawn) == []
    assert matches_snapshot("not_mine_form", drawn)


@pytest.mark.parametrize(
    "value", ["{}", '{"m":"p","b":"b","n":""}', '{"m":"p","b":"b","n":"a..b"}']
)
def test_value_of_another_kind_is_refused(value: str) -> None:
    with pytest.raises(BadValueError):
        ReplyTo.decode(value)


@pytest.mark.parametrize(
    ("kind", "changed", "words"),
    [
        (ReplyKind.ON_IT, {}, "✋ Bob is on it since 09:12"),
        (ReplyKind.NOT_MINE, {}, "↪️ Bob says it is not theirs; nobody suggested, 09:12"),
        (
            ReplyKind.NOT_MINE,
            {"suggested": "Dana"},
            "↪️ Bob says it is not theirs; suggested Dana, 09:12",
        ),
        (
            ReplyKind.NOT_MINE,
            {"suggested": "Dana", "handed": True},
            "↪️ Bob handed it to Dana, 09:12",
        ),
        (ReplyKind.NOT_MINE, {"handed": True}, "↪️ Bob says it is not theirs, 09:12"),
    ],
)
def test_row_says_who_answered_and_when(
    kind: ReplyKind, changed: dict[str, object], words: str
) -> None:
    shown = answered(BOARD, NEED, "Bob", kind, **changed)
    digest = sample_digest(replace(BOARD, replies=(shown,)))
    drawn = digest_message(replace(digest, needs=(NEED,)), preview=False).main
    assert words in drawn.text


def test_answer_to_another_reason_is_not_shown() -> None:
    shown = answered(BOARD, NEED, "Bob", ReplyKind.ON_IT, matter="another")
    digest = sample_digest(replace(BOARD, replies=(shown,)))
    assert "on it" not in digest_message(digest, preview=False).main.text


def test_every_row_that_a_page_holds_has_its_buttons() -> None:
    digest = sample_digest()
    drawn = digest_message(replace(digest, needs=digest.needs * 3), preview=False).main
    labels = [
        element["text"]["text"]
        for block in drawn.blocks
        for element in block.get("elements", ())  # type: ignore[attr-defined]
        if element["type"] == "button"
    ]
    assert labels.count("Remind me tomorrow") == 6
