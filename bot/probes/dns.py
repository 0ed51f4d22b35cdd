"""The `dns` probe: one question, asked anew each time, and what must or must not be answered."""

from collections.abc import Callable, Iterator, Sequence
from ipaddress import ip_address

import dns.asyncresolver
import dns.exception
import dns.name
import dns.rdata
import dns.resolver

from bot.probes.config_wire import ADDRESS_TYPES, DnsProbeConfig, address_range
from bot.probes.finding import Finding, found_down, found_up, own_trouble
from bot.probes.guard import Guard
from bot.probes.phases import begin_phase, current_watch, measured, note_address

DNS_PORT = 53
SHOWN = 120
"""Characters of the answers that are shown."""
RESERVE_SECONDS = 0.05
"""What the question leaves of the deadline, so that its own reason is told."""
TRY_SECONDS = 2.0


class DnsProbe:
    """Asks the named server, else those of the machine, which the address policy leaves alone."""

    def __init__(self, config: DnsProbeConfig, guard: Guard) -> None:
        self.host = config.nameserver or config.name
        self._config = config
        self._guard = guard

    async def probe(self) -> Finding:
        config = self._config
        try:
            resolver = await self._resolver()
            answer = await resolver.resolve(
                dns.name.from_text(config.name), config.type, search=False, lifetime=_left()
            )
        except dns.exception.DNSException as error:
            return self._explain(error)
        return judge_records(config, [_text(record) for record in answer], _ttl(answer))

    def _explain(self, error: dns.exception.DNSException) -> Finding:
        config = self._config
        match error:
            case dns.resolver.NXDOMAIN():
                return found_down("dns.nxdomain", f"the name {config.name} does not exist")
            case dns.resolver.NoAnswer():
                return found_down("dns.noanswer", f"{config.name} has no {config.type} record")
            case dns.resolver.NoResolverConfiguration():
                return own_trouble("name_servers", "not asked: this machine names no name servers")
            case dns.exception.Timeout():
                return self._silent("timeout", "did not answer in time")
            case dns.resolver.NoNameservers():
                return self._silent("servfail", "gave no answer")
        return self._silent("servfail", "gave no answer that can be read")

    async def _resolver(self) -> dns.asyncresolver.Resolver:
        if self._config.nameserver is None:
            begin_phase("dns")
            resolver = dns.asyncresolver.Resolver()
        else:
            host, port = _split(self._config.nameserver)
            resolver = dns.asyncresolver.Resolver(configure=False)
            resolver.nameservers = list(await self._guard.addresses(host))
            resolver.port = port
            begin_phase("nameserver")
            note_address(str(resolver.nameservers[0]))
        resolver.cache = None  # a changed record would stay unseen
        resolver.timeout = TRY_SECONDS
        return resolver

    def _silent(self, reason: str, what: str) -> Finding:
        """Of a named server that is its own fault; of the machine's it may be ours."""
        server = self._config.nameserver
        if server is None:
            code = f"dns.{reason}"
            return found_down(code, f"the name servers {what} for {self._config.name}")
        return found_down(f"dns.server_{reason}", f"{server} {what} for {self._config.name}")


def judge_records(config: DnsProbeConfig, records: Sequence[str], ttl: int) -> Finding:
    shown = ", ".join(sorted(records))
    shown = shown if len(shown) <= SHOWN else f"{shown[: SHOWN - 1]}…"
    evidence = {"answers": shown, "count": len(records), "ttl": ttl, **measured()}
    unmet = next(_unmet(config, records), None)
    if unmet:
        reason, sentence = unmet
        return found_down(reason, f"{config.name} {sentence}; it answers {shown}", evidence)
    return found_up(f"{config.name} is {shown}", evidence)


def _unmet(config: DnsProbeConfig, records: Sequence[str]) -> Iterator[tuple[str, str]]:
    fits = _matcher(config)

    def found(wanted: str) -> bool:
        return any(fits(wanted, record) for record in records)

    for wanted in config.expect_none:
        if found(wanted):
            yield "dns.unwanted", f"must not answer {wanted}"
    for wanted in config.expect_all:
        if not found(wanted):
            yield "dns.records", f"does not answer {wanted}"
    if config.expect_any and not any(map(found, config.expect_any)):
        yield "dns.records", f"answers none of {', '.join(config.expect_any)}"


def _matcher(config: DnsProbeConfig) -> Callable[[str, str], bool]:
    """Whether a record is what was expected: within a range, the same name, the same words."""
    if config.type in ADDRESS_TYPES:
        return lambda wanted, record: ip_address(record) in address_range(wanted)
    if config.type in {"TXT", "CAA"}:
        return lambda wanted, record: wanted == record
    return lambda wanted, record: wanted.rstrip(".").lower() == record.rstrip(".").lower()


def _text(record: dns.rdata.Rdata) -> str:
    """As people write it: a TXT without its quotes, a name without the dot at its end."""
    if hasattr(record, "strings"):
        return b"".join(record.strings).decode(errors="replace")
    text = record.to_text()
    return text[:-1] if text.endswith(".") and len(text) > 1 else text


def _ttl(answer: dns.resolver.Answer) -> int:
    return int(answer.rrset.ttl) if answer.rrset is not None else 0


def _left() -> float | None:
    watch = current_watch()
    return max(watch.remaining - RESERVE_SECONDS, RESERVE_SECONDS) if watch else None


def _split(server: str) -> tuple[str, int]:
    if server.startswith("["):
        host, _, rest = server[1:].partition("]")
        return host, int(rest.lstrip(":") or DNS_PORT)
    host, _, port = server.partition(":")
    return host, int(port or DNS_PORT)
