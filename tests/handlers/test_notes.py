"""*Add a note* below a digest: an owner's line is stored, and the next digest tells it."""

import pytest

from bot.domain.changes_log import NOTED
from tests.stages.editing import front, kinds, press_front, sent
from tests.stages.handlers import HandlersStage, Shown, words_of
from tests.stages.office import PROD


async def opened(stage: HandlersStage, user: str = "U0BOB") -> Shown:
    """The form, from a digest that was posted by hand."""
    if not stage.posted("C0OPS"):
        preview = await stage.say("U0ALICE", "C0OPS", "/blockers digest")
        await stage.press("U0ALICE", preview, "digest.post")
    await stage.press(user, stage.posted("C0OPS")[-1], "digest.note")
    return front(stage, user)


async def test_note_of_an_owner_is_stored_once_and_said(stage: HandlersStage) -> None:
    form = await opened(stage)
    stage.seen = stage.slack.core.feed.number
    outcome = await sent(stage, form, note="  Waiting for\n the <!channel> vendor ")

    assert outcome.ok
    (told,) = [one for one in stage.came() if one.get("ephemeral")]
    assert "Noted on THR-42" in words_of(told)
    log = await stage.stores.checklists.load_audit(PROD)
    (note,) = [entry for entry in log if entry.kind == NOTED]
    assert (note.by, note.after) == ("U0BOB", "Waiting for the <!channel> vendor")

    preview = await stage.say("U0ALICE", "C0OPS", "/blockers history")
    assert "Bob noted at THR-42 “Waiting for the <!channel> vendor”" in words_of(preview).replace(
        "&lt;", "<"
    ).replace("&gt;", ">")


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("   ", "Write one line"),
        ("x" * 141, "this has 141"),
        ("use xoxb-" + "1234567890-abcdef", "looks like a secret"),
        ("password: " + "Hunter2hunter2", "looks like a secret"),
    ],
)
async def test_note_that_is_no_line_is_said_at_its_input(
    stage: HandlersStage, note: str, said: str
) -> None:
    form = await opened(stage)
    outcome = await sent(stage, form, note=note)

    (error,) = (outcome.errors or {}).values()
    assert said in error
    assert NOTED not in await kinds(stage)


async def test_note_of_a_bystander_is_refused_and_may_be_asked_for(stage: HandlersStage) -> None:
    form = await opened(stage, "U0CHARLIE")
    await sent(stage, form, "U0CHARLIE", note="Let me help")

    refusal = front(stage, "U0CHARLIE")
    assert "Only Bob (owner) or a lead (Alice) may add a note to THR-42." in words_of(refusal)
    assert NOTED not in await kinds(stage)
    (below, _) = stage.slack.state.views["U0CHARLIE"]
    assert below["id"] == form["id"]
    assert "Let me help" in str(below["state"])

    await press_front(stage, "checklist.ask", "U0CHARLIE")
    assert "Bob has been asked" in words_of(front(stage, "U0CHARLIE"))
    asked = stage.posted("C0OPS")[-1]
    assert "Charlie asks about THR-42" in words_of(asked)
    assert "Would you add a note to it?" in words_of(asked)
