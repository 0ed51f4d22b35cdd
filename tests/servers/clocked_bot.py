"""The bot as a process, told by a file what time it is (``CLOCK_FILE``)."""

import asyncio
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from bot.bootstrap.commands import serve


class FileClock:
    """Whoever writes the file replaces it whole, so that no reader sees half a time."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def now(self) -> datetime:
        return datetime.fromtimestamp(float(self._path.read_text()), UTC)


if __name__ == "__main__":
    clock = FileClock(Path(os.environ["CLOCK_FILE"]))  # noqa: TID251 - no setting of the product
    sys.exit(asyncio.run(serve(clock)))
