"""One TLS handshake through the guard: the verified one, and the one that only reads."""

import asyncio
import socket
import ssl
from dataclasses import dataclass
from datetime import datetime

import aiohttp

from bot.probes.certificates import Certificate, chain_of, explain_refusal, read_certificate
from bot.probes.finding import Finding
from bot.probes.guard import Guard
from bot.probes.phases import current_watch
from bot.probes.trust import unverified_context

TLS_PORT = 443
RESERVE_SECONDS = 0.05
"""What a second look leaves of the deadline, so that the first look's answer is not lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handshake:
    chain: tuple[Certificate, ...]  # leaf first; as verified, or as sent where nothing was verified
    version: str
    cipher: str


async def shake_hands(sock: socket.socket, context: ssl.SSLContext, name: str) -> Handshake:
    """Takes the socket over and closes it. Raises what asyncio and OpenSSL raise."""
    loop = asyncio.get_running_loop()
    try:
        transport, _ = await loop.create_connection(
            asyncio.Protocol, sock=sock, ssl=context, server_hostname=name
        )
    except BaseException:
        sock.close()
        raise
    try:
        connection: ssl.SSLObject = transport.get_extra_info("ssl_object")
        verified = context.verify_mode is ssl.CERT_REQUIRED
        cipher = connection.cipher()
        return Handshake(
            chain=tuple(map(read_certificate, chain_of(connection, verified=verified))),
            version=connection.version() or "",
            cipher=cipher[0] if cipher else "",
        )
    finally:
        transport.abort()


async def read_refused(guard: Guard, name: str, port: int) -> tuple[Certificate, ...]:
    """The chain of a server whose certificate was refused, from the address dialled last.

    Empty where it cannot be had in time: then the reason has to do without. The stopwatch stands
    still meanwhile.
    """
    watch = current_watch()
    if watch:
        watch.stop()
    left = watch.remaining - RESERVE_SECONDS if watch else None
    address = (watch and watch.address) or name
    try:
        async with asyncio.timeout(left):
            sock = await guard.dial(address, port)
            return (await shake_hands(sock, unverified_context(), name)).chain
    except (OSError, ValueError):
        return ()


async def explain_certificate(
    guard: Guard, error: aiohttp.ClientConnectorCertificateError, now: datetime
) -> Finding:
    """Why a certificate was refused in a connection of aiohttp's, which keeps the cause inside."""
    cause = error.certificate_error
    code = cause.verify_code if isinstance(cause, ssl.SSLCertVerificationError) else 0
    chain = await read_refused(guard, error.host, error.port or TLS_PORT)
    return explain_refusal(code, chain, error.host, now)
