"""A probe that turns is told once in the thread of each following channel's last digest."""

from datetime import datetime, timedelta

import pytest

from bot.domain.health import ProbeId, ProbeResult, Verdict
from bot.domain.messages import PostKind
from bot.domain.milestone import Component, FollowedChannel
from bot.ports import TURNS_QUEUE, SlackUnavailableError
from bot.services.turns import LEASE, OLDEST_THREAD
from tests.stages.office import NINE, OPS, PROD, RELEASE, Office, Replica, milestone, plan, tls

TIED = Component(name="TLS", blockers=(tls().key,), probes=("api-https",))


@pytest.fixture
async def office() -> Office:
    """Two channels have had their digest today."""
    office = Office()
    follow = tuple(FollowedChannel(id=c, milestone=PROD, digest=NINE) for c in (OPS, RELEASE))
    office.configure(
        probes=(plan(), plan("other")), milestones=(milestone(scorecard=(TIED,)),), channels=follow
    )
    replica = office.replica()
    await replica.sync.sync(office.milestone)
    office.clock.at = office.clock.at.replace(hour=13, minute=59)
    await replica.delivery.plan()
    office.clock.forward(minutes=1)
    await replica.delivery.run_due()
    assert len(office.slack.of_kind("blockers_digest")) == 2
    return office


async def turn(
    office: Office, replica: Replica, verdict: Verdict, turning: str = "api-https"
) -> None:
    """So many runs as confirm it; the other probe stays up."""
    for _ in range(3):
        now = office.clock.now()
        office.runner.results = {
            probe: [result(probe, verdict if probe == turning else Verdict.UP, now)]
            for probe in ("api-https", "other")
        }
        await replica.health.run_due()
        office.clock.forward(minutes=2)


def result(probe: str, verdict: Verdict, at: datetime) -> ProbeResult:
    return ProbeResult(
        probe=ProbeId(probe),
        run_id=f"{verdict}-{at}",
        verdict=verdict,
        reason="http.status",
        sentence="answered 503",
        at=at,
        duration_ms=5,
    )


def told(office: Office) -> list[tuple[str, str]]:
    return [(post.channel, post.message.text) for post in office.slack.of_kind(PostKind.TURN)]


async def test_turn_is_told_once_under_each_channels_digest(office: Office) -> None:
    one, other = office.replica("one"), office.replica("other")
    await turn(office, one, Verdict.UP)
    await turn(office, one, Verdict.DOWN)
    for replica in (one, other, one):
        await replica.turns.run_due()

    assert {channel for channel, _ in told(office)} == {OPS, RELEASE}
    assert len(told(office)) == 2
    for _, text in told(office):
        assert "api-https down since" in text
        assert "answered 503 · hangs on it: THR-42" in text
    threads = {post.thread_ts for post in office.slack.of_kind(PostKind.TURN)}
    digests = {ts for ts, post in office.slack.posts if post.kind == "blockers_digest"}
    assert threads == digests


async def test_probe_on_which_nothing_hangs_is_not_told(office: Office) -> None:
    replica = office.replica()
    await turn(office, replica, Verdict.UP, "other")
    await turn(office, replica, Verdict.DOWN, "other")
    await replica.turns.run_due()

    assert told(office) == []


async def test_old_digest_is_left_in_peace(office: Office) -> None:
    replica = office.replica()
    office.clock.at += OLDEST_THREAD + timedelta(hours=1)
    await turn(office, replica, Verdict.UP)
    await turn(office, replica, Verdict.DOWN)
    await replica.turns.run_due()

    assert told(office) == []
    assert await office.stores.due.all_due(TURNS_QUEUE) == {}


async def test_turn_is_told_once_slack_is_back(office: Office) -> None:
    replica = office.replica()
    await turn(office, replica, Verdict.UP)
    await turn(office, replica, Verdict.DOWN)
    office.slack.away = SlackUnavailableError("Slack", "no answer")
    with pytest.raises(SlackUnavailableError):
        await replica.turns.run_due()
    office.slack.away = None
    office.clock.at += LEASE + timedelta(seconds=1)
    await replica.turns.run_due()

    assert len(told(office)) == 2
