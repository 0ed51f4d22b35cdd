"""What every tracker behind the port does alike: each against its local server."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import replace

import pytest

from bot.domain.blocker import Blocker, Snapshot
from bot.domain.commands import Ask, parse_command
from bot.domain.departures import Fate
from bot.domain.reading import apply_changes
from bot.domain.trackers import source_of
from bot.ports import SelectionError, TrackerUnavailableError
from bot.services.readings import Readings
from bot.services.trackers import Trackers
from tests.stages.trackers import BENCHES, TITLES, Bench


@pytest.fixture(params=sorted(BENCHES))
async def bench(request: pytest.FixtureRequest) -> AsyncIterator[Bench]:
    async with BENCHES[request.param]() as opened:
        opened.clock.advance(3_600)
        yield opened


async def whole(bench: Bench) -> dict[str, Blocker]:
    found = await bench.tracker.fetch_blockers(bench.selection)
    assert len({one.id for one in found}) == len(found)
    return {one.title: one for one in found}


def kept(bench: Bench, found: Iterable[Blocker]) -> Snapshot:
    return Snapshot(fetched_at=bench.clock.now(), blockers=tuple(found))


async def test_a_whole_reading_holds_all_of_the_selection_and_tells_what_is_watched(
    bench: Bench,
) -> None:
    found = await whole(bench)
    assert {title: one.watched for title, one in found.items()} == {
        "TLS": False,
        "CI": False,
        "Docs": True,
    }
    for one in found.values():
        assert one.is_open
        assert one.created_at is not None
        assert one.url.startswith("https://")
        assert one.updated_at is not None
        assert source_of(one.id) is bench.selection.source


async def test_keys_are_what_people_type(bench: Bench) -> None:
    for one in (await whole(bench)).values():
        query = parse_command(one.key.lower(), ["prod"])
        assert (query.ask, query.key) == (Ask.BLOCKER, one.key)


async def test_ids_and_order_stay_from_reading_to_reading(bench: Bench) -> None:
    before = await bench.tracker.fetch_blockers(bench.selection)
    await bench.retitle("TLS", "TLS and ingress")
    after = await bench.tracker.fetch_blockers(bench.selection)
    assert [one.id for one in before] == [one.id for one in after]
    assert [one.key for one in before] == [one.key for one in after]


async def test_a_closed_one_stays_with_its_time(bench: Bench) -> None:
    await bench.close("CI")
    one = (await whole(bench))["CI"]
    assert not one.is_open
    assert one.completed_at is not None
    assert one.state_name


@pytest.mark.parametrize("what", ["nothing", "retitle", "close", "unlabel"])
async def test_changes_lead_to_what_a_whole_reading_finds(bench: Bench, what: str) -> None:
    before = kept(bench, (await whole(bench)).values())
    bench.clock.advance(300)
    if what == "retitle":
        await bench.retitle("TLS", "TLS and ingress")
    elif what == "close":
        await bench.close("TLS")
    elif what == "unlabel":
        await bench.unlabel("TLS")
    changes = await bench.tracker.fetch_changes(bench.selection, before)
    assert changes is not None
    now = await bench.tracker.fetch_blockers(bench.selection)
    assert {one.id: one for one in apply_changes(before, changes)} == {one.id: one for one in now}


async def test_before_anything_was_read_only_a_whole_reading_can_tell(bench: Bench) -> None:
    assert await bench.tracker.fetch_changes(bench.selection, kept(bench, ())) is None


async def test_each_that_was_left_out_is_looked_at(bench: Bench) -> None:
    before = await whole(bench)
    await bench.unlabel("TLS")
    await bench.lose("CI")
    fates = await bench.tracker.fetch_fates(bench.selection, tuple(before.values()))
    assert fates[before["Docs"].id] is None
    lost = fates[before["TLS"].id]
    assert lost is not None
    assert (lost.fate, lost.words) == (Fate.UNLABELLED, "lost its label blocker")
    assert before["CI"].id not in fates


async def test_a_closed_one_that_is_asked_for_is_closed_not_lost(bench: Bench) -> None:
    before = await whole(bench)
    await bench.close("TLS")
    fates = await bench.tracker.fetch_fates(bench.selection, [before["TLS"]])
    assert fates[before["TLS"].id] is None  # for a while it is still listed
    await bench.unlabel("TLS")
    fates = await bench.tracker.fetch_fates(bench.selection, [before["TLS"]])
    closed = fates[before["TLS"].id]
    assert closed is not None
    assert closed.fate is Fate.CLOSED
    assert closed.words.startswith("was closed as ")


async def test_what_vanishes_between_two_readings_is_told_as_it_was(bench: Bench) -> None:
    readings = Readings(bench.tracker, bench.clock)
    first = await readings.read(bench.selection, None)
    assert first.departures == ()
    bench.clock.advance(60)
    await bench.unlabel("TLS")
    second = await readings.read(bench.selection, first)
    assert [one.fate for one in second.departures] == [Fate.UNLABELLED]
    assert {one.title for one in second.blockers} == {"CI", "Docs"}
    bench.clock.advance(3_600)
    await bench.lose("CI")
    third = await readings.read(bench.selection, second)
    assert [one.fate for one in third.departures] == [Fate.UNSEEN]
    assert {one.title for one in third.blockers} == {"Docs"}


async def test_a_limit_says_for_how_long(bench: Bench) -> None:
    bench.limit()
    with pytest.raises(TrackerUnavailableError) as caught:
        await bench.tracker.fetch_blockers(bench.selection)
    assert caught.value.what == bench.selection.source.called
    assert caught.value.retry_after is not None
    assert caught.value.retry_after > 0
    assert not caught.value.permanent


async def test_one_that_is_away_says_so_and_comes_back_by_itself(bench: Bench) -> None:
    before = await whole(bench)
    bench.switch_off()
    for ask in (
        bench.tracker.fetch_blockers(bench.selection),
        bench.tracker.fetch_changes(bench.selection, kept(bench, before.values())),
        bench.tracker.fetch_fates(bench.selection, tuple(before.values())),
    ):
        with pytest.raises(TrackerUnavailableError) as caught:
            await ask
        assert caught.value.what == bench.selection.source.called
        assert not caught.value.permanent
    bench.switch_on()
    assert set(await whole(bench)) == set(TITLES)


async def test_a_refused_credential_is_permanent_and_is_named(bench: Bench) -> None:
    bench.forget_credential()
    with pytest.raises(TrackerUnavailableError) as caught:
        await bench.tracker.fetch_blockers(bench.selection)
    assert caught.value.permanent
    assert f"{bench.selection.source.value.upper()}_" in caught.value.reason


async def test_a_wrong_name_is_told_with_the_near_ones(bench: Bench) -> None:
    wrong = replace(bench.selection, label="bloker")
    for ask in (bench.tracker.fetch_blockers(wrong), bench.tracker.fetch_meaning(wrong)):
        with pytest.raises(SelectionError) as caught:
            await ask
        assert str(caught.value).startswith(f"{bench.selection.source.called} has no label")
        assert "there is blocker" in str(caught.value)


async def test_what_the_names_mean_is_said_back(bench: Bench) -> None:
    said = await bench.tracker.fetch_meaning(replace(bench.selection, label="BLOCKER"))
    assert any("label" in words and "blocker" in words for words in said)
    assert all(said)
    assert bench.tracker.slower() >= 1.0


async def test_behind_one_port_each_selection_goes_to_its_own_tracker(bench: Bench) -> None:
    both = Trackers({bench.selection.source: bench.tracker})
    assert len(await both.fetch_blockers(bench.selection)) == len(TITLES)
    other = next(one for one in type(bench.selection.source) if one != bench.selection.source)
    with pytest.raises(TrackerUnavailableError, match=f"{other.called}: there is no credential"):
        await both.fetch_blockers(replace(bench.selection, source=other))
