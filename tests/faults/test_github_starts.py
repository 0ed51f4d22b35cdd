"""The bot as a process on GitHub alone, on GitHub beside Linear, and on no tracker at all."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from sandbox.github.state import TOKEN
from sandbox.linear.state import API_KEY
from sandbox.server import SlackSandbox
from sandbox.slack.acts import presses
from sandbox.slack.acts.commands import run_command
from tests.servers.bot_process import run_bot, running_bot
from tests.servers.github import REPO, LocalGithub, local_github
from tests.servers.linear import local_linear
from tests.servers.slack import INSTALLATION, Watch, slack_sandbox
from tests.stages.handlers import Shown, button_of, words_of

pytest_plugins = ("tests.servers.store_fixtures",)
__all__ = ["slack_sandbox"]

BOB, OPS, SECRET, SECONDS = "U0BOB", "C0OPS", "gh_wh_sandbox", 15.0
IN_GITHUB = """\
  - key: prod
    name: Production
    prefix: PROD
    github: {repo: acme/api, label: blocker, watch_label: critical, milestone: v1.0}
"""
IN_LINEAR = """\
  - {key: app, name: The app, linear: {team: THR, label: blocker}}
"""
NOWHERE = """\
  - {key: prod, name: Production, prefix: PROD}
"""
BODY = "Why it's blocking: no keys\n\n## What's needed\n- [x] Issuer\n- [ ] DNS integration\n"


@dataclass(slots=True)
class Place:
    folder: Path
    slack: SlackSandbox
    github: LocalGithub

    def configure(self, *milestones: str) -> None:
        text = "".join(milestones)
        (self.folder / "blockers.yml").write_text(
            "version: 1\ntimezone: UTC\nleads: [U0ALICE]\n"
            "people:\n  - {github: Bob, slack: U0BOB}\n"
            f"milestones:\n{text}channels:\n  - {{id: C0OPS, milestone: prod}}\n"
        )

    def environment(self, **more: str) -> dict[str, str]:
        return {
            "SLACK_BOT_TOKEN": INSTALLATION.bot_token,
            "SLACK_APP_TOKEN": "xapp-sandbox",
            "SLACK_API_URL": self.slack.api_url,
            "GITHUB_API_URL": self.github.url,
            "BLOCKERS_CONFIG": str(self.folder / "blockers.yml"),
            "BLOCKERS_DATA_DIR": str(self.folder / "data"),
            "PORT": "0",
            **more,
        }

    async def ask(self, command: str) -> Shown:
        watch = self._watch()
        outcome = await run_command(self.slack.core, BOB, OPS, command)
        assert outcome.ok, outcome
        return await self._private(watch)

    async def press(self, shown: Shown, text: str) -> Shown:
        container = {
            "type": "message",
            "channel_id": OPS,
            "message_ts": shown["ts"],
            "is_ephemeral": True,
        }
        watch = self._watch()
        button = button_of(shown, "checklist.tick", text)
        outcome = await presses.press(self.slack.core, BOB, container, button)
        assert outcome.ok, outcome
        return await self._private(watch)

    def _watch(self) -> Watch:
        return Watch(self.slack, self.slack.core.feed.number)

    async def _private(self, watch: Watch) -> Shown:
        while events := await self.slack.core.feed.wait(watch.seen, SECONDS):
            for event in events:
                watch.seen = event.number
                message = event.frame.get("message") or {}
                if event.frame["type"].startswith("message") and message.get("ephemeral"):
                    return {**message, "channel": OPS}
        raise AssertionError("no private answer")


@pytest.fixture
async def place(
    slack_sandbox: SlackSandbox, short_folder: Path, request: pytest.FixtureRequest
) -> AsyncIterator[Place]:
    folder = short_folder / f"g{abs(hash(request.node.name)) % 10**8}"
    folder.mkdir()
    async with local_github() as github:
        github.clock.time = datetime.now(UTC)  # noqa: TID251 - a real bot, on the real clock
        github.state.repos[REPO].labels += ["blocker", "critical"]
        milestone = github.state.add_milestone(REPO, "v1.0")
        github.state.add_issue(
            REPO,
            "TLS and ingress",
            body=BODY,
            labels=["blocker", "P1"],
            milestone=milestone,
            assignees=["bob"],
        )
        place = Place(folder, slack_sandbox, github)
        place.configure(IN_GITHUB)
        yield place


async def hint(address: str, event: dict[str, Any], delivery: str, secret: str = SECRET) -> Any:
    raw = json.dumps(event).encode()
    signature = hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()
    headers = {
        "Content-Type": "application/json",
        "X-Hub-Signature-256": f"sha256={signature}",
        "X-GitHub-Event": "issues",
        "X-GitHub-Delivery": delivery,
    }
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{address}/github/webhook", data=raw, headers=headers) as answer,
    ):
        return answer.status, await answer.json()


async def test_a_milestone_in_github_is_shown_ticked_and_never_called_linear(place: Place) -> None:
    environment = place.environment(GITHUB_TOKEN=TOKEN)
    async with running_bot(environment):
        board = words_of(await place.ask("/blockers"))
        assert "API-1 TLS and ingress" in board
        assert "high" in board
        assert "GitHub" in board
        one = await place.ask("/blockers api-1")
        said = words_of(one)
        assert "no keys" in said
        assert "Open in GitHub" in said
        ticked = words_of(await place.press(one, "DNS integration"))
        assert "DNS integration · done by Bob" in ticked
        history = words_of(await place.ask("/blockers history"))
        assert "GitHub showed a new blocker API-1" in history
        doctor = words_of(await place.ask("/blockers doctor"))
        assert "GitHub for Production read" in doctor
        assert "repository acme/api; label blocker; milestone v1.0" in doctor
    assert "Linear" not in board + said + ticked + history + doctor


async def test_webhooks_have_it_read_at_once_and_each_counts_once(place: Place) -> None:
    environment = place.environment(GITHUB_TOKEN=TOKEN, GITHUB_WEBHOOK_SECRET=f"old,{SECRET}")
    repo = place.github.state.repos[REPO]
    event = {"issue": {"number": 1}, "repository": {"id": repo.id, "full_name": REPO}}
    async with running_bot(environment) as bot:
        await place.ask("/blockers")
        place.github.state.close(repo.issues[1])
        assert await hint(bot.address, event, "one") == (200, {"taken": "new"})
        assert await hint(bot.address, event, "one") == (200, {"taken": "again"})
        status, _ = await hint(bot.address, event, "two", secret="wrong")
        assert status == 401
        async with asyncio.timeout(30):  # hints in a storm are one reading in ten seconds
            while "API-1" not in words_of(await place.ask("/blockers done")):
                pass
        other = event | {"repository": {"id": 1, "full_name": "acme/other"}}
        assert await hint(bot.address, other, "three") == (200, {"taken": "new"})


async def test_two_trackers_at_once_each_by_its_name(place: Place) -> None:
    place.configure(IN_GITHUB, IN_LINEAR)
    async with local_linear() as linear:
        environment = place.environment(
            GITHUB_TOKEN=TOKEN, LINEAR_API_KEY=API_KEY, LINEAR_API_URL=linear.url
        )
        async with running_bot(environment):
            assert "GitHub" in words_of(await place.ask("/blockers"))
            app = words_of(await place.ask("/blockers app"))
            assert "THR-42" in app
            assert "GitHub" not in app
            doctor = words_of(await place.ask("/blockers doctor"))
            assert "Linear for The app read" in doctor
            assert "GitHub for Production read" in doctor


async def test_one_tracker_away_does_not_keep_the_other_back(place: Place) -> None:
    place.configure(IN_GITHUB, IN_LINEAR)
    async with local_linear() as linear:
        linear.state.faults.add("*", "ratelimited", times=-1)
        environment = place.environment(
            GITHUB_TOKEN=TOKEN, LINEAR_API_KEY=API_KEY, LINEAR_API_URL=linear.url
        )
        async with running_bot(environment):
            assert "API-1" in words_of(await place.ask("/blockers"))
            assert "Linear is away" in words_of(await place.ask("/blockers app"))


async def test_no_tracker_at_all_is_no_fault_and_none_is_named(place: Place) -> None:
    place.configure(NOWHERE)
    async with running_bot(place.environment()):
        board = words_of(await place.ask("/blockers"))
        assert "nothing blocks it" in board
        digest = words_of(await place.ask("/blockers digest"))
        doctor = words_of(await place.ask("/blockers doctor"))
        assert "no tracker: only imported and added blockers" in doctor
        texts = [
            words_of(await place.ask(f"/blockers {word}")) for word in ("help", "risk", "first")
        ]
        said = "\n".join([board, digest, doctor, *texts])
    assert "Linear" not in said
    assert "GitHub" not in said


async def test_without_a_token_it_runs_on_what_is_kept_here_and_says_so(place: Place) -> None:
    async with running_bot(place.environment()):
        assert "nothing blocks it" in words_of(await place.ask("/blockers"))
        doctor = words_of(await place.ask("/blockers doctor"))
    assert "no GitHub token: only imported and added blockers" in doctor
    assert place.github.calls == []


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ("github: {repo: acme/apy}", "blockers.yml:10: milestones[1].github.repo: GitHub has no"),
        (
            "github: {repo: acme/api, label: bloker}",
            "milestones[1].github.label: GitHub has no label",
        ),
        (
            "github: {repo: acme/api, milestone: v1}",
            "[1].github.milestone: GitHub has no milestone 'v1'",
        ),
    ],
)
async def test_a_start_with_a_wrong_name_is_refused(place: Place, entry: str, told: str) -> None:
    place.configure(f"  - key: prod\n    name: Production\n    prefix: PROD\n    {entry}\n")
    code, said = await run_bot(place.environment(GITHUB_TOKEN=TOKEN))
    assert code == 78
    assert told in said
