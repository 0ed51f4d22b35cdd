"""All routes of the local Slack in one place."""

from collections.abc import Mapping
from pathlib import Path

from aiohttp import web

from sandbox.slack.control import Control
from sandbox.slack.core import Slack
from sandbox.slack.files_door import FilesDoor
from sandbox.slack.page_socket import PageSocket
from sandbox.slack.panel import FaultSink, Panel
from sandbox.slack.response_door import ResponseDoor
from sandbox.slack.web_api import WebApi

PAGE = Path(__file__).parent / "page"


def routes(slack: Slack, panel: Panel, faults: Mapping[str, FaultSink]) -> list[web.RouteDef]:
    api = WebApi(slack)
    files = FilesDoor(slack)
    answers = ResponseDoor(slack)
    page = PageSocket(slack, panel)
    return [
        web.get("/api/{method}", api.handle),
        web.post("/api/{method}", api.handle),
        web.get("/socket/{ticket}", slack.socket_mode.accept),
        web.post("/response/{url}", answers.handle),
        web.post("/upload/{file}", files.upload),
        web.get("/files/{file}/download/{name}", files.download),
        web.get("/files/{file}/{name}", files.download),
        web.get("/page/files/{file}", files.show),
        web.get("/page/ws", page.accept),
        web.get("/archives/{channel}/{message}", _to_the_page),
        web.get("/", _page),
        web.get("/page/{name:.+}", _page_file),
        *Control(slack, panel, faults).routes(),
    ]


async def _page(_: web.Request) -> web.StreamResponse:
    return _served(PAGE / "index.html")


async def _page_file(request: web.Request) -> web.StreamResponse:
    path = (PAGE / request.match_info["name"]).resolve()
    if not path.is_relative_to(PAGE.resolve()):
        return web.Response(status=404, text="not here")
    return _served(path)


async def _to_the_page(request: web.Request) -> web.StreamResponse:
    """Open the conversation of a permalink; the page reads it after the #."""
    raise web.HTTPFound(f"/#{request.match_info['channel']}")


def _served(path: Path) -> web.StreamResponse:
    if not path.is_file():
        return web.Response(status=404, text=f"{path.name} is not here")
    return web.FileResponse(path, headers={"Cache-Control": "no-cache"})
