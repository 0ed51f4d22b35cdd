"""Everything the store offers, behind one address."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.ports import (
    BeatStore,
    ChannelStore,
    ChecklistStore,
    CopyStore,
    DeliveryLog,
    DigestStore,
    DueQueue,
    EditStore,
    HintStore,
    LocalBlockerStore,
    MembershipStore,
    Outbox,
    PastStore,
    ProbeStore,
    ReminderStore,
    ReplyStore,
    SnapshotStore,
    StoreHealth,
    TokenStore,
    UploadStore,
    WriteStore,
)
from bot.store.beats import RedisBeats
from bot.store.channels import RedisChannels
from bot.store.checklists import RedisChecklists
from bot.store.connection import Link, open_link
from bot.store.copies import RedisCopies
from bot.store.deliveries import RedisDeliveryLog
from bot.store.digests import RedisDigests
from bot.store.editing import RedisEdits
from bot.store.health import RedisStoreHealth
from bot.store.hints import RedisHints
from bot.store.locals import RedisLocals
from bot.store.membership import RedisMembership
from bot.store.need_replies import RedisReplies
from bot.store.outbox import RedisOutbox
from bot.store.past import RedisPast
from bot.store.people import PeopleStores, people_stores_on
from bot.store.probes import RedisProbes
from bot.store.queues import RedisDueQueue
from bot.store.reminders import RedisReminders
from bot.store.snapshots import RedisSnapshots
from bot.store.tokens import RedisTokens
from bot.store.uploads import RedisUploads
from bot.store.writes import RedisWrites


@dataclass(frozen=True, slots=True, kw_only=True)
class Stores:
    checklists: ChecklistStore
    edits: EditStore
    locals: LocalBlockerStore
    snapshots: SnapshotStore
    copies: CopyStore
    due: DueQueue
    membership: MembershipStore
    channels: ChannelStore
    digests: DigestStore
    replies: ReplyStore
    reminders: ReminderStore
    outbox: Outbox
    past: PastStore
    probes: ProbeStore
    deliveries: DeliveryLog
    people: PeopleStores
    health: StoreHealth
    hints: HintStore
    writes: WriteStore
    beats: BeatStore
    tokens: TokenStore
    uploads: UploadStore


@asynccontextmanager
async def open_stores(url: str) -> AsyncIterator[Stores]:
    """Raises StoreAddressError. ``health.ping`` tells whether the server is there."""
    async with open_link(url) as link:
        yield stores_on(link)


def stores_on(link: Link) -> Stores:
    return Stores(
        checklists=RedisChecklists(link),
        edits=RedisEdits(link),
        locals=RedisLocals(link),
        snapshots=RedisSnapshots(link),
        copies=RedisCopies(link),
        due=RedisDueQueue(link),
        membership=RedisMembership(link),
        channels=RedisChannels(link),
        digests=RedisDigests(link),
        replies=RedisReplies(link),
        reminders=RedisReminders(link),
        outbox=RedisOutbox(link),
        past=RedisPast(link),
        probes=RedisProbes(link),
        deliveries=RedisDeliveryLog(link),
        people=people_stores_on(link),
        health=RedisStoreHealth(link),
        hints=RedisHints(link),
        writes=RedisWrites(link),
        beats=RedisBeats(link),
        tokens=RedisTokens(link),
        uploads=RedisUploads(link),
    )
