"""The buttons on a row of *Needs someone today*: on it, not mine, remind me tomorrow."""

from zoneinfo import ZoneInfo

from bot.domain.ids import ChannelId, ItemId, UserId
from bot.domain.messages import Json, Message
from bot.domain.replies import ReplyKind, ReplyView
from bot.domain.rights import NotTheOwnerError
from bot.render.actions import Action
from bot.render.notices import gone_milestone_message
from bot.render.replies import (
    NOT_MINE_VIEW,
    may_not_reply_message,
    need_gone_message,
    not_mine_loading_view,
    not_mine_view,
    on_it_message,
    overtaken_words,
    reminder_set_message,
    said_view,
    suggestion_message,
    taken_message,
)
from bot.render.reply_values import ReplyForm, ReplyTo
from bot.render.words import LocalTime
from bot.services.installation import MilestoneGoneError
from bot.services.replying import (
    Handing,
    MayNotReplyError,
    NeedGoneError,
    OwnerChangedError,
    Row,
)
from bot.slack.payloads import FollowUp, Press, Submission, ViewAnswer
from bot.slack.router import Router
from handlers.authors import author_of, where_pressed
from handlers.forms import Typed
from handlers.opening import fill_form, open_form
from handlers.services import Services
from handlers.shares import is_live


class RepliesHandlers:
    def __init__(self, services: Services) -> None:
        self._services = services
        self._replying = services.unasked.replies.replying

    def register(self, router: Router) -> None:
        router.action(Action.ON_IT, self.take_on, guards_itself=True)
        router.action(Action.NOT_MINE, self.open_not_mine)
        router.action(Action.TOMORROW, self.remind_tomorrow)
        router.view(NOT_MINE_VIEW, self.hand_on)

    async def take_on(self, press: Press) -> FollowUp:
        """Stored when this returns; Slack is acknowledged after that."""
        row = await self._row(press)
        if not isinstance(row, Row):
            return self._services.say(press, row)
        try:
            shown = await self._replying.take_on(
                row,
                author_of(self._services, press, where_pressed(press.channel, press.container.ts)),
            )
        except MayNotReplyError as error:
            return self._refuse(press, error)
        return self._answer_taken(press, row, shown)

    async def remind_tomorrow(self, press: Press) -> FollowUp:
        """For the presser alone, so everybody may; the log has it of those who are needed."""
        row = await self._row(press)
        if not isinstance(row, Row):
            return self._services.say(press, row)
        reminder = await self._services.unasked.replies.reminders.remind(
            row, press.user, press.channel
        )
        zone = await self._services.people.timezone(press.user)
        local = LocalTime.of(self._services.clock.now(), zone)
        until = reminder.at.astimezone(ZoneInfo(zone)).date()
        where = where_pressed(press.channel, press.container.ts)
        await self._replying.put_off(row, until, author_of(self._services, press, where))
        return self._services.say(press, reminder_set_message(reminder, local))

    async def open_not_mine(self, press: Press) -> FollowUp:
        """The loading view stands before Slack is answered: the trigger lives three seconds."""
        to = ReplyTo.decode(press.value)
        form = ReplyForm(
            to=to,
            channel=press.channel or "",
            ts=press.container.ts or "",
            url=press.response_url or "",
        )
        view_id = await open_form(self._services, press, not_mine_loading_view())
        return self._fill(view_id, press.user, form)

    async def hand_on(self, submission: Submission) -> ViewAnswer:
        """Stored before the modal closes; an owner that others changed meanwhile is shown first."""
        form, typed = ReplyForm.decode(submission.private_metadata), Typed(submission)
        to = UserId(typed["person"]) if typed["person"] else None
        items = _chosen(submission, typed.block("items"))
        try:
            row = await self._find(form)
            shown = await self._replying.hand_on(
                row,
                Handing(to=to, seen=form.seen, items=items),
                author_of(self._services, submission, where_pressed(form.channel, form.ts)),
            )
        except (MayNotReplyError, NotTheOwnerError, OwnerChangedError, NeedGoneError):
            return ViewAnswer.update(await self._drawn(submission.user, form, again=True))
        except MilestoneGoneError:
            return ViewAnswer.update(said_view(gone_milestone_message().blocks))
        if row.is_tracked:
            return ViewAnswer.close(self._tell_lead(row, shown, form))
        return ViewAnswer.close()

    async def _row(self, press: Press) -> Row | Message:
        """What is needed now; else what to say instead."""
        to = ReplyTo.decode(press.value)
        try:
            return await self._replying.row(to.milestone, to.blocker, to.matters, press.channel)
        except MilestoneGoneError:
            return gone_milestone_message()
        except NeedGoneError:
            return need_gone_message()

    async def _find(self, form: ReplyForm) -> Row:
        channel = ChannelId(form.channel) if form.channel else None
        to = form.to
        return await self._replying.row(to.milestone, to.blocker, to.matters, channel)

    async def _fill(self, view_id: str | None, user: UserId, form: ReplyForm) -> None:
        if view_id:
            await fill_form(self._services, view_id, said_view, self._drawn(user, form))

    async def _drawn(self, user: UserId, form: ReplyForm, *, again: bool = False) -> Json:
        """The form as things stand; ``again`` after it could not be stored."""
        try:
            row = await self._find(form)
            await self._replying.require_may_reply(user, row)
        except NeedGoneError:
            return said_view(need_gone_message().blocks)
        except MayNotReplyError as error:
            return said_view((await self._refusal(error)).blocks)
        now = ReplyForm(to=form.to, channel=form.channel, ts=form.ts, url=form.url, seen=row.seen)
        notice = overtaken_words(row.need.person or "") if again else ""
        return not_mine_view(row.view, row.need, now, tracked=row.is_tracked, notice=notice)

    async def _answer_taken(self, press: Press, row: Row, shown: ReplyView) -> None:
        """A live copy shows by itself what is new; else it is said."""
        local = self._local(row)
        is_new = shown.reply.delivery == press.delivery
        if shown.reply.by != press.user or shown.reply.kind is not ReplyKind.ON_IT:
            await self._services.say(press, taken_message(row.view, local, shown))
        elif not (is_new and row.pressed and await self._is_live(press, row)):
            await self._services.say(press, on_it_message(row.view, row.need, local, shown))

    async def _is_live(self, press: Press, row: Row) -> bool:
        ts = press.container.ts
        return (
            press.channel is not None
            and ts is not None
            and await is_live(self._services, row.milestone, press.channel, ts, None)
        )

    async def _tell_lead(self, row: Row, shown: ReplyView, form: ReplyForm) -> None:
        channel = ChannelId(form.channel) if form.channel else None

        def draw() -> Message:
            return suggestion_message(row.view, row.need, row.board, shown)

        await self._services.unasked.replies.suggestions.tell_lead(row, shown, channel, draw)

    async def _refuse(self, press: Press, error: MayNotReplyError) -> None:
        await self._services.say(press, await self._refusal(error))

    async def _refusal(self, error: MayNotReplyError) -> Message:
        row = error.row
        leads = {lead for rights in row.rights for lead in rights.leads}
        names = await self._services.people.names(leads)
        return may_not_reply_message(row.rights, row.view, names)

    def _local(self, row: Row) -> LocalTime:
        return LocalTime.of(row.board.now, row.board.timezone)


def _chosen(submission: Submission, block: str) -> tuple[ItemId, ...]:
    return tuple(
        ItemId(value) for values in submission.values.get(block, {}).values() for value in values
    )
