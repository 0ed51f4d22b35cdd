"""``python -m tests.bench.tls_server PORT PEM``: takes TLS handshakes and closes."""

import asyncio
import ssl
import sys
from contextlib import suppress


async def main(port: int, pem: str) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):  # a probe hangs up once it has seen enough
            await reader.read(1)
        writer.close()

    server = await asyncio.start_server(take, "127.0.0.1", port, ssl=context, backlog=512)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2]))
