"""Whether the store answers, and whether it keeps what it has acknowledged."""

from bot.ports import StoreUnavailableError
from bot.store.connection import Link, Reply
from bot.store.replies import pairs, texts

_FORBIDDEN = ("NOPERM", "unknown command", "no permissions", "not allowed")


class RedisStoreHealth:
    """The StoreHealth of the ports."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def ping(self) -> None:
        await self._link.read_each("PING")

    async def durability(self) -> str | None:
        try:
            servers = [
                {
                    **dict(pairs(texts(fsync))),
                    **dict(pairs(texts(policy))),
                    **_persistence(state),
                }
                for fsync, policy, state in zip(
                    await self._link.read_each("CONFIG", "GET", "append*"),
                    await self._link.read_each("CONFIG", "GET", "maxmemory-policy"),
                    await self._link.read_each("INFO", "persistence"),
                    strict=True,
                )
            ]
        except StoreUnavailableError as error:
            if any(word in error.reason for word in _FORBIDDEN):
                return await self._without_settings()
            raise
        return next((wrong for server in servers if (wrong := _what_is_wrong(server))), None)

    async def _without_settings(self) -> str:
        """What can be said where CONFIG is forbidden, as hosted servers do."""
        servers = [
            _persistence(state) for state in await self._link.read_each("INFO", "persistence")
        ]
        wrong = next((found for server in servers if (found := _what_runs_wrong(server))), None)
        return wrong or (
            "the server forbids CONFIG, so it cannot be seen whether each write is on disk before "
            "it is acknowledged; it does keep an append-only file"
        )


def _persistence(reply: Reply) -> dict[str, str]:
    lines = (line.partition(":") for line in str(reply).splitlines())
    return {name: value for name, colon, value in lines if colon}


def _what_is_wrong(server: dict[str, str]) -> str | None:
    running = _what_runs_wrong(server)
    if running:
        return running
    if server["appendfsync"] != "always":
        lost = "up to a second of ticks is" if server["appendfsync"] == "everysec" else "ticks are"
        return f"{lost} lost if the machine fails; set appendfsync always"
    if server["maxmemory-policy"] != "noeviction":
        return "the server drops keys when its memory is full; set maxmemory-policy noeviction"
    return None


def _what_runs_wrong(server: dict[str, str]) -> str | None:
    if server.get("aof_enabled") != "1":
        return "ticks are lost when the server stops; set appendonly yes and appendfsync always"
    if server.get("aof_last_write_status", "ok") != "ok":
        return "the server cannot write its append-only file; look at its disk"
    return None
