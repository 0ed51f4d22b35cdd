"""The local GitHub says what it answers, and is strict where GitHub is."""

import re

import pytest
from aiohttp import web

from sandbox.github.coverage import COVERED
from sandbox.github.faults import FaultKind
from tests.servers.github import REPO, LocalGithub
from tests.stages.github import github

__all__ = ["github"]

ISSUES = f"/repos/{REPO}/issues"


async def test_coverage_is_what_is_routed(github: LocalGithub) -> None:
    routed = {
        f"{route.method} {route.resource.canonical}"
        for route in github.app.router.routes()
        if isinstance(route.resource, web.Resource) and route.method == "GET"
    }
    assert routed - {"GET /coverage"} == set(COVERED)
    shown = await github.ask("/coverage")
    assert shown.body["covered"] == dict(COVERED)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Authorization": "Bearer wrong"}, 401),
        ({"Authorization": ""}, 401),
        ({"Accept": "text/html"}, 415),
        ({"X-GitHub-Api-Version": "2020-01-01"}, 400),
        ({"User-Agent": ""}, 403),
        ({"Authorization": "token github_pat_sandbox"}, 200),
    ],
)
async def test_headers_are_looked_at(
    github: LocalGithub, headers: dict[str, str], status: int
) -> None:
    assert (await github.ask(ISSUES, headers=headers)).status == status


@pytest.mark.parametrize(
    "params",
    [
        {"state": "opened"},
        {"sort": "priority"},
        {"since": "yesterday"},
        {"since": "2026-11-18 10:00"},
        {"milestone": "v1.0"},
        {"milestone": "9"},
        {"label": "blocker"},
    ],
)
async def test_wrong_parameters_are_refused(github: LocalGithub, params: dict[str, str]) -> None:
    answer = await github.ask(ISSUES, params)
    assert answer.status == 422
    assert answer.body["message"].startswith("Validation Failed")


async def test_pages_are_linked_and_no_longer_than_a_hundred(github: LocalGithub) -> None:
    for number in range(205):
        github.state.add_issue(REPO, f"issue {number}")
    first = await github.ask(ISSUES, {"per_page": "500"})
    assert len(first.body) == 100
    links = dict(
        reversed(pair) for pair in re.findall(r'<([^>]+)>; rel="(\w+)"', first.headers["Link"])
    )
    assert set(links) == {"next", "last"}
    last = await github.ask(links["last"].removeprefix(github.url))
    assert [one["number"] for one in last.body] == [5, 4, 3, 2, 1]
    assert 'rel="next"' not in last.headers["Link"]
    assert len((await github.ask(ISSUES)).body) == 30


async def test_tags_make_an_unchanged_answer_free(github: LocalGithub) -> None:
    issue = github.state.add_issue(REPO, "TLS")
    first = await github.ask(ISSUES)
    again = await github.ask(ISSUES, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status, again.body) == (304, None)
    remaining = "X-RateLimit-Remaining"
    assert first.headers[remaining] == again.headers[remaining]
    github.state.edit(issue, title="changed")
    changed = await github.ask(ISSUES, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status == 200
    assert int(changed.headers[remaining]) == int(first.headers[remaining]) - 1


async def test_what_is_spent_is_new_when_the_hour_is_over(github: LocalGithub) -> None:
    github.state.faults.add("", FaultKind.SPENT)
    spent = await github.ask(ISSUES)
    assert (spent.status, spent.headers["X-RateLimit-Remaining"]) == (403, "0")
    assert int(spent.headers["X-RateLimit-Reset"]) > github.clock.now().timestamp()
    github.clock.advance(3_601)
    assert (await github.ask(ISSUES)).status == 200


async def test_gone_moved_and_unknown_are_told_apart(github: LocalGithub) -> None:
    gone = github.state.add_issue(REPO, "gone")
    moved = github.state.add_issue(REPO, "moved")
    github.state.add_repo("acme/web")
    there = github.state.transfer(REPO, moved, "acme/web")
    github.state.delete(REPO, gone)

    assert (await github.ask(f"{ISSUES}/{gone.number}")).status == 410
    assert (await github.ask(f"{ISSUES}/77")).status == 404
    sent = await github.ask(f"{ISSUES}/{moved.number}")
    assert sent.status == 301
    arrived = await github.ask(sent.headers["Location"].removeprefix(github.url))
    assert (arrived.body["number"], arrived.body["title"]) == (there.number, "moved")
    assert arrived.body["repository_url"].endswith("/repos/acme/web")
    assert (await github.ask("/repos/acme/none")).status == 404
    github.state.repos[REPO].has_issues = False
    assert (await github.ask(ISSUES)).status == 410


async def test_pull_requests_are_listed_as_issues(github: LocalGithub) -> None:
    github.state.add_issue(REPO, "a pull request", is_pull_request=True)
    (shown,) = (await github.ask(ISSUES)).body
    assert shown["pull_request"]["url"].endswith("/pulls/1")


async def test_an_unknown_fault_is_refused(github: LocalGithub) -> None:
    with pytest.raises(ValueError, match="no fault"):
        github.state.faults.add("", "no fault")
