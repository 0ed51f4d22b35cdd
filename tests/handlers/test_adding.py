"""Add item: a form that puts a line of our own on a checklist."""

from tests.stages.editing import item, kinds, labels, opened, sent
from tests.stages.handlers import HandlersStage, words_of
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


async def test_bystander_may_not_add(stage: HandlersStage) -> None:
    view = await opened(stage, "U0CHARLIE", "checklist.add")
    assert "may add an item to THR-42" in words_of(view)
    assert view["submit"] is None


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
