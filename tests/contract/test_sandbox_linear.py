"""The local Linear on the wire: filters, pages, mutations, errors, prices and allowances."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import aiohttp
import pytest

from sandbox.linear.coverage import COVERED
from tests.linear_fixtures import Answer, LocalLinear, local_linear

ISSUES = """
query Issues($filter: IssueFilter, $first: Int, $after: String, $before: String, $last: Int,
             $orderBy: PaginationOrderBy, $archived: Boolean) {
  issues(filter: $filter, first: $first, after: $after, before: $before, last: $last,
         orderBy: $orderBy, includeArchived: $archived) {
    pageInfo { hasNextPage hasPreviousPage endCursor startCursor }
    nodes { identifier }
  }
}
"""
OPEN = {"state": {"type": {"nin": ["completed", "canceled", "duplicate"]}}}
COMMENT = """
mutation Comment($input: CommentCreateInput!) {
  commentCreate(input: $input) { success comment { id body user { name } issue { identifier } } }
}
"""
UPDATE = """
mutation Update($id: String!, $input: IssueUpdateInput!) {
  issueUpdate(id: $id, input: $input) {
    success
    issue { identifier dueDate completedAt updatedAt trashed assignee { name } state { name type }
            labels(first: 9) { nodes { name } } }
  }
}
"""
A_UUID = "8d9a3c5e-4c1e-4b50-9d9a-0a3a8f6b1c2d"


@pytest.fixture
async def linear() -> AsyncIterator[LocalLinear]:
    async with local_linear() as running:
        yield running


async def _found(linear: LocalLinear, wanted: dict[str, Any]) -> set[str]:
    answer = await linear.ask(ISSUES, {"filter": wanted, "first": 250})
    assert "errors" not in answer.body, answer.body
    return {node["identifier"] for node in answer.data["issues"]["nodes"]}


@pytest.mark.parametrize(
    ("wanted", "found"),
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
    linear: LocalLinear, wanted: dict[str, Any], found: str
) -> None:
    assert await _found(linear, wanted) == set(found.split())


async def test_ids_are_uuids_in_a_filter_and_either_in_issue(linear: LocalLinear) -> None:
    by_key = await linear.ask('{ issue(id: "THR-42") { id } }')
    uuid = by_key.data["issue"]["id"]
    by_uuid = await linear.ask(
        "query One($id: String!) { issue(id: $id) { identifier } }", {"id": uuid}
    )

    assert by_uuid.data["issue"]["identifier"] == "THR-42"
    assert await _found(linear, {"id": {"in": [uuid]}}) == {"THR-42"}
    assert await _found(linear, {"id": {"in": ["THR-42"]}}) == set()


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


async def _comment(linear: LocalLinear, **given: object) -> Answer:
    return await linear.ask(COMMENT, {"input": {"issueId": "THR-42", "body": "Done.", **given}})


async def test_a_comment_is_written_once_for_its_id(linear: LocalLinear) -> None:
    first = await _comment(linear, id=A_UUID)
    again = await _comment(linear, id=A_UUID)
    there = await linear.ask('{ issue(id: "THR-42") { comments { nodes { id body } } } }')

    assert first.data["commentCreate"]["comment"]["user"]["name"] == "Alice"
    assert again.status == 400
    assert again.error["message"] == f"Entity Comment with id {A_UUID} already exists"
    assert there.data["issue"]["comments"]["nodes"] == [{"id": A_UUID, "body": "Done."}]


@pytest.mark.parametrize("given", [
    {"body": " "}, {"id": "my-id"}, {"issueId": None}, {"issueId": "THR-999"},
])  # fmt: skip
async def test_a_bad_comment_is_refused(linear: LocalLinear, given: dict[str, Any]) -> None:
    answer = await _comment(linear, **given)

    assert "errors" in answer.body
    assert linear.state.comments == []


async def test_an_answer_joins_the_comment_it_is_for(linear: LocalLinear) -> None:
    await _comment(linear, id=A_UUID)
    answer = await _comment(linear, parentId=A_UUID, issueId=None)
    parent = await linear.ask(
        '{ issue(id: "THR-42") { comments { nodes { parentId parent { id } } } } }'
    )

    assert answer.data["commentCreate"]["comment"]["issue"]["identifier"] == "THR-42"
    assert {node["parentId"] for node in parent.data["issue"]["comments"]["nodes"]} == {
        None,
        A_UUID,
    }


async def test_an_attachment_is_one_for_each_address(linear: LocalLinear) -> None:
    mutation = """mutation Attach($input: AttachmentCreateInput!) {
      attachmentCreate(input: $input) { attachment { id title metadata } } }"""
    given = {"issueId": "THR-42", "url": "https://example.com/thread", "title": "Thread"}
    first = await linear.ask(mutation, {"input": given})
    again = await linear.ask(mutation, {"input": given | {"title": "Slack", "metadata": {"a": 1}}})

    assert first.data["attachmentCreate"]["attachment"]["metadata"] == {}
    assert again.data["attachmentCreate"]["attachment"] == {
        "id": first.data["attachmentCreate"]["attachment"]["id"],
        "title": "Slack",
        "metadata": {"a": 1},
    }


async def _update(linear: LocalLinear, **given: object) -> Answer:
    return await linear.ask(UPDATE, {"id": "THR-42", "input": given})


async def test_an_issue_is_closed_and_says_so_in_its_history(linear: LocalLinear) -> None:
    done = next(state.id for state in linear.state.workflow_states if state.name == "Done")
    linear.clock.advance(60)
    answer = await _update(linear, stateId=done)
    history = await linear.ask(
        '{ issue(id: "THR-42") { history { nodes { actor { name } fromState { name } '
        "toState { type } } } } }"
    )

    issue = answer.data["issueUpdate"]["issue"]
    assert issue["state"] == {"name": "Done", "type": "completed"}
    assert issue["completedAt"] == issue["updatedAt"] == "2026-11-18T14:01:00.000Z"
    assert history.data["issue"]["history"]["nodes"] == [
        {
            "actor": {"name": "Alice"},
            "fromState": {"name": "In Progress"},
            "toState": {"type": "completed"},
        }
    ]


async def test_null_empties_and_what_is_left_out_stays(linear: LocalLinear) -> None:
    answer = await _update(linear, assigneeId=None, dueDate="2026-12-01")

    issue = answer.data["issueUpdate"]["issue"]
    assert issue["assignee"] is None
    assert issue["dueDate"] == "2026-12-01"
    assert issue["state"]["name"] == "In Progress"


async def test_labels_are_replaced_or_added_and_removed(linear: LocalLinear) -> None:
    ids = {label.name: label.id for label in linear.state.issue_labels}
    added = await _update(linear, addedLabelIds=[ids["critical"]], removedLabelIds=[])
    removed = await _update(linear, removedLabelIds=[ids["blocker"]])
    both = await _update(linear, labelIds=[], addedLabelIds=[ids["frontend"]])
    replaced = await _update(linear, labelIds=[ids["frontend"]])

    def names(answer: Answer) -> set[str]:
        nodes = answer.data["issueUpdate"]["issue"]["labels"]["nodes"]
        return {node["name"] for node in nodes}

    assert names(added) == {"blocker", "critical"}
    assert names(removed) == {"critical"}
    assert both.status == 400
    assert names(replaced) == {"frontend"}


async def test_a_trashed_issue_is_out_of_sight_and_its_time_of_change_stays(
    linear: LocalLinear,
) -> None:
    before = linear.state.find_issue("THR-42").updated_at
    linear.clock.advance(60)
    await _update(linear, trashed=True)

    assert linear.state.find_issue("THR-42").updated_at == before
    assert "THR-42" not in await _found(linear, {})
    everything = await linear.ask(ISSUES, {"first": 250, "archived": True})
    assert {"identifier": "THR-42"} in everything.data["issues"]["nodes"]


async def test_every_other_part_of_an_issue_can_be_changed(linear: LocalLinear) -> None:
    state = linear.state
    await _update(
        linear,
        title="TLS",
        description="Short.",
        estimate=8,
        priority=2,
        parentId="THR-41",
        assigneeId=state.viewer.id,
        projectId=None,
        projectMilestoneId=state.project_milestones[0].id,
    )
    await _update(linear, parentId="THR-60")
    await _update(linear, labelIds=[label.id for label in state.issue_labels[:2]])
    answer = await linear.ask(
        """{ issue(id: "THR-42") { title description estimate priority priorityLabel branchName
             labelIds parent { identifier children(first: 5) { nodes { identifier } } }
             assignee { isMe isAssignable } project { id } projectMilestone { name }
             history(first: 1) { nodes { addedLabelIds } } } }"""
    )

    assert answer.data["issue"] == {
        "title": "TLS",
        "description": "Short.",
        "estimate": 8.0,
        "priority": 2.0,
        "priorityLabel": "High",
        "branchName": "thr-42-tls",
        "labelIds": [label.id for label in state.issue_labels[:2]],
        "parent": {"identifier": "THR-60", "children": {"nodes": [{"identifier": "THR-42"}]}},
        "assignee": {"isMe": True, "isAssignable": True},
        "project": None,
        "projectMilestone": {"name": "Production deployment"},
        "history": answer.data["issue"]["history"],
    }
    assert state.find_issue("THR-41").children == []
    assert await _found(linear, {"parent": {"number": {"eq": 60}}}) == {"THR-42"}
    assert await _found(linear, {"children": {"some": {"number": {"eq": 42}}}}) == {"THR-60"}


async def test_a_state_of_another_team_is_refused(linear: LocalLinear) -> None:
    other = replace(linear.state.teams[0], id="another", key="OTH")
    foreign = replace(linear.state.workflow_states[0], id="foreign", team=other)
    linear.state.workflow_states.append(foreign)

    assert (await _update(linear, stateId="foreign")).status == 400


@pytest.mark.parametrize("given", [
    {"stateId": A_UUID}, {"assigneeId": A_UUID}, {"dueDate": "soon"}, {"priority": 7},
    {"addedLabelIds": [A_UUID]}, {"projectId": A_UUID}, {"parentId": A_UUID},
])  # fmt: skip
async def test_a_bad_change_is_refused(linear: LocalLinear, given: dict[str, Any]) -> None:
    answer = await _update(linear, **given)

    assert "errors" in answer.body
    assert answer.body.get("data") in (None, {"issueUpdate": None})


@pytest.mark.parametrize(
    ("authorization", "status", "code"),
    [
        ("", 401, "AUTHENTICATION_ERROR"),
        ("lin_api_other", 401, "AUTHENTICATION_ERROR"),
        ("Bearer lin_api_sandbox", 400, "INPUT_ERROR"),
    ],
)
async def test_a_wrong_key_is_refused(
    linear: LocalLinear, authorization: str, status: int, code: str
) -> None:
    answer = await linear.ask("{ viewer { id } }", headers={"Authorization": authorization})

    assert answer.status == status
    assert answer.error["extensions"]["code"] == code


@pytest.mark.parametrize("query", ["{ nothing { id } }", "{ viewer { id }", ""])
async def test_a_query_beyond_the_schema_is_refused(linear: LocalLinear, query: str) -> None:
    answer = await linear.ask(query)

    assert answer.status == 400
    assert answer.error["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"


@pytest.mark.parametrize(
    "body",
    [b"[]", b"{}", b"not json", b'{"query": 5}', b'{"query": "{a}", "variables": 1}', b"\xff"],
)
async def test_a_body_that_is_no_query_is_refused(linear: LocalLinear, body: bytes) -> None:
    headers = {"Authorization": "lin_api_sandbox", "Content-Type": "application/json"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(linear.url, data=body, headers=headers) as response,
    ):
        assert response.status == 400
        assert "errors" in await response.json()


async def test_a_query_is_priced_before_it_runs(linear: LocalLinear) -> None:
    cheap = await linear.ask(
        "{ issues(first: 10) { nodes { id labels(first: 5) { nodes { id } } } } }"
    )
    dear = await linear.ask("{ issues(first: 250) { nodes { id labels { nodes { id } } } } }")

    assert cheap.headers["X-Complexity"] == "77"  # 1 + 10 * (1 + 0.1 + 1 + 5 * 1.1)
    assert dear.status == 400
    assert dear.error["message"] == "Query too complex"
    assert "maximum is 10000" in dear.error["extensions"]["userPresentableMessage"]


async def test_fragments_cost_what_is_in_them_and_the_schema_next_to_nothing(
    linear: LocalLinear,
) -> None:
    plain = await linear.ask("query P($n: Int = 5) { issues(first: $n) { nodes { id title } } }")
    spread = await linear.ask(
        "query P { __schema { queryType { name } } "
        "issues(last: 5) { nodes { ...Both ... { id } } } } fragment Both on Issue { title }"
    )

    assert plain.headers["X-Complexity"] == "7"  # 1 + 5 * (1 + 0.2)
    assert spread.headers["X-Complexity"] == "8"
    assert spread.data["__schema"] == {"queryType": {"name": "Query"}}


async def test_an_allowance_runs_out_and_refills_steadily(linear: LocalLinear) -> None:
    linear.state.allowances.requests.drain()
    refused = await linear.ask("{ viewer { id } }")
    linear.clock.advance(2)
    granted = await linear.ask("{ viewer { id } }")

    assert refused.status == 400
    assert refused.error["extensions"]["code"] == "RATELIMITED"
    assert refused.headers["X-RateLimit-Requests-Remaining"] == "0"
    assert granted.status == 200


async def test_the_dearest_queries_use_up_the_complexity(linear: LocalLinear) -> None:
    linear.state.allowances.complexity.drain()

    refused = await linear.ask("{ viewer { id } }")

    assert refused.error["extensions"]["code"] == "RATELIMITED"


@pytest.mark.parametrize(
    ("kind", "status"),
    [("ratelimited", 400), ("429", 429), ("server_error", 500), ("502", 502), ("not_json", 200),
     ("too_complex", 400), ("lock_timeout", 200), ("slow", 200)],
)  # fmt: skip
async def test_a_fault_strikes_as_often_as_asked_and_where_asked(
    linear: LocalLinear, kind: str, status: int
) -> None:
    linear.state.faults.add("Iss*", kind, times=1)
    headers = {"Authorization": "lin_api_sandbox"}
    statuses = []
    async with aiohttp.ClientSession(headers=headers) as session:
        for name in ("Other", "Issues", "Issues"):
            body = {"query": f"query {name} {{ viewer {{ id }} }}"}
            async with session.post(linear.url, json=body) as response:
                statuses.append(response.status)

    assert statuses == [200, status, 200]


async def test_a_cut_connection_has_no_answer(linear: LocalLinear) -> None:
    linear.state.faults.add("*", "cut")

    with pytest.raises(aiohttp.ServerDisconnectedError):
        await linear.ask("{ viewer { id } }")


async def test_a_partial_answer_has_data_and_an_error(linear: LocalLinear) -> None:
    linear.state.faults.add("*", "partial")

    answer = await linear.ask('{ issue(id: "THR-42") { title assignee { name } } }')

    assert answer.status == 200
    assert answer.data["issue"] == {"title": "TLS and ingress hardening", "assignee": None}
    assert answer.error["path"] == ["issue", "assignee"]


async def test_unknown_faults_are_refused_and_cleared_ones_are_gone(linear: LocalLinear) -> None:
    with pytest.raises(ValueError, match="fire"):
        linear.state.faults.add("*", "fire")
    linear.state.faults.add("*", "502", times=-1)
    linear.state.faults.clear()

    assert (await linear.ask("{ viewer { id } }")).status == 200


async def test_what_is_answered_can_be_looked_up(linear: LocalLinear) -> None:
    address = linear.url.replace("/graphql", "/coverage")
    async with aiohttp.ClientSession() as session, session.get(address) as response:
        declared = await response.json()

    assert declared["covered"]["Mutation.commentCreate"] == COVERED["Mutation.commentCreate"]
    assert "OAuth" in declared["not_covered"]
