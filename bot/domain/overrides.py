"""Who a tracker's person is in Slack, where a lead has said so."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import UserId
from bot.domain.people import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """``handle`` is the person's address or login in the tracker, else the name."""

    handle: str
    user: UserId
    by: UserId
    at: datetime


def handle_of(person: Person) -> str:
    return (person.account or person.name).strip().casefold()


def code_of(handle: str) -> str:
    """A short name for a handle, which itself may be of any length."""
    return hashlib.sha256(handle.encode("utf-8", "surrogatepass")).hexdigest()[:20]
