"""What selections mean is said back; a name that was never good is told before anything runs."""

import asyncio
import logging

import pytest

from bot.domain.blocker import Snapshot
from bot.domain.milestone import Selection
from bot.ports import SelectionError, TrackerUnavailableError
from bot.services.readings import mark_of
from bot.services.selections import SelectionsService
from tests.fakes.tracker import FakeTracker
from tests.samples.builders import NOW
from tests.stages.office import PROD, Office, milestone

WRONG = SelectionError("Linear has no label 'blokcer'; there is blocker", part="label")
AWAY = TrackerUnavailableError("Linear", "does not answer")


class SlowTracker(FakeTracker):
    async def fetch_meaning(self, selection: Selection) -> tuple[str, ...]:
        await asyncio.Event().wait()
        return await super().fetch_meaning(selection)


def service(office: Office, tracker: FakeTracker | None = None) -> SelectionsService:
    return SelectionsService(
        office.installation, tracker or office.tracker, office.stores.snapshots, patience=0.02
    )


async def said(checked: SelectionsService) -> list[tuple[str, bool]]:
    return [(finding.sentence, finding.is_well) async for finding in checked.findings()]


async def test_doctor_and_log_say_what_was_found(caplog: pytest.LogCaptureFixture) -> None:
    checked = service(Office())
    with caplog.at_level(logging.INFO):
        assert await checked.wrong_names() == {}
    assert "prod is team THR; label blocker" in caplog.text
    assert await said(checked) == [("Production deployment is team THR; label blocker", True)]


async def test_a_name_that_was_never_good_is_refused() -> None:
    office = Office()
    office.tracker.error = WRONG
    assert await service(office).wrong_names() == {PROD: WRONG}
    assert await said(service(office)) == [(f"Production deployment: {WRONG}", False)]


async def test_a_name_that_was_good_and_is_gone_in_the_tracker_stops_no_start(
    caplog: pytest.LogCaptureFixture,
) -> None:
    office = Office()
    await office.replica().sync.sync(office.milestone)
    office.tracker.error = WRONG
    assert await service(office).wrong_names() == {}
    assert "the last reading stands" in caplog.text


async def test_a_selection_that_was_edited_since_is_new() -> None:
    office = Office()
    old = Snapshot(fetched_at=NOW, selection=mark_of(Selection(label="old")))
    await office.stores.snapshots.save_snapshot(PROD, old)
    office.tracker.error = WRONG
    assert set(await service(office).wrong_names()) == {PROD}


async def test_trouble_that_the_doctor_tells_already_is_not_told_twice() -> None:
    office = Office()
    office.tracker.error = WRONG
    await office.stores.snapshots.save_trouble(PROD, str(WRONG), office.clock.now())
    assert await said(service(office)) == []


async def test_a_tracker_that_is_away_stops_no_start() -> None:
    office = Office()
    office.tracker.error = AWAY
    assert await service(office).wrong_names() == {}
    assert await said(service(office, SlowTracker())) == []


async def test_without_a_tracker_or_a_selection_there_is_nothing_to_say() -> None:
    office = Office()
    office.configure(milestones=(milestone(selection=None),))
    assert await said(service(office)) == []
    nothing = SelectionsService(office.installation, None, office.stores.snapshots)
    assert await nothing.wrong_names() == {}
