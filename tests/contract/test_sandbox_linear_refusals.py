"""What the local Linear refuses, what a query costs, and its faults."""

import aiohttp
import pytest

from sandbox.linear.coverage import COVERED
from tests.servers.linear import LocalLinear
from tests.stages.linear_wire import linear

__all__ = ["linear"]


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
