"""Answers to a row of *Needs someone today*: on it, not mine, remind me; in it and privately."""

from collections.abc import Mapping, Sequence

from bot.domain.board import BlockerView, Board
from bot.domain.digest import Need, Why
from bot.domain.ids import UserId
from bot.domain.messages import Json, Message
from bot.domain.needs import answers_of, matters_of
from bot.domain.reminders import Reminder
from bot.domain.replies import ReplyKind, ReplyView
from bot.domain.rights import Rights
from bot.domain.trackers import tracker_name
from bot.render.actions import Action, open_button
from bot.render.blocks import (
    actions_blocks,
    button,
    context_blocks,
    message,
    section_blocks,
    sentence,
)
from bot.render.escape import outside
from bot.render.inputs import hinted, many_of, user_input
from bot.render.items import item_text
from bot.render.limits import NAME, NEED, SHORT, TITLE
from bot.render.lines import key_words
from bot.render.modal import modal_view
from bot.render.refusals import who_may
from bot.render.reply_values import ReplyForm, ReplyTo
from bot.render.words import LocalTime

NOT_MINE_VIEW = "digest.not_mine"
MOST_ITEMS = 10
"""Checkboxes that Slack takes."""


def reply_buttons(board: Board, view: BlockerView, need: Need) -> tuple[Json, ...]:
    """Below a row. Where nobody owns it, its owner is picked instead of handed on."""
    key = view.blocker.key
    value = ReplyTo(
        milestone=board.milestone.key, blocker=view.blocker.id, matters=matters_of(need)
    ).encode()
    other = "Pick owner" if need.is_for(Why.UNOWNED) else "Not mine"
    return actions_blocks(
        [
            button("On it", Action.ON_IT, value, spoken=f"On it: {key}"),
            button(other, Action.NOT_MINE, value, spoken=f"{other}: {key}"),
            button("Remind me tomorrow", Action.TOMORROW, value),
        ]
    )


def reply_of(board: Board, need: Need) -> ReplyView | None:
    """The newest answer to any of its matters."""
    return max(answers_of(board, need), key=lambda each: each.reply.at, default=None)


def reply_words(shown: ReplyView, local: LocalTime) -> str:
    """``✋ Bob is on it since 09:12``; names, never a live mention."""
    by, at = outside(shown.by, NAME) or "Somebody", local.since(shown.reply.at)
    if shown.reply.kind is ReplyKind.ON_IT:
        return f"✋ {by} is on it since {at}"
    to = outside(shown.suggested, NAME)
    if shown.reply.handed:
        return f"↪️ {by} {f'handed it to {to}' if to else 'says it is not theirs'}, {at}"
    return f"↪️ {by} says it is not theirs; {f'suggested {to}' if to else 'nobody suggested'}, {at}"


def may_not_reply_message(
    rights: Sequence[Rights], view: BlockerView, names: Mapping[UserId, str]
) -> Message:
    """A sentence that names who may."""
    named = list(dict.fromkeys(filter(None, (who_may(each, names) for each in rights))))
    who = named[0] if named else "a lead (none is named: `leads:` in blockers.yml)"
    return sentence(f"Only {who} may answer for {key_words(view)} here.")


def on_it_message(view: BlockerView, need: Need, local: LocalTime, shown: ReplyView) -> Message:
    """Only for what is stored: it says so."""
    matter = outside(need.sentence, NEED)
    return sentence(
        f"✋ You are on it since {local.since(shown.reply.at)}: {key_words(view)} {matter}. Saved."
    )


def taken_message(view: BlockerView, local: LocalTime, shown: ReplyView) -> Message:
    who = outside(shown.by, NAME) or "Somebody"
    at = local.since(shown.reply.at)
    return sentence(
        f"{who} is on {key_words(view)} already, since {at}; that stays. *Not mine* there "
        "hands it on."
    )


def need_gone_message() -> Message:
    return sentence("That is settled meanwhile: nobody is needed for it any more.")


