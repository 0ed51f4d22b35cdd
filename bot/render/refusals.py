"""Private answers to a press: who may tick instead, who was first, what is saved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.asks import WHOLE, Addressed, Wanted
from bot.domain.board import BlockerView
from bot.domain.checklist import Item
from bot.domain.ids import ItemId, UserId
from bot.domain.messages import Message
from bot.domain.people import Person, Team, each_of
from bot.domain.rights import Policy, Rights, named_in, whom_to_ask
from bot.render.actions import ask_button
from bot.render.blocks import actions_blocks, message, section_blocks, sentence
from bot.render.escape import mention, outside
from bot.render.evidence import is_silent
from bot.render.items import item_text
from bot.render.limits import NAME
from bot.render.lines import key_words
from bot.render.values import Ask
from bot.render.words import ITEM_EMOJI, ITEM_WORD, LocalTime

SHOWN_LEADS = 3
QUESTION = {
    Wanted.TICK: "Is it done?",
    Wanted.UNDO: "Should it be open again?",
    Wanted.EDIT: "Would you edit it?",
    Wanted.ADD: "Would you add an item to it?",
    Wanted.NOTE: "Would you add a note to it?",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """An item as it stands after a press, and the name of who changed it last ("" if nobody)."""

    view: BlockerView
    item: Item
    touched_by: str = ""


def refusal_message(
    rights: Rights, pressed: Pressed, ask: Ask, names: Mapping[UserId, str], verb: str = ""
) -> Message:
    """Names who may do what was tried. ``names`` holds display names, the leads' at least."""
    verb, who = verb or ask.wanted, who_may(rights, names)
    if not who:
        return sentence(_nobody_may(f"{verb} {_quoted(pressed.item)}"))
    return _refused(f"Only {who} may {verb} {_quoted(pressed.item)}.", rights, ask, names)


def may_not_add_message(rights: Rights, key: str, ask: Ask, names: Mapping[UserId, str]) -> Message:
    """Owners of single items may add too, but are too many to name."""
    who = who_may(rights, names) or "an owner of an item"
    return _refused(f"Only {who} may add an item to {outside(key, NAME)}.", rights, ask, names)


def may_not_note_message(
    rights: Rights, key: str, ask: Ask, names: Mapping[UserId, str]
) -> Message:
    """As of adding an item."""
    who = who_may(rights, names) or "an owner of an item"
    return _refused(f"Only {who} may add a note to {outside(key, NAME)}.", rights, ask, names)


def may_not_edit_message(
    rights: Rights, key: str, ask: Ask, names: Mapping[UserId, str]
) -> Message:
    """Of a blocker itself; ``ask`` asks its owner about it."""
    who, named = who_may(rights, names), outside(key, NAME)
    if not who:
        return sentence(_nobody_may(f"edit {named}"))
    return _refused(f"Only {who} may edit {named}.", rights, ask, names)


def already_message(pressed: Pressed, local: LocalTime) -> Message:
    """Somebody was first: who, and when."""
    return sentence(f"{_quoted(pressed.item)} is {_state(pressed, local)} already.")


def moved_on_message(pressed: Pressed, local: LocalTime) -> Message:
    """The copy pressed was old; the item is shown as it stands now."""
    return sentence(
        f"Nothing was changed: {_quoted(pressed.item)} has moved on since that copy was drawn. "
        f"It is {_state(pressed, local)} now."
    )


def ticked_message(pressed: Pressed, local: LocalTime) -> Message:
    """Only for what is stored: it says so."""
    item = pressed.item
    at = f", {local.moment(item.touched.at)}" if item.touched else ""
    again = " again" if item.state.is_open else ""
    silent = ""
    if is_silent(item) and item.evidence:
        name = outside(item.evidence.probe, NAME)
        silent = f" Its evidence {name} is silent just now, so the tick stands on your word alone."
    return sentence(
        f"{ITEM_EMOJI[item.state]} {_quoted(item)} of {key_words(pressed.view)} is "
        f"{ITEM_WORD[item.state]}{again}{at}. Saved.{silent}"
    )


