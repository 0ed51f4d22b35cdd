"""Whose a row of *Needs someone today* is, and whether it calls others in their place."""

from datetime import date

from bot.domain.board import Board
from bot.domain.digest import OF_AN_ITEM, Need, Why
from bot.domain.people import people_in


def is_for_others(need: Need, board: Board) -> bool:
    """Whether it mentions anybody in the place of whose it is."""
    if need.each and need.mention:
        return True
    live = [call for call in need.calls if call.mention]
    return any(call.mention != call.user for call in live) or (
        bool(live) and is_in_place(need, board)
    )


def is_in_place(need: Need, board: Board) -> bool:
    """Whether a lead is called for a team, for those named on the items, or for who is gone."""
    view = board.find(need.blocker)
    if view is None or any(reason.why in OF_AN_ITEM for reason in need.reasons):
        return False
    owners = people_in(view.blocker.owner)
    return need.person is not None and not any(person.active for person in owners)


def is_overdue(need: Need, day: date) -> bool:
    """Whether the blocker's date has passed, or that of its items in this row."""
    of_items = (reason.since for reason in need.reasons)
    return need.is_for(Why.OVERDUE) or any(since and since < day for since in of_items)


def is_unmatched(need: Need, board: Board) -> bool:
    """Whether it is the blocker's owner, whom no account in Slack was found for."""
    view = board.find(need.blocker)
    owner = view.blocker.owner if view else None
    active = [person for person in people_in(owner) if person.active]
    unmatched = active and all(person.slack is None for person in active)
    return bool(owner and unmatched and owner.name == need.person)
