"""Wire what runs the probes: on their schedule, and when somebody asks."""

from bot.bootstrap.people import PeopleBase
from bot.ports import ProbeRunner
from bot.services.health import HealthService, HealthStores
from bot.services.known import KnownBlockers
from bot.services.probe_checks import CheckStores, ProbeChecks


def build_health(base: PeopleBase, runner: ProbeRunner, known: KnownBlockers) -> HealthService:
    stores = HealthStores(probes=base.stores.probes, due=base.stores.due, known=known)
    return HealthService(base.installation, runner, stores, base.clock)


def build_checks(base: PeopleBase) -> ProbeChecks:
    stores = base.stores
    kept = CheckStores(probes=stores.probes, due=stores.due, deliveries=stores.deliveries)
    return ProbeChecks(base.installation, kept, base.clock)
