"""The second peer: aiohttp, the signature, the parse, one round trip to the store, no more.

A command costs one pipeline of ten reads, a press one script that ticks and keeps an audit.
"""

import hashlib
import hmac
import json
import sys
import time
from urllib.parse import parse_qsl

from aiohttp import web
from redis.asyncio import Redis

from tests.bench.load import SIGNING_SECRET

WINDOW = 300
READS = 10
TICK = """
local state = redis.call('HGET', KEYS[1], 'state')
if state == ARGV[1] then return 'already' end
redis.call('HSET', KEYS[1], 'state', ARGV[1], 'by', ARGV[2])
redis.call('XADD', KEYS[2], '*', 'to', ARGV[1], 'by', ARGV[2])
return 'ticked'
"""


class Bare:
    def __init__(self, store: Redis) -> None:
        self._store = store
        self._tick = store.register_script(TICK)

    async def take(self, request: web.Request) -> web.Response:
        raw = await request.read()
        if not _is_signed(request, raw):
            return web.Response(status=401)
        form = dict(parse_qsl(raw.decode(), keep_blank_values=True))
        if "payload" in form:
            await self._press(json.loads(form["payload"]))
        else:
            await self._command(form)
        return web.Response()

    async def _command(self, form: dict[str, str]) -> None:
        async with self._store.pipeline(transaction=False) as pipe:
            for number in range(READS):
                pipe.get(f"{form['user_id']}:{number}")
            await pipe.execute()

    async def _press(self, payload: dict[str, list[dict[str, str]]]) -> None:
        value = json.loads(payload["actions"][0]["value"])
        await self._tick(keys=[f"bare:{value['i']}", "bare:audit"], args=[value["t"], "U0ALICE"])


def _is_signed(request: web.Request, raw: bytes) -> bool:
    stamp = request.headers["X-Slack-Request-Timestamp"]
    mac = hmac.new(
        SIGNING_SECRET.encode(), b"v0:" + stamp.encode() + b":" + raw, hashlib.sha256
    ).hexdigest()
    fresh = abs(time.time() - int(stamp)) <= WINDOW
    return fresh and hmac.compare_digest("v0=" + mac, request.headers["X-Slack-Signature"])


def main() -> None:
    port, url = int(sys.argv[1]), sys.argv[2]
    app = web.Application()
    app.router.add_post("/slack/events", Bare(Redis.from_url(url)).take)
    web.run_app(app, host="127.0.0.1", port=port, access_log=None)


if __name__ == "__main__":
    main()
