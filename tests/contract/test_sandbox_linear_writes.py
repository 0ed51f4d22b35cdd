"""What the local Linear lets be written."""

from dataclasses import replace
from typing import Any

import pytest

from tests.servers.linear import Answer, LocalLinear
from tests.stages.linear_wire import A_UUID, COMMENT, ISSUES, UPDATE, found, linear

__all__ = ["linear"]


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
    assert "THR-42" not in await found(linear, {})
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
    assert await found(linear, {"parent": {"number": {"eq": 60}}}) == {"THR-42"}
    assert await found(linear, {"children": {"some": {"number": {"eq": 42}}}}) == {"THR-60"}


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
