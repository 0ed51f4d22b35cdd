"""How GitHub writes things in JSON: its documented fields, as far as they are held here."""

from datetime import UTC, datetime
from typing import Any

from sandbox.github.state import GithubState, Issue, Milestone, Repo

Json = dict[str, Any]
WEB = "https://github.com"


def stamp(at: datetime | None) -> str | None:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if at else None


def repo_json(repo: Repo, origin: str) -> Json:
    owner, name = repo.full_name.split("/")
    return {
        "id": repo.id,
        "name": name,
        "full_name": repo.full_name,
        "owner": {"login": owner},
        "private": True,
        "html_url": f"{WEB}/{repo.full_name}",
        "url": f"{origin}/repos/{repo.full_name}",
        "has_issues": repo.has_issues,
        "archived": False,
        "open_issues_count": sum(issue.is_open for issue in repo.issues.values()),
    }


def label_json(repo: Repo, name: str) -> Json:
    number = repo.labels.index(name) if name in repo.labels else 0
    return {"id": number + 1, "name": name, "color": "d73a4a", "default": False}


def milestone_json(repo: Repo, milestone: Milestone) -> Json:
    mine = [issue for issue in repo.issues.values() if issue.milestone is milestone]
    return {
        "number": milestone.number,
        "title": milestone.title,
        "state": milestone.state,
        "description": None,
        "due_on": stamp(milestone.due_on),
        "html_url": f"{WEB}/{repo.full_name}/milestone/{milestone.number}",
        "open_issues": sum(issue.is_open for issue in mine),
        "closed_issues": sum(not issue.is_open for issue in mine),
    }


def issue_json(state: GithubState, repo: Repo, issue: Issue, origin: str) -> Json:
    kind = "pull" if issue.is_pull_request else "issues"
    assignees = [{"login": login, "type": "User"} for login in issue.assignees]
    shown: Json = {
        "id": repo.id * 1_000 + issue.number,
        "node_id": f"I_{repo.id}_{issue.number}",
        "number": issue.number,
        "title": issue.title,
        "state": issue.state,
        "state_reason": issue.state_reason,
        "body": issue.body,
        "labels": [label_json(repo, name) for name in issue.labels],
        "assignee": assignees[0] if assignees else None,
        "assignees": assignees,
        "milestone": milestone_json(repo, issue.milestone) if issue.milestone else None,
        "html_url": f"{WEB}/{repo.full_name}/{kind}/{issue.number}",
        "url": f"{origin}/repos/{repo.full_name}/issues/{issue.number}",
        "repository_url": f"{origin}/repos/{repo.full_name}",
        "created_at": stamp(issue.created_at),
        "updated_at": stamp(issue.updated_at),
        "closed_at": stamp(issue.closed_at),
    }
    if issue.is_pull_request:
        shown["pull_request"] = {"url": f"{origin}/repos/{repo.full_name}/pulls/{issue.number}"}
    return shown | (_summaries(state, repo, issue) if state.knows_dependencies else {})


def _summaries(state: GithubState, repo: Repo, issue: Issue) -> Json:
    waits, holds = state.found(issue.blocked_by), state.blocking(repo, issue)
    parts = state.found(issue.parts)
    done = sum(not part.is_open for _, part in parts)
    return {
        "issue_dependencies_summary": {
            "blocked_by": sum(one.is_open for _, one in waits),
            "blocking": sum(one.is_open for _, one in holds),
            "total_blocked_by": len(waits),
            "total_blocking": len(holds),
        },
        "sub_issues_summary": {
            "total": len(parts),
            "completed": done,
            "percent_completed": 100 * done // len(parts) if parts else 0,
        },
    }
