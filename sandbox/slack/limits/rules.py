"""Rules that look at several fields of one object at once."""

from collections.abc import Iterable, Mapping
from typing import Any

from sandbox.slack.limits.schema import Rule

Found = Iterable[tuple[str, str]]


def exactly_one_of(*names: str) -> Rule:
    def rule(value: Mapping[str, Any]) -> Found:
        given = [name for name in names if value.get(name) is not None]
        if len(given) != 1:
            yield "", f"exactly one of {', '.join(names)} is required"

    return rule


def at_least_one_of(*names: str) -> Rule:
    def rule(value: Mapping[str, Any]) -> Found:
        if all(value.get(name) is None for name in names):
            yield "", f"missing required field: {' or '.join(names)}"

    return rule


def _offered(value: Mapping[str, Any]) -> list[Any]:
    groups = value.get("option_groups") or ()
    grouped = [option for group in groups for option in group["options"]]
    return list(value.get("options") or ()) + grouped


def _key(option: Mapping[str, Any]) -> tuple[str, str]:
    return option["text"]["text"], option["value"]


def initial_option_offered(value: Mapping[str, Any]) -> Found:
    initial = value.get("initial_option")
    if initial is not None and _key(initial) not in map(_key, _offered(value)):
        yield "/initial_option", "initial_option must be one of the options"


def initial_options_offered(value: Mapping[str, Any]) -> Found:
    known = [_key(option) for option in _offered(value)]
    for at, initial in enumerate(value.get("initial_options") or ()):
        if _key(initial) not in known:
            yield f"/initial_options/{at}", "initial_options must be among the options"


def length_order(value: Mapping[str, Any]) -> Found:
    low, high = value.get("min_length"), value.get("max_length")
    if low is not None and high is not None and low > high:
        yield "/min_length", "must not be greater than max_length"
    initial = value.get("initial_value")
    if initial is not None and high is not None and len(initial) > high:
        yield "/initial_value", f"must be less than {high + 1} characters"


def distinct_action_ids(value: Mapping[str, Any]) -> Found:
    seen: set[str] = set()
    for at, element in enumerate(value.get("elements") or ()):
        action_id = element.get("action_id")
        if action_id is not None and action_id in seen:
            yield f"/elements/{at}/action_id", f"`action_id` duplicate: {action_id}"
        seen.add(action_id)


def cells_within(limit: int) -> Rule:
    """Bound the characters of all cells of a table together."""

    def rule(value: Mapping[str, Any]) -> Found:
        if _characters(value.get("rows")) > limit:
            yield "/rows", f"must be less than {limit + 1} characters"

    return rule


def _characters(node: object) -> int:
    if isinstance(node, dict):
        own = len(node["text"]) if isinstance(node.get("text"), str) else 0
        return own + sum(_characters(one) for name, one in node.items() if name != "type")
    if isinstance(node, list):
        return sum(_characters(one) for one in node)
    return 0
