"""The directory of the local Slack: what is found, what may not be seen, what is remembered."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.ids import ChannelId, UserId
from bot.domain.people import Person
from bot.domain.statuses import Status
from bot.ports import SlackUnavailableError
from bot.slack.client import build_reader, open_session
from bot.slack.people import SlackPeople
from sandbox.server import SlackSandbox
from sandbox.slack.installation import Installation
from tests.servers.scripted_http import Answer, scripted
from tests.servers.slack import INSTALLATION, slack_sandbox, workspace
from tests.stages.slack_side import TestClock

__all__ = ["slack_sandbox"]

BOB = UserId("U0BOB")


@dataclass(slots=True)
class Desk:
    slack: SlackSandbox
    people: SlackPeople
    clock: TestClock

    def asked(self, method: str) -> int:
        return sum(call.method == method for call in self.slack.state.calls)


@pytest.fixture
async def desk(slack_sandbox: SlackSandbox) -> AsyncIterator[Desk]:
    clock = TestClock()
    async with open_session() as session:
        reader = build_reader(INSTALLATION.bot_token, slack_sandbox.api_url, session)
        overrides = {"Robert@Example.com": BOB}
        yield Desk(slack_sandbox, SlackPeople(reader, clock, overrides), clock)


async def test_person_is_matched_by_email(desk: Desk) -> None:
    found = await desk.people.with_account(Person(name="Bob", email="BOB@example.com"))
    assert (found.slack, found.name) == ("U0BOB", "Bob")


async def test_person_is_matched_by_override_without_asking(desk: Desk) -> None:
    found = await desk.people.with_account(Person(name="R.", email=" robert@example.com"))
    assert found.slack == "U0BOB"
    assert desk.asked("users.lookupByEmail") == 0


async def test_person_is_never_matched_by_name(desk: Desk) -> None:
    assert (await desk.people.with_account(Person(name="Bob"))).slack is None
    assert len(desk.slack.state.calls) == 0


async def test_a_login_in_github_is_matched_by_override_alone(desk: Desk) -> None:
    robert = Person(name="robert", login="Robert")
    assert (await desk.people.with_account(robert)).slack is None
    desk.people.override({"github:robert": BOB})
    assert (await desk.people.with_account(robert)).slack == BOB
    assert (await desk.people.with_account(Person(name="robert"))).slack is None
    assert len(desk.slack.state.calls) == 0


async def test_overrides_may_be_replaced(desk: Desk) -> None:
    desk.people.override({"robert@example.com": UserId("U0DANA")})
    found = await desk.people.with_account(Person(name="R.", email="robert@example.com"))
    assert found.slack == "U0DANA"


async def test_find_is_remembered_for_a_day_and_a_miss_for_a_quarter(desk: Desk) -> None:
    known, unknown = Person(name="B", email="bob@example.com"), Person(name="N", email="n@x.org")
    for _ in range(2):
        await desk.people.with_account(known)
        assert (await desk.people.with_account(unknown)).slack is None
    assert desk.asked("users.lookupByEmail") == 2
    desk.clock.advance(timedelta(minutes=15))
    await desk.people.with_account(known)
    await desk.people.with_account(unknown)
    assert desk.asked("users.lookupByEmail") == 3
    desk.clock.advance(timedelta(hours=24))
    await desk.people.with_account(known)
    assert desk.asked("users.lookupByEmail") == 4


async def test_profile_tells_zone_and_whether_active(desk: Desk) -> None:
    bob = await desk.people.profile(BOB)
    gone = await desk.people.profile(UserId("U0GONE"))
    assert bob is not None
    assert gone is not None
    assert (bob.name.lower(), bob.timezone, bob.active) == ("bob", "America/New_York", True)
    assert not gone.active
    assert await desk.people.profile(UserId("U0NOBODY")) is None


async def test_profile_tells_the_status_and_when_it_ends(desk: Desk) -> None:
    ends = datetime(2026, 11, 20, tzinfo=UTC)
    away = replace(
        desk.slack.state.people[BOB],
        status_text="Vacationing",
        status_emoji=":palm_tree:",
        status_expiration=int(ends.timestamp()),
    )
    alice = await desk.people.profile(UserId("U0ALICE"))
    desk.slack.state.people[BOB] = away
    bob = await desk.people.profile(BOB)
    assert bob is not None
    assert bob.status == Status(text="Vacationing", emoji=":palm_tree:", until=ends)
    assert alice is not None
    assert alice.status == Status()


async def test_group_members(desk: Desk) -> None:
    assert await desk.people.group_members("S0BACKEND") == {"U0DANA", "U0ERIN"}
    assert await desk.people.group_members("S0NONE") == frozenset()


async def test_conversation_tells_membership_and_archive(desk: Desk) -> None:
    release = await desk.people.conversation(ChannelId("C0RELEASE"))
    general = await desk.people.conversation(ChannelId("C0GENERAL"))
    old = await desk.people.conversation(ChannelId("C0OLD"))
    assert release is not None
    assert (release.name, release.is_member, release.is_private) == ("release", True, False)
    assert general is not None
    assert not general.is_member
    assert old is not None
    assert old.is_archived
    assert await desk.people.conversation(ChannelId("C0LEADS")) is None


async def test_look_at_a_channel_asks_whatever_is_remembered(desk: Desk) -> None:
    ops = ChannelId("C0OPS")
    await desk.people.conversation(ops)
    desk.slack.state.channels["C0OPS"].archived = True
    remembered = await desk.people.conversation(ops)
    assert remembered is not None
    assert not remembered.is_archived
    seen = await desk.people.look_at(ops)
    assert seen is not None
    assert seen.is_archived
    assert await desk.people.conversation(ops) == seen
    assert await desk.people.look_at(ChannelId("C0LEADS")) is None


async def test_look_at_a_channel_does_not_take_trouble_for_its_end(desk: Desk) -> None:
    for fault in ("ratelimited", "server_error", "cut_before"):
        desk.slack.core.faults.add("conversations.info", fault, times=9, seconds=60)
        with pytest.raises(SlackUnavailableError):
            await desk.people.look_at(ChannelId("C0OPS"))
        desk.slack.core.faults.clear()
    blind = Installation(scopes=("chat:write",))
    async with SlackSandbox(workspace(), blind) as slack, open_session() as session:
        people = SlackPeople(build_reader(blind.bot_token, slack.api_url, session), desk.clock, {})
        with pytest.raises(SlackUnavailableError, match="missing_scope"):
            await people.look_at(ChannelId("C0OPS"))


async def test_what_changed_is_asked_again_once_it_is_forgotten(desk: Desk) -> None:
    ops = ChannelId("C0OPS")
    await desk.people.conversation(ops)
    await desk.people.channel_members(ops)
    person = Person(name="Bob", email="bob@example.com")
    await desk.people.with_account(person)
    await desk.people.profile(BOB)
    desk.people.forget_channel(ops)
    desk.people.forget_user(BOB)
    await desk.people.conversation(ops)
    await desk.people.channel_members(ops)
    await desk.people.with_account(person)
    await desk.people.profile(BOB)
    for method in (
        "conversations.info",
        "conversations.members",
        "users.lookupByEmail",
        "users.info",
    ):
        assert desk.asked(method) == 2, method


async def test_channel_members_are_all_or_none(desk: Desk) -> None:
    members = await desk.people.channel_members(ChannelId("C0RELEASE"))
    assert members is not None
    assert {"U0ALICE", "U0BOB", "U0BLOCKERS"} <= members
    assert await desk.people.channel_members(ChannelId("C0LEADS")) is None


async def test_members_of_many_pages_are_put_together() -> None:
    first = Answer({"ok": True, "members": ["U1"], "response_metadata": {"next_cursor": "next"}})
    last = Answer({"ok": True, "members": ["U2"], "response_metadata": {"next_cursor": ""}})
    async with scripted(first, last) as slack, open_session() as session:
        people = SlackPeople(build_reader("xoxb-test", slack.api_url, session), TestClock(), {})
        members = await people.channel_members(ChannelId("C1"))
    assert members == frozenset({UserId("U1"), UserId("U2")})
    assert "cursor=next" in slack.asked[1]


async def test_missing_scopes_leave_nothing_known_and_raise_nothing() -> None:
    async with (
        SlackSandbox(workspace(), Installation(scopes=("chat:write",))) as slack,
        open_session() as session,
    ):
        people = SlackPeople(build_reader("xoxb-sandbox", slack.api_url, session), TestClock(), {})
        await _know_nothing(people)


async def test_methods_that_slack_does_not_know_raise_nothing() -> None:
    unknown = Answer({"ok": False, "error": "unknown_method"})
    async with scripted(unknown) as slack, open_session() as session:
        people = SlackPeople(build_reader("xoxb-test", slack.api_url, session), TestClock(), {})
        await _know_nothing(people)


async def _know_nothing(people: SlackPeople) -> None:
    person = Person(name="Bob", email="bob@example.com")
    assert await people.with_account(person) == person
    assert await people.profile(BOB) is None
    assert await people.group_members("S0BACKEND") == frozenset()
    assert await people.conversation(ChannelId("C0RELEASE")) is None
    assert await people.channel_members(ChannelId("C0RELEASE")) is None


async def test_slack_away_gives_the_older_answer(desk: Desk) -> None:
    before = await desk.people.profile(BOB)
    assert before is not None
    desk.clock.advance(timedelta(hours=25))
    desk.slack.core.faults.add("users.info", "cut_before", times=9)
    assert await desk.people.profile(BOB) == before
    assert await desk.people.profile(UserId("U0DANA")) is None
    desk.slack.core.faults.clear()
    assert await desk.people.profile(UserId("U0DANA")) is None
    desk.clock.advance(timedelta(seconds=30))
    assert await desk.people.profile(UserId("U0DANA")) is not None
