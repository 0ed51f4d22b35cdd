"""Whatever comes in, Slack takes the message, and nobody is pinged by words from outside."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.board import BlockerView, Board, ItemView
from bot.domain.digest import Digest
from bot.domain.findings import Finding
from bot.domain.ids import BlockerId, ChannelId, ItemId, MilestoneKey, TeamKey, UserId
from bot.domain.milestone import Milestone
from bot.domain.people import Person, Team
from bot.domain.rights import Policy, Rights
from bot.render import notices, refusals
from bot.render.blocker import blocker_message
from bot.render.board import board_message
from bot.render.digest import digest_message
from bot.render.doctor import doctor_message
from bot.render.lines import local_time
from bot.render.parts import PART_MESSAGES
from bot.render.values import Ask
from tests.unit.render.boards import sample_board
from tests.unit.render.slack_limits import LIVE, faults_of_message, texts_of
from tests.unit.render.strange import (
    HOSTILE,
    boards,
    digests,
    grown,
    grown_checklist,
    grown_digest,
    hostile_board,
    hostile_digest,
    item_views,
    texts,
    views,
)

thorough = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
pages = st.sampled_from((0, 1, 7, 10_000, -3))
times = st.sampled_from((1, 3, 60, 250))
ASK = Ask(milestone=MilestoneKey("prod"), blocker=BlockerId("b"), item=ItemId("i"))


@thorough
@given(boards(), times, pages, st.booleans())
def test_board_message_keeps_the_limits(board: Board, many: int, page: int, private: bool) -> None:
    message = board_message(grown(board, many), page=page, private=private)
    assert faults_of_message(message) == []
    assert not any(LIVE.search(text) for text in texts_of(message.blocks))


@thorough
@given(views(), times, pages, st.booleans())
def test_blocker_message_keeps_the_limits(
    view: BlockerView, many: int, page: int, private: bool
) -> None:
    message = blocker_message(
        sample_board(), grown_checklist(view, many), page=page, private=private
    )
    assert faults_of_message(message) == []
    assert not any(LIVE.search(text) for text in texts_of(message.blocks))


@pytest.mark.parametrize("part", PART_MESSAGES)
@thorough
@given(board=boards(), many=times, page=pages, private=st.booleans())
def test_message_of_a_part_keeps_the_limits(
    part: str, board: Board, many: int, page: int, private: bool
) -> None:
    message = PART_MESSAGES[part](grown(board, many), page=page, private=private)
    assert faults_of_message(message) == []
    assert not any(LIVE.search(text) for text in texts_of(message.blocks))


@thorough
@given(digests(), times)
def test_digest_keeps_the_limits_in_the_channel_and_in_its_thread(
    digest: Digest, many: int
) -> None:
    drawn = digest_message(grown_digest(digest, many), preview=False)
    assert len(drawn.thread) <= 10
    assert [faults_of_message(message) for message in (drawn.main, *drawn.thread)] == [
        [] for _ in range(1 + len(drawn.thread))
    ]


@thorough
@given(digests())
def test_preview_mentions_nobody(digest: Digest) -> None:
    message = digest_message(digest, preview=True).main
    assert faults_of_message(message) == []
    assert not LIVE.search(message.text)
    assert not any(LIVE.search(text) for text in texts_of(message.blocks))


@thorough
@given(
    item_views(),
    texts,
    st.sampled_from(Policy),
    st.sampled_from((None, Person(name="<!here>"), Team(key=TeamKey("t"), name="a|b\nc"))),
)
def test_answers_to_a_press_keep_the_limits(
    shown: ItemView, name: str, policy: Policy, owner: Person | Team | None
) -> None:
    board = sample_board()
    local = local_time(board)
    user = UserId("U0ALICE")
    pressed = refusals.Pressed(view=board.blockers[0], item=shown.item, touched_by=name)
    rights = Rights(policy=policy, owner=owner, assignee=Person(name=name), leads=(user,) * 9)
    answers = (
        refusals.refusal_message(rights, pressed, ASK, {user: name}),
        refusals.refusal_message(Rights(), pressed, ASK, {}),
        refusals.already_message(pressed, local),
        refusals.moved_on_message(pressed, local),
        refusals.ticked_message(pressed, local),
        refusals.not_saved_message(),
        refusals.nobody_to_ask_message(shown.item),
        refusals.gone_message(name),
        refusals.asked_message(name),
    )
    assert [faults_of_message(answer) for answer in answers] == [[] for _ in answers]
    assert not any(LIVE.search(answer.text) for answer in answers)


@thorough
@given(texts, texts, st.integers(0, 200))
def test_notices_keep_the_limits(one: str, other: str, number: int) -> None:
    board = sample_board()
    milestones = [Milestone(key=MilestoneKey(f"m{n}"), name=one) for n in range(number)]
    answers = (
        notices.did_you_mean_message(one, other),
        notices.did_you_mean_message(one, None),
        notices.unknown_blocker_message(board, one, [board.blockers[0].blocker]),
        notices.pick_milestone_message(milestones, other),
        notices.posted_by_hand_message(one, other),
        notices.digest_trouble_message(ChannelId("C0OPS"), one),
        notices.post_refused_message(one),
        notices.away_message(one),
        notices.trouble_message(one),
        doctor_message([Finding(one, other)] * number),
    )
    assert [faults_of_message(answer) for answer in answers] == [[] for _ in answers]


@pytest.mark.parametrize("text", HOSTILE)
def test_every_field_hostile_at_once_still_fits(text: str) -> None:
    """The dearest of all characters in every place, more of them than any page holds."""
    board = hostile_board(text, blockers=500, items=300)
    view = board.blockers[0]
    for message in (
        board_message(board, private=True, page=3),
        board_message(board, private=False, live=False),
        blocker_message(board, view, private=True, page=2),
        *(draw(board, page=1) for draw in PART_MESSAGES.values()),
        digest_message(hostile_digest(board, text), preview=True).main,
        *digest_message(hostile_digest(board, text), preview=False).thread,
    ):
        assert faults_of_message(message) == []
