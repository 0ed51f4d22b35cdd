"""Lines that several messages share: a blocker in one line, who owns it, sources and their age."""

from collections import Counter
from collections.abc import Sequence

from bot.domain.blocker import Blocker
from bot.domain.board import BlockerView, Board, Sources
from bot.domain.milestone import Readiness
from bot.domain.people import Owner
from bot.render.escape import outside
from bot.render.limits import NAME, NEXT_ACTION, SHORT, TITLE
from bot.render.words import LocalTime, capital, hours, progress_words

SHOWN_KEYS = 4


def local_time(board: Board) -> LocalTime:
    return LocalTime.of(board.now, board.timezone)


def title_words(view: BlockerView) -> str:
    return heading_words(view.blocker)


def heading_words(blocker: Blocker) -> str:
    """``*THR-42 TLS and ingress hardening*``."""
    key, title = outside(blocker.key, NAME), outside(blocker.title, TITLE)
    return f"*{key} {title}*" if title else f"*{key}*"


def key_words(view: BlockerView) -> str:
    return outside(view.blocker.key, NAME)


def names_words(names: Sequence[str]) -> str:
    """``Bob, Dana and Erin``; "" where none is known."""
    *first, last = [outside(name, NAME) or "somebody" for name in names] or [""]
    if not any(names):
        return ""
    return f"{', '.join(first)} and {last}" if first else last


def owner_words(owner: Owner | None) -> str:
    """A name, never a live mention; bold where there is none, since that needs somebody."""
    if owner is None:
        return "*no owner*"
    return outside(owner.name, NAME) or "unnamed owner"


def blocker_owner_words(view: BlockerView) -> str:
    """The assignee; where there is none, who is named on its items, so far as all are."""
    if view.blocker.owner or view.is_unowned:
        return owner_words(view.blocker.owner)
    return f"{', '.join(outside(name, NAME) for name in view.item_owners[:SHOWN_KEYS])} (items)"


def due_words(view: BlockerView, local: LocalTime) -> str:
    blocker = view.blocker
    if blocker.due is None or not blocker.is_open:
        return ""
    words = local.due(blocker.due)
    return f"{words} (the milestone's date)" if blocker.due_from_milestone else words


def dated_due_words(view: BlockerView, local: LocalTime) -> str:
    """Where there is room: the date itself too, once it has passed."""
    words, due = due_words(view, local), view.blocker.due
    late = words and due is not None and due < local.today
    return f"due {local.day(due)}, {words}" if late and due else words


def state_words(view: BlockerView) -> str:
    """The team's own word, as it stands in a sentence: ``in progress``, ``QA review``."""
    name = outside(view.blocker.state_name, NAME) or view.blocker.stage.value
    return " ".join(word if word.isupper() else word.lower() for word in name.split(" "))


def effort_words(view: BlockerView) -> str:
    if view.story.effort_hours:
        return f"{hours(view.story.effort_hours)} left"
    estimate = view.blocker.estimate
    return f"estimate {estimate:g}" if estimate else ""


def frees_words(view: BlockerView) -> str:
    """``clearing it frees THR-60``."""
    return f"clearing it frees {keys_words(view.frees)}" if view.frees else ""


def keys_words(keys: tuple[str, ...]) -> str:
    shown = [outside(key, NAME) for key in keys[:SHOWN_KEYS]]
    more = len(keys) - SHOWN_KEYS
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")


def next_words(view: BlockerView) -> str:
    """The next action of an open blocker; "" where none is told."""
    action = outside(view.story.next_action, NEXT_ACTION)
    return f"Next: {action}" if action and view.blocker.is_open else ""


def blocker_line(view: BlockerView, local: LocalTime) -> str:
    """``In progress · urgent · Bob · due Fri 20 Nov · ▰▰▰▱▱ 3 of 5``."""
    parts = (
        capital(state_words(view)),
        view.blocker.priority.word,
        blocker_owner_words(view),
        due_words(view, local),
        progress_words(view.progress),
        frees_words(view),
    )
    return dotted(*parts)


def dotted(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def trouble_line(sources: Sources, local: LocalTime) -> str:
    """Said at the top: an old reading must not pass for the present state. "" when all is well."""
    if not sources.trouble:
        return ""
    name = outside(sources.tracker, NAME) or "The tracker"
    line = f"⚠️ {name} is away ({outside(sources.trouble, SHORT)})"
    if sources.tracker_at is None:
        return f"{line}: nothing could be read yet"
    return f"{line}: this is from {local.moment(sources.tracker_at)}, {_age(sources, local)}"


def sources_line(board: Board, *, private: bool, live: bool = True, dated: bool = False) -> str:
    """What is posted stays on display, so it names times; a private answer names ages."""
    local, sources = local_time(board), board.sources
    parts = []
    for name, at in ((sources.tracker, sources.tracker_at), ("probes", sources.probes_at)):
        if at:
            when = local.ago(at) if private else f"at {local.moment(at)}"
            parts.append(f"{outside(name, NAME)} {when}")
    if not sources.tracker:
        parts.insert(0, "kept here, without a tracker")
    if sources.next_digest:
        parts.append(f"next digest {local.moment(sources.next_digest)}")
    day = f"{local.day(local.today)} " if dated else ""
    as_of = f"as of {day}{local.clock(board.now)} {local.zone_word}"
    if not private:
        as_of = f"live, {as_of}" if live else f"*not live* (I am not in this channel), {as_of}"
    return dotted(*parts, as_of)


def scorecard_line(board: Board) -> str:
    """``Scorecard: 4 ready, 2 blocked``; "" where there is none."""
    return f"Scorecard: {scorecard_tally(board)}" if board.scorecard else ""


def scorecard_tally(board: Board) -> str:
    """How many components have which verdict, the good ones first."""
    tally = Counter(verdict.readiness for verdict in board.scorecard)
    return ", ".join(f"{tally[word]} {word.value}" for word in Readiness if tally[word])


def _age(sources: Sources, local: LocalTime) -> str:
    return local.ago(sources.tracker_at) if sources.tracker_at else ""
