"""``python -m bot [run|doctor|digest|export|import]``; what goes wrong is one human line."""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NoReturn

from bot.bootstrap import commands, imports
from bot.domain.document import UnreadableSummaryError
from bot.ports import ConfigurationError, PostRefusedError, UnavailableError

USAGE = 64
BAD_INPUT = 65
AWAY = 69
CONFIGURATION = 78


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Exit as sysexits says; argparse's own code is 2."""
        self.print_usage(sys.stderr)
        self.exit(USAGE, f"{self.prog}: {message}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code after sysexits: 0, 64 usage, 65 bad input, 69 away, 78 configuration."""
    asked = _parser().parse_args(arguments)
    try:
        return _run(asked)
    except ConfigurationError as error:
        return _fail(str(error), CONFIGURATION)
    except commands.BadInputError as error:
        return _fail(str(error), BAD_INPUT)
    except UnreadableSummaryError as error:
        return _fail(f"{asked.file}:{error.line}: {error.expected}", BAD_INPUT)
    except UnavailableError as error:
        reason = error.reason.rstrip(".")
        return _fail(f"{error.what} is away: {reason}. Is it running?", AWAY)
    except PostRefusedError as error:
        return _fail(f"Slack took no message: {error.code} in {error.channel}", AWAY)


def _run(asked: argparse.Namespace) -> int:
    match asked.command:
        case "doctor":
            return asyncio.run(commands.examine())
        case "digest":
            return asyncio.run(commands.show_digest(asked.channel, post=asked.post))
        case "export":
            return asyncio.run(commands.write_export(asked.milestone))
        case "import":
            return _import(asked)
        case _:
            return asyncio.run(commands.serve())


def _import(asked: argparse.Namespace) -> int:
    if asked.dry_run:
        return imports.preview_import(asked.file, as_json=asked.json, today=asked.today)
    applying = imports.apply_import(
        asked.file, asked.milestone, as_json=asked.json, today=asked.today
    )
    return asyncio.run(applying)


def _fail(message: str, code: int) -> int:
    sys.stderr.write(message.rstrip() + "\n")
    return code


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m bot", description="Keep the blocking issues summary alive.")
    commands_of = parser.add_subparsers(dest="command", parser_class=_Parser, metavar="COMMAND")
    commands_of.add_parser("run", help="run the bot (what happens without a command)")
    commands_of.add_parser("doctor", help="what is wrong here, each with its fix; 1 if anything is")
    digest = commands_of.add_parser("digest", help="print what a channel's digest would say now")
    digest.add_argument("--channel", required=True, help="the channel's Slack id")
    digest.add_argument("--post", action="store_true", help="post it, marked as posted by hand")
    export = commands_of.add_parser("export", help="print a milestone's summary document")
    export.add_argument("milestone", metavar="MILESTONE", help="its key in blockers.yml")
    read = commands_of.add_parser("import", help="read a summary document and store it")
    read.add_argument("file", type=Path, metavar="FILE", help="at most 1 MB; - is standard input")
    read.add_argument(
        "--dry-run",
        action="store_true",
        help="show what was understood and store nothing; needs no server and no settings",
    )
    read.add_argument("--milestone", metavar="KEY", help="whose it is, where there are several")
    read.add_argument("--json", action="store_true", help="as JSON")
    read.add_argument("--today", type=_day, metavar="DATE", help="read as on that day (YYYY-MM-DD)")
    return parser


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date such as 2026-11-25") from None


if __name__ == "__main__":
    sys.exit(main())
