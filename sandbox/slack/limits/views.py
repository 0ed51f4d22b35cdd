"""What a modal or a Home tab may hold; refused as Slack refuses views."""

from sandbox.slack.limits.blocks import ON_HOME, ON_MODAL
from sandbox.slack.limits.objects import ANYTHING, ID, Text
from sandbox.slack.limits.schema import Flag, Problems, Shape, Spec, Str, report
from sandbox.slack.limits.surface import judge, refuse_file_inputs
from sandbox.slack.wire import Payload, SlackError, compact, parsed

MAX_BLOCKS = 100
MAX_BYTES = 250_000
_TITLE = Text(24, plain=True)
_COMMON: dict[str, Spec] = {
    "type": Str(10),
    "blocks": ANYTHING,
    "private_metadata": Str(3000, 0),
    "callback_id": ID,
    "external_id": Str(255, 0),
}
_MODAL = Shape(
    {
        **_COMMON,
        "title": _TITLE,
        "submit": _TITLE,
        "close": _TITLE,
        "clear_on_close": Flag(),
        "notify_on_close": Flag(),
        "submit_disabled": Flag(),
    },
    ("title", "blocks"),
)
_HOME = Shape(_COMMON, ("blocks",))


def check_view(given: object, kinds: tuple[str, ...] = ("modal",)) -> Payload:
    """Return the view if Slack would take it as one of `kinds`."""
    value = parsed(given, "invalid_arguments")
    if not isinstance(value, dict):
        raise SlackError("invalid_arguments", messages=["[ERROR] missing required field: view"])
    if len(compact(value).encode()) > MAX_BYTES:
        raise SlackError("view_too_large")
    problems = _problems(value, kinds)
    if problems:
        raise SlackError("invalid_arguments", messages=problems)
    return value


def _problems(view: Payload, kinds: tuple[str, ...]) -> Problems:
    problems: Problems = []
    kind = view.get("type")
    if kind not in kinds:
        report(problems, "/view/type", f"unsupported type: {kind}")
        return problems
    modal = kind == "modal"
    (_MODAL if modal else _HOME).check(view, "/view", problems)
    allowed = ON_MODAL if modal else ON_HOME
    blocks, found = judge(view.get("blocks"), allowed, MAX_BLOCKS, "/view/blocks")
    problems.extend(found)
    if modal and not view.get("submit") and any(one.get("type") == "input" for one in blocks):
        report(problems, "/view", "`submit` is required when an `input` is within `blocks`")
    if not modal:
        refuse_file_inputs(blocks, "/view/blocks", problems)
    return problems
