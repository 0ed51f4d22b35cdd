"""Answers to the needs of a digest: one value a matter, changed with the log in one step."""

from collections.abc import Iterable

from bot.domain.editing import Author, Edit
from bot.domain.ids import ItemId, MilestoneKey
from bot.domain.merge import Noted
from bot.domain.replies import NeedReply, Reply
from bot.ports import copies_queue
from bot.store.audit import edit_entry
from bot.store.checklists import press_key, write_text
from bot.store.connection import Link
from bot.store.documents import Document
from bot.store.keys import AUDIT, BLOCKER_AUDIT, NEED_REPLIES, PRESS_LIFE, queue_keys
from bot.store.replies import maybe_texts, texts
from bot.store.scripting import load_script
from bot.store.times import life_ms, micros, millis

_SAVE = load_script("reply_save", "part_audit", "part_due")
_DROP = load_script("reply_drop")
_REPLY = Document(NeedReply)


class RedisReplies:
    """The ReplyStore of the ports."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def load_replies(self, milestone: MilestoneKey) -> tuple[NeedReply, ...]:
        found = texts(await self._link.read("HVALS", NEED_REPLIES.of(milestone)))
        return tuple(map(_read, found))

    async def save_reply(self, reply: Reply) -> tuple[NeedReply, ...]:
        stands = await self._link.run(
            _SAVE,
            (
                NEED_REPLIES.of(reply.milestone),
                AUDIT.of(reply.milestone),
                BLOCKER_AUDIT.of(reply.milestone, reply.blocker),
                press_key(reply.milestone, reply.delivery),
                *queue_keys(copies_queue(reply.milestone)),
            ),
            millis(reply.at),
            micros(reply.at),
            reply.blocker,
            life_ms(PRESS_LIFE),
            reply.kind,
            reply.by,
            _entry(reply),
            write_text(reply.title),
            *(word for part in reply.parts for word in (_field(part), _value(part))),
        )
        return tuple(_read(value) for value in maybe_texts(stands) if value)

    async def drop_replies(self, milestone: MilestoneKey, replies: Iterable[NeedReply]) -> None:
        words = [word for reply in replies for word in (_field(reply), _head(reply))]
        if words:
            await self._link.run(_DROP, (NEED_REPLIES.of(milestone),), *words)


def _entry(reply: Reply) -> str:
    """About the blocker itself; whom a *not mine* suggests is what comes after."""
    note = Noted(
        item=ItemId(""),
        text=reply.title,
        kind=reply.kind,
        after=f"<@{reply.suggested}>" if reply.suggested else "",
        why=reply.why,
    )
    author = Author(by=reply.by, at=reply.at, delivery=reply.delivery, where=reply.where)
    edit = Edit(
        milestone=reply.milestone,
        blocker=reply.blocker,
        version=0,
        items=(),
        notes=(note,),
        author=author,
    )
    return edit_entry(edit, note)


def _field(reply: NeedReply) -> str:
    return f"{reply.blocker} {reply.matter}"


def _head(reply: NeedReply) -> str:
    return f"{reply.kind}\n{reply.by}\n{reply.delivery}\n"


def _value(reply: NeedReply) -> str:
    return _head(reply) + _REPLY.write(reply)


def _read(value: str) -> NeedReply:
    return _REPLY.read(value.split("\n", 3)[3])
