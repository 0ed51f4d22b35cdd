"""On the Home: what I asked, taken back or asked again; what I was asked, answered there."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.ids import MilestoneKey, UserId
from tests.stages.handlers import HandlersStage, Shown, words_of
from tests.stages.office import PROD, milestone

DNS = "DNS integration"
CHARLIE = UserId("U0CHARLIE")


async def asked(stage: HandlersStage, user: str = "U0CHARLIE") -> list[Shown]:
    private = await stage.say(user, "C0OPS", "/blockers THR-42")
    (refusal,) = await stage.press(user, private, "checklist.tick", DNS)
    return await stage.press(user, refusal, "checklist.ask")


async def digest_posted(stage: HandlersStage) -> None:
    preview = await stage.say("U0ALICE", "C0OPS", "/blockers digest post")
    await stage.press("U0ALICE", preview, "digest.post")


async def age(stage: HandlersStage, **by: float) -> None:
    """As if it had been asked that much earlier."""
    asks = stage.stores.people.asks
    since = stage.parts.services.clock.now() - timedelta(days=9)
    ((record,), _) = await asks.load_asks(CHARLIE, since)
    older = replace(record, at=record.at - timedelta(**by), version=record.version + 1)
    assert await asks.save_ask(older, record)


async def test_home_lists_what_i_asked_and_what_i_was_asked(stage: HandlersStage) -> None:
    await asked(stage)
    mine = words_of(await stage.open_home("U0CHARLIE"))
    assert "You asked* · 1 of 1 still open" in mine
    assert f"*bob*: “{DNS}” of THR-42" in mine.replace("*Bob*", "*bob*")
    theirs = words_of(await stage.open_home("U0BOB"))
    assert "asks: “DNS integration” of THR-42" in theirs
    assert "You were asked* · 1 question still open" in theirs


async def test_open_home_of_who_is_asked_follows(stage: HandlersStage) -> None:
    await stage.open_home("U0BOB")
    await stage.open_home("U0CHARLIE")
    await asked(stage)
    await stage.draw_copies()
    assert "You were asked" in words_of(stage.slack.state.homes["U0BOB"])
    assert "You asked" in words_of(stage.slack.state.homes["U0CHARLIE"])

    await stage.press_home("U0CHARLIE", "home.withdraw")
    await stage.draw_copies()
    assert "You were asked" not in words_of(stage.slack.state.homes["U0BOB"])


async def test_answering_on_the_home_answers_the_asker(stage: HandlersStage) -> None:
    await asked(stage)
    await stage.open_home("U0CHARLIE")
    await stage.open_home("U0BOB")
    home = await stage.press_home("U0BOB", "checklist.tick", "asks: ")
    assert "You were asked" not in words_of(home)
    await stage.draw_copies()

    mine = words_of(stage.slack.state.homes["U0CHARLIE"])
    assert "✅ answered: done (by" in mine
    home = await stage.press_home("U0CHARLIE", "home.withdraw")
    assert "is off your list" in words_of(home)
    assert "You asked" not in words_of(home)


async def test_withdrawing_takes_the_line_down(stage: HandlersStage) -> None:
    await digest_posted(stage)
    await asked(stage)
    await stage.open_home("U0CHARLIE")
    home = await stage.press_home("U0CHARLIE", "home.withdraw")

    assert "is taken back" in words_of(home)
    assert "You asked" not in words_of(home)
    lines = [one["text"] for one in stage.posted("C0OPS") if one.get("thread_ts")]
    assert any(f"took the question about “{DNS}” of THR-42 back" in line for line in lines)
    assert not any("asks about" in line for line in lines)


async def test_a_direct_message_is_taken_back_too(stage: HandlersStage) -> None:
    await asked(stage)
    await stage.open_home("U0CHARLIE")
    await stage.press_home("U0CHARLIE", "home.withdraw")

    dm = stage.slack.core.open_dm(stage.slack.state.bot, "U0BOB")
    (line,) = stage.posted(dm.id)
    assert "back" in line["text"]


async def test_asking_again_is_offered_from_the_next_day_on(stage: HandlersStage) -> None:
    await asked(stage)
    home = await stage.open_home("U0CHARLIE")
    assert "Ask again" not in words_of(home)
    await age(stage, days=2)
    home = await stage.open_home("U0CHARLIE")
    assert "*still open* for 2 days" in words_of(home)

    home = await stage.press_home("U0CHARLIE", "home.ask_again")
    assert "has been asked" in words_of(home)
    assert "for the second time" in words_of(home)
    assert "Ask again" not in words_of(home)
    dm = stage.slack.core.open_dm(stage.slack.state.bot, "U0BOB")
    assert len(stage.posted(dm.id)) == 2


async def test_two_tabs_withdraw_once(stage: HandlersStage) -> None:
    await asked(stage)
    home = await stage.open_home("U0CHARLIE")
    await stage.press_home("U0CHARLIE", "home.withdraw")
    stage.slack.state.homes["U0CHARLIE"] = home
    again = await stage.press_home("U0CHARLIE", "home.withdraw")

    assert "not on your list any more" in words_of(again)


async def test_asking_again_about_what_is_gone_says_so(stage: HandlersStage) -> None:
    await asked(stage)
    await age(stage, days=2)
    await stage.open_home("U0CHARLIE")
    other = replace(milestone(), key=MilestoneKey("other"))
    stage.installation.roster = replace(stage.installation.roster, milestones=(other,), channels=())
    home = await stage.press_home("U0CHARLIE", "home.ask_again")

    assert "no longer" in words_of(home)
    assert other.key != PROD
