"""What a message may hold (text, blocks, attachments, metadata), with Slack's error names."""

import re

from sandbox.slack.limits.blocks import ON_MESSAGE
from sandbox.slack.limits.surface import judge, refuse_file_inputs, tables
from sandbox.slack.wire import Payload, SlackError, compact, parsed

MAX_BLOCKS = 50
MAX_ATTACHMENTS = 100
MAX_TEXT = 40_000  # more is cut when posted
MAX_EDITED_TEXT = 4_000
MAX_MARKDOWN_TEXT = 12_000
# Undocumented; reporters measured about 13,200 characters over all blocks of a message.
MAX_BLOCKS_CHARACTERS = 13_200
MAX_METADATA = 16_000
_EVENT_TYPE = re.compile(r"[A-Za-z][A-Za-z0-9_.]{0,254}")


def check_blocks(given: object) -> list[Payload]:
    value = parsed(given, "invalid_blocks_format")
    if not isinstance(value, list):
        raise SlackError("invalid_blocks_format")
    blocks, problems = judge(value, ON_MESSAGE, MAX_BLOCKS, "/blocks")
    refuse_file_inputs(blocks, "/blocks", problems)
    if problems:
        raise SlackError("invalid_blocks", messages=problems)
    if tables(blocks) > 1:
        raise SlackError("invalid_attachments", messages=["[ERROR] only_one_table_allowed"])
    weighed = [block for block in blocks if block["type"] not in ("table", "data_table")]
    if len(compact(weighed)) > MAX_BLOCKS_CHARACTERS:
        raise SlackError("msg_blocks_too_long")
    return blocks


def check_attachments(given: object) -> list[Payload]:
    value = parsed(given, "invalid_attachments")
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise SlackError("invalid_attachments")
    if len(value) > MAX_ATTACHMENTS:
        raise SlackError("too_many_attachments")
    for attachment in value:
        if "blocks" in attachment:
            check_blocks(attachment["blocks"])
    return value


def check_metadata(given: object) -> Payload:
    value = parsed(given, "invalid_metadata_format")
    if not isinstance(value, dict):
        raise SlackError("invalid_metadata_format")
    if not value:
        return {}
    event_type, payload = value.get("event_type"), value.get("event_payload")
    if not isinstance(event_type, str) or not isinstance(payload, dict):
        raise SlackError("invalid_metadata_format")
    if not _EVENT_TYPE.fullmatch(event_type):
        raise SlackError("invalid_metadata_schema")
    if len(compact(payload)) > MAX_METADATA:
        raise SlackError("metadata_too_large")
    return {"event_type": event_type, "event_payload": payload}


def check_content(args: Payload) -> Payload:
    """Read text, blocks and attachments of a message; one of them must say something."""
    content: Payload = {"text": _text(args)}
    if args.get("blocks"):
        content["blocks"] = check_blocks(args["blocks"])
        if not content["blocks"]:
            del content["blocks"]
    if args.get("attachments"):
        content["attachments"] = check_attachments(args["attachments"])
    if args.get("markdown_text"):
        content["blocks"] = [_markdown(args)]
        content["text"] = args["markdown_text"]
    if not content["text"] and not content.get("blocks") and not content.get("attachments"):
        raise SlackError("no_text")
    return content


def _text(args: Payload) -> str:
    text = args.get("text") or ""
    if not isinstance(text, str):
        raise SlackError("invalid_arguments", messages=["[ERROR] text must be a string"])
    return text


def _markdown(args: Payload) -> Payload:
    if args.get("text") or args.get("blocks"):
        raise SlackError("markdown_text_conflict")
    if len(args["markdown_text"]) > MAX_MARKDOWN_TEXT:
        raise SlackError("msg_too_long")
    return {"type": "markdown", "text": args["markdown_text"]}
