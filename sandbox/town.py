"""Everything on one machine: local Slack, local Linear, targets, and the bot that meets them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from sandbox.bot_process import BotProcess
from sandbox.folder import Folder, Start
from sandbox.linear.app import linear_app
from sandbox.linear.state import LinearState
from sandbox.panel import SandboxPanel
from sandbox.sample import sample_seed
from sandbox.seed import Seed
from sandbox.server import Around, SlackSandbox
from sandbox.slack.state import StateVersionError
from sandbox.standups import Standups, follow_targets
from sandbox.summary_seed import seed_from_summary
from sandbox.targets.targets import Targets

READY_SECONDS = 30.0
LOOK_SECONDS = 0.05
SAVE_SECONDS = 0.5
LINEAR_KEY = "lin_api_sandbox"


class BotNotReadyError(RuntimeError):
    """The bot did not connect; the message holds the end of its log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    slack: SlackSandbox
    linear: LinearState
    bot: BotProcess
    folder: Folder


@asynccontextmanager
async def open_town(
    folder: Folder, wanted: Start, *, reset: bool, port: int
) -> AsyncIterator[Town]:
    """``port`` is where the page is, or the next free one. Raises BotNotReadyError."""
    start, is_new = folder.open(wanted, reset=reset)
    targets = Targets(folder.path, datetime.now(UTC))
    await targets.start()
    try:
        seed = _seed(start, targets)
        if is_new:
            folder.config.write_text(seed.config_yaml, encoding="utf-8")
        else:
            follow_targets(folder.config, seed.config_yaml)
        async with _living(folder, seed, targets, port) as town:
            yield town
    finally:
        await targets.stop()


def _seed(start: Start, targets: Targets) -> Seed:
    if start.document is None:
        return sample_seed(start.today, targets.addresses)
    return seed_from_summary(start.document, start.today, targets.addresses)


@asynccontextmanager
async def _living(folder: Folder, seed: Seed, targets: Targets, port: int) -> AsyncIterator[Town]:
    linear = LinearState(seed.linear, lambda: datetime.now(UTC))
    panel = SandboxPanel(targets)
    slack = await _listen(seed, panel, linear, port)
    bot = BotProcess(_environment(folder, slack.origin), folder.bot_log, slack.panel_changed)
    panel.attach(bot, Standups(slack.core, folder.config), slack.panel_changed)
    saver = asyncio.get_running_loop().create_task(_save_changes(folder, slack))
    try:
        _restore(folder, slack)
        await bot.start()
        await _connected(slack, bot)
        yield Town(slack=slack, linear=linear, bot=bot, folder=folder)
    finally:
        await bot.stop()
        saver.cancel()
        await asyncio.wait([saver])
        folder.save_slack(slack.state.dump())
        await slack.stop()


async def _listen(seed: Seed, panel: SandboxPanel, linear: LinearState, port: int) -> SlackSandbox:
    """The wanted port, else the next ones, else any free one."""
    for candidate in (*range(port, port + 20), 0) if port else (0,):
        slack = SlackSandbox(
            seed,
            around=Around(
                port=candidate,
                panel=panel,
                mounts={"/linear": linear_app(linear)},
                faults={"linear": linear.faults},
            ),
        )
        try:
            await slack.start()
        except OSError:
            await slack.stop()
            continue
        return slack
    raise OSError("no port is free")


def _environment(folder: Folder, origin: str) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": "xoxb-sandbox",
        "SLACK_APP_TOKEN": "xapp-sandbox",
        "SLACK_API_URL": f"{origin}/api/",
        "LINEAR_API_KEY": LINEAR_KEY,
        "LINEAR_API_URL": f"{origin}/linear/graphql",
        "BLOCKERS_CONFIG": str(folder.config.resolve()),
        "BLOCKERS_DATA_DIR": str(folder.bot_data.resolve()),
        "PORT": "0",
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


async def _connected(slack: SlackSandbox, bot: BotProcess) -> None:
    try:
        async with asyncio.timeout(READY_SECONDS):
            while slack.core.socket_mode.connections == 0:
                if bot.trouble:
                    break
                await asyncio.sleep(LOOK_SECONDS)
            else:
                return
    except TimeoutError:
        pass
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
