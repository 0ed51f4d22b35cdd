"""Every key in the store: its type, the module that owns it, its life, what it holds.

What is in braces is the hash tag: keys that one script touches live in one slot of a cluster.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.health_history import KEPT
from bot.store.key import Key

PRESS_LIFE = timedelta(hours=24)
CLAIM_LIFE = timedelta(hours=96)
"""A claim has to outlive its date everywhere (26 hours) and a weekend's quarrel about it."""
POST_LIFE = timedelta(days=14)
HISTORY_LIFE = KEPT + timedelta(days=1)
KEPT_COPIES = 2000
"""Copies of a milestone that are kept current; the oldest beyond that are forgotten."""

CHECKLIST = Key(
    "blockers:{m:<milestone>}:checklist:<blocker>",
    "hash",
    "checklists",
    "for ever",
    "`version`, and by item: `state:`, `revision:`, `touched:`, `text:`, `archived:`, `item:`",
)
AUDIT = Key(
    "blockers:{m:<milestone>}:audit",
    "stream",
    "audit",
    "as long as the log is kept",
    "every change of every checklist and blocker; ids are the times of the changes",
)
BLOCKER_AUDIT = Key(
    "blockers:{m:<milestone>}:audit:<blocker>",
    "stream",
    "audit",
    "as long as the log is kept",
    "the same entries under the same ids, of one blocker",
)
PAST = Key(
    "blockers:{m:<milestone>}:past",
    "stream",
    "past",
    "as long as the log is kept",
    "by change what it replaced: stored fields of items, or fields of the tracker's blockers",
)
BASE = Key(
    "blockers:{m:<milestone>}:base",
    "hash",
    "past",
    "until the next",
    "`at`, `document`: how everything stood where the trimmed log begins",
)
PRESS = Key(
    "blockers:{m:<milestone>}:press:<delivery>",
    "string",
    "checklists",
    "24 hours",
    "the first outcome of a press, for when it is delivered again",
)
LOCALS = Key(
    "blockers:{m:<milestone>}:locals",
    "hash",
    "locals",
    "for ever",
    "by blocker: `version:`, `local:` with its `key:`, or `telling:`; `holder:` by key; `minted:`; "
    "`scorecard:*`, what a document states",
)
NEED_REPLIES = Key(
    "blockers:{m:<milestone>}:need-replies",
    "hash",
    "need_replies",
    "until the need is gone",
    "by blocker and matter: who is on it, or says it is not theirs",
)
COPIES = Key(
    "blockers:{m:<milestone>}:copies",
    "zset",
    "copies",
    "the newest 2000",
    "messages on display in the order they were put there",
)
COPY_DOCUMENTS = Key(
    "blockers:{m:<milestone>}:copy-documents",
    "hash",
    "copies",
    "with its place in `copies`",
    "what each of them shows",
)
SNAPSHOT = Key(
    "blockers:{m:<milestone>}:snapshot",
    "hash",
    "snapshots",
    "until the next",
    "`at`, `document`, `version`: the last good reading of the tracker",
)
TROUBLE = Key(
    "blockers:{m:<milestone>}:trouble",
    "string",
    "snapshots",
    "until the tracker works",
    "why the last reading failed",
)
MILESTONE_DUE = Key(
    "blockers:{m:<milestone>}:due:<queue>",
    "zset",
    "queues",
    "until finished",
    "due work of one milestone by the time (µs) it may be claimed",
)
MILESTONE_LEASES = Key(
    "blockers:{m:<milestone>}:leases:<queue>",
    "hash",
    "queues",
    "until finished",
    "token and due time of claimed work",
)
MILESTONE_MOVED = Key(
    "blockers:{m:<milestone>}:moved:<queue>",
    "hash",
    "queues",
    "until finished",
    "the new time of work that was moved while claimed",
)
DUE = Key(
    "blockers:{q:<queue>}:due",
    "zset",
    "queues",
    "until finished",
    "due work by the time (µs) it may be claimed",
)
LEASES = Key(
    "blockers:{q:<queue>}:leases",
    "hash",
    "queues",
    "until finished",
    "token and due time of claimed work",
)
MOVED = Key(
    "blockers:{q:<queue>}:moved",
    "hash",
    "queues",
    "until finished",
    "the new time of work that was moved while claimed",
)
DIGEST_CLAIM = Key(
    "blockers:{c:<channel>}:digest:<day>",
    "hash",
    "digests",
    "96 hours",
    "`holder`, `until`, `doubt`, `ts` of the one delivery of a date",
)
DIGEST_RECORD = Key(
    "blockers:{c:<channel>}:digest-record",
    "string",
    "digests",
    "until the next",
    "what was true at the last delivery",
)
DIGEST_FAILURE = Key(
    "blockers:{c:<channel>}:digest-failure",
    "string",
    "digests",
    "until the next",
    "`day`, `at`, `reason` of the last delivery that did not come out for certain",
)
CHANNELS = Key(
    "blockers:{channels}:settings",
    "hash",
    "channels",
    "for ever",
    "`revision` of all; by channel: `revision:`, `document:`, what was chosen in Slack",
)
CHANNEL_AUDIT = Key(
    "blockers:{channels}:audit:<channel>",
    "stream",
    "channels",
    "for ever",
    "every change of a channel's settings: who, when, from, to, where",
)
CHANNEL_PRESS = Key(
    "blockers:{channels}:press:<delivery>",
    "string",
    "channels",
    "24 hours",
    "that a change was stored, for when it is delivered again",
)
POST = Key(
    "blockers:post:<post>",
    "string",
    "outbox",
    "14 days",
    "`open` while Slack's answer is awaited, then `sent` and the message's ts",
)
MEMBERSHIP_NOTES = Key(
    "blockers:{q:membership}:notes",
    "hash",
    "membership",
    "while the channel is followed, or closed for up to 90 days",
    "by channel: its version and how it stands to the bot, since when, by whom",
)
REMINDERS = Key(
    "blockers:{q:reminders}:notes",
    "hash",
    "reminders",
    "until told",
    "by id: what somebody is to be reminded of, and when (µs)",
)
PROBE_STATES = Key(
    "blockers:{probes}:states", "hash", "probes", "for ever", "the confirmed state by probe"
)
PROBE_RESULTS = Key(
    "blockers:{probes}:results", "hash", "probes", "for ever", "the latest result by probe"
)
PROBE_RUNS = Key(
    "blockers:{probes}:runs", "hash", "probes", "for ever", "the last run counted by probe"
)
PROBE_HISTORY = Key(
    "blockers:{probes}:history:<probe>:<day>",
    "hash",
    "probes",
    "31 days",
    "counts and latency classes by hour (UTC): `09:up`, `09:ms`, `09:l4`",
)
BEATS = Key(
    "blockers:{probes}:beats:<probe>",
    "hash",
    "beats",
    "for ever",
    "when (µs) a job last reported `ok`, `start`, `fail`; `bytes`, `took` (ms), `since`",
)
TOKENS = Key(
    "blockers:{tokens}:<account>",
    "hash",
    "tokens",
    "for ever",
    "`access`, `refresh`, `expires` (µs) of an OAuth app; `holder`, `until` while one is spent",
)
UPLOAD = Key(
    "blockers:upload:<upload>",
    "string",
    "uploads",
    "as the caller says",
    "a document that was shown for a preview, until it is applied",
)
DELIVERY = Key(
    "blockers:delivery:<delivery>",
    "string",
    "deliveries",
    "as the caller says",
    "that it was seen",
)


@dataclass(frozen=True, slots=True)
class QueueKeys:
    due: str
    leases: str
    moved: str

    def __iter__(self) -> Iterator[str]:
        return iter((self.due, self.leases, self.moved))


def queue_keys(queue: str) -> QueueKeys:
    """A queue called ``kind:milestone`` lives beside the milestone's checklists."""
    kind, colon, milestone = queue.partition(":")
    if colon:
        found = (MILESTONE_DUE, MILESTONE_LEASES, MILESTONE_MOVED)
        return QueueKeys(*(key.of(milestone, kind) for key in found))
    return QueueKeys(*(key.of(queue) for key in (DUE, LEASES, MOVED)))
