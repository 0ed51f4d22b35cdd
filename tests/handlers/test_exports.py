"""`/blockers export`: a file to the asker alone, or the text where Slack takes no file."""

from dataclasses import dataclass, field, replace
from typing import Any

from bot.domain.commands import Ask, Query
from bot.domain.ids import ChannelId, DeliveryId, UserId
from bot.domain.messages import Message
from bot.slack.payloads import Command
from bot.summary.read import read_summary
from handlers.exports import ExportHandlers
from tests.samples.builders import TODAY
from tests.servers.slack import INSTALLATION
from tests.stages.handlers import HandlersStage, words_of


def files_of(stage: HandlersStage) -> list[str]:
    return [(file.content or b"").decode() for file in stage.slack.state.files.values()]


def direct(stage: HandlersStage) -> list[dict[str, Any]]:
    found = stage.slack.state.messages
    return [m for channel, messages in found.items() if channel.startswith("D") for m in messages]


async def test_export_is_a_file_in_the_askers_direct_messages(stage: HandlersStage) -> None:
    messages = await stage.type_in("U0CHARLIE", "C0OPS", "/blockers export")
    (answer,) = [one for one in messages if one.get("ephemeral")]
    assert "direct messages" in words_of(answer)
    words, upload = direct(stage)
    assert "/blockers import" in words_of(words)
    (text,) = files_of(stage)
    assert upload["files"][0]["name"].startswith("blockers-prod-")
    assert "### 1. THR-42: Title of THR-42" in text
    assert "- ✅ Issuer configured" in text
    (found,) = read_summary(text.encode(), today=TODAY).blockers
    assert [item.state for item in found.items] == ["done", "todo", "todo"]


async def test_where_slack_takes_no_file_the_text_comes_instead(stage: HandlersStage) -> None:
    scopes = tuple(scope for scope in INSTALLATION.scopes if scope != "files:write")
    stage.slack.core.installation = replace(INSTALLATION, scopes=scopes)
    answers = await stage.type_in("U0BOB", "C0OPS", "/blockers export")
    assert all(answer["ephemeral"] for answer in answers)
    shown = "\n".join(words_of(answer) for answer in answers)
    assert "`files:write`" in shown
    assert "### 1. THR-42: Title of THR-42" in shown
    assert "Prepared By" in shown
    assert direct(stage) == []


@dataclass(slots=True)
class Heard:
    """Answers, kept instead of sent."""

    words: list[str] = field(default_factory=list)

    async def answer(
        self,
        response_url: str,
        message: Message,
        *,
        replace: bool = False,
        in_channel: bool = False,
    ) -> None:
        assert (response_url, replace, in_channel) == ("here", False, False)
        self.words.append(message.text)


async def test_long_writing_says_so_first(stage: HandlersStage) -> None:
    call = Command(
        user=UserId("U0BOB"),
        team="T0SANDBOX",
        delivery=DeliveryId("one"),
        channel=ChannelId("C0OPS"),
        response_url="here",
        name="/blockers",
        text="export",
    )
    heard = Heard()
    handlers = ExportHandlers(replace(stage.parts.services, answers=heard), patience=0.0)
    await handlers.export(call, Query(ask=Ask.EXPORT), stage.installation.roster.milestones[0])
    first, last = heard.words
    assert "Writing the summary" in first
    assert "direct messages" in last
