"""The table of block elements: the fields of each, their sizes, and where each may stand."""

from sandbox.slack.limits import rules
from sandbox.slack.limits.objects import (
    ANYTHING,
    CONFIRM,
    CONVERSATION_FILTER,
    DISPATCH,
    ID,
    MARKED_OPTION,
    OPTION,
    OPTION_GROUP,
    OVERFLOW_OPTION,
    SLACK_FILE,
    Text,
    distinct_values,
)
from sandbox.slack.limits.schema import Flag, Int, Many, Shape, Spec, Str

_COMMON: dict[str, Spec] = {"action_id": ID, "confirm": CONFIRM, "focus_on_load": Flag()}
_PLACED: dict[str, Spec] = {**_COMMON, "placeholder": Text(150, plain=True)}
_INPUT: dict[str, Spec] = {
    "action_id": ID,
    "focus_on_load": Flag(),
    "placeholder": Text(150, plain=True),
    "dispatch_action_config": DISPATCH,
}
_STYLE = Str(20, choices=("primary", "danger"))
_USERS = Many(Str(255), 0, 100)
_MAX_SELECTED: dict[str, Spec] = {"max_selected_items": Int(1, 100)}


def _select(**fields: Spec) -> Shape:
    return Shape({**_PLACED, **fields})


def _static(*, several: bool) -> Shape:
    own: dict[str, Spec] = {
        "options": Many(OPTION, 1, 100),
        "option_groups": Many(OPTION_GROUP, 1, 100),
    }
    if several:
        own |= {"initial_options": Many(OPTION, 1, 100), **_MAX_SELECTED}
    else:
        own["initial_option"] = OPTION
    initial = rules.initial_options_offered if several else rules.initial_option_offered
    one_of = rules.exactly_one_of("options", "option_groups")
    return Shape({**_PLACED, **own}, (), (one_of, distinct_values, initial))


def _choices(option: Shape, *, several: bool) -> Shape:
    own: dict[str, Spec] = {"options": Many(option, 1, 10)}
    if several:
        own["initial_options"] = Many(option, 1, 10)
    else:
        own["initial_option"] = option
    initial = rules.initial_options_offered if several else rules.initial_option_offered
    return Shape({**_COMMON, **own}, ("options",), (distinct_values, initial))


ELEMENTS: dict[str, Shape] = {
    "button": Shape(
        {
            "action_id": ID,
            "confirm": CONFIRM,
            "text": Text(75, plain=True),
            "value": Str(2000),
            "url": Str(3000),
            "style": _STYLE,
            "accessibility_label": Str(75),
        },
        ("text",),
    ),
    "workflow_button": Shape(
        {
            "action_id": ID,
            "text": Text(75, plain=True),
            "workflow": ANYTHING,
            "style": _STYLE,
            "accessibility_label": Str(75),
        },
        ("text", "workflow"),
    ),
    "icon_button": Shape(
        {
            "action_id": ID,
            "confirm": CONFIRM,
            "icon": Str(50),
            "text": Text(75, plain=True),
            "value": Str(2000),
            "visible_to_user_ids": _USERS,
            "accessibility_label": Str(75),
        },
        ("icon", "text"),
    ),
    "feedback_buttons": Shape(
        {"action_id": ID, "positive_button": ANYTHING, "negative_button": ANYTHING},
        ("positive_button", "negative_button"),
    ),
    "image": Shape(
        {"image_url": Str(3000), "slack_file": SLACK_FILE, "alt_text": Str(2000)},
        ("alt_text",),
        (rules.exactly_one_of("image_url", "slack_file"),),
    ),
    "overflow": Shape(
        {"action_id": ID, "confirm": CONFIRM, "options": Many(OVERFLOW_OPTION, 1, 5)},
        ("options",),
        (distinct_values,),
    ),
    "checkboxes": _choices(MARKED_OPTION, several=True),
    "radio_buttons": _choices(MARKED_OPTION, several=False),
    "static_select": _static(several=False),
    "multi_static_select": _static(several=True),
    "external_select": _select(initial_option=OPTION, min_query_length=Int(0, 3000)),
    "multi_external_select": _select(
        initial_options=Many(OPTION, 1, 100), min_query_length=Int(0, 3000), **_MAX_SELECTED
    ),
    "users_select": _select(initial_user=Str(255)),
    "multi_users_select": _select(initial_users=_USERS, **_MAX_SELECTED),
    "conversations_select": _select(
        initial_conversation=Str(255),
        default_to_current_conversation=Flag(),
        response_url_enabled=Flag(),
        filter=CONVERSATION_FILTER,
    ),
    "multi_conversations_select": _select(
        initial_conversations=_USERS,
        default_to_current_conversation=Flag(),
        filter=CONVERSATION_FILTER,
        **_MAX_SELECTED,
    ),
    "channels_select": _select(initial_channel=Str(255), response_url_enabled=Flag()),
    "multi_channels_select": _select(initial_channels=_USERS, **_MAX_SELECTED),
    "datepicker": _select(initial_date=Str(10, 10)),
    "timepicker": _select(initial_time=Str(5, 5), timezone=Str(255)),
    "datetimepicker": Shape({**_COMMON, "initial_date_time": Int(1_000_000_000, 9_999_999_999)}),
    "plain_text_input": Shape(
        {
            **_INPUT,
            "initial_value": Str(3000, 0),
            "multiline": Flag(),
            "min_length": Int(0, 3000),
            "max_length": Int(1, 3000),
        },
        (),
        (rules.length_order,),
    ),
    "email_text_input": Shape({**_INPUT, "initial_value": Str(3000, 0)}),
    "url_text_input": Shape({**_INPUT, "initial_value": Str(3000, 0)}),
    "number_input": Shape(
        {
            **_INPUT,
            "is_decimal_allowed": Flag(),
            "initial_value": Str(40, 0),
            "min_value": Str(40),
            "max_value": Str(40),
        },
        ("is_decimal_allowed",),
    ),
    "rich_text_input": Shape({**_INPUT, "initial_value": ANYTHING}),
    "file_input": Shape(
        {"action_id": ID, "filetypes": Many(Str(50), 1, 100), "max_files": Int(1, 10)}
    ),
}

_SELECTS = frozenset(
    f"{prefix}{source}_select"
    for prefix in ("", "multi_")
    for source in ("static", "external", "users", "conversations", "channels")
)
_PICKERS = frozenset({"datepicker", "timepicker"})
_CHOICES = frozenset({"checkboxes", "radio_buttons"})
IN_SECTION = (
    _SELECTS | _PICKERS | _CHOICES | frozenset({"button", "workflow_button", "image", "overflow"})
)
IN_ACTIONS = (
    _SELECTS
    | _PICKERS
    | _CHOICES
    | frozenset({"button", "workflow_button", "overflow", "datetimepicker"})
)
IN_INPUT = (
    _SELECTS
    | _PICKERS
    | _CHOICES
    | frozenset(
        {
            "datetimepicker",
            "email_text_input",
            "file_input",
            "number_input",
            "plain_text_input",
            "rich_text_input",
            "url_text_input",
        }
    )
)
IN_CONTEXT_ACTIONS = frozenset({"feedback_buttons", "icon_button"})
