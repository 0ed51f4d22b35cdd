"""The services on fakes: one replica of the product, or several that share a store and a Slack."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import time, timedelta
from typing import cast

from bot.bootstrap.evidence import build_evidence, build_witnesses
from bot.bootstrap.people import PeopleBase, build_homes, build_people
from bot.bootstrap.probing import build_turns
from bot.bootstrap.trackers import build_sync
from bot.domain.blocker import Blocker
from bot.domain.board import Board
from bot.domain.checklist import Checklist, ItemState
from bot.domain.health import ProbeId, ProbePlan
from bot.domain.ids import BlockerId, ChannelId, DeliveryId, ItemId, MilestoneKey, TeamKey, UserId
from bot.domain.milestone import DigestSchedule, FollowedChannel, Milestone, Selection
from bot.domain.people import Team
from bot.domain.roster import Roster
from bot.ports import CopyStore, DigestStore, DueQueue, MembershipStore
from bot.services.blockers import BlockersService, BoardStores
from bot.services.channels import ChannelsService
from bot.services.checklists import ChecklistsService, Pressed, TickAnswer
from bot.services.copies import CopiesService, CopiesSlack, CopiesStores
from bot.services.delivery import DeliveryService, DeliveryStores
from bot.services.digest_posts import SlackSide
from bot.services.health import HealthService, HealthStores
from bot.services.installation import Installation
from bot.services.known import KnownBlockers
from bot.services.membership import MembershipService
from bot.services.membership_notices import ChannelNotices
from bot.services.membership_watch import MembershipWatch, WatchSlack, WatchStores
from bot.services.replies import Replies
from bot.services.standup import StandupService, StandupStores
from bot.services.stories import Stories
from bot.services.write_marks import WriteMarks
from bot.store.stores import Stores
from bot.summary.description import read_description
from handlers.painter import Painter
from tests.fakes.checklists import Switch
from tests.fakes.store import fake_stores
from tests.fakes.surroundings import (
    FakeDirectory,
    FakePoster,
    FakeProbeRunner,
    FakeSlack,
    HandClock,
    Tripwire,
    Wired,
)
from tests.fakes.tracker import FakeTracker
from tests.samples.builders import blocker
from tests.samples.making import build

OPS, RELEASE = ChannelId("C0OPS"), ChannelId("C0RELEASE")
ALICE, BOB, CHARLIE, DANA = map(UserId, ("U0ALICE", "U0BOB", "U0CHARLIE", "U0DANA"))
PROD = MilestoneKey("prod")
BACKEND = Team(
    key=TeamKey("backend"), name="Backend team", slack_group="S0BACKEND", names=("backend",)
)
NINE = DigestSchedule(at=time(9), timezone="America/New_York")
DESCRIPTION = "- [x] Issuer configured\n- [ ] DNS integration\n- [ ] Endpoint verified\n"


def milestone(key: str = "prod", **changed: object) -> Milestone:
    values: dict[str, object] = {
        "key": MilestoneKey(key),
        "name": "Production deployment",
        "selection": Selection(team="THR", label="blocker"),
    }
    return build(Milestone, values | changed)


def roster(**changed: object) -> Roster:
    values: dict[str, object] = {
        "timezone": "America/New_York",
        "leads": (ALICE,),
        "milestones": (milestone(),),
        "channels": (FollowedChannel(id=OPS, milestone=PROD, digest=NINE),),
        "teams": (BACKEND,),
    }
    return build(Roster, values | changed)


def plan(probe: str = "api-https", seconds: float = 60) -> ProbePlan:
    return ProbePlan(
        id=ProbeId(probe),
        kind="http",
        target=f"https://{probe}.example",
        interval=timedelta(seconds=seconds),
        timeout=timedelta(seconds=5),
    )


@dataclass(slots=True)
class Office:
    """What replicas share."""

    installation: Installation = field(default_factory=lambda: Installation(roster()))
    clock: HandClock = field(default_factory=HandClock)
    switch: Switch = field(default_factory=Switch)
    slack: FakeSlack = field(default_factory=FakeSlack)
    tracker: FakeTracker = field(default_factory=lambda: FakeTracker((tls(),)))
    directory: FakeDirectory = field(default_factory=FakeDirectory)
    runner: FakeProbeRunner = field(default_factory=FakeProbeRunner)
    stores: Stores = field(init=False)

    def __post_init__(self) -> None:
        self.stores = fake_stores(self.switch)

    @property
    def milestone(self) -> Milestone:
        return self.installation.roster.milestones[0]

    def configure(self, **changed: object) -> None:
        self.installation.roster = replace(
            self.installation.roster,
            **changed,  # type: ignore[arg-type]
        )

    def replica(self, holder: str = "one", wire: Tripwire | None = None) -> "Replica":
        return Replica(self, holder, wire or Tripwire())


def tls(key: str = "THR-42", **changed: object) -> Blocker:
    return blocker(key, **{"description": DESCRIPTION, **changed})


class Unasked:
    """The bot's own token, with which all is well."""

    async def bot_name(self) -> str:
        return "blockers"

    async def missing_scopes(self) -> frozenset[str] | None:
        return frozenset()


