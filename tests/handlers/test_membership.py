"""Channels changed by people in Slack: noted, leads told by direct message, and back again."""

from dataclasses import dataclass, field

import pytest

from bot.domain.ids import ChannelId, UserId
from bot.domain.membership import WORKSPACE, ChannelNote, Standing
from bot.ports import MEMBERSHIP_QUEUE
from sandbox.slack.acts import channels, visits
from sandbox.slack.delivery import Ack, Delivery, Transport
from tests.fakes.checklists import Switch
from tests.stages.handlers import HandlersStage, words_of
from tests.stages.office import OPS, RELEASE
from tests.stages.settings import opened

ALICE, BOB = "U0ALICE", "U0BOB"


@dataclass(slots=True)
class BackAtTheSecond:
    """The store is away at the first delivery of an event, and back at the second."""

    inner: Transport
    switch: Switch
    problems: list[str | None] = field(default_factory=list)

    async def send(self, delivery: Delivery, seconds: float) -> Ack:
        self.switch.away = not self.problems
        ack = await self.inner.send(delivery, seconds)
        self.problems.append(ack.problem)
        return ack

    async def disconnect(self, reason: str) -> None:
        await self.inner.disconnect(reason)


async def change(stage: HandlersStage, act: str, name: str = "", channel: str = "C0OPS") -> None:
    outcome = channels.change_channel(stage.slack.core, BOB, channel, act, name)
    assert outcome.ok, outcome
    await stage.settle()


async def look(stage: HandlersStage) -> None:
    """What is due to be looked at is looked at now."""
    for member in await stage.stores.due.all_due(MEMBERSHIP_QUEUE):
        await stage.stores.due.add(MEMBERSHIP_QUEUE, member, stage.parts.services.clock.now())
    await stage.parts.membership.run_due()


async def the_note(stage: HandlersStage, channel: str = "C0OPS") -> ChannelNote:
    found = await stage.stores.membership.load_note(ChannelId(channel))
    assert found is not None
    return found


def told(stage: HandlersStage, user: str = ALICE) -> list[str]:
    dm = visits.open_dm(stage.slack.core, user, "U0BLOCKERS")
    return [words_of(message) for message in stage.posted(dm.id)]


@pytest.mark.parametrize(
    ("act", "standing", "said"),
    [
        ("archive", Standing.ARCHIVED, "#ops was archived by Bob"),
        ("remove_app", Standing.REMOVED, "I was removed from #ops by Bob"),
        ("delete", Standing.DELETED, "#ops was deleted by Bob"),
    ],
)
async def test_closed_channel_is_noted_and_its_lead_is_told_once(
    stage: HandlersStage, act: str, standing: Standing, said: str
) -> None:
    await stage.parts.membership.plan()
    await look(stage)
    await change(stage, act)
    note = await the_note(stage)
    assert (note.standing, note.by, note.name) == (standing, BOB, "ops")
    for _ in range(3):
        await look(stage)
    (sentence,) = told(stage)
    assert said in sentence
    assert "so its 09:00 digest is paused" in sentence
    assert told(stage, BOB) == []


async def test_doctor_and_digest_by_hand_say_that_it_is_archived(stage: HandlersStage) -> None:
    await change(stage, "archive")
    await look(stage)
    answer = words_of(await stage.say(ALICE, "C0GENERAL", "/blockers doctor"))
    assert "#ops was archived by Bob" in answer
    assert "unarchive #ops" in answer


async def test_settings_of_a_closed_channel_say_why_nothing_comes(stage: HandlersStage) -> None:
    channels.archive(stage.slack.core, BOB, stage.slack.state.channels["C0RELEASE"])
    await stage.settle()
    await stage.stores.due.remove(MEMBERSHIP_QUEUE, ["C0RELEASE"])
    view = words_of(await opened(stage, channel="C0RELEASE"))
    assert "⏸ paused:" in view
    assert "was archived by Bob" in view


async def test_channel_that_comes_back_is_told_and_drawn_again(stage: HandlersStage) -> None:
    (board,) = await stage.type_in(BOB, "C0OPS", "/blockers share")
    await change(stage, "archive")
    await look(stage)
    stage.tracker.blockers = ()
    await stage.read_tracker()
    await stage.draw_copies()
    assert stage.message(board)["blocks"] == board["blocks"]
    await change(stage, "unarchive")
    await look(stage)
    await stage.draw_copies()
    assert stage.message(board)["blocks"] != board["blocks"]
    assert "#ops takes my posts again, thanks to Bob" in told(stage)[-1]
    assert len(told(stage)) == 2


