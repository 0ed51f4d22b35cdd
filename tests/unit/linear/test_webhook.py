"""What is read of Linear's webhooks: signatures, times, types, teams, and changes like our own."""

import hashlib
import hmac
import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.hints import Hint
from bot.linear.webhook import LinearWebhook
from bot.ports import ForgedHintError, MalformedHintError

SECRET = "lin_wh_secret"  # noqa: S105
NOW = datetime(2026, 11, 18, 14, tzinfo=UTC)
read = LinearWebhook([SECRET])


def body(age: timedelta = timedelta(), **changed: Any) -> bytes:
    event = {
        "action": "update",
        "type": "Issue",
        "data": {
            "id": "8d9a",
            "identifier": "THR-42",
            "teamId": "team-1",
            "team": {"id": "team-1", "key": "THR", "name": "Three Rivers"},
            "labelIds": ["b", "c"],
        },
        "updatedFrom": {"title": "Old", "updatedAt": "2026-11-18T13:00:00Z"},
        "webhookTimestamp": int((NOW - age).timestamp() * 1000),
        "webhookId": "subscription",
        **changed,
    }
    return json.dumps(event).encode()


def signed(raw: bytes, secret: str = SECRET) -> dict[str, str]:
    return {"Linear-Signature": hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()}


def taken(raw: bytes) -> Hint:
    return read(raw, signed(raw), NOW)


def test_an_issue_is_named_with_its_team() -> None:
    hint = taken(body())

    assert (hint.kind, hint.issue, hint.matters) == ("Issue", "8d9a", True)
    assert hint.places == {"team-1", "thr", "three rivers"}
    assert hint.marks == frozenset()


def test_the_signature_is_that_of_the_bytes_not_of_what_they_mean() -> None:
    raw = body()
    spaced = json.dumps(json.loads(raw), indent=1).encode()

    assert taken(spaced).issue == "8d9a"
    with pytest.raises(ForgedHintError):
        read(spaced, signed(raw), NOW)


@pytest.mark.parametrize("signature", ["", "0" * 64, "ü", "sha256=00", None])
def test_a_wrong_signature_is_refused(signature: str | None) -> None:
    headers = {} if signature is None else {"Linear-Signature": signature}
    with pytest.raises(ForgedHintError):
        read(body(), headers, NOW)


def test_any_of_several_secrets_may_have_signed() -> None:
    turning = LinearWebhook(["lin_wh_new", SECRET])

    assert turning(body(), signed(body()), NOW).issue == "8d9a"
    assert turning(body(), signed(body(), "lin_wh_new"), NOW).issue == "8d9a"
    with pytest.raises(ForgedHintError):
        turning(body(), signed(body(), "lin_wh_other"), NOW)


@pytest.mark.parametrize("minutes", [0, 1, 60, 361, 419])
def test_a_retry_with_its_first_time_is_taken(minutes: int) -> None:
    assert taken(body(timedelta(minutes=minutes))).at == NOW


@pytest.mark.parametrize("minutes", [421, 60 * 24 * 365, -1.1, -60])
def test_what_is_far_too_old_or_from_the_future_is_refused(minutes: float) -> None:
    with pytest.raises(ForgedHintError, match="too old"):
        taken(body(timedelta(minutes=minutes)))


def test_the_header_with_a_time_is_not_trusted() -> None:
    raw = body(timedelta(hours=9))
    fresh = {"Linear-Timestamp": str(int(NOW.timestamp() * 1000))}
    with pytest.raises(ForgedHintError):
        read(raw, signed(raw) | fresh, NOW)


@pytest.mark.parametrize("stamp", [None, "1", True, float("nan"), float("inf"), 1e300, [], {}])
def test_a_time_that_is_none_is_no_event(stamp: object) -> None:
    with pytest.raises(MalformedHintError, match="milliseconds"):
        taken(body(webhookTimestamp=stamp))


@pytest.mark.parametrize(
    "raw", [b"", b"{", b"[]", b'"x"', b"null", b"\xff", b"[" * 200_000, b'{"type": "Issue"}']
)
def test_signed_garbage_is_no_event(raw: bytes) -> None:
    with pytest.raises(MalformedHintError):
        taken(raw)


@pytest.mark.parametrize("kind", ["Comment", "Reaction", "AgentSessionEvent", "SomethingNew"])
def test_types_that_nothing_is_read_of_are_taken_and_left(kind: str) -> None:
    hint = taken(body(type=kind))

    assert not hint.matters
    assert hint.issue is None


@pytest.mark.parametrize("kind", ["IssueLabel", "Project", "Release", "PermissionChange"])
def test_what_is_no_issue_may_touch_every_milestone(kind: str) -> None:
    hint = taken(body(type=kind))

    assert hint.matters
    assert hint.places == frozenset()


def test_an_unknown_action_is_a_hint_too() -> None:
    assert taken(body(action="highRisk")).matters


@pytest.mark.parametrize("subject", [None, [], "x", {}, {"id": 7, "team": "THR", "teamId": 1}])
def test_an_issue_without_its_parts_is_a_hint_all_the_same(subject: object) -> None:
    hint = taken(body(data=subject))

    assert hint.matters
    assert (hint.issue, hint.places) == (None, frozenset())


def test_two_events_of_one_subscription_are_two_deliveries() -> None:
    first, second = taken(body()), taken(body(updatedFrom={"title": "Older"}))

    assert first.delivery != second.delivery
    assert taken(body()).delivery == first.delivery


def test_labels_alone_are_a_change_that_may_be_ours() -> None:
    changed = {"labelIds": ["a", "b"], "updatedAt": "x", "sortOrder": 1}
    hint = taken(body(updatedFrom=changed))

    assert hint.marks == {"label+c", "label-a"}


@pytest.mark.parametrize(
    "changed",
    [
        {"updatedFrom": {"labelIds": ["a"], "title": "Old"}},
        {"updatedFrom": {"labelIds": ["a"], "assigneeId": "bob"}},
        {"updatedFrom": {"assigneeId": "bob"}},
        {"updatedFrom": {"updatedAt": "x"}},
        {"updatedFrom": None},
        {"action": "create", "updatedFrom": {"labelIds": ["a"]}},
    ],
)
def test_anything_beside_them_is_somebody_elses(changed: dict[str, Any]) -> None:
    assert taken(body(**changed)).marks == frozenset()


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


@given(JSON, JSON, JSON, JSON)
def test_nothing_that_is_signed_breaks_the_reader(
    subject: object, before: object, kind: object, stamp: object
) -> None:
    raw = body(data=subject, updatedFrom=before, type=kind, webhookTimestamp=stamp)
    with suppress(ForgedHintError, MalformedHintError):
        assert taken(raw).delivery
