"""Forms of blockers stay within Slack's limits and say what they mean, whatever is in them."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.domain.blocker import Priority
from bot.domain.blocker_edits import BlockerFields
from bot.domain.ids import MilestoneKey
from bot.domain.local import LocalStatus
from bot.domain.milestone import Milestone
from bot.render.blocker_forms import (
    NewShown,
    Shown,
    blocker_clash_words,
    edit_blocker_view,
    loading_view,
    new_view,
    tell_view,
)
from bot.render.blocker_values import MessageForm
from bot.render.codec import BadValueError
from bot.render.message_items import ItemShown, Offered, item_view
from bot.render.values import Form
from tests.samples.builders import blocker
from tests.unit.render.slack_limits import faults_of_view

STRANGE = ["", "x" * 3000, "\u202e<!channel>*_`~", "שלום " * 400, "👩\u200d🔧" * 700, "a\n\nb"]
FULL = BlockerFields(
    title="No keys",
    status=LocalStatus.DONE,
    priority=Priority.LOW,
    owner="Backend team",
    due=date(2026, 12, 1),
    why="w",
    next="n",
    effort="6-8",
    watched=True,
)
FORM = Form(milestone=MilestoneKey("prod"), blocker=blocker().id, seen=".".join(["abcdef"] * 9))


def milestones(number: int) -> list[Milestone]:
    return [
        Milestone(key=MilestoneKey(f"m{n}"), name=f"Milestone {n} {'x' * 90}")
        for n in range(number)
    ]


def fields_of(text: str) -> BlockerFields:
    return replace(FULL, title=text, owner=text, why=text, next=text, effort=text)


def words(view: Any) -> str:
    return str(view)


@pytest.mark.parametrize("text", STRANGE)
@pytest.mark.parametrize("number", [1, 2, 150])
def test_form_of_a_new_blocker_holds_anything(text: str, number: int) -> None:
    shown = Shown(fields=fields_of(text), teams=[text] * 30)
    alike = [blocker(f"THR-{n}", title=text) for n in range(3)]
    form = MessageForm(milestone="m0", author=text, link=text, url=text, alike=text)
    new = NewShown(shown=shown, milestones=milestones(number), items=text, alike=alike)
    assert faults_of_view(new_view(new, form)) == []


@pytest.mark.parametrize("text", STRANGE)
def test_forms_of_a_blocker_that_there_is_hold_anything(text: str) -> None:
    shown = Shown(fields=fields_of(text), notice="⚠️ *Not saved yet*", reason=text)
    one = blocker(title=text, url=f"https://linear.app/{text}")
    assert faults_of_view(edit_blocker_view(one, FORM, shown, "added here")) == []
    assert faults_of_view(tell_view(one, FORM, shown)) == []


@pytest.mark.parametrize("text", STRANGE)
def test_form_of_a_line_holds_anything_and_counts_what_it_cannot_hold(text: str) -> None:
    many = [blocker(f"THR-{n}", title=text) for n in range(1500)]
    offered = [Offered(milestone=one, blockers=many) for one in milestones(3)]
    view = item_view(offered, ItemShown(text=text, note=text), MessageForm(url=text))
    assert faults_of_view(view) == []
    assert "more blockers did not fit" in words(view)


def test_loading_view_is_one() -> None:
    assert faults_of_view(loading_view("blocker.add")) == []


def test_message_form_comes_back_and_leaves_out_what_is_too_long() -> None:
    form = MessageForm(
        milestone="prod", channel="C1", ts="1.2", url="https://x", author="U1", link="https://y"
    )
    assert MessageForm.decode(form.encode()) == form
    assert MessageForm.decode(MessageForm().encode()) == MessageForm()
    assert MessageForm.decode(replace(form, url="u" * 900, link="l" * 900).encode()) == replace(
        form, url="", link=""
    )


@pytest.mark.parametrize("value", ["", "[]", '{"x":1}', '{"m":1}', "{" * 3000])
def test_message_form_that_is_none_of_ours_is_refused(value: str) -> None:
    with pytest.raises(BadValueError):
        MessageForm.decode(value)


def test_clash_says_who_and_what_stands() -> None:
    said = blocker_clash_words([("owner", "“Bob”", "Dana, 09:41"), ("due", "", "")])
    assert "• *Owner* is now “Bob” (Dana, 09:41)" in said
    assert "• *Due* is now empty" in said
