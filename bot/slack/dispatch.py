"""Bolt's listeners, one a kind: commit where a promise is made, acknowledge, then work on."""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Literal, Protocol, TypeVar

from pydantic import ValidationError
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.response import BoltResponse

from bot.domain.messages import Message
from bot.render.escape import unmarked
from bot.slack.payloads import Call, Command, Event, Press, Shortcut, Submission, ViewAnswer
from bot.slack.request_id import new_request_id
from bot.slack.router import EventHandler, Router
from bot.slack.wire import Body, read_command, read_event, read_press, read_shortcut
from bot.slack.wire import read_submission as read_view
from bot.slack.work import Work

logger = logging.getLogger(__name__)

Result = TypeVar("Result")
Called = TypeVar("Called", bound=Call)
Listener = Callable[[AsyncAck, dict[str, Any]], Awaitable[BoltResponse | None]]

ANY = re.compile("")
COMMIT_SECONDS = 2.0
"""Slack waits three seconds; the rest is for the way there and back."""


class NotSavedError(Exception):
    """What was pressed or sent could not be committed in time."""


@dataclass(frozen=True, slots=True)
class Control:
    """What was used in Slack, by its name in the table of routes."""

    kind: Literal["command", "action", "view", "shortcut", "event"]
    name: str

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class OutdatedControlError(Exception):
    """A button, modal, shortcut or command that this version does not know (any more)."""

    def __init__(self, control: Control) -> None:
        super().__init__(str(control))
        self.control = control


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong, as a sentence with the way out for the caller; None: nothing to say."""

    message: Message | None


class Gate(Protocol):
    async def admits(self, call: Call) -> bool:
        """False for a delivery seen before. Raises what the caller is to be told."""
        ...


class Safeguard(Protocol):
    """The one place where any error ends."""

    async def attempt(self, work: Awaitable[Result], call: Call) -> Result | Failure: ...

    async def tell(self, failure: Failure, call: Call) -> None:
        """Privately; never raises."""
        ...


class Dispatcher:
    """Slack is answered as soon as a listener returns; what is slow runs as tracked work."""

    def __init__(
        self,
        router: Router,
        *,
        work: Work,
        gate: Gate,
        safeguard: Safeguard,
        commit_seconds: float = COMMIT_SECONDS,
    ) -> None:
        self._router = router
        self._work = work
        self._gate = gate
        self._safeguard = safeguard
        self._commit_seconds = commit_seconds

    def attach(self, app: AsyncApp) -> None:
        """One broad matcher a kind: each further listener would cost every call some 8 µs."""
        app.command(ANY)(_listener(read_command, self._take_command))
        app.action(ANY)(_listener(read_press, self._take_press))
        app.view(ANY)(_listener(read_view, self._take_submission))
        app.shortcut(ANY)(_listener(read_shortcut, self._take_shortcut))
        app.event(ANY)(_listener(read_event, self._take_event))

    async def _take_command(self, command: Command, ack: AsyncAck) -> None:
        await ack()
        handler = self._router.commands.get(command.name)
        self._later(self._run(handler, command, Control("command", command.name)), command)

    async def _take_shortcut(self, shortcut: Shortcut, ack: AsyncAck) -> None:
        await ack()
        handler = self._router.shortcuts.get(shortcut.callback_id)
        control = Control("shortcut", shortcut.callback_id)
        self._later(self._run(handler, shortcut, control), shortcut)

    async def _take_event(self, event: Event, ack: AsyncAck) -> BoltResponse | None:
        """What nobody handles is acknowledged too: else Slack delivers it three times more."""
        handler = self._router.events.get(event.type)
        if handler is not None and event.type in self._router.committing:
            return await self._commit_event(handler, event, ack)
        await ack()
        if handler is not None:
            self._later(self._run_event(handler, event), event)
        return None

    async def _commit_event(
        self, handler: EventHandler, event: Event, ack: AsyncAck
    ) -> BoltResponse | None:
        """Acknowledged once it is committed; else Slack delivers it again, and nobody is told."""
        commit = self._commit(handler, event, Control("event", event.type))
        outcome = await self._safeguard.attempt(commit, event)
        if isinstance(outcome, Failure):
            return BoltResponse(status=500, body="")
        await ack()
        if outcome is not None:
            self._later(outcome, event)
        return None

    async def _run_event(self, handler: EventHandler, event: Event) -> None:
        follow_up = await self._run(handler, event, Control("event", event.type))
        if follow_up is not None:
            await follow_up

    async def _take_press(self, press: Press, ack: AsyncAck) -> None:
        handler = self._router.actions.get(press.action_id)
        commit = self._commit(handler, press, Control("action", press.action_id))
        outcome = await self._safeguard.attempt(commit, press)
        await ack()
        if isinstance(outcome, Failure):
            self._work.start(self._safeguard.tell(outcome, press), f"tell {press.action_id}")
        elif outcome is not None:
            self._later(outcome, press)

    async def _take_submission(self, submission: Submission, ack: AsyncAck) -> None:
        handler = self._router.views.get(submission.callback_id)
        control = Control("view", submission.callback_id)
        commit = self._commit(handler, submission, control)
        outcome = await self._safeguard.attempt(commit, submission)
        if isinstance(outcome, Failure):
            await self._refuse(outcome, submission, ack)
            return
        answer = outcome or ViewAnswer.close()
        await ack(**_acknowledgement(answer))
        if answer.follow_up is not None:
            self._later(answer.follow_up, submission)

    async def _refuse(self, failure: Failure, submission: Submission, ack: AsyncAck) -> None:
        """In the modal, which stays open with what was typed; privately where it cannot."""
        if submission.inputs and failure.message is not None:
            sentence = unmarked(failure.message.text)
            await ack(response_action="errors", errors={submission.inputs[0]: sentence})
            return
        await ack()
        self._work.start(
            self._safeguard.tell(failure, submission), f"tell {submission.callback_id}"
        )

    async def _commit(
        self, handler: Callable[[Called], Awaitable[Result]] | None, call: Called, control: Control
    ) -> Result | None:
        try:
            async with asyncio.timeout(self._commit_seconds):
                return await self._run(handler, call, control)
        except TimeoutError as error:
            raise NotSavedError(str(control)) from error

    async def _run(
        self, handler: Callable[[Called], Awaitable[Result]] | None, call: Called, control: Control
    ) -> Result | None:
        if not await self._gate.admits(call):
            logger.info("%s was delivered again; nothing is done twice", control)
            return None
        if handler is None:
            raise OutdatedControlError(control)
        return await handler(call)

    def _later(self, piece: Coroutine[object, object, None], call: Call) -> None:
        self._work.start(self._guarded(piece, call), call.delivery)

    async def _guarded(self, piece: Coroutine[object, object, None], call: Call) -> None:
        outcome = await self._safeguard.attempt(piece, call)
        if isinstance(outcome, Failure):
            await self._safeguard.tell(outcome, call)


def _listener(
    read: Callable[[Body], Called],
    take: Callable[[Called, AsyncAck], Awaitable[BoltResponse | None]],
) -> Listener:
    """``take`` acknowledges, or gives the answer by which Slack delivers again."""

    async def listen(ack: AsyncAck, body: dict[str, Any]) -> BoltResponse | None:
        new_request_id()
        try:
            call = read(body)
        except ValidationError as error:
            where = [".".join(map(str, problem["loc"])) for problem in error.errors()]
            logger.warning("a payload of %s cannot be read: %s", body.get("type"), where)
            # Slack would send an event again, and it would not read better then.
            return BoltResponse(status=200 if "event" in body else 400, body="")
        return await take(call, ack)

    return listen


def _acknowledgement(answer: ViewAnswer) -> dict[str, Any]:
    if answer.action == "close":
        return {}
    if answer.action == "errors":
        return {"response_action": "errors", "errors": dict(answer.messages)}
    if answer.view is None:
        return {"response_action": answer.action}
    return {"response_action": answer.action, "view": dict(answer.view)}
