"""What the local Linear answers to questions."""

from typing import Any

import pytest

from tests.servers.linear import LocalLinear
from tests.stages.linear_wire import ISSUES, OPEN, found, linear

__all__ = ["linear"]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (OPEN | {"labels": {"some": {"name": {"eq": "blocker"}}}}, "THR-41 THR-42"),
        (OPEN | {"labels": {"some": {"name": {"eq": "Blocker"}}}}, ""),
        (OPEN | {"labels": {"some": {"name": {"eqIgnoreCase": "BLOCKER"}}}}, "THR-41 THR-42"),
        (OPEN | {"labels": {"name": {"in": ["critical"]}}}, "THR-55"),
        ({"labels": {"every": {"name": {"eq": "critical"}}, "length": {"gt": 0}}}, "THR-55"),
        (OPEN | {"labels": {"length": {"eq": 0}}}, "THR-51 THR-57"),
        (OPEN | {"labels": {"null": True}}, "THR-51 THR-57"),
        ({"or": [{"number": {"eq": 42}}, {"number": {"eq": 55}}]}, "THR-42 THR-55"),
        ({"and": [{"number": {"gt": 41}}, {"number": {"lte": 48}}]}, "THR-42 THR-48"),
        ({"priority": {"in": [1]}, "state": {"type": {"neq": "completed"}}}, "THR-41 THR-42"),
        ({"assignee": {"null": True}, "priority": {"eq": 1}}, "THR-41"),
        ({"assignee": {"email": {"eq": "bob@example.com"}}, **OPEN}, "THR-42"),
        ({"assignee": {"active": {"eq": False}}}, "THR-60"),
        ({"state": {"name": {"eqIgnoreCase": "in review"}}}, "THR-51"),
        ({"state": {"type": {"in": ["canceled", "duplicate"]}}}, "THR-39 THR-40"),
        ({"dueDate": {"lt": "P3D"}}, "THR-41 THR-42"),
        ({"dueDate": {"lt": "2026-11-18"}}, "THR-41"),
        ({"dueDate": {"null": False, "gt": "2026-11-20"}}, "THR-55"),
        ({"projectMilestone": {"name": {"eq": "Production deployment"}}}, "THR-41 THR-42"),
        ({"project": {"name": {"containsIgnoreCase": "LIVE"}}, **OPEN},
         "THR-41 THR-42 THR-55 THR-60"),
        ({"project": {"null": True}, "title": {"startsWith": "Rotate"}}, "THR-51"),
        ({"completedAt": {"gt": "-P8DT12H"}}, "THR-37"),
        ({"updatedAt": {"gte": "2026-11-17T00:00:00Z"}}, "THR-42"),
        ({"hasBlockedByRelations": {"eq": True}}, "THR-60"),
        ({"hasBlockingRelations": {"eq": True}}, "THR-35 THR-41"),
        ({"team": {"key": {"eq": "NOPE"}}}, ""),
        ({"estimate": {"or": [{"eq": 3}, {"eq": 5}]}}, "THR-41 THR-42"),
        ({"title": {"notContains": "e", "endsWith": "zone"}}, ""),
        ({"title": {"neqIgnoreCase": "ci/cd WIRING", "startsWithIgnoreCase": "C"}}, "THR-48"),
        ({"labels": {"or": [{"name": {"eq": "frontend"}}, {"name": {"eq": "deployment"}}]}},
         "THR-48 THR-60"),
        ({"labels": {"and": [{"name": {"eq": "frontend"}}, {"name": {"eq": "deployment"}}]}}, ""),
        ({"labels": {"some": {"team": {"null": True}, "name": {"eq": "critical"}}}}, "THR-55"),
        ({"labels": {"some": {"team": {"key": {"eq": "THR"}}}}}, ""),
        ({"description": {"null": True}, "labels": {"some": {"name": {"eq": "frontend"}}}},
         "THR-48"),
        ({"estimate": {"nin": [3]}, "dueDate": {"null": False}}, "THR-41 THR-55"),
        ({"createdAt": {"lt": "-P4W", "gt": "-P1M9D"}, "labels": None},
         "THR-36 THR-37 THR-39 THR-40"),
    ],
)  # fmt: skip
async def test_issues_follow_the_filter(
    linear: LocalLinear, wanted: dict[str, Any], expected: str
) -> None:
    assert await found(linear, wanted) == set(expected.split())


async def test_ids_are_uuids_in_a_filter_and_either_in_issue(linear: LocalLinear) -> None:
    by_key = await linear.ask('{ issue(id: "THR-42") { id } }')
    uuid = by_key.data["issue"]["id"]
    by_uuid = await linear.ask(
        "query One($id: String!) { issue(id: $id) { identifier } }", {"id": uuid}
    )

    assert by_uuid.data["issue"]["identifier"] == "THR-42"
    assert await found(linear, {"id": {"in": [uuid]}}) == {"THR-42"}
    assert await found(linear, {"id": {"in": ["THR-42"]}}) == set()


