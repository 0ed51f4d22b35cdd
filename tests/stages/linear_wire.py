"""A local Linear of its own for each test, and what is asked of it again and again."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.servers.linear import LocalLinear, local_linear

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


async def found(linear: LocalLinear, wanted: dict[str, Any]) -> set[str]:
    answer = await linear.ask(ISSUES, {"filter": wanted, "first": 250})
    assert "errors" not in answer.body, answer.body
    return {node["identifier"] for node in answer.data["issues"]["nodes"]}
