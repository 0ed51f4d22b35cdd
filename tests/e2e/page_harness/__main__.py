"""`python -m tests.e2e.page_harness [PORT]`: the page with sample content, to look at by hand."""

import asyncio
import sys

from tests.e2e.page_harness.script import script, snapshot
from tests.e2e.page_harness.server import ScriptedWorkspace


async def serve(port: int) -> None:
    workspace = ScriptedWorkspace(snapshot, script)
    await workspace.start(port)
    print(f"Page with sample content: {workspace.address}")  # noqa: T201 -- its whole output
    try:
        await asyncio.Event().wait()
    finally:
        await workspace.stop()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]) if len(sys.argv) > 1 else 8099))
