"""The tls probe against every sort of certificate and server."""

import asyncio
import ssl
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID

from bot.domain.health import ProbeResult, Verdict
from bot.probes.lookup import Lookup
from bot.probes.trust import TrustError
from sandbox.targets.authority import Authority, Period, authority
from tests.probe_servers import (
    Handler,
    hang_up,
    probe_once,
    real_time,
    running,
    saying,
    serving,
    stay_mute,
    tls,
)

NAMES = ("api.example.test", "127.0.0.1")
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
_PEM = serialization.Encoding.PEM
PROTOCOL_ALERT = b"\x15\x03\x01\x00\x02\x02\x46"


class Certificates:
    """An authority the probe trusts, one it does not, and what they sign."""

    def __init__(self, folder: Path) -> None:
        self.now = real_time()
        self.folder = folder
        self.root = authority(self.now, "Root One")
        self.stranger = authority(self.now, "Stranger")
        self.ca_file = folder / "ca.pem"
        self.ca_file.write_bytes(self.root.pem)

    def period(self, begins: timedelta, ends: timedelta) -> Period:
        return Period(begins=self.now + begins, ends=self.now + ends)

    @property
    def fresh(self) -> Period:
        return self.period(-10 * DAY, 80 * DAY + HOUR)

    @property
    def gone(self) -> Period:
        return self.period(-93 * DAY, -3 * DAY - HOUR)

    def below(self, name: str, period: Period) -> Authority:
        return Authority(name, period, above=self.root)

    def server(self, pem: bytes) -> ssl.SSLContext:
        path = self.folder / "server.pem"
        path.write_bytes(pem)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.set_ciphers("DEFAULT@SECLEVEL=0")  # a server may be as weak as it likes
        context.load_cert_chain(path)
        return context


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return Certificates(tmp_path_factory.mktemp("certificates"))


async def _probe(certificates: Certificates, pem: bytes, **fields: object) -> ProbeResult:
    async with serving(stay_mute, certificates.server(pem)) as server:
        given: dict[str, object] = {"ca_file": str(certificates.ca_file)} | fields
        return await probe_once(tls(server.port, **given))


def _said(result: ProbeResult) -> tuple[Verdict, str, str]:
    return result.verdict, result.reason, result.sentence


async def test_good_certificate_is_up_with_its_figures(certificates: Certificates) -> None:
    leaf = certificates.root.issue(NAMES, certificates.fresh)

    result = await _probe(certificates, leaf.pem, issuer_contains="Root")

    assert _said(result) == (Verdict.UP, "ok", "valid for 80 days more, issued by Root One")
    assert result.evidence["days_left"] == 80
    assert result.evidence["issuer"] == "Root One"
    assert result.evidence["version"] == "TLSv1.3"
    assert result.evidence["not_after"] == leaf.certificate.not_valid_after_utc.isoformat()
    assert [name for name, _ in result.phases] == ["dns", "connect", "tls"]


async def test_name_to_ask_for_may_differ_from_the_host(certificates: Certificates) -> None:
    leaf = certificates.root.issue(("api.example.test",), certificates.fresh)

    by_name = await _probe(certificates, leaf.pem, server_name="api.example.test")
    by_address = await _probe(certificates, leaf.pem)

    assert by_name.verdict is Verdict.UP
    assert _said(by_address) == (
        Verdict.DOWN,
        "tls.host_mismatch",
        "certificate is for api.example.test, not for 127.0.0.1",
    )


async def test_expired_certificate_says_since_when(certificates: Certificates) -> None:
    result = await _probe(certificates, certificates.root.issue(NAMES, certificates.gone).pem)

    assert _said(result) == (Verdict.DOWN, "tls.expired", "certificate expired 3 days ago")
    assert result.evidence["days_left"] == -3
    assert result.evidence["issuer"] == "Root One"


async def test_certificate_for_another_name_that_is_expired_too_says_both(
    certificates: Certificates,
) -> None:
    leaf = certificates.root.issue(("other.example.test",), certificates.gone)

    result = await _probe(certificates, leaf.pem, server_name="api.example.test")

    assert result.reason == "tls.host_mismatch"
    assert result.sentence == (
        "certificate is for other.example.test, not for api.example.test; "
        "it also expired 3 days ago"
    )


async def test_certificate_of_the_future_is_down(certificates: Certificates) -> None:
    period = certificates.period(2 * DAY + HOUR, 90 * DAY)

    result = await _probe(certificates, certificates.root.issue(NAMES, period).pem)

    assert _said(result) == (
        Verdict.DOWN,
        "tls.not_yet_valid",
        "certificate is valid only in 2 days",
    )


