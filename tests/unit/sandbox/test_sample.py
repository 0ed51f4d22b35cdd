"""The sample team: what the tour shows, on any day of the year."""

from datetime import date, timedelta

import pytest
from ruamel.yaml import YAML

from sandbox.sample import sample_seed
from sandbox.seed import LinearIssue, Seed

WEDNESDAY = date(2026, 11, 18)
TARGETS = {
    "api-https": "https://127.0.0.1:9443/readyz",
    "api-cert": "127.0.0.1:9444",
    "status-page": "http://127.0.0.1:9445/healthz",
    "ca_file": "/sandbox/ca.pem",
}


def issue(seed: Seed, key: str) -> LinearIssue:
    return next(one for one in seed.linear.issues if one.identifier == key)


def configured(seed: Seed) -> dict[str, object]:
    loaded: dict[str, object] = YAML(typ="safe").load(seed.config_yaml)
    return loaded


def test_the_two_blockers_are_as_people_know_them() -> None:
    seed = sample_seed(WEDNESDAY, {})
    tls, cicd = issue(seed, "THR-42"), issue(seed, "THR-41")
    bob = next(user.id for user in seed.linear.users if user.name == "Bob")

    assert (tls.state, tls.priority, tls.assignee) == ("In Progress", 1, bob)
    assert tls.due_date == date(2026, 11, 20)
    assert tls.description.count("- [x]") == 2
    assert "- 🔄 DNS integration" in tls.description
    assert tls.description.count("- [ ]") == 2
    assert (cicd.state, cicd.priority, cicd.assignee) == ("Backlog", 1, None)
    assert cicd.due_date == WEDNESDAY - timedelta(days=5)
    assert cicd.description.count("- [ ]") == 6
    assert [relation.issue for relation in cicd.relations] == ["THR-60"]


def test_the_configuration_ties_everything_together() -> None:
    loaded = configured(sample_seed(WEDNESDAY, TARGETS))

    assert loaded["leads"] == ["U0ALICE"]
    assert loaded["milestones"][0] == {  # type: ignore[index]
        "key": "prod",
        "name": "Production deployment",
        "prefix": "PROD",
        "target": date(2026, 12, 18),
        "next": "steady",
        "linear": {"team": "THR", "label": "blocker", "watch_label": "critical"},
        "rights": "owners",
        "scorecard": loaded["milestones"][0]["scorecard"],  # type: ignore[index]
    }
    assert len(loaded["milestones"][0]["scorecard"]) == 6  # type: ignore[index]
    probes = {probe["id"]: probe for probe in loaded["probes"]}  # type: ignore[attr-defined]
    assert {name: probe["kind"] for name, probe in probes.items()} == {
        "api-https": "http",
        "api-cert": "tls",
        "status-page": "http",
    }
    assert probes["api-https"]["url"] == TARGETS["api-https"]
    assert (probes["api-cert"]["host"], probes["api-cert"]["port"]) == ("127.0.0.1", 9444)
    assert [name for name, probe in probes.items() if "ca_file" in probe] == [
        "api-https",
        "api-cert",
    ]
    assert {probe["interval"] for probe in probes.values()} == {"2s"}


def test_the_scorecard_names_only_probes_that_are_there() -> None:
    def probes(targets: dict[str, str]) -> object:
        loaded = configured(sample_seed(WEDNESDAY, targets))
        return loaded["milestones"][0]["scorecard"][0].get("probes")  # type: ignore[index]

    assert probes(TARGETS) == ["api-https", "api-cert"]
    assert probes({"api-cert": "127.0.0.1:1"}) == ["api-cert"]
    assert probes({}) is None


@pytest.mark.parametrize("offset", range(7))
def test_dates_are_sensible_on_every_weekday(offset: int) -> None:
    today = WEDNESDAY + timedelta(days=offset)
    seed = sample_seed(today, {})
    due = issue(seed, "THR-42").due_date
    target = configured(seed)["milestones"][0]["target"]  # type: ignore[index]

    assert due is not None
    assert due.weekday() < 5
    assert timedelta(days=2) <= due - today <= timedelta(days=4)
    assert target.weekday() == 4
    assert timedelta(days=28) <= target - today < timedelta(days=35)


def test_ids_are_the_same_at_every_start_and_all_different() -> None:
    first, second = (sample_seed(WEDNESDAY, {}).linear for _ in range(2))
    ids = [
        *(one.id for one in first.issues),
        *(one.id for one in first.users),
        *(one.id for one in first.labels),
        *(state.id for team in first.teams for state in team.states),
    ]

    assert [one.id for one in first.issues] == [one.id for one in second.issues]
    assert len(set(ids)) == len(ids)


def test_nothing_happened_in_the_future() -> None:
    seed = sample_seed(WEDNESDAY, {})

    for one in seed.linear.issues:
        assert one.created_at <= one.updated_at
        assert one.updated_at.date() < WEDNESDAY
