"""What stands in the settings form, read into a choice; else a sentence for the input at fault."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from zoneinfo import available_timezones

from bot.domain.channels import FIELDS, ChannelChoice, stamps_of
from bot.domain.ids import MilestoneKey
from bot.domain.milestone import DigestSchedule, MentionPolicy
from bot.domain.off_dates import read_off_dates, write_off_dates
from bot.domain.roster import Roster
from bot.render.escape import plain
from bot.render.settings import GRACES, NONE, OFF, ON, QUIET, Entry, fits
from bot.render.values import BadValueError
from bot.services.countries import countries, place_name, regions
from bot.services.zones import near_zones, zone_called
from bot.slack.payloads import Values

Problems = dict[str, str]
"""Field → what was expected."""
STAMPS = "."
SENTENCE = 400
SHOWN_REGIONS = 60
_SECOND = timedelta(seconds=1)
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)
_WEEK = {str(day): day for day in range(7)}


def write_entry(choice: ChannelChoice, zone: str, milestone: MilestoneKey | None = None) -> Entry:
    """The form for a choice; where there is no schedule yet, ``zone`` is proposed."""
    followed = choice.milestone or milestone
    entry = Entry(milestone=followed or NONE, zone=zone, posts=ON if choice.posts else OFF)
    schedule = choice.schedule
    if schedule is None:
        return entry
    country, _, region = (schedule.holidays or NONE).partition("-")
    off = write_off_dates(schedule.off_dates)
    return replace(
        entry,
        at=f"{schedule.at:%H:%M}",
        zone=schedule.timezone,
        days=tuple(str(day) for day in sorted(schedule.days)),
        country=country or NONE,
        region=region,
        off=off if fits(off) else None,
        mention=schedule.mention.value,
        quiet=schedule.quiet,
        grace=str(schedule.grace // _SECOND),
    )


def read_entry(values: Values) -> Entry:
    """As it stands in the inputs, right or wrong; a block_id is ``field/stamp``."""
    found = {block.partition("/")[0]: _chosen(inner) for block, inner in values.items()}

    def one(name: str) -> str:
        return next(iter(found.get(name, ())), "")

    return Entry(
        milestone=one("milestone") or NONE,
        posts=one("posts"),
        at=one("at"),
        zone=one("zone"),
        other_zone=" ".join(one("other_zone").split()),
        days=tuple(found.get("days", ())),
        country=one("country") or NONE,
        region=" ".join(one("region").split()),
        off=one("off") if "off" in found else None,
        mention=one("mention"),
        quiet=QUIET in found.get("quiet", ()),
        grace=one("grace"),
    )


@dataclass(frozen=True, slots=True)
class Reading:
    choice: ChannelChoice
    problems: Problems


def read_choice(entry: Entry, stands: ChannelChoice, roster: Roster) -> Reading:
    """``choice`` is meant only where there are no ``problems``.

    Raises BadValueError where a list holds what was never in it.
    """
    problems: Problems = {}
    milestone = _milestone(entry, stands, roster)
    schedule = DigestSchedule(
        at=_time(entry, problems),
        timezone=_zone(entry, problems),
        days=_days(entry, problems),
        holidays=_holidays(entry, problems),
        off_dates=_off_dates(entry, stands, problems),
        mention=_mention(entry),
        quiet=entry.quiet,
        grace=_grace(entry, stands),
    )
    posts = entry.posts == ON
    if posts and milestone is None:
        problems["milestone"] = "A digest is about a milestone: pick one, or turn the digest off."
    told = {name: plain(sentence, SENTENCE) for name, sentence in problems.items()}
    return Reading(ChannelChoice(milestone=milestone, posts=posts, schedule=schedule), told)


def blocks_of(problems: Mapping[str, str], inputs: Sequence[str]) -> dict[str, str]:
    """By block_id, as a modal shows them."""
    named = {block.partition("/")[0]: block for block in inputs}
    return {named.get(name, name): sentence for name, sentence in problems.items()}


def write_stamps(choice: ChannelChoice) -> str:
    """For the form's ``stamps``."""
    stamps = stamps_of(choice)
    return STAMPS.join(stamps[name] for name in FIELDS)


def read_stamps(text: str) -> dict[str, str]:
    """Raises BadValueError where the form is none of ours."""
    stamps = text.split(STAMPS)
    if len(stamps) != len(FIELDS):
        raise BadValueError("the form has lost what it was drawn from")
    return dict(zip(FIELDS, stamps, strict=True))


def _chosen(inner: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return next(iter(inner.values()), ())


def _milestone(entry: Entry, stands: ChannelChoice, roster: Roster) -> MilestoneKey | None:
    if entry.milestone == NONE:
        return None
    if entry.milestone != stands.milestone and roster.milestone(entry.milestone) is None:
        raise BadValueError("no such milestone")
    return MilestoneKey(entry.milestone)


def _time(entry: Entry, problems: Problems) -> time:
    found = _CLOCK.fullmatch(entry.at)
    if found is None:
        problems["at"] = "Pick a time, as in 09:00."
        return time(9)
    return time(int(found[1]), int(found[2]))


def _zone(entry: Entry, problems: Problems) -> str:
    if entry.other_zone:
        found = zone_called(entry.other_zone)
        if found is None:
            near = " or ".join(near_zones(entry.other_zone))
            hint = f"Did you mean {near}?" if near else "An IANA name as in Asia/Kolkata is needed."
            problems["other_zone"] = f"I know no time zone \u201c{entry.other_zone}\u201d. {hint}"
        return found or "UTC"
    if entry.zone not in available_timezones():
        problems["zone"] = "Pick a time zone, or type its name below."
        return "UTC"
    return entry.zone


def _days(entry: Entry, problems: Problems) -> frozenset[int]:
    if not set(entry.days) <= _WEEK.keys():
        raise BadValueError("no such day")
    days = frozenset(_WEEK[day] for day in entry.days)
    if not days and entry.posts == ON:
        problems["days"] = "Pick at least one day, or turn the digest off."
    return days


def _holidays(entry: Entry, problems: Problems) -> str | None:
    if entry.country == NONE:
        if entry.region:
            problems["region"] = "Pick its country above first."
        return None
    if entry.country not in countries():
        raise BadValueError("no such country")
    if not entry.region:
        return entry.country
    known = regions(entry.country)
    region = next((each for each in known if each.casefold() == entry.region.casefold()), None)
    if region is None:
        name = place_name(entry.country)
        more = ", \u2026" if len(known) > SHOWN_REGIONS else ""
        listed = f"Known are: {', '.join(known[:SHOWN_REGIONS])}{more}"
        problems["region"] = f"No holidays are known for \u201c{entry.region}\u201d in {name}. " + (
            listed if known else "Leave it out."
        )
        return entry.country
    return f"{entry.country}-{region}"


def _off_dates(entry: Entry, stands: ChannelChoice, problems: Problems) -> frozenset[date]:
    if entry.off is None:
        return stands.schedule.off_dates if stands.schedule else frozenset()
    found = read_off_dates(entry.off)
    if found.mistake:
        problems["off"] = found.mistake
    return found.dates


def _mention(entry: Entry) -> MentionPolicy:
    try:
        return MentionPolicy(entry.mention)
    except ValueError as error:
        raise BadValueError(str(error)) from None


def _grace(entry: Entry, stands: ChannelChoice) -> timedelta:
    if stands.schedule and entry.grace == str(stands.schedule.grace // _SECOND):
        return stands.schedule.grace
    if entry.grace not in GRACES:
        raise BadValueError("no such grace")
    return int(entry.grace) * _SECOND
