"""The main job on local-slack: command, tick, refusal, copies, restart, Home, digest."""

from sandbox.demo.reading import Message, buttons_of, lines_of
from tests.peers.local_slack import LocalSlack
from tests.peers.stage import Stage

CHANNEL = "C0RELEASE"
ALICE, BOB, CHARLIE, ERIN = "U0ALICE", "U0BOB", "U0CHARLIE", "U0ERIN"
ITEM = "Certificate issued"


async def test_a_tick_is_answered_drawn_everywhere_and_survives_sigkill(stage: Stage) -> None:
    slack = stage.slack
    async with stage.bot() as bot:
        board = await slack.answer_to(ALICE, await slack.command(ALICE, CHANNEL, "/blockers"))
        assert "THR-41" in str(board)
        assert "THR-42" in str(board)

        posted = await _share(slack, "/blockers THR-42")
        since = await slack.press(BOB, posted, _button_of(posted, ITEM))
        changed = await slack.updated(posted, "done by bob", since)
        assert (await slack.call("chat.update", since))["ts"] == posted["ts"]
        assert _line(changed).startswith("✅")

        since = await slack.press(CHARLIE, changed, _button_of(changed, "Endpoint verified"))
        refusal = await slack.answer_to(CHARLIE, since)
        assert "Only" in refusal["text"]
        assert "Bob" in refusal["text"]
        await bot.kill()

    async with stage.bot():
        since = await slack.command(CHARLIE, CHANNEL, "/blockers THR-42")
        again = _line(await slack.answer_to(CHARLIE, since))
    assert again.startswith("✅")
    assert "done by bob, " in again
    assert again == _line(changed)


async def test_home_shows_whose_items_they_are(stage: Stage) -> None:
    async with stage.bot():
        since = await stage.slack.command(BOB, CHANNEL, "/blockers")
        await stage.slack.answer_to(BOB, since)
        home = await stage.slack.home_of(BOB, await stage.slack.open_home(BOB))
    assert home["type"] == "home"
    assert ITEM in str(home["blocks"])


async def test_a_digest_is_previewed_and_posted_by_hand(stage: Stage) -> None:
    slack = stage.slack
    async with stage.bot():
        since = await slack.command(ALICE, CHANNEL, "/blockers digest post")
        preview = await slack.answer_to(ALICE, since)
        since = await slack.press(ALICE, preview, buttons_of(preview, "digest.post")[0])
        digest = await slack.post_in(CHANNEL, since)
        await slack.answer_to(ALICE, since)
    assert "posted by hand by alice" in "\n".join(lines_of(digest, {}))


MORNING = {
    "/blockers urgent overdue": "overdue, urgent",
    "/blockers mine": "open blockers",
    "/blockers risk": "risk",
    "/blockers timeline": "Production deployment",
    "/blockers first": "THR-41",
    "/blockers history THR-42": "History of THR-42",
    "/blockers at yesterday": "the log reaches back",
    "/blockers overdeu": "overdue",
}


async def test_a_leads_morning_is_answered_as_far_as_this_slack_goes(stage: Stage) -> None:
    slack = stage.slack
    async with stage.bot() as bot:
        await slack.answer_to(ALICE, await slack.command(ALICE, CHANNEL, "/blockers"))
        for command, said in MORNING.items():
            answer = await slack.answer_to(ALICE, await slack.command(ALICE, CHANNEL, command))
            assert said in str(answer), command
    assert not [line for line in bot.log if "Traceback" in line]


async def test_methods_that_this_slack_does_not_know_leave_the_bot_at_work(stage: Stage) -> None:
    slack = stage.slack
    async with stage.bot() as bot:
        await slack.home_of(ERIN, await slack.open_home(ERIN))
        await slack.call("usergroups.users.list")
        since = await slack.command(ERIN, CHANNEL, "/blockers doctor")
        findings = await slack.answer_to(ERIN, since)
        board = await slack.answer_to(ERIN, await slack.command(ERIN, CHANNEL, "/blockers"))
        async with slack.session.get(f"{bot.address}/health/ready") as ready:
            health = await ready.json()
    assert ready.status == 200, health
    assert "the store keeps every write" in str(findings)
    assert "THR-42" in str(board)
    assert not [line for line in bot.log if "Traceback" in line]


async def _share(slack: LocalSlack, command: str) -> Message:
    private = await slack.answer_to(ALICE, await slack.command(ALICE, CHANNEL, command))
    since = await slack.press(ALICE, private, buttons_of(private, "blockers.share")[0])
    return await slack.post_in(CHANNEL, since)


def _button_of(message: Message, item: str) -> Message:
    """By what stands beside it: this Slack gives blocks no ``block_id``."""
    lines = [block for block in message["blocks"] if item in str(block.get("text"))]
    assert len(lines) == 1, message["blocks"]
    return dict(lines[0]["accessory"])


def _line(message: Message) -> str:
    lines = [line for line in lines_of(message, {}) if ITEM in line]
    assert len(lines) == 1, message["blocks"]
    return lines[0]
