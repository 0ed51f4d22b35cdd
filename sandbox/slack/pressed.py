"""What a press really sends: looked up in the stored message or view, never just believed."""

from collections.abc import Iterable, Sequence

from sandbox.slack.normalise import elements_of
from sandbox.slack.view_state import value_key
from sandbox.slack.wire import Payload

_OPTION_KEYS = ("selected_option", "selected_options")


class NotThereError(LookupError):
    """What was to be pressed, opened or submitted is not there (any more)."""


def find_element(
    blocks: Sequence[Payload], action: Payload, replaced: Iterable[Sequence[Payload]] = ()
) -> tuple[Payload, Payload]:
    """Find block and element by action_id; block_id and value decide between equals.

    A press that names a block which was ``replaced`` while it was under way is one on that block,
    as in Slack: what is sent is what the person saw.
    """
    if "block_id" in action:
        for version in (blocks, *replaced):
            if any(block["block_id"] == action["block_id"] for block in version):
                return _find(version, action)
    return _find(blocks, action)


def _find(blocks: Sequence[Payload], action: Payload) -> tuple[Payload, Payload]:
    found = [
        (block, element)
        for block in blocks
        for element in elements_of(block)
        if _is_meant(block, element, action)
    ]
    if not found:
        raise NotThereError(f"nothing with action_id {action.get('action_id')!r} is here")
    if len(found) > 1:
        places = ", ".join(str(block["block_id"]) for block, _ in found)
        raise NotThereError(f"{action.get('action_id')!r} is here more than once: {places}")
    return found[0]


def pressed(block: Payload, element: Payload, action: Payload, ts: str) -> Payload:
    """Build the entry of `actions[]` for this element."""
    kind = element["type"]
    sent: Payload = {
        "type": kind,
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "action_ts": ts,
    }
    if kind in ("button", "icon_button"):
        copied = ("text", "value", "style", "url")
        sent.update({name: element[name] for name in copied if name in element})
        return sent
    key = "selected_option" if kind == "overflow" else value_key(kind)
    if key is None:
        raise NotThereError(f"a {kind} cannot be pressed")
    sent[key] = _chosen(element, key, action)
    if "placeholder" in element:
        sent["placeholder"] = element["placeholder"]
    return sent


def _is_meant(block: Payload, element: Payload, action: Payload) -> bool:
    if element.get("action_id") != action.get("action_id"):
        return False
    if action.get("block_id") not in (None, block["block_id"]):
        return False
    if "value" in action and element["type"] in ("button", "icon_button"):
        return bool(element.get("value") == action["value"])
    return True


def _chosen(element: Payload, key: str, action: Payload) -> object:
    value = action.get(key)
    if key not in _OPTION_KEYS or element["type"].endswith("external_select"):
        return value
    offered = {option["value"]: option for option in _options(element)}
    if key == "selected_options":
        return [_offered(offered, one) for one in value or ()]
    return None if value is None else _offered(offered, value)


def _options(element: Payload) -> Iterable[Payload]:
    yield from element.get("options") or ()
    for group in element.get("option_groups") or ():
        yield from group["options"]


def _offered(offered: dict[str, Payload], chosen: object) -> Payload:
    value = chosen.get("value") if isinstance(chosen, dict) else chosen
    if not isinstance(value, str) or value not in offered:
        raise NotThereError(f"{value!r} is not among the options")
    return offered[value]
