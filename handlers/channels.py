"""What the answers about a channel have in common: its state, a refusal, a lead asked."""

from bot.domain.channels import ChannelChoice, NotALeadError
from bot.domain.editing import Author
from bot.domain.ids import ChannelId, MilestoneKey
from bot.domain.messages import Message, Post, PostKind
from bot.ports import InDoubt, PostRefusedError, SlackUnavailableError
from bot.render.channel_values import Place
from bot.render.channels import Channel, Refusal, ask_lead_message, not_a_lead_message
from bot.render.notices import gone_milestone_message, in_doubt_message, post_refused_message
from bot.render.outlook import next_words
from bot.render.refusals import asked_message
from bot.services.settings import ChannelSheet
from bot.slack.payloads import Call
from handlers.authors import author_of
from handlers.services import Services

_DIRECT = "D"


class ChannelAnswers:
    def __init__(self, services: Services) -> None:
        self._services = services

    async def channel(self, channel: ChannelId, choice: ChannelChoice) -> Channel:
        """The channel as it is with this choice."""
        outlook = await self._services.settings.outlook(channel, choice)
        return Channel(
            id=channel,
            names=self.names(),
            is_member=await self.is_member(channel),
            next_post=next_words(outlook, choice.schedule, self._services.clock.now()),
            has_schedule=choice.schedule is not None,
        )

    def names(self) -> dict[str, str]:
        return {m.key: m.name or m.key for m in self._services.installation.roster.milestones}

    async def is_member(self, channel: ChannelId) -> bool:
        """Of a private channel too; where Slack does not say, nothing is made of it."""
        try:
            seen = await self._services.directory.conversation(channel)
        except SlackUnavailableError:
            return True
        return seen is not None and seen.is_member

    async def refusal(
        self, error: NotALeadError, channel: ChannelId, wished: MilestoneKey | None = None
    ) -> Message:
        names = await self._services.people.names(error.leads)
        return not_a_lead_message(
            Refusal(channel=channel, leads=error.leads, names=names, wished=wished)
        )

    async def ask_lead(self, call: Call, place: Place) -> Message:
        """The first lead is asked in a direct message; gives the answer for the asker.

        Once a day by the same person about the same channel, whatever the number of presses.
        """
        sheet = await self._services.settings.sheet(place.channel)
        leads = self._services.settings.leads(sheet, place.milestone)
        if not leads:
            return gone_milestone_message()
        lead, day = leads[0], self._services.clock.now().date()
        name = await self._services.people.name(lead)
        asker = await self._services.people.name(call.user)
        wished = self.names().get(place.milestone or "", "")
        post = Post(
            id=f"ask:settings:{place.channel}:{call.user}:{lead}:{day}",
            kind=PostKind.ASK,
            channel=ChannelId(lead),
            message=ask_lead_message(place, wished, asker=asker, lead=name),
        )
        try:
            posted = await self._services.poster.post_message(post)
        except PostRefusedError as error:
            return post_refused_message(error.code)
        return in_doubt_message() if isinstance(posted, InDoubt) else asked_message(name)

    async def who_changed(self, sheet: ChannelSheet) -> str:
        return await self._services.people.name(sheet.kept.by) if sheet.kept else "somebody"

    def author(self, call: Call, where: str) -> Author:
        return author_of(self._services, call, f"{call.channel or ''}:{where}")


def is_direct(channel: ChannelId | None) -> bool:
    """A direct message, or no conversation at all: nothing that could follow a milestone."""
    return channel is None or channel.startswith(_DIRECT)
