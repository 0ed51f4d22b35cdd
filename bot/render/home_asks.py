"""What somebody asked of owners, and what they were asked: how it stands, and what can be done."""

from bot.domain.asks import WHOLE, AskState, AskView, Wanted, may_ask_again
from bot.domain.home import Home
from bot.domain.messages import Json
from bot.render.actions import Action, target_state, tick_button
from bot.render.blocks import actions_blocks, button, divider_blocks
from bot.render.escape import outside
from bot.render.home_frame import SHORT_PAGE, Paging, link_words, row_blocks
from bot.render.limits import NAME, TITLE
from bot.render.lines import dotted, names_words
from bot.render.refusals import about_words
from bot.render.values import Ask, Show, Tick
from bot.render.words import ITEM_EMOJI, ITEM_WORD, LocalTime, count

_WISH = {
    Wanted.TICK: "",
    Wanted.UNDO: "to undo ",
    Wanted.EDIT: "to edit ",
    Wanted.ADD: "to add an item to ",
    Wanted.NOTE: "to add a note to ",
}


def sent_blocks(home: Home, local: LocalTime, paging: Paging) -> list[Json]:
    shown = paging.rows(home.sent, SHORT_PAGE)
    if not shown:
        return []
    left = sum(ask.state in {AskState.OPEN, AskState.DOING} for ask in home.sent)
    head = f"*You asked* · {left} of {len(home.sent)} still open"
    rows = [block for ask in shown for block in _sent_row(ask, home, local)]
    return [divider_blocks(), row_blocks(head), *rows]


def received_blocks(home: Home, local: LocalTime, paging: Paging) -> list[Json]:
    shown = paging.rows(home.received, SHORT_PAGE)
    if not shown:
        return []
    head = f"*You were asked* · {count(len(home.received), 'question')} still open"
    rows = [_received_row(ask, local, paging.at.page) for ask in shown]
    return [divider_blocks(), row_blocks(head), *rows]


def _sent_row(ask: AskView, home: Home, local: LocalTime) -> list[Json]:
    record = ask.record
    value = Ask(
        milestone=record.milestone, blocker=record.blocker, item=record.item, wanted=record.wanted
    ).encode()
    again = f"for the {_nth(record.times)} time" if record.times > 1 else ""
    text = "\n".join(
        [
            f"{_name(ask)}: {_about(ask)}",
            dotted(
                f"asked {local.since(record.at)}",
                again,
                _standing(ask, local),
                link_words(record.link, "thread"),
            ),
        ]
    )
    if ask.state in {AskState.ANSWERED, AskState.GONE}:
        return [row_blocks(text, button("Remove", Action.WITHDRAW, value, spoken="Remove answer"))]
    whom = ", ".join(ask.others)
    may = may_ask_again(record, home.now, local.zone)
    buttons = [
        button("Ask again", Action.ASK_AGAIN, value, spoken=f"Ask {whom} again") if may else None,
        button("Withdraw", Action.WITHDRAW, value, spoken=f"Withdraw question to {whom}"),
    ]
    return [row_blocks(text), *actions_blocks(buttons)]


def _received_row(ask: AskView, local: LocalTime, page: int) -> Json:
    record, item = ask.record, ask.item
    text = "\n".join(
        [
            f"{_name(ask)} asks: {_about(ask)}",
            dotted(
                f"asked {local.since(record.at)}",
                _standing(ask, local),
                link_words(record.link, "thread"),
            ),
        ]
    )
    if item is None:
        return row_blocks(text)
    if item.id == WHOLE:
        value = Show(milestone=record.milestone, blocker=record.blocker).encode()
        return row_blocks(text, button("Open", Action.OPEN, value, spoken=f"Open {record.key}"))
    tick = Tick(
        milestone=record.milestone,
        blocker=record.blocker,
        item=item.id,
        to=target_state(item),
        revision=item.revision,
        page=page,
    )
    return row_blocks(text, tick_button(tick, item))


def _standing(ask: AskView, local: LocalTime) -> str:
    """How it stands now, with who and when."""
    item = ask.item
    if ask.state is AskState.GONE or item is None:
        return "no longer on the checklist"
    if ask.state is AskState.DOING and ask.on_it_at:
        return f"✋ {outside(ask.on_it, NAME)} is on it since {local.since(ask.on_it_at)}"
    if ask.state is AskState.OPEN:
        days = local.days_since(ask.record.at)
        since = f" for {count(days, 'day')}" if days else ""
        unsent = "" if ask.record.sent else ", it was not posted for certain"
        return f"*still open*{since}{unsent}"
    who = outside(ask.ticked_by, NAME)
    when = local.since(item.touched.at) if item.touched else ""
    said = ", ".join(word for word in (f"by {who}" if who else "", when) if word)
    word = "on it, doing" if ask.state is AskState.DOING else f"answered: {ITEM_WORD[item.state]}"
    return f"{ITEM_EMOJI[item.state]} {word}{f' ({said})' if said else ''}"


def _about(ask: AskView) -> str:
    text = ask.item.text if ask.item else ask.record.text
    shown = outside(text, TITLE) or "(no text)"
    record = ask.record
    about = about_words(f"\u201c{shown}\u201d", outside(record.key, NAME), record.item)
    return f"{_WISH[record.wanted]}{about}"


def _name(ask: AskView) -> str:
    return f"*{names_words(ask.others) or 'somebody'}*"


def _nth(number: int) -> str:
    return {2: "second", 3: "third"}.get(number, f"{number}th")
