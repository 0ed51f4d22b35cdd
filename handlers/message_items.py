"""*Add as checklist item*: a message becomes a line of a blocker that is picked in a form."""

from bot.domain.asks import WHOLE, Wanted
from bot.domain.blocker import by_urgency
from bot.domain.ids import BlockerId
from bot.domain.message_text import part_title
from bot.domain.messages import Json
from bot.domain.rights import NotTheOwnerError
from bot.render.blocker_values import MessageForm
from bot.render.message_items import (
    ITEM_VIEW,
    ItemShown,
    Offered,
    item_view,
    loading_view,
    said_view,
)
from bot.render.notices import gone_milestone_message
from bot.render.refusals import may_not_add_message
from bot.render.values import Ask, BadValueError, Form, Show
from bot.services.installation import MilestoneGoneError
from bot.slack.payloads import Shortcut, Submission, ViewAnswer
from bot.slack.router import Router
from handlers.authors import author_of, where_pressed
from handlers.forms import Typed, read_addition
from handlers.messages import MessageReader, ReadMessage
from handlers.opening import fill_form, open_form, show_blocker
from handlers.services import Services


class MessageItemHandlers:
    def __init__(self, services: Services) -> None:
        self._services = services
        self._messages = MessageReader(services)

    def register(self, router: Router) -> None:
        router.shortcut(ITEM_VIEW, self.open_item_form)
        router.view(ITEM_VIEW, self.save_item)

    async def open_item_form(self, shortcut: Shortcut) -> None:
        view_id = await open_form(self._services, shortcut, loading_view())
        if view_id:
            await fill_form(self._services, view_id, said_view, self._drawn(shortcut))

    async def save_item(self, submission: Submission) -> ViewAnswer:
        """Stored before the form closes, for whoever may add to the blocker picked."""
        form = MessageForm.decode(submission.private_metadata)
        typed = Typed(submission)
        show = Show.decode(typed["blocker"])
        if show.blocker is None:
            raise BadValueError("no blocker is named")
        picked = Form(milestone=show.milestone, blocker=show.blocker)
        addition, problems = read_addition(typed, picked)
        if addition is None:
            return ViewAnswer.errors(problems)
        author = author_of(self._services, submission, where_pressed(form.channel, form.ts))
        try:
            saved = await self._services.editing.add(show.milestone, show.blocker, addition, author)
        except NotTheOwnerError as error:
            return ViewAnswer.push(await self._refusal(show, show.blocker, error))
        except MilestoneGoneError:
            return ViewAnswer.update(said_view(gone_milestone_message().blocks))
        return ViewAnswer.close(
            show_blocker(
                self._services, form.url, saved.sheet.milestone, form.channel, show.blocker
            )
        )

    async def _drawn(self, shortcut: Shortcut) -> Json:
        read = await self._messages.read(shortcut)
        text, rest = part_title(read.text)
        form = MessageForm(
            channel=shortcut.channel or "",
            ts=shortcut.message_ts or "",
            url=shortcut.response_url or "",
        )
        note = "\n".join(line for line in (await self._source(read), rest) if line)
        return item_view(await self._offered(shortcut), ItemShown(text=text, note=note), form)

    async def _source(self, read: ReadMessage) -> str:
        """``From Bob: https://…``: short, since a row of a checklist shows no long note."""
        name = await self._services.people.name(read.author) if read.author else read.author_name
        return f"From {name or 'a message'}{f': {read.link}' if read.link else ''}"

    async def _offered(self, shortcut: Shortcut) -> list[Offered]:
        """Open blockers, the most urgent first; the channel's milestone before the others."""
        roster = self._services.installation.roster
        here = roster.milestone_of(shortcut.channel) if shortcut.channel else None
        offered = []
        for milestone in sorted(roster.milestones, key=lambda one: one != here):
            known = await self._services.blockers.load_known(milestone)
            found = sorted((one for one in known.blockers if one.is_open), key=by_urgency)
            offered.append(Offered(milestone=milestone, blockers=found))
        return offered

    async def _refusal(self, show: Show, blocker: BlockerId, error: NotTheOwnerError) -> Json:
        """On top of the form, which stays as it is: for another blocker, or to be asked for."""
        sheet = await self._services.editing.sheet(show.milestone, blocker)
        names = await self._services.people.names(error.rights.leads)
        ask = Ask(milestone=show.milestone, blocker=blocker, item=WHOLE, wanted=Wanted.ADD)
        refusal = may_not_add_message(error.rights, sheet.blocker.key, ask, names)
        return said_view(refusal.blocks)
