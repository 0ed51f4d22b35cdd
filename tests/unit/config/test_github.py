"""A milestone in GitHub in blockers.yml: one tracker each, keys that name one thing, logins."""

import pytest

from bot.config.load import parse_text
from bot.config.roster import build_roster
from bot.domain.blocker import Priority
from bot.domain.ids import UserId
from bot.domain.milestone import Selection
from bot.domain.trackers import Source
from bot.ports import ConfigurationError

GOOD = """\
version: 1
people:
  - {linear: bob@example.com, github: Bob, slack: U0BOB}
  - {github: dana, slack: U0DANA}
milestones:
  - key: prod
    name: Production
    github:
      repo: acme/mobile-app.2
      label: blocker
      watch_label: critical
      milestone: v1.0
      priorities: {Sev1: urgent}
  - {key: web, name: Web, github: {repo: acme/web}}
  - {key: app, name: App, linear: {team: THR}}
  - {key: ours, name: Ours}
"""


def test_an_entry_becomes_a_selection_with_a_prefix_from_the_repository() -> None:
    prod, web, app, ours = build_roster(parse_text(GOOD, "blockers.yml")).milestones

    assert prod.selection == Selection(
        source=Source.GITHUB,
        repo="acme/mobile-app.2",
        label="blocker",
        watch_label="critical",
        project_milestone="v1.0",
        prefix="MOBILEAPP2",
        priorities=(("Sev1", Priority.URGENT),),
    )
    assert web.selection is not None
    assert (web.selection.prefix, web.selection.place) == ("WEB", "acme/web")
    assert app.selection == Selection(team="THR")
    assert app.selection.place == "THR"
    assert ours.selection is None


def test_a_milestones_own_prefix_is_made_beside_those_of_repositories() -> None:
    milestones = build_roster(parse_text(GOOD, "blockers.yml")).milestones
    assert [one.prefix for one in milestones] == ["PROD", "WEBL", "APP", "OURS"]


def test_people_go_by_address_and_by_login() -> None:
    assert build_roster(parse_text(GOOD, "blockers.yml")).accounts == {
        "bob@example.com": UserId("U0BOB"),
        "github:bob": UserId("U0BOB"),
        "github:dana": UserId("U0DANA"),
    }


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("linear: {team: THR}", "linear: {team: THR}, github: {repo: a/b}", "not both"),
        ("repo: acme/web", "repo: web", "blockers.yml:14: milestones[2].github.repo:"),
        ("repo: acme/web", "repo: acme/..", "milestones[2].github.repo:"),
        ("repo: acme/web", "repo: acme/404", "acme/404 has no letter to make keys of: a prefix"),
        ("repo: acme/web", "repo: acme/thr", "THR is the key of a Linear team"),
        (
            "repo: acme/web",
            "repo: other/mobile-app.2",
            "MOBILEAPP2 is the prefix of acme/mobile-app.2",
        ),
        (
            "repo: acme/web",
            "repo: Acme/Mobile-App.2, prefix: MOB",
            "issues of Acme/Mobile-App.2 are MOBILEAPP2-n above: one prefix was expected",
        ),
        ("key: ours,", "key: ours, prefix: WEB,", "WEB is before the numbers of acme/web"),
        ("Sev1: urgent", "Sev1: soon", "milestones[1].github.priorities.Sev1:"),
        ("label: blocker", "lable: blocker", "milestones[1].github.lable: no such setting"),
        ("{github: dana, slack", "{slack", "linear: with an address or github: with a login"),
    ],
)
def test_a_mistake_is_told_with_line_and_what_was_expected(old: str, new: str, said: str) -> None:
    with pytest.raises(ConfigurationError) as wrong:
        parse_text(GOOD.replace(old, new, 1), "blockers.yml")

    assert said in str(wrong.value)


def test_two_milestones_may_be_in_one_repository() -> None:
    twice = GOOD.replace("repo: acme/web", "repo: ACME/mobile-app.2, milestone: v2.0")
    milestones = build_roster(parse_text(twice, "blockers.yml")).milestones
    prefixes = [one.selection.prefix for one in milestones[:2] if one.selection]
    assert prefixes == ["MOBILEAPP2", "MOBILEAPP2"]
