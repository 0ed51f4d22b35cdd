"""The views of an import keep Slack's limits whatever a document holds; words for each trouble."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.board import Board
from bot.domain.document import ReadWarning, SummaryDocument, UnreadLine
from bot.domain.editing import Author
from bot.domain.exported import build_document
from bot.domain.ids import DeliveryId, UserId
from bot.domain.import_plan import Ground, plan_import
from bot.domain.known import Known
from bot.domain.local import Locals
from bot.domain.milestone import Milestone
from bot.render.export import pieces_messages
from bot.render.import_values import ImportForm
from bot.render.importing import (
    applying_view,
    form_view,
    loading_view,
    not_a_lead_words,
    not_fetched_words,
    preview_view,
    reading_view,
    result_view,
    too_large_words,
    unreadable_words,
)
from bot.summary.read import read_summary
from bot.summary.write import write_summary
from tests.stages.office import milestone
from tests.unit.render.slack_limits import LIVE, faults_of_message, faults_of_view, texts_of
from tests.unit.render.strange import HOSTILE
from tests.unit.summary.states import boards

AUTHOR = Author(
    by=UserId("U0ALICE"), at=datetime(2026, 11, 18, tzinfo=UTC), delivery=DeliveryId("one")
)
FORM = ImportForm(milestone="prod", channel="C0OPS", upload="view:V1:2.3:" + "9" * 40, page=0)
PROD: Milestone = milestone(selection=None)


def ground() -> Ground:
    return Ground(
        milestone=PROD,
        known=Known(blockers=(), locals=Locals(), tracker=""),
        checklists={},
        stated=(),
        names={},
        author=AUTHOR,
        source="s.md",
    )


def views_of(document: SummaryDocument, page: int) -> list[object]:
    plan = plan_import(document, ground())
    return [
        preview_view(document, plan, PROD, replace(FORM, page=page)),
        result_view(plan, {}, PROD),
    ]


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(boards(), st.sampled_from((0, 1, 9_999)), st.sampled_from((1, 30)))
def test_views_keep_the_limits(shown: Board, page: int, times: int) -> None:
    document = build_document(shown)
    document = SummaryDocument(
        head=document.head,
        blockers=document.blockers * times,
        scorecard=document.scorecard * times,
        warnings=tuple(ReadWarning("state_conflict", text, 3) for text in HOSTILE) * times,
        unread=tuple(UnreadLine(4, text) for text in HOSTILE) * times,
        conflict_lines=(1, 2, 3) if times > 1 else (),
    )
    for view in views_of(document, page):
        assert isinstance(view, dict)
        assert faults_of_view(view) == []
        assert not any(LIVE.search(text) for text in texts_of(view["blocks"]))


def test_views_repeat_no_secret_of_the_document() -> None:
    token = "ghp_" + "a1B2c3D4e5F6g7H8i9J0"
    raw = f"# Blockers {token}\n\n## A-1: Rotate {token}\n- **Status:** done? {token}\n"
    raw += f"- **Owner:** {token}\n- [x] 🔴 Use {token}\n- remark {token}\n\n- **Why:** {token}\n"
    document = read_summary(raw.encode(), today=date(2026, 11, 18))
    for view in views_of(document, 0):
        assert isinstance(view, dict)
        shown = " ".join(texts_of(view["blocks"]))
        assert "A-1" in shown
        assert "a1B2c3" not in shown


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(boards(), st.sampled_from(("missing_scope", "file_uploads_disabled", "<!channel>")))
def test_pieces_keep_the_limits(shown: Board, code: str) -> None:
    text = write_summary(build_document(shown))
    for message in pieces_messages(shown.milestone.name, text * 8, code):
        assert faults_of_message(message) == []
        assert not any(LIVE.search(text) for text in texts_of(message.blocks))


def test_preview_calls_nobody_whom_the_document_names_as_an_owner() -> None:
    raw = (
        "# Blockers\n\n## A-1: Quay\n**Owner:** <@U0123ABCD>\n- [ ] Tie (<@U0123ABCE>, due 2 Dec)\n"
    )
    document = read_summary(raw.encode(), today=date(2026, 11, 18))
    views = [view for view in views_of(document, 0) if isinstance(view, dict)]
    texts = [text for view in views for text in texts_of(view["blocks"])]
    assert any("U0123ABCD" in text for text in texts)
    assert any("U0123ABCE" in text for text in texts)
    assert not any(LIVE.search(text) for text in texts)


def test_pieces_say_what_does_not_fit() -> None:
    text = "\n".join(f"line {number} of many in a long document" for number in range(2_000))
    pieces = pieces_messages("Production", text, "missing_scope")
    shown = sum(message.text.count("of many in") for message in pieces)
    assert f"{2_000 - shown} more lines do not fit here" in pieces[-1].text
    assert len(pieces) <= 3


def test_whole_document_stands_in_the_pieces() -> None:
    lines = [f"line {number}" for number in range(60)]
    pieces = pieces_messages("Production", "\n".join(lines), "missing_scope")
    shown = "\n".join(message.text for message in pieces)
    assert all(line in shown for line in lines)
    assert "`files:write`" in shown


@pytest.mark.parametrize("view", [loading_view(), reading_view(), applying_view()])
def test_views_on_the_way_hold_nothing_to_send_off(view: dict[str, object]) -> None:
    assert faults_of_view(view) == []
    assert "submit" not in view


def test_form_asks_for_the_milestone_only_where_there_are_several() -> None:
    one = form_view((PROD,), FORM, "⚠️ again")
    two = form_view((PROD, milestone("steady")), FORM)
    assert faults_of_view(one) == faults_of_view(two) == []
    kinds = [[b["block_id"] for b in v["blocks"] if b["type"] == "input"] for v in (one, two)]  # type: ignore[attr-defined]
    assert kinds == [["file/0", "text/0"], ["milestone/0", "file/0", "text/0"]]


def test_each_trouble_has_a_way_out() -> None:
    assert "no lead is configured" in not_a_lead_words(())
    assert "Alice, Bob. Ask one of them." in not_a_lead_words(("Alice", "Bob"))
    assert "`files:read`" in not_fetched_words("missing_scope")
    assert "&lt;!channel&gt;" in not_fetched_words("<!channel>")
    assert "2.3 MB" in too_large_words(2_345_678)
    assert unreadable_words("", 3, "text was expected").startswith("⚠️ Line 3 of the text: text")


def test_form_reads_back_what_it_carries() -> None:
    assert ImportForm.decode(FORM.encode()) == FORM