async def test_pages_cover_everything_once_newest_first(linear: LocalLinear) -> None:
    whole = await linear.ask(ISSUES, {"first": 250})
    seen: list[str] = []
    cursor, more = None, True
    while more:
        page = (await linear.ask(ISSUES, {"first": 4, "after": cursor})).data["issues"]
        seen += [node["identifier"] for node in page["nodes"]]
        cursor, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]

    assert seen == [node["identifier"] for node in whole.data["issues"]["nodes"]]
    assert len(set(seen)) == len(linear.state.issues)
    assert seen[0] == "THR-63"  # the youngest


async def test_pages_are_read_backwards_too(linear: LocalLinear) -> None:
    page = (await linear.ask(ISSUES, {"last": 2})).data["issues"]
    before = {"last": 2, "before": page["pageInfo"]["startCursor"]}
    earlier = (await linear.ask(ISSUES, before)).data["issues"]

    assert [node["identifier"] for node in page["nodes"]] == ["THR-36", "THR-35"]
    assert [node["identifier"] for node in earlier["nodes"]] == ["THR-39", "THR-37"]
    assert page["pageInfo"]["hasPreviousPage"]
    assert not page["pageInfo"]["hasNextPage"]


async def test_a_page_of_changed_issues_starts_with_the_last_change(linear: LocalLinear) -> None:
    page = (await linear.ask(ISSUES, {"first": 1, "orderBy": "updatedAt"})).data["issues"]

    assert page["nodes"] == [{"identifier": "THR-42"}]


@pytest.mark.parametrize("variables", [
    {"first": 251}, {"first": 0}, {"first": 1, "last": 1}, {"after": "nonsense"}, {"after": "%%"},
    {"filter": {"updatedAt": {"gt": "last tuesday"}}},
])  # fmt: skip
async def test_bad_arguments_are_refused(linear: LocalLinear, variables: dict[str, Any]) -> None:
    answer = await linear.ask(ISSUES, variables)

    assert answer.status == 400
    assert answer.error["extensions"]["code"] == "INPUT_ERROR"


async def test_relations_are_read_from_both_ends(linear: LocalLinear) -> None:
    answer = await linear.ask(
        """{ first: issue(id: "THR-41") { relations(first: 5) {
               nodes { type relatedIssue { identifier } } } }
             second: issue(id: "THR-60") { inverseRelations(first: 5) {
               nodes { type issue { identifier } } } } }"""
    )

    assert answer.data["first"]["relations"]["nodes"] == [
        {"type": "blocks", "relatedIssue": {"identifier": "THR-60"}}
    ]
    assert answer.data["second"]["inverseRelations"]["nodes"] == [
        {"type": "blocks", "issue": {"identifier": "THR-41"}}
    ]


async def test_switched_off_accounts_are_listed_on_request_only(linear: LocalLinear) -> None:
    query = "query Users($all: Boolean) { users(includeDisabled: $all) { nodes { name } } }"
    usual = await linear.ask(query)
    everybody = await linear.ask(query, {"all": True})

    assert "Gus" not in {user["name"] for user in usual.data["users"]["nodes"]}
    assert "Gus" in {user["name"] for user in everybody.data["users"]["nodes"]}


async def test_the_rest_of_the_workspace_can_be_read(linear: LocalLinear) -> None:
    answer = await linear.ask(
        """{ viewer { name isMe organization { urlKey } } organization { name }
             team(id: "THR") { name timezone }
             teams { nodes { key } } workflowStates { nodes { name type team { key } } }
             issueLabels(filter: {name: {eqIgnoreCase: "PHASE-4"}}) { nodes { name isGroup } }
             projects { nodes { name targetDate } }
             projectMilestones { edges { cursor node { name project { name } } } }
             projectUpdates { nodes { id } }
             rateLimitStatus { kind limits { type remainingAmount requestedAmount } } }"""
    )

    assert answer.data["viewer"]["name"] == "Alice"
    assert answer.data["team"]["name"] == "Three Rivers"
    assert {state["type"] for state in answer.data["workflowStates"]["nodes"]} == {
        "triage", "backlog", "unstarted", "started", "completed", "canceled", "duplicate",
    }  # fmt: skip
    assert answer.data["issueLabels"]["nodes"] == [{"name": "phase-4", "isGroup": False}]
    assert answer.data["projects"]["nodes"][0]["targetDate"] == "2026-12-18"
    assert [one["type"] for one in answer.data["rateLimitStatus"]["limits"]] == [
        "requests",
        "complexity",
    ]


async def test_something_missing_is_an_error_beside_no_data(linear: LocalLinear) -> None:
    answer = await linear.ask('{ issue(id: "THR-999") { title } }')

    assert answer.status == 200
    assert answer.body["data"] is None
    assert answer.error["message"] == "Entity not found: Issue"
