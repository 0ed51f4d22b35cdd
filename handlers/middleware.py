"""What every call passes before its handler: whose it is, and whether it was seen before."""

import logging
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import timedelta

from bot.ports import DeliveryLog, StoreUnavailableError
from bot.slack.app import Installation
from bot.slack.payloads import Call, Event, Press

logger = logging.getLogger(__name__)

DELIVERY_LIFE = timedelta(hours=1)
"""Slack's last try comes some six minutes after the first."""


class ForeignTeamError(Exception):
    """Somebody of another organisation, in a shared channel."""


@dataclass(frozen=True, slots=True)
class Intake:
    installation: Installation
    deliveries: DeliveryLog
    self_guarding: AbstractSet[str] = frozenset()
    """Actions and events whose second delivery changes nothing.

    For an action the log would only cost one more write before the answer. An event that could not
    be committed is delivered again, which the log would take for a repeat.
    """

    async def admits(self, call: Call) -> bool:
        if call.team and not self.installation.covers(call.team, call.enterprise):
            if isinstance(call, Event):  # nobody waits for an answer
                return False
            raise ForeignTeamError(call.team)
        if _name(call) in self.self_guarding:
            return True
        return await self._is_first(call)

    async def _is_first(self, call: Call) -> bool:
        """Without the store a call counts as new: each change guards itself by the same id."""
        try:
            seen = [
                await self.deliveries.is_first(key, DELIVERY_LIFE)
                for key in (call.delivery, *call.other_deliveries)
            ]
        except StoreUnavailableError as error:
            logger.warning("whether a call is a repeat cannot be told: %s", error)
            return True
        return all(seen)


def _name(call: Call) -> str:
    if isinstance(call, Press):
        return call.action_id
    return call.type if isinstance(call, Event) else ""
