"""``/blockers export``: the summary document as a file to the asker alone."""

import asyncio

from bot.domain.commands import Ask, Query
from bot.domain.milestone import Milestone
from bot.ports import PostRefusedError
from bot.render.export import export_words, exported_message, pieces_messages, writing_message
from bot.services.exporting import Exported
from bot.slack.payloads import Call
from handlers.blockers import MilestoneAnswer
from handlers.services import Services

PATIENCE = 2.0
"""Seconds after which the asker hears that it takes a while."""


class ExportHandlers:
    def __init__(self, services: Services, patience: float = PATIENCE) -> None:
        self._services = services
        self._patience = patience

    def answers(self) -> dict[Ask, MilestoneAnswer]:
        return {Ask.EXPORT: self.export}

    async def export(self, call: Call, _query: Query, milestone: Milestone) -> None:
        """In our direct messages; where Slack takes no file, as text to copy."""
        if call.response_url is None:
            return
        exported = await self._written(call.response_url, milestone)
        try:
            await self._services.files.send_file(
                call.user, exported.name, exported.text, export_words(milestone.name)
            )
        except PostRefusedError as error:
            for piece in pieces_messages(milestone.name, exported.text, error.code):
                await self._services.say(call, piece)
            return
        message = exported_message(milestone.name, exported.name)
        await self._services.say(call, message)

    async def _written(self, url: str, milestone: Milestone) -> Exported:
        async with asyncio.TaskGroup() as group:
            writing = group.create_task(self._services.exporting.export(milestone))
            await asyncio.wait({writing}, timeout=self._patience)
            if not writing.done():
                await self._services.answers.answer(url, writing_message(milestone.name))
        return writing.result()
