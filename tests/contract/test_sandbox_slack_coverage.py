"""What the local Slack declares equals its routes; its state outlives a restart."""

import json
from pathlib import Path

import pytest

from sandbox.server import Around, SlackSandbox
from sandbox.slack.acts import talk, visits
from sandbox.slack.coverage import COVERAGE, EVENTS, Covered, CoveredEvent
from sandbox.slack.installation import DEFAULT_EVENTS, Installation, from_manifest
from sandbox.slack.methods.routes import METHODS
from sandbox.slack.state import StateVersionError
from tests.servers.slack import INSTALLATION, QUICK, client_of, workspace

ROOT = Path(__file__).parent.parent.parent


def test_declared_methods_are_the_registered_ones() -> None:
    declared = [covered.method for covered in COVERAGE]
    assert sorted(declared) == sorted(METHODS)
    assert len(set(declared)) == len(declared)


@pytest.mark.parametrize("covered", COVERAGE, ids=lambda covered: covered.method)
def test_each_method_is_used_in_the_test_it_names(covered: Covered) -> None:
    method, path = covered.method, ROOT / covered.tested_by
    text = path.read_text(encoding="utf-8")
    python_name = method.replace(".", "_")
    assert method in text or python_name in text
    assert covered.level in ("supported", "partial")
    if covered.level == "partial":
        assert covered.notes


@pytest.mark.parametrize("covered", EVENTS, ids=lambda covered: covered.event)
def test_each_event_is_heard_in_the_test_it_names(covered: CoveredEvent) -> None:
    assert f'"{covered.event}"' in (ROOT / covered.tested_by).read_text(encoding="utf-8")


def test_every_event_that_the_app_asks_for_is_sent_by_the_local_slack() -> None:
    asked = {event.partition(".")[0] for event in from_manifest(ROOT / "manifest.yml").events}
    sent = {covered.event for covered in EVENTS} | {"message"}
    assert asked <= sent
    assert set(DEFAULT_EVENTS) <= sent


async def test_state_survives_a_restart_through_json() -> None:
    around = Around(timing=QUICK)
    async with SlackSandbox(workspace(), INSTALLATION, around) as first:
        client = client_of(first)
        changes: list[int] = []
        first.state.changed = lambda: changes.append(1)
        posted = await client.chat_postMessage(channel="C0OPS", text="kept")
        await client.chat_postEphemeral(channel="C0OPS", user="U0BOB", text="private")
        await client.views_publish(user_id="U0BOB", view={"type": "home", "blocks": []})
        await client.files_upload_v2(channel="C0OPS", content="abc", filename="a.txt")
        dm = visits.open_dm(first.core, "U0BOB", "U0ALICE")
        talk.say(first.core, "U0BOB", dm.id, "hi")
        dumped = json.dumps(first.state.dump())
        assert len(changes) >= 6
    async with SlackSandbox(workspace(), INSTALLATION, around) as second:
        second.state.restore(json.loads(dumped))
        client = client_of(second)
        history = await client.conversations_history(channel="C0OPS")
        assert [one["text"] for one in history["messages"]] == ["", "kept"]
        await client.chat_update(channel="C0OPS", ts=posted["ts"], text="changed")
        later = await client.chat_postMessage(channel="C0OPS", text="later")
        assert float(later["ts"]) > float(posted["ts"])
        assert second.state.channels[dm.id].im
        assert [one.user for one in second.state.ephemerals] == ["U0BOB"]
        assert next(iter(second.state.files.values())).content == b"abc"
        assert json.loads(json.dumps(second.state.dump()))["homes"]["U0BOB"]["type"] == "home"


def test_state_of_another_version_is_refused() -> None:
    sandbox = SlackSandbox(workspace(), INSTALLATION)
    with pytest.raises(StateVersionError):
        sandbox.state.restore({"version": 0, "team_id": "T0SANDBOX"})


def test_installation_comes_from_the_manifest(tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.yml"
    manifest.write_text(
        "features:\n"
        "  slash_commands:\n"
        "    - {command: /x, description: d, should_escape: true}\n"
        "  shortcuts:\n"
        "    - {name: n, type: message, callback_id: c, description: d}\n"
        "  unfurl_domains: [linear.app]\n"
        "oauth_config: {scopes: {bot: [commands, chat:write]}}\n"
        "settings: {event_subscriptions: {bot_events: [app_mention]}}\n",
        encoding="utf-8",
    )
    read = from_manifest(manifest)
    assert (read.scopes, read.events) == (("commands", "chat:write"), ("app_mention",))
    assert read.commands[0].should_escape is True
    assert (read.shortcuts[0].callback_id, read.unfurl_domains) == ("c", ("linear.app",))
    assert from_manifest(tmp_path / "none.yml") == Installation()


def test_manifest_that_is_no_mapping_is_refused(tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.yml"
    manifest.write_text("- a\n", encoding="utf-8")
    with pytest.raises(TypeError, match="expected a mapping"):
        from_manifest(manifest)
