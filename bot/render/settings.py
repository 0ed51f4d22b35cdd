"""The modal of a channel's settings: a loading view first, then the form with its next posts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.messages import Json
from bot.domain.milestone import Milestone
from bot.render.actions import Action
from bot.render.blocks import (
    actions_blocks,
    button,
    confirm,
    context_blocks,
    section_blocks,
)
from bot.render.channel_values import Place, SettingsForm
from bot.render.channel_words import MENTIONS, length_words
from bot.render.escape import channel_link
from bot.render.inputs import (
    MAX_INPUT,
    either,
    hinted,
    many_of,
    name_input,
    one_of,
    one_of_groups,
    telling,
    text_input,
    time_input,
)
from bot.render.modal import modal_view
from bot.render.outlook import offset

SETTINGS_VIEW = "settings.form"
TITLE = "Channel settings"
NONE, ON, OFF, QUIET = "-", "on", "off", "quiet"
MOST_MILESTONES = 100
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
GRACES = {
    "1800": "30 minutes",
    "3600": "1 hour",
    "7200": "2 hours",
    "10800": "3 hours",
    "21600": "6 hours",
    "43200": "12 hours",
}
_DAY_WORDS = {str(number): name for number, name in enumerate(DAYS)}
_POSTS = {ON: "On: it is posted here", OFF: "Off: nothing is posted here"}
_QUIET = {QUIET: "Quiet mode: ping nobody for the time being"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is in the inputs, as it stands there. ``off`` is None where there are too many.

    ``grace`` is in seconds, a day is a number from Monday = 0.
    """

    milestone: str = NONE
    posts: str = OFF
    at: str = "09:00"
    zone: str = "UTC"
    other_zone: str = ""
    days: tuple[str, ...] = ("0", "1", "2", "3", "4")
    country: str = NONE
    region: str = ""
    off: str | None = ""
    mention: str = "owners"
    quiet: bool = False
    grace: str = "10800"


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the form is drawn with. ``zones`` come before the ``common`` ones.

    ``now`` tells the zones' offsets; ``countries`` are names by code.
    """

    milestones: Sequence[Milestone]
    zones: Sequence[str]
    common: Sequence[str]
    countries: Mapping[str, str]
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the form says beside its inputs, all escaped: whose settings these are, what they do."""

    origin: str
    preview: Sequence[str]
    notice: str = ""
    warnings: Sequence[str] = ()
    log: Sequence[str] = field(default_factory=tuple)
    resettable: bool = False


def loading_settings_view() -> Json:
    return _view([section_blocks("Loading…")])


def settings_said_view(blocks: Sequence[Json]) -> Json:
    """An answer that ends the matter."""
    return _view(blocks)


def settings_view(form: SettingsForm, entry: Entry, around: Surroundings, said: Said) -> Json:
    """Slack keeps what was typed where a block_id stays: ``form.revision`` is in each of them."""
    stamp = str(form.revision)
    head = "\n".join([f"*{channel_link(form.channel)}* · {said.origin}", *said.warnings])
    blocks = [
        *([{**section_blocks(said.notice), "block_id": "notice"}] if said.notice else []),
        {**section_blocks(head), "block_id": "head"},
        telling(_milestone(stamp, entry, around), Action.SETTINGS_PREVIEW),
        telling(
            either(f"posts/{stamp}", "Daily digest", _POSTS, entry.posts), Action.SETTINGS_PREVIEW
        ),
        *_schedule(stamp, entry, around),
        {**section_blocks("\n".join(["*Next posts*", *said.preview])), "block_id": "preview"},
        one_of(f"mention/{stamp}", "Who is pinged in it", _capitals(MENTIONS), entry.mention),
        many_of(f"quiet/{stamp}", "Quiet", _QUIET, (QUIET,) if entry.quiet else ()),
        hinted(
            one_of(f"grace/{stamp}", "Post late at most", _graces(entry.grace), entry.grace),
            "Where I was down at the time: after that the day is left out.",
        ),
        *_foot(form, said),
    ]
    return _view(blocks, form)


