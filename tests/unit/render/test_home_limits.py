"""Whatever comes in, Slack takes the Home: 500 items, 3,000-character titles, every list long."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.board import Board
from bot.domain.checklist import Item, ItemState, Touch
from bot.domain.home import Home, HomeState, Tab
from bot.domain.ids import MilestoneKey, TeamKey, UserId
from bot.domain.membership import PauseNotice
from bot.render.home import home_view
from tests.samples.making import build
from tests.unit.render.boards import NOW, ZONE
from tests.unit.render.people import hostile_asks, hostile_overview
from tests.unit.render.slack_limits import LIVE, faults_of_view, texts_of
from tests.unit.render.strange import HOSTILE, boards, grown, hostile_board, texts
from tests.unit.render.test_home import blocks_of
from tests.unit.render.test_limits_hold import pages, thorough, times

BOB = UserId("U0BOB")


def home(some: list[Board], text: str, many: int, **state: object) -> Home:
    return Home(
        user=BOB,
        now=NOW,
        timezone=ZONE,
        boards=tuple(some),
        teams=(TeamKey("x"),),
        state=build(HomeState, state),
        sent=hostile_asks(text, many),
        received=hostile_asks(text, many),
        pauses=(PauseNotice(is_paused=True, sentence=text, way_out=text),) * many,
        overview=hostile_overview(text, many),
    )


@thorough
@given(
    st.lists(boards(), max_size=2),
    texts,
    times,
    pages,
    st.sampled_from(Tab),
    st.booleans(),
)
def test_home_keeps_the_limits(
    some: list[Board], text: str, many: int, page: int, tab: Tab, done: bool
) -> None:
    long = [grown(board, many) for board in some]
    drawn = home_view(home(long, text, min(many, 60), tab=tab, page=page, done=done))
    assert faults_of_view(drawn) == []
    assert not any(LIVE.search(one.replace("<#C0OPS>", "")) for one in texts_of(blocks_of(drawn)))


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("tab", list(Tab))
def test_five_hundred_items_with_the_longest_words_fit(text: str, tab: Tab) -> None:
    """Each milestone with items of its own, so that every row may have a heading."""
    one = hostile_board(text, blockers=1, items=1)
    owned = one.blockers[0]
    own = replace(owned, items=tuple(replace(shown, owner=None) for shown in owned.items))
    some = [
        replace(
            one,
            milestone=replace(one.milestone, key=MilestoneKey(f"m{n:02}")),
            blockers=(own, owned),
        )
        for n in range(20)
    ]
    done = tuple(replace(shown, item=_done_now(shown.item)) for shown in own.items * 30)
    mine = replace(some[19], blockers=(own, owned, replace(own, items=done)) * 500)
    for page in (0, 30):
        look = home([*some, mine], text, 60, tab=tab, page=page, done=True)
        notice = replace(look.state, notice="x" * 3000, notice_at=NOW)
        drawn = home_view(replace(look, state=notice))
        assert faults_of_view(drawn) == []
    first = home_view(home([*some, mine], text, 60, tab=tab, done=True))
    assert len(blocks_of(first)) > (75 if tab is Tab.MINE else 40)


def _done_now(item: Item) -> Item:
    return replace(item, state=ItemState.DONE, touched=Touch(by=BOB, at=NOW))
