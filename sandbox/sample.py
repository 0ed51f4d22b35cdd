"""The believable team a sandbox starts with when no summary is given: Three Rivers."""

from collections.abc import Mapping
from datetime import date, timedelta

from sandbox.config_text import PROBE_POLICY, config_text, probe_entries
from sandbox.roster import BOT, ZONE, friday_from, linear_id, linear_user, workflow
from sandbox.sample_issues import PROJECT, PROJECT_MILESTONE, TEAM, sample_issues
from sandbox.seed import (
    Channel,
    LinearLabel,
    LinearProject,
    LinearProjectMilestone,
    LinearSeed,
    LinearTeam,
    Person,
    Seed,
    UserGroup,
    Workspace,
)


def _person(name: str, title: str) -> Person:
    return Person(
        id=f"U0{name.upper()}",
        name=name.lower(),
        real_name=name,
        email=f"{name.lower()}@example.com",
        title=title,
    )


ALICE = _person("Alice", "lead")
BOB = _person("Bob", "owner of THR-42")
CHARLIE = _person("Charlie", "looks on")
DANA = _person("Dana", "backend team")
ERIN = _person("Erin", "backend team")
_GONE = Person(id="", name="gus", real_name="Gus", email="gone@example.com")

_PEOPLE = (ALICE, BOB, CHARLIE, DANA, ERIN)
_LABELS = ("blocker", "critical", "phase-4", "frontend", "deployment")


def sample_seed(today: date, targets: Mapping[str, str]) -> Seed:
    """``targets`` maps a probe's id to its URL or host:port, and ``ca_file`` to the authority."""
    return Seed(
        workspace=_workspace(),
        linear=_linear(today),
        config_yaml=config_text(_config(today, targets)),
    )


def _target(today: date) -> date:
    return friday_from(today + timedelta(days=28))


def _workspace() -> Workspace:
    everyone = tuple(person.id for person in _PEOPLE)
    with_bot = (*everyone, BOT.id)
    return Workspace(
        team_id="T0SANDBOX",
        name="Three Rivers",
        domain="three-rivers",
        people=(*_PEOPLE, BOT),
        channels=(
            Channel(id="C0RELEASE", name="release", members=with_bot, topic="What keeps us back"),
            Channel(id="C0OPS", name="ops", members=with_bot, topic="What runs, and what does not"),
            Channel(id="C0GENERAL", name="general", members=everyone),
            Channel(id="C0LEADS", name="leads", members=(ALICE.id, BOB.id), private=True),
        ),
        groups=(
            UserGroup(id="S0BACKEND", handle="backend", name="Backend", members=(DANA.id, ERIN.id)),
        ),
        bot=BOT.id,
    )


def _linear(today: date) -> LinearSeed:
    users = (*(linear_user(person) for person in _PEOPLE), linear_user(_GONE, active=False))
    return LinearSeed(
        workspace="Three Rivers",
        url_key="three-rivers",
        viewer=users[0].id,
        users=users,
        teams=(
            LinearTeam(
                id=linear_id(f"team/{TEAM}"), key=TEAM, name="Three Rivers", states=workflow(TEAM)
            ),
        ),
        labels=tuple(LinearLabel(id=linear_id(f"label/{name}"), name=name) for name in _LABELS),
        projects=(
            LinearProject(
                id=PROJECT,
                name="Going live",
                target_date=_target(today),
                milestones=(
                    LinearProjectMilestone(
                        id=PROJECT_MILESTONE,
                        name="Production deployment",
                        target_date=_target(today),
                    ),
                ),
            ),
        ),
        issues=sample_issues(today, {user.display_name: user.id for user in users}),
    )


def _config(today: date, targets: Mapping[str, str]) -> dict[str, object]:
    probes = probe_entries(targets)
    document: dict[str, object] = {
        "version": 1,
        "timezone": ZONE,
        "leads": [ALICE.id],
        "teams": {"backend": {"slack_group": "S0BACKEND", "names": ["Backend team", "backend"]}},
        "people": [{"linear": BOB.email, "slack": BOB.id}],
        "milestones": [
            {
                "key": "prod",
                "name": "Production deployment",
                "prefix": "PROD",
                "target": _target(today),
                "next": "steady",
                "linear": {"team": TEAM, "label": "blocker", "watch_label": "critical"},
                "rights": "owners",
                "scorecard": _scorecard(today, [str(probe["id"]) for probe in probes]),
            },
            {
                "key": "steady",
                "name": "Sustained profitability",
                "prefix": "STEADY",
                "target": friday_from(_target(today) + timedelta(days=42)),
                "linear": {"team": TEAM, "label": "phase-4"},
            },
        ],
        "channels": both_channels("prod"),
        "probe_policy": PROBE_POLICY,
    }
    evidence = _evidence([str(probe["id"]) for probe in probes])
    named = {"probes": probes, "evidence": evidence}
    return document | {name: entries for name, entries in named.items() if entries}


def both_channels(milestone: str) -> list[dict[str, object]]:
    """#release and #ops follow the milestone and get its digest."""
    days = ["mon", "tue", "wed", "thu", "fri"]
    digest = {"at": "09:00", "timezone": ZONE, "days": days, "holidays": "US"}
    return [
        {
            "id": channel,
            "milestone": milestone,
            "digest": digest | {"mention": "owners", "grace": "3h"},
        }
        for channel in ("C0RELEASE", "C0OPS")
    ]


def _evidence(probes: list[str]) -> list[dict[str, object]]:
    """What of THR-42 has a witness: breaking it contests a tick."""
    tied = {"Certificate issued": "api-cert", "Endpoint verified": "api-https"}
    return [
        {"milestone": "prod", "blocker": "THR-42", "item": item, "probe": probe, "mode": "live"}
        for item, probe in tied.items()
        if probe in probes
    ]


def _scorecard(today: date, probes: list[str]) -> list[dict[str, object]]:
    stated = {"stated": "ready", "by": ALICE.id, "on": today - timedelta(days=8)}

    def behind(*names: str) -> dict[str, object]:
        known = [name for name in names if name in probes]
        return {"probes": known} if known else {}

    tls: dict[str, object] = {"component": "TLS/HTTPS security", "blockers": ["THR-42"]}
    deployment: dict[str, object] = {"component": "Automated deployment", "blockers": ["THR-41"]}
    return [
        tls | behind("api-https", "api-cert", "api-dns"),
        deployment | behind("ci-main"),
        {"component": "Bot autonomous execution", **stated},
        {"component": "Paper trading validation", **stated},
        {"component": "Integration tests", **stated},
        {"component": "Frontend integration", **stated},
    ]
