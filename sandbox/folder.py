"""The sandbox's own folder: what it was seeded with, the bot's files, and its address."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

FORMAT = 1


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

    def open(self, wanted: Start, *, reset: bool) -> tuple[Start, bool]:
        """The start to seed from, and whether it is a new one."""
        kept = None if reset else self._kept()
        if kept is not None and (wanted.document is None or wanted.document == kept.document):
            return kept, False
        if self.path.exists():
            shutil.rmtree(self.path)
        self.path.mkdir(parents=True)
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

    def _kept(self) -> Start | None:
        try:
            kept = json.loads(self._start.read_text(encoding="utf-8"))
            if kept["format"] != FORMAT:
                return None
            return Start(today=date.fromisoformat(kept["today"]), document=kept["document"])
        except (OSError, ValueError, KeyError, TypeError):
            return None