async def test_invited_again_the_digest_goes_on(stage: HandlersStage) -> None:
    await change(stage, "remove_app")
    await look(stage)
    await change(stage, "invite_app")
    note = await the_note(stage)
    assert (note.standing, note.by) == (Standing.MEMBER, BOB)
    await look(stage)
    assert len(told(stage)) == 2
    assert await stage.parts.services.membership.pause_of(OPS) is None


async def test_private_channel_without_the_bot_is_not_seen_any_more(stage: HandlersStage) -> None:
    await stage.parts.membership.plan()
    await change(stage, "convert")
    await look(stage)
    assert (await the_note(stage)).is_private
    await change(stage, "remove_app")
    await look(stage)
    assert (await the_note(stage)).standing is Standing.REMOVED
    assert "/invite @Blockers in #ops" in told(stage)[-1]


async def test_post_that_slack_refuses_is_noted_without_any_event(stage: HandlersStage) -> None:
    stage.slack.state.channels["C0OPS"].archived = True
    (preview,) = await stage.type_in(BOB, "C0OPS", "/blockers digest")
    answers = await stage.press(BOB, preview, "digest.post")
    assert "is_archived" in words_of(answers[-1])
    assert (await the_note(stage)).standing is Standing.ARCHIVED


async def test_renamed_channel_is_called_by_its_new_name_at_once(stage: HandlersStage) -> None:
    directory = stage.parts.services.directory
    seen = await directory.conversation(OPS)
    assert seen is not None
    assert seen.name == "ops"
    await change(stage, "rename", "launch")
    seen = await directory.conversation(OPS)
    assert seen is not None
    assert seen.name == "launch"


async def test_channel_with_another_id_keeps_following(stage: HandlersStage) -> None:
    await change(stage, "move")
    followed = [channel.id for channel in stage.installation.roster.channels]
    assert OPS not in followed
    (new,) = set(followed) - {RELEASE}
    await look(stage)
    (board,) = await stage.type_in(BOB, new, "/blockers share")
    assert board["channel"] == new
    assert told(stage) == []


async def test_name_that_somebody_changed_is_used_at_once(stage: HandlersStage) -> None:
    people = stage.parts.services.people
    assert await people.name(BOB) == "Bob"
    visits.change_name(stage.slack.core, BOB, "Robert")
    await stage.settle()
    assert await people.name(BOB) == "Robert"
    found = await stage.parts.services.directory.profile(UserId(BOB))
    assert found is not None
    assert found.name == "Robert"


async def test_comings_and_goings_of_people_are_not_noted(stage: HandlersStage) -> None:
    members = await stage.parts.services.directory.channel_members(OPS)
    assert members is not None
    assert BOB in members
    channels.remove(stage.slack.core, ALICE, stage.slack.state.channels["C0OPS"], "bob")
    await stage.settle()
    assert await stage.stores.membership.load_note(OPS) is None
    assert BOB not in (await stage.parts.services.directory.channel_members(OPS) or ())


async def test_uninstalled_app_is_noted_and_works_again_once_installed(
    stage: HandlersStage,
) -> None:
    await stage.parts.membership.plan()
    channels.uninstall(stage.slack.core)
    await stage.settle()
    pause = await stage.parts.services.membership.pause_of(OPS)
    assert pause is not None
    assert pause.channel == WORKSPACE
    await look(stage)
    assert await stage.parts.services.membership.pause_of(OPS) is not None
    channels.install(stage.slack.core)
    await look(stage)
    assert await stage.parts.services.membership.pause_of(OPS) is None


async def test_event_while_the_store_is_away_is_delivered_again_and_noted(
    stage: HandlersStage,
) -> None:
    """Slack gets no acknowledgement before the note is stored."""
    stage.switch.away = True
    transport = BackAtTheSecond(stage.slack.core.courier.transport, stage.switch)
    stage.slack.core.courier.transport = transport
    await change(stage, "archive")
    assert transport.problems == ["http_error", None]
    assert (await the_note(stage)).standing is Standing.ARCHIVED


async def test_event_delivered_twice_at_once_is_told_once(stage: HandlersStage) -> None:
    stage.slack.core.faults.add("events_api", "duplicate")
    await change(stage, "archive")
    await look(stage)
    assert len(told(stage)) == 1
