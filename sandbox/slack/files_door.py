"""Files on the wire: the upload step, downloads by token, downloads by the page."""

from urllib.parse import quote

from aiohttp import web

from sandbox.slack.core import Slack
from sandbox.slack.state import StoredFile


class FilesDoor:
    def __init__(self, slack: Slack) -> None:
        self._slack = slack

    async def upload(self, request: web.Request) -> web.Response:
        file = self._slack.state.files.get(request.match_info["file"])
        if file is None or file.content is not None:
            return web.Response(status=404, text="no such upload")
        content = await _content(request)
        if len(content) != file.length:
            return web.Response(status=400, text=f"expected {file.length} bytes")
        file.content = content
        self._slack.state.changed()
        return web.Response(text=f"OK - {len(content)}")

    async def download(self, request: web.Request) -> web.Response:
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        installation = self._slack.installation
        if kind.lower() != "bearer" or token != installation.bot_token:
            return web.Response(status=403, text="a token is needed")
        if "files:read" not in installation.scopes:
            return web.Response(status=403, text="missing_scope files:read")
        return self._served(request)

    async def show(self, request: web.Request) -> web.Response:
        """Serve a file to a person on the page, who has no token."""
        return self._served(request)

    def _served(self, request: web.Request) -> web.Response:
        file: StoredFile | None = self._slack.state.files.get(request.match_info["file"])
        if file is None or file.content is None:
            return web.Response(status=404, text="no such file")
        # Attached, so that an uploaded page never runs in the sandbox's own origin.
        disposition = "inline" if file.mimetype.startswith("image/") else "attachment"
        headers = {
            "Content-Disposition": f"{disposition}; filename*=UTF-8''{quote(file.name, safe='')}",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox",
        }
        return web.Response(body=file.content, content_type=file.mimetype, headers=headers)


async def _content(request: web.Request) -> bytes:
    if request.content_type != "multipart/form-data":
        return await request.read()
    form = await request.post()
    for value in form.values():
        if isinstance(value, web.FileField):
            return value.file.read()
    return b""
