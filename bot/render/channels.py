"""Answers about a channel: what it follows now, what was saved, who may change it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.channels import FieldChange
from bot.domain.ids import ChannelId, MilestoneKey, UserId
from bot.domain.messages import Json, Message
from bot.domain.milestone import Milestone
from bot.render.actions import Action, settings_button
from bot.render.blocks import actions_blocks, button, message, plain_text, section_blocks, sentence
from bot.render.channel_values import Follow, Place
from bot.render.channel_words import change_lines, milestone_words
from bot.render.escape import channel_link, outside
from bot.render.inputs import option
from bot.render.limits import NAME, SHORT, how_many

SHOWN_MILESTONES = 10
MOST_OPTIONS = 100
OPTIONS_JSON = 6_000
OPTION_TEXT = 75
SHOWN_LEADS = 3
INVITE = "I am not in this channel, so no digest can be posted here yet: `/invite @Blockers` first."


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A channel as an answer speaks of it. ``next_post`` is "" where none is to come.

    ``names`` are those of the milestones by key.
    """

    id: ChannelId
    names: Mapping[str, str]
    is_member: bool = True
    next_post: str = ""
    has_schedule: bool = False


def followed_message(
    channel: Channel, milestone: MilestoneKey, before: MilestoneKey | None, *, already: bool = False
) -> Message:
    """What it means to follow: what commands are about, and whether a digest comes."""
    name = milestone_words(milestone, channel.names)
    head = (
        f"{channel_link(channel.id)} follows *{name}* already."
        if already
        else f"✅ {channel_link(channel.id)} now follows *{name}*: "
        f"`/blockers` here is about it{_instead_of(before, channel)}."
    )
    buttons = [
        settings_button(channel.id),
        button("Stop following", Action.STOP_FOLLOWING, Follow().encode()),
    ]
    if before and not already and before in channel.names:
        back = f"Back to {channel.names[before]}"
        buttons.append(button(back, Action.FOLLOW, Follow(milestone=before).encode()))
    return message((section_blocks("\n".join([head, *_digest(channel)])), *actions_blocks(buttons)))


def stopped_message(channel: Channel, before: MilestoneKey | None) -> Message:
    """``before`` is what it followed until now; None: nothing."""
    link = channel_link(channel.id)
    if before is None:
        return sentence(f"{link} follows no milestone. `/blockers follow` lists them.")
    text = (
        f"✅ {link} no longer follows *{milestone_words(before, channel.names)}*, and no digest "
        "comes here. Its schedule is kept: it is back as soon as the channel follows again."
    )
    back = button("Follow again", Action.FOLLOW, Follow(milestone=before).encode())
    known = before in channel.names
    return message((section_blocks(text), *actions_blocks([back if known else None])))


def follow_list_message(
    milestones: Sequence[Milestone], present: MilestoneKey | None, typed: str = ""
) -> Message:
    """``milestones`` in the order to show them: with ``typed``, the near ones first."""
    shown = milestones[:SHOWN_MILESTONES]
    options = _options(milestones)
    marks = {True: " · *followed here now*", False: ""}
    lines = [
        *_follow_head(present, typed, {m.key: m.name for m in milestones}),
        *(
            f"• `{outside(m.key, NAME)}` {outside(m.name, SHORT)}{marks[m.key == present]}"
            for m in shown
        ),
        *_more(len(milestones) - len(shown), len(milestones) - len(options)),
    ]
    stop = button("Stop following", Action.STOP_FOLLOWING, Follow().encode()) if present else None
    return message(
        (
            section_blocks("\n".join(lines)),
            *actions_blocks([_select(options, present) if options else None, stop]),
        )
    )


def settings_saved_message(channel: Channel, changes: Sequence[FieldChange]) -> Message:
    """Only for what is stored: it says so."""
    lines = change_lines(changes, channel.names)
    link = channel_link(channel.id)
    head = f"✅ Saved for {link}:" if lines else f"Nothing was changed for {link}."
    text = "\n".join([head, *(f"• {line}" for line in lines), *_digest(channel)])
    return message((section_blocks(text), *actions_blocks([settings_button(channel.id)])))


