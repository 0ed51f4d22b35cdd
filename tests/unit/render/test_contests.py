"""The modals about evidence, and the words of a row, whatever a probe says."""

from dataclasses import replace

import pytest

from bot.domain.board import ItemView
from bot.domain.checklist import Item, ItemState, Touch
from bot.domain.evidence import Against, Evidence, Mode, Reading
from bot.domain.health import ProbeId, Verdict
from bot.domain.ids import BlockerId, MilestoneKey
from bot.domain.probe_past import ProbePast
from bot.render.contests import (
    Shown,
    loading_look,
    look_view,
    not_ticked_message,
    reason_view,
    reopened_message,
    said_look,
)
from bot.render.evidence import doubt_words, now_words, reading_words, red_words
from bot.render.evidence_inputs import evidence_from, evidence_inputs, reason_input
from bot.render.items import state_words
from bot.render.values import Form
from bot.render.words import LocalTime
from tests.samples.builders import blocker, item
from tests.samples.evidence import CERT, LIVE, Probe, at
from tests.unit.render.boards import NOW, ZONE, probe
from tests.unit.render.slack_limits import (
    LIVE as MENTION,
)
from tests.unit.render.slack_limits import faults_of_message, faults_of_view, labels_of, texts_of
from tests.unit.render.strange import HOSTILE
from tests.unit.render.strange_evidence import reading_of, witnessed

LOCAL = LocalTime.of(NOW, ZONE)
FORM = Form(milestone=MilestoneKey("prod"), blocker=BlockerId("b" * 60), url="u" * 900)
DONE = item(state=ItemState.DONE, touched=Touch(by="U0BOB", at=NOW))


def shown(one: Item, verdict: Verdict | None = None, by: str = "Bob") -> ItemView:
    seen = replace(probe("p", verdict, says="expired"), id="p") if verdict else None
    return ItemView(item=one, touched_by=by, probe=seen)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("against", [None, *Against])
def test_the_forms_keep_the_limits(text: str, against: Against | None) -> None:
    one = replace(witnessed(DONE, text, against), text=text)
    for past in (None, ProbePast()):
        for may_act in (True, False):
            look = Shown(
                blocker=blocker(title=text),
                item=one,
                now=reading_of(text),
                past=past,
                touched_by=text,
                may_act=may_act,
                note="said",
            )
            assert faults_of_view(look_view(look, FORM, LOCAL)) == []
    view = reason_view(one, reading_of(text), FORM, LOCAL)
    assert faults_of_view(view) == []
    assert faults_of_view(loading_look()) == []
    for message in (
        reopened_message(one),
        not_ticked_message(one, reading_of(text)),
    ):
        assert faults_of_message(message) == []
        assert faults_of_view(said_look(message.blocks)) == []
        assert not any(MENTION.search(said) for said in texts_of(message.blocks))
    assert len(red_words(reading_of(text))) <= 300


@pytest.mark.parametrize("many", [0, 1, 99, 250, 20_000])
def test_an_item_may_be_tied_to_any_of_many_probes(many: int) -> None:
    probes = [f"probe-{number}" for number in range(many)]
    tied = Evidence(probe=ProbeId("gone"), mode=Mode.LATCHED, auto=True)
    for evidence in (None, tied):
        inputs = evidence_inputs("i.1", evidence, probes)
        view = {
            **said_look([*inputs, reason_input("i.1")]),
            "submit": {"type": "plain_text", "text": "Save"},
        }
        assert faults_of_view(view) == []
    assert bool(evidence_inputs("i.1", None, probes)) == bool(many)


def test_what_is_chosen_comes_back() -> None:
    assert evidence_from("-", "live", "hand") is None
    tied = Evidence(probe=CERT, mode=Mode.LATCHED, auto=True)
    assert evidence_from(CERT, "latched", "auto") == tied


