"""A sandbox made from a summary: from the reading of the user's own document, and odd ones."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.config.load import parse_text
from bot.domain.commands import FILTER_WORDS, WORDS, Ask, parse_command
from sandbox.seed import Seed
from sandbox.summary_seed import milestone_name, seed_from_summary
from sandbox.summary_text import description_of, escape
from tests.unit.sandbox.summary_parts import TODAY, blocker, config, document, issue

DOCUMENTS = Path(__file__).parents[2] / "documents"
READINGS = sorted(DOCUMENTS.glob("*.expect.json"))


def reading(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return loaded


@pytest.fixture(scope="module")
def users_own() -> Seed:
    return seed_from_summary(reading(DOCUMENTS / "00-users-summary.expect.json"), TODAY, {})


def test_the_users_blockers_become_issues(users_own: Seed) -> None:
    tls, cicd = issue(users_own, "THR-42"), issue(users_own, "THR-41")
    christian = next(u for u in users_own.linear.users if u.name == "Christian")

    assert (tls.state, tls.priority, tls.assignee) == ("In Progress", 1, christian.id)
    assert (tls.due_date, tls.labels) == (date(2026, 1, 15), ("blocker",))
    assert (cicd.state, cicd.assignee) == ("Backlog", None)
    assert issue(users_own, "THR-55").labels == ("critical",)


def test_the_users_items_are_written_as_people_write_them(users_own: Seed) -> None:
    assert issue(users_own, "THR-42").description == (
        "**Blocking:** Production deployment on ffe.three-rivers-tech.com\n"
        "**Why it's blocking:** Cannot deploy to production without HTTPS. "
        "Security requirement for API authentication.\n"
        "**Next action:** Complete cert-manager + Cloudflare DNS integration\n"
        "**Effort:** 6-8 hours\n\n"
        "## What's needed\n\n"
        "- [x] cert-manager ClusterIssuer configured\n"
        "- [x] nginx ingress controller deployed\n"
        "- 🔄 Cloudflare DNS integration\n"
        "- 🔄 Let's Encrypt TLS certificate issuance\n"
        "- 🔄 HTTPS endpoint verification\n\n"
        "## Immediate actions\n\n"
        "- [ ] Finalize Cloudflare DNS configuration\n"
        "- [ ] Verify Let's Encrypt certificate issuance\n"
        "- [ ] Test HTTPS on ffe.three-rivers-tech.com\n"
        "- [ ] Configure auto-renewal monitoring\n"
        "- **Owner:** Christian\n"
        "- **Due:** 2026-01-15\n"
    )


def test_a_team_owns_its_lists_and_has_a_user_group(users_own: Seed) -> None:
    assert issue(users_own, "THR-41").description.count("- **Owner:** DevOps team") == 2
    assert config(users_own)["teams"] == {
        "devops": {"slack_group": "S0DEVOPS1", "names": ["DevOps team"]},
        "backend": {"slack_group": "S0BACKEND2", "names": ["Backend team"]},
    }
    assert {group.id: len(group.members) for group in users_own.workspace.groups} == {
        "S0DEVOPS1": 1,
        "S0BACKEND2": 1,
    }


def test_everybody_has_an_account_in_slack_and_in_linear(users_own: Seed) -> None:
    people = [person for person in users_own.workspace.people if not person.is_bot]

    assert {person.real_name for person in people} >= {"Alice", "Christian", "Charlie"}
    assert {one.email for one in people} == {one.email for one in users_own.linear.users}
    assert config(users_own)["leads"] == ["U0ALICE"]


def test_the_page_says_what_each_person_is_there_for(users_own: Seed) -> None:
    titles = {one.real_name: one.title for one in users_own.workspace.people if not one.is_bot}
    assert titles == {
        "Alice": "lead",
        "Christian": "owner of THR-42",
        "Charlie": "looks on",
        "DevOps team member": "owner of THR-41",
        "Backend team member": "owner of THR-55",
    }


def test_the_milestone_and_its_scorecard_come_from_the_document(users_own: Seed) -> None:
    [milestone] = config(users_own)["milestones"]

    assert milestone["name"] == "Production Deployment"
    assert milestone["target"] == date(2026, 1, 31)
    assert milestone["linear"] == {"team": "THR", "label": "blocker", "watch_label": "critical"}
    assert len(milestone["scorecard"]) == 6
    assert milestone["scorecard"][0] == {
        "component": "Bot autonomous execution",
        "stated": "ready",
        "by": "U0ALICE",
        "on": date(2026, 1, 10),
    }
    assert milestone["scorecard"][4] == {
        "component": "TLS/HTTPS security",
        "blockers": ["THR-42"],
    }


@pytest.mark.parametrize("path", READINGS, ids=lambda path: path.stem.split(".")[0])
def test_every_reading_makes_a_sandbox(path: Path) -> None:
    read = reading(path)
    seed = seed_from_summary(read, TODAY, {})
    keys = [one.identifier for one in seed.linear.issues]
    accounts = [person.id for person in seed.workspace.people]

    assert len(keys) == len(read["blockers"]) == len(set(keys))
    assert len(accounts) == len(set(accounts))
    assert len(config(seed)["milestones"]) == 1


def test_keys_are_kept_and_others_get_the_next_numbers() -> None:
    seed = seed_from_summary(
        document(
            blocker(id="PT-7"), blocker(), blocker(id="PT-9"), blocker(id="PT-7"), blocker(id="x")
        ),
        TODAY,
        {},
    )

    assert [one.identifier for one in seed.linear.issues] == [
        "PT-7",
        "PT-10",
        "PT-9",
        "PT-11",
        "PT-12",
    ]


def test_keys_and_numbers_become_what_linear_would_call_them() -> None:
    seed = seed_from_summary(
        document(
            blocker(id="THR-007"),
            blocker(id="THR-7"),
            blocker(id="12", blocked_by=["THR-007"]),
            blocker(id="A-0"),
        ),
        TODAY,
        {},
    )

    assert [one.identifier for one in seed.linear.issues] == ["THR-13", "THR-7", "THR-12", "THR-14"]
    assert [tie.issue for tie in issue(seed, "THR-13").relations] == ["THR-12"]


def test_a_document_without_keys_gets_a_team_and_one_with_several_gets_them_all() -> None:
    none = seed_from_summary(document(blocker()), TODAY, {})
    several = seed_from_summary(document(blocker(id="PROD-7"), blocker(id="WEB-1")), TODAY, {})

    assert [team.key for team in none.linear.teams] == ["REL"]
    assert [team.key for team in several.linear.teams] == ["PROD", "WEB"]
    assert "team" not in config(several)["milestones"][0]["linear"]
    assert config(several)["milestones"][0]["prefix"] == "SHIP"  # PROD is a team's key


def test_a_long_name_makes_a_key_of_whole_words() -> None:
    titled = document(doc={"title": "What stops PixelDepot from shipping"})

    assert config(seed_from_summary(titled, TODAY, {}))["milestones"][0]["key"] == (
        "what-stops-pixeldepot-from"
    )


def test_an_empty_document_makes_an_empty_sandbox() -> None:
    seed = seed_from_summary({"doc": {"title": None}, "blockers": []}, TODAY, {})

    assert seed.linear.issues == ()
    assert config(seed)["milestones"][0]["name"] == "Release"
    assert "target" not in config(seed)["milestones"][0]  # none is made up


def test_what_was_closed_on_no_day_is_closed_today_and_what_waits_for_it_follows() -> None:
    seed = seed_from_summary(
        document(
            blocker(id="A-1", status="done"),
            blocker(id="A-2", status="skipped", done_on="2026-11-23"),
            blocker(id="A-3", status="done", done_on="2026-02-01"),
            doc={"title": "Blockers", "date": "2026-01-10"},
            scorecard=[
                {"component": "Late", "status": "done", "blocker": "A-1"},
                {"component": "Early", "status": "done", "blocker": "A-3"},
                {"component": "Both", "status": "done", "blocker": "A-1, A-2"},
            ],
        ),
        TODAY,
        {},
    )
    closed = [one.completed_at or one.canceled_at for one in seed.linear.issues]
    late, early, both = config(seed)["milestones"][0]["scorecard"]

    assert [at.date() for at in closed if at] == [TODAY, date(2026, 11, 23), date(2026, 2, 1)]
    assert (late["blockers"], both["blockers"]) == (["A-1"], ["A-1", "A-2"])
    assert early["stated"] == "ready"  # an issue closed long ago is not read any more


@pytest.mark.parametrize("team", ["PROD", "SHIP", "GOAL"])
def test_the_prefix_is_no_key_of_the_document(team: str) -> None:
    keys = {"PROD-1", "SHIP-1", "GOAL-1", "PROD2-1"} - {f"{team}-1"}
    seed = seed_from_summary(document(*(blocker(id=key) for key in keys)), TODAY, {})
    every = seed_from_summary(
        document(*(blocker(id=key) for key in (*keys, f"{team}-1"))), TODAY, {}
    )

    assert config(seed)["milestones"][0]["prefix"] == team
    assert config(every)["milestones"][0]["prefix"] == "PROD3"


@pytest.mark.parametrize("word", [*WORDS, *FILTER_WORDS, "v3", "THR-42"])
def test_a_title_that_means_something_as_a_command_still_makes_a_configuration(word: str) -> None:
    seed = seed_from_summary(document(doc={"title": word}), TODAY, {})
    [milestone] = parse_text(seed.config_yaml, "blockers.yml").milestones

    assert parse_command(milestone.key, ()).ask is Ask.UNKNOWN


def test_one_issue_waits_for_another() -> None:
    seed = seed_from_summary(
        document(blocker(id="A-1"), blocker(id="A-2", blocked_by=["A-1", "A-9"])), TODAY, {}
    )

    assert [tie.issue for tie in issue(seed, "A-1").relations] == ["A-2"]
    assert issue(seed, "A-2").relations == ()


@pytest.mark.parametrize(
    ("title", "status", "name"),
    [
        ("BLOCKING ISSUES SUMMARY - First Trade", None, "First Trade"),
        ("Launch blockers – parcel tracker", None, "parcel tracker"),  # noqa: RUF001
        ("Map app, open points (2026-11-20)", None, "Map app"),
        ("X", "Milestone ✅ COMPLETE | Production Deployment 🔴 BLOCKED", "Production Deployment"),
        ("Release blockers: Beta", "🔴 BLOCKED", "Beta"),
        ("Blockers for the spring release", None, "spring release"),
        ("Release blockers — “Kiln” café", None, "“Kiln” café"),
        ("BLOCKERS.md - Release 2.4", None, "Release 2.4"),
        ("Points (2026-11-20)", None, "Release"),
        ("Blockierende Punkte", None, "Release"),
        ("Blockers", None, "Release"),
    ],
)
def test_the_milestone_is_named_after_what_is_blocked(
    title: str, status: str | None, name: str
) -> None:
    assert milestone_name({"doc": {"title": title, "status_raw": status}}) == name


def test_items_say_state_depth_address_owner_and_due() -> None:
    items = [
        {"text": "Ask *legal*", "state": "skipped", "depth": 0},
        {"text": "Notes", "state": "done", "depth": 1, "url": "https://example.org/a_b_c"},
        {
            "text": "Try it",
            "state": "todo",
            "depth": 0,
            "owner": ["Ann", "Bo"],
            "due": "2026-12-01",
        },
    ]

    assert description_of(blocker(items=items), list_owner=None) == (
        "## What's needed\n\n"
        "- [ ] ~~Ask \\*legal\\*~~\n"
        "  - [x] [Notes](<https://example.org/a_b_c>)\n"
        "- [ ] Try it\n"
        "  - **Owner:** Ann, Bo\n"
        "  - **Due:** 2026-12-01\n"
    )


def test_addresses_are_not_escaped() -> None:
    assert escape("see https://x.org/a_b and a_b") == "see https://x.org/a_b and a\\_b"


@pytest.mark.parametrize("odd", [{"blockers": {}}, {"blockers": [1]}, {"doc": [], "blockers": []}])
def test_json_of_another_form_is_refused(odd: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="expected"):
        seed_from_summary(odd, TODAY, {})
