"""Blockers of one title without a key are told apart by their items, then by their order."""

from bot.domain.checklist import ItemState
from bot.domain.import_plan import Fate
from bot.domain.told_apart import told_apart
from tests.stages.importing import Desk, untracked

HEAD = "# Blocking issues\n\n"
ROPE = "## Clock tower\n**Status:** Open\n- [ ] Hang the rope\n- [ ] Oil the pulley\n\n"
DIAL = "## Clock tower\n**Status:** Open\n- [ ] Paint the dial\n- [ ] Gild the hands\n\n"
BELL = "## Clock tower\n**Status:** Open\n- [ ] Cast the bell\n\n"
BARE = "## Clock tower\n**Status:** {}\n\n"


async def lines(desk: Desk, key: str) -> list[str]:
    local = await desk.local(key)
    return [text for text, item in (await desk.items(local.id)).items() if not item.archived]


async def test_second_of_a_title_is_named_by_its_line() -> None:
    applied = await untracked().apply(HEAD + ROPE + DIAL)
    assert [one.name for one in applied.plan.blockers] == ["Clock tower", "Clock tower (line 8)"]


async def test_twins_keep_their_items_when_they_change_places() -> None:
    desk = untracked()
    await desk.apply(HEAD + ROPE + DIAL)
    await desk.tick((await desk.local("PROD-2")).id, "Paint the dial", ItemState.DONE)
    applied = await desk.apply(HEAD + DIAL + ROPE)
    assert not applied.plan.is_news
    assert await lines(desk, "PROD-1") == ["Hang the rope", "Oil the pulley"]
    assert await lines(desk, "PROD-2") == ["Paint the dial", "Gild the hands"]


async def test_twin_that_is_left_is_the_one_whose_items_it_has() -> None:
    desk = untracked()
    await desk.apply(HEAD + ROPE + DIAL + BELL)
    edited = DIAL.replace("Gild the hands", "Gild both hands")
    applied = await desk.apply(HEAD + edited + BELL)
    assert applied.plan.missing == ("PROD-1 Clock tower",)
    assert [one.fate for one in applied.plan.blockers] == [Fate.CHANGED, Fate.SAME]
    assert await lines(desk, "PROD-2") == ["Paint the dial", "Gild both hands"]


async def test_new_twin_in_front_takes_nobody_s_place() -> None:
    desk = untracked()
    await desk.apply(HEAD + ROPE)
    applied = await desk.apply(HEAD + DIAL + ROPE)
    assert [one.fate for one in applied.plan.blockers] == [Fate.NEW, Fate.SAME]
    assert await lines(desk, "PROD-1") == ["Hang the rope", "Oil the pulley"]
    assert await lines(desk, "PROD-2") == ["Paint the dial", "Gild the hands"]


async def test_twins_without_items_go_by_their_order() -> None:
    desk = untracked()
    text = HEAD + BARE.format("Open") + BARE.format("In progress")
    await desk.apply(text)
    assert not (await desk.apply(text)).plan.is_news


def test_names_are_told_apart_by_their_lines() -> None:
    named = (("DNS", 3), ("TLS", 9), ("dns", 40), ("DNS", 0))
    assert told_apart(named) == ("DNS", "TLS", "dns (line 40)", "DNS")
