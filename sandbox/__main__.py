"""``python -m sandbox``: a local Slack, Linear and bot to click on; ends with SIGTERM or Ctrl-C."""

import argparse
import asyncio
import os
import signal
import sys
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.exits import AWAY, BAD_INPUT, USAGE, Parser
from sandbox.folder import Folder, FolderError, Start
from sandbox.roster import ZONE
from sandbox.summary_file import SummaryError, read_summary
from sandbox.town import BotNotReadyError, Town, open_town

DEFAULT_PORT = 8080
_LAST_PORT = 65535


def main() -> int:
    asked = _parser().parse_args()
    try:
        document = read_summary(asked.summary) if asked.summary else None
        return asyncio.run(_run(asked, document))
    except FolderError as error:
        code, said = USAGE, str(error)
    except SummaryError as error:
        code, said = BAD_INPUT, str(error)
    except (BotNotReadyError, OSError) as error:
        code, said = AWAY, str(error)
    sys.stderr.write(f"{said}\n")
    return code


async def _run(asked: argparse.Namespace, document: dict[str, Any] | None) -> int:
    _end_when_told()
    wanted = Start(today=datetime.now(ZoneInfo(ZONE)).date(), document=document)
    print("Starting a local Slack and Linear, things to probe, a store and the bot…", flush=True)
    try:
        async with open_town(
            Folder(asked.folder), wanted, reset=asked.reset, port=asked.port
        ) as town:
            _welcome(town, asked.folder)
            await asyncio.Event().wait()
    except asyncio.CancelledError:
        return 0
    return 0


def _end_when_told() -> None:
    """The first signal ends everything in order; while that goes on, others change nothing."""
    loop = asyncio.get_running_loop()
    running = asyncio.current_task(loop)

    def end() -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, lambda: None)
        if running:
            running.cancel()
        _say_to_whoever_is_left("Ending…")

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, end)


def _say_to_whoever_is_left(text: str) -> None:
    """Who started it may be gone, and the other end of the pipe with them."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _welcome(town: Town, folder: Path) -> None:
    people = [person for person in town.seed.workspace.people if not person.is_bot]
    names = ", ".join(f"{person.real_name} ({person.title})" for person in people)
    print(f"Sandbox ready: {town.origin}/")
    if not town.is_new:
        print(f"It goes on with what is in {folder}; --reset (make sandbox RESET=1) forgets that.")
    print(f"Act as {names}; Ctrl-C ends it.", flush=True)


def _port(text: str) -> int:
    if not text.isdigit() or int(text) > _LAST_PORT:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port from 0 to {_LAST_PORT}")
    return int(text)


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--summary", type=Path, help="fill it from this document")
    parser.add_argument("--reset", action="store_true", help="forget what was there")
    parser.add_argument("--folder", type=Path, default=Path(".sandbox"))
    # a default that is a text is read like what is typed, with the same complaint
    port = os.environ.get("SANDBOX_PORT") or str(DEFAULT_PORT)
    parser.add_argument("--port", type=_port, default=port, help="0: any free one")
    return parser


if __name__ == "__main__":
    sys.exit(main())
