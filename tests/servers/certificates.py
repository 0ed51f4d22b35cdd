"""An authority of the tests' own, every sort of certificate, and what a probe says of it."""

import ssl
from datetime import timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID

from bot.domain.health import ProbeResult, Verdict
from sandbox.targets.authority import Authority, Period, authority
from tests.servers.probes import probe_once, real_time, serving, stay_mute, tls

NAMES = ("api.example.test", "127.0.0.1")
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
PEM = serialization.Encoding.PEM


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


async def probe_certificate(
    certificates: Certificates, pem: bytes, **fields: object
) -> ProbeResult:
    async with serving(stay_mute, certificates.server(pem)) as server:
        given: dict[str, object] = {"ca_file": str(certificates.ca_file)} | fields
        return await probe_once(tls(server.port, **given))


def said(result: ProbeResult) -> tuple[Verdict, str, str]:
    return result.verdict, result.reason, result.sentence


def rsa_certificate(root: Authority, period: Period, *, weak: bool) -> bytes:
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
        alternative = x509.SubjectAlternativeName([x509.DNSName("api.example.test")])
        builder = builder.add_extension(alternative, critical=False)
    private = key.private_bytes(
        PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return builder.sign(root.signing_key, SHA256()).public_bytes(PEM) + private
