"""Compare what is drawn with what was looked at before. `BLOCKERS_REDRAW=1` writes them anew."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.unit.render.slack_limits import plain

FOLDER = Path(__file__).parent / "snapshots"
REDRAW = "BLOCKERS_REDRAW"


def matches_snapshot(name: str, drawn: Mapping[str, Any]) -> bool:
    """False also where there is no snapshot yet."""
    path = FOLDER / f"{name}.json"
    now = plain([drawn])[0]
    if os.environ.get(REDRAW):  # noqa: TID251 - a switch of the test run, not of the product
        text = json.dumps(now, indent=2, ensure_ascii=False, sort_keys=True)
        path.write_text(text + "\n", encoding="utf-8")
    return path.is_file() and json.loads(path.read_text(encoding="utf-8")) == now
