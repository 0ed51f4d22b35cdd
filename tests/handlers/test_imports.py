"""`/blockers import`: a file or a text, the preview, *Apply*, for leads alone."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.ids import MilestoneKey, UserId
from bot.slack.files import MOST_BYTES
from sandbox.slack.acts import modals, presses
from sandbox.slack.acts.outcome import Outcome
from sandbox.slack.state import StoredFile
from tests.servers.slack import INSTALLATION
from tests.stages.editing import front, labels
from tests.stages.handlers import HandlersStage, Shown, button_of, words_of
from tests.stages.importing import ONE
from tests.stages.office import PROD, milestone

ALICE = "U0ALICE"
MARKS = ONE.replace("- **Owner:** Bob\n", "<<<<<<< a\n- **Owner:** Bob\n=======\n>>>>>>> b\n")
SECRET = "tok_EXAMPLE_000000000000"  # noqa: S105 - an example


async def opened(stage: HandlersStage, user: str = ALICE, typed: str = "import") -> Shown:
    await stage.type_in(user, "C0OPS", f"/blockers {typed}")
    return front(stage, user)


def stored(stage: HandlersStage, content: bytes, name: str = "summary.md") -> str:
    file = StoredFile("F0ONE", name, len(content), owner=ALICE, content=content)
    file.mimetype = "text/markdown"
    stage.slack.state.files[file.id] = file
    return file.id


async def sent(
    stage: HandlersStage, view: Shown, user: str = ALICE, *, file: str = "", text: str = ""
) -> Outcome:
    values: dict[str, dict[str, Any]] = {}
    for block in view["blocks"]:
        field = block["block_id"].partition("/")[0]
        if field == "file":
            files = [{"id": file}] if file else []
            values[block["block_id"]] = {"value": {"type": "file_input", "files": files}}
        if field == "text" and text:
            values[block["block_id"]] = {"value": {"type": "plain_text_input", "value": text}}
    outcome = await modals.submit(stage.slack.core, user, view["id"], {"values": values})
    await stage.settle()
    return outcome


async def previewed(stage: HandlersStage, text: str, user: str = ALICE) -> Shown:
    outcome = await sent(stage, await opened(stage, user), user, file=stored(stage, text.encode()))
    assert outcome.ok, outcome
    return front(stage, user)


async def applied(stage: HandlersStage, view: Shown, user: str = ALICE) -> Shown:
    outcome = await modals.submit(stage.slack.core, user, view["id"], {"values": {}})
    assert outcome.ok, outcome
    await stage.settle()
    return front(stage, user)


async def kept(stage: HandlersStage) -> list[str]:
    found = await stage.stores.locals.load_locals(PROD)
    return [f"{one.key} {one.title}" for one in found.blockers]


async def test_file_is_shown_line_by_line_and_stored_when_applied(stage: HandlersStage) -> None:
    form = await opened(stage)
    assert labels(form) == ["File", "Or the text itself"]
    view = await previewed(stage, ONE)
    shown = words_of(view)
    assert "Into *Production deployment*: 2 new, the scorecard changes." in shown
    assert (
        "*AB-1 Order the certificate: new*\nin progress · P1 · Bob · 2\u20134 h · line 8" in shown
    )
    assert "✅ Compare the offers · line 15" in shown
    assert "Paper trading: ready" in shown
    assert await kept(stage) == []
    result = await applied(stage, view)
    assert "Stored in Production deployment: 2 new, the scorecard changes." in words_of(result)
    assert result["submit"] is None
    assert await kept(stage) == ["AB-1 Order the certificate", "PROD-1 A thing without a key"]
    answer = words_of(await stage.say("U0BOB", "C0OPS", "/blockers AB-1"))
    assert "Sign the contract" in answer
    assert "stated by Dana" in words_of(await stage.say("U0BOB", "C0OPS", "/blockers scorecard"))


async def test_pasted_text_is_taken_too(stage: HandlersStage) -> None:
    outcome = await sent(stage, await opened(stage), text=ONE)
    assert outcome.ok
    await applied(stage, front(stage, ALICE))
    assert "AB-1 Order the certificate" in await kept(stage)


async def test_second_import_has_nothing_to_apply(stage: HandlersStage) -> None:
    await applied(stage, await previewed(stage, ONE))
    again = await previewed(stage, ONE)
    assert "2 as they are" in words_of(again)
    assert again["submit"] is None


async def test_what_was_shown_is_what_is_applied(stage: HandlersStage) -> None:
    """Whatever becomes of the file in between."""
    view = await previewed(stage, ONE)
    stage.slack.state.files.clear()
    await applied(stage, view)
    assert "AB-1 Order the certificate" in await kept(stage)


async def test_tracked_blocker_is_said_to_stay_the_trackers(stage: HandlersStage) -> None:
    text = ONE.replace("AB-1:", "THR-42:").replace(
        "- ✅ Compare", "- ✅ DNS integration\n- ✅ Compare"
    )
    shown = words_of(await previewed(stage, text))
    assert "THR-42 Title of THR-42: changed" in shown
    assert "its title, state, owner and date stay the tracker's" in shown
    assert "“DNS integration” stays to do, the document says done" in shown


@pytest.mark.parametrize("user", ["U0BOB", "U0CHARLIE"])
async def test_only_leads_may(stage: HandlersStage, user: str) -> None:
    view = await opened(stage, user)
    assert "Only leads import a summary: Alice." in words_of(view)
    assert labels(view) == []


async def test_lead_who_is_none_any_more_stores_nothing(stage: HandlersStage) -> None:
    view = await previewed(stage, ONE)
    stage.installation.roster = replace(stage.installation.roster, leads=())
    assert "no lead is configured" in words_of(await applied(stage, view))
    assert await kept(stage) == []


async def test_merge_marks_are_named_and_not_applied(stage: HandlersStage) -> None:
    view = await previewed(stage, MARKS)
    assert "unresolved merge marks stand on lines 11, 13, 14" in words_of(view)
    assert "AB-1 Order the certificate" in words_of(view)
    assert view["submit"] is None


async def test_secrets_are_warned_of_and_not_shown(stage: HandlersStage) -> None:
    text = ONE.replace("Sign the contract", f"Sign with {SECRET}")
    shown = words_of(await previewed(stage, text))
    assert "Looks like live secrets* on line 16." in shown
    assert "(looks like a secret)" in shown


async def test_secrets_in_lines_that_are_left_out_are_not_shown_either(
    stage: HandlersStage,
) -> None:
    shown = words_of(
        await previewed(stage, f"{ONE}\n\n## Odds and ends\n\nThe token is {SECRET}\n")
    )
    assert "1 line not understood" in shown
    assert "(looks like a secret)" in shown
    assert SECRET not in shown


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"Just prose.\n", "Line 1 of summary.md: a summary was expected"),
        (b"\x00\x01\x02%PDF", "Markdown text in UTF-8 was expected"),
        (b"x" * (MOST_BYTES + 1), "The file has 1.0 MB"),
    ],
)
async def test_what_cannot_be_read_leads_back_to_the_form(
    stage: HandlersStage, content: bytes, words: str
) -> None:
    await sent(stage, await opened(stage), file=stored(stage, content))
    view = front(stage, ALICE)
    assert words in words_of(view)
    assert labels(view) == ["File", "Or the text itself"]
    await sent(stage, view, text=ONE)
    assert "2 new" in words_of(front(stage, ALICE))


async def test_missing_scope_names_the_way_out(stage: HandlersStage) -> None:
    scopes = tuple(scope for scope in INSTALLATION.scopes if scope != "files:read")
    stage.slack.core.installation = replace(INSTALLATION, scopes=scopes)
    await sent(stage, await opened(stage), file=stored(stage, ONE.encode()))
    assert "`files:read`" in words_of(front(stage, ALICE))


async def test_neither_and_both_are_refused_at_the_input(stage: HandlersStage) -> None:
    form = await opened(stage)
    nothing = await sent(stage, form)
    assert list((nothing.errors or {}).values()) == ["Choose a file, or put the text below."]
    both = await sent(stage, form, file=stored(stage, ONE.encode()), text="x")
    assert "Either a file or a text" in " ".join((both.errors or {}).values())


async def test_store_away_is_said_and_nothing_is_lost(stage: HandlersStage) -> None:
    view = await previewed(stage, ONE)
    stage.switch.away = True
    assert "does not answer just now" in words_of(await applied(stage, view))
    stage.switch.away = False
    assert await kept(stage) == []
    await applied(stage, await previewed(stage, ONE))
    assert len(await kept(stage)) == 2


async def test_long_document_has_pages(stage: HandlersStage) -> None:
    many = "".join(f"### {n}. AB-{n}: Thing {n}\n- **Status:** open\n\n" for n in range(1, 61))
    view = await previewed(stage, f"# Blockers\n\n## CRITICAL BLOCKERS\n\n{many}")
    assert "60 new" in words_of(view)
    assert "AB-60" not in words_of(view)
    seen = words_of(view)
    for _ in range(3):
        container = {"type": "view", "view_id": view["id"]}
        outcome = await presses.press(
            stage.slack.core, ALICE, container, button_of(view, "import.page")
        )
        assert outcome.ok
        await stage.settle()
        view = front(stage, ALICE)
        seen += words_of(view)
    assert all(f"AB-{n} Thing" in seen for n in range(1, 61))
    await applied(stage, view)
    assert len(await kept(stage)) == 60


async def test_milestone_is_picked_where_there_are_several(stage: HandlersStage) -> None:
    steady = milestone("steady", name="Steady", selection=None)
    led = replace(steady, key=MilestoneKey("other"), leads=(UserId("U0BOB"),))
    roster = stage.installation.roster
    stage.installation.roster = replace(roster, milestones=(*roster.milestones, steady, led))
    form = await opened(stage)
    assert labels(form)[0] == "Milestone"
    (pick,) = (b for b in form["blocks"] if b["block_id"].startswith("milestone/"))
    assert [one["value"] for one in pick["element"]["options"]] == ["prod", "steady"]
    refused = await opened(stage, ALICE, "other import")
    assert "Only leads import a summary: Bob." in words_of(refused)
