"""Whoever may not tick is told who may; whoever was second is told who was first."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.asks import WHOLE, Addressed, Wanted
from bot.domain.checklist import ItemState, Touch
from bot.domain.ids import BlockerId, ItemId, MilestoneKey, TeamKey, UserId
from bot.domain.messages import Message
from bot.domain.people import Person, Team, Together
from bot.domain.rights import Policy, Rights
from bot.render.lines import local_time
from bot.render.refusals import (
    Pressed,
    already_message,
    ask_message,
    gone_message,
    may_not_add_message,
    may_not_note_message,
    moved_on_message,
    not_saved_message,
    refusal_message,
    ticked_message,
)
from bot.render.values import Ask
from tests.unit.render.boards import ALICE, BOB, NOW, sample_board, tls
from tests.unit.render.slack_limits import LIVE, button_called, labels_of

LEAD = UserId("U0ALICE")
NAMES = {LEAD: "Alice", UserId("U0DANA"): "Dana"}
ASK = Ask(milestone=MilestoneKey("prod"), blocker=BlockerId("b"), item=ItemId("i3"))
LOCAL = local_time(sample_board())
NAMED = Addressed(LEAD, "Alice", live=False)
BACKEND = Team(key=TeamKey("backend"), name="Backend team")
DNS = tls().items[3].item


def refused(rights: Rights) -> Message:
    return refusal_message(rights, Pressed(view=tls(), item=DNS), ASK, NAMES)


def pressed(state: ItemState, by: str = "Bob") -> Pressed:
    touched = Touch(by="U0BOB", at=NOW - timedelta(minutes=1))
    return Pressed(view=tls(), item=replace(DNS, state=state, touched=touched), touched_by=by)


@pytest.mark.parametrize(
    ("rights", "who", "asked"),
    [
        (Rights(assignee=BOB, leads=(LEAD,)), "Bob (owner) or a lead (Alice)", "Ask Bob"),
        (Rights(owner=BOB, assignee=BOB), "Bob (owner)", "Ask Bob"),
        (
            Rights(owner=ALICE, assignee=BOB, leads=(LEAD,)),
            "Alice (owner), Bob (assignee) or a lead (Alice)",
            "Ask Alice",
        ),
        (
            Rights(owner=BACKEND, members=frozenset({UserId("U0DANA")}), leads=(LEAD,)),
            "a member of Backend team or a lead (Alice)",
            "Ask Dana",
        ),
        (
            Rights(assignee=Person(name="Gus", active=False), leads=(LEAD,)),
            "Gus (owner, deactivated) or a lead (Alice)",
            "Ask Alice",
        ),
        (
            Rights(policy=Policy.CHANNEL, assignee=BOB),
            "Bob (owner) or members of a channel that follows the milestone",
            "Ask Bob",
        ),
    ],
)
def test_a_refusal_names_who_may_and_offers_to_ask(rights: Rights, who: str, asked: str) -> None:
    message = refused(rights)
    assert message.text == f"Only {who} may tick “DNS integration”."
    assert labels_of(message.blocks) == [asked]
    assert Ask.decode(button_called(message.blocks, asked)["value"]) == ASK
    assert not LIVE.search(message.text)


def test_an_item_that_nobody_may_tick_says_what_to_do() -> None:
    message = refused(Rights())
    assert "Name one under `leads:` in blockers.yml" in message.text
    assert labels_of(message.blocks) == []


def test_the_second_presser_is_told_who_and_when() -> None:
    assert already_message(pressed(ItemState.DONE), LOCAL).text == (
        "“DNS integration” is done (Bob, 09:40) already."
    )


def test_a_press_on_an_old_copy_changes_nothing_and_says_so() -> None:
    text = moved_on_message(pressed(ItemState.DOING), LOCAL).text
    assert text.startswith("Nothing was changed")
    assert text.endswith("It is doing (Bob, 09:40) now.")


def test_only_what_is_stored_is_called_done() -> None:
    assert ticked_message(pressed(ItemState.DONE), LOCAL).text == (
        "✅ “DNS integration” of THR-42 is done, 09:40. Saved."
    )
    assert "*Not saved*" in not_saved_message().text
    assert "done" not in not_saved_message().text


def test_what_is_open_once_more_is_said_to_be() -> None:
    assert ticked_message(pressed(ItemState.TODO), LOCAL).text == (
        "⬜ “DNS integration” of THR-42 is to do again, 09:40. Saved."
    )


@pytest.mark.parametrize(
    ("wanted", "verb", "question"),
    [
        (Wanted.TICK, "tick", "Is it done?"),
        (Wanted.UNDO, "undo", "Should it be open again?"),
        (Wanted.EDIT, "edit", "Would you edit it?"),
    ],
)
def test_a_refusal_and_the_question_say_what_was_tried(
    wanted: Wanted, verb: str, question: str
) -> None:
    rights, ask = Rights(assignee=BOB), replace(ASK, wanted=wanted)
    refusal = refusal_message(rights, Pressed(view=tls(), item=DNS), ask, NAMES)
    assert refusal.text == f"Only Bob (owner) may {verb} “DNS integration”."
    assert Ask.decode(button_called(refusal.blocks, "Ask Bob")["value"]) == ask
    nobody = refusal_message(Rights(), Pressed(view=tls(), item=DNS), ask, NAMES).text
    assert nobody.startswith(f"Nobody may {verb} “DNS integration” yet")
    line = ask_message(tls(), DNS, asker="Charlie", whom=[NAMED], wanted=wanted)
    assert line.text.endswith(f"asks about “DNS integration” of THR-42. {question}")


@pytest.mark.parametrize(
    ("draw", "wanted", "what"),
    [
        (may_not_add_message, Wanted.ADD, "add an item"),
        (may_not_note_message, Wanted.NOTE, "add a note"),
    ],
)
def test_who_may_not_add_can_ask_about_the_blocker_itself(
    draw: Callable[..., Message], wanted: Wanted, what: str
) -> None:
    ask = Ask(milestone=MilestoneKey("prod"), blocker=BlockerId("b"), item=WHOLE, wanted=wanted)
    rights = Rights(assignee=BOB, leads=(LEAD,))
    refusal = draw(rights, "THR-42", ask, NAMES)
    assert refusal.text == f"Only Bob (owner) or a lead (Alice) may {what} to THR-42."
    assert Ask.decode(button_called(refusal.blocks, "Ask Bob")["value"]) == ask
    nobody = draw(Rights(), "THR-42", ask, NAMES)
    assert nobody.text == f"Only an owner of an item may {what} to THR-42."
    assert labels_of(nobody.blocks) == []


def test_a_removed_item_leads_to_the_list_of_now() -> None:
    assert "`/blockers THR-42` shows what is there now" in gone_message("THR-42").text


def test_asking_pings_the_owner_alone() -> None:
    text = ask_message(tls(), DNS, asker="<!here>", whom=[Addressed(UserId("U0BOB"), "Bob")]).text
    assert text.startswith("<@U0BOB>: ")
    assert LIVE.findall(text) == ["<@"]


def test_an_owner_pinged_already_is_asked_by_name() -> None:
    bob = Addressed(UserId("U0BOB"), "Bob", live=False)
    message = ask_message(tls(), DNS, asker="Charlie", whom=[bob])
    assert message.text == ("Bob: Charlie asks about “DNS integration” of THR-42. Is it done?")


def test_several_owners_are_asked_in_one_line() -> None:
    whom = [Addressed(UserId("U0BOB"), "Bob"), NAMED, Addressed(UserId("U0DANA"), "Dana")]
    said = ask_message(tls(), DNS, asker="Charlie", whom=whom).text
    assert said.startswith("<@U0BOB>, Alice, <@U0DANA>: Charlie asks about")


def test_the_button_names_two_and_counts_more() -> None:
    bob, dana, erin = (replace(BOB, name=name, slack=UserId(name)) for name in ("Bob", "Dana", "E"))
    pressed = Pressed(view=tls(), item=DNS)
    for members, label in (((bob, dana), "Ask Bob and Dana"), ((bob, dana, erin), "Ask 3 owners")):
        rights = Rights(owner=Together(members=members), leads=(LEAD,))
        assert button_called(refusal_message(rights, pressed, ASK, NAMES).blocks, label)
