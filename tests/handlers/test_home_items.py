"""App Home: my items, ticked with one press, answered in the view itself."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.ids import UserId
from tests.stages.handlers import HandlersStage, words_of
from tests.stages.office import PROD, tls

MANY = "".join(f"- [ ] item {n}.\n" for n in range(40))


async def test_home_shows_my_items_and_a_tick_is_answered_there(stage: HandlersStage) -> None:
    assert "DNS integration" in words_of(await stage.open_home("U0BOB"))
    home = await stage.press_home("U0BOB", "checklist.tick", "DNS integration")

    assert "Saved." in words_of(home)
    assert "1 item waits for you" in words_of(home)
    (entry,) = (await stage.stores.checklists.load_audit(PROD, limit=1))[:1]
    assert (entry.by, entry.where) == ("U0BOB", "home")


async def test_news_of_a_visit_that_comes_late_leaves_the_answer(stage: HandlersStage) -> None:
    await stage.open_home("U0BOB")
    await stage.press_home("U0BOB", "checklist.tick", "DNS integration")
    assert "Saved." in words_of(await stage.open_home("U0BOB"))

    state = await stage.stores.people.homes.load_home(UserId("U0BOB"))
    assert state.notice_at is not None
    older = replace(state, notice_at=state.notice_at - timedelta(seconds=11))
    await stage.stores.people.homes.save_home(UserId("U0BOB"), older)
    assert "Saved." not in words_of(await stage.open_home("U0BOB"))


async def test_home_of_somebody_with_nothing_says_so(stage: HandlersStage) -> None:
    assert "Nothing waits for you" in words_of(await stage.open_home("U0CHARLIE"))


async def test_home_shows_the_items_of_my_team(stage: HandlersStage) -> None:
    stage.tracker.blockers = (tls(description="- [ ] Rotate keys (Owner: Backend team)"),)
    await stage.read_tracker()

    assert "Rotate keys" in words_of(await stage.open_home("U0DANA"))
    home = await stage.press_home("U0DANA", "checklist.tick", "Rotate keys")
    assert "Saved." in words_of(home)


async def test_press_on_an_item_that_is_not_mine_any_more_is_refused_there(
    stage: HandlersStage,
) -> None:
    await stage.open_home("U0BOB")
    stage.tracker.blockers = (tls(assignee=None),)
    await stage.read_tracker()
    home = await stage.press_home("U0BOB", "checklist.tick", "DNS integration")

    assert "Only a lead" in words_of(home)


async def test_press_on_what_is_gone_is_answered_there(stage: HandlersStage) -> None:
    await stage.open_home("U0BOB")
    stage.tracker.blockers = ()
    await stage.read_tracker()
    home = await stage.press_home("U0BOB", "checklist.tick", "DNS integration")

    assert "no longer" in words_of(home)


async def test_home_stays_on_its_page_over_ticks_and_changes(stage: HandlersStage) -> None:
    stage.tracker.blockers = (tls(description=MANY),)
    await stage.read_tracker()
    assert "item 0." in words_of(await stage.open_home("U0BOB"))
    second = await stage.press_home("U0BOB", "home.page")
    assert "Page 2 of 3" in words_of(second)
    ticked = await stage.press_home("U0BOB", "checklist.tick", "item 15.")
    assert "Page 2 of 3" in words_of(ticked)
    await stage.draw_copies()
    assert "Page 2 of 3" in words_of(stage.slack.state.homes["U0BOB"])

    first = await stage.press_home("U0BOB", "home.back")
    assert "Page 1 of 3" in words_of(first)


async def test_change_made_elsewhere_reaches_an_open_home(stage: HandlersStage) -> None:
    await stage.open_home("U0BOB")
    private = await stage.say("U0ALICE", "C0OPS", "/blockers THR-42")
    await stage.press("U0ALICE", private, "checklist.tick", "DNS integration")
    await stage.draw_copies()

    assert "DNS integration" not in words_of(stage.slack.state.homes["U0BOB"])


async def test_store_away_is_told_in_a_direct_message(stage: HandlersStage) -> None:
    await stage.open_home("U0BOB")
    stage.switch.away = True
    await stage.press_home("U0BOB", "checklist.tick", "DNS integration")
    stage.switch.away = False

    dm = stage.slack.core.open_dm(stage.slack.state.bot, "U0BOB")
    assert "Not saved" in stage.posted(dm.id)[0]["text"]
