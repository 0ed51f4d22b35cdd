"""Short answers beside the main ones: near matches, a choice of milestones, what was posted."""

from collections.abc import Sequence

from bot.domain.blocker import Blocker
from bot.domain.board import Board
from bot.domain.ids import ChannelId
from bot.domain.messages import Json, Message
from bot.domain.milestone import Milestone
from bot.render.actions import Action, open_button
from bot.render.blocks import actions_blocks, message, plain_text, section_blocks, sentence
from bot.render.escape import channel_link, outside
from bot.render.limits import NAME, SENTENCE, SHORT, how_many
from bot.render.lines import local_time, trouble_line
from bot.render.state import milestone_name
from bot.render.values import MAX_OPTION, Pick

SHOWN_NEAR = 5
SHOWN_MILESTONES = 10
MOST_OPTIONS = 100
OPTIONS_JSON = 8_000
OPTION_TEXT = 75


def did_you_mean_message(typed: str, near: str | None, hint: str = "") -> Message:
    """``near`` is the nearest command, None where nothing is near; ``hint`` is a text of ours."""
    said = f"{_code(typed)} does not fit here. {hint}" if hint else f"I do not know {_code(typed)}."
    if near:
        said += f" Did you mean {_code(near)}?"
    return sentence(f"{said} `/blockers help` lists the commands.")


def unknown_blocker_message(board: Board, key: str, near: Sequence[Blocker]) -> Message:
    """``near`` are blockers with a like key, each with a button to open it."""
    trouble = trouble_line(board.sources, local_time(board))
    if trouble and board.sources.tracker_at is None:
        return sentence(
            f"Whether {_code(key)} is a blocker of {milestone_name(board)} is not known yet.\n"
            f"{trouble}"
        )
    said = f"{_code(key)} is no blocker of {milestone_name(board)}."
    way_out = "Did you mean:" if near else "`/blockers` lists them."
    head = "\n".join(line for line in (said, trouble, way_out) if line)
    rows = [_near_blocks(board, blocker) for blocker in near[:SHOWN_NEAR]]
    return message((section_blocks(head), *rows))


def pick_milestone_message(milestones: Sequence[Milestone], query: str = "") -> Message:
    """``query`` is what was asked without saying of which milestone; the choice carries it on."""
    options = [_option_blocks(milestone, query) for milestone in milestones]
    fitting = [option for option in options if len(str(option["value"])) <= MAX_OPTION]
    shown = fitting[: how_many(fitting, MOST_OPTIONS, OPTIONS_JSON)]
    more = len(milestones) - len(shown)
    lines = [
        "This channel follows no milestone. Which one do you mean?",
        *(f"• {_code(m.key)} {outside(m.name, SHORT)}" for m in milestones[:SHOWN_MILESTONES]),
        *([f"{more} more are not in the list below."] if more else []),
        *(f"Next time name it first, as in {_code(f'/blockers {m.key}')}." for m in milestones[:1]),
    ]
    return message((section_blocks("\n".join(lines)), *_pick_blocks(shown)))


def follows_nothing_message(channel: ChannelId) -> Message:
    return sentence(
        f"{channel_link(channel)} follows no milestone. Name a milestone first instead, as in "
        "`/blockers KEY overdue`."
    )


def no_milestone_message() -> Message:
    return sentence(
        "No milestone is configured yet: name one under `milestones:` in blockers.yml, "
        "then start me again."
    )


def gone_milestone_message() -> Message:
    return sentence(
        "What this button shows is no longer among the blockers here. `/blockers` shows what is."
    )


def digest_trouble_message(channel: ChannelId, reason: str) -> Message:
    """What a lead is told when the scheduled digest of a channel could not be posted."""
    return sentence(
        f"⚠️ Today's digest for {channel_link(channel)} did not go out for certain: "
        f"{outside(reason, SENTENCE)}. I do not repeat it blindly. `/blockers doctor` there says "
        "what is wrong, `/blockers digest post` posts it by hand."
    )


def posted_by_hand_message(channel: str, permalink: str | None = None) -> Message:
    """``channel`` is the channel's name without the hash, "" where it may not be seen."""
    where = f"#{outside(channel, NAME)}" if channel else "the channel"
    return sentence(f"The digest is in {where}, marked as posted by hand.{_see(permalink)}")


def in_messages_message(permalink: str | None, *, again: bool = False) -> Message:
    """On a Home: what was opened there stands in the tab beside it, maybe since long ago."""
    if again:
        return sentence(
            f"It stands under *Messages* here already, brought up to date.{_see(permalink)}"
        )
    return sentence(f"Opened under *Messages* here, where it stays current.{_see(permalink)}")


def opening_message() -> Message:
    """To a second press while the first one is still at it."""
    return sentence("It is being opened under *Messages* here.")


def post_refused_message(code: str) -> Message:
    """Slack's own name for why it takes no post here, and the way out where one is known."""
    way = _WAYS_OUT.get(code, "`/blockers doctor` says more.")
    return sentence(f"⚠️ Slack took no message here ({_code(code)}). {way}")


def in_doubt_message() -> Message:
    return sentence(
        "⚠️ Slack's answer was lost, so the message may be there or not. "
        "I do not repeat it blindly: look in the channel, and press again if it is missing."
    )


def away_message(what: str) -> Message:
    """A service is away and there is nothing older to show instead."""
    return sentence(
        f"⚠️ {outside(what, NAME)} is away, and nothing was read before. Try again soon."
    )


def trouble_message(reference: str) -> Message:
    """An error nobody foresaw; the reference finds it in the log."""
    return sentence(
        f"⚠️ Something went wrong on my side; nothing was changed that I did not say. "
        f"Tell the operator the reference {_code(reference)}."
    )


_INVITE = "`/invite @Blockers` here, then try again."
_WAYS_OUT = {
    "not_in_channel": _INVITE,
    "channel_not_found": _INVITE,
    "is_archived": "The channel is archived: unarchive it, or use another one.",
    "restricted_action": "Only some people may post here: ask who looks after the channel.",
}


def _code(text: str) -> str:
    """As code; what is typed may hold the mark itself."""
    return f"`{outside(text.replace('`', ' '), SHORT) or ' '}`"


def _see(permalink: str | None) -> str:
    if permalink is None or not permalink.startswith("https://") or set(permalink) & set("<>|` "):
        return ""
    return f" <{permalink}|See it>"


def _near_blocks(board: Board, blocker: Blocker) -> Json:
    text = f"{outside(blocker.key, NAME)} {outside(blocker.title, SHORT)}"
    return section_blocks(text, open_button(board.milestone.key, blocker))


def _option_blocks(milestone: Milestone, query: str) -> dict[str, object]:
    value = Pick(milestone=milestone.key, query=query).encode()
    return {"text": plain_text(milestone.name or milestone.key, OPTION_TEXT), "value": value}


def _pick_blocks(options: Sequence[Json]) -> tuple[Json, ...]:
    if not options:
        return ()
    return actions_blocks(
        [
            {
                "type": "static_select",
                "action_id": Action.PICK.value,
                "placeholder": plain_text("Pick a milestone", OPTION_TEXT),
                "options": list(options),
            }
        ]
    )
