"""A row of the log as a sentence: who did what, from what to what, where, and why."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import accumulate, groupby
from typing import Final

from bot.domain.checklist import HOME_TAB, AuditEntry
from bot.domain.evidence import is_signed
from bot.domain.history import History, LogRow
from bot.domain.reminders import PUT_OFF
from bot.domain.replies import ReplyKind
from bot.domain.trackers import Source
from bot.render.escape import channel_link, outside, wire_size
from bot.render.evidence import then_said
from bot.render.limits import NAME, SENTENCE, SHORT
from bot.render.lines import dotted
from bot.render.words import LocalTime, count

_OWN_WORDS = re.compile(r"[^“(]*")
"""How a phrase begins, before it says what others wrote."""
Say = Callable[[AuditEntry, "Speaker"], str]
STATES: Final = {"todo": "to do", "doing": "doing", "done": "done", "skipped": "skipped"}
_LISTED: Final = {"added": "added", "archived": "archived", "restored": "brought back"}
_CLOSED: Final = {"done": "ticked {}", "skipped": "skipped {}"}
_OPENED: Final = {"done": "reopened {}", "skipped": "took {} up again", "doing": "put {} back"}
_LISTING = 1_200
"""Characters of JSON for the texts of what came or went at once; what is left is counted."""
_NAMES: Final = {
    "why": "why it blocks",
    "next": "the next action",
    "effort": "the effort",
    "note": "the note",
    "text": "the text",
}


class Speaker:
    """Knows how everybody and every blocker of a history is called."""

    def __init__(self, history: History, local: LocalTime) -> None:
        self._history = history
        self._local = local

    def row(self, row: LogRow) -> str:
        """``09:41 Bob ticked “DNS integration” (to do → done) · THR-42 · from the digest``."""
        entry = row.first
        first, *more = dict.fromkeys(self._phrases(row))
        key = "" if self._history.blocker else self.key(entry)
        if key and not entry.item:
            own = _OWN_WORDS.match(first)
            end = own.end() if own else 0
            head = re.sub(r"\bit\b", lambda _: key, first[:end], count=1)
            first, key = head + first[end:], "" if key in head else key
        did = "; ".join((first, *more))
        line = f"{self._local.clock(entry.at)} {self.who(entry.by)} {did}"
        return dotted(line, key, self.where(entry.where), self.why(row))

    def _phrases(self, row: LogRow) -> Iterator[str]:
        """What came, went or came back at once is told in one breath."""
        for kind, found in groupby(row.entries, key=lambda one: one.kind if one.item else ""):
            if kind in _LISTED:
                yield _listed(_LISTED[kind], [quoted(one.text) for one in found])
            else:
                yield from (self.did(one) for one in found)

    def did(self, entry: AuditEntry) -> str:
        say = (_OF_ITEM if entry.item else _OF_BLOCKER).get(entry.kind, _changed)
        return say(entry, self)

    def who(self, by: str) -> str:
        return outside(self._history.names.get(by, by), NAME) or "somebody"

    def key(self, entry: AuditEntry) -> str:
        """Of what the entry is about, also where it is among the blockers no more."""
        key = entry.key or self._history.keys.get(entry.blocker, "")
        return outside(key, NAME)

    def person(self, written: str) -> str:
        return outside(self._history.names.get(written, written), NAME) or "nobody"

    def day(self, word: str) -> str:
        if not word:
            return "no date"
        try:
            return self._local.day(date.fromisoformat(word))
        except ValueError:
            return outside(word, NAME)

    def where(self, where: str) -> str:
        """A message that is still on display is called by what it is, else its channel is said."""
        if where == HOME_TAB:
            return "from the Home tab"
        channel = where.partition(":")[0]
        if not channel:
            return ""
        place, link = self._history.places.get(where), f"in {channel_link(channel)}"
        return f"from {place} {link}" if place else link

    def why(self, row: LogRow) -> str:
        told = (
            (entry.why, entry.kind in {*ReplyKind, PUT_OFF}) for entry in row.entries if entry.why
        )
        reasons = (f"it {why}" if of_a_need else why for why, of_a_need in dict.fromkeys(told))
        said = "; ".join(outside(reason, SHORT) for reason in reasons)
        return f"because {said}" if said else ""


def quoted(text: str) -> str:
    return f"“{outside(text, SHORT) or '…'}”"


def _listed(verb: str, texts: Sequence[str]) -> str:
    """``added 6 items: “a”, “b” and 4 more``."""
    if len(texts) == 1:
        return f"{verb} {texts[0]}"
    sizes = accumulate(wire_size(text) for text in texts)
    shown = max(sum(size <= _LISTING for size in sizes), 1)
    more = f" and {len(texts) - shown} more" if len(texts) > shown else ""
    return f"{verb} {count(len(texts), 'item')}: {', '.join(texts[:shown])}{more}"


def _moved(before: str, after: str) -> str:
    return f"{before} → {after}"


def _state(entry: AuditEntry, _speaker: Speaker) -> str:
    before, after = (STATES.get(word, outside(word, NAME)) for word in (entry.before, entry.after))
    opened = "began {}" if entry.after == "doing" else "changed {}"
    verb = _CLOSED.get(entry.after) or _OPENED.get(entry.before, opened)
    then = f", {then_said(entry.reading)}" if entry.reading else ""
    return f"{verb.format(quoted(entry.text))} ({_moved(before, after)}){then}"


def _reworded(entry: AuditEntry, _speaker: Speaker) -> str:
    return f"reworded {quoted(entry.before)} to {quoted(entry.after)}"


def _item_owner(entry: AuditEntry, speaker: Speaker) -> str:
    moved = _moved(speaker.person(entry.before), speaker.person(entry.after))
    return f"handed {quoted(entry.text)} over ({moved})"


def _item_due(entry: AuditEntry, speaker: Speaker) -> str:
    moved = _moved(speaker.day(entry.before), speaker.day(entry.after))
    return f"moved the date of {quoted(entry.text)} ({moved})"


def _noted(entry: AuditEntry, _speaker: Speaker) -> str:
    if not entry.after:
        return f"took the note of {quoted(entry.text)} away, it was {quoted(entry.before)}"
    was = f", it was {quoted(entry.before)}" if entry.before else ""
    return f"noted {quoted(entry.after)} at {quoted(entry.text)}{was}"


def _tied(entry: AuditEntry, _speaker: Speaker) -> str:
    before, after = outside(entry.before, SHORT), outside(entry.after, SHORT)
    if not after:
        return f"untied {quoted(entry.text)} from {before}"
    return f"tied {quoted(entry.text)} to {after}{f' (it was {before})' if before else ''}"


def _judged(verb: str) -> Say:
    """With what the probe said, where it is not the probe that says it."""

    def say(entry: AuditEntry, _speaker: Speaker) -> str:
        said = then_said(entry.reading) if entry.reading and not is_signed(entry.by) else ""
        return verb.format(quoted(entry.text)) + (f", {said}" if said else "")

    return say


def _uncontested(entry: AuditEntry, speaker: Speaker) -> str:
    """By the probe that contested it, or by a person who has a reason."""
    if is_signed(entry.by):
        return f"no longer contests {quoted(entry.text)}"
    return _judged("kept {} done though contested")(entry, speaker)


def _placed(entry: AuditEntry, _speaker: Speaker) -> str:
    moved = _moved(outside(entry.before, NAME), outside(entry.after, NAME))
    return f"moved {quoted(entry.text)} in the list ({moved})"


def _changed(entry: AuditEntry, _speaker: Speaker) -> str:
    """A kind without words of its own: what it is called, from what to what."""
    name = _NAMES.get(entry.kind, outside(entry.kind, NAME))
    before, after = (quoted(word) if word else "nothing" for word in (entry.before, entry.after))
    return f"changed {name} ({_moved(before, after)})"


def _appeared(entry: AuditEntry, speaker: Speaker) -> str:
    verb = "showed a new blocker" if entry.by in set(Source) else "added the blocker"
    if entry.before == "watched":
        verb = "showed a new issue to watch"
    return " ".join(word for word in (verb, speaker.key(entry), quoted(entry.text)) if word)


def _vanished(entry: AuditEntry, speaker: Speaker) -> str:
    why = f": it {outside(entry.after, SENTENCE)}" if entry.after else ""
    return f"no longer lists {speaker.key(entry)} {quoted(entry.text)}{why}"


def _staged(verb: str) -> Say:
    def say(entry: AuditEntry, _speaker: Speaker) -> str:
        before, after = (outside(word, NAME) for word in (entry.before, entry.after))
        return f"{verb} ({_moved(before or 'new', after)})"

    return say


def _handed(entry: AuditEntry, speaker: Speaker) -> str:
    return f"handed it over ({_moved(speaker.person(entry.before), speaker.person(entry.after))})"


def _due(entry: AuditEntry, speaker: Speaker) -> str:
    return f"moved its date ({_moved(speaker.day(entry.before), speaker.day(entry.after))})"


def _priority(entry: AuditEntry, _speaker: Speaker) -> str:
    return f"made it {outside(entry.after, NAME)} (was {outside(entry.before, NAME)})"


def _renamed(entry: AuditEntry, _speaker: Speaker) -> str:
    return f"renamed it from {quoted(entry.before)} to {quoted(entry.after)}"


def _watched(entry: AuditEntry, _speaker: Speaker) -> str:
    if entry.after == "watched":
        return "made it only watched (it blocked)"
    return "made it blocking (it was only watched)"


def _labelled(entry: AuditEntry, _speaker: Speaker) -> str:
    before, after = (set(filter(None, w.split(", "))) for w in (entry.before, entry.after))
    parts = [
        f"{word} {quoted(', '.join(sorted(labels)))}"
        for word, labels in (("added", after - before), ("took off", before - after))
        if labels
    ]
    return f"changed its labels: {' and '.join(parts)}"


def _estimated(entry: AuditEntry, _speaker: Speaker) -> str:
    before, after = (outside(word, NAME) or "none" for word in (entry.before, entry.after))
    return f"changed its estimate ({_moved(before, after)})"


def _noted_for_digest(entry: AuditEntry, _speaker: Speaker) -> str:
    return f"noted at it {quoted(entry.after)}"


def _took_on(entry: AuditEntry, speaker: Speaker) -> str:
    return f"took on {speaker.key(entry) or 'it'}"


def _disowned(entry: AuditEntry, speaker: Speaker) -> str:
    to = f", suggested {speaker.person(entry.after)}" if entry.after else ", suggested nobody"
    return f"said it is not theirs{to}"


def _became(entry: AuditEntry, _speaker: Speaker) -> str:
    return f"took it over as {outside(entry.after, NAME)}"


_OF_ITEM: Final[Mapping[str, Say]] = {
    "state": _state,
    "text": _reworded,
    "owner": _item_owner,
    "due": _item_due,
    "note": _noted,
    "moved": _placed,
    "evidence": _tied,
    "contested": _judged("contested {}"),
    "uncontested": _uncontested,
    "recheck": _judged("asks to check {} again"),
    "rechecked": _judged("checked {} again"),
    "proven": _judged("proved {}"),
}
_OF_BLOCKER: Final[Mapping[str, Say]] = {
    "appeared": _appeared,
    "blocker added": _appeared,
    "vanished": _vanished,
    "cleared": _staged("cleared it"),
    "reopened": _staged("reopened it"),
    "workflow": _staged("moved it on"),
    "blocker due": _due,
    "assignee": _handed,
    "priority": _priority,
    "title": _renamed,
    "watched": _watched,
    "labels": _labelled,
    "estimate": _estimated,
    "became": _became,
    ReplyKind.ON_IT: _took_on,
    ReplyKind.NOT_MINE: _disowned,
    PUT_OFF: lambda entry, speaker: f"put it off until {speaker.day(entry.after)}",
    "blocker note": _noted_for_digest,
}
