"""The form of a note within Slack's limits, whatever the blockers are called."""

import pytest

from bot.domain.ids import BlockerId, MilestoneKey
from bot.render.notes import (
    NoteForm,
    note_length_words,
    note_view,
    noted_message,
)
from tests.samples.builders import blocker
from tests.unit.render.slack_limits import faults_of_message, faults_of_view
from tests.unit.render.strange import HOSTILE

FORM = NoteForm(milestone=MilestoneKey("prod"), channel="C0OPS", url="https://hooks.example/1")


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("number", [0, 1, 250])
def test_form_and_answer_keep_the_limits(text: str, number: int) -> None:
    blockers = [blocker(f"THR-{n}", title=text) for n in range(number)]
    assert faults_of_view(note_view(blockers, None, FORM)) == []
    assert faults_of_message(noted_message(text, None, "Thu 09:00")) == []


def test_the_blocker_of_the_button_is_picked_where_it_is_still_open() -> None:
    blockers = [blocker("THR-1"), blocker("THR-2")]

    def picked(wanted: str) -> object:
        select = note_view(blockers, BlockerId(wanted), FORM)["blocks"][0]["element"]  # type: ignore[index]
        return select["initial_option"]["value"]

    assert (picked("id-THR-2"), picked("gone")) == ("id-THR-2", "id-THR-1")


def test_form_comes_back_as_it_was() -> None:
    assert NoteForm.decode(FORM.encode()) == FORM
    long = NoteForm(milestone=MilestoneKey("prod"), url="https://hooks.example/" + "x" * 2000)
    assert NoteForm.decode(long.encode()).url == ""


def test_refusals_say_what_was_expected() -> None:
    assert note_length_words(0, 140) == "Write one line."
    assert "this has 141" in note_length_words(141, 140)
