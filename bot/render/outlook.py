"""The next posts of a schedule in words: across the next clock change, and what is left out."""

from datetime import date, datetime, timedelta

from bot.domain.milestone import DigestSchedule
from bot.domain.outlook import ComingPost, LeftOut, Outlook
from bot.render.escape import outside
from bot.render.limits import SHORT
from bot.render.words import LocalTime, count

SHOWN_LEFT_OUT = 5
_HOUR = timedelta(hours=1)


def outlook_lines(outlook: Outlook, schedule: DigestSchedule, now: datetime) -> list[str]:
    """Escaped. Each post with its local time, and the offset where it is another than before."""
    local = LocalTime.of(now, schedule.timezone)
    lines = [f"• {words}" for words in _posts(outlook, schedule, local)]
    if not lines:
        return ["No post within a year."]
    if outlook.done:
        lines.insert(0, f"• {local.day(outlook.done)}: posted already")
    if outlook.change and outlook.after:
        after = _post(outlook.after, schedule, local)
        lines.append(
            f"Clocks change on {local.day(outlook.change)}; then {after} {offset(outlook.after.at)}"
        )
    if outlook.left_out:
        lines.append(f"Left out: {_left_out(outlook.left_out, local)}")
    return lines


def next_words(outlook: Outlook | None, schedule: DigestSchedule | None, now: datetime) -> str:
    """``Thu 19 Nov 09:30 (UTC-5)``; "" where there is none."""
    if outlook is None or schedule is None or not outlook.posts:
        return ""
    local = LocalTime.of(now, schedule.timezone)
    first = outlook.posts[0]
    return f"{_post(first, schedule, local)} ({offset(first.at)})"


def offset(at: datetime) -> str:
    """``UTC``, ``UTC-5``, ``UTC+5:30``."""
    shift = at.utcoffset() or timedelta(0)
    hours, rest = divmod(abs(shift), _HOUR)
    sign = "-" if shift < timedelta(0) else "+"
    minutes = f":{rest // timedelta(minutes=1):02d}" if rest else ""
    return f"UTC{sign}{hours}{minutes}" if shift else "UTC"


def _posts(outlook: Outlook, schedule: DigestSchedule, local: LocalTime) -> list[str]:
    said: list[str] = []
    before, change = None, outlook.change
    for post in outlook.posts:
        words = _post(post, schedule, local)
        if before is None:
            words = f"{words} ({offset(post.at)})"
        elif post.at.utcoffset() != before:
            when = f", clocks change on {local.day(change)}" if change else ""
            words, change = f"{words} ({offset(post.at)} from here{when})", None
        said.append(words)
        before = post.at.utcoffset()
    return said


def _post(post: ComingPost, schedule: DigestSchedule, local: LocalTime) -> str:
    words = f"{local.day(post.at.date())} {post.at:%H:%M}"
    if post.moved:
        return f"{words}, since there is no {schedule.at:%H:%M} that day"
    return f"{words}, the first of two that day" if post.twice else words


def _left_out(days: tuple[LeftOut, ...], local: LocalTime) -> str:
    said = [_span(each.day, each.until, local) + _why(each) for each in days[:SHOWN_LEFT_OUT]]
    more = len(days) - SHOWN_LEFT_OUT
    return ", ".join([*said, *([f"{count(more, 'more day')}"] if more > 0 else [])])


def _span(first: date, last: date, local: LocalTime) -> str:
    return local.day(first) if first == last else f"{local.day(first)} to {local.day(last)}"


def _why(each: LeftOut) -> str:
    return f" ({outside(each.why, SHORT)})" if each.why else " (own off-date)"
