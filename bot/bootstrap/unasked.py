"""Wire what is told without a command: cards below links, answers to mentions."""

from slack_sdk.web.async_client import AsyncWebClient

from bot.bootstrap.people import PeopleBase
from bot.services.audience import Audience
from bot.slack.private import PrivateAnswers
from bot.slack.responses import Responder
from bot.slack.unfurls import SlackUnfurls
from handlers.services import Unasked


def build_unasked(base: PeopleBase, writer: AsyncWebClient, responder: Responder) -> Unasked:
    return Unasked(
        audience=Audience(base.installation, base.directory),
        unfurls=SlackUnfurls(writer),
        private=PrivateAnswers(responder=responder, writer=writer),
        deliveries=base.stores.deliveries,
    )
