"""Ask an owner, ask again, and take a question back."""

from collections.abc import Sequence

from bot.domain.asks import Addressed, AskState, Wanted, state_of
from bot.domain.blocker import Blocker, Story
from bot.domain.board import BlockerView
from bot.domain.checklist import Checklist
from bot.domain.ids import BlockerId, MilestoneKey
from bot.domain.messages import Message
from bot.ports import InDoubt, PostRefusedError, copies_queue
from bot.render import asks, values
from bot.render.actions import Action
from bot.render.notices import gone_milestone_message, in_doubt_message, post_refused_message
from bot.render.refusals import ask_message, nobody_to_ask_message
from bot.render.words import LocalTime
from bot.services.asking import AskedToday, Question
from bot.services.checklists import Subject
from bot.services.installation import MilestoneGoneError
from bot.slack.payloads import Call, FollowUp, Press
from bot.slack.router import Router
from handlers.services import Services


class AsksHandlers:
    """What stands on the asker's Home."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def register(self, router: Router) -> None:
        router.action(Action.WITHDRAW, self.withdraw_question)
        router.action(Action.ASK_AGAIN, self.ask_again)

    async def withdraw_question(self, press: Press) -> FollowUp:
        """Off the list when this returns; the line in Slack follows."""
        ask = values.Ask.decode(press.value)
        record = await self._services.ask.withdraw(press.user, _id_of(ask))
        if record is None:
            return self._services.homes.say(press.user, asks.question_gone_words())
        is_open = await self._is_open(ask)

        async def follow_up() -> None:
            said = asks.answer_removed_words(record)
            if is_open:
                name = await self._services.people.name(press.user)
                line = asks.withdrawn_message(record, name)
                await self._services.ask.take_down(record, line)
                said = asks.taken_back_words(record)
            await _mark_homes(self._services, record.milestone, record.blocker)
            await self._services.homes.say(press.user, said)

        return follow_up()

    async def ask_again(self, press: Press) -> FollowUp:
        return self._ask_again(press, values.Ask.decode(press.value))

    async def _ask_again(self, press: Press, ask: values.Ask) -> None:
        message = await self._asked(press, ask)
        await self._services.homes.say(press.user, message.text)

    async def _asked(self, press: Press, ask: values.Ask) -> Message:
        subject = await self._find(ask)
        if subject is None:
            return gone_milestone_message()
        return await ask_about(self._services, press, subject, ask.wanted)

    async def _is_open(self, ask: values.Ask) -> bool:
        subject = await self._find(ask)
        return subject is not None and state_of(subject.item, ask.wanted) is not AskState.ANSWERED

    async def _find(self, ask: values.Ask) -> Subject | None:
        try:
            return await self._services.checklists.find(ask.milestone, ask.blocker, ask.item)
        except MilestoneGoneError:
            return None


async def ask_about(services: Services, call: Call, subject: Subject, wanted: Wanted) -> Message:
    """Ask; what the asker is told of it. Raises SlackUnavailableError, StoreUnavailableError."""
    owners = services.ask.whom(subject)
    if not owners:
        return nobody_to_ask_message(subject.item)
    asker = await services.people.name(call.user)
    view = bare_view(subject.blocker)

    def draw(whom: Sequence[Addressed]) -> Message:
        return ask_message(view, subject.item, asker=asker, whom=whom, wanted=wanted)

    question = Question(
        subject=subject,
        asker=call.user,
        owners=owners,
        draw=draw,
        delivery=call.delivery,
        wanted=wanted,
    )
    try:
        asked = await services.ask.ask(question)
    except PostRefusedError as error:
        return post_refused_message(error.code)
    if isinstance(asked, InDoubt):
        return in_doubt_message()
    if isinstance(asked, AskedToday):
        local = LocalTime.of(services.clock.now(), await services.people.timezone(call.user))
        return asks.asked_already_message(asked.record, asked.names, local)
    await _mark_homes(services, subject.milestone.key, subject.blocker.id)
    return asks.asked_message([(one.name, one.reach) for one in asked.each], posted=asked.posted)


async def _mark_homes(services: Services, milestone: MilestoneKey, blocker: BlockerId) -> None:
    """Of who asks and who is asked, as far as they are open: drawn with the milestone's copies."""
    await services.due.add(copies_queue(milestone), blocker, services.clock.now())


def bare_view(blocker: Blocker) -> BlockerView:
    """Enough to name a blocker, which may have left the board long ago."""
    return BlockerView(
        blocker=blocker, story=Story(), checklist=Checklist(blocker=blocker.id), items=()
    )


def _id_of(ask: values.Ask) -> str:
    return f"{ask.milestone}/{ask.blocker}/{ask.item}"