class Replica:
    """One process of the product; ``wire`` kills it at a step."""

    def __init__(self, office: Office, holder: str, wire: Tripwire) -> None:
        installation, stores, clock = office.installation, office.stores, office.clock
        self.office = office
        self.stories = Stories(read_description)
        self.poster = FakePoster(office.slack, stores.outbox, clock, wire)
        self.base = self._base()
        self.known_people = build_people(self.base)
        self.people, self.pings = self.known_people.people, self.known_people.pings
        self.known = KnownBlockers(stores.snapshots, stores.locals, self.people, has_tracker=True)
        self.blockers = BlockersService(
            installation,
            BoardStores(
                checklists=stores.checklists,
                known=self.known,
                probes=stores.probes,
                replies=Replies(stores.replies, self.people),
            ),
            self.people,
            self.stories,
            clock,
        )
        self.membership = MembershipService(
            installation, stores.membership, office.directory, clock
        )
        self.notices = ChannelNotices(installation, self.membership, self.people, clock)
        self.painter = Painter(installation, self.blockers, self.people, office.directory)
        self.witnesses = build_witnesses(self.base)
        self.checklists = ChecklistsService(
            installation, self.blockers, self.people, stores.checklists, self.witnesses, clock
        )
        self.sync = build_sync(self.base, office.tracker, self.stories)
        self._deliver(holder, wire)
        self._draw_and_probe(wire)

    def _base(self) -> PeopleBase:
        return PeopleBase(
            installation=self.office.installation,
            stores=self.office.stores,
            directory=self.office.directory,
            poster=self.poster,
            credentials=Unasked(),
            has_tracker=True,
            clock=self.office.clock,
        )

    def _deliver(self, holder: str, wire: Tripwire) -> None:
        office = self.office
        installation, stores, clock = office.installation, office.stores, office.clock
        self.standup = StandupService(
            installation,
            self.blockers,
            self.people,
            StandupStores(checklists=stores.checklists, digests=stores.digests),
            self.pings,
            clock,
        )
        self.homes = build_homes(
            self.base, self.known_people, self.blockers, self.known, self.notices
        )
        self.ask = self.homes.ask
        self.delivery = DeliveryService(
            installation,
            self.standup,
            DeliveryStores(
                digests=cast("DigestStore", Wired(stores.digests, wire)),
                due=cast("DueQueue", Wired(stores.due, wire)),
                copies=cast("CopyStore", Wired(stores.copies, wire)),
                channels=ChannelsService(installation, stores.channels),
            ),
            SlackSide(poster=self.poster, painter=self.painter, membership=self.membership),
            clock,
            holder,
        )

    def _draw_and_probe(self, wire: Tripwire) -> None:
        office = self.office
        installation, stores, clock = office.installation, office.stores, office.clock
        self.copies = CopiesService(
            installation,
            CopiesStores(
                copies=stores.copies, due=stores.due, followers=WriteMarks(stores.due, clock)
            ),
            CopiesSlack(poster=self.poster, homes=self.homes.homes),
            self.painter,
            self.membership,
            clock,
        )
        self.watch = MembershipWatch(
            installation,
            self.membership,
            WatchStores(
                notes=cast("MembershipStore", Wired(stores.membership, wire)),
                due=cast("DueQueue", Wired(stores.due, wire)),
                copies=stores.copies,
            ),
            WatchSlack(directory=office.directory, poster=self.poster, painter=self.painter),
            self.delivery,
            self.notices,
        )
        self.turns = build_turns(self.base, self.blockers, self.painter, self.membership)
        self.health = HealthService(
            installation,
            office.runner,
            HealthStores(probes=stores.probes, due=stores.due, known=self.known),
            clock,
        )
        self.evidence = build_evidence(self.base, self.known)

    async def board(self) -> Board:
        return await self.blockers.board(self.office.milestone, OPS)

    async def checklist(self, key: str = "THR-42") -> Checklist:
        found = await self.office.stores.checklists.load_many(PROD, [BlockerId(f"id-{key}")])
        return found[BlockerId(f"id-{key}")]

    async def item(self, text: str) -> ItemId:
        live = (await self.checklist()).live
        return next(item.id for item in live if item.text == text)

    async def tick(self, pressed: Pressed) -> TickAnswer:
        """Where no evidence speaks against it."""
        answer = await self.checklists.tick(pressed)
        assert isinstance(answer, TickAnswer)
        return answer

    async def press(
        self,
        text: str = "DNS integration",
        to: ItemState = ItemState.DONE,
        *,
        by: UserId = BOB,
        seen: int | None = None,
        delivery: str = "press-1",
    ) -> Pressed:
        """A press on an item as it stands now, or as it stood at revision ``seen``."""
        item = next(item for item in (await self.checklist()).items if item.text == text)
        return Pressed(
            milestone=PROD,
            blocker=BlockerId("id-THR-42"),
            item=item.id,
            to=to,
            seen_revision=item.revision if seen is None else seen,
            by=by,
            delivery=DeliveryId(delivery),
            where="C0OPS:1.1",
        )


def keys_of(blockers: Iterable[Blocker]) -> list[str]:
    return [each.key for each in blockers]
