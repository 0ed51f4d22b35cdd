"""Wire what happens without a command: links, mentions, answers to a digest."""

from slack_sdk.web.async_client import AsyncWebClient

from bot.bootstrap.people import PeopleBase
from bot.services.audience import Audience
from bot.slack.private import PrivateAnswers
from bot.slack.responses import Responder
from bot.slack.unfurls import SlackUnfurls
from handlers.services import ReplyServices, Unasked


def build_unasked(
    base: PeopleBase, writer: AsyncWebClient, responder: Responder, replies: ReplyServices
) -> Unasked:
    return Unasked(
        audience=Audience(base.installation, base.directory),
        unfurls=SlackUnfurls(writer),
        private=PrivateAnswers(responder=responder, writer=writer),
        deliveries=base.stores.deliveries,
        replies=replies,
    )
