"""The one place where any error ends: a known one as a sentence, an unknown one as a reference."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from bot.domain.messages import Message
from bot.ports import (
    MessageGoneError,
    PostRefusedError,
    SelectionError,
    SlackUnavailableError,
    StoreUnavailableError,
    TrackerUnavailableError,
)
from bot.render.escape import outside
from bot.render.notices import post_refused_message, trouble_message
from bot.render.refusals import not_saved_message
from bot.render.values import BadValueError
from bot.services.installation import MilestoneGoneError
from bot.slack.dispatch import Failure, NotSavedError, OutdatedControlError
from bot.slack.payloads import Call, Press, Submission
from bot.slack.request_id import new_request_id, request_id
from bot.slack.responses import ForeignAddressError
from handlers.middleware import ForeignTeamError
from handlers.services import Private

logger = logging.getLogger(__name__)

Result = TypeVar("Result")
Sentence = Callable[[Exception, Call], Message | None]
REASON = 200


class Meter(Protocol):
    def count_error(self, name: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Apologies:
    """What a person is told when something fails, and what the log keeps of it."""

    private: Private
    meter: Meter

    async def attempt(self, work: Awaitable[Result], call: Call) -> Result | Failure:
        try:
            return await work
        except Exception as error:  # noqa: BLE001 - the one catch-all: nothing may go unanswered
            return self._failure(_first(error), call)

    async def tell(self, failure: Failure, call: Call) -> None:
        if failure.message is None or not call.user:
            return
        await self.background(self.private.tell(call, failure.message), "tell a failure")

    async def background(self, work: Awaitable[None], name: str) -> None:
        """For work that nobody waits for: its errors end in the log."""
        try:
            await work
        except Exception as raised:
            error = _first(raised)
            self.meter.count_error(type(error).__name__)
            if _sentence_for(error) is not None:
                logger.warning("%s failed: %s", name, error)
            else:
                logger.exception("%s failed", name)

    def _failure(self, error: Exception, call: Call) -> Failure:
        self.meter.count_error(type(error).__name__)
        sentence = _sentence_for(error)
        if sentence is None:
            reference = request_id.get() or new_request_id()
            logger.error("reference %s: unexpected trouble", reference, exc_info=error)
            return Failure(trouble_message(reference))
        logger.warning("%s: %s", type(error).__name__, error)
        return Failure(sentence(error, call))


def _first(error: Exception) -> Exception:
    """What a group of tasks ends with is told as what the first of them ended with."""
    while isinstance(error, ExceptionGroup):
        error = error.exceptions[0]
    return error


def _sentence_for(error: Exception) -> Sentence | None:
    return next((_SENTENCES[kind] for kind in type(error).__mro__ if kind in _SENTENCES), None)


def _not_saved(_error: Exception, _call: Call) -> Message:
    return not_saved_message()


def _store_away(error: Exception, call: Call) -> Message:
    if isinstance(call, Press | Submission):
        return _not_saved(error, call)
    return Message(text="⚠️ The store does not answer just now. Please try again in a moment.")


def _tracker_away(error: Exception, _call: Call) -> Message:
    name, reason = "The tracker", ""
    if isinstance(error, TrackerUnavailableError):
        name, reason = outside(error.what, REASON), outside(error.reason, REASON)
    return Message(text=f"⚠️ {name} is away ({reason}). Please try again in a moment.")


def _slack_away(_error: Exception, _call: Call) -> Message:
    return Message(text="⚠️ Slack did not take the message just now. Please try again in a moment.")


def _refused(error: Exception, _call: Call) -> Message:
    return post_refused_message(error.code if isinstance(error, PostRefusedError) else "")


def _message_gone(_error: Exception, _call: Call) -> Message:
    return Message(text="That message was deleted meanwhile. Ask again with `/blockers`.")


def _selection(error: Exception, _call: Call) -> Message:
    said = outside(str(error), REASON)
    return Message(text=f"⚠️ blockers.yml asks for something that is not there: {said}")


def _outdated(error: Exception, _call: Call) -> Message:
    kind = error.control.kind if isinstance(error, OutdatedControlError) else "action"
    what = {"command": "I do not answer to that command.", "view": "This form is outdated."}
    said = what.get(kind, "This button is of an older version.")
    return Message(text=f"{said} Press *Refresh* there, or ask again with `/blockers`.")


def _milestone_gone(_error: Exception, _call: Call) -> Message:
    return Message(text="That milestone is not configured any more. `/blockers` shows what is.")


def _foreign(_error: Exception, _call: Call) -> Message:
    return Message(
        text="Blockers is installed in the other organisation of this shared channel, so only its "
        "members can use it. Please ask one of them."
    )


def _nothing(_error: Exception, _call: Call) -> None:
    return None


_SENTENCES: dict[type, Sentence] = {
    NotSavedError: _not_saved,
    StoreUnavailableError: _store_away,
    TrackerUnavailableError: _tracker_away,
    SlackUnavailableError: _slack_away,
    PostRefusedError: _refused,
    MessageGoneError: _message_gone,
    SelectionError: _selection,
    OutdatedControlError: _outdated,
    BadValueError: _outdated,
    MilestoneGoneError: _milestone_gone,
    ForeignTeamError: _foreign,
    ForeignAddressError: _nothing,
}
