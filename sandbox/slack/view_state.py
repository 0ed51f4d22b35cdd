"""`state.values` as Slack sends it, every input in it; and the checks of Slack's own client."""

from collections.abc import Mapping, Sequence
from typing import Any

from sandbox.slack.normalise import elements_of
from sandbox.slack.wire import Payload

# element type → (key of its value in the state, key of its initial value, when untouched)
_VALUES: dict[str, tuple[str, str, object]] = {
    "plain_text_input": ("value", "initial_value", None),
    "email_text_input": ("value", "initial_value", None),
    "url_text_input": ("value", "initial_value", None),
    "number_input": ("value", "initial_value", None),
    "rich_text_input": ("rich_text_value", "initial_value", None),
    "checkboxes": ("selected_options", "initial_options", []),
    "radio_buttons": ("selected_option", "initial_option", None),
    "static_select": ("selected_option", "initial_option", None),
    "external_select": ("selected_option", "initial_option", None),
    "multi_static_select": ("selected_options", "initial_options", []),
    "multi_external_select": ("selected_options", "initial_options", []),
    "users_select": ("selected_user", "initial_user", None),
    "multi_users_select": ("selected_users", "initial_users", []),
    "conversations_select": ("selected_conversation", "initial_conversation", None),
    "multi_conversations_select": ("selected_conversations", "initial_conversations", []),
    "channels_select": ("selected_channel", "initial_channel", None),
    "multi_channels_select": ("selected_channels", "initial_channels", []),
    "datepicker": ("selected_date", "initial_date", None),
    "timepicker": ("selected_time", "initial_time", None),
    "datetimepicker": ("selected_date_time", "initial_date_time", None),
    "file_input": ("files", "initial_files", []),
}
State = dict[str, dict[str, Payload]]


def value_key(element_type: str) -> str | None:
    return _VALUES[element_type][0] if element_type in _VALUES else None


def full_state(blocks: Sequence[Payload], *layers: object) -> State:
    """Merge what was typed or chosen, the newest layer first, over the initial values."""
    state: State = {}
    for block in blocks:
        for element in elements_of(block):
            if element["type"] in _VALUES:
                touched = _touched(layers, block["block_id"], element["action_id"])
                own = state.setdefault(block["block_id"], {})
                own[element["action_id"]] = _value(element, touched)
    return state


def missing_inputs(blocks: Sequence[Payload], state: State) -> dict[str, str]:
    """Say, block by block, what Slack's own client would not let through."""
    errors: dict[str, str] = {}
    for block in blocks:
        if block["type"] == "input":
            element = block["element"]
            value = state[block["block_id"]][element["action_id"]]
            problem = _objection(block, element, value[_VALUES[element["type"]][0]])
            if problem:
                errors[block["block_id"]] = problem
    return errors


def _touched(layers: Sequence[object], block_id: str, action_id: str) -> Mapping[str, Any] | None:
    for values in layers:
        block = values.get(block_id) if isinstance(values, Mapping) else None
        value = block.get(action_id) if isinstance(block, Mapping) else None
        if isinstance(value, Mapping):
            return value
    return None


def _value(element: Payload, touched: Mapping[str, Any] | None) -> Payload:
    key, initial, untouched = _VALUES[element["type"]]
    value = element.get(initial, untouched)
    if touched is not None and key in touched:
        value = touched[key]
    if element["type"].endswith("_text_input") and value == "":
        value = None
    return {"type": element["type"], key: value}


def _objection(block: Payload, element: Payload, value: object) -> str | None:
    if value in (None, [], ""):
        return None if block.get("optional") else "Please complete this required field."
    if isinstance(value, str) and element["type"] == "plain_text_input":
        return _length_objection(element, value)
    if element["type"] == "number_input":
        return _number_objection(element, str(value))
    if element["type"] == "email_text_input" and "@" not in str(value):
        return "Please enter a valid email address."
    if element["type"] == "url_text_input" and "://" not in str(value):
        return "Please enter a valid URL."
    return None


def _length_objection(element: Payload, value: str) -> str | None:
    if len(value) < element.get("min_length", 0):
        return f"Must be at least {element['min_length']} characters."
    if len(value) > element.get("max_length", 3000):
        return f"Must be at most {element.get('max_length', 3000)} characters."
    return None


def _number_objection(element: Payload, value: str) -> str | None:
    try:
        number = float(value) if element["is_decimal_allowed"] else int(value)
    except ValueError:
        return "Please enter a number."
    if "min_value" in element and number < float(element["min_value"]):
        return f"Must be at least {element['min_value']}."
    if "max_value" in element and number > float(element["max_value"]):
        return f"Must be at most {element['max_value']}."
    return None
