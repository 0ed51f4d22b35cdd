"""``python -m sandbox``: a local Slack, Linear and bot to click on; ends with SIGTERM or Ctrl-C."""

import argparse
import asyncio
import json
import os
import signal
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.folder import Folder, Start
from sandbox.town import BotNotReadyError, open_town

DEFAULT_PORT = 8080
BAD_INPUT = 65
AWAY = 69
ROOT = Path(__file__).parent.parent
TEAM_ZONE = ZoneInfo("America/New_York")
"""Where the sample team and its digests live; its dates count from their day."""


class SummaryError(ValueError):
    """The summary could not be read; the message is the bot's own."""


def main() -> int:
    asked = _parser().parse_args()
    try:
        document = read_summary(asked.summary) if asked.summary else None
        return asyncio.run(_run(asked, document))
    except SummaryError as error:
        sys.stderr.write(f"{error}\n")
        return BAD_INPUT
    except BotNotReadyError as error:
        sys.stderr.write(f"{error}\n")
        return AWAY


async def _run(asked: argparse.Namespace, document: dict[str, Any] | None) -> int:
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    wanted = Start(today=datetime.now(TEAM_ZONE).date(), document=document)
    print("Starting a local Slack and Linear, things to probe, a store and the bot…", flush=True)
    async with open_town(Folder(asked.folder), wanted, reset=asked.reset, port=asked.port) as town:
        print(f"Sandbox ready: {town.slack.origin}/", flush=True)
        print("Act as Alice (lead), Bob (owner) or Charlie; Ctrl-C ends it.", flush=True)
        await ended.wait()
        print("Ending…", flush=True)
    return 0


def read_summary(path: Path) -> dict[str, Any]:
    """What the product itself makes of a document: ``import --dry-run --json``."""
    ran = subprocess.run(  # noqa: S603 - our own interpreter and module
        [sys.executable, "-m", "bot", "import", str(path.resolve()), "--dry-run", "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode:
        raise SummaryError(ran.stderr.strip() or f"the bot could not read {path}")
    document: dict[str, Any] = json.loads(ran.stdout)
    return document


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--summary", type=Path, help="fill it from this document")
    parser.add_argument("--reset", action="store_true", help="forget what was there")
    parser.add_argument("--folder", type=Path, default=Path(".sandbox"))
    port = int(os.environ.get("SANDBOX_PORT", str(DEFAULT_PORT)))
    parser.add_argument("--port", type=int, default=port, help="0: any free one")
    return parser


if __name__ == "__main__":
    sys.exit(main())
