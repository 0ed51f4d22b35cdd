"""The steps of the tour. Each one acts, shows what a person would see, and checks it."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from sandbox.demo.cast import Cast
from sandbox.demo.checklist import (
    Item,
    Row,
    chosen_item,
    chosen_row,
    item_of,
    key_of,
    other_keys,
    row_of,
)
from sandbox.demo.reading import Message, buttons_of, lines_of, text_beside
from sandbox.demo.visitor import NothingSeenError, Visitor

CHANNEL = "C0RELEASE"
TARGET, WITNESS = "api-https", "api-cert"
LOOKS = 10
LOOK_SECONDS = 0.3
PAGES = 20
Show = Callable[[str, list[str]], None]


class Tour:
    """``show`` prints a step: its title, and the lines that appeared.

    Where a document has no item to tick, or no blocker at all, the tour says so and goes on.
    """

    def __init__(self, visitor: Visitor, cast: Cast, show: Show) -> None:
        self._visitor = visitor
        self._cast = cast
        self._show = show

    async def take(self) -> None:
        """Raises NothingSeenError where a step does not hold."""
        board = await self.ask_for_the_board()
        posted_board = await self.share(board, "the state")
        checklist = await self.open_a_blocker(board)
        posted = await self.share(checklist, "one blocker") if checklist else None
        item = await self.tick(posted) if posted else None
        await self.break_a_probe(posted_board)
        contested = await self.contest_a_tick(posted) if posted else False
        await self.post_the_digest()
        if posted and contested:
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
        return board

    async def share(self, private: Message, what: str) -> Message:
        lead = self._cast.lead
        button = _first(buttons_of(private, "blockers.share"), "there is no Share in channel")
        posted = await self._visitor.press_for_post(lead, CHANNEL, private, button)
        self._say(f"{self._name(lead)} presses Share in channel: everybody sees {what}", posted, 3)
        return posted

    async def open_a_blocker(self, board: Message) -> Message | None:
        """One with something to tick and an owner if there is one; None where nothing opens."""
        lead = self._cast.lead
        page, row = await self._best_row(board)
        if row:
            owned = " that somebody owns" if row.is_owned else ""
            checklist = await self._open(page, row)
            self._say(f"… opens one{owned}", checklist)
            return checklist
        keys = other_keys(board)
        if not keys:
            await self.look_at_a_part(board)
            return None
        checklist = await self._visitor.type_command(lead, CHANNEL, f"/blockers {keys[0]}")
        self._say(
            f"Nothing blocks: {self._name(lead)} opens {keys[0]} with /blockers {keys[0]}",
            checklist,
        )
        return checklist

    async def _open(self, page: Message, row: Row) -> Message:
        """By its button, or by its key where it stood on another page than is shown now."""
        lead = self._cast.lead
        if row.button in buttons_of(page, "blocker.open"):
            return await self._visitor.press_for_answer(lead, CHANNEL, page, row.button)
        return await self._visitor.type_command(lead, CHANNEL, f"/blockers {row.key}")

    async def look_at_a_part(self, board: Message) -> None:
        """The scorecard, where there is nothing to open; without one, the risk."""
        parts = [*buttons_of(board, "blockers.scorecard"), *buttons_of(board, "blockers.risk")]
        button = _first(parts, "there is neither Scorecard nor Risk")
        answer = await self._visitor.press_for_answer(self._cast.lead, CHANNEL, board, button)
        part = button["text"]["text"]
        self._say(f"No blocker is listed, so none is opened or ticked; … presses {part}", answer)

    async def _best_row(self, board: Message) -> tuple[Message, Row | None]:
        """Looked for on every page of the board; with the page that is shown then."""
        page, best = board, chosen_row(board, self._cast)
        for _ in range(PAGES):
            following = [
                one
                for one in buttons_of(page, "blockers.page")
                if one["text"]["text"].startswith("Next")
            ]
            if not following or (best and best.is_best):
                break
            page = await self._visitor.press_for_answer(
                self._cast.lead, CHANNEL, page, following[0]
            )
            found = chosen_row(page, self._cast)
            if found and (best is None or found.weight > best.weight):
                best = found
        return page, best

    async def tick(self, posted: Message) -> Item | None:
        """An open item by its owner, else by the lead; a closed one is taken back instead."""
        item = chosen_item(posted, self._cast)
        if item is None:
            self._show("It has no checklist, so there is nothing to tick and nobody to refuse", [])
            return None
        await self._visitor.press(item.owner, CHANNEL, posted, item.button)
        changed = await self._visitor.changed(
            CHANNEL,
            posted["ts"],
            lambda seen: item.is_pressed(row_of(seen, item.id), self._cast),
            f"{item.text!r} is {item.becomes}",
        )
        title = f"{self._name(item.owner)} presses {item.label} once"
        self._show(
            f"{title}: the posted copy changes for everybody", self._row_lines(changed, item.id)
        )
        await self.be_refused(changed)
        return item

    async def be_refused(self, posted: Message) -> None:
        someone = self._cast.bystander()
        button = _first(buttons_of(posted, "checklist.tick"), "no item is left to press")
        answer = await self._visitor.press_for_answer(someone, CHANNEL, posted, button)
        label = button["text"]["text"]
        self._say(
            f"{self._name(someone)}, who owns none of it, presses {label} and is told", answer
        )
        _need("Only" in str(answer.get("text")), "the refusal does not say who may")

    async def break_a_probe(self, posted_board: Message) -> None:
        await self._visitor.control("break", target=TARGET)
        changed = await self._visitor.changed(
            CHANNEL, posted_board["ts"], lambda seen: f"{TARGET} down" in str(seen), "it is down"
        )
        lines = self._rows(changed, TARGET)
        self._show("The production API breaks: the posted state says so by itself", lines[:4])
        await self._visitor.control("mend", target=TARGET)

    async def contest_a_tick(self, posted: Message) -> bool:
        """Only where something on the checklist has the certificate as its evidence."""
        now = await self._visitor.changed(CHANNEL, posted["ts"], lambda _: True, "the checklist")
        beside = [
            one for one in buttons_of(now, "checklist.tick") if WITNESS in text_beside(now, one)
        ]
        if not beside:
            return False
        item = item_of(now, beside[0], self._cast)
        if item.label == "Done":
            await self._visitor.press(item.owner, CHANNEL, now, item.button)
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
            self._row_lines(changed, item.id),
        )
        return True

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

    async def kill_and_come_back(self, posted: Message | None, item: Item | None) -> None:
        before = (await self._visitor.state())["connections"]
        _need(before, "the bot was not connected")
        since = await self._visitor.control("kill_bot")
        await self._visitor.wait(since, _bot_runs_again, "the bot's return")
        await self._visitor.connected()
        key = key_of(posted) if posted else ""
        answer = await self._visitor.type_command(
            self._cast.lead, CHANNEL, f"/blockers {key}".strip()
        )
        if item:
            held = item.is_pressed(row_of(answer, item.id), self._cast)
            _need(held, "the tick did not survive")
            shown = self._row_lines(answer, item.id)
            self._show("SIGKILL of the bot. Two seconds later it is back, with the tick:", shown)
            return
        _need(not key or key_of(answer) == key, f"{key} did not survive")
        self._say("SIGKILL of the bot. Two seconds later it is back, and answers:", answer, 3)

    def _row_lines(self, message: Message, item: str) -> list[str]:
        row = row_of(message, item)
        return lines_of({"blocks": [row]}, self._cast.names) if row else []

    def _rows(self, message: Message, text: str) -> list[str]:
        """The lines that hold this text."""
        return [line for line in lines_of(message, self._cast.names) if text in line]

    def _say(self, title: str, message: Message, at_most: int = 40) -> None:
        self._show(title, lines_of(message, self._cast.names, at_most=at_most))

    def _name(self, user: str) -> str:
        return self._cast.names[user]


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
