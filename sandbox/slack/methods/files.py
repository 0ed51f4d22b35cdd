"""files.getUploadURLExternal, completeUploadExternal, info and delete: upload in three steps."""

import mimetypes

from sandbox.slack.limits.messages import check_blocks
from sandbox.slack.methods.call import Call, Method
from sandbox.slack.methods.shapes import file_shape
from sandbox.slack.normalise import with_ids
from sandbox.slack.state import Conversation, StoredFile
from sandbox.slack.wire import Payload, SlackError, new_id, parsed


async def get_upload_url(call: Call) -> Payload:
    length = call.number("length", 0)
    if length <= 0:
        raise SlackError("invalid_arguments", messages=["[ERROR] length must be positive"])
    name = call.text("filename").replace("/", "_")
    mimetype = mimetypes.guess_type(name)[0] or "application/octet-stream"
    file = StoredFile(new_id("F"), name, length, mimetype=mimetype, owner=call.slack.state.bot)
    call.slack.state.files[file.id] = file
    return {"upload_url": f"{call.slack.origin}/upload/{file.id}", "file_id": file.id}


async def complete_upload(call: Call) -> Payload:
    files = [_uploaded(call, one) for one in _entries(call)]
    targets = [_target(call, one) for one in _targets(call)]
    for channel in targets:
        _share(call, channel, files)
    return {"files": [file_shape(call.slack, one) for one in files]}


async def files_info(call: Call) -> Payload:
    return {"file": file_shape(call.slack, _known(call, call.text("file")))}


async def files_delete(call: Call) -> Payload:
    file = _known(call, call.text("file"))
    if file.owner != call.slack.state.bot:
        raise SlackError("cant_delete_file")
    del call.slack.state.files[file.id]
    call.slack.state.changed()
    return {}


def _known(call: Call, file_id: object) -> StoredFile:
    file = call.slack.state.files.get(file_id) if isinstance(file_id, str) else None
    if file is None:
        raise SlackError("file_not_found")
    return file


def _entries(call: Call) -> list[Payload]:
    value = parsed(call.args["files"], "invalid_arguments")
    if not isinstance(value, list) or not value:
        raise SlackError("invalid_arguments", messages=["[ERROR] files must be a list"])
    if not all(isinstance(one, dict) for one in value):
        raise SlackError("invalid_arguments", messages=["[ERROR] files must hold objects"])
    return value


def _uploaded(call: Call, entry: Payload) -> StoredFile:
    file = _known(call, entry.get("id"))
    if file.content is None:
        raise SlackError("file_not_found")
    file.title = str(entry.get("title") or file.name)
    return file


def _targets(call: Call) -> list[str]:
    if call.args.get("channels"):
        return call.text("channels").split(",")
    return [call.text("channel_id")] if call.args.get("channel_id") else []


def _target(call: Call, channel_id: str) -> Conversation:
    try:
        channel = call.slack.channel_for_bot(channel_id)
    except SlackError as error:
        raise SlackError("invalid_channel") from error
    call.need_membership(channel)
    if channel.archived:
        raise SlackError("posting_to_channel_denied")
    return channel


def _share(call: Call, channel: Conversation, files: list[StoredFile]) -> None:
    message: Payload = {"text": call.text("initial_comment"), "upload": True}
    if call.args.get("blocks"):
        message["blocks"] = with_ids(check_blocks(call.args["blocks"]))
    if call.args.get("thread_ts"):
        if call.slack.state.find_message(channel.id, call.args["thread_ts"]) is None:
            raise SlackError("thread_not_found")
        message["thread_ts"] = call.text("thread_ts")
    for file in files:
        file.shared_in.append(channel.id)
    message["files"] = [file_shape(call.slack, one) for one in files]
    call.slack.board.post(channel, call.slack.as_bot(message))


ROUTES: dict[str, Method] = {
    "files.completeUploadExternal": Method(complete_upload, ("files:write",), required=("files",)),
    "files.delete": Method(files_delete, ("files:write",), required=("file",)),
    "files.getUploadURLExternal": Method(
        get_upload_url, ("files:write",), required=("filename", "length")
    ),
    "files.info": Method(files_info, ("files:read",), required=("file",)),
}
