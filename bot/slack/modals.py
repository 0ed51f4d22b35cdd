"""The Modals port: views opened by a trigger, and drawn anew while they are open."""

from dataclasses import dataclass

from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.messages import Json
from bot.ports import PostRefusedError
from bot.slack.client import ask

CLOSED = "not_found"


@dataclass(frozen=True, slots=True)
class SlackModals:
    writer: AsyncWebClient

    async def open_view(self, trigger_id: str, view: Json) -> str:
        answer = await ask(self.writer.views_open(trigger_id=trigger_id, view=dict(view)))
        return str(answer["view"]["id"])

    async def update_view(self, view_id: str, view: Json) -> None:
        try:
            await ask(self.writer.views_update(view_id=view_id, view=dict(view)))
        except PostRefusedError as error:
            if error.code != CLOSED:
                raise
