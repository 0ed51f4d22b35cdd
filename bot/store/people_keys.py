"""The keys of what is kept of people; ``keys`` has all of them."""

from datetime import timedelta

from bot.domain.asks import ASKS_LAST
from bot.store.key import Key

ASK_LIFE = ASKS_LAST
NUDGE_LIFE = timedelta(days=3)
HOME_LIFE = timedelta(days=30)

PREFERENCES = Key(
    "blockers:{people}:preferences:<user>",
    "hash",
    "preferences",
    "for ever",
    "`revision`, `delivery`, `document`: pings, quiet hours, time zone, absence of one person",
)
OVERRIDES = Key(
    "blockers:{people}:overrides",
    "hash",
    "overrides",
    "for ever",
    "by handle: the Slack account that a lead picked for a person of the tracker",
)
OVERRIDES_REVISION = Key(
    "blockers:{people}:overrides-revision",
    "string",
    "overrides",
    "for ever",
    "how often `overrides` has changed, so that every replica notices",
)
ASKS_BY = Key(
    "blockers:{people}:asks-by:<user>",
    "hash",
    "asks",
    "30 days",
    "by item: what the person asked of its owner",
)
ASKS_OF = Key(
    "blockers:{people}:asks-of:<user>",
    "hash",
    "asks",
    "30 days",
    "by asker and item: what the person was asked",
)
NUDGES = Key(
    "blockers:{people}:nudges:<user>",
    "hash",
    "nudges",
    "3 days",
    "by id: what the person is to be told in one direct message",
)
HOME = Key(
    "blockers:{people}:home:<user>",
    "string",
    "homes",
    "30 days",
    "which part and page of the App Home the person is on, and the answer to the last press there",
)
