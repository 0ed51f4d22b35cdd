"""The sample team's messages, as they were last looked at and found to read well."""

from dataclasses import replace

import pytest

from bot.domain.checklist import Item, Touch
from bot.domain.home import Home, HomeState, Tab
from bot.domain.ids import BlockerId, ItemId, MilestoneKey, UserId
from bot.domain.messages import Message
from bot.domain.rights import Rights
from bot.render.blocker import blocker_message
from bot.render.board import board_message
from bot.render.digest import digest_message
from bot.render.first import first_message
from bot.render.help import help_message
from bot.render.home import home_view
from bot.render.lines import local_time
from bot.render.notices import did_you_mean_message, unknown_blocker_message
from bot.render.probe_rows import checked_message, probes_message
from bot.render.refusals import Pressed, already_message, refusal_message
from bot.render.risk import risk_message
from bot.render.scorecard import scorecard_message
from bot.render.timeline import timeline_message
from bot.render.values import Ask
from tests.unit.render.boards import ALICE, BOB, NOW, ZONE, sample_board, sample_digest, tls
from tests.unit.render.part_boards import chained_board, probed_board
from tests.unit.render.people import asked, overview
from tests.unit.render.slack_limits import faults_of_message, faults_of_view
from tests.unit.render.snapshots import matches_snapshot

BOARD = sample_board()
DNS = tls().items[3].item
ASK = Ask(milestone=MilestoneKey("prod"), blocker=BlockerId("b"), item=ItemId("i3"))
RIGHTS = Rights(owner=BOB, assignee=BOB, leads=(UserId("U0ALICE"),))


def _ticked(item: Item) -> Item:
    return replace(item, touched=Touch(by="U0BOB", at=NOW))


MESSAGES = {
    "board_private": board_message(BOARD, private=True),
    "board_posted": board_message(BOARD, private=False),
    "blocker_private": blocker_message(BOARD, BOARD.blockers[1], private=True),
    "blocker_posted": blocker_message(BOARD, BOARD.blockers[1], private=False),
    "blocker_not_live": blocker_message(BOARD, BOARD.blockers[0], private=False, live=False),
    "scorecard": scorecard_message(BOARD),
    "risk": risk_message(BOARD),
    "timeline": timeline_message(BOARD),
    "first": first_message(chained_board()),
    "probes": probes_message(probed_board()),
    "probes_posted": probes_message(probed_board(), private=False),
    "probes_asked": checked_message(probed_board(), asked="api-cert"),
    "digest": digest_message(sample_digest(), preview=False).main,
    "digest_preview": digest_message(sample_digest(), preview=True).main,
    "digest_by_hand": digest_message(replace(sample_digest(), by_hand="Alice"), preview=False).main,
    "help": help_message(),
    "refusal": refusal_message(
        RIGHTS, Pressed(view=tls(), item=DNS), ASK, {UserId("U0ALICE"): ALICE.name}
    ),
    "already": already_message(
        Pressed(view=tls(), item=_ticked(DNS), touched_by="Bob"), local_time(BOARD)
    ),
    "did_you_mean": did_you_mean_message("overdeu", "overdue"),
    "unknown_blocker": unknown_blocker_message(BOARD, "THR-44", [BOARD.blockers[1].blocker]),
}


@pytest.mark.parametrize("name", MESSAGES)
def test_message_reads_as_last_looked_at(name: str) -> None:
    message: Message = MESSAGES[name]
    assert faults_of_message(message) == []
    assert matches_snapshot(name, {"text": message.text, "blocks": list(message.blocks)})


@pytest.mark.parametrize("user", ["U0ALICE", "U0BOB", "U0CHARLIE"])
def test_home_reads_as_last_looked_at(user: str) -> None:
    shown = overview() if user == "U0ALICE" else None
    home = Home(user=UserId(user), now=BOARD.now, timezone=ZONE, boards=(BOARD,), overview=shown)
    view = home_view(replace(home, sent=(asked(),) if user == "U0CHARLIE" else ()))
    assert faults_of_view(view) == []
    assert matches_snapshot(f"home_{user.lower()}", view)


def test_installation_reads_as_last_looked_at() -> None:
    state = HomeState(tab=Tab.LEADS)
    home = Home(user=UserId("U0ALICE"), now=BOARD.now, timezone=ZONE, boards=(BOARD,), state=state)
    view = home_view(replace(home, overview=overview()))
    assert faults_of_view(view) == []
    assert matches_snapshot("home_installation", view)
