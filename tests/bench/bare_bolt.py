"""The first peer: one Bolt listener that does nothing but acknowledge, in Bolt's default mode."""

import sys

from aiohttp import web
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck

from tests.bench.load import SIGNING_SECRET


async def _authorize() -> AuthorizeResult:
    return AuthorizeResult(
        enterprise_id=None, team_id="T0SANDBOX", bot_user_id="U0BOT", bot_token="xoxb-bench"
    )


async def _acknowledge(ack: AsyncAck) -> None:
    await ack()


def main() -> None:
    app = AsyncApp(signing_secret=SIGNING_SECRET, authorize=_authorize)
    app.command("/blockers")(_acknowledge)
    port = int(sys.argv[1])
    server = app.server(port=port, path="/slack/events", host="127.0.0.1")
    web.run_app(server.web_app, host="127.0.0.1", port=port, access_log=None)


if __name__ == "__main__":
    main()
