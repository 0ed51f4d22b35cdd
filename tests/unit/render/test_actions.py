"""The names on the wire are written down, and nothing else is sent."""

import re
from pathlib import Path

from bot.domain.home import Home
from bot.domain.ids import UserId
from bot.render.actions import Action
from bot.render.home import home_view
from tests.unit.render.boards import sample_board
from tests.unit.render.people import overview
from tests.unit.render.slack_limits import buttons_of, plain
from tests.unit.render.test_snapshots import MESSAGES

IDS = Path(__file__).parents[3] / "docs" / "slack-ids.md"


def test_the_documentation_lists_every_action() -> None:
    actions = IDS.read_text(encoding="utf-8").split("## Actions")[1].split("## Values")[0]
    listed = re.findall(r"^\| `([a-z]+\.[a-z_]+)` \|", actions, re.MULTILINE)
    assert sorted(listed) == sorted(Action)


def test_only_written_down_actions_are_sent() -> None:
    board = sample_board()
    seen = Home(user=UserId("U0BOB"), now=board.now, boards=(board,), overview=overview())
    home = plain([home_view(seen)])[0]["blocks"]
    drawn = [message.blocks for message in MESSAGES.values()]
    sent = {button["action_id"] for blocks in (*drawn, home) for button in buttons_of(blocks)}
    assert sent <= set(Action)
    assert {Action.TICK, Action.OPEN, Action.ASK, Action.LINK} <= sent
