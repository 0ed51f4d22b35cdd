"""The body of an answer, read to its end: one `read` of aiohttp gives what has come so far."""

import aiohttp


async def read_body(answer: aiohttp.ClientResponse, most: int) -> tuple[bytes, bool]:
    """At most so many bytes, and whether there were more."""
    body = bytearray()
    async for chunk in answer.content.iter_chunked(most):
        body += chunk
        if len(body) > most:
            break
    return bytes(body[:most]), len(body) > most
