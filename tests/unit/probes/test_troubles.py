"""Every way a connection can fail has its own reason, and our own faults are not the target's."""

import errno
import socket
import ssl

import aiohttp
import pytest

from bot.domain.health import Verdict
from bot.probes.guard import BlockedAddressError
from bot.probes.troubles import explain_trouble, timed_out

HOST = "api.example.com"


def _tls(reason: str | None) -> ssl.SSLError:
    error = ssl.SSLError(1, "handshake")
    error.reason = reason  # type: ignore[assignment]  # what OpenSSL leaves at times
    return error


@pytest.mark.parametrize(
    ("error", "phase", "reason"),
    [
        (socket.gaierror(socket.EAI_NONAME, ""), "dns", "dns.nxdomain"),
        (socket.gaierror(socket.EAI_AGAIN, ""), "dns", "dns.servfail"),
        (socket.gaierror(socket.EAI_FAIL, ""), "dns", "dns.failed"),
        (OSError(errno.ECONNREFUSED, ""), "connect", "tcp.refused"),
        (OSError(errno.ETIMEDOUT, ""), "connect", "tcp.timeout"),
        (OSError(errno.EHOSTUNREACH, ""), "connect", "tcp.unreachable"),
        (TimeoutError(), "connect", "tcp.timeout"),
        (ConnectionResetError(errno.ECONNRESET, ""), "wait", "tcp.reset"),
        (ConnectionResetError(), "tls", "tls.closed"),
        (ConnectionAbortedError(), "tls", "tls.closed"),
        (OSError("Multiple exceptions"), "connect", "tcp.failed"),
        (_tls("WRONG_VERSION_NUMBER"), "tls", "tls.not_tls"),
        (_tls("TLSV1_ALERT_PROTOCOL_VERSION"), "tls", "tls.protocol"),
        (_tls("UNSUPPORTED_PROTOCOL"), "tls", "tls.protocol"),
        (_tls("TLSV13_ALERT_CERTIFICATE_REQUIRED"), "tls", "tls.client_cert_required"),
        (_tls("TLSV1_UNRECOGNIZED_NAME"), "tls", "tls.unknown_name"),
        (_tls("DH_KEY_TOO_SMALL"), "tls", "tls.weak_key"),
        (_tls("SSLV3_ALERT_HANDSHAKE_FAILURE"), "tls", "tls.handshake"),
        (_tls(None), "tls", "tls.handshake"),
        (ssl.SSLEOFError(8, "eof"), "tls", "tls.closed"),
        (aiohttp.ServerDisconnectedError(), "wait", "http.disconnected"),
        (aiohttp.ClientPayloadError(), "body", "http.cut"),
        (aiohttp.ClientOSError(errno.ECONNRESET, ""), "wait", "tcp.reset"),
        (aiohttp.InvalidURL("x"), "wait", "http.redirect"),
    ],
)
def test_failure_of_the_target_has_its_own_reason(
    error: Exception, phase: str, reason: str
) -> None:
    finding = explain_trouble(error, phase, HOST)

    assert (finding.verdict, finding.reason) == (Verdict.DOWN, reason)
    assert HOST in finding.sentence


@pytest.mark.parametrize(
    ("error", "reason", "words"),
    [
        (
            BlockedAddressError("10.0.0.1", "private"),
            "prober.blocked_address",
            "10.0.0.1 is private",
        ),
        (OSError(errno.ENETUNREACH, ""), "prober.network", "no route"),
        (OSError(errno.EMFILE, ""), "prober.network", "too many files"),
        (PermissionError(errno.EACCES, ""), "prober.network", "firewall"),
    ],
)
def test_our_own_trouble_says_nothing_about_the_target(
    error: Exception, reason: str, words: str
) -> None:
    finding = explain_trouble(error, "connect", HOST)

    assert (finding.verdict, finding.reason) == (Verdict.UNKNOWN, reason)
    assert words in finding.sentence


@pytest.mark.parametrize(
    ("phase", "reason"),
    [
        ("dns", "dns.timeout"),
        ("connect", "tcp.timeout"),
        ("tls", "tls.timeout"),
        ("wait", "http.timeout"),
        ("body", "http.timeout"),
        ("", "timeout"),
    ],
)
def test_deadline_is_named_after_the_phase_it_cut(phase: str, reason: str) -> None:
    finding = timed_out(phase, HOST, "2s")

    assert (finding.verdict, finding.reason) == (Verdict.DOWN, reason)
    assert finding.sentence.endswith("within 2s")