def reminder_set_message(reminder: Reminder, local: LocalTime) -> Message:
    """``local`` is where the person is."""
    return sentence(
        f"⏰ I remind you of {outside(reminder.key, NAME)} on {local.moment(reminder.at)} "
        f"({local.zone_word}), in a direct message, unless it is settled by then."
    )


def reminder_message(
    reminder: Reminder, board: Board, now: Sequence[Need], local: LocalTime
) -> Message:
    """``now`` is what that blocker needs as it stands."""
    key, title = outside(reminder.key, NAME), outside(reminder.title, TITLE)
    subject = f"*{key} {title}*" if title else f"*{key}*"
    view = board.find(reminder.key)
    said = f"{subject} {outside(' and '.join(need.sentence for need in now), NEED)}"
    button_of = open_button(reminder.milestone, view.blocker) if view else None
    answered = reply_of(board, now[0])
    more = [context_blocks(reply_words(answered, local))] if answered else []
    asked = f"You asked {local.since(reminder.asked)} to be reminded."
    return message((section_blocks(f"⏰ {said}", button_of), *more, context_blocks(asked)))


def suggestion_message(view: BlockerView, need: Need, board: Board, shown: ReplyView) -> Message:
    """What a lead is told: the owner in the tracker is still the same."""
    by, to = outside(shown.by, NAME) or "Somebody", outside(shown.suggested, NAME)
    there = tracker_name(view.blocker.id) or "the tracker"
    key, title = key_words(view), outside(view.blocker.title, TITLE)
    suggests = f"and suggests *{to}*" if to else "and does not know whose it is"
    text = (
        f"{by} says that *{key} {title}* is not theirs, {suggests}. It "
        f"{outside(need.sentence, NEED)}.\nThe owner in {there} is unchanged: assign it there."
    )
    return message((section_blocks(text, open_button(board.milestone.key, view.blocker)),))


def not_mine_loading_view() -> Json:
    return said_view([section_blocks("Loading…")])


def said_view(blocks: Sequence[Json]) -> Json:
    """An answer that ends the matter."""
    return _view(blocks)


def not_mine_view(
    view: BlockerView, need: Need, form: ReplyForm, *, tracked: bool, notice: str = ""
) -> Json:
    """``tracked``: the owner is the tracker's, so that a suggestion is all that can be stored."""
    title = outside(view.blocker.title, TITLE)
    head = f"*{key_words(view)} {title}*\n{outside(need.sentence, NEED)}"
    items = [shown.item for shown in view.items if shown.item.id in need.items][:MOST_ITEMS]
    stamp = form.seen or "new"
    others, blockers = "Whoever owns it with you keeps it", "It belongs to the blocker's owner then"
    what = (
        "It is stored as a suggestion here, and a lead is told: the owner in "
        f"{tracker_name(view.blocker.id) or 'the tracker'} changes there."
        if tracked
        else f"Nobody: leave it empty. {others if need.each else blockers}."
    )
    blocks = [
        section_blocks(head),
        *([section_blocks(notice)] if notice else []),
        *(
            [
                many_of(
                    f"items/{stamp}",
                    "Which of them",
                    {item.id: item_text(item) for item in items},
                    {item.id for item in items},
                )
            ]
            if len(items) > 1
            else []
        ),
        hinted(user_input(f"person/{stamp}", "Whose is it?", ""), what),
    ]
    return _view(blocks, form)


def overtaken_words(owner: str) -> str:
    who = outside(owner, SHORT) or "nobody"
    return (
        f"⚠️ *Not saved yet*: its owner has changed since the form was opened, it is {who} now. "
        "*Save* puts whom you pick in place of that."
    )


def _view(blocks: Sequence[Json], form: ReplyForm | None = None) -> Json:
    if form is None:
        return modal_view(NOT_MINE_VIEW, "Whose is it?", blocks)
    return modal_view(NOT_MINE_VIEW, "Whose is it?", blocks, metadata=form.encode(), submit="Save")
