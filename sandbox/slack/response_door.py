"""The address of response_urls: takes what the app answers, refuses with Slack's words."""

from aiohttp import web

from sandbox.slack.answers import answer
from sandbox.slack.core import Slack
from sandbox.slack.state import CallRecord
from sandbox.slack.web_api import apply_before, arguments, cut
from sandbox.slack.wire import SlackError

_GONE = frozenset({"invalid_url", "used_url", "expired_url"})


class ResponseDoor:
    def __init__(self, slack: Slack) -> None:
        self._slack = slack

    async def handle(self, request: web.Request) -> web.StreamResponse:
        fault = self._slack.faults.take_call("response_url")
        if fault is not None:
            refused = await apply_before(fault, request)
            if refused is not None:
                self._record(fault.kind)
                return refused
        try:
            url = self._slack.response_urls.check(request.match_info["url"])
            answer(self._slack, url.origin, await arguments(request))
            url.uses += 1
        except SlackError as error:
            self._record(error.code)
            status = 404 if error.code in _GONE else 400
            return web.json_response(error.answer(), status=status)
        self._record(None)
        if fault is not None and fault.kind == "cut_after":
            return cut(request)
        return web.Response(text="ok")

    def _record(self, error: str | None) -> None:
        record = CallRecord("response_url", self._slack.clock(), error is None, error)
        self._slack.state.calls.append(record)
