"""Posts by our own id: new, sent, or in doubt because the answer never came."""

from datetime import datetime, timedelta

from bot.domain.ids import MessageTs
from bot.domain.messages import Post
from bot.ports import Opened, OpenState
from bot.store.connection import Link
from bot.store.keys import POST, POST_LIFE
from bot.store.replies import texts
from bot.store.scripting import load_script
from bot.store.times import life_ms, micros

_OPEN = load_script("outbox_open")


class RedisOutbox:
    """The Outbox of the ports."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def open_post(self, post: Post, now: datetime, lease: timedelta) -> Opened:
        """A mark of an older version holds its time in another form, and is a doubt."""
        reply = await self._link.run(
            _OPEN, (POST.of(post.id),), micros(now), micros(now + lease), life_ms(POST_LIFE)
        )
        state, ts = texts(reply)
        return Opened(OpenState(state), MessageTs(ts) if ts else None)

    async def leave(self, post_id: str) -> None:
        await self._link.write("SET", POST.of(post_id), "open 0", "PX", life_ms(POST_LIFE))

    async def save_sent(self, post_id: str, ts: MessageTs) -> None:
        await self._link.write("SET", POST.of(post_id), f"sent {ts}", "PX", life_ms(POST_LIFE))

    async def drop(self, post_id: str) -> None:
        await self._link.write("DEL", POST.of(post_id))
