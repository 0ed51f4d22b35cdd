"""Wire what is known of people, and what is shown and told to each of them alone."""

from dataclasses import dataclass

from bot.ports import Clock, Directory, Poster
from bot.services.asked import AskedService
from bot.services.asking import AskService, AskStores
from bot.services.blockers import BlockersService
from bot.services.digest_check import DigestCheck, DigestSides
from bot.services.doctor import Credentials, DoctorService, DoctorSides
from bot.services.homes import HomesService, HomesStores
from bot.services.installation import Installation
from bot.services.known import KnownBlockers
from bot.services.membership_notices import ChannelNotices
from bot.services.nudges import NudgeQueue, NudgeService, NudgeSides
from bot.services.overrides import Overrides
from bot.services.overview import OverviewService, OverviewSides
from bot.services.people import PeopleService
from bot.services.pings import Claims, Pings
from bot.services.preferences import PreferencesService
from bot.store.stores import Stores
from handlers.home_painter import HomePainter, HomeSides


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleBase:
    """What these stand on."""

    installation: Installation
    stores: Stores
    directory: Directory
    poster: Poster
    credentials: Credentials
    has_tracker: bool
    clock: Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleParts:
    """Who is who and how to reach them: nothing here needs a board."""

    preferences: PreferencesService
    overrides: Overrides
    people: PeopleService
    pings: Pings


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeParts:
    """What is shown and told to one person alone."""

    doctor: DoctorService
    ask: AskService
    overview: OverviewService
    homes: HomesService
    nudges: NudgeService


def build_people(base: PeopleBase) -> PeopleParts:
    kept = base.stores.people
    preferences = PreferencesService(base.installation, kept.preferences)
    overrides = Overrides(kept.overrides, base.clock)
    people = PeopleService(base.installation, base.directory, overrides, preferences)
    claims = Claims(base.stores.deliveries, people, base.clock)
    queue = NudgeQueue(kept.nudges, base.stores.due)
    return PeopleParts(
        preferences=preferences,
        overrides=overrides,
        people=people,
        pings=Pings(claims, preferences, queue),
    )


def _doctor(
    base: PeopleBase, people: PeopleService, known: KnownBlockers, notices: ChannelNotices
) -> DoctorService:
    sides = DoctorSides(
        credentials=base.credentials,
        directory=base.directory,
        health=base.stores.health,
        snapshots=base.stores.snapshots,
        checklists=base.stores.checklists,
        known=known,
        notices=notices,
    )
    doctor = DoctorService(base.installation, sides, people, base.clock)
    looked_at = DigestSides(
        digests=base.stores.digests, directory=base.directory, notices=notices, people=people
    )
    doctor.attend(DigestCheck(base.installation, looked_at, base.clock))
    return doctor


def build_homes(
    base: PeopleBase,
    parts: PeopleParts,
    blockers: BlockersService,
    known: KnownBlockers,
    notices: ChannelNotices,
) -> HomeParts:
    kept, stores = base.stores.people, base.stores
    doctor = _doctor(base, parts.people, known, notices)
    sides = OverviewSides(
        doctor=doctor,
        directory=base.directory,
        digests=stores.digests,
        overrides=parts.overrides,
        notices=notices,
    )
    overview = OverviewService(base.installation, sides, parts.people, base.clock)
    shown = HomeSides(
        blockers=blockers,
        people=parts.people,
        asked=AskedService(kept.asks, parts.people, base.clock),
        overview=overview,
        notices=notices,
    )
    painter = HomePainter(base.installation, shown, base.clock)
    homes = HomesStores(homes=kept.homes, copies=stores.copies, due=stores.due)
    told = NudgeSides(store=kept.nudges, due=stores.due, poster=base.poster, painter=painter)
    return HomeParts(
        doctor=doctor,
        ask=AskService(
            base.poster,
            AskStores(copies=stores.copies, asks=kept.asks),
            parts.pings,
            parts.people,
            base.clock,
        ),
        overview=overview,
        homes=HomesService(base.installation, homes, base.poster, painter, base.clock),
        nudges=NudgeService(told, parts.people, parts.preferences, parts.pings, base.clock),
    )
