"""Keys of what comes from trackers as webhooks, and of what is written to them."""

from datetime import timedelta

from bot.store.key import Key

HINT_LIFE = timedelta(hours=8)
"""Longer than a webhook is taken after it was first sent, so that none is taken twice."""
MADE_LIFE = timedelta(minutes=10)

HINT = Key(
    "blockers:{q:sync}:hint:<delivery>",
    "string",
    "hints",
    "8 hours",
    "that a webhook came, by the hash of its body",
)
WEBHOOKS = Key(
    "blockers:{q:sync}:webhooks:<tracker>",
    "hash",
    "hints",
    "for ever",
    "times (µs): listened `since`, one last `came`, was `refused`, `turn:` of a milestone",
)
MADE = Key(
    "blockers:{q:sync}:made:<issue>:<mark>",
    "string",
    "hints",
    "10 minutes",
    "that a change of an issue is our own, so that its webhook is no news",
)
WRITES = Key(
    "blockers:{m:<milestone>}:writes",
    "hash",
    "writes",
    "for ever",
    "by blocker: version and what the tracker was told of it, what waits to be written, refusals",
)
WRITE_SWITCHES = Key(
    "blockers:{m:<milestone>}:write-switches",
    "hash",
    "writes",
    "while one is on",
    "since when (µs) each switch of `linear_writes` has been on",
)
