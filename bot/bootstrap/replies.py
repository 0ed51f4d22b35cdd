"""Wire what people answer to a digest."""

from bot.bootstrap.forms import build_editing, build_locals
from bot.bootstrap.people import PeopleBase, PeopleParts
from bot.services.blockers import BlockersService
from bot.services.reminders import ReminderPainter, ReminderSides, RemindersService
from bot.services.replies import Replies
from bot.services.replying import ReplyingService, ReplySides
from bot.services.stories import Stories
from bot.services.suggestions import Suggestions
from handlers.services import ReplyServices


def build_replies(
    base: PeopleBase,
    parts: PeopleParts,
    blockers: BlockersService,
    stories: Stories,
    painter: ReminderPainter,
) -> ReplyServices:
    stores, people = base.stores, parts.people
    sides = ReplySides(
        store=stores.replies,
        replies=Replies(stores.replies, people),
        editing=build_editing(base, blockers, people),
        locals=build_locals(base, blockers, people, stories),
    )
    told = ReminderSides(
        store=stores.reminders,
        due=stores.due,
        poster=base.poster,
        painter=painter,
        clock=base.clock,
    )
    return ReplyServices(
        replying=ReplyingService(base.installation, blockers, people, parts.pings, sides),
        reminders=RemindersService(base.installation, blockers, people, parts.preferences, told),
        suggestions=Suggestions(base.installation, parts.pings, base.poster),
    )
