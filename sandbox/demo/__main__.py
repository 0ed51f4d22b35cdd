"""``python -m sandbox.demo``: exit 0 only if every step of the tour held."""

import asyncio
import sys
import tempfile
import time
from pathlib import Path

import aiohttp

from sandbox.demo.cast import cast_of
from sandbox.demo.process import SandboxEndedError, running_sandbox
from sandbox.demo.tour import Tour
from sandbox.demo.visitor import NothingSeenError, Visitor
from sandbox.exits import BAD_INPUT, Parser
from sandbox.summary_file import SummaryError, read_summary


class Printer:
    """Numbers the steps."""

    def __init__(self) -> None:
        self.steps = 0

    def show(self, title: str, lines: list[str]) -> None:
        self.steps += 1
        print(f"\n{self.steps}. {title}")
        for line in lines:
            print(f"   │ {line}")
        sys.stdout.flush()


async def _run(summary: Path | None) -> int:
    begun = time.monotonic()
    printer = Printer()
    print("Starting a local Slack and Linear, things to probe, a store and the bot…", flush=True)
    with tempfile.TemporaryDirectory(prefix="blockers-demo-") as name:
        folder = Path(name) / "sandbox"
        try:
            async with running_sandbox(folder, summary) as origin, aiohttp.ClientSession() as web:
                visitor = Visitor(origin, web)
                cast = cast_of(await visitor.state(), folder / "blockers.yml")
                await Tour(visitor, cast, printer.show).take()
        except (NothingSeenError, SandboxEndedError, aiohttp.ClientError) as error:
            print(f"\n✗ After step {printer.steps}: {error}", file=sys.stderr)
            return 1
    print(f"\n✓ Every step held ({time.monotonic() - begun:.0f} s). Click on it: make sandbox")
    return 0


def main() -> int:
    parser = Parser(prog="python -m sandbox.demo", description=__doc__)
    parser.add_argument("--summary", type=Path, help="take the tour on this document")
    summary = parser.parse_args().summary
    try:
        if summary:
            read_summary(summary)  # what cannot be used is told before anything starts
    except SummaryError as error:
        print(error, file=sys.stderr)
        return BAD_INPUT
    return asyncio.run(_run(summary.resolve() if summary else None))


if __name__ == "__main__":
    sys.exit(main())
