"""A document from a file, a pipe or the standard input: no more of it is read than is taken."""

import os
import select
import stat
from pathlib import Path
from typing import BinaryIO

from bot.bootstrap.commands import BadInputError
from bot.slack.files import MOST_BYTES

STANDARD_INPUT = Path("-")
PATIENCE = 5.0
"""Seconds that a pipe may wait for somebody who writes into it."""


def read_document(file: Path) -> bytes:
    """At most MOST_BYTES; ``-`` is the standard input. Raises BadInputError."""
    try:
        with _open(file) as source:
            content = source.read(MOST_BYTES + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        raise BadInputError(f"{file}:1: cannot be read: {reason}") from error
    if len(content) > MOST_BYTES:
        raise BadInputError(
            f"{file}:1: too large: a document of at most 1 MB ({MOST_BYTES:,} bytes) was expected"
        )
    return content


def _open(file: Path) -> BinaryIO:
    if file == STANDARD_INPUT:
        return open(0, "rb", closefd=False)
    return open(file, "rb", opener=_opened)


def _opened(path: str, flags: int) -> int:
    """Opening a pipe would wait for its writer without end. Raises OSError."""
    descriptor = os.open(path, flags | os.O_NONBLOCK)
    if stat.S_ISFIFO(os.fstat(descriptor).st_mode):
        ready, _, _ = select.select([descriptor], [], [], PATIENCE)
        if not ready:
            os.close(descriptor)
            raise TimeoutError(f"nobody wrote into this pipe for {PATIENCE:g} seconds")
    os.set_blocking(descriptor, True)
    return descriptor
