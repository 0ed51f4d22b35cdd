"""What every way in has in common: a body within its limit, and an answer of one sentence."""

from collections.abc import Mapping
from http import HTTPStatus

from aiohttp import web


class TooLargeError(Exception):
    """The body is longer than anything that is taken there."""


async def body_of(request: web.Request, most: int) -> bytes:
    """Raises TooLargeError as soon as there are more than ``most`` bytes."""
    if (request.content_length or 0) > most:
        raise TooLargeError
    raw = bytearray()
    async for piece in request.content.iter_any():
        raw += piece
        if len(raw) > most:
            raise TooLargeError
    return bytes(raw)


def said(
    status: HTTPStatus, sentence: str, headers: Mapping[str, str] | None = None
) -> web.Response:
    return web.json_response({"error": sentence}, status=status, headers=headers)
