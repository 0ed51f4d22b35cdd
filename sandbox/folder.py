"""The sandbox's own folder: what it was seeded with, the bot's files, and its address."""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

FORMAT = 1


class FolderError(RuntimeError):
    """The folder is not one to use; the message says why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """The day and the document it was filled from; ``document`` is None for the sample team."""

    today: date
    document: Mapping[str, Any] | None = None


class Folder:
    """``.sandbox`` by default; kept until a reset, or until another summary is given."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.config = path / "blockers.yml"
        self.bot_data = path / "store"
        self.bot_log = path / "bot.log"
        self._start = path / "start.json"
        self._slack = path / "slack.json"
        self._lock = path / "lock"

    @contextmanager
    def held(self) -> Iterator[None]:
        """For this process alone: two bots on one store would answer each other's presses.

        Raises FolderError. The kernel lets go of the lock however the process ends.
        """
        self._check()
        self.path.mkdir(parents=True, exist_ok=True)
        lock = os.open(self._lock, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            who = os.read(lock, 200).decode(errors="replace").strip()
            os.close(lock)
            raise FolderError(
                f"Another sandbox uses {self.path} already{who and f' ({who})'}."
                " End it first, or give this one its own with --folder."
            ) from None
        try:
            self._say(lock, f"process {os.getpid()}")
            yield
        finally:
            self._say(lock, "")
            os.close(lock)

    def say_address(self, origin: str) -> None:
        """For the one who starts a second sandbox and only wants the first one's page."""
        with self._lock.open("r+b") as lock:
            self._say(lock.fileno(), f"process {os.getpid()}, {origin}/")

    def open(self, wanted: Start, *, reset: bool) -> tuple[Start, bool]:
        """The start to seed from, and whether it is a new one."""
        kept = None if reset else self._kept()
        if kept is not None and (wanted.document is None or wanted.document == kept.document):
            return kept, False
        self._clear()
        document = dict(wanted.document) if wanted.document is not None else None
        text = {"format": FORMAT, "today": wanted.today.isoformat(), "document": document}
        self._start.write_text(json.dumps(text), encoding="utf-8")
        return wanted, True

    def load_slack(self) -> dict[str, Any] | None:
        try:
            loaded = json.loads(self._slack.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return loaded if isinstance(loaded, dict) else None

    def save_slack(self, dumped: Mapping[str, Any]) -> None:
        """Written beside and moved, so that a crash in between leaves the old one whole."""
        fresh = self._slack.with_suffix(".new")
        fresh.write_text(json.dumps(dumped), encoding="utf-8")
        fresh.replace(self._slack)

    def _check(self) -> None:
        """Only what a sandbox has made may be deleted by one."""
        if not self.path.exists():
            return
        if not self.path.is_dir():
            raise FolderError(f"{self.path} is not a folder. Choose another with --folder.")
        others = [one.name for one in self.path.iterdir() if one.name != self._lock.name]
        if others and not self._start.exists():
            raise FolderError(
                f"{self.path} holds other things ({others[0]}) and is no sandbox's folder."
                " Choose an empty or a new one with --folder."
            )

    def _clear(self) -> None:
        """The sign that this is a sandbox's folder goes last."""
        for one in self.path.iterdir():
            if one in {self._lock, self._start}:
                continue
            if one.is_dir() and not one.is_symlink():
                shutil.rmtree(one)
            else:
                one.unlink()
        self._start.unlink(missing_ok=True)

    @staticmethod
    def _say(lock: int, who: str) -> None:
        os.truncate(lock, 0)
        os.pwrite(lock, who.encode(), 0)

    def _kept(self) -> Start | None:
        try:
            kept = json.loads(self._start.read_text(encoding="utf-8"))
            if kept["format"] != FORMAT:
                return None
            return Start(today=date.fromisoformat(kept["today"]), document=kept["document"])
        except (OSError, ValueError, KeyError, TypeError):
            return None