def gone_message(blocker_key: str) -> Message:
    key = outside(blocker_key, NAME)
    return sentence(
        f"That item is no longer on the checklist of {key}; nothing was changed. "
        f"`/blockers {key}` shows what is there now."
    )


def not_saved_message() -> Message:
    """Of a press as of a form that was sent."""
    return sentence("⚠️ *Not saved*: it could not be stored in time. Please try again.")


def asked_message(name: str) -> Message:
    return sentence(f"{outside(name, NAME) or 'The owner'} has been asked.")


def nobody_to_ask_message(item: Item) -> Message:
    return sentence(
        f"Nobody can be asked about {_quoted(item)}: no owner or lead of it has a Slack account "
        "that I know. `/blockers doctor` lists them."
    )


def ask_message(
    view: BlockerView,
    item: Item,
    *,
    asker: str,
    whom: Sequence[Addressed],
    wanted: Wanted = Wanted.TICK,
) -> Message:
    """The one line to the owner, or to each of several."""
    who = ", ".join(mention(one.user) if one.live else _named(one) for one in whom)
    asking = outside(asker, NAME) or "somebody"
    about = about_words(_quoted(item), key_words(view), item.id)
    return sentence(f"{who}: {asking} asks about {about}. {QUESTION[wanted]}")


def _named(one: Addressed) -> str:
    return outside(one.name, NAME) or "somebody"


def about_words(quoted: str, key: str, item: ItemId) -> str:
    """``“DNS integration” of THR-42``, or the blocker itself."""
    return f"{key} {quoted}" if item == WHOLE else f"{quoted} of {key}"


def who_may(rights: Rights, names: Mapping[UserId, str]) -> str:
    people = [_owner_words(one, "owner") for one in each_of(rights.owner)]
    assignee = rights.assignee
    if assignee and assignee.name not in {one.name for one in each_of(rights.owner)}:
        people.append(_owner_words(assignee, "assignee" if rights.owner else "owner"))
    if rights.policy is Policy.CHANNEL:
        people.append("members of a channel that follows the milestone")
    if rights.leads:
        people.append(_leads_words(rights, names))
    return ", ".join(people[:-1]) + (" or " if len(people) > 1 else "") + "".join(people[-1:])


def _leads_words(rights: Rights, names: Mapping[UserId, str]) -> str:
    known = [outside(names[lead], NAME) for lead in rights.leads if names.get(lead)]
    return f"a lead ({', '.join(known[:SHOWN_LEADS])})" if known else "a lead"


def _owner_words(owner: Person | Team, role: str) -> str:
    name = outside(owner.name, NAME) or "somebody without a name"
    if isinstance(owner, Person):
        away = "" if owner.active else ", deactivated"
        return f"{name} ({role}{away})"
    return f"a member of {name}"


def _refused(text: str, rights: Rights, ask: Ask, names: Mapping[UserId, str]) -> Message:
    asked = [_name_of(user, rights, names) for user in whom_to_ask(rights)]
    button = ask_button(asked, ask) if asked else None
    return message((section_blocks(text), *actions_blocks([button])))


def _nobody_may(what: str) -> str:
    return (
        f"Nobody may {what} yet: it has no owner and no lead is named. "
        "Name one under `leads:` in blockers.yml, or assign the issue."
    )


def _name_of(user: UserId, rights: Rights, names: Mapping[UserId, str]) -> str:
    known = next((person.name for person in named_in(rights) if person.slack == user), None)
    return known or names.get(user) or "the owner"


def _state(pressed: Pressed, local: LocalTime) -> str:
    item, by = pressed.item, outside(pressed.touched_by, NAME)
    word = ITEM_WORD[item.state]
    if item.touched is None:
        return word
    when = local.moment(item.touched.at)
    return f"{word} ({by}, {when})" if by else f"{word} ({when})"


def _quoted(item: Item) -> str:
    return f"\u201c{item_text(item)}\u201d"
