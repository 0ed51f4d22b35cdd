"""The `tls` probe: a verified handshake as real clients make it, and how long it will last."""

import ssl
from collections.abc import Callable
from datetime import datetime

from bot.domain.health import Figure
from bot.probes.certificates import Certificate, days, explain_refusal, span
from bot.probes.config import TlsProbeConfig
from bot.probes.finding import Finding, found_degraded, found_down, found_up
from bot.probes.guard import Guard
from bot.probes.handshake import Handshake, read_refused, shake_hands
from bot.probes.phases import TimedContext, measured


class TlsProbe:
    def __init__(
        self,
        config: TlsProbeConfig,
        guard: Guard,
        context: TimedContext,
        now: Callable[[], datetime],
    ) -> None:
        self.host = config.authority
        self._config = config
        self._guard = guard
        self._context = context
        self._now = now

    async def probe(self) -> Finding:
        config = self._config
        sock = await self._guard.dial(config.host, config.port)
        try:
            handshake = await shake_hands(sock, self._context, config.name)
        except ssl.SSLCertVerificationError as error:
            chain = await read_refused(self._guard, config.name, config.port)
            return explain_refusal(error.verify_code, chain, config.name, self._now())
        return judge_handshake(config, handshake, self._now())


def judge_handshake(config: TlsProbeConfig, handshake: Handshake, now: datetime) -> Finding:
    """A handshake that was verified: who issued the certificate, and is its renewal overdue.

    What counts is the earliest end in the verified chain, as a share of the leaf's lifetime: a
    fixed number of days would be wrong for certificates that live six.
    """
    leaf = handshake.chain[0]
    first = min(handshake.chain, key=lambda certificate: certificate.not_after)
    left = first.not_after - now
    evidence = _figures(handshake, first, now)
    if config.issuer_contains and config.issuer_contains not in leaf.issuer:
        sentence = f"issued by {leaf.issuer}, expected “{config.issuer_contains}”"
        return found_down("tls.issuer", sentence, evidence)
    whose = "" if first is leaf else f"; {first.subject} ends first"
    if config.crit_left is not None and left < config.crit_left:
        return found_down("tls.expires_soon", f"valid for only {span(left)} more{whose}", evidence)
    if left < config.warn_lifetime_left * leaf.lifetime:
        sentence = f"renewal is overdue: {span(left)} left of {span(leaf.lifetime)}{whose}"
        return found_degraded("tls.renewal_overdue", sentence, evidence)
    return found_up(f"valid for {span(left)} more, issued by {leaf.issuer}{whose}", evidence)


def _figures(handshake: Handshake, first: Certificate, now: datetime) -> dict[str, Figure]:
    return {
        **handshake.chain[0].figures(now),
        "days_left": days(first.not_after - now),
        "version": handshake.version,
        "cipher": handshake.cipher,
        **measured(),
    }
