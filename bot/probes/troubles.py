"""Errors of sockets, TLS and HTTP, each as a finding with its own reason."""

import errno
import socket
import ssl
from collections.abc import Iterator

import aiohttp

from bot.probes.finding import Finding, found_down, own_trouble
from bot.probes.guard import BlockedAddressError

ProbeTrouble = (OSError, aiohttp.ClientError, TimeoutError)
"""What a target's failure looks like. Anything else that a check raises is a fault of ours."""

_USUAL_PORTS = (80, 443)
_TIMEOUTS = {
    "dns": ("dns.timeout", "the name {host} was not looked up within {limit}"),
    "nameserver": ("dns.server_timeout", "{host} did not answer within {limit}"),
    "banner": ("tcp.banner", "{host} said nothing within {limit}"),
    "settle": ("ws.timeout", "{host} did not come to rest within {limit}"),
    "connect": ("tcp.timeout", "no connection to {host} within {limit}"),
    "tls": ("tls.timeout", "{host} did not finish the TLS handshake within {limit}"),
    "wait": ("http.timeout", "{host} did not answer within {limit}"),
    "body": ("http.timeout", "{host} did not finish its answer within {limit}"),
}
_NAMES = {
    socket.EAI_NONAME: ("dns.nxdomain", "the name {host} does not exist"),
    getattr(socket, "EAI_NODATA", socket.EAI_NONAME + 1000): (
        "dns.noanswer",
        "the name {host} has no address",
    ),
    socket.EAI_AGAIN: ("dns.servfail", "the name servers gave no answer for {host}"),
}
_SOCKETS = {
    errno.ECONNREFUSED: ("tcp.refused", "{host} refused the connection"),
    errno.ETIMEDOUT: ("tcp.timeout", "{host} did not take the connection"),
    errno.EHOSTUNREACH: ("tcp.unreachable", "{host} cannot be reached"),
}
_OWN = {
    errno.ENETUNREACH: "we have no route to its network",
    errno.ENETDOWN: "our own network is down",
    errno.EADDRNOTAVAIL: "we have no address or port left to call from",
    errno.EMFILE: "we have too many files open",
    errno.ENFILE: "our machine has too many files open",
    errno.ENOBUFS: "our machine is out of network buffers",
    errno.EPERM: "our own firewall forbids it",
    errno.EACCES: "our own firewall forbids it",
}
_TLS_WORDS = (
    (
        ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER"),
        "tls.not_tls",
        "{host} does not speak TLS on this port",
    ),
    (
        ("PROTOCOL_VERSION", "UNSUPPORTED_PROTOCOL", "NO_PROTOCOLS", "VERSION_TOO_LOW"),
        "tls.protocol",
        "{host} speaks no TLS version that we take",
    ),
    (
        ("CERTIFICATE_REQUIRED", "BAD_CERTIFICATE"),
        "tls.client_cert_required",
        "{host} wants a client certificate",
    ),
    (("UNRECOGNIZED_NAME",), "tls.unknown_name", "{host} has no certificate for this name"),
    (
        ("DH_KEY_TOO_SMALL", "EE_KEY_TOO_SMALL"),
        "tls.weak_key",
        "{host} uses a key that is too weak",
    ),
)


def timed_out(phase: str, host: str, limit: str) -> Finding:
    """The deadline has passed in a phase."""
    reason, sentence = _TIMEOUTS.get(phase, ("timeout", "{host} did not answer within {limit}"))
    return found_down(reason, sentence.format(host=host, limit=limit))


def explain_trouble(error: BaseException, phase: str, host: str) -> Finding:
    """The reason in the first error that tells one, from the outermost inwards."""
    if isinstance(error, aiohttp.ClientConnectorError):
        usual = error.port in {None, *_USUAL_PORTS}
        host = error.host if usual else f"{error.host}:{error.port}"  # another after a redirect
    for cause in _causes(error):
        if found := _explain_one(cause, phase, host):
            return found
    return found_down("tcp.failed", f"the connection to {host} failed")


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and what caused it, outermost first; aiohttp keeps the real one inside."""
    seen: BaseException | None = error
    while seen is not None:
        if not isinstance(seen, aiohttp.ClientConnectorError):  # its os_error tells more
            yield seen
        seen = getattr(seen, "os_error", None) or seen.__cause__


def _explain_one(error: BaseException, phase: str, host: str) -> Finding | None:
    match error:
        case BlockedAddressError():
            hint = "allow it in probe_policy if it is meant"
            sentence = f"not asked: {error.address} is {error.why}; {hint}"
            return own_trouble("blocked_address", sentence)
        case socket.gaierror():
            reason, sentence = _NAMES.get(error.errno or 0, ("dns.failed", "{host} has no address"))
            return found_down(reason, sentence.format(host=host))
        case ssl.SSLError():
            return _explain_tls(error, host)
        case aiohttp.ClientError():
            return _explain_http(error, host)
        case OSError():
            return _explain_socket(error, phase, host)
    return None


def _explain_socket(error: OSError, phase: str, host: str) -> Finding | None:
    if isinstance(error, ConnectionResetError | ConnectionAbortedError | BrokenPipeError):
        if phase == "tls":
            return found_down("tls.closed", f"{host} closed the connection in the TLS handshake")
        return found_down("tcp.reset", f"{host} cut the connection")
    if error.errno in _OWN:
        return own_trouble("network", f"{host} was not asked: {_OWN[error.errno]}")
    if error.errno in _SOCKETS:
        reason, sentence = _SOCKETS[error.errno]
        return found_down(reason, sentence.format(host=host))
    if isinstance(error, TimeoutError):
        return timed_out(phase, host, "its share of the time")
    return None


def _explain_tls(error: ssl.SSLError, host: str) -> Finding:
    reason = getattr(error, "reason", None) or ""  # one made by asyncio has none
    for words, code, sentence in _TLS_WORDS:
        if any(word in reason for word in words):
            return found_down(code, sentence.format(host=host))
    if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return found_down("tls.closed", f"{host} closed the connection in the TLS handshake")
    return found_down("tls.handshake", f"the TLS handshake with {host} failed")


def _explain_http(error: aiohttp.ClientError, host: str) -> Finding:
    if isinstance(error, aiohttp.InvalidURL):
        return found_down("http.redirect", f"{host} redirects to something that is no address")
    if isinstance(error, aiohttp.ServerDisconnectedError):
        return found_down("http.disconnected", f"{host} hung up without an answer")
    if isinstance(error, aiohttp.ClientOSError):
        return found_down("tcp.reset", f"{host} cut the connection")
    if isinstance(error, aiohttp.ClientPayloadError):
        return found_down("http.cut", f"{host} broke off in the middle of its answer")
    return found_down("http.malformed", f"{host} answered something that is not HTTP")
