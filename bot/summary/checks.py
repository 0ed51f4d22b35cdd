"""Doubts that show only when the whole document has been read."""

import re
from dataclasses import replace
from datetime import date

from bot.domain.document import DocumentHead, ReadBlocker, ReadItem, ReadWarning, TimelineWeek
from bot.domain.secrets import has_address, has_mention, has_secret, lines_in_doubt, masked
from bot.domain.told_apart import told_apart
from bot.summary.drafts import Draft, Reading
from bot.summary.exact import unshielded
from bot.summary.inline import plain
from bot.summary.keys import find_keys
from bot.summary.source import Line

_STALE_DAYS = 30
_SUSPECT_DAYS = 180
_SATURDAY = 5
_CLOSED = {"done", "skipped"}
_DISGUISES = ("\\", "*", "`", "&")
_KEY_BEGINS = "PRIVATE KEY-----"
_KEY_BODY = re.compile(r"^[\s>]*[A-Za-z0-9+/]{8,}={0,2}\s*$")
_UNSAID = "said of a line that looks like a secret"


def flag_secrets(drafts: list[Draft]) -> None:
    """All items are asked at once: of nearly all of them one look at the whole text is enough."""
    items = [item for draft in drafts for item in draft.items]
    texts = [unshielded(item.text).replace("\n", " ") for item in items]
    for at in lines_in_doubt("\n".join(texts)):
        if has_secret(texts[at]):
            items[at].flag = "secret_like"


def check_dates(
    reading: Reading, head: DocumentHead, blockers: tuple[ReadBlocker, ...], today: date
) -> None:
    late = [
        one for one in blockers if one.target and one.target < today and one.status not in _CLOSED
    ]
    late = [one for one in late if not _suspect(one, head)]
    if late:
        days = ", ".join(sorted({str(one.target) for one in late}))
        reading.warn("overdue", f"on {today} these targets are past: {days}")
    if head.dated and (today - head.dated).days > _STALE_DAYS:
        reading.warn("stale_document", f"dated {head.dated}, {(today - head.dated).days} days ago")
    names = told_apart((one.key or one.title, one.line) for one in blockers)
    for one, name in zip(blockers, names, strict=True):
        if (
            one.target
            and one.target.weekday() >= _SATURDAY
            and one.target_raw
            and re.search(r"\d", one.target_raw)
        ):
            reading.warn("weekday_odd", f"{name}: {one.target} is a weekend day", one.line)


def name_apart(reading: Reading, drafts: list[Draft]) -> None:
    """The second of one title is told by its line, and doubted: without keys they may be one."""
    names = told_apart((one.called, one.line) for one in drafts)
    for draft, name in zip(drafts, names, strict=True):
        if name != draft.called:
            reading.warn("title_twice", f"{name}: one above has this title too", draft.line)
            draft.name = name


def check_weeks(reading: Reading, weeks: tuple[TimelineWeek, ...]) -> None:
    odd = [one for one in weeks if one.end and one.end.weekday() >= _SATURDAY]
    if odd:
        reading.warn("weekday_odd", "weeks of the timeline end on a weekend day in that year")


def _suspect(blocker: ReadBlocker, head: DocumentHead) -> bool:
    base = head.dated
    return bool(base and blocker.target and (base - blocker.target).days > _SUSPECT_DAYS)


def check_parents(reading: Reading, blockers: tuple[ReadBlocker, ...]) -> None:
    """A line keeps its own tick, and whoever reads it is told of the open one below it."""
    for blocker in blockers:
        above: list[ReadItem] = []
        for item in blocker.items:
            above = [one for one in above if one.depth < item.depth]
            if item.state in {"todo", "doing"}:
                for one in above:
                    detail = f"{one.text[:40]}: ticked, but something below it is open"
                    reading.warn("state_conflict", detail, one.line)
                above = []
            elif item.state == "done":
                above.append(item)


def check_counts(reading: Reading, blockers: tuple[ReadBlocker, ...]) -> None:
    for count, line in reading.counts:
        below = [one for one in blockers if one.line > line and one.blocking is not False]
        if below and len(below) < count:
            reading.warn(
                "count_conflict", f"the heading says {count}, {len(below)} were found", line
            )


def mentions_of(
    reading: Reading, blockers: tuple[ReadBlocker, ...], lines: list[Line]
) -> tuple[str, ...]:
    known = {one.key for one in blockers}
    dashed = [line.text for line in lines if "-" in line.text.lstrip("-* ")]
    found = find_keys("\n".join(dashed))
    left = tuple(
        key for key in found if key not in known and not key.endswith(("-0", "-00", "-000"))
    )
    missing = [key for key in left if key in reading.next_keys]
    if missing:
        reading.warn("not_imported", f"{', '.join(missing)}: named for the next milestone only")
    return left


def check_lines(lines: list[Line]) -> list[ReadWarning]:
    """Every line of the file, code and comments too: it may be posted or exported later."""
    found: list[ReadWarning] = []
    secret = _secret_lines(lines)
    for line in lines:
        if line.number in secret:
            detail = "something like a live secret stands here"
            found.append(ReadWarning("secret_like", detail, line.number))
        if "." in line.text and has_address(line.text):
            found.append(
                ReadWarning("address_like", "an internet address stands here", line.number)
            )
        if ("@" in line.text or "<" in line.text) and has_mention(line.text):
            found.append(
                ReadWarning(
                    "mention_defused", "reaches Slack as plain text and calls nobody", line.number
                )
            )
    return found


def hushed(warnings: list[ReadWarning]) -> list[ReadWarning]:
    """What is doubted is told without the secret that stands in it, whole or cut off."""
    secret = {one.line for one in warnings if one.code == "secret_like"}
    return [
        one
        if one.code == "secret_like"
        else replace(one, detail=_UNSAID if one.line in secret else masked(one.detail))
        for one in warnings
    ]


def _secret_lines(lines: list[Line]) -> set[int]:
    suspected = _suspected(lines)
    found: set[int] = set()
    inside = False
    for at, line in enumerate(lines):
        if at in suspected and _is_secret(line.text):
            found.add(line.number)
            inside = inside or _KEY_BEGINS in line.text
        elif inside:
            inside = _KEY_BODY.match(line.text) is not None
            found.update({line.number} if inside else ())
    return found


def _is_secret(text: str) -> bool:
    """As it is written, or as it reads once Markdown's own signs are gone."""
    return has_secret(text) or (
        any(sign in text for sign in _DISGUISES) and has_secret(plain(text))
    )


def _suspected(lines: list[Line]) -> set[int]:
    """At which places something stands that may be a secret."""
    return lines_in_doubt("\n".join([line.text for line in lines]), "".join(_DISGUISES[:3]))
