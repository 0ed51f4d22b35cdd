"""`python -m bot import` and `export` as processes: what they print, keep, and exit with."""

import asyncio
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from sandbox.server import SlackSandbox
from tests.servers.bot_process import ROOT
from tests.servers.slack import INSTALLATION, slack_sandbox

pytest_plugins = ("tests.servers.store_fixtures",)
__all__ = ["slack_sandbox"]

ONE = """# Blockers

**Date:** November 17, 2026

### 1. AB-1: Order the certificate
- **Status:** IN PROGRESS
- **Owner:** Bob

**What's needed:**
- ✅ Compare the offers
- 🔴 Sign the contract
"""
SAME = "Nothing to change in prod: everything stands as the document says.\n"
CONFIG = """version: 1
leads: [U0ALICE]
milestones:
  - {key: prod, name: Production, prefix: PROD}
"""
TWO = CONFIG + "  - {key: steady, name: Steady, prefix: ST}\n"
MARKS = ONE.replace("- **Owner:** Bob\n", "<<<<<<< a\n- **Owner:** Bob\n=======\n>>>>>>> b\n")


@dataclass(frozen=True, slots=True)
class Ended:
    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Shell:
    folder: Path
    environment: dict[str, str]

    async def run(self, *words: str, given: bytes = b"", **changed: str) -> Ended:
        """``given`` is what its standard input holds."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            *words,
            cwd=ROOT,
            env={"PATH": os.defpath, **self.environment, **changed},
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await process.communicate(given)
        return Ended(process.returncode or 0, out.decode(), err.decode())

    def write(self, name: str, text: str) -> str:
        place = self.folder / name
        place.write_text(text)
        return str(place)


@pytest.fixture
def shell(slack_sandbox: SlackSandbox, short_folder: Path, request: pytest.FixtureRequest) -> Shell:
    folder = short_folder / f"c{abs(hash(request.node.name)) % 10**8}"
    folder.mkdir()
    environment = {
        "SLACK_BOT_TOKEN": INSTALLATION.bot_token,
        "SLACK_APP_TOKEN": "xapp-sandbox",
        "SLACK_API_URL": slack_sandbox.api_url,
        "BLOCKERS_CONFIG": str(folder / "blockers.yml"),
        "BLOCKERS_DATA_DIR": str(folder / "data"),
    }
    shell = Shell(folder, environment)
    shell.write("blockers.yml", CONFIG)
    return shell


async def test_document_goes_in_once_and_comes_out_the_same(shell: Shell) -> None:
    file = shell.write("summary.md", ONE)
    first = await shell.run("import", file)
    assert (first.code, first.err) == (0, "")
    assert "    5  AB-1 Order the certificate" in first.out
    assert "AB-1 Order the certificate: new\n  added, in progress\n" in first.out
    assert first.out.endswith("Stored in prod: 1 new.\n")
    again = await shell.run("import", file)
    assert again.out.endswith(
        "Nothing to change in prod: everything stands as the document says.\n"
    )
    exported = await shell.run("export", "prod")
    assert (exported.code, exported.err) == (0, "")
    assert "### 1. AB-1: Order the certificate\n- **Status:** 🟡 IN PROGRESS\n" in exported.out
    assert "- ✅ Compare the offers\n- 🔴 Sign the contract\n" in exported.out
    back = await shell.run(
        "import", shell.write("exported.md", exported.out), "--milestone", "prod"
    )
    assert back.out.endswith(SAME)
    assert (await shell.run("export", "prod")).out == exported.out


async def test_json_tells_what_was_stored(shell: Shell) -> None:
    ended = await shell.run("import", shell.write("s.md", ONE), "--json")
    told = json.loads(ended.out)
    assert told["blockers"][0]["id"] == "AB-1"
    assert told["stored"] == {
        "milestone": "prod",
        "changed": True,
        "blockers": [
            {
                "name": "AB-1 Order the certificate",
                "fate": "new",
                "changes": [
                    "added, in progress",
                    "added “Compare the offers”, done",
                    "added “Sign the contract”",
                ],
                "kept": [],
            }
        ],
        "scorecard": [],
        "missing": [],
    }


async def test_merge_marks_are_shown_and_not_stored(shell: Shell) -> None:
    file = shell.write("torn.md", MARKS)
    ended = await shell.run("import", file)
    assert ended.code == 65
    assert "AB-1 Order the certificate" in ended.out
    assert ended.err.startswith(f"{file}:7: a resolved document was expected; merge marks stand on")
    assert "AB-1" not in (await shell.run("export", "prod")).out


async def test_bad_input_says_what_was_expected(shell: Shell) -> None:
    prose = shell.write("prose.md", "Just prose.\n")
    one = shell.write("one.md", ONE)
    for words, expected in (
        (("import", prose), f"{prose}:1: a summary was expected"),
        (("import", str(shell.folder / "none.md")), "none.md:1: cannot be read"),
        (("import", one, "--milestone", "dev"), "no milestone 'dev'; expected: one of prod"),
        (("export", "dev"), "no milestone 'dev'; expected: one of prod"),
    ):
        ended = await shell.run(*words)
        assert (ended.code, expected in ended.err) == (65, True), (words, ended)


async def test_one_of_several_milestones_has_to_be_named(shell: Shell) -> None:
    shell.write("blockers.yml", TWO)
    file = shell.write("one.md", ONE)
    ended = await shell.run("import", file)
    assert ended.code == 65
    assert "several milestones; expected: --milestone, one of prod, steady" in ended.err
    assert (await shell.run("import", file, "--milestone", "steady")).code == 0
    assert "AB-1" in (await shell.run("export", "steady")).out
    assert "AB-1" not in (await shell.run("export", "prod")).out


async def test_wrong_use_missing_settings_and_services_away(shell: Shell) -> None:
    file = shell.write("one.md", ONE)
    assert (await shell.run("export")).code == 64
    assert (await shell.run("import", file, "--today", "tomorrow")).code == 64
    assert (await shell.run("export", "prod", SLACK_BOT_TOKEN="")).code == 78
    assert (await shell.run("export", "prod", SLACK_API_URL="http://127.0.0.1:9/api/")).code == 69
    assert (await shell.run("import", file, REDIS_URL="redis://127.0.0.1:9/0")).code == 69


async def test_preview_needs_no_settings_at_all(shell: Shell) -> None:
    file = shell.write("one.md", ONE)
    ended = await shell.run(
        "import", file, "--dry-run", SLACK_BOT_TOKEN="", BLOCKERS_CONFIG="/nowhere.yml"
    )
    assert (ended.code, ended.err) == (0, "")
    assert "AB-1 Order the certificate" in ended.out


async def test_document_is_read_from_the_standard_input(shell: Shell) -> None:
    ended = await shell.run("import", "-", given=ONE.encode())
    assert (ended.code, ended.err) == (0, "")
    assert "AB-1 Order the certificate" in ended.out
    large = await shell.run("import", "-", "--dry-run", given=b"x" * 1_000_001)
    assert (large.code, large.out) == (65, "")
    assert large.err == (
        "-:1: too large: a document of at most 1 MB (1,000,000 bytes) was expected\n"
    )


async def test_document_is_read_from_a_pipe_once_somebody_writes(shell: Shell) -> None:
    pipe = shell.folder / "one.md"
    os.mkfifo(pipe)
    async with asyncio.TaskGroup() as group:
        reading = group.create_task(shell.run("import", str(pipe), "--dry-run"))
        await asyncio.to_thread(pipe.write_text, ONE)
    ended = reading.result()
    assert (ended.code, ended.err) == (0, "")
    assert "AB-1 Order the certificate" in ended.out
