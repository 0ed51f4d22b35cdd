"""A component goes by its blocker long after the tracker lists that no more."""

from dataclasses import replace

import pytest

from bot.domain.blocker import Blocker, Stage
from bot.domain.ids import BlockerKey
from bot.domain.milestone import Component, Readiness
from tests.stages.office import Office, Replica, milestone, tls

TIED = Component(name="Automated deployment", blockers=(BlockerKey("THR-41"),))
LABELLED = Component(name="Automated deployment", labels=("Deployment",))


def closed(office: Office, key: str, *labels: str) -> Blocker:
    at = office.clock.now()
    return tls(key, labels=labels, stage=Stage.COMPLETED, state_name="Done", completed_at=at)


async def weeks_later(office: Office, component: Component) -> Replica:
    """Two were closed twenty days ago, of which the tracker has listed nothing for a while."""
    office.configure(milestones=(milestone(scorecard=(component,)),))
    two = closed(office, "THR-41", "deployment"), closed(office, "THR-40")
    office.tracker.blockers = (tls(), *two)
    replica = office.replica()
    await replica.sync.sync(office.milestone)
    office.clock.forward(days=20)
    office.tracker.blockers = (tls(),)
    await replica.sync.sync(office.milestone)
    return replica


async def keys_read(office: Office) -> list[str]:
    snapshot = await office.stores.snapshots.load_snapshot(office.milestone.key)
    return [one.key for one in snapshot.blockers] if snapshot else []


@pytest.mark.parametrize("component", [TIED, LABELLED])
async def test_component_stays_ready_by_what_was_closed_weeks_ago(component: Component) -> None:
    office = Office()
    replica = await weeks_later(office, component)
    for _ in range(3):
        office.clock.forward(days=1)
        await replica.sync.sync(office.milestone)

    (verdict,) = (await replica.board()).scorecard
    assert (verdict.readiness, verdict.why) == (Readiness.READY, "THR-41 is done")
    assert (await replica.board()).cleared == ()
    assert await keys_read(office) == ["THR-42", "THR-41"]
    assert office.tracker.reads == 5


async def test_component_goes_by_the_tracker_where_it_is_opened_again() -> None:
    office = Office()
    replica = await weeks_later(office, TIED)
    office.tracker.blockers = (tls(), tls("THR-41"))
    office.clock.forward(days=1)
    await replica.sync.sync(office.milestone)

    (verdict,) = (await replica.board()).scorecard
    assert verdict.readiness is Readiness.BLOCKED
    assert await keys_read(office) == ["THR-42", "THR-41"]


async def test_what_no_component_is_tied_to_any_more_is_forgotten() -> None:
    office = Office()
    replica = await weeks_later(office, TIED)
    office.configure(milestones=(replace(office.milestone, scorecard=()),))
    office.clock.forward(minutes=1)
    await replica.sync.sync(office.milestone)

    assert await keys_read(office) == ["THR-42"]
