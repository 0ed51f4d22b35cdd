"""Commands worth trying first, fitting what the sandbox is filled with."""

from dataclasses import dataclass

from sandbox.seed import LinearIssue, LinearSeed

_COMMAND = "/blockers"
_BLOCKER = "blocker"
_CLOSED = frozenset({"completed", "canceled", "duplicate"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    text: str
    note: str


def examples_for(linear: LinearSeed) -> tuple[Example, ...]:
    key = _worth_opening(linear)
    words = (
        ("", "the state of this channel's milestone"),
        *([(key, "one blocker and its checklist")] if key else []),
        ("mine", "what waits for you"),
        ("overdue", "a filter; several may stand together"),
        ("risk", "what makes it risky, and what takes that away"),
        ("probes", "the health of what is probed"),
        ("history", "who changed what, and when"),
        ("add Load test", "a blocker that lives here"),
        ("export", "the summary as a document"),
        ("settings", "the channel's digest"),
        ("digest", "a private preview of the digest"),
        ("doctor", "what is wrong with this installation"),
        ("help", "all commands"),
    )
    return tuple(Example(text=f"{_COMMAND} {word}".strip(), note=note) for word, note in words)


def _worth_opening(linear: LinearSeed) -> str | None:
    """The blocker with most to see: under way, with an owner, with a checklist."""
    closed = {state.name for team in linear.teams for state in team.states if state.type in _CLOSED}
    started = {
        state.name for team in linear.teams for state in team.states if state.type == "started"
    }

    def weight(issue: LinearIssue) -> tuple[bool, bool, bool]:
        return (issue.state in started, issue.assignee is not None, bool(issue.description))

    blockers = [
        issue for issue in linear.issues if _BLOCKER in issue.labels and issue.state not in closed
    ]
    return max(blockers, key=weight).identifier if blockers else None