def _schedule(stamp: str, entry: Entry, around: Surroundings) -> list[Json]:
    inputs = [
        time_input(f"at/{stamp}", "Time", entry.at),
        one_of_groups(f"zone/{stamp}", "Time zone", _zones(entry, around), entry.zone),
        name_input(
            f"other_zone/{stamp}",
            "Another time zone",
            entry.other_zone,
            "Instead of the one above, as in Asia/Kolkata. A city is enough.",
        ),
        many_of(f"days/{stamp}", "Days", _DAY_WORDS, entry.days),
        one_of_groups(
            f"country/{stamp}", "No digest on public holidays of", _countries(around), entry.country
        ),
        name_input(
            f"region/{stamp}",
            "State or province",
            entry.region,
            "For its own holidays: a code such as CA or BY. Leave it out for the whole country's.",
        ),
    ]
    if entry.off is not None:
        days_off = text_input(
            f"off/{stamp}", "Own off-dates", entry.off, multiline=True, optional=True
        )
        inputs.append(hinted(days_off, "One a line: 2026-12-31, or a range 2026-12-24/2027-01-02."))
    live = [telling(block, Action.SETTINGS_PREVIEW) for block in inputs]
    if entry.off is None:
        live.append(section_blocks("*Own off-dates*: too many to change here; they stay."))
    return live


def _milestone(stamp: str, entry: Entry, around: Surroundings) -> Json:
    words = {NONE: "None: this channel follows nothing"}
    chosen = [m for m in around.milestones if m.key == entry.milestone]
    others = [m for m in around.milestones if m.key != entry.milestone]
    if entry.milestone != NONE and not chosen:
        words[entry.milestone] = f"{entry.milestone} (no longer in blockers.yml)"
    for each in (*chosen, *others)[: MOST_MILESTONES - len(words)]:
        words[each.key] = each.name or each.key
    return one_of(f"milestone/{stamp}", "Milestone", words, entry.milestone)


def _zones(entry: Entry, around: Surroundings) -> list[tuple[str, Mapping[str, str]]]:
    near = dict.fromkeys((entry.zone, *around.zones))
    common = [zone for zone in around.common if zone not in near]
    return [
        ("Here and yours", {zone: _zone_words(zone, around.now) for zone in near}),
        ("Others", {zone: _zone_words(zone, around.now) for zone in common}),
    ]


def _zone_words(zone: str, now: datetime) -> str:
    return f"{zone} ({offset(now.astimezone(ZoneInfo(zone)))} now)"


def _countries(around: Surroundings) -> list[tuple[str, Mapping[str, str]]]:
    """By first letter: Slack takes a hundred options in a list."""
    groups: dict[str, dict[str, str]] = {}
    for code, name in around.countries.items():
        groups.setdefault(name[0], {})[code] = f"{name} ({code})"
    return [("None", {NONE: "None: holidays are days like others"}), *groups.items()]


def _graces(chosen: str) -> Mapping[str, str]:
    if chosen in GRACES:
        return GRACES
    own = length_words(timedelta(seconds=int(chosen)))
    return dict(sorted({**GRACES, chosen: own}.items(), key=lambda each: int(each[0])))


def _capitals(words: Mapping[str, str]) -> Mapping[str, str]:
    return {value: word[:1].upper() + word[1:] for value, word in words.items()}


def _foot(form: SettingsForm, said: Said) -> list[Json]:
    log = [context_blocks("\n".join(said.log))] if said.log else []
    reset = None
    if said.resettable:
        reset = button(
            "Reset to the file", Action.SETTINGS_RESET, Place(channel=form.channel).encode()
        )
        asked = "What was chosen for this channel in Slack is dropped; blockers.yml decides again."
        reset |= {"confirm": confirm("Reset to the file?", asked, "Reset")}
    return [*log, *actions_blocks([reset])]


def _view(blocks: Sequence[Json], form: SettingsForm | None = None) -> Json:
    if form is None:
        return modal_view(SETTINGS_VIEW, TITLE, blocks)
    return modal_view(SETTINGS_VIEW, TITLE, blocks, metadata=form.encode(), submit="Save")


def fits(text: str) -> bool:
    """Whether own off-dates can be changed in the form."""
    return len(text) <= MAX_INPUT
