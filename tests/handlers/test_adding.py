"""Add item: a form that puts a line of our own on a checklist."""

from sandbox.slack.acts import presses
from tests.stages.editing import front, item, kinds, labels, opened, sent
from tests.stages.handlers import HandlersStage, button_of, words_of
from tests.stages.office import tls

DNS = "DNS integration"
TLS = tls().id


async def test_added_item_stands_on_the_list_and_outlives_the_sync(stage: HandlersStage) -> None:
    view = await opened(stage, action="checklist.add")
    assert labels(view) == [
        "Text",
        "Section",
        "Owner",
        "Owner: a team, or a name",
        "Due",
        "Note",
    ]
    outcome = await sent(
        stage, view, text="Tell support", section="actions", owner="Backend team", due="2026-12-01"
    )
    assert outcome.ok
    await stage.read_tracker()
    found = await item(stage, "Tell support")
    assert (found.described, found.section.value, found.owner) == (None, "actions", "Backend team")
    assert await kinds(stage) == ["added"]
    (changed,) = await stage.press(
        "U0DANA",
        await stage.say("U0DANA", "C0OPS", "/blockers THR-42"),
        "checklist.tick",
        "Tell support",
    )
    assert "✅ Tell support" in words_of(changed)


async def test_form_sent_again_after_a_lost_answer_adds_one_item(stage: HandlersStage) -> None:
    view = await opened(stage, action="checklist.add")
    stack = stage.slack.state.views["U0BOB"]
    for _ in range(2):
        outcome = await sent(stage, view, text="Tell support")
        assert outcome.ok
        stack.append(view)  # Slack heard nothing, so the form still stands there
    assert await kinds(stage) == ["added"]
    await sent(stage, view, text="Tell sales")
    assert await kinds(stage) == ["added", "added"]


async def test_bystander_is_told_who_may_add_and_can_ask(stage: HandlersStage) -> None:
    view = await opened(stage, "U0CHARLIE", "checklist.add")
    assert "Only Bob (owner) or a lead (Alice) may add an item to THR-42." in words_of(view)
    assert view["submit"] is None
    ask = button_of(view, "checklist.ask", "Ask Bob")
    container = {"type": "view", "view_id": view["id"]}
    await presses.press(stage.slack.core, "U0CHARLIE", container, ask)
    await stage.settle()
    assert "Bob has been asked" in words_of(front(stage, "U0CHARLIE"))
    dm = stage.slack.core.open_dm(stage.slack.state.bot, "U0BOB")
    (question,) = stage.posted(dm.id)
    assert question["text"].endswith(
        "asks about THR-42 “Title of THR-42”. Would you add an item to it?"
    )

    home = words_of(await stage.open_home("U0CHARLIE"))
    assert "*Bob*: to add an item to THR-42 “Title of THR-42”" in home
    assert "still open" in home


async def test_owner_opens_the_blocker_that_somebody_asks_for_an_item_on(
    stage: HandlersStage,
) -> None:
    view = await opened(stage, "U0CHARLIE", "checklist.add")
    container = {"type": "view", "view_id": view["id"]}
    ask = button_of(view, "checklist.ask")
    await presses.press(stage.slack.core, "U0CHARLIE", container, ask)
    await stage.settle()
    assert "*Charlie* asks: to add an item to THR-42" in words_of(await stage.open_home("U0BOB"))
    home = await stage.press_home("U0BOB", "blocker.open", "Charlie")
    assert "Opened under *Messages* here" in words_of(home)


async def test_added_item_needs_a_text(stage: HandlersStage) -> None:
    view = await opened(stage, action="checklist.add")
    outcome = await sent(stage, view, text=" \u200e ")
    assert "needs a text" in " ".join((outcome.errors or {}).values())
    assert await kinds(stage) == []


async def test_first_item_of_a_blocker_without_a_checklist(stage: HandlersStage) -> None:
    stage.tracker.blockers = (tls(description=""),)
    await stage.read_tracker()
    view = await opened(stage, action="checklist.add")
    await sent(stage, view, text="Begin")
    assert "Begin" in words_of(await stage.say("U0BOB", "C0OPS", "/blockers THR-42"))
