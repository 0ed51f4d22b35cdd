"""The Home: what waits for me, over all milestones, with a button for each."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.board import Board, ItemView
from bot.domain.checklist import Item, ItemState, Touch
from bot.domain.home import Home, HomeState
from bot.domain.ids import ItemId, MilestoneKey, TeamKey, UserId
from bot.domain.messages import Json
from bot.domain.people import Team
from bot.render.home import home_view
from bot.render.values import HomePage, Tick
from tests.samples.making import build
from tests.unit.render.boards import (
    MILESTONE,
    NOW,
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


def home_of(
    user: UserId, boards: list[Board], *, teams: list[TeamKey] | None = None, **state: object
) -> Json:
    return home_view(
        Home(
            user=user,
            now=NOW,
            timezone=ZONE,
            boards=tuple(boards),
            teams=tuple(teams or ()),
            state=build(HomeState, state),
        )
    )


def of_bob(*lines: Line) -> Board:
    return board_of([replace(view(tls().blocker, lines), story=tls().story)])


def test_my_items_come_with_their_blocker_and_a_button() -> None:
    home = home_of(BOB, [sample_board()])
    assert "*2 items wait for you*" in text_of(home)
    assert "🔄 DNS integration · doing · due tomorrow\n*THR-42 TLS" in text_of(home)
    values = [
        Tick.decode(button["value"])
        for button in buttons_of(blocks_of(home))
        if button["action_id"] == "checklist.tick"
    ]
    assert [value.to for value in values] == [ItemState.DONE] * 2


def test_what_presses_first_comes_first_and_overdue_is_counted() -> None:
    board = of_bob(
        Line("Later", due=TODAY + timedelta(days=9)), Line("Late", due=TODAY - timedelta(days=1))
    )
    text = text_of(home_of(BOB, [board]))
    assert "*2 items wait for you* · *1 overdue*" in text
    assert text.index("Late ·") < text.index("Later ·")


def test_an_item_of_my_team_is_mine() -> None:
    board = board_of([view(cicd().blocker, [Line("Back up", owner=BACKEND)])])
    assert "Back up" in text_of(home_of(CHARLIE, [board], teams=[BACKEND.key]))
    assert "Back up" not in text_of(home_of(CHARLIE, [board]))


def test_somebody_with_nothing_to_do_is_told_so() -> None:
    text = text_of(home_of(CHARLIE, [sample_board()]))
    assert "*Nothing waits for you.*" in text
    assert "Production deployment is blocked by 2" in text


def test_without_a_milestone_home_still_opens() -> None:
    assert "No milestone is configured yet" in text_of(home_of(BOB, []))


def test_all_milestones_are_on_one_home() -> None:
    other = replace(MILESTONE, key=MilestoneKey("steady"), name="Sustained profitability")
    second = replace(of_bob(Line("Second")), milestone=other)
    text = text_of(home_of(BOB, [sample_board(), second]))
    assert text.index("Production deployment is blocked") < text.index("Second")
    assert text.index("Sustained profitability is blocked") < text.index("Second")
    assert "*3 items wait for you*" in text


def test_the_answer_to_the_last_press_is_at_the_top() -> None:
    home = home_of(BOB, [sample_board()], notice="Bob was first", notice_at=NOW)
    assert text_of(home).startswith("Bob was first")


def test_every_item_is_on_one_page() -> None:
    board = of_bob(*(Line(f"Item {n:03}") for n in range(40)))
    texts = [text_of(home_of(BOB, [board], page=page)) for page in range(3)]
    assert [text.count("⬜ Item") for text in texts] == [15, 15, 10]
    assert all("".join(texts).count(f"Item {n:03}") == 1 for n in range(40))
    pressed = button_called(blocks_of(home_of(BOB, [board])), "Next")["value"]
    assert HomePage.decode(pressed).page == 1


def test_a_page_beyond_the_end_is_the_last_one() -> None:
    board = of_bob(*(Line(f"Item {n:03}") for n in range(40)))
    assert home_of(BOB, [board], page=9) == home_of(BOB, [board], page=2)


def test_what_i_own_is_listed_where_no_item_of_mine_speaks_for_it() -> None:
    assert "You own" not in text_of(home_of(BOB, [sample_board()]))
    without = board_of([view(tls().blocker, [])])
    home = home_of(BOB, [without])
    assert "*No item waits for you*, but 1 blocker of yours waits" in text_of(home)
    assert "*You own 1 blocker with no open item of yours*" in text_of(home)
    assert "no checklist yet: add what it still needs" in text_of(home)
    assert button_called(blocks_of(home), "Add item")["action_id"] == "checklist.add"


def test_what_is_left_of_mine_is_named_by_whose_it_is() -> None:
    others = board_of([view(tls().blocker, [Line("Back up", owner=BACKEND)])])
    assert "1 open item, all of Backend team" in text_of(home_of(BOB, [others]))
    done = board_of([view(tls().blocker, [Line("Issued", ItemState.DONE)])])
    assert "every item is done: close the issue" in text_of(home_of(BOB, [done]))


def test_overdue_comes_first_with_the_date_that_has_passed() -> None:
    board = of_bob(Line("Its own", due=TODAY - timedelta(days=2)), Line("Inherited"))
    text = text_of(home_of(BOB, [board]))
    assert "Its own · to do · *overdue 2 days* (its own date, Mon 16 Nov)" in text
    late = replace(tls().blocker, due=TODAY - timedelta(days=5))
    text = text_of(home_of(BOB, [board_of([view(late, [Line("Inherited")])])]))
    assert "*overdue 5 days* (the date of THR-42, Fri 13 Nov)" in text


def ticked(text: str, *, hours: float, by: str = BOB) -> ItemView:
    at = NOW - timedelta(hours=hours)
    item = Item(id=ItemId(text), text=text, state=ItemState.DONE, touched=Touch(by=by, at=at))
    return ItemView(item=item, touched_by="Bob")


def test_what_i_did_today_is_a_count_with_the_last_to_undo() -> None:
    items = tuple(ticked(f"Item {n}", hours=n + 1) for n in range(3))
    items = (*items, ticked("Yesterday", hours=20), ticked("Not mine", hours=1, by="U0DANA"))
    board = board_of([replace(view(tls().blocker, []), items=items)])
    folded = home_of(BOB, [board])
    assert "✅ *You did 3 items today* · last 08:41: “Item 0”" in text_of(folded)
    assert "Item 1" not in text_of(folded)
    undo = Tick.decode(button_called(blocks_of(folded), "Undo")["value"])
    assert (undo.item, undo.to) == ("Item 0", ItemState.TODO)

    shown = HomePage.decode(button_called(blocks_of(folded), "Show all done today")["value"])
    assert shown.done
    unfolded = home_of(BOB, [board], done=True)
    assert all(f"✅ Item {n}" in text_of(unfolded) for n in range(3))
    assert "Yesterday" not in text_of(unfolded)
    assert not HomePage.decode(button_called(blocks_of(unfolded), "Hide")["value"]).done


def test_an_answer_that_is_old_is_not_shown_any_more() -> None:
    before = NOW - timedelta(minutes=6)
    home = home_of(BOB, [sample_board()], notice="Saved", notice_at=before)
    assert "Saved" not in text_of(home)
