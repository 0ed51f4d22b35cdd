"""What the GitHub tracker finds changed, and what became of issues that a list leaves out."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.blocker import Blocker, Snapshot
from bot.domain.departures import Fate
from bot.domain.ids import BlockerId
from bot.github.adapter import GithubTracker
from sandbox.github.state import Issue
from tests.servers.github import REPO, LocalGithub
from tests.stages.github import SELECTION, github, pauses, tracker

__all__ = ["github", "pauses", "tracker"]


def add(github: LocalGithub, title: str = "TLS", **fields: object) -> Issue:
    return github.state.add_issue(REPO, title, **({"labels": ["blocker"]} | fields))


def snapshot(github: LocalGithub, blockers: Sequence[Blocker]) -> Snapshot:
    return Snapshot(fetched_at=github.clock.now(), blockers=tuple(blockers))


async def test_changes_are_what_was_updated_anywhere_and_what_left(
    github: LocalGithub, tracker: GithubTracker
) -> None:
    stays, leaves, closes = add(github, "stays"), add(github, "leaves"), add(github, "closes")
    known = snapshot(github, await tracker.fetch_blockers(SELECTION))
    github.clock.advance(600)
    github.state.edit(leaves, labels=[])
    github.state.close(closes)
    new = add(github, "new")
    add(github, "not ours", labels=[])
    changes = await tracker.fetch_changes(SELECTION, known)

    assert changes is not None
    by = {str(one.key): one for one in changes.changed}
    assert {"API-3", f"API-{new.number}"} <= set(by)
    assert not by["API-3"].is_open
    assert changes.gone == {BlockerId(f"github:7000:{leaves.number}")}
    assert stays.is_open


async def test_no_change_costs_nothing_and_too_many_ask_for_a_whole_reading(
    github: LocalGithub, tracker: GithubTracker
) -> None:
    add(github)
    assert await tracker.fetch_changes(SELECTION, snapshot(github, ())) is None  # no names yet
    known = snapshot(github, await tracker.fetch_blockers(SELECTION))
    await tracker.fetch_changes(SELECTION, known)
    left = github.state.allowance.left
    github.clock.advance(30)
    await tracker.fetch_changes(SELECTION, replace(known, fetched_at=github.clock.now()))
    assert github.state.allowance.left == left

    for number in range(501):
        add(github, f"issue {number}", labels=[])
    assert await tracker.fetch_changes(SELECTION, known) is None


async def test_each_way_out_of_the_list_is_a_fate_of_its_own(
    github: LocalGithub, tracker: GithubTracker
) -> None:
    milestone = github.state.add_milestone(REPO, "v1.0")
    titles = ("there", "unlabelled", "elsewhere", "closed", "deleted", "transferred", "unseen")
    issues = {title: add(github, title, milestone=milestone) for title in titles}
    selection = replace(SELECTION, project_milestone="v1.0")
    before = {one.title: one for one in await tracker.fetch_blockers(selection)}
    github.state.add_repo("acme/web")
    github.state.edit(issues["unlabelled"], labels=[])
    github.state.edit(issues["elsewhere"], milestone=None)
    github.state.close(issues["closed"], "not_planned")
    github.clock.advance(15 * 86_400)
    github.state.delete(REPO, issues["deleted"])
    github.state.transfer(REPO, issues["transferred"], "acme/web")
    del github.state.repos[REPO].issues[issues["unseen"].number]
    fates = await tracker.fetch_fates(selection, tuple(before.values()))
    told = {title: fates[one.id] for title, one in before.items() if one.id in fates}

    assert told.pop("there") is None
    assert {title: fate and (fate.fate, fate.words) for title, fate in told.items()} == {
        "unlabelled": (Fate.UNLABELLED, "lost its label blocker"),
        "elsewhere": (Fate.ELSEWHERE, "left v1.0"),
        "closed": (Fate.CLOSED, "was closed as not planned"),
        "deleted": (Fate.DELETED, "was deleted"),
        "transferred": (
            Fate.TRANSFERRED,
            "was transferred to another repository: acme/web#1",
        ),
    }


async def test_a_renamed_repository_keeps_the_ids_of_its_issues(
    github: LocalGithub, tracker: GithubTracker
) -> None:
    add(github)
    (before,) = await tracker.fetch_blockers(SELECTION)
    github.state.rename(REPO, "acme/core")
    (after,) = await tracker.fetch_blockers(SELECTION)

    assert (after.id, after.key) == (before.id, before.key)
    assert after.url == "https://github.com/acme/core/issues/1"
