"""Everything that is measured, and what it needs: store, Linear and Slack of this run alone."""

import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sandbox.linear.state import API_KEY
from tests.bench.calls import CONFIG, seed_of
from tests.bench.load import SIGNING_SECRET
from tests.bench.servers import cores, peer, pin, product
from tests.bench.slack_stand_in import SlackStandIn, slack_stand_in
from tests.servers.linear import local_linear
from tests.servers.stores import unix_server, valkey


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The ports of the servers; ``pinned`` says whether they have a core of their own."""

    slack: SlackStandIn
    bolt: int
    trip: int
    product: int
    pinned: bool


@asynccontextmanager
async def open_ground(folder: Path) -> AsyncIterator[Ground]:
    pair = cores()
    server, load = pair or (None, None)
    pin(os.getpid(), load)  # the store inherits it
    config = folder / "blockers.yml"
    config.write_text(CONFIG, encoding="utf-8")
    today = datetime.now(UTC).date()  # noqa: TID251 - a real bot, on the real clock
    async with AsyncExitStack() as stack:
        store = stack.enter_context(unix_server(valkey(), folder))
        linear = await stack.enter_async_context(local_linear(seed_of(today)))
        slack = await stack.enter_async_context(slack_stand_in())
        environment = {
            "SLACK_BOT_TOKEN": "xoxb-bench",
            "SLACK_SIGNING_SECRET": SIGNING_SECRET,
            "SLACK_API_URL": f"{slack.origin}/api/",
            "LINEAR_API_KEY": API_KEY,
            "LINEAR_API_URL": linear.url,
            "BLOCKERS_CONFIG": str(config),
            "REDIS_URL": store.url,
            "PORT": "0",
        }
        bolt = peer("tests.bench.bare_bolt", core=server)
        trip = peer("tests.bench.one_round_trip", store.url, core=server)
        yield Ground(
            slack=slack,
            bolt=await stack.enter_async_context(bolt),
            trip=await stack.enter_async_context(trip),
            product=await stack.enter_async_context(product(environment, server)),
            pinned=pair is not None,
        )
