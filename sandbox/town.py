"""Everything on one machine: local Slack, local Linear, targets, and the bot that meets them."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sandbox.bot_process import BotProcess
from sandbox.examples import examples_for
from sandbox.folder import Folder, Start
from sandbox.linear.app import linear_app
from sandbox.linear.state import LinearState
from sandbox.linear.webhooks import Subscription
from sandbox.panel import Controlled, SandboxPanel
from sandbox.sample import sample_seed
from sandbox.seed import Seed
from sandbox.server import HOST, Around, SlackSandbox
from sandbox.slack.socket_mode import SocketMode
from sandbox.slack.state import StateVersionError
from sandbox.standups import Standups, follow_targets
from sandbox.summary_seed import seed_from_summary
from sandbox.targets.targets import Targets

READY_SECONDS = 30.0
SAVE_SECONDS = 0.5
LINEAR_KEY = "lin_api_sandbox"
WEBHOOK_SECRET = "lin_wh_sandbox"  # noqa: S105 - no secret: it opens nothing but the sandbox
PORTS_TRIED = 20
_LAST_PORT = 65535


class BotNotReadyError(RuntimeError):
    """The bot did not connect; the message holds the end of its log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """``is_new`` says whether it was just filled; else it goes on with what was kept."""

    origin: str
    seed: Seed
    is_new: bool


@asynccontextmanager
async def open_town(
    folder: Folder, wanted: Start, *, reset: bool, port: int
) -> AsyncIterator[Town]:
    """``port`` is where the page is, or the next free one.

    Raises BotNotReadyError, FolderError.
    """
    with folder.held():
        start, is_new = folder.open(wanted, reset=reset)
        targets = Targets(folder.path, datetime.now(UTC))
        await targets.start()
        try:
            seed = _seed(start, targets)
            if is_new:
                folder.config.write_text(seed.config_yaml, encoding="utf-8")
            else:
                follow_targets(folder.config, seed.config_yaml)
            async with _living(folder, seed, targets, port) as slack:
                yield Town(origin=slack.origin, seed=seed, is_new=is_new)
        finally:
            await targets.stop()


def _seed(start: Start, targets: Targets) -> Seed:
    if start.document is None:
        return sample_seed(start.today, targets.addresses)
    return seed_from_summary(start.document, start.today, targets.addresses)


@asynccontextmanager
async def _living(
    folder: Folder, seed: Seed, targets: Targets, port: int
) -> AsyncIterator[SlackSandbox]:
    panel = SandboxPanel(targets, examples_for(seed.linear))
    slack = await _listen(seed, panel, port, targets.bot_port)
    try:
        folder.say_address(slack.origin)
        _restore(folder, slack)
        async with (
            _beside(_save_changes(folder, slack), _show_connections(slack)),
            _with_bot(folder, slack, panel, targets),
        ):
            yield slack
    finally:
        folder.save_slack(slack.state.dump())
        await slack.stop()


async def _listen(seed: Seed, panel: SandboxPanel, port: int, bot_port: int) -> SlackSandbox:
    """The wanted port, else the next ones, else any free one."""
    linear = LinearState(seed.linear, lambda: datetime.now(UTC))
    linear.webhooks.subscription = Subscription(
        url=f"http://{HOST}:{bot_port}/linear/webhook", secret=WEBHOOK_SECRET
    )
    wanted = range(port, min(port + PORTS_TRIED, _LAST_PORT + 1)) if port else ()
    for candidate in (*wanted, 0):
        slack = SlackSandbox(
            seed,
            around=Around(
                port=candidate,
                panel=panel,
                mounts={"/linear": linear_app(linear)},
                faults={"linear": linear.faults, "linear-webhooks": linear.webhooks.faults},
            ),
        )
        try:
            await slack.start()
        except OSError:
            await slack.stop()
            continue
        return slack
    raise OSError("no port is free")


@asynccontextmanager
async def _with_bot(
    folder: Folder, slack: SlackSandbox, panel: SandboxPanel, targets: Targets
) -> AsyncIterator[None]:
    bot = BotProcess(
        _environment(folder, slack.origin) | targets.environment, folder.bot_log, panel.note
    )
    panel.attach(
        Controlled(
            slack=slack.core,
            bot=bot,
            standups=Standups(slack.core, folder.config),
            changed=slack.panel_changed,
        )
    )
    try:
        await bot.start()
        await _connected(slack.core.socket_mode, bot)
        yield
    finally:
        await bot.stop()


def _environment(folder: Folder, origin: str) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": "xoxb-sandbox",
        "SLACK_APP_TOKEN": "xapp-sandbox",
        "SLACK_API_URL": f"{origin}/api/",
        "LINEAR_API_KEY": LINEAR_KEY,
        "LINEAR_API_URL": f"{origin}/linear/graphql",
        "LINEAR_WEBHOOK_SECRET": WEBHOOK_SECRET,
        "BLOCKERS_CONFIG": str(folder.config.resolve()),
        "BLOCKERS_DATA_DIR": str(folder.bot_data.resolve()),
        "LOG_LEVEL": "INFO",
    }


def _restore(folder: Folder, slack: SlackSandbox) -> None:
    kept = folder.load_slack()
    if kept is None:
        return
    try:
        slack.state.restore(kept)
    except StateVersionError:
        return


async def _connected(socket_mode: SocketMode, bot: BotProcess) -> None:
    """Return once the bot is there; BotNotReadyError where it ends, or does not come."""
    loop = asyncio.get_running_loop()
    waits = [
        loop.create_task(socket_mode.until(lambda mode: mode.connections > 0)),
        loop.create_task(bot.failed.wait()),
    ]
    try:
        await asyncio.wait(waits, timeout=READY_SECONDS, return_when=asyncio.FIRST_COMPLETED)
    finally:
        await _end(waits)
    if socket_mode.connections == 0:
        raise BotNotReadyError("\n".join(["The bot did not start:", *bot.last_words(10)]))


async def _save_changes(folder: Folder, slack: SlackSandbox) -> None:
    """Keep what the page shows, at most twice a second."""
    dirty = asyncio.Event()
    slack.state.changed = dirty.set
    while True:
        await dirty.wait()
        dirty.clear()
        folder.save_slack(slack.state.dump())
        await asyncio.sleep(SAVE_SECONDS)


async def _show_connections(slack: SlackSandbox) -> None:
    """A bot that runs but is not connected yet cannot answer: the panel tells them apart."""
    socket_mode = slack.core.socket_mode
    seen = -1

    def has_moved(mode: SocketMode) -> bool:
        return mode.connections != seen

    while True:
        await socket_mode.until(has_moved)
        seen = socket_mode.connections
        slack.panel_changed()


@asynccontextmanager
async def _beside(*works: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    tasks = [asyncio.get_running_loop().create_task(work) for work in works]
    try:
        yield
    finally:
        await _end(tasks)


async def _end(tasks: list[asyncio.Task[Any]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
