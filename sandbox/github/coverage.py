"""Says what of GitHub's REST interface is answered here, and where it differs from the real one."""

from collections.abc import Mapping

COVERED: Mapping[str, str] = {
    "GET /repos/{owner}/{repo}": "a renamed one sends to its number",
    "GET /repos/{owner}/{repo}/labels": "in pages",
    "GET /repos/{owner}/{repo}/milestones": "state all only as asked; no order to choose",
    "GET /repos/{owner}/{repo}/issues": "state, labels, milestone, since, sort, direction, pages; "
    "a parameter it does not know is refused, where GitHub passes it over",
    "GET /repos/{owner}/{repo}/issues/{number}": "a transferred one sends on, a deleted one is 410",
    "GET /repos/{owner}/{repo}/issues/{number}/dependencies/blocked_by": "in pages",
    "GET /repos/{owner}/{repo}/issues/{number}/dependencies/blocking": "in pages",
    "GET /repos/{owner}/{repo}/issues/{number}/sub_issues": "in pages",
    "GET /repositories/{id}": "as GitHub's redirects name it",
    "GET /repositories/{id}/issues/{number}": "as GitHub's redirects name it",
}
NOT_COVERED: Mapping[str, str] = {
    "Writing": "issues change through the state, not over HTTP",
    "Webhooks": "no events are sent",
    "GraphQL, search, comments, projects, pull requests": "not answered",
    "Secondary limits": "by a fault only, not by counting",
}


def coverage() -> dict[str, object]:
    return {"covered": dict(COVERED), "not_covered": dict(NOT_COVERED)}
