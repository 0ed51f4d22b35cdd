"""Both manifests are one app, valid for Slack, and name exactly what is registered."""

import copy
import json
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from types import MethodType
from typing import Any

import jsonschema
import pytest
from ruamel.yaml import YAML

from bot.bootstrap.product import SystemClock
from bot.bootstrap.services import Outside, Parts, SlackParts, build_parts
from bot.config.load import load_file
from bot.config.roster import build_roster
from bot.domain.commands import Ask
from bot.domain.ids import UserId
from bot.domain.messages import PostKind
from bot.probes.config import ProbePolicy
from bot.probes.runner import Surroundings, open_probe_runner
from bot.render.actions import Action
from bot.services.installation import Installation
from bot.slack import app
from bot.slack.client import build_reader, build_writer, open_session
from bot.slack.credentials import SCOPES, SlackCredentials
from bot.slack.people import SlackPeople
from bot.slack.poster import SlackPoster
from bot.slack.responses import Responder
from bot.slack.router import Router
from bot.store.stores import open_stores
from handlers.blockers import BlockersHandlers
from handlers.register import register
from tests.house.project import ROOT, read

SOCKET = "manifest.yml"
HTTP = "manifest.http.yml"
NOWHERE = "http://127.0.0.1:9/api/"
UNUSED_STORE = "redis://127.0.0.1:9/0"


def manifest(name: str) -> dict[str, Any]:
    read_back = YAML(typ="safe").load(read(name))
    assert isinstance(read_back, dict)
    return read_back


@pytest.fixture
async def router() -> AsyncIterator[Router]:
    """Filled as at a start, by the handlers on the real services; nothing is connected."""
    filled = Router()
    async with AsyncExitStack() as stack:
        parts = await _parts(stack)
        register(filled, parts.services)
        yield filled


async def _parts(stack: AsyncExitStack) -> Parts:
    clock = SystemClock()
    installation = Installation(build_roster(load_file(ROOT / "blockers.example.yml")))
    stores = await stack.enter_async_context(open_stores(UNUSED_STORE))
    session = await stack.enter_async_context(open_session())
    surroundings = Surroundings(now=clock.now, environment={}, folder=ROOT, beats=stores.beats)
    runner = await stack.enter_async_context(open_probe_runner((), ProbePolicy(), surroundings))
    reader = build_reader("xoxb-1", NOWHERE, session)
    writer = build_writer("xoxb-1", NOWHERE, session)
    slack = SlackParts(
        workspace=app.Installation(
            team="T0", team_name="Team", bot_user=UserId("U0BLOCKERS"), bot_id="B0"
        ),
        session=session,
        reader=reader,
        writer=writer,
        people=SlackPeople(reader, clock, {}),
        poster=SlackPoster(reader=reader, writer=writer, outbox=stores.outbox, clock=clock),
        responder=Responder(session, NOWHERE),
        credentials=SlackCredentials(reader),
    )
    return build_parts(
        Outside(
            installation=installation,
            stores=stores,
            slack=slack,
            tracker=None,
            runner=runner,
            clock=clock,
            holder="house",
        )
    )


@pytest.mark.parametrize("name", [SOCKET, HTTP])
def test_manifest_is_valid_for_slack(name: str) -> None:
    schema = json.loads(read("tests/slack_schema/manifest.schema.2.0.0.json"))
    jsonschema.Draft7Validator(schema).validate(manifest(name))


def test_schema_refuses_what_slack_would_refuse() -> None:
    schema = json.loads(read("tests/slack_schema/manifest.schema.2.0.0.json"))
    broken = copy.deepcopy(manifest(SOCKET))
    broken["features"]["slash_commands"][0]["command"] = "no slash"
    assert not jsonschema.Draft7Validator(schema).is_valid(broken)


def test_manifests_differ_in_addresses_and_socket_mode_alone() -> None:
    over_http, socket = manifest(HTTP), manifest(SOCKET)
    addresses = {command.pop("url") for command in over_http["features"]["slash_commands"]} | {
        over_http["settings"]["event_subscriptions"].pop("request_url"),
        over_http["settings"]["interactivity"].pop("request_url"),
    }
    assert addresses == {"https://blockers.example.com/slack/events"}
    assert over_http["settings"].pop("socket_mode_enabled") is False
    assert socket["settings"].pop("socket_mode_enabled") is True
    assert over_http == socket


def test_scopes_are_those_the_doctor_asks_for() -> None:
    assert set(manifest(SOCKET)["oauth_config"]["scopes"]["bot"]) == SCOPES


def test_commands_events_and_shortcuts_have_one_listener_each(router: Router) -> None:
    features, settings = manifest(SOCKET)["features"], manifest(SOCKET)["settings"]
    commands = [command["command"] for command in features["slash_commands"]]
    shortcuts = [shortcut["callback_id"] for shortcut in features.get("shortcuts", ())]
    events = settings["event_subscriptions"]["bot_events"]
    assert sorted(commands) == sorted(router.commands)
    assert sorted(shortcuts) == sorted(router.shortcuts)
    assert sorted(event.partition(".")[0] for event in events) == sorted(router.events)


def test_every_action_has_one_listener(router: Router) -> None:
    assert sorted(router.actions) == sorted(Action)


def test_whatever_is_understood_has_one_answer(router: Router) -> None:
    listener = router.commands["/blockers"]
    assert isinstance(listener, MethodType)
    handlers = listener.__self__
    assert isinstance(handlers, BlockersHandlers)
    assert sorted([*handlers._plain, *handlers._of_milestone]) == sorted(Ask)


def test_every_view_that_is_listened_to_is_written_down(router: Router) -> None:
    views = read("docs/slack-ids.md").partition("## Views")[2].partition("\n## ")[0]
    assert all(f"| `{callback_id}` |" in views for callback_id in router.views)


def test_every_kind_of_post_is_documented() -> None:
    posts = read("docs/slack-ids.md").partition("## Metadata of posts")[2].partition(":")[0]
    assert sorted(re.findall(r"`(\w+)`", posts)) == sorted(PostKind)
