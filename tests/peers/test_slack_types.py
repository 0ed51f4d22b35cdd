"""Every kind of message and view, as last looked at, type-checks against Slack's own types."""

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SNAPSHOTS = ROOT / "tests" / "unit" / "render" / "snapshots"
TSC = ROOT / "node_modules" / "typescript" / "bin" / "tsc"
STRICT = ("--noEmit", "--strict", "--target", "es2022", "--module", "nodenext")


def declaration(name: str, drawn: Mapping[str, Any]) -> str:
    kind = "View" if "type" in drawn else "Message"
    return f"export const {name}: {kind} = {json.dumps(drawn)};\n"


async def faults_of(source: str, folder: Path) -> list[str]:
    """What tsc says, a line each."""
    path = folder / "drawn.ts"
    path.write_text(
        "import type { KnownBlock, View } from '@slack/types';\n"
        "type Message = { text: string; blocks: KnownBlock[] };\n" + source,
        encoding="utf-8",
    )
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    process = await asyncio.create_subprocess_exec(
        "node", str(TSC), *STRICT, str(path), cwd=folder, stdout=asyncio.subprocess.PIPE
    )
    said, _ = await process.communicate()
    lines = said.decode().splitlines()
    assert bool(lines) == (process.returncode != 0)
    return lines


async def test_every_message_and_view_is_of_slacks_types(tmp_path: Path) -> None:
    snapshots = sorted(SNAPSHOTS.glob("*.json"))
    assert len(snapshots) > 10
    source = "".join(
        declaration(path.stem, json.loads(path.read_text(encoding="utf-8"))) for path in snapshots
    )
    assert await faults_of(source, tmp_path) == []


@pytest.mark.parametrize(
    ("name", "drawn"),
    [
        ("unknown_block", {"text": "a", "blocks": [{"type": "sections"}]}),
        (
            "marks_on_a_button",
            {
                "text": "a",
                "blocks": [
                    {
                        "type": "actions",
                        "elements": [{"type": "button", "text": {"type": "mrkdwn", "text": "x"}}],
                    }
                ],
            },
        ),
        ("modal_without_title", {"type": "modal", "blocks": []}),
    ],
)
async def test_what_is_not_of_slacks_types_is_found(
    name: str, drawn: Mapping[str, Any], tmp_path: Path
) -> None:
    (fault, *_) = await faults_of(declaration(name, drawn), tmp_path)
    assert fault.startswith("drawn.ts(3,")
    assert name in fault or "is not assignable" in fault
