"""Reads a summary by what the product itself makes of it: ``import --dry-run --json``."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).parent.parent


class SummaryError(ValueError):
    """The summary cannot be used; the message says where and why, as the bot does."""


def read_summary(path: Path) -> dict[str, Any]:
    """Raises SummaryError. What is torn by merge marks is refused, as by any other import."""
    ran = subprocess.run(  # noqa: S603 - our own interpreter and module
        [sys.executable, "-m", "bot", "import", str(path.resolve()), "--dry-run", "--json"],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode:
        raise SummaryError(ran.stderr.strip() or f"{path}:1: the bot could not read it")
    document: dict[str, Any] = json.loads(ran.stdout)
    torn = document.get("conflict_lines") or []
    if torn:
        named = ", ".join(str(line) for line in torn)
        raise SummaryError(
            f"{path.resolve()}:{torn[0]}: a resolved document was expected;"
            f" merge marks stand on lines {named}"
        )
    return document
