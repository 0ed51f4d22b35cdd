"""The steps of the tour. Each one acts, shows what a person would see, and checks it."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.demo.cast import Cast
from sandbox.demo.reading import Message, buttons_of, lines_of, text_beside
from sandbox.demo.visitor import NothingSeenError, Visitor

CHANNEL = "C0RELEASE"
TARGET, WITNESS = "api-https", "api-cert"
MARKS = "⬜🔄✅⏭⚠"
LOOKS = 10
LOOK_SECONDS = 0.3
Show = Callable[[str, list[str]], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An open item on a posted checklist, its button, and who may press it."""

    text: str
    owner: str
    button: Mapping[str, Any]


class Tour:
    """``show`` prints a step: its title, and the lines that appeared."""

    def __init__(self, visitor: Visitor, cast: Cast, show: Show) -> None:
        self._visitor = visitor
        self._cast = cast
        self._show = show

    async def take(self) -> None:
        """Raises NothingSeenError where a step does not hold."""
        board = await self.ask_for_the_board()
        posted_board = await self.share(board, "the state")
        checklist = await self.open_a_blocker(board)
        posted = await self.share(checklist, "one blocker")
        item, ticked = await self.tick(posted)
        await self.be_refused(ticked, item)
        await self.break_a_probe(posted_board)
        await self.contest_a_tick(posted)
        await self.post_the_digest()
        await self.mend_the_witness(posted)
        await self.kill_and_come_back(posted, item)

    async def ask_for_the_board(self) -> Message:
        """Asked again while the first probes are still under way."""
        lead = self._cast.lead
        board = await self._visitor.type_command(lead, CHANNEL, "/blockers")
        for _ in range(LOOKS):
            if "no result yet" not in str(board.get("text")):
                break
            await asyncio.sleep(LOOK_SECONDS)
            board = await self._visitor.type_command(lead, CHANNEL, "/blockers")
        self._say(f"{self._name(lead)} types /blockers in #release, and privately reads", board)
        _need(buttons_of(board, "blocker.open"), "no blocker can be opened")
        return board

    async def share(self, private: Message, what: str) -> Message:
        lead = self._cast.lead
        button = _first(buttons_of(private, "blockers.share"), "there is no Share in channel")
        posted = await self._visitor.press_for_post(lead, CHANNEL, private, button)
        self._say(f"{self._name(lead)} presses Share in channel: everybody sees {what}", posted, 3)
        return posted

    async def open_a_blocker(self, board: Message) -> Message:
        lead = self._cast.lead
        buttons = buttons_of(board, "blocker.open")
        owned = [one for one in buttons if self._cast.called(text_beside(board, one))]
        button = _first(owned or buttons, "no blocker can be opened")
        checklist = await self._visitor.press_for_answer(lead, CHANNEL, board, button)
        self._say("… opens one that somebody owns", checklist)
        _need(buttons_of(checklist, "checklist.tick"), "its checklist has no buttons")
        return checklist

    async def tick(self, posted: Message) -> tuple[Item, Message]:
        item = self._pick(posted)
        await self._visitor.press(item.owner, CHANNEL, posted, item.button)
        name = self._name(item.owner)

        def is_ticked(message: Message) -> bool:
            return any(
                "✅" in line and name in line for line in self._item_rows(message, item.text)
            )

        changed = await self._visitor.changed(
            CHANNEL, posted["ts"], is_ticked, f"{item.text!r} is done"
        )
        shown = self._item_rows(changed, item.text)
        self._show(f"{name} presses Done once: the posted copy changes for everybody", shown)
        return item, changed

    async def be_refused(self, posted: Message, item: Item) -> None:
        someone = self._cast.bystander(item.owner)
        button = _first(buttons_of(posted, "checklist.tick"), "no item is left to press")
        answer = await self._visitor.press_for_answer(someone, CHANNEL, posted, button)
        self._say(f"{self._name(someone)}, who owns none of it, presses Done and is told", answer)
        _need("Only" in str(answer.get("text")), "the refusal does not say who may")

    async def break_a_probe(self, posted_board: Message) -> None:
        await self._visitor.control("break", target=TARGET)
        changed = await self._visitor.changed(
            CHANNEL, posted_board["ts"], lambda seen: f"{TARGET} down" in str(seen), "it is down"
        )
        lines = self._rows(changed, TARGET)
        self._show("The production API breaks: the posted state says so by itself", lines[:4])
        await self._visitor.control("mend", target=TARGET)

    async def contest_a_tick(self, posted: Message) -> None:
        """Only where something on the checklist has the certificate as its evidence."""
        now = await self._visitor.changed(CHANNEL, posted["ts"], lambda _: True, "the checklist")
        beside = [
            (text_beside(now, one), one)
            for one in buttons_of(now, "checklist.tick")
            if WITNESS in text_beside(now, one)
        ]
        if not beside:
            return
        text, button = beside[0]
        if button["text"]["text"] == "Done":
            head = " ".join(lines_of({"blocks": now["blocks"][:1]}, self._cast.names))
            owner = self._cast.called(text) or self._cast.called(head) or self._cast.lead
            await self._visitor.press(owner, CHANNEL, now, button)
            await self._visitor.changed(
                CHANNEL,
                now["ts"],
                lambda seen: f"{WITNESS} green then" in str(seen),
                "it is ticked",
            )
        await self._visitor.control("break", target=WITNESS)
        changed = await self._visitor.changed(
            CHANNEL, now["ts"], lambda seen: "contested since" in str(seen), "it is contested"
        )
        self._show(
            "The certificate expires: a tick that rests on it is contested, never taken back",
            self._item_rows(changed, _item_text(text)),
        )

    async def mend_the_witness(self, posted: Message) -> None:
        await self._visitor.control("mend", target=WITNESS)
        await self._visitor.changed(
            CHANNEL, posted["ts"], lambda seen: "contested since" not in str(seen), "all is well"
        )

    async def post_the_digest(self) -> None:
        lead = self._cast.lead
        preview = await self._visitor.type_command(lead, CHANNEL, "/blockers digest post")
        button = _first(buttons_of(preview, "digest.post"), "the preview has no Post now")
        digest = await self._visitor.press_for_post(lead, CHANNEL, preview, button)
        self._say(f"{self._name(lead)} looks at the digest's preview and posts it by hand", digest)
        _need("by hand" in str(digest), "the digest is not marked as posted by hand")

    async def kill_and_come_back(self, posted: Message, item: Item) -> None:
        before = (await self._visitor.state())["connections"]
        _need(before, "the bot was not connected")
        since = await self._visitor.control("kill_bot")
        await self._visitor.wait(since, _bot_runs_again, "the bot's return")
        lead = self._cast.lead
        key = text_beside_key(posted)
        await self._visitor.connected()
        answer = await self._visitor.type_command(lead, CHANNEL, f"/blockers {key}")
        shown = self._item_rows(answer, item.text)
        name = self._name(item.owner)
        _need(shown and "✅" in shown[0] and name in shown[0], "the tick did not survive")
        self._show("SIGKILL of the bot. Two seconds later it is back, with the tick:", shown)

    def _pick(self, posted: Message) -> Item:
        """The first open item whose owner is known; without one, the lead ticks."""
        blocks = posted.get("blocks") or []
        head = " ".join(lines_of({"blocks": blocks[:1]}, self._cast.names))
        for button in buttons_of(posted, "checklist.tick"):
            if button["text"]["text"] != "Done":
                continue
            beside = text_beside(posted, button)
            owner = self._cast.called(beside) or self._cast.called(head) or self._cast.lead
            return Item(text=_item_text(beside), owner=owner, button=button)
        raise NothingSeenError("no open item to tick")

    def _rows(self, message: Message, text: str) -> list[str]:
        """The lines that hold this text."""
        return [line for line in lines_of(message, self._cast.names) if text in line]

    def _item_rows(self, message: Message, text: str) -> list[str]:
        """Those that begin with an item's mark."""
        return [line for line in self._rows(message, text) if line[:1] in MARKS]

    def _say(self, title: str, message: Message, at_most: int = 40) -> None:
        self._show(title, lines_of(message, self._cast.names, at_most=at_most))

    def _name(self, user: str) -> str:
        return self._cast.names[user]


def text_beside_key(posted: Message) -> str:
    """The key at the head of a posted blocker."""
    words = lines_of({"blocks": (posted.get("blocks") or [])[:1]}, {})
    return words[0].split()[0] if words else ""


def _item_text(beside: str) -> str:
    """What an item's row says without its mark and what stands behind the text."""
    return beside.splitlines()[0].split(" · ")[0].lstrip(f"{MARKS}\ufe0f ").strip()


def _bot_runs_again(event: Message) -> bool:
    if event["type"] != "panel":
        return False
    bot = event["panel"]["bot"]
    return bool(bot["running"]) and bot["restarts"] > 0


def _first(buttons: list[Mapping[str, Any]], otherwise: str) -> Mapping[str, Any]:
    _need(buttons, otherwise)
    return buttons[0]


def _need(held: object, otherwise: str) -> None:
    if not held:
        raise NothingSeenError(otherwise)
