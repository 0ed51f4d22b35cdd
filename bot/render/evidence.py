"""Evidence in words: what a probe said when an item was ticked, and what it says now."""

from bot.domain.board import ItemView
from bot.domain.checklist import Item, ItemState
from bot.domain.evidence import Against, Reading
from bot.domain.health import Verdict
from bot.render.escape import outside, plain
from bot.render.limits import NAME, SHORT
from bot.render.words import LocalTime, count

VERDICT_WORD = {
    Verdict.UP: "green",
    Verdict.DEGRADED: "degraded",
    Verdict.DOWN: "red",
    Verdict.UNKNOWN: "silent",
}
ERROR = 300
CONTESTED_EMOJI = "⚠️"


def then_words(item: Item) -> str:
    """``api-cert green then``; a tick against red says why."""
    touched = item.touched
    reading = touched.reading if touched else None
    if touched is None or reading is None or item.state.is_open:
        return ""
    name = outside(reading.probe, NAME)
    if reading.verdict is Verdict.DOWN and touched.why:
        return f"though {name} was red: {outside(touched.why, SHORT)}"
    return then_said(reading)


def then_said(reading: Reading) -> str:
    """``api-cert green then on a1b2``."""
    build = f" on {outside(reading.build, NAME)}" if reading.build else ""
    return f"{outside(reading.probe, NAME)} {VERDICT_WORD[reading.verdict]} then{build}"


def is_silent(item: Item | None) -> bool:
    """Whether it was ticked while its probe could not be asked: then that is said too."""
    reading = item.touched.reading if item and item.touched else None
    done = item is not None and item.state is ItemState.DONE
    return done and reading is not None and reading.verdict is Verdict.UNKNOWN


def now_words(shown: ItemView) -> str:
    """``evidence: api-https, red now``; of a done one only what is no longer green."""
    item, evidence = shown.item, shown.item.evidence
    if evidence is None:
        return ""
    name = outside(evidence.probe, NAME)
    if shown.probe is None:
        return f"evidence: {name}" if item.state.is_open else ""
    word = VERDICT_WORD[shown.probe.verdict]
    if item.state.is_open:
        auto = ", ticks by itself" if evidence.auto else ""
        return f"evidence: {name}, {word} now{auto}"
    if item.standing_doubt or shown.probe.verdict is not Verdict.DOWN:
        return ""
    return f"{name} {word} now"


def doubt_words(shown: ItemView, local: LocalTime) -> str:
    """``ticked by Bob, *contested since 08:12*: api-cert says expired 2 days ago``; "" if none."""
    item, doubt = shown.item, shown.item.standing_doubt
    if doubt is None:
        return ""
    by = outside(shown.touched_by, NAME)
    ticked = f"ticked by {by}, " if by else ""
    name = outside(doubt.reading.probe, NAME)
    since = local.moment(doubt.since)
    if doubt.against is Against.CHANGED:
        when = f"{local.moment(item.touched.at)}, " if item.touched else ""
        return f"{ticked}{when}*check again*: {name} was given another definition at {since}"
    return (
        f"{ticked}*contested since {since}*: {name} says {outside(doubt.reading.sentence, SHORT)}"
    )


def red_words(reading: Reading) -> str:
    """At an input of a modal, which shows plain text."""
    return plain(
        f"{reading.probe} is red: {reading.sentence}. Say here why it is done all the same.", ERROR
    )


def reading_words(reading: Reading, local: LocalTime) -> str:
    """``green: valid for 80 days more; took 12 ms, Mon 08:12 (80 days left)``."""
    word = VERDICT_WORD[reading.verdict]
    if reading.at is None:
        return f"*{word}*: it has not answered yet"
    said = outside(reading.sentence, SHORT)
    flapping = ", flapping" if reading.flapping else ""
    took = f"took {reading.took_ms:.0f} ms, " if reading.took_ms is not None else ""
    figures = [
        _figure_words(name, value, reading.sentence)
        for name, value in reading.figures
        if not isinstance(value, str)  # those are in the sentence, or too long to read
    ]
    if reading.build:
        figures.append(f"build {outside(reading.build, NAME)}")
    detail = f" ({', '.join(filter(None, figures))})" if any(figures) else ""
    return f"*{word}*{flapping}: {said}; {took}{local.moment(reading.at)}{detail}"


def _figure_words(name: str, value: float, sentence: str) -> str:
    """``80 days left``, ``status 200``; "" for what the sentence says already."""
    if name != "days_left" or not isinstance(value, int):
        return f"{outside(name.replace('_', ' '), NAME)} {value}"
    if "expired" in sentence:
        return ""
    if value < 0:
        return f"expired {count(-value, 'day')} ago"
    return f"{count(value, 'day')} left" if value else "less than a day left"
