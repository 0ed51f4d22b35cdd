"""What I asked and was asked: how it stands, and what can be done about it."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.asks import AskView
from bot.domain.checklist import ItemState
from bot.domain.home import Home
from bot.domain.messages import Json
from bot.render.home import home_view
from bot.render.values import Ask, Tick
from tests.unit.render.boards import NOW, ZONE, sample_board
from tests.unit.render.people import BOB, CHARLIE, asked
from tests.unit.render.slack_limits import button_called, labels_of, texts_of
from tests.unit.render.test_home import blocks_of


def home_with(*sent: AskView, received: tuple[AskView, ...] = (), page: int = 0) -> Json:
    home = Home(user=CHARLIE, now=NOW, timezone=ZONE, boards=(sample_board(),), sent=sent)
    home = replace(home, received=received, state=replace(home.state, page=page))
    return home_view(home)


def text_of(home: Json) -> str:
    return "\n".join(texts_of(blocks_of(home)))


def test_an_open_question_says_whom_what_when_and_for_how_long() -> None:
    home = home_with(asked())
    assert "*You asked* · 1 of 1 still open" in text_of(home)
    assert "*Bob*: “DNS integration” of THR-42" in text_of(home)
    assert "asked Mon 09:41 · *still open* for 2 days" in text_of(home)
    assert "|thread>" in text_of(home)
    value = Ask.decode(button_called(blocks_of(home), "Ask again")["value"])
    assert (value.blocker, value.item) == ("id-THR-42", "dns")
    assert button_called(blocks_of(home), "Withdraw")["action_id"] == "home.withdraw"


def test_a_question_of_today_cannot_be_asked_again() -> None:
    home = home_with(asked(at=NOW - timedelta(hours=1)))
    assert "Ask again" not in labels_of(blocks_of(home))
    assert "Withdraw" in labels_of(blocks_of(home))


def test_a_question_that_was_cut_off_can_be_asked_again_at_once() -> None:
    home = home_with(asked(at=NOW - timedelta(hours=1), sent=False, link=""))
    assert "it was not posted for certain" in text_of(home)
    assert "Ask again" in labels_of(blocks_of(home))


def test_a_question_that_was_repeated_says_so() -> None:
    assert "for the third time" in text_of(home_with(asked(times=3)))


def test_an_answer_says_who_and_when_and_can_be_put_away() -> None:
    home = home_with(asked(ItemState.DONE))
    assert "0 of 1 still open" in text_of(home)
    assert "✅ answered: done (by Bob, 08:41)" in text_of(home)
    assert {"Ask again", "Withdraw"}.isdisjoint(labels_of(blocks_of(home)))
    assert "Remove" in labels_of(blocks_of(home))


def test_who_is_on_it_is_said_to_be() -> None:
    assert "🔄 on it, doing (by Bob, 08:41)" in text_of(home_with(asked(ItemState.DOING)))


def test_a_question_about_what_is_gone_says_so() -> None:
    home = home_with(asked(None))
    assert "no longer on the checklist" in text_of(home)
    assert "Remove" in labels_of(blocks_of(home))


def test_what_i_was_asked_comes_first_with_a_button_to_answer() -> None:
    home = home_with(asked(), received=(asked(other="Dana", owner=CHARLIE, asker=BOB),))
    text = text_of(home)
    assert "*Dana* asks: “DNS integration” of THR-42" in text
    assert text.index("*You were asked*") < text.index("*You asked*")
    tick = Tick.decode(button_called(blocks_of(home), "Done")["value"])
    assert (tick.item, tick.to, tick.revision) == ("dns", ItemState.DONE, 3)


def test_every_question_is_on_one_page() -> None:
    many = tuple(asked(text=f"Item {n:02}") for n in range(12))
    texts = [text_of(home_with(*many, page=page)) for page in range(3)]
    assert "Page 1 of 3" in texts[0]
    assert all("".join(texts).count(f"“Item {n:02}”") == 1 for n in range(12))


def test_an_address_that_is_none_is_no_link() -> None:
    assert "thread" not in text_of(home_with(asked(link="javascript:alert(1)")))
    assert "thread" not in text_of(home_with(asked(link="https://x|<!channel>")))
