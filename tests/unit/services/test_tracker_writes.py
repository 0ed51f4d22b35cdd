"""What is written to Linear after a change, by which switch, and what never is."""

from dataclasses import replace

from bot.domain.checklist import ItemState
from bot.domain.ids import ChannelId, MessageTs
from bot.domain.messages import Copy, CopyKind, Message
from bot.domain.writes import WritePolicy
from bot.ports import (
    Conversation,
)
from tests.fakes.writes import FakeWriter
from tests.stages.office import PROD, tls
from tests.stages.writes import EVERYTHING, TLS, WAITS, Desk, desk, desk_of, office_with

__all__ = ["desk"]


async def test_the_last_tick_leads_to_one_comment(desk: Desk) -> None:
    await desk.tick()
    await desk.follow()
    await desk.follow()

    (body,) = desk.writer.bodies
    assert body == (
        "**Checklist complete** for `Production deployment`: all 3 items are done. "
        "Last: `Endpoint verified`, by `Bob`.\n\n*Written by Blockers, from Slack.*"
    )
    assert next(iter(desk.writer.comments.values()))[0] == TLS


async def test_nothing_is_written_with_every_switch_off() -> None:
    desk = desk_of(office_with(WritePolicy()), FakeWriter())
    await desk.replica.sync.sync(desk.office.milestone)
    await desk.tick()
    await desk.contest()
    await desk.follow()

    assert desk.writer.calls == 0


async def test_turning_a_switch_on_does_not_tell_of_the_past() -> None:
    office = office_with(WritePolicy())
    desk = desk_of(office, FakeWriter())
    await desk.replica.sync.sync(office.milestone)
    await desk.writes.run_due()
    await desk.tick()
    await desk.contest()
    await desk.follow()

    office.clock.forward(days=3)
    office.configure(milestones=(replace(office.milestone, writes=EVERYTHING),))
    await desk.follow()
    assert desk.writer.comments == {}

    await desk.tick("DNS integration", to=ItemState.TODO, press="b")
    await desk.follow()
    await desk.tick("DNS integration", press="c")
    await desk.contest("DNS integration")
    await desk.follow()
    assert len(desk.writer.bodies) == 1


async def test_a_switch_that_was_off_while_nobody_ran_counts_anew() -> None:
    office = office_with(EVERYTHING)
    await desk_of(office, FakeWriter()).writes.run_due()
    office.configure(milestones=(replace(office.milestone, writes=WritePolicy()),))
    without = desk_of(office, FakeWriter())
    await without.replica.sync.sync(office.milestone)
    await without.writes.run_due()
    await without.tick()
    await without.replica.copies.run_due()

    office.configure(milestones=(replace(office.milestone, writes=EVERYTHING),))
    office.clock.forward(minutes=1)
    again = desk_of(office, FakeWriter())
    await again.follow()
    assert again.writer.comments == {}


async def test_a_contested_item_is_commented_on_with_what_its_probe_says(desk: Desk) -> None:
    await desk.contest()
    await desk.follow()
    await desk.follow(60)

    (body,) = desk.writer.bodies
    assert body.startswith("**A ticked item is contested** for `Production deployment`.")
    assert "`Issuer configured`" in body
    assert "The probe `api-cert` is red since Wed 18 Nov 09:00 EST: `expired 2 days ago`" in body


async def test_a_comment_mentions_nobody_and_links_nothing(desk: Desk) -> None:
    line = "ask @alice `now` at https://linear.app/x/issue/THR-1"
    desk.office.tracker.blockers = (tls(description=f"- [ ] {line}\n"),)
    await desk.replica.sync.sync(desk.office.milestone)
    (item,) = (await desk.replica.checklist()).live
    await desk.tick(item.text)
    await desk.follow()

    (body,) = desk.writer.bodies
    said = item.text.replace("`", "'")
    assert "@alice" in said
    assert f"Last: `{said}`, by `Bob`." in body


async def test_a_label_shows_a_condition_while_it_lasts(desk: Desk) -> None:
    desk.office.tracker.blockers = (tls(blocked_by=(WAITS,)),)
    await desk.replica.sync.sync(desk.office.milestone)
    await desk.follow()
    assert desk.writer.labels == {TLS: {"waiting"}}

    desk.office.tracker.blockers = (tls(),)
    await desk.replica.sync.sync(desk.office.milestone)
    await desk.follow()
    assert desk.writer.labels == {TLS: set()}


async def test_a_label_that_somebody_else_put_on_stays(desk: Desk) -> None:
    desk.writer.labels[TLS] = {"waiting"}
    for waits in ((WAITS,), ()):
        desk.office.tracker.blockers = (tls(blocked_by=waits),)
        await desk.replica.sync.sync(desk.office.milestone)
        await desk.follow()

    assert desk.writer.labels == {TLS: {"waiting"}}


async def put_up(desk: Desk, channel: str, number: int = 0) -> None:
    ts = MessageTs(f"{desk.office.clock.now().timestamp() + number:.6f}")
    where = ChannelId(channel)
    copy = Copy(kind=CopyKind.BLOCKER, milestone=PROD, channel=where, ts=ts, blocker=TLS)
    desk.office.slack.shown[channel, ts] = Message(text="THR-42")
    await desk.office.stores.copies.save_copy(copy)


async def test_the_first_message_in_each_channel_is_attached(desk: Desk) -> None:
    for channel, name, private in (("C0OPS", "ops", False), ("G0WAR", "war-room", True)):
        desk.office.directory.channels[channel] = Conversation(
            id=ChannelId(channel), name=name, is_private=private
        )
    for number, channel in enumerate(("C0OPS", "G0WAR", "C0OPS", "D0BOB", "U0BOB")):
        await put_up(desk, channel, number)
    await desk.writes.plan_threads()
    await desk.follow()
    await desk.writes.plan_threads()
    await desk.follow()

    assert sorted(desk.writer.links.values()) == ["Slack thread", "Slack thread in #ops"]
    assert desk.writer.calls == 2


async def test_what_cannot_be_looked_up_in_slack_is_attached_later(desk: Desk) -> None:
    await put_up(desk, "C0OPS")
    desk.office.directory.away = True
    await desk.writes.plan_threads()
    await desk.follow()
    assert desk.writer.links == {}

    desk.office.directory.away = False
    await desk.writes.plan_threads()
    await desk.follow()
    assert list(desk.writer.links.values()) == ["Slack thread"]