def reset_message(channel: Channel, changes: Sequence[FieldChange]) -> Message:
    lines = change_lines(changes, channel.names)
    head = f"✅ {channel_link(channel.id)} goes by blockers.yml again" + (":" if lines else ".")
    return sentence("\n".join([head, *(f"• {line}" for line in lines), *_digest(channel)]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """``leads`` are asked in their order; ``names`` holds their display names."""

    channel: ChannelId
    leads: Sequence[UserId]
    names: Mapping[UserId, str] = field(default_factory=dict)
    wished: MilestoneKey | None = None


def not_a_lead_message(refusal: Refusal) -> Message:
    known = [outside(refusal.names[each], NAME) for each in refusal.leads if each in refusal.names]
    who = f"a lead ({', '.join(known[:SHOWN_LEADS])})" if known else "a lead"
    place = Place(channel=refusal.channel, milestone=refusal.wished)
    first = refusal.names.get(refusal.leads[0]) or "a lead"
    text = (
        f"Only {who} may change what {channel_link(refusal.channel)} follows and when its "
        "digest comes. Nothing was changed."
    )
    ask = button(f"Ask {first}", Action.ASK_LEAD, place.encode())
    return message((section_blocks(text), *actions_blocks([ask])))


def ask_lead_message(place: Place, wished: str, *, asker: str, lead: str) -> Message:
    """The one line to a lead, in a direct message, which needs no mention to be noticed."""
    who = outside(lead, NAME) or "Hello"
    what = f"let it follow *{outside(wished, SHORT)}*" if wished else "change its settings"
    text = (
        f"{who}: {outside(asker, NAME) or 'somebody'} asks you about "
        f"{channel_link(place.channel)}: would you {what}?"
    )
    return message((section_blocks(text), *actions_blocks([settings_button(place.channel)])))


def changed_meanwhile_message(channel: Channel, who: str, follows: MilestoneKey | None) -> Message:
    """For a press or a command that came too late."""
    return sentence(
        f"Nothing was changed: {who} changed {channel_link(channel.id)} at the same moment. "
        f"It follows *{milestone_words(follows, channel.names)}* now."
    )


def only_channels_message() -> Message:
    return sentence(
        "A channel can follow a milestone, a direct message cannot: say it in the channel."
    )


def form_not_opened_message() -> Message:
    return sentence("⚠️ Slack did not open the form in time. Please say or press it again.")


def _instead_of(before: MilestoneKey | None, channel: Channel) -> str:
    return f" instead of *{milestone_words(before, channel.names)}*" if before else ""


def _digest(channel: Channel) -> list[str]:
    if channel.next_post:
        lines = [f"Next digest here: {channel.next_post}."]
    elif channel.has_schedule:
        lines = ["The digest is off."]
    else:
        lines = ["No digest comes until a time is set: `/blockers settings`."]
    return lines if channel.is_member else [*lines, f"⚠️ {INVITE}"]


def _follow_head(present: MilestoneKey | None, typed: str, names: Mapping[str, str]) -> list[str]:
    said = f"follows *{milestone_words(present, names)}*" if present else "follows no milestone"
    if typed:
        code = outside(typed.replace("`", " "), SHORT) or " "
        return [f"No milestone is called `{code}`; this channel {said}. There are:"]
    return [f"This channel {said}. Which one is it to follow?"]


def _options(milestones: Sequence[Milestone]) -> list[Json]:
    options = [
        option(Follow(milestone=m.key).encode(), m.name or m.key) for m in milestones[:MOST_OPTIONS]
    ]
    return list(options[: how_many(options, MOST_OPTIONS, OPTIONS_JSON)])


def _more(unseen: int, unlisted: int) -> list[str]:
    if unseen <= 0:
        return []
    rest = f"; {unlisted} of them by their key alone: `/blockers follow KEY`" if unlisted else ""
    return [f"and {unseen} more in the list below{rest}."]


def _select(options: list[Json], present: MilestoneKey | None) -> Json:
    select: dict[str, object] = {
        "type": "static_select",
        "action_id": Action.FOLLOW.value,
        "placeholder": plain_text("Pick a milestone", OPTION_TEXT),
        "options": options,
    }
    now = Follow(milestone=present).encode()
    chosen = [each for each in options if present and each["value"] == now]
    return {**select, "initial_option": chosen[0]} if chosen else select
