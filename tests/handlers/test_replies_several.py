"""Answers to a row whose owners are several: what one of them says, the others keep."""

from dataclasses import replace

import pytest

from bot.domain.ids import BlockerId, BlockerKey
from bot.domain.people import Person
from tests.handlers.test_replies import LATE, NOW, whose
from tests.stages.editing import front, item
from tests.stages.handlers import HandlersStage, Shown, marked_up, words_of
from tests.stages.office import DESCRIPTION, tls

ERIN = Person(name="Erin", email="erin@example.com")


async def own_it_together(stage: HandlersStage) -> None:
    """An item that is late, and Bob's and Dana's."""
    text = f"DNS integration (owner: Bob, Dana, due {LATE})"
    dana = tls(
        "THR-44",
        assignee=Person(name="Dana", email="dana@example.com"),
        updated_at=NOW,
        description="",
    )
    description = DESCRIPTION.replace("DNS integration", text)
    erin = replace(dana, id=BlockerId("id-THR-45"), key=BlockerKey("THR-45"), assignee=ERIN)
    late = tls(updated_at=NOW, due=None, description=description)
    stage.tracker.blockers = (late, dana, erin)
    await stage.read_tracker()


async def of_several(stage: HandlersStage) -> Shown:
    """A digest with a row about it."""
    await own_it_together(stage)
    preview = await stage.say("U0ALICE", "C0OPS", "/blockers digest")
    await stage.press("U0ALICE", preview, "digest.post")
    return stage.posted("C0OPS")[-1]


async def test_each_of_several_owners_has_the_item(stage: HandlersStage) -> None:
    posted = await of_several(stage)
    for user in ("U0BOB", "U0DANA"):
        assert f"<@{user}>" in marked_up(posted)
        mine = words_of(await stage.say(user, "C0OPS", "/blockers mine"))
        assert "*THR-42 Title of THR-42*" in mine
        assert "open, 1 overdue" in mine
        assert "DNS integration" in words_of(await stage.open_home(user))


@pytest.mark.parametrize(
    ("user", "to", "left"),
    [
        ("U0BOB", None, "Dana"),
        ("U0DANA", "U0CHARLIE", "Bob, <@U0CHARLIE>"),
        ("U0DANA", "U0ERIN", "Bob, Erin"),  # whom the tracker knows by that name
        ("U0DANA", "U0BOB", "Bob"),
        ("U0ALICE", "U0CHARLIE", "<@U0CHARLIE>"),  # a lead speaks for all of them
    ],
)
async def test_not_mine_takes_off_whom_it_is_said_of(
    stage: HandlersStage, user: str, to: str | None, left: str
) -> None:
    posted = await of_several(stage)
    await stage.press(user, posted, "digest.not_mine")
    assert "Whoever owns it with you keeps it." in str(front(stage, user))
    await whose(stage, to, user)
    assert (await item(stage)).owner == left


async def ask_them(stage: HandlersStage) -> Shown:
    """Charlie, who may not tick it; what he is told."""
    private = await stage.say("U0CHARLIE", "C0OPS", "/blockers THR-42")
    (refusal,) = await stage.press("U0CHARLIE", private, "checklist.tick", "DNS integration")
    *_, said = await stage.press("U0CHARLIE", refusal, "checklist.ask", "Ask Bob and Dana")
    return said


async def test_each_of_several_owners_is_asked(stage: HandlersStage) -> None:
    await own_it_together(stage)
    said = words_of(await ask_them(stage))
    assert said == "Bob and Dana have been asked. Your Home lists it."
    for user, other in (("U0BOB", "Dana"), ("U0DANA", "Bob")):
        dm = stage.slack.core.open_dm(stage.slack.state.bot, user)
        (line,) = stage.posted(dm.id)
        assert marked_up(line).startswith(f"<@{user}>, {other}: ")
        assert "You were asked" in words_of(await stage.open_home(user))
    assert "today already" in words_of(await ask_them(stage))


async def test_a_question_to_several_is_taken_back_from_each(stage: HandlersStage) -> None:
    await own_it_together(stage)
    await ask_them(stage)
    assert "*Bob and Dana*: " in words_of(await stage.open_home("U0CHARLIE"))
    await stage.press_home("U0CHARLIE", "home.withdraw")
    for user in ("U0BOB", "U0DANA"):
        dm = stage.slack.core.open_dm(stage.slack.state.bot, user)
        (line,) = stage.posted(dm.id)
        assert "took the question about" in line["text"]
        assert "You were asked" not in words_of(await stage.open_home(user))


async def test_who_was_pinged_today_is_only_named_in_the_one_line(stage: HandlersStage) -> None:
    await of_several(stage)  # the digest has called both
    said = words_of(await ask_them(stage))
    assert "Bob and Dana were pinged today already" in said
    (line,) = [one["text"] for one in stage.posted("C0OPS") if " asks about " in one["text"]]
    assert line.startswith("Bob, Dana: ")


async def test_who_is_on_it_stays_so_where_another_owner_goes(stage: HandlersStage) -> None:
    posted = await of_several(stage)
    await stage.press("U0DANA", posted, "digest.on_it")
    await stage.press("U0BOB", posted, "digest.not_mine")
    await whose(stage, None)
    assert (await item(stage)).owner == "Dana"
    await stage.draw_copies()
    assert "✋ Dana is on it since " in words_of(stage.message(posted))
