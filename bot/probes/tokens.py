"""The token by which each heartbeat probe knows its job."""

from collections.abc import Callable, Sequence

from bot.domain.health import ProbeId
from bot.ports import TokenMissingError
from bot.probes.config import ProbeConfig
from bot.probes.config_jobs import HeartbeatProbeConfig
from bot.probes.secrets import SecretError, Secrets


def heartbeat_tokens(
    probes: Sequence[ProbeConfig], secrets: Secrets
) -> Callable[[ProbeId], str | None]:
    """Read at each report, as every secret is."""
    known = {ProbeId(p.id): p.token for p in probes if isinstance(p, HeartbeatProbeConfig)}

    def token(probe: ProbeId) -> str | None:
        reference = known.get(probe)
        if reference is None:
            return None
        try:
            return secrets.read(reference)
        except SecretError as error:
            raise TokenMissingError(str(error)) from error

    return token
