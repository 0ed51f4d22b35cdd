"""blockers.yml: what is read, and how each mistake is told."""

from datetime import date, time, timedelta
from pathlib import Path

import pytest

from bot.config.load import load_file, parse_text
from bot.config.roster import build_roster
from bot.domain.ids import ChannelId, MilestoneKey, UserId
from bot.domain.milestone import Readiness
from bot.domain.risk import RiskWeights
from bot.ports import ConfigurationError

GOOD = """\
version: 1
timezone: America/New_York
leads: [U0ALICE]
teams:
  backend: {slack_group: S0BACKEND, names: [Backend team, backend]}
people:
  - {linear: Bob@example.com, slack: U0BOB, off: [2026-12-24/2027-01-02]}
milestones:
  - key: prod
    name: Production deployment
    prefix: PROD
    target: 2026-12-18
    next: steady
    linear: {team: THR, label: blocker, watch_label: critical}
    scorecard:
      - {component: TLS/HTTPS security, blockers: [THR-42], probes: [api-https, api-cert]}
      - {component: Paper trading, stated: ready, by: U0ALICE, on: 2026-11-10}
  - {key: steady, name: Sustained profitability, linear: {team: THR, label: phase-4}}
channels:
  - id: C0OPS
    milestone: prod
    digest: {at: "09:00", days: [mon, fri], holidays: US, off_dates: [2026-12-31], grace: 90m}
probes:
  - {id: api-https, kind: http, url: https://api.example.com/readyz, interval: 60s}
  - {id: api-cert, kind: tls, host: api.example.com, interval: 15m}
"""


def test_a_good_file_becomes_a_roster() -> None:
    roster = build_roster(parse_text(GOOD, "blockers.yml"))

    milestone = roster.milestone(MilestoneKey("prod"))
    followed = roster.channel(ChannelId("C0OPS"))
    assert milestone is not None
    assert followed is not None
    assert followed.digest is not None
    assert milestone.target == date(2026, 12, 18)
    assert milestone.scorecard[1].stated is Readiness.READY
    assert followed.digest.at == time(9)
    assert followed.digest.timezone == "America/New_York"
    assert followed.digest.days == {0, 4}
    assert followed.digest.grace == timedelta(minutes=90)
    assert roster.accounts == {"bob@example.com": UserId("U0BOB")}
    assert [plan.interval for plan in roster.probes] == [
        timedelta(seconds=60),
        timedelta(minutes=15),
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("version: 1\n", "", "blockers.yml:1: version: this entry is missing"),
        ("leads:", "leeds:", "blockers.yml:3: leeds: no such setting"),
        ("New_York", "New_Yrk", "blockers.yml:2: timezone: an IANA time zone"),
        ("[U0ALICE]", "[alice]", "blockers.yml:3: leads[1]:"),
        ("prefix: PROD", "prefix: THR", "blockers.yml:11: milestones[1].prefix: THR is the key of"),
        ("key: steady,", "key: steady, prefix: PROD,", "[2].prefix: PROD is another milestone's"),
        ("next: steady", "next: calm", "blockers.yml:13: milestones[1].next: no milestone is"),
        (
            "[api-https,",
            "[api-htps,",
            "milestones[1].scorecard[1].probes: no probe is",
        ),
        ("key: steady", "key: help", "milestones[2].key: 'help' is a word of /blockers"),
        ("key: steady", "key: prod", "milestones[2].key: there are two milestones 'prod'"),
        ('"09:00"', '"25:00"', 'channels[1].digest.at: a time such as "09:00"'),
        ("US", "Atlantis", "channels[1].digest.holidays: an ISO country code"),
        ("US", "US-ZZ", "channels[1].digest.holidays: an ISO country code"),
        ("90m", "90 minutes", "blockers.yml:22: channels[1].digest.grace:"),
        ("milestone: prod", "milestone: nope", "blockers.yml:21: channels[1].milestone: no mile"),
        ("kind: tls", "kind: ping", "known kinds: "),
        ("2026-12-24/", "Christmas/", "a date or a range such as 2026-12-24/2027-01-02"),
        ("{team: THR, label: phase-4}", "{}", "at least one of team, label"),
        ("linear: {team: THR, label: b", "linear: [team: THR, label: b", "not valid YAML"),
        ("2026-12-18", "2026-02-30", "blockers.yml:12: not valid YAML: “2026-02-30” is not a date"),
        ("2026-12-18", "9" * 5000, "blockers.yml:12: not valid YAML: “999"),
        ("version: 1", "version: !!bool maybe", "blockers.yml:1: not valid YAML: “maybe” is not"),
        (GOOD, "[" * 5000, "blockers.yml:1: not valid YAML: nested too deeply"),
        (GOOD, "version: 1\n<<: !!set {a}", "blockers.yml:1: not valid YAML"),
        (GOOD, "- 1", "blockers.yml:1: entries such as version: 1 were expected"),
        (GOOD, "", "blockers.yml:1: entries such as version: 1 were expected"),
    ],
)
def test_a_mistake_is_told_with_line_and_what_was_expected(old: str, new: str, said: str) -> None:
    with pytest.raises(ConfigurationError) as wrong:
        parse_text(GOOD.replace(old, new, 1), "blockers.yml")

    assert said in str(wrong.value)


def test_a_milestone_without_a_prefix_gets_one_of_its_own() -> None:
    given = build_roster(parse_text(GOOD, "blockers.yml")).milestones
    assert [milestone.prefix for milestone in given] == ["PROD", "STEADY"]
    of_team = GOOD.replace("    prefix: PROD\n", "").replace("key: steady", "key: thr")
    made = build_roster(parse_text(of_team.replace("next: steady", "next: thr"), "x")).milestones
    assert [milestone.prefix for milestone in made] == ["PROD", "THRL"]


def test_a_milestone_weighs_its_risk_over_the_one_of_all() -> None:
    weighed = GOOD.replace("leads:", "risk: {unowned: 3, high: 5}\nleads:", 1).replace(
        "    next: steady\n", "    next: steady\n    risk: {probe_down: 7, unowned: 0}\n"
    )
    prod, steady = build_roster(parse_text(weighed, "blockers.yml")).milestones

    assert steady.risk == RiskWeights(unowned=3, high=5)
    assert prod.risk == RiskWeights(probe_down=7, unowned=0, high=5)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("leads:", "risk: {high: 10}\nleads:", "3: risk"),
        (
            "    next: steady\n",
            "    next: steady\n    risk: {critical: 3}\n",
            "14: milestones[1].risk",
        ),
    ],
)
def test_levels_of_risk_that_do_not_rise_are_told(old: str, new: str, line: str) -> None:
    with pytest.raises(ConfigurationError) as told:
        parse_text(GOOD.replace(old, new, 1), "blockers.yml")
    assert f"blockers.yml:{line}: levels that rise were expected" in str(told.value)


def test_all_mistakes_are_told_at_once() -> None:
    text = GOOD.replace("leads:", "leeds:").replace("kind: tls", "kind: ping")

    with pytest.raises(ConfigurationError) as wrong:
        parse_text(text, "blockers.yml")

    assert len(str(wrong.value).splitlines()) == 2


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"blockers\.yml:1: no such file; copy"):
        load_file(tmp_path / "blockers.yml")


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "blockers.yml").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(ConfigurationError, match="not UTF-8"):
        load_file(tmp_path / "blockers.yml")