def test_a_row_says_since_when_it_is_contested_and_by_what() -> None:
    doubt = witnessed(DONE, "api-cert", Against.DOWN)
    said = doubt_words(shown(doubt), LOCAL)
    assert said == "ticked by Bob, *contested since 09:41*: api-cert says api-cert"
    changed = doubt_words(shown(witnessed(DONE, "api-cert", Against.CHANGED)), LOCAL)
    assert "*check again*: api-cert was given another definition at 09:41" in changed


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        (Verdict.UP, "evidence: p, green now"),
        (Verdict.DEGRADED, "evidence: p, degraded now"),
        (Verdict.DOWN, "evidence: p, red now"),
        (Verdict.UNKNOWN, "evidence: p, silent now"),
        (None, "evidence: p"),
    ],
)
def test_an_open_row_says_what_its_probe_says_now(verdict: Verdict | None, said: str) -> None:
    one = item(evidence=Evidence(probe=ProbeId("p")))
    assert now_words(shown(one, verdict)) == said


def test_a_done_row_says_what_the_probe_said_then_and_who_signed() -> None:
    seen = Probe().up(0).witness(0).reading
    by_bob = item(
        state=ItemState.DONE, evidence=LIVE, touched=Touch(by="U0BOB", at=at(0), reading=seen)
    )
    assert state_words(shown(by_bob), LOCAL).endswith("api-cert green then")
    signed = replace(by_bob, touched=Touch(by="probe:api-cert", at=at(0), reading=seen))
    assert state_words(shown(signed, by="api-cert"), LOCAL).startswith("ticked by api-cert, ")


@pytest.mark.parametrize(
    ("before", "state", "said"),
    [
        (ItemState.DONE, ItemState.TODO, "to do, reopened by Bob, 09:41"),
        (ItemState.DONE, ItemState.DOING, "doing, reopened by Bob, 09:41"),
        (ItemState.SKIPPED, ItemState.TODO, "to do, taken up again by Bob, 09:41"),
        (ItemState.DOING, ItemState.TODO, "to do, put back by Bob, 09:41"),
        (None, ItemState.TODO, "to do, put back by Bob, 09:41"),
        (ItemState.TODO, ItemState.DOING, "doing"),
    ],
)
def test_a_row_that_is_open_again_says_who_opened_it_and_when(
    before: ItemState | None, state: ItemState, said: str
) -> None:
    one = item(state=state, touched=Touch(by="U0BOB", at=NOW, before=before))
    assert state_words(shown(one), LOCAL) == said
    assert state_words(shown(one, by=""), LOCAL) == said.partition(",")[0]


@pytest.mark.parametrize(
    ("days", "sentence", "said"),
    [
        (80, "valid for 80 days more", " (80 days left, trusted True)"),
        (1, "renewal is overdue", " (1 day left, trusted True)"),
        (0, "renewal is overdue", " (less than a day left, trusted True)"),
        (
            -3,
            "certificate is for a.example, not for b.example",
            " (expired 3 days ago, trusted True)",
        ),
        (-3, "certificate expired 3 days ago", " (trusted True)"),
    ],
)
def test_the_end_of_a_certificate_is_said_in_words(days: int, sentence: str, said: str) -> None:
    figures = (("days_left", days), ("issuer", "R11"), ("trusted", True))
    reading = Reading(
        probe=ProbeId("p"), verdict=Verdict.DOWN, sentence=sentence, at=NOW, figures=figures
    )
    words = reading_words(reading, LOCAL)
    assert words.endswith(said)
    assert "-" not in words.partition(";")[2]


def test_who_may_only_look_gets_no_buttons_that_change_anything() -> None:
    one = witnessed(DONE, "api-cert", Against.DOWN)
    look = Shown(blocker=blocker(), item=one, now=reading_of("expired"), may_act=False)
    view = look_view(look, FORM, LOCAL)
    assert "submit" not in view
    blocks = view["blocks"]
    assert isinstance(blocks, list)
    assert labels_of(blocks) == ["Check now"]
