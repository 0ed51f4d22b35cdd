"""Questions as teams ask them, and the command that answers each."""

import pytest

from bot.domain.commands import Ask, Query, parse_command
from bot.domain.questions import read_question

NAMES = {"prod": "Production deployment", "steady": "Sustained profitability"}


def asked(text: str) -> Query:
    found = read_question(text, NAMES)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("THR-42", "THR-42"),
        ("thr-42?", "THR-42"),
        ("who owns THR-42?", "THR-42"),
        ("how is THR-42's certificate doing", "THR-42"),
        ("what changed in THR-42?", "history THR-42"),
        ("overdue", "overdue"),
        ("what is overdue?", "overdue"),
        ("what's late?", "overdue"),
        ("anything urgent and overdue for <@U0BOB>?", "<@U0BOB> overdue urgent"),
        ("what blocks us?", ""),
        ("What is blocking the release?", ""),
        ("are we blocked?", ""),
        ("are we done yet?", ""),
        ("who owns what?", ""),
        ("can we ship?", ""),
        ("what blocks prod?", "prod"),
        ("what is blocking Production deployment?", "prod"),
        ("is prod blocked", "prod"),
        ("when?", "timeline"),
        ("when will we be done?", "timeline"),
        ("how long will it take", "timeline"),
        ("are we ready?", "scorecard"),
        ("how risky is it?", "risk"),
        ("are we at risk?", "risk"),
        ("what is at risk?", "at-risk"),
        ("what should I do first?", "first"),
        ("where do we start?", "first"),
        ("is anything down?", "probes"),
        ("what is mine?", "mine"),
        ("what do I have to do?", "mine"),
        ("what has no owner?", "unowned"),
        ("what does nobody own?", "unowned"),
        ("what is stuck?", "stale"),
        ("what is due this week?", "due:this-week"),
        ("what is <@U0BOB> doing?", "<@U0BOB>"),
        ("tell me what is overdue", "overdue"),
        ("are we blocked today?", ""),
        ("what changed?", "history"),
        ("label:infra urgent", "label:infra urgent"),
        ("doctor", "doctor"),
        ("prod scorecard", "prod scorecard"),
    ],
)
def test_question_is_the_command_that_answers_it(text: str, command: str) -> None:
    assert asked(text) == parse_command(command, tuple(NAMES))


@pytest.mark.parametrize("text", ["", "help", "hi", "Hello!", "hey there"])
def test_a_greeting_gets_the_help(text: str) -> None:
    assert asked(text).ask is Ask.HELP


@pytest.mark.parametrize("text", ["thanks!", "thank you, that helped", "cc", "ok"])
def test_thanks_ask_nothing(text: str) -> None:
    assert read_question(text, NAMES) is None


def test_what_is_not_understood_comes_with_the_nearest() -> None:
    query = asked("overdeu")
    assert (query.ask, query.nearest) == (Ask.UNKNOWN, "overdue")
    assert asked("tell me a joke").ask is Ask.UNKNOWN


@pytest.mark.parametrize("text", ["share", "overdue share", "THR-42 share", "prod share"])
def test_nothing_asked_by_a_mention_is_shared(text: str) -> None:
    assert not asked(text).share


def test_a_sentence_that_begins_like_a_command_is_still_a_question() -> None:
    assert asked("at what date are we done?").ask is Ask.TIMELINE
    assert asked("at fri 17:00").rest == "fri 17:00"
