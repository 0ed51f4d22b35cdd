"""The switches of what is written to Linear: all off, for every milestone or for one."""

import pytest

from bot.config.load import parse_text
from bot.config.roster import build_roster
from bot.domain.ids import MilestoneKey
from bot.domain.writes import NO_WRITES, Mark, Switch, WritePolicy
from bot.ports import ConfigurationError

FILE = """\
version: 1
{common}milestones:
  - key: prod
    name: Production deployment
    linear: {{team: THR, label: blocker, watch_label: critical}}
    {own}
  - {{key: plain, name: No tracker}}
"""


def policy(common: str = "", own: str = "", key: str = "prod") -> WritePolicy:
    text = FILE.format(common=f"linear_writes: {common}\n" if common else "", own=own)
    milestone = build_roster(parse_text(text, "blockers.yml")).milestone(MilestoneKey(key))
    assert milestone is not None
    return milestone.writes


def test_nothing_is_written_unless_it_is_asked_for() -> None:
    assert policy() == NO_WRITES
    assert not policy().follows


def test_each_switch_is_its_own() -> None:
    found = policy("{comment_on_complete: true, labels: {contested: red flag}}")

    assert found == WritePolicy(
        switches=frozenset({Switch.COMPLETE}), labels=((Mark.CONTESTED, "red flag"),)
    )
    assert found.follows
    assert found.names == {"comment_on_complete", "label contested=red flag"}


def test_a_milestone_says_what_is_different_for_it() -> None:
    found = policy(
        "{comment_on_complete: true, attach_thread: true, labels: {blocked: waiting}}",
        own="linear_writes: {attach_thread: false, comment_on_contest: true}",
    )
    assert found.switches == {Switch.COMPLETE, Switch.CONTEST}
    assert found.labels == ((Mark.BLOCKED, "waiting"),)


def test_a_milestone_without_linear_writes_nothing() -> None:
    assert policy("{comment_on_complete: true}", key="plain") == NO_WRITES


@pytest.mark.parametrize(
    ("common", "own", "told"),
    [
        ("{comments: true}", "", "blockers.yml:2: linear_writes.comments: no such setting"),
        ("{labels: {done: x}}", "", "blockers.yml:2: linear_writes.labels.done: no such setting"),
        (
            "{labels: {blocked: Blocker}}",
            "",
            "blockers.yml:2: linear_writes.labels: 'Blocker' says which issues are blockers",
        ),
        (
            "",
            "linear_writes: {labels: {complete: critical}}",
            "blockers.yml:6: milestones[1].linear_writes.labels: 'critical' says which issues",
        ),
        (
            "{labels: {blocked: x, complete: X}}",
            "",
            "blockers.yml:2: linear_writes.labels: a label of its own for each condition",
        ),
    ],
)
def test_a_wrong_switch_is_told_with_its_line(common: str, own: str, told: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        policy(common, own)
    assert str(caught.value).startswith(told)
