"""The Home: what waits for me, over all milestones, with a button for each."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.board import Board
from bot.domain.checklist import ItemState
from bot.domain.ids import MilestoneKey, TeamKey, UserId
from bot.domain.messages import Json
from bot.domain.people import Team
from bot.render.home import home_view
from bot.render.values import HomePage, Tick
from tests.unit.render.boards import (
    MILESTONE,
    TODAY,
    ZONE,
    Line,
    board_of,
    cicd,
    sample_board,
    tls,
    view,
)
from tests.unit.render.slack_limits import button_called, buttons_of, plain, texts_of

BOB, CHARLIE = UserId("U0BOB"), UserId("U0CHARLIE")
BACKEND = Team(key=TeamKey("backend"), name="Backend team")


def blocks_of(home: Json) -> list[dict[str, object]]:
    blocks = plain([home])[0]["blocks"]
    assert isinstance(blocks, list)
    return blocks


def text_of(home: Json) -> str:
    return "\n".join(texts_of(blocks_of(home)))


def of_bob(*lines: Line) -> Board:
    return board_of([replace(view(tls().blocker, lines), story=tls().story)])


def test_my_items_come_with_their_blocker_and_a_button() -> None:
    home = home_view(BOB, [sample_board()], timezone=ZONE)
    assert "*2 items wait for you*" in text_of(home)
    assert "🔄 DNS integration · doing · due tomorrow\n*THR-42 TLS" in text_of(home)
    values = [
        Tick.decode(button["value"])
        for button in buttons_of(blocks_of(home))
        if button["action_id"] == "checklist.tick"
    ]
    assert [value.to for value in values] == [ItemState.DONE] * 2 + [ItemState.TODO] * 2


def test_what_presses_first_comes_first_and_overdue_is_counted() -> None:
    board = of_bob(
        Line("Later", due=TODAY + timedelta(days=9)), Line("Late", due=TODAY - timedelta(days=1))
    )
    text = text_of(home_view(BOB, [board], timezone=ZONE))
    assert "*2 items wait for you* · *1 overdue*" in text
    assert text.index("Late ·") < text.index("Later ·")


def test_an_item_of_my_team_is_mine() -> None:
    board = board_of([view(cicd().blocker, [Line("Back up", owner=BACKEND)])])
    assert "Back up" in text_of(home_view(CHARLIE, [board], teams=[BACKEND.key]))
    assert "Back up" not in text_of(home_view(CHARLIE, [board]))


def test_somebody_with_nothing_to_do_is_told_so() -> None:
    text = text_of(home_view(CHARLIE, [sample_board()], timezone=ZONE))
    assert "*Nothing waits for you.*" in text
    assert "Production deployment is blocked by 2" in text


def test_without_a_milestone_home_still_opens() -> None:
    assert "No milestone is configured yet" in text_of(home_view(BOB, []))


def test_all_milestones_are_on_one_home() -> None:
    other = replace(MILESTONE, key=MilestoneKey("steady"), name="Sustained profitability")
    second = replace(of_bob(Line("Second")), milestone=other)
    text = text_of(home_view(BOB, [sample_board(), second], timezone=ZONE))
    assert "· Sustained profitability" in text
    assert "*3 items wait for you*" in text


def test_the_answer_to_the_last_press_is_at_the_top() -> None:
    home = home_view(BOB, [sample_board()], notice="Bob was first")
    assert text_of(home).startswith("Bob was first")


def test_every_item_is_on_one_page() -> None:
    board = of_bob(*(Line(f"Item {n:03}") for n in range(40)))
    texts = [text_of(home_view(BOB, [board], page=page)) for page in range(3)]
    assert [text.count("⬜ Item") for text in texts] == [15, 15, 10]
    assert all("".join(texts).count(f"Item {n:03}") == 1 for n in range(40))
    pressed = button_called(blocks_of(home_view(BOB, [board])), "Next")["value"]
    assert HomePage.decode(pressed).page == 1


def test_a_page_beyond_the_end_is_the_last_one() -> None:
    board = of_bob(*(Line(f"Item {n:03}") for n in range(40)))
    assert home_view(BOB, [board], page=9) == home_view(BOB, [board], page=2)


def test_what_i_own_is_listed_with_its_progress() -> None:
    text = text_of(home_view(BOB, [sample_board()], timezone=ZONE))
    assert "*You own 1 open blocker*" in text
    assert "In progress · urgent · Bob · due Fri 20 Nov · ▰▰▰▱▱ 3 of 5, 1 doing" in text
