"""A line that heads a list: a group of a blocker's items, an action group, or a list of its own."""

from bot.summary.drafts import Draft, GroupDraft, Reading
from bot.summary.inline import plain
from bot.summary.marks import strip_marks
from bot.summary.scopes import Focus, Scope
from bot.summary.sections import heading_kind
from bot.summary.titles import action_title, exact_action_title


def open_group(reading: Reading, scope: Scope, name: str, line: int) -> None:
    if scope.now == "actions" or scope.kind == "actions":
        scope.focus = _action_group(reading, scope, name, line)
        return
    kind = heading_kind(name)
    focus = Focus(title=strip_marks(name).rstrip(":"))
    focus.kind = kind if kind not in {"other", "blockers", "watch"} else None
    if scope.blocker is None and kind not in {"legend", "benefits", "procedure"}:
        focus.draft = Draft(focus.title or "", line, "section")
        focus.draft.section_status = scope.status
    scope.focus = focus


def _action_group(reading: Reading, scope: Scope, name: str, line: int) -> Focus:
    """As in "**Priority 1: Complete THR-42 (TLS)**": the list joins that blocker."""
    title = (exact_action_title if reading.exact else action_title)(name, line)
    focus = Focus(kind="actions", title=title.text)
    if scope.blocker is not None:
        return focus
    draft = Draft(title.text, line, "action" if title.key else "section", title.key)
    if title.key:
        draft = reading.register(draft)
        focus.group = GroupDraft(strip_marks(plain(name)).rstrip(":"))
        draft.actions.append(focus.group)
        focus.title = None
    focus.draft = draft
    return focus
