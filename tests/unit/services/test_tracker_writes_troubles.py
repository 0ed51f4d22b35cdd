"""Writes to Linear in trouble: once, whatever crashes, is lost, limited or refused."""

from datetime import timedelta

from bot.domain.checklist import ItemState
from bot.domain.ids import ChannelId
from bot.domain.messages import PostKind
from bot.ports import (
    SlackUnavailableError,
)
from tests.fakes.surroundings import Killed, Tripwire
from tests.fakes.writes import FakeWriter
from tests.stages.office import ALICE, Office, tls
from tests.stages.writes import (
    AWAY,
    CLOSED,
    EVERYTHING,
    GONE,
    LIMITED,
    WAITS,
    Desk,
    desk,
    desk_of,
    office_with,
)

__all__ = ["desk"]


async def test_a_lost_answer_leads_to_the_same_comment_again_and_no_second(desk: Desk) -> None:
    desk.writer.answers, desk.writer.lost = [AWAY, AWAY], True
    await desk.tick()
    for _ in range(12):
        await desk.follow(10)

    assert len(desk.writer.comments) == 1
    assert desk.writer.calls == 3


async def test_attempts_come_at_growing_intervals(desk: Desk) -> None:
    desk.writer.answers = [AWAY] * 50
    await desk.tick()
    for _ in range(600):
        await desk.follow(1)
    assert 6 <= desk.writer.calls <= 8


async def test_a_limit_is_heeded_for_everything_that_waits(desk: Desk) -> None:
    desk.office.tracker.blockers = (tls(blocked_by=(WAITS,)), tls("THR-43", blocked_by=(WAITS,)))
    desk.writer.answers = [LIMITED]
    await desk.replica.sync.sync(desk.office.milestone)
    for _ in range(89):
        await desk.follow(1)
    assert desk.writer.calls == 1

    for _ in range(5):
        await desk.follow(1)
    assert len(desk.writer.labels) == 2


async def test_a_change_meanwhile_does_not_shorten_the_wait(desk: Desk) -> None:
    desk.writer.answers = [LIMITED]
    await desk.contest()
    await desk.follow()
    await desk.tick("DNS integration")
    await desk.follow(30)

    assert desk.writer.calls == 1


async def test_a_refusal_for_good_is_told_to_leads_once_and_by_the_doctor(desk: Desk) -> None:
    desk.writer.answers = [GONE]
    await desk.contest()
    for _ in range(5):
        await desk.follow(3600)

    assert desk.writer.calls == 1
    (told,) = desk.told()
    assert "Linear refused the comment on a contested item for THR-42" in told
    assert [post.channel for post in desk.office.slack.of_kind(PostKind.WRITE_REFUSED)] == [
        ChannelId(ALICE)
    ]
    (finding,) = await desk.findings()
    assert "refused the comment on a contested item for THR-42" in finding.sentence
    assert "linear_writes" in finding.fix


async def test_leads_who_cannot_be_told_now_are_told_later(desk: Desk) -> None:
    desk.writer.answers = [GONE, GONE]
    desk.office.slack.away = SlackUnavailableError("Slack", "switched off")
    await desk.contest()
    await desk.follow()
    assert desk.told() == []

    desk.office.slack.away = None
    await desk.follow(61)
    assert len(desk.told()) == 1


async def test_a_closed_door_is_told_once_and_tried_again_until_it_opens(desk: Desk) -> None:
    desk.writer.answers = [CLOSED] * 3
    await desk.contest()
    for _ in range(3):
        await desk.follow(3601)
    assert desk.writer.comments == {}
    assert len(desk.told()) == 1
    (finding,) = await desk.findings()
    assert "1 write to Linear for Production deployment cannot be sent" in finding.sentence

    await desk.follow(3601)
    assert len(desk.writer.comments) == 1
    assert [finding.is_well for finding in await desk.findings()] == [True]


async def test_news_that_is_not_true_any_more_is_never_sent(desk: Desk) -> None:
    desk.writer.answers = [AWAY]
    await desk.tick()
    await desk.follow()
    await desk.tick("DNS integration", to=ItemState.TODO, press="b")
    for _ in range(10):
        await desk.follow(30)

    assert desk.writer.comments == {}


async def test_an_issue_that_left_the_milestone_is_not_written_to(desk: Desk) -> None:
    desk.writer.answers = [AWAY]
    await desk.tick()
    await desk.follow()
    desk.office.tracker.blockers = ()
    desk.office.clock.forward(minutes=11)
    await desk.replica.sync.sync(desk.office.milestone)
    for _ in range(5):
        await desk.follow(30)

    assert desk.writer.comments == {}


async def test_two_replicas_write_once() -> None:
    office, writer = office_with(EVERYTHING), FakeWriter()
    one, two = desk_of(office, writer), desk_of(office, writer)
    await one.replica.sync.sync(office.milestone)
    await one.writes.run_due()
    await two.writes.run_due()
    await one.tick()
    for _ in range(4):
        await one.follow()
        await two.follow()

    assert len(writer.comments) == 1
    assert writer.calls == 1


async def _until_written(office: Office, writer: FakeWriter, wire: Tripwire) -> None:
    """One process from the tick to the end of its writes, or to where it is killed."""
    desk = desk_of(office, writer, wire)
    for _ in range(3):
        await desk.follow()


async def test_killed_between_any_two_steps_it_is_written_exactly_once() -> None:
    step = 0
    while True:
        office, writer = office_with(EVERYTHING), FakeWriter()
        first = desk_of(office, writer)
        await first.replica.sync.sync(office.milestone)
        await first.follow()
        await first.tick()
        wire = Tripwire(at=step)
        try:
            await _until_written(office, writer, wire)
        except Killed:
            office.clock.forward(seconds=timedelta(minutes=3).total_seconds())
            await _until_written(office, writer, Tripwire())
        assert len(writer.comments) == 1, f"step {step}"
        if wire.at is not None:
            break
        step += 1
    assert step > 10


async def test_the_doctor_says_what_is_switched_on(desk: Desk) -> None:
    (finding,) = await desk.findings()

    assert finding.sentence == (
        "writes to Linear for Production deployment: attach_thread, comment_on_complete, "
        "comment_on_contest, label blocked=waiting"
    )
