"""Channels archived, renamed, deleted, converted and moved, the app removed: events and errors."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from sandbox.slack.acts.channels import ACTS, change_channel
from sandbox.slack.pressed import NotThereError
from tests.servers.bolt import Json, Stage, socket_stage
from tests.servers.slack import client_of


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with socket_stage() as stage:
        yield stage


async def listening(stage: Stage, *names: str) -> "asyncio.Queue[Json]":
    heard: asyncio.Queue[Json] = asyncio.Queue()

    async def take(event: Json) -> None:
        heard.put_nowait(event)

    for name in names:
        stage.app.event(name)(take)
    await stage.connect()
    return heard


async def refusal(call: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        await call
    return str(caught.value.response["error"])


@pytest.mark.parametrize(
    ("channel", "act", "event", "fields"),
    [
        ("C0OPS", "archive", "channel_archive", {"user": "U0ALICE", "is_moved": 0}),
        ("C0OLD", "unarchive", "channel_unarchive", {"user": "U0ALICE"}),
        ("C0OPS", "delete", "channel_deleted", {"actor_id": "U0ALICE"}),
        ("C0OPS", "remove_app", "channel_left", {"actor_id": "U0ALICE"}),
        ("C0OPS", "remove_app", "member_left_channel", {"user": "U0BLOCKERS"}),
        ("C0CORE", "archive", "group_archive", {"user": "U0ALICE"}),
        ("C0CORE", "delete", "group_deleted", {"actor_id": "U0ALICE"}),
        ("C0CORE", "remove_app", "group_left", {"actor_id": "U0ALICE"}),
        ("C0GENERAL", "invite_app", "member_joined_channel", {"inviter": "U0ALICE"}),
    ],
)
async def test_change_of_a_channel_is_told(
    stage: Stage, channel: str, act: str, event: str, fields: Json
) -> None:
    heard = await listening(stage, event)
    assert change_channel(stage.slack.core, "U0ALICE", channel, act).ok
    told = await heard.get()
    assert (told["type"], told["channel"]) == (event, channel)
    assert {name: told[name] for name in fields} == fields


@pytest.mark.parametrize(
    ("channel", "event"), [("C0OPS", "channel_rename"), ("C0CORE", "group_rename")]
)
async def test_rename_carries_the_whole_channel(stage: Stage, channel: str, event: str) -> None:
    heard = await listening(stage, event)
    change_channel(stage.slack.core, "U0ALICE", channel, "rename", "Launch Day")
    told = await heard.get()
    assert (told["channel"]["id"], told["channel"]["name"]) == (channel, "launch-day")


async def test_private_channel_comes_back_with_an_event_of_its_own(stage: Stage) -> None:
    heard = await listening(stage, "group_archive", "group_unarchive")
    for act in ("archive", "unarchive"):
        change_channel(stage.slack.core, "U0ALICE", "C0CORE", act)
    assert {(await heard.get())["type"] for _ in range(2)} == {"group_archive", "group_unarchive"}


async def test_archived_channel_takes_nothing(stage: Stage) -> None:
    client = client_of(stage.slack)
    posted = await client.chat_postMessage(channel="C0OPS", text="before")
    change_channel(stage.slack.core, "U0ALICE", "C0OPS", "archive")
    assert await refusal(client.chat_postMessage(channel="C0OPS", text="x")) == "is_archived"
    edit = client.chat_update(channel="C0OPS", ts=posted["ts"], text="x")
    assert await refusal(edit) == "is_inactive"
    assert (await client.conversations_info(channel="C0OPS"))["channel"]["is_archived"]
    change_channel(stage.slack.core, "U0ALICE", "C0OPS", "unarchive")
    assert (await client.chat_postMessage(channel="C0OPS", text="after"))["ok"]


async def test_private_channel_without_the_app_is_not_there(stage: Stage) -> None:
    client = client_of(stage.slack)
    change_channel(stage.slack.core, "U0ALICE", "C0CORE", "remove_app")
    post = client.chat_postMessage(channel="C0CORE", text="x")
    assert await refusal(post) == "channel_not_found"
    assert await refusal(client.conversations_info(channel="C0CORE")) == "channel_not_found"
    change_channel(stage.slack.core, "U0ALICE", "C0CORE", "invite_app")
    assert (await client.chat_postMessage(channel="C0CORE", text="x"))["ok"]


async def test_public_channel_without_the_app_shows_that_it_is_no_member(stage: Stage) -> None:
    client = client_of(stage.slack)
    change_channel(stage.slack.core, "U0ALICE", "C0OPS", "remove_app")
    assert not (await client.conversations_info(channel="C0OPS"))["channel"]["is_member"]
    assert await refusal(client.conversations_history(channel="C0OPS")) == "not_in_channel"


async def test_deleted_channel_is_gone_with_its_messages(stage: Stage) -> None:
    client = client_of(stage.slack)
    change_channel(stage.slack.core, "U0ALICE", "C0OPS", "delete")
    assert await refusal(client.conversations_info(channel="C0OPS")) == "channel_not_found"
    assert (await stage.watch.until("channel_gone"))["channel"] == "C0OPS"


async def test_converted_channel_keeps_its_id_and_says_so_in_a_message(stage: Stage) -> None:
    client = client_of(stage.slack)
    for is_private in (True, False):
        assert change_channel(stage.slack.core, "U0ALICE", "C0OPS", "convert").ok
        shown = (await client.conversations_info(channel="C0OPS"))["channel"]
        assert shown["is_private"] is is_private
    history = await client.conversations_history(channel="C0OPS")
    assert [one["subtype"] for one in history["messages"]] == [
        "channel_convert_to_public",
        "channel_convert_to_private",
    ]


async def test_moved_channel_goes_on_under_another_id(stage: Stage) -> None:
    client = client_of(stage.slack)
    posted = await client.chat_postMessage(channel="C0OPS", text="kept")
    heard = await listening(stage, "channel_id_changed")
    change_channel(stage.slack.core, "U0ALICE", "C0OPS", "move")
    told = await heard.get()
    assert told["old_channel_id"] == "C0OPS"
    assert await refusal(client.conversations_info(channel="C0OPS")) == "channel_not_found"
    new = told["new_channel_id"]
    assert (await client.chat_update(channel=new, ts=posted["ts"], text="x"))["ok"]


async def test_control_api_changes_channels_app_and_profiles(stage: Stage) -> None:
    heard = await listening(stage, "user_change", "tokens_revoked", "app_uninstalled")
    client = client_of(stage.slack)
    origin = stage.slack.core.origin
    async with aiohttp.ClientSession(origin) as http:

        async def ask(door: str, **body: str) -> Json:
            answer = await http.post(f"/_sandbox/{door}", json=body)
            told: Json = await answer.json()
            return told

        archived = await ask("channel", user="U0BOB", channel="C0OPS", act="archive")
        assert archived["ok"]
        again = await ask("channel", user="U0BOB", channel="C0OPS", act="archive")
        assert again["notice"] == "This channel is archived already."
        assert not (await ask("channel", user="U0BOB", channel="C0OPS", act="burn"))["ok"]
        assert (await ask("profile", user="U0BOB", name="Robert"))["ok"]
        assert (await heard.get())["user"]["real_name"] == "Robert"
        assert (await ask("app", act="uninstall")) == {"ok": True, "installed": False}
        assert {(await heard.get())["type"] for _ in range(2)} == {
            "tokens_revoked",
            "app_uninstalled",
        }
        assert await refusal(client.auth_test()) == "account_inactive"
        assert (await ask("app", act="install"))["installed"]
        assert not (await ask("app", act="paint"))["ok"]
    assert (await client.auth_test())["ok"]


def test_acts_are_those_of_the_menu_and_the_control_api() -> None:
    assert set(ACTS) == {
        "archive",
        "unarchive",
        "rename",
        "delete",
        "convert",
        "move",
        "invite_app",
        "remove_app",
    }


async def test_channel_that_somebody_does_not_see_is_not_theirs_to_change(stage: Stage) -> None:
    with pytest.raises(NotThereError):
        change_channel(stage.slack.core, "U0CHARLIE", "C0CORE", "archive")
