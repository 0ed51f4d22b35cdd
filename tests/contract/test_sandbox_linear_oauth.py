"""The local Linear's OAuth is as strict as one that has been left out of grace; and team moves."""

from typing import Any

import aiohttp
import pytest

from sandbox.linear.oauth import CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN
from tests.servers.linear import LocalLinear
from tests.stages.linear_changes import linear
from tests.stages.linear_wire import UPDATE, found

__all__ = ["linear"]

FORM = {
    "grant_type": "refresh_token",
    "refresh_token": REFRESH_TOKEN,
    "client_id": CLIENT_ID,
    "client_secret": CLIENT_SECRET,
}
VIEWER = "query Viewer { viewer { name } }"


async def exchange(
    linear: LocalLinear, changed: dict[str, str] | None = None, *, as_json: bool = False
) -> tuple[int, dict[str, Any]]:
    url, form = linear.url.replace("/graphql", "/oauth/token"), FORM | (changed or {})
    async with (
        aiohttp.ClientSession() as session,
        session.post(
            url, json=form if as_json else None, data=None if as_json else form
        ) as response,
    ):
        body: dict[str, Any] = await response.json()
        return response.status, body


async def test_an_access_token_lets_in_behind_bearer_for_a_day(linear: LocalLinear) -> None:
    _, tokens = await exchange(linear)
    bearer = {"Authorization": f"Bearer {tokens['access_token']}"}

    assert (await linear.ask(VIEWER, headers=bearer)).data["viewer"]["name"] == "Alice"
    bare = await linear.ask(VIEWER, headers={"Authorization": tokens["access_token"]})
    assert bare.status == 401
    linear.clock.advance(24 * 3600)
    late = await linear.ask(VIEWER, headers=bearer)
    assert (late.status, late.error["extensions"]["code"]) == (401, "AUTHENTICATION_ERROR")


async def test_a_refresh_token_is_spent_by_using_it(linear: LocalLinear) -> None:
    _, first = await exchange(linear)
    assert first["refresh_token"] != REFRESH_TOKEN
    assert (await exchange(linear))[1]["error"] == "invalid_grant"
    status, second = await exchange(linear, {"refresh_token": first["refresh_token"]})
    assert (status, second["expires_in"]) == (200, 86_400)


@pytest.mark.parametrize(
    ("changed", "status", "error"),
    [
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"client_id": "wrong"}, 401, "invalid_client"),
        ({"refresh_token": "unknown"}, 400, "invalid_grant"),
    ],
)
async def test_what_is_not_right_is_refused_and_spends_nothing(
    linear: LocalLinear, changed: dict[str, str], status: int, error: str
) -> None:
    answered, body = await exchange(linear, changed)
    assert (answered, body["error"]) == (status, error)
    assert (await exchange(linear))[0] == 200


async def test_only_forms_are_taken(linear: LocalLinear) -> None:
    status, body = await exchange(linear, as_json=True)
    assert (status, body["error"]) == (400, "invalid_request")


async def test_a_moved_issue_has_a_new_identifier_and_is_found_by_the_old_one(
    linear: LocalLinear,
) -> None:
    answer = await linear.ask(UPDATE, {"id": "THR-42", "input": {"teamId": "OPS"}})
    assert answer.data["issueUpdate"]["issue"]["identifier"] == "OPS-1"
    moved = linear.state.find_issue("THR-42")

    assert (moved.identifier, moved.project, moved.project_milestone) == ("OPS-1", None, None)
    assert moved.state.team.key == "OPS"
    assert "OPS-1" in await found(linear, {"team": {"key": {"eq": "OPS"}}})


async def test_a_move_to_the_same_team_changes_nothing(linear: LocalLinear) -> None:
    answer = await linear.ask(UPDATE, {"id": "THR-42", "input": {"teamId": "THR"}})
    assert answer.data["issueUpdate"]["issue"]["identifier"] == "THR-42"