async def test_certificate_of_the_next_minutes_puts_our_own_clock_in_doubt(
    certificates: Certificates,
) -> None:
    period = certificates.period(timedelta(minutes=3), 90 * DAY)

    result = await _probe(certificates, certificates.root.issue(NAMES, period).pem)

    assert (result.verdict, result.reason) == (Verdict.UNKNOWN, "prober.clock")


async def test_self_signed_certificate_is_down(certificates: Certificates) -> None:
    leaf = certificates.root.issue(NAMES, certificates.fresh, self_signed=True)

    assert _said(await _probe(certificates, leaf.pem)) == (
        Verdict.DOWN,
        "tls.self_signed",
        "certificate is self-signed (by api.example.test)",
    )


async def test_unknown_authority_is_down(certificates: Certificates) -> None:
    leaf = certificates.stranger.issue(NAMES, certificates.fresh)

    result = await _probe(certificates, leaf.pem + certificates.stranger.pem)

    assert _said(result) == (
        Verdict.DOWN,
        "tls.untrusted",
        "certificate comes from an unknown authority (Stranger)",
    )


async def test_system_trust_does_not_know_a_private_authority(certificates: Certificates) -> None:
    leaf = certificates.root.issue(NAMES, certificates.fresh)

    result = await _probe(certificates, leaf.pem, ca_file=None)

    assert (result.verdict, result.reason) == (Verdict.DOWN, "tls.chain_incomplete")


async def test_intermediate_that_was_not_sent_has_its_own_reason(
    certificates: Certificates,
) -> None:
    leaf = certificates.below("Middle", certificates.fresh).issue(NAMES, certificates.fresh)
    alone = leaf.pem.replace(leaf.chain_pem, leaf.certificate.public_bytes(_PEM))

    complete = await _probe(certificates, leaf.pem)
    incomplete = await _probe(certificates, alone)

    assert complete.verdict is Verdict.UP
    assert _said(incomplete) == (
        Verdict.DOWN,
        "tls.chain_incomplete",
        "the intermediate Middle is unknown or was not sent",
    )


async def test_expired_intermediate_is_named(certificates: Certificates) -> None:
    leaf = certificates.below("Middle", certificates.gone).issue(NAMES, certificates.fresh)

    assert _said(await _probe(certificates, leaf.pem)) == (
        Verdict.DOWN,
        "tls.expired",
        "intermediate Middle expired 3 days ago",
    )


async def test_expired_certificate_that_is_only_sent_along_does_not_count(
    certificates: Certificates,
) -> None:
    leaf = certificates.root.issue(NAMES, certificates.fresh)
    old = certificates.below("Old cross-root", certificates.gone)

    result = await _probe(certificates, leaf.pem + old.pem)

    assert result.verdict is Verdict.UP
    assert result.evidence["days_left"] == 80


async def test_intermediate_that_ends_before_the_leaf_decides_the_days_left(
    certificates: Certificates,
) -> None:
    middle = certificates.below("Middle", certificates.period(-10 * DAY, 5 * DAY + HOUR))

    result = await _probe(certificates, middle.issue(NAMES, certificates.fresh).pem)

    assert _said(result) == (
        Verdict.DEGRADED,
        "tls.renewal_overdue",
        "renewal is overdue: 5 days left of 90 days; Middle ends first",
    )
    assert result.evidence["days_left"] == 5


@pytest.mark.parametrize(
    ("lifetime", "left", "verdict"),
    [
        (90, 30, Verdict.UP),
        (90, 20, Verdict.DEGRADED),
        (6, 2, Verdict.UP),  # a fixed number of days would call it overdue all its life
        (6, 1, Verdict.DEGRADED),
    ],
)
async def test_renewal_is_overdue_by_the_share_of_the_lifetime(
    certificates: Certificates, lifetime: int, left: int, verdict: Verdict
) -> None:
    period = certificates.period((left - lifetime) * DAY, left * DAY + HOUR)

    result = await _probe(certificates, certificates.root.issue(NAMES, period).pem)

    assert result.verdict is verdict


async def test_certificate_that_ends_within_the_critical_time_is_down(
    certificates: Certificates,
) -> None:
    period = certificates.period(-80 * DAY, 20 * HOUR + timedelta(minutes=5))

    result = await _probe(certificates, certificates.root.issue(NAMES, period).pem, crit_left="1d")

    assert _said(result) == (
        Verdict.DOWN,
        "tls.expires_soon",
        "valid for only 20 hours more",
    )


