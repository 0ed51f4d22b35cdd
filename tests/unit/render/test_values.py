"""What a button carries comes back as it was, and nothing else is taken for it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.asks import Wanted
from bot.domain.checklist import ItemState
from bot.domain.ids import BlockerId, ItemId, MilestoneKey
from bot.render.values import (
    MAX_OPTION,
    PARTS,
    Ask,
    BadValueError,
    Check,
    HomePage,
    Pick,
    Show,
    Tick,
)

ids = st.text(min_size=1, max_size=40)
pages = st.integers(0, 1_000_000)
shows = st.builds(
    Show,
    milestone=ids.map(MilestoneKey),
    blocker=st.one_of(st.none(), ids.map(BlockerId)),
    part=st.sampled_from(sorted(PARTS)),
    page=pages,
)
ticks = st.builds(
    Tick,
    milestone=ids.map(MilestoneKey),
    blocker=ids.map(BlockerId),
    item=ids.map(ItemId),
    to=st.sampled_from(ItemState),
    revision=pages,
    page=pages,
)
asks = st.builds(
    Ask,
    milestone=ids.map(MilestoneKey),
    blocker=ids.map(BlockerId),
    item=ids.map(ItemId),
    wanted=st.sampled_from(Wanted),
)


checks = st.builds(Check, milestone=ids.map(MilestoneKey), probe=ids, page=pages)


@given(st.one_of(shows, ticks, asks, checks, st.builds(HomePage, page=pages)))
def test_a_value_comes_back_as_it_was(value: Show | Tick | Ask | Check | HomePage) -> None:
    assert type(value).decode(value.encode()) == value


@pytest.mark.parametrize("wanted", ['"delete"', '""', "1"])
def test_a_question_that_is_none_is_refused(wanted: str) -> None:
    with pytest.raises(BadValueError):
        Ask.decode(f'{{"m":"prod","b":"b","i":"i","w":{wanted}}}')


def test_a_tick_is_small_and_names_what_the_specification_names() -> None:
    tick = Tick(
        milestone=MilestoneKey("prod"),
        blocker=BlockerId("b"),
        item=ItemId("i"),
        to=ItemState.DONE,
        revision=0,
    )
    assert json.loads(tick.encode()) == {"m": "prod", "b": "b", "i": "i", "t": "done", "r": 0}


@pytest.mark.parametrize(
    "value",
    [
        "",
        "no JSON",
        "[]",
        "null",
        "[" * 100_000,
        '{"m":"prod"}',
        '{"m":"","b":"b","i":"i","t":"done","r":0}',
        '{"m":"prod","b":"b","i":"i","t":"toggle","r":0}',
        '{"m":"prod","b":"b","i":"i","t":"done","r":-1}',
        '{"m":"prod","b":"b","i":"i","t":"done","r":true}',
        '{"m":"prod","b":"b","i":"i","t":"done","r":1.5}',
        '{"m":"prod","b":"b","i":"i","t":"done","r":"1"}',
        '{"m":"prod","b":7,"i":"i","t":"done","r":1}',
        '{"m":"prod","b":"\\ud800","i":"i","t":"done","r":1}',
        '{"m":"prod","b":"b","i":"i","t":"done","r":1,"x":1}',
        '{"m":"prod","b":"b","i":"i","t":"done","r":1,"p":99999999}',
    ],
)
def test_a_tick_that_is_not_ours_is_refused(value: str) -> None:
    with pytest.raises(BadValueError):
        Tick.decode(value)


def test_an_unknown_part_is_refused() -> None:
    with pytest.raises(BadValueError, match="unknown part"):
        Show.decode('{"m":"prod","v":"weather"}')


@given(st.text(max_size=300))
def test_a_choice_fits_an_option_or_leaves_the_question_out(query: str) -> None:
    value = Pick(milestone=MilestoneKey("prod"), query=query).encode()
    assert len(value) <= MAX_OPTION
    assert Pick.decode(value).query in {query, ""}


def test_a_short_question_is_carried_on() -> None:
    pick = Pick(milestone=MilestoneKey("prod"), query="digest post")
    assert Pick.decode(pick.encode()) == pick
