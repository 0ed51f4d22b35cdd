"""What the doctor says of a tracker's webhooks: when the last came, whether they fell silent."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.ages import age_words
from bot.domain.blocker import Blocker
from bot.domain.findings import Finding
from bot.domain.hints import WebhookLog
from bot.ports import Clock, HintStore, SnapshotStore
from bot.services.installation import Installation

SETTLED = timedelta(minutes=5)
"""After so long a change that was read should have been hinted at, its first retry too."""
REFUSED_LATELY = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhooks:
    """A tracker that sends webhooks. ``name`` is for people, ``path`` where they are taken."""

    tracker: str
    name: str
    path: str
    secret: str
    """The variable that holds the secret."""
    way: str
    """Where webhooks are switched on in the tracker."""


LINEAR_WEBHOOKS = Webhooks(
    tracker="linear",
    name="Linear",
    path="/linear/webhook",
    secret="LINEAR_WEBHOOK_SECRET",  # noqa: S106 - the variable's name
    way="Linear → Settings → API → Webhooks",
)


GITHUB_WEBHOOKS = Webhooks(
    tracker="github",
    name="GitHub",
    path="/github/webhook",
    secret="GITHUB_WEBHOOK_SECRET",  # noqa: S106 - the variable's name
    way="the repository's Settings → Webhooks",
)


class WebhookCheck:
    def __init__(
        self,
        webhooks: Webhooks,
        installation: Installation,
        hints: HintStore,
        snapshots: SnapshotStore,
        clock: Clock,
    ) -> None:
        self._webhooks = webhooks
        self._installation = installation
        self._hints = hints
        self._snapshots = snapshots
        self._clock = clock

    async def findings(self) -> AsyncIterator[Finding]:
        """Raises StoreUnavailableError."""
        log, now = await self._hints.load_log(self._webhooks.tracker), self._clock.now()
        name, way = self._webhooks.name, self._webhooks.way
        if refused := _refused_last(log, now):
            yield Finding(
                f"a webhook that {name} did not sign with our secret came "
                f"{age_words(refused, now)}",
                f"compare {self._webhooks.secret} with the signing secret in {way}",
            )
        missed = await self._missed(log.came or log.since or now, now)
        if log.came is None and missed:
            yield Finding(
                f"no webhook of {name} has ever come, though {missed.key} has changed; "
                "it is read every 30 s all the same",
                f"in {way} add https://YOUR-HOST{self._webhooks.path} for issues, or unset "
                f"{self._webhooks.secret}",
            )
        elif log.came is None:
            yield Finding(f"no {name} webhook yet")
        elif missed:
            yield Finding(
                f"the last webhook of {name} came {age_words(log.came, now)}, though {missed.key} "
                "has changed since: it may be disabled there",
                f"enable it again in {way}",
            )
        else:
            yield Finding(f"{name} webhook {age_words(log.came, now)}")

    async def _missed(self, came: datetime, now: datetime) -> Blocker | None:
        """A blocker that the polls saw change, of which no webhook told, nor any since."""
        for milestone in self._installation.roster.milestones:
            if milestone.selection is None or milestone.selection.source != self._webhooks.tracker:
                continue
            snapshot = await self._snapshots.load_snapshot(milestone.key)
            for blocker in snapshot.blockers if snapshot else ():
                at = blocker.updated_at
                if at is not None and came + SETTLED < at < now - SETTLED:
                    return blocker
        return None


def _refused_last(log: WebhookLog, now: datetime) -> datetime | None:
    """When one was refused, unless a genuine one came since."""
    if log.refused is None or now - log.refused > REFUSED_LATELY:
        return None
    return None if log.came and log.came > log.refused else log.refused
