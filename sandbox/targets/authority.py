"""A certificate authority of the sandbox's own: good certificates and every bad one on demand."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

CA_LIFETIME = timedelta(days=3650)
Key = ec.EllipticCurvePrivateKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """A certificate with its key; ``chain_pem`` is what a server sends."""

    certificate: x509.Certificate
    key: Key
    chain_pem: bytes

    @property
    def pem(self) -> bytes:
        """Chain and key in one file, as `load_cert_chain` takes it."""
        return self.chain_pem + self.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )


class Authority:
    """A root, or an intermediate below another authority."""

    def __init__(self, name: str, period: Period, above: "Authority | None" = None) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._above = above
        subject = _subject(name)
        issuer = above.certificate.subject if above else subject
        signer = above.signing_key if above else self._key
        builder = _builder(subject, issuer, self._key, period)
        builder = builder.add_extension(
            x509.BasicConstraints(ca=True, path_length=None), critical=True
        )
        builder = builder.add_extension(_usage(signs_certificates=True), critical=True)
        builder = builder.add_extension(_key_id(signer), critical=False)
        self.certificate: x509.Certificate = builder.sign(signer, SHA256())

    @property
    def signing_key(self) -> Key:
        return self._key

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def issue(self, names: tuple[str, ...], period: Period, *, self_signed: bool = False) -> Issued:
        """A server's certificate for names and addresses."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = _subject(names[0])
        issuer = subject if self_signed else self.certificate.subject
        signer = key if self_signed else self._key
        builder = _builder(subject, issuer, key, period)
        builder = builder.add_extension(
            x509.SubjectAlternativeName([_general_name(name) for name in names]), critical=False
        )
        builder = builder.add_extension(
            x509.BasicConstraints(ca=False, path_length=None), critical=True
        )
        builder = builder.add_extension(_usage(signs_certificates=False), critical=True)
        builder = builder.add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False
        )
        builder = builder.add_extension(_key_id(signer), critical=False)
        leaf = builder.sign(signer, SHA256())
        own = self.pem if self._above and not self_signed else b""
        leaf_pem = leaf.public_bytes(serialization.Encoding.PEM)
        return Issued(certificate=leaf, key=key, chain_pem=leaf_pem + own)


def authority(now: datetime, name: str = "Blockers sandbox authority") -> Authority:
    """A root that has been there for years, so that it can have signed what is long expired."""
    return Authority(name, Period(begins=now - CA_LIFETIME, ends=now + CA_LIFETIME))


def _subject(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _builder(
    subject: x509.Name, issuer: x509.Name, key: Key, period: Period
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(period.begins)
        .not_valid_after(period.ends)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _key_id(signer: Key) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key())


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name)