async def test_certificate_of_another_issuer_is_down(certificates: Certificates) -> None:
    leaf = certificates.root.issue(NAMES, certificates.fresh)

    result = await _probe(certificates, leaf.pem, issuer_contains="Let's Encrypt")

    assert _said(result) == (
        Verdict.DOWN,
        "tls.issuer",
        "issued by Root One, expected “Let's Encrypt”",
    )


def _common_name_only(root: Authority, period: Period, *, weak: bool) -> bytes:
    key = rsa.generate_private_key(65537, 1024 if weak else 2048)
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "api.example.test")]))
        .issuer_name(root.certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(period.begins)
        .not_valid_after(period.ends)
    )
    if weak:
        names_ = x509.SubjectAlternativeName([x509.DNSName("api.example.test")])
        builder = builder.add_extension(names_, critical=False)
    private = key.private_bytes(
        _PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return builder.sign(root.signing_key, SHA256()).public_bytes(_PEM) + private


async def test_common_name_is_no_host_name(certificates: Certificates) -> None:
    pem = _common_name_only(certificates.root, certificates.fresh, weak=False)

    result = await _probe(certificates, pem, server_name="api.example.test")

    assert _said(result) == (
        Verdict.DOWN,
        "tls.host_mismatch",
        "certificate is for no name at all, not for api.example.test",
    )


async def test_weak_key_is_down(certificates: Certificates) -> None:
    pem = _common_name_only(certificates.root, certificates.fresh, weak=True)

    result = await _probe(certificates, pem, server_name="api.example.test")

    assert (result.verdict, result.reason) == (Verdict.DOWN, "tls.weak_key")


@pytest.mark.parametrize(
    ("handler", "reason"),
    [
        (saying(b"HTTP/1.1 400 Bad Request\r\n\r\n"), "tls.not_tls"),
        (saying(PROTOCOL_ALERT), "tls.protocol"),
        (stay_mute, "tls.timeout"),
    ],
    ids=["plain http", "old tls", "mute"],
)
async def test_server_that_does_not_finish_the_handshake(handler: Handler, reason: str) -> None:
    async with serving(handler) as server:
        result = await probe_once(tls(server.port, timeout="200ms"))

    assert (result.verdict, result.reason) == (Verdict.DOWN, reason)


async def test_server_that_closes_in_the_handshake() -> None:
    async with serving(hang_up) as server:
        result = await probe_once(tls(server.port))

    assert (result.verdict, result.reason) == (Verdict.DOWN, "tls.closed")


async def test_refusal_is_looked_at_once_more_at_the_same_address(
    certificates: Certificates,
) -> None:
    context = certificates.server(certificates.root.issue(NAMES, certificates.gone).pem)
    asked: list[str] = []

    def resolve(host: str) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    async with serving(stay_mute, context) as server:
        probe = tls(server.port, host="api.example.test", ca_file=str(certificates.ca_file))
        result = await probe_once(probe, lookup=Lookup(resolve))

    assert result.sentence == "certificate expired 3 days ago"
    assert asked == ["api.example.test"]


async def test_certificate_that_is_shown_only_once_still_has_its_reason(
    certificates: Certificates,
) -> None:
    context = certificates.server(certificates.root.issue(NAMES, certificates.gone).pem)
    seen = 0

    async def once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal seen
        seen += 1
        if seen == 1:
            await writer.start_tls(context)
        await reader.read(65536)

    async with serving(once) as server:
        result = await probe_once(tls(server.port, ca_file=str(certificates.ca_file)))

    assert _said(result) == (
        Verdict.DOWN,
        "tls.expired",
        "the certificate was refused: it has expired",
    )
    assert result.evidence == {}


async def test_https_answer_behind_a_bad_certificate_has_the_same_reason(
    certificates: Certificates,
) -> None:
    context = certificates.server(certificates.root.issue(NAMES, certificates.gone).pem)
    async with serving(stay_mute, context) as server:
        result = await probe_once(
            {
                "id": "https",
                "kind": "http",
                "url": f"https://127.0.0.1:{server.port}/",
                "ca_file": str(certificates.ca_file),
            }
        )

    assert _said(result) == (Verdict.DOWN, "tls.expired", "certificate expired 3 days ago")
    assert result.evidence["days_left"] == -3


@pytest.mark.parametrize(
    ("content", "why"), [(None, "cannot be read"), (b"nothing", "holds no certificate in PEM form")]
)
async def test_authority_file_that_cannot_be_used_stops_the_start(
    tmp_path: Path, content: bytes | None, why: str
) -> None:
    if content is not None:
        (tmp_path / "ca.pem").write_bytes(content)

    with pytest.raises(TrustError, match=f"ca_file ca.pem {why}"):
        async with running(tls(443, ca_file="ca.pem"), folder=tmp_path):
            raise AssertionError("it started")
