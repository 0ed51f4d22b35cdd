"""The certificates a target can show, by the switch that makes it show them."""

import ssl
from datetime import datetime, timedelta
from pathlib import Path

from sandbox.targets.authority import Authority, Period

GOOD = "good"
NAMES = ("api.sandbox.test", "localhost", "127.0.0.1")
OTHER_NAMES = ("intranet.sandbox.test",)
DAY = timedelta(days=1)
REFUSED_SWITCHES = ("expired", "wrong-host", "self-signed")
CERTIFICATE_SWITCHES = (*REFUSED_SWITCHES, "renewal-overdue")


class Wardrobe:
    """One server context for each certificate, made once. Files are written into a folder."""

    def __init__(self, authority: Authority, folder: Path, now: datetime) -> None:
        fresh = Period(begins=now - 10 * DAY, ends=now + 80 * DAY + timedelta(hours=1))
        gone = Period(begins=now - 93 * DAY, ends=now - 3 * DAY - timedelta(hours=1))
        late = Period(begins=now - 78 * DAY, ends=now + 12 * DAY + timedelta(hours=1))
        issued = {
            GOOD: authority.issue(NAMES, fresh),
            "expired": authority.issue(NAMES, gone),
            "wrong-host": authority.issue(OTHER_NAMES, fresh),
            "self-signed": authority.issue(NAMES, fresh, self_signed=True),
            "renewal-overdue": authority.issue(NAMES, late),
        }
        self._contexts: dict[str, ssl.SSLContext] = {}
        for name, certificate in issued.items():
            path = folder / f"target-{name}.pem"
            path.touch(mode=0o600)
            path.write_bytes(certificate.pem)
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(path)
            self._contexts[name] = context

    def context(self, name: str) -> ssl.SSLContext:
        return self._contexts[name]
