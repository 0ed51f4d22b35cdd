"""Who may tick an item, and how a refusal names them."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.ids import UserId
from bot.domain.people import Owner, Person, people_in

MOST_ASKED = 10
"""Of those who own something together are called in one line."""


class Policy(StrEnum):
    OWNERS = "owners"
    CHANNEL = "channel"
    ANYONE = "anyone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """Everybody who may act on one item, resolved. ``channel_members`` is None where unreadable.

    ``members`` are those of the teams that own it, and who own its blocker together.
    """

    policy: Policy = Policy.OWNERS
    owner: Owner | None = None
    assignee: Person | None = None
    members: frozenset[UserId] = frozenset()
    leads: tuple[UserId, ...] = ()
    channel_members: frozenset[UserId] | None = None


class NotTheOwnerError(Exception):
    """The presser may not tick this item. Carries what the answer names."""

    def __init__(self, rights: Rights) -> None:
        super().__init__("not the owner")
        self.rights = rights


def may_tick(user: UserId, rights: Rights) -> bool:
    if rights.policy is Policy.ANYONE or user in _always(rights):
        return True
    members: AbstractSet[UserId] = rights.channel_members or frozenset()
    return rights.policy is Policy.CHANNEL and user in members


def require_may_tick(user: UserId, rights: Rights) -> None:
    """Raise NotTheOwnerError unless ``user`` may tick."""
    if not may_tick(user, rights):
        raise NotTheOwnerError(rights)


def named_in(rights: Rights) -> tuple[Person, ...]:
    """Who is named themselves: the owners, then the assignee."""
    return (*people_in(rights.owner), *people_in(rights.assignee))


def whom_to_ask(rights: Rights) -> tuple[UserId, ...]:
    """For *Ask the owner*: each owner who can be reached, else the assignee, else one lead.

    A team that owns it alone is asked by one of its members. Empty where nobody can be reached.
    """
    for owner in (rights.owner, rights.assignee):
        reachable = [one.slack for one in people_in(owner) if one.slack and one.active]
        if reachable:
            return tuple(dict.fromkeys(reachable))[:MOST_ASKED]
    if rights.members:
        return (min(rights.members),)
    return rights.leads[:1]


def _always(rights: Rights) -> set[UserId]:
    allowed = {*rights.members, *rights.leads}
    return allowed | {person.slack for person in named_in(rights) if person.slack}
