"""The table of blocks: the fields of each, their sizes, and the surfaces each may stand on."""

from sandbox.slack.limits import rules
from sandbox.slack.limits.elements import (
    ELEMENTS,
    IN_ACTIONS,
    IN_CONTEXT_ACTIONS,
    IN_INPUT,
    IN_SECTION,
)
from sandbox.slack.limits.objects import ANYTHING, ID, SLACK_FILE, Text
from sandbox.slack.limits.rich_text import PARTS
from sandbox.slack.limits.schema import Flag, Int, Many, OneOf, Rule, Shape, Spec, Str

_CONTEXT = {
    "plain_text": Shape({"text": Str(3000), "emoji": Flag()}, ("text",)),
    "mrkdwn": Shape({"text": Str(3000), "verbatim": Flag()}, ("text",)),
    "image": ELEMENTS["image"],
}
_CELL = {
    "raw_text": Shape({"text": Str(3000, 0)}, ("text",)),
    "raw_number": Shape({"value": ANYTHING, "text": Str(3000, 0)}, ("value",)),
    "rich_text": Shape({"elements": Many(OneOf(PARTS), 1, 1000)}, ("elements",)),
}
_COLUMN = Shape({"align": Str(10, choices=("left", "center", "right")), "is_wrapped": Flag()})
_BUTTON = OneOf(ELEMENTS, frozenset({"button", "overflow"}))
_TASK_FIELDS: dict[str, Spec] = {
    "task_id": Str(255),
    "title": Str(255),
    "details": ANYTHING,
    "output": ANYTHING,
    "sources": Many(ANYTHING, 0, 100),
    "status": Str(20, choices=("pending", "in_progress", "complete", "error")),
}


def _block(required: tuple[str, ...] = (), *checks: Rule, **fields: Spec) -> Shape:
    return Shape({"block_id": ID, **fields}, required, checks)


def _rows(of: dict[str, Shape], rows: int, columns: int) -> Many:
    return Many(Many(OneOf(of), 1, columns), 1, rows)


BLOCKS: dict[str, Shape] = {
    "section": _block(
        (),
        rules.at_least_one_of("text", "fields"),
        text=Text(3000),
        fields=Many(Text(2000), 1, 10),
        accessory=OneOf(ELEMENTS, IN_SECTION),
        expand=Flag(),
    ),
    "divider": _block(),
    "header": _block(("text",), text=Text(150, plain=True), level=Int(1, 4)),
    "context": _block(("elements",), elements=Many(OneOf(_CONTEXT), 1, 10)),
    "context_actions": _block(
        ("elements",),
        rules.distinct_action_ids,
        elements=Many(OneOf(ELEMENTS, IN_CONTEXT_ACTIONS), 1, 5),
    ),
    "actions": _block(
        ("elements",), rules.distinct_action_ids, elements=Many(OneOf(ELEMENTS, IN_ACTIONS), 1, 25)
    ),
    "input": _block(
        ("label", "element"),
        label=Text(2000, plain=True),
        hint=Text(2000, plain=True),
        element=OneOf(ELEMENTS, IN_INPUT),
        optional=Flag(),
        dispatch_action=Flag(),
    ),
    "image": _block(
        ("alt_text",),
        rules.exactly_one_of("image_url", "slack_file"),
        image_url=Str(3000),
        slack_file=SLACK_FILE,
        alt_text=Str(2000),
        title=Text(2000, plain=True),
    ),
    "video": _block(
        ("alt_text", "title", "thumbnail_url", "video_url"),
        alt_text=Str(2000),
        title=Text(199, plain=True),
        thumbnail_url=Str(3000),
        video_url=Str(3000),
        author_name=Str(49),
        description=Text(200, plain=True),
        provider_name=Str(50),
        provider_icon_url=Str(3000),
        title_url=Str(3000),
    ),
    "file": _block(("external_id", "source"), external_id=ID, source=Str(20)),
    "rich_text": _block(("elements",), elements=Many(OneOf(PARTS), 1, 1000)),
    "markdown": _block(("text",), text=Str(12_000)),
    "table": _block(
        ("rows",),
        rules.cells_within(10_000),
        rows=_rows(_CELL, 100, 20),
        column_settings=Many(_COLUMN, 0, 20),
    ),
    "data_table": _block(
        ("rows", "caption"),
        rules.cells_within(20_000),
        rows=_rows(_CELL, 101, 20),
        caption=Str(2000),
        page_size=Int(1, 100),
        column_settings=Many(ANYTHING, 0, 20),
        row_header_column_index=Int(0, 19),
    ),
    "data_visualization": _block(("title", "chart"), title=Str(150), chart=ANYTHING),
    "alert": _block(
        ("text",),
        text=Text(200),
        level=Str(20, choices=("default", "info", "warning", "error", "success")),
    ),
    "card": _block(
        (),
        rules.at_least_one_of("title", "body", "hero_image", "actions"),
        hero_image=OneOf(ELEMENTS, frozenset({"image"})),
        icon=OneOf(ELEMENTS, frozenset({"image"})),
        title=Text(150),
        subtitle=Text(150),
        body=Text(200),
        subtext=Text(200),
        actions=Many(_BUTTON, 1, 3),
    ),
    "task_card": Shape({"block_id": ID, **_TASK_FIELDS}, ("task_id", "title", "status")),
    "plan": _block(
        ("title",),
        title=Str(255),
        tasks=Many(OneOf({"task_card": Shape({"block_id": ID, **_TASK_FIELDS})}), 0, 50),
    ),
}
BLOCKS["carousel"] = _block(("elements",), elements=Many(OneOf(BLOCKS, frozenset({"card"})), 1, 10))
_INSIDE_CONTAINER = frozenset(BLOCKS) - {"carousel", "plan", "task_card", "alert", "card"}
BLOCKS["container"] = _block(
    ("child_blocks",),
    title=Text(150, plain=True),
    subtitle=Text(150, plain=True),
    icon=OneOf(ELEMENTS, frozenset({"image"})),
    child_blocks=Many(OneOf(BLOCKS, _INSIDE_CONTAINER), 1, 10),
    width=Str(20),
    is_collapsible=Flag(),
    default_collapsed=Flag(),
)

ON_MESSAGE = frozenset(BLOCKS) - {"alert"}
ON_MODAL = frozenset(BLOCKS) - {
    "table",
    "markdown",
    "carousel",
    "file",
    "task_card",
    "plan",
    "context_actions",
}
ON_HOME = frozenset(
    {
        "actions",
        "card",
        "carousel",
        "container",
        "context",
        "data_table",
        "data_visualization",
        "divider",
        "header",
        "image",
        "input",
        "rich_text",
        "section",
        "table",
        "video",
    }
)
