"""Wire what runs the probes: on their schedule, and when somebody asks."""

from bot.bootstrap.people import PeopleBase
from bot.ports import ProbeRunner
from bot.services.blockers import BlockersService
from bot.services.health import HealthService, HealthStores
from bot.services.known import KnownBlockers
from bot.services.membership import MembershipService
from bot.services.probe_checks import CheckStores, ProbeChecks
from bot.services.turns import TurnPainter, TurnSlack, TurnsService, TurnStores


def build_health(base: PeopleBase, runner: ProbeRunner, known: KnownBlockers) -> HealthService:
    stores = HealthStores(probes=base.stores.probes, due=base.stores.due, known=known)
    return HealthService(base.installation, runner, stores, base.clock)


def build_turns(
    base: PeopleBase,
    blockers: BlockersService,
    painter: TurnPainter,
    membership: MembershipService,
) -> TurnsService:
    stores = base.stores
    return TurnsService(
        base.installation,
        blockers,
        TurnStores(due=stores.due, digests=stores.digests),
        TurnSlack(poster=base.poster, painter=painter, membership=membership),
        base.clock,
    )


def build_checks(base: PeopleBase) -> ProbeChecks:
    stores = base.stores
    kept = CheckStores(probes=stores.probes, due=stores.due, deliveries=stores.deliveries)
    return ProbeChecks(base.installation, kept, base.clock)
