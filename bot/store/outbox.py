"""Posts by our own id: new, sent, or in doubt because the answer never came."""

from datetime import datetime

from bot.domain.ids import MessageTs
from bot.domain.messages import Post
from bot.store.connection import Link
from bot.store.keys import POST, POST_LIFE
from bot.store.replies import text
from bot.store.scripting import load_script
from bot.store.times import life_ms

_OPEN = load_script("outbox_open")


class RedisOutbox:
    """The Outbox of the ports."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def open_post(self, post: Post, now: datetime) -> MessageTs | bool:
        mark = f"open {now.isoformat()} {post.channel}"
        reply = await self._link.run(_OPEN, (POST.of(post.id),), mark, life_ms(POST_LIFE))
        state, _, ts = (text(reply) or "").partition(" ")
        return MessageTs(ts) if state == "sent" else not state

    async def save_sent(self, post_id: str, ts: MessageTs) -> None:
        await self._link.write("SET", POST.of(post_id), f"sent {ts}", "PX", life_ms(POST_LIFE))

    async def drop(self, post_id: str) -> None:
        await self._link.write("DEL", POST.of(post_id))
