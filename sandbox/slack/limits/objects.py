"""Composition objects: text, options, option groups, confirmation dialogs, filters."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.slack.limits.schema import (
    Anything,
    Flag,
    Many,
    OneOf,
    Problems,
    Shape,
    Spec,
    Str,
    report,
)

ID = Str(255)


@dataclass(frozen=True, slots=True)
class Text:
    high: int
    plain: bool = False  # only plain_text
    low: int = 1

    def check(self, value: object, pointer: str, problems: Problems) -> None:
        if not isinstance(value, dict):
            report(problems, pointer, "must be a text object")
            return
        kinds = frozenset({"plain_text"} if self.plain else {"plain_text", "mrkdwn"})
        words = Str(self.high, self.low)
        table = {
            "plain_text": Shape({"text": words, "emoji": Flag()}, ("text",)),
            "mrkdwn": Shape({"text": words, "verbatim": Flag()}, ("text",)),
        }
        OneOf(table, kinds).check(value, pointer, problems)


def _plain_option() -> Shape:
    fields: dict[str, Spec] = {
        "text": Text(75, plain=True),
        "value": Str(150),
        "description": Text(75, plain=True),
    }
    return Shape(fields, ("text", "value"))


OPTION = _plain_option()
MARKED_OPTION = Shape(
    {"text": Text(75), "value": Str(150), "description": Text(75)}, ("text", "value")
)
OVERFLOW_OPTION = Shape({**OPTION.fields, "url": Str(3000)}, ("text", "value"))


def distinct_values(group: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    values = [option["value"] for option in group.get("options") or ()]
    for at, value in enumerate(values):
        if value in values[:at]:
            yield f"/options/{at}/value", f"duplicate option value: {value}"


OPTION_GROUP = Shape(
    {"label": Text(75, plain=True), "options": Many(OPTION, 1, 100)},
    ("label", "options"),
    (distinct_values,),
)
CONFIRM = Shape(
    {
        "title": Text(100, plain=True),
        "text": Text(300),
        "confirm": Text(30, plain=True),
        "deny": Text(30, plain=True),
        "style": Str(20, choices=("primary", "danger")),
    },
    ("title", "text", "confirm", "deny"),
)
DISPATCH = Shape(
    {
        "trigger_actions_on": Many(
            Str(40, choices=("on_enter_pressed", "on_character_entered")), 1, 2
        )
    }
)
CONVERSATION_FILTER = Shape(
    {
        "include": Many(Str(20, choices=("im", "mpim", "private", "public")), 1, 4),
        "exclude_external_shared_channels": Flag(),
        "exclude_bot_users": Flag(),
    }
)
SLACK_FILE = Shape({"id": Str(255), "url": Str(3000)})
ANYTHING = Anything()
