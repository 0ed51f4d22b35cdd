"""The issues of the sample team: two blockers, one watched, and the life around them."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from sandbox.roster import linear_id, moment, working_day
from sandbox.seed import LinearIssue, LinearRelation

TEAM = "THR"
PROJECT = linear_id("project/live")
PROJECT_MILESTONE = linear_id("project-milestone/production")

_TLS = """\
**Blocking:** production deployment
**Why:** no HTTPS, no release
**Next action:** finish the DNS part
**Effort:** 6-8 hours

## What's needed

- [x] Issuer configured
- [x] Ingress deployed
- [ ] Certificate issued
- 🔄 DNS integration
- [ ] Endpoint verified
"""
_CICD = """\
**Blocking:** automated deployment
**Why:** deployments are still by hand, slow and without a way back
**Next action:** write the workflow that plans and applies the infrastructure
**Effort:** 8-12 hours

## What's needed

- [ ] Plan and apply the infrastructure from a workflow
- [ ] Install and upgrade the chart for each environment
- [ ] Run the migrations before a deployment
- [ ] Check the health after a deployment
- [ ] Roll back by itself when the check fails
- [ ] Back up and restore the database
"""
_WEBSOCKET = """\
**Why:** the stream can be read without a key
**Next action:** agree on the handshake with the frontend
**Effort:** 4-6 hours

## What's needed

- [ ] Refuse a connection without a key
- [ ] Check the key against the account
- [ ] Try it with the frontend
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sketch:
    """What differs between the issues that only fill the workspace."""

    number: int
    title: str
    state: str
    priority: int
    age: int  # days since it was created
    labels: tuple[str, ...] = ()
    owner: str | None = None
    closed_before: int | None = None  # days


_BACKGROUND = (
    _Sketch(number=35, title="Domain and DNS zone", state="Done", priority=2, age=40,
            labels=("blocker",), owner="bob", closed_before=12),
    _Sketch(number=36, title="Frontend integration", state="Done", priority=2, age=38,
            labels=("blocker",), owner="charlie", closed_before=9),
    _Sketch(number=37, title="Integration tests", state="Done", priority=1, age=37,
            labels=("blocker",), owner="erin", closed_before=8),
    _Sketch(number=39, title="Second cloud region", state="Canceled", priority=3, age=35,
            labels=("blocker",), owner="dana", closed_before=20),
    _Sketch(number=40, title="Deployments by hand", state="Duplicate", priority=2, age=33,
            labels=("blocker",), closed_before=30),
    _Sketch(number=48, title="Contrast of the dashboard", state="Todo", priority=4, age=20,
            labels=("frontend",), owner="charlie"),
    _Sketch(number=51, title="Rotate the log files", state="In Review", priority=3, age=16,
            owner="erin"),
    _Sketch(number=57, title="Report of the paper trades by mail", state="Backlog", priority=4,
            age=9),
    _Sketch(number=62, title="Settings are read twice", state="Todo", priority=2, age=6,
            labels=("phase-4",), owner="dana"),
    _Sketch(number=63, title="Wrong settings stop the start", state="Backlog", priority=3, age=5,
            labels=("phase-4",)),
)  # fmt: skip


def sample_issues(today: date, people: dict[str, str]) -> tuple[LinearIssue, ...]:
    """``people`` maps a handle to the id of the Linear user."""
    return (
        *(_from_sketch(sketch, today, people) for sketch in _BACKGROUND),
        _cicd(today),
        _tls(today, people),
        _websocket(today, people),
        _staged_rollout(today, people),
    )


def _tls(today: date, people: dict[str, str]) -> LinearIssue:
    started = today - timedelta(days=9)
    return replace(
        _issue(42, "TLS and ingress hardening", today, age=21),
        description=_TLS, state="In Progress", priority=1, estimate=3.0,
        due_date=working_day(today + timedelta(days=2)), assignee=people["bob"],
        labels=("blocker",), project=PROJECT, project_milestone=PROJECT_MILESTONE,
        started_at=moment(started), updated_at=moment(today - timedelta(days=1), 21, 25),
    )  # fmt: skip


def _cicd(today: date) -> LinearIssue:
    return replace(
        _issue(41, "CI/CD wiring", today, age=22),
        description=_CICD, state="Backlog", priority=1, estimate=5.0,
        due_date=today - timedelta(days=5), labels=("blocker",), project=PROJECT,
        project_milestone=PROJECT_MILESTONE, updated_at=moment(today - timedelta(days=3)),
        relations=(LinearRelation(type="blocks", issue="THR-60"),),
    )  # fmt: skip


def _websocket(today: date, people: dict[str, str]) -> LinearIssue:
    return replace(
        _issue(55, "WebSocket authentication", today, age=12),
        description=_WEBSOCKET, state="Todo", priority=2, assignee=people["dana"],
        due_date=working_day(today + timedelta(days=6)), labels=("critical",), project=PROJECT,
    )  # fmt: skip


def _staged_rollout(today: date, people: dict[str, str]) -> LinearIssue:
    return replace(
        _issue(60, "Staged rollout", today, age=8),
        description="Ten per cent of the traffic first, all of it after a quiet hour.",
        state="Todo", priority=3, assignee=people["gus"], labels=("deployment",), project=PROJECT,
    )  # fmt: skip


def _from_sketch(sketch: _Sketch, today: date, people: dict[str, str]) -> LinearIssue:
    issue = replace(
        _issue(sketch.number, sketch.title, today, age=sketch.age),
        state=sketch.state,
        priority=sketch.priority,
        labels=sketch.labels,
        assignee=people[sketch.owner] if sketch.owner else None,
    )
    if sketch.number == _DNS_ZONE:
        # Linear keeps a relation after the blocking issue is done
        issue = replace(issue, relations=(LinearRelation(type="blocks", issue="THR-42"),))
    if sketch.closed_before is None:
        return issue
    closed = moment(today - timedelta(days=sketch.closed_before))
    if sketch.state == "Done":
        return replace(issue, completed_at=closed, updated_at=closed)
    return replace(issue, canceled_at=closed, updated_at=closed)


_DNS_ZONE = 35


def _issue(number: int, title: str, today: date, *, age: int) -> LinearIssue:
    created = moment(today - timedelta(days=age), 14, number % 60)
    return LinearIssue(
        id=linear_id(f"issue/{TEAM}-{number}"),
        identifier=f"{TEAM}-{number}",
        title=title,
        description="",
        priority=0,
        state="Backlog",
        created_at=created,
        updated_at=created,
    )
