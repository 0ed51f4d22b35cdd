"""The views of an import: a file or a text, what was understood of it, what came of it."""

from collections.abc import Mapping, Sequence

from bot.domain.document import SummaryDocument
from bot.domain.ids import BlockerId, BlockerKey
from bot.domain.import_plan import ImportPlan
from bot.domain.messages import Json
from bot.domain.milestone import Milestone
from bot.render.actions import Action
from bot.render.blocks import actions_blocks, button, context_blocks, section_blocks
from bot.render.escape import outside
from bot.render.import_lines import outcome_line
from bot.render.import_rows import joined, preview_rows, result_lines
from bot.render.import_values import ImportForm
from bot.render.inputs import file_input, hinted, one_of, text_input
from bot.render.limits import NAME, SENTENCE, SHORT, find_page
from bot.render.modal import modal_view

FORM_VIEW, APPLY_VIEW = "import.form", "import.apply"
TITLE = "Import a summary"
FILE_TYPES = ("md", "txt", "markdown")
PAGE_SECTIONS, PAGE_JSON = 20, 40_000
"""A view holds 100 blocks and 250 kB; a page of it is to be read."""
_MOST_MILESTONES = 100
_RESULT_LINES = 60


def loading_view() -> Json:
    return _view(FORM_VIEW, [section_blocks("Loading…")])


def reading_view() -> Json:
    return _view(FORM_VIEW, [section_blocks("⏳ Reading…")])


def applying_view() -> Json:
    return _view(
        APPLY_VIEW,
        [
            section_blocks("⏳ Applying… What came of it will stand here."),
            context_blocks("Should nothing come: import it again. Applying twice changes nothing."),
        ],
    )


def said_view(blocks: Sequence[Json]) -> Json:
    """An answer that ends the matter."""
    return _view(FORM_VIEW, blocks)


def form_view(milestones: Sequence[Milestone], form: ImportForm, notice: str = "") -> Json:
    """``milestones`` are the asker's; ``notice`` (escaped) is why it is here again."""
    stamp = form.drawn
    file = file_input(f"file/{stamp}", "File", FILE_TYPES)
    text = text_input(f"text/{stamp}", "Or the text itself", "", multiline=True, optional=True)
    return _view(
        FORM_VIEW,
        [
            *([section_blocks(notice)] if notice else []),
            section_blocks(
                "A *blocking issues summary* in Markdown: blockers, checklists, a scorecard. "
                "You see what was understood before anything is stored."
            ),
            *_milestone_input(stamp, milestones, form.milestone),
            hinted(file, "Markdown or plain text, at most 1 MB."),
            hinted(text, "Up to 3,000 characters; more of it as a file."),
        ],
        form,
        "Read",
    )


def preview_view(
    document: SummaryDocument, plan: ImportPlan, milestone: Milestone, form: ImportForm
) -> Json:
    """A page of what was understood. Without *Apply* where nothing would be stored."""
    rows = [section_blocks(text) for text in preview_rows(document, plan, milestone.name)]
    page = find_page(form.page, len(rows), rows.__getitem__, size=PAGE_SECTIONS, budget=PAGE_JSON)
    storable = bool(plan.changes or plan.scorecard) and not document.conflict_lines
    blocks = [rows[index] for index in page.rows]
    blocks += actions_blocks(
        (
            button("Previous", Action.IMPORT_BACK, str(page.number - 1)) if page.number else None,
            button("Next", Action.IMPORT_PAGE, str(page.number + 1)) if page.left else None,
        )
    )
    if page.left:
        blocks.append(context_blocks(f"{page.left} more parts on the next pages."))
    shown = ImportForm(
        milestone=form.milestone, channel=form.channel, upload=form.upload, page=page.number
    )
    return _view(APPLY_VIEW, blocks, shown, "Apply" if storable else "")


def result_view(
    plan: ImportPlan, keys: Mapping[BlockerId, BlockerKey], milestone: Milestone
) -> Json:
    head = "✅ " if plan.is_news else ""
    lines = list(result_lines(plan, keys))
    more = len(lines) - _RESULT_LINES
    shown = list(joined(lines[:_RESULT_LINES]))
    return _view(
        APPLY_VIEW,
        [
            section_blocks(f"*{head}{outside(outcome_line(plan, milestone.name), SENTENCE)}*"),
            *(section_blocks(text) for text in shown),
            *(
                [context_blocks(f"{more} more lines; `/blockers history` has all of them.")]
                if more > 0
                else []
            ),
        ],
    )


def not_a_lead_words(names: Sequence[str]) -> str:
    """Who may import instead; escaped."""
    if not names:
        return (
            "Only leads import a summary, and no lead is configured: `leads:` in blockers.yml "
            "names them. `python -m bot import FILE` works without."
        )
    shown = ", ".join(outside(name, NAME) for name in names)
    return f"Only leads import a summary: {shown}. Ask one of them."


def too_large_words(size: int) -> str:
    return (
        f"⚠️ The file has {size / 1_000_000:.1f} MB, and at most 1 MB is read. Summaries are far "
        "smaller: is it the right file?"
    )


def not_fetched_words(code: str) -> str:
    if code in {"missing_scope", "file_not_served"}:
        return (
            "⚠️ Slack does not let me read files: the app lacks the scope `files:read`. Add it as "
            "in the manifest and install the app again, or paste the text below."
        )
    return f"⚠️ Slack did not hand the file over (`{outside(code, NAME)}`). Paste the text below?"


def unreadable_words(name: str, line: int, expected: str) -> str:
    shown = outside(name, SHORT) or "the text"
    return f"⚠️ Line {line} of {shown}: {outside(expected, SENTENCE)}. Nothing was stored."


def gone_words() -> str:
    return "⚠️ This preview is too old. Choose the document again."


def _view(
    callback_id: str, blocks: Sequence[Json], form: ImportForm | None = None, submit: str = ""
) -> Json:
    metadata = form.encode() if form else ""
    return modal_view(callback_id, TITLE, blocks, metadata=metadata, submit=submit)


def _milestone_input(stamp: int, milestones: Sequence[Milestone], chosen: str) -> tuple[Json, ...]:
    if len(milestones) == 1:
        return ()
    words: dict[str, str] = {one.key: one.name for one in milestones[:_MOST_MILESTONES]}
    picked = chosen if chosen in words else ""
    return (one_of(f"milestone/{stamp}", "Milestone", words, picked),)
