"""A message becomes a blocker, or a line of one: with its text, its author and its address."""

import pytest

from bot.domain.local import OriginKind
from sandbox.slack.acts import presses
from sandbox.slack.triggers import Triggers
from tests.stages.blocker_forms import errors_of, items_of, kept, log, only, send, used
from tests.stages.editing import front, initial, labels, press_front
from tests.stages.handlers import HandlersStage, words_of
from tests.stages.office import tls

MAKE, LINE = "blocker.make", "checklist.from_message"


async def test_message_becomes_title_and_why_and_its_author_the_proposed_owner(
    stage: HandlersStage,
) -> None:
    view = await used(stage, MAKE, "The signing keys are gone\nsince 8:12 & counting")
    shown = [initial(view, field) for field in ("title", "why", "person")]
    assert shown == ["The signing keys are gone", "since 8:12 & counting", "U0BOB"]
    assert (await send(stage, view, "U0ALICE", items="Order keys")).ok
    found = await only(stage)
    assert (found.origin.kind, found.origin.author, found.origin.by) == (
        OriginKind.MESSAGE,
        "U0BOB",
        "U0ALICE",
    )
    assert "/archives/C0OPS/p" in found.origin.permalink
    assert [item.text for item in await items_of(stage, found)] == ["Order keys"]
    (answer,) = stage.came()
    assert answer["ephemeral"]
    words = words_of(answer)
    assert "PROD-1 The signing keys are gone" in words
    assert f"from <{found.origin.permalink}|a message> by Bob" in words


async def test_where_the_bot_is_no_member_the_address_is_made_and_the_answer_comes(
    stage: HandlersStage,
) -> None:
    view = await used(stage, MAKE, "Charts are slow", at="C0LEADS", by="U0ALICE")
    assert (await send(stage, view, "U0ALICE")).ok
    link = (await only(stage)).origin.permalink
    assert link.startswith("https://three-rivers.slack.com/archives/C0LEADS/p")
    (answer,) = stage.came()
    assert answer["ephemeral"]
    assert "PROD-1 Charts are slow" in words_of(answer)


async def test_mentions_in_a_message_are_names_and_ping_nobody(stage: HandlersStage) -> None:
    view = await used(stage, MAKE, "@dana broke it, see https://x.org/log <!channel>")
    title = initial(view, "title")
    assert "<" not in title.replace("<!channel>", "")
    await send(stage, view, "U0ALICE")
    (answer,) = stage.came()
    assert "<!channel" not in words_of(answer)
    assert "<@" not in words_of(answer)


@pytest.mark.parametrize("text", ["t" * 3000, "\u202eevil\nmore", "שלום\n*x*", "`a\n<!here>"])
async def test_hostile_messages_make_plain_blockers(stage: HandlersStage, text: str) -> None:
    view = await used(stage, MAKE, text)
    assert len(initial(view, "title")) <= 150
    assert (await send(stage, view, "U0ALICE")).ok
    board = await stage.say("U0CHARLIE", "C0OPS", "/blockers")
    assert "blocked by 2" in words_of(board)
    assert "<!here" not in words_of(board)


async def test_message_like_a_blocker_that_there_is_says_so(stage: HandlersStage) -> None:
    stage.tracker.blockers = (tls(title="TLS and ingress hardening"),)
    await stage.read_tracker()
    view = await used(stage, MAKE, "tls and ingress hardening")
    assert "looks like THR-42" in words_of(view)


async def test_message_becomes_a_line_of_the_blocker_that_is_picked(stage: HandlersStage) -> None:
    await stage.read_tracker()
    view = await used(stage, LINE, "Renew the certificate\nbefore Friday")
    assert labels(view) == [
        "Blocker",
        "Text",
        "Section",
        "Owner",
        "Owner: a team, or a name",
        "Due",
        "Note",
    ]
    assert initial(view, "text") == "Renew the certificate"
    note = initial(view, "note")
    assert note.startswith("From Bob: http")
    assert note.endswith("\nbefore Friday")
    outcome = await send(
        stage, view, "U0ALICE", blocker="THR-42 Title of THR-42", text="Renew it", person="U0DANA"
    )
    assert outcome.ok
    (answer,) = stage.came()
    assert answer["ephemeral"]
    assert "⬜ Renew it" in words_of(answer)
    (entry,) = await log(stage)
    assert (entry.kind, entry.text, entry.by) == ("added", "Renew it", "U0ALICE")


async def test_who_may_not_add_to_the_picked_blocker_keeps_the_form_and_may_ask(
    stage: HandlersStage,
) -> None:
    await stage.read_tracker()
    await used(stage, LINE, "Renew the certificate")
    message = stage.posted("C0OPS")[-1]
    await presses.use_shortcut(stage.slack.core, "U0CHARLIE", LINE, "C0OPS", message["ts"])
    await stage.settle()
    view = front(stage, "U0CHARLIE")
    await send(stage, view, "U0CHARLIE", blocker="THR-42 Title of THR-42")
    refusal = front(stage, "U0CHARLIE")
    assert "Only Bob (owner) or a lead (Alice) may add an item to THR-42." in words_of(refusal)
    assert await log(stage) == []
    (below, _) = stage.slack.state.views["U0CHARLIE"]
    assert below["id"] == view["id"]
    await press_front(stage, "checklist.ask", "U0CHARLIE")
    assert "Bob has been asked" in words_of(front(stage, "U0CHARLIE"))


async def test_every_open_blocker_can_be_picked_also_beyond_a_hundred(
    stage: HandlersStage,
) -> None:
    stage.tracker.blockers = tuple(tls(f"THR-{n}", description="") for n in range(1, 151))
    await stage.read_tracker()
    view = await used(stage, LINE, "Renew the certificate")
    (block,) = (b for b in view["blocks"] if b["block_id"].startswith("blocker/"))
    groups = block["element"]["option_groups"]
    assert [len(group["options"]) for group in groups] == [100, 50]
    assert "from 101" in groups[1]["label"]["text"]
    assert (await send(stage, view, "U0ALICE", blocker="THR-150 Title of THR-150")).ok


async def test_without_an_open_blocker_the_way_out_is_named(stage: HandlersStage) -> None:
    stage.tracker.blockers = ()
    await stage.read_tracker()
    view = await used(stage, LINE, "Renew the certificate")
    assert "no open blocker to add an item to" in words_of(view)


async def test_empty_text_is_said(stage: HandlersStage) -> None:
    await stage.read_tracker()
    view = await used(stage, LINE, "Renew")
    outcome = await send(stage, view, "U0ALICE", blocker="THR-42 Title of THR-42", text=" \u200e ")
    assert "needs a text" in errors_of(outcome)["text"]


@pytest.mark.parametrize("shortcut", [MAKE, LINE])
async def test_trigger_that_was_too_late_and_store_that_is_away_are_said(
    stage: HandlersStage, shortcut: str
) -> None:
    stage.switch.away = True
    view = await used(stage, shortcut, "Renew")
    assert "does not answer just now" in words_of(view)
    stage.switch.away = False
    message = stage.posted("C0OPS")[-1]
    stage.slack.core.triggers = Triggers(lambda: 0.0, life=-1.0)
    stage.seen = stage.slack.core.feed.number
    await presses.use_shortcut(stage.slack.core, "U0ALICE", shortcut, "C0OPS", message["ts"])
    await stage.settle()
    (told,) = stage.came()
    assert "did not open the form in time" in told["text"]
    assert (await kept(stage)).blockers == ()
