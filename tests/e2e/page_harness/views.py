"""Sample views: a modal with every input, the Home tab."""

from tests.e2e.page_harness.samples import (
    LONG_TITLE,
    Block,
    button,
    checklist,
    mrkdwn,
    option,
    plain,
    section,
)


def field(block_id: str, label: str, element: Block, **more: object) -> Block:
    named = {"action_id": "entry", **element}
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": named, **more}


def modal(view_id: str = "V0EDIT", title: str = "Edit item", **more: object) -> Block:
    states = [option("To do", "todo"), option("Doing", "doing"), option("Done", "done")]
    blocks = [
        section("*THR-42 TLS and ingress hardening*", "intro"),
        field("text", "Text", {"type": "plain_text_input", "placeholder": plain("What is needed")}),
        field("note", "Note", {"type": "plain_text_input", "multiline": True}, optional=True,
              hint=plain("Shown under the item.")),
        field("state", "State", {"type": "static_select", "options": states,
                                 "initial_option": states[0]}),
        field("owner", "Owner", {"type": "users_select"}, optional=True),
        field("due", "Due", {"type": "datepicker"}, optional=True),
        field("mail", "Tell also", {"type": "email_text_input"}, optional=True),
        field("hours", "Hours", {"type": "number_input", "is_decimal_allowed": False,
                                 "min_value": "1"}, optional=True),
        field("flags", "Flags", {"type": "checkboxes", "options": [
            option("Contested", "contested", "a probe says otherwise")]}, optional=True),
        field("file", "Evidence", {"type": "file_input", "max_files": 2}, optional=True),
    ]  # fmt: skip
    return {
        "id": view_id, "type": "modal", "callback_id": "checklist.edit", "title": plain(title),
        "submit": plain("Save"), "close": plain("Cancel"), "blocks": blocks, **more,
    }  # fmt: skip


def why(view_id: str = "V0WHY") -> Block:
    """A modal that is pushed onto another."""
    blocks = [field("reason", "Why tick it now?", {"type": "plain_text_input"})]
    return {
        "id": view_id, "type": "modal", "callback_id": "checklist.reason", "title": plain("Why?"),
        "submit": plain("Tick it"), "blocks": blocks,
    }  # fmt: skip


def home() -> Block:
    blocks = [
        {"type": "header", "block_id": "hh", "text": plain("My items")},
        section(f"*{LONG_TITLE}*\nDue tomorrow", "mine", button("Open", "blocker.open", "THR-77")),
        *checklist(4),
        {"type": "context", "block_id": "foot", "elements": [mrkdwn("as of 09:41")]},
    ]
    return {"id": "V0HOME", "type": "home", "blocks": blocks}
