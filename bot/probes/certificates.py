"""What a certificate says, and why one was refused, in words."""

import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID

from bot.domain.health import Figure, Verdict
from bot.probes.finding import Finding, found_down, own_trouble

CLOCK_DOUBT = timedelta(minutes=5)
EXPIRED, NOT_YET_VALID = 10, 9
HOST_MISMATCH, ADDRESS_MISMATCH = 62, 64
SELF_SIGNED, SELF_SIGNED_IN_CHAIN = 18, 19
NO_ISSUER = {2, 20, 21}
WEAK = {66, 67, 68}  # key, authority's key, digest: X509_V_ERR_EE_KEY_TOO_SMALL and its neighbours


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    names: tuple[str, ...]
    subject: str
    issuer: str
    not_before: datetime
    not_after: datetime
    fingerprint: str

    @property
    def lifetime(self) -> timedelta:
        return self.not_after - self.not_before

    def figures(self, now: datetime) -> dict[str, Figure]:
        return {
            "days_left": days(self.not_after - now),
            "not_after": self.not_after.isoformat(),
            "issuer": self.issuer,
            "fingerprint": self.fingerprint,
        }


def read_certificate(der: bytes) -> Certificate:
    """Raises ValueError for bytes that are no certificate."""
    parsed = x509.load_der_x509_certificate(der)
    return Certificate(
        names=_names(parsed),
        subject=_name(parsed.subject),
        issuer=_name(parsed.issuer),
        not_before=parsed.not_valid_before_utc,
        not_after=parsed.not_valid_after_utc,
        fingerprint=parsed.fingerprint(SHA256()).hex()[:16],
    )


def chain_of(connection: ssl.SSLObject, *, verified: bool) -> tuple[bytes, ...]:
    """The chain, leaf first, in DER. Public since Python 3.13, private before."""
    name = "get_verified_chain" if verified else "get_unverified_chain"
    if public := getattr(connection, name, None):
        return tuple(public() or ())
    inner = getattr(connection, "_sslobj")  # noqa: B009 - the only way before 3.13
    der = 2  # _ssl.ENCODING_DER
    return tuple(part.public_bytes(der) for part in getattr(inner, name)() or ())


def explain_refusal(code: int, chain: Sequence[Certificate], name: str, now: datetime) -> Finding:
    """Why verification failed: OpenSSL's code for the reason, the parsed chain for the figures.

    OpenSSL names one fault only; a certificate that is for another name may be expired as well.
    """
    if not chain:
        reason, sentence = _WITHOUT_CERTIFICATE.get(code, ("untrusted", "it is not trusted"))
        return found_down(f"tls.{reason}", f"the certificate was refused: {sentence}")
    leaf = chain[0]
    if code == NOT_YET_VALID and timedelta(0) < leaf.not_before - now < CLOCK_DOUBT:
        return own_trouble("clock", "the certificate begins in a moment: is our own clock right?")
    reason, sentence = _explain(code, chain, name, now)
    if code != EXPIRED and leaf.not_after < now:
        sentence += f"; it also expired {span(now - leaf.not_after)} ago"
    return Finding(
        verdict=Verdict.DOWN,
        reason=f"tls.{reason}",
        sentence=sentence,
        evidence=leaf.figures(now),
    )


def _explain(code: int, chain: Sequence[Certificate], name: str, now: datetime) -> tuple[str, str]:
    leaf = chain[0]
    if code in NO_ISSUER:
        return _no_issuer(chain)
    named = ", ".join(leaf.names[:3]) or "no name at all"
    mismatch = ("host_mismatch", f"certificate is for {named}, not for {name}")
    weak = ("weak_key", "certificate is too weak: its key is too short or its digest too old")
    begins = span(leaf.not_before - now)
    sentences = {
        EXPIRED: ("expired", _expiry(chain, now)),
        NOT_YET_VALID: ("not_yet_valid", f"certificate is valid only in {begins}"),
        HOST_MISMATCH: mismatch,
        ADDRESS_MISMATCH: mismatch,
        SELF_SIGNED: ("self_signed", f"certificate is self-signed (by {leaf.issuer})"),
        SELF_SIGNED_IN_CHAIN: ("untrusted", _stranger(chain)),
        **dict.fromkeys(WEAK, weak),
    }
    other = ("untrusted", f"certificate is not trusted (OpenSSL's code {code})")
    return sentences.get(code, other)


def _expiry(chain: Sequence[Certificate], now: datetime) -> str:
    for number, certificate in enumerate(chain):
        if certificate.not_after < now:
            what = "certificate" if not number else f"intermediate {certificate.subject}"
            return f"{what} expired {span(now - certificate.not_after)} ago"
    return "a certificate of the chain has expired"


def _no_issuer(chain: Sequence[Certificate]) -> tuple[str, str]:
    if len(chain) == 1:
        return "chain_incomplete", f"the intermediate {chain[0].issuer} is unknown or was not sent"
    return "untrusted", _stranger(chain)


def _stranger(chain: Sequence[Certificate]) -> str:
    return f"certificate comes from an unknown authority ({chain[-1].issuer})"


_WITHOUT_CERTIFICATE = {
    EXPIRED: ("expired", "it has expired"),
    NOT_YET_VALID: ("not_yet_valid", "it is not valid yet"),
    HOST_MISMATCH: ("host_mismatch", "it is for another name"),
    ADDRESS_MISMATCH: ("host_mismatch", "it is for another address"),
    SELF_SIGNED: ("self_signed", "it is self-signed"),
    **dict.fromkeys(NO_ISSUER, ("chain_incomplete", "its issuer is unknown or was not sent")),
    **dict.fromkeys(WEAK, ("weak_key", "it is too weak")),
}


def days(left: timedelta) -> int:
    """Whole days, negative for the past, towards nothing: half a day left is 0."""
    return int(left / timedelta(days=1))


def span(length: timedelta) -> str:
    """A length in its largest whole unit: ``3 days``, ``1 hour``, ``20 minutes``."""
    for word, unit in (("day", timedelta(days=1)), ("hour", timedelta(hours=1))):
        if length >= unit:
            count = length // unit
            return f"{count} {word}{'s' if count > 1 else ''}"
    count = max(1, length // timedelta(minutes=1))
    return f"{count} minute{'s' if count > 1 else ''}"


def _names(parsed: x509.Certificate) -> tuple[str, ...]:
    try:
        extension = parsed.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    except x509.ExtensionNotFound:
        return ()
    names = extension.value.get_values_for_type(x509.DNSName)
    addresses = extension.value.get_values_for_type(x509.IPAddress)
    return (*names, *map(str, addresses))


def _name(name: x509.Name) -> str:
    parts = {
        attribute.oid: str(attribute.value)
        for attribute in name
        if attribute.oid in {NameOID.ORGANIZATION_NAME, NameOID.COMMON_NAME}
    }
    return " ".join(
        parts[oid] for oid in (NameOID.ORGANIZATION_NAME, NameOID.COMMON_NAME) if oid in parts
    )
