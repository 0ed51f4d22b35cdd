"""Who a tracker's person is in Slack, where a lead has said so."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import UserId
from bot.domain.people import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """``handle`` is the person's address in the tracker, or where there is none the name."""

    handle: str
    user: UserId
    by: UserId
    at: datetime


def handle_of(person: Person) -> str:
    return (person.email or person.name).strip().casefold()
