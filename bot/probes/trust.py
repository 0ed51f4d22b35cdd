"""TLS contexts, built once each, since loading the system's roots takes twenty milliseconds."""

import ssl
from collections.abc import Iterable
from pathlib import Path

from bot.probes.phases import TimedContext


class TrustError(ValueError):
    """A file of authorities that cannot be used."""


class Trust:
    """Contexts by authority file; None stands for the system's own authorities."""

    def __init__(self, ca_files: Iterable[str | None], folder: Path) -> None:
        self._contexts = {name: _build(name, folder) for name in set(ca_files)}

    def context(self, ca_file: str | None) -> TimedContext:
        return self._contexts[ca_file]


def unverified_context() -> ssl.SSLContext:
    """Only for reading a certificate that was refused. Nothing is ever sent over it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _build(ca_file: str | None, folder: Path) -> TimedContext:
    context = TimedContext(ssl.PROTOCOL_TLS_CLIENT)
    context.hostname_checks_common_name = False  # browsers have not done it for years
    if ca_file is None:
        context.load_default_certs()
        return context
    path = folder / ca_file
    try:
        context.load_verify_locations(cafile=path)
    except (OSError, ssl.SSLError) as error:  # the latter where it holds no certificate
        why = "cannot be read" if not path.is_file() else "holds no certificate in PEM form"
        raise TrustError(f"ca_file {ca_file} {why}") from error
    return context
