"""Polling Linear for what has changed: cheap, and nothing of it lost."""

from dataclasses import replace

import pytest

from bot.domain.blocker import Stage
from bot.domain.milestone import Selection
from bot.linear.changes import CHANGED
from bot.ports import TrackerUnavailableError
from tests.stages.linear import by_key, pauses, tracker
from tests.stages.linear_changes import BLOCKERS, Reader, linear, reader

__all__ = ["linear", "pauses", "reader", "tracker"]


async def test_a_quiet_poll_is_one_cheap_request(reader: Reader) -> None:
    await reader.read()
    before = len(reader.asked)
    quiet = await reader.read(after=30)

    assert reader.asked[before:] == ["Changes"]
    assert (await reader.read(after=30)).blockers == quiet.blockers
    whole, poll = (
        next(call.points for call in reader.linear.calls if call.operation == name)
        for name in ("Blockers", "Changes")
    )
    assert whole is not None
    assert poll is not None
    assert poll < whole * 0.6


async def test_an_edit_is_there_at_the_next_poll(reader: Reader) -> None:
    await reader.read()
    await reader.edit("THR-42", title="TLS, hardened", priority=2)
    await reader.edit("THR-41", stateId=reader.state("Done"))
    found = by_key((await reader.read(after=30)).blockers)

    assert (found["THR-42"].title, found["THR-42"].priority) == ("TLS, hardened", 2)
    assert found["THR-41"].stage is Stage.COMPLETED
    assert reader.left == []


async def test_a_changed_list_is_what_a_whole_reading_would_say(reader: Reader) -> None:
    await reader.read()
    await reader.edit("THR-42", addedLabelIds=[reader.label("critical")])
    await reader.edit("THR-41", stateId=reader.state("Done"))
    await reader.edit("THR-62", addedLabelIds=[reader.label("blocker")])
    await reader.edit("THR-55", removedLabelIds=[reader.label("critical")])
    polled = by_key((await reader.read(after=30)).blockers)
    whole = by_key((await reader.read(whole=True)).blockers)

    assert polled == whole


async def test_an_issue_that_gets_the_label_comes_in(reader: Reader) -> None:
    await reader.read()
    await reader.edit("THR-62", addedLabelIds=[reader.label("blocker")])

    assert "THR-62" in by_key((await reader.read(after=30)).blockers)


async def test_one_that_is_now_only_watched_is_known_as_such(reader: Reader) -> None:
    await reader.read()
    await reader.edit("THR-42", labelIds=[reader.label("critical")])

    assert by_key((await reader.read(after=30)).blockers)["THR-42"].watched


async def test_archiving_moves_no_date_and_is_seen_all_the_same(reader: Reader) -> None:
    await reader.read()
    reader.archive("THR-42")
    await reader.read(after=30)

    assert "THR-42" not in reader.keys
    assert reader.left == ["was archived unresolved"]
    assert reader.asked.count("Blockers") == 1


async def test_many_edits_at_once_make_a_whole_reading(reader: Reader) -> None:
    first = await reader.read(Selection(team="THR"))
    number = len(first.blockers)
    assert number > CHANGED
    for place, blocker in enumerate(first.blockers):
        await reader.edit(blocker.key, title=f"Edited {place}")
    found = await reader.read(Selection(team="THR"))

    assert sum(one.title.startswith("Edited") for one in found.blockers) == number
    assert reader.asked[-2:] == ["Changes", "Blockers"]


async def test_changes_too_complex_to_ask_for_make_a_whole_reading(reader: Reader) -> None:
    await reader.read()
    reader.linear.state.faults.add("Changes", "too_complex", times=1)
    await reader.edit("THR-42", title="Still read")

    assert by_key((await reader.read()).blockers)["THR-42"].title == "Still read"


async def test_more_issues_than_fit_a_request_are_looked_for_in_further_ones(
    reader: Reader,
) -> None:
    first = await reader.read()
    model = first.blockers[0]
    ghosts = tuple(
        replace(model, id=type(model.id)(f"{n:08d}-0000-4000-8000-000000000000"))
        for n in range(400)
    )
    changes = await reader.tracker.fetch_changes(
        BLOCKERS, replace(first, blockers=(*first.blockers, *ghosts))
    )

    assert changes is not None
    assert changes.gone == {ghost.id for ghost in ghosts}
    assert reader.asked[-2:] == ["Changes", "Presence"]


async def test_an_empty_milestone_is_polled_too(reader: Reader) -> None:
    for key in ("THR-62", "THR-63"):
        await reader.edit(key, labelIds=[])
    phase = Selection(label="phase-4")
    await reader.read(phase)
    assert (await reader.read(phase, after=30)).blockers == ()
    await reader.edit("THR-62", addedLabelIds=[reader.label("phase-4")])

    assert set(by_key((await reader.read(phase)).blockers)) == {"THR-62"}


async def test_a_raw_filter_and_its_watch_label_are_polled(reader: Reader) -> None:
    raw = Selection(
        raw=(("labels", {"some": {"name": {"eq": "blocker"}}}),), watch_label="critical"
    )
    await reader.read(raw)
    await reader.edit("THR-42", title="Edited")
    await reader.edit("THR-55", title="Watched, edited")
    found = by_key((await reader.read(raw)).blockers)

    assert (found["THR-42"].title, found["THR-42"].watched) == ("Edited", False)
    assert (found["THR-55"].title, found["THR-55"].watched) == ("Watched, edited", True)


async def test_linear_away_at_a_poll_keeps_the_last_reading_and_the_next_one_catches_up(
    reader: Reader,
) -> None:
    last = await reader.read()
    reader.linear.state.faults.add("*", "cut", times=-1)
    reader.edit_behind("THR-42", "Edited meanwhile")
    with pytest.raises(TrackerUnavailableError):
        await reader.read(after=30)
    assert reader.last == last
    reader.linear.state.faults.clear()

    assert by_key((await reader.read(after=30)).blockers)["THR-42"].title == "Edited meanwhile"
