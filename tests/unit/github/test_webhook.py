"""GitHub's webhooks: only what is signed is read, and what is read is a hint."""

import hashlib
import hmac
import json
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import BlockerId
from bot.github.webhook import GithubWebhook
from bot.ports import ForgedHintError, MalformedHintError
from tests.samples.builders import NOW

SECRET = "gh_wh_secret"  # noqa: S105 - no secret: it opens nothing
READ = GithubWebhook(["older", SECRET])
EVENT: dict[str, Any] = {
    "action": "labeled",
    "issue": {"number": 12, "title": "Not to be logged"},
    "repository": {"id": 7000, "full_name": "Acme/API"},
}


def headers(raw: bytes, secret: str = SECRET, **changed: str) -> dict[str, str]:
    signature = hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()
    return {
        "X-Hub-Signature-256": f"sha256={signature}",
        "X-GitHub-Event": "issues",
        "X-GitHub-Delivery": "72d3162e",
        "Content-Type": "application/json",
    } | {name.replace("_", "-"): value for name, value in changed.items()}


def test_an_event_says_which_issue_of_which_repository_may_have_changed() -> None:
    raw = json.dumps(EVENT).encode()
    hint = READ(raw, headers(raw), NOW)
    assert (hint.tracker, hint.kind, hint.delivery, hint.at) == (
        "github",
        "issues",
        "72d3162e",
        NOW,
    )
    assert hint.issue == BlockerId("github:7000:12")
    assert hint.places == {"acme/api"}
    assert hint.matters
    assert hint.marks == frozenset()


@pytest.mark.parametrize(
    ("kind", "matters"),
    [("issues", True), ("milestone", True), ("label", True), ("ping", False), ("star", False)],
)
def test_events_of_what_is_never_read_are_taken_and_left(kind: str, matters: bool) -> None:
    raw = json.dumps(EVENT).encode()
    assert READ(raw, headers(raw, X_GitHub_Event=kind), NOW).matters is matters


def test_an_event_of_a_pull_request_does_not_matter_and_a_rename_matters_everywhere() -> None:
    raw = json.dumps(EVENT | {"issue": {"number": 3, "pull_request": {"url": "…"}}}).encode()
    assert not READ(raw, headers(raw), NOW).matters
    raw = json.dumps(EVENT | {"action": "renamed"}).encode()
    assert READ(raw, headers(raw, X_GitHub_Event="repository"), NOW).places == frozenset()


def test_a_form_is_read_as_well() -> None:
    raw = urlencode({"payload": json.dumps(EVENT)}).encode()
    form = headers(raw, Content_Type="application/x-www-form-urlencoded; charset=utf-8")
    assert READ(raw, form, NOW).issue == BlockerId("github:7000:12")


@pytest.mark.parametrize(
    "signature",
    ["", "sha256=", "sha1=0123", "sha256=" + "0" * 64, "\u20ac", "0" * 64],
)
def test_what_is_not_signed_is_refused(signature: str) -> None:
    raw = json.dumps(EVENT).encode()
    with pytest.raises(ForgedHintError):
        READ(raw, headers(raw, X_Hub_Signature_256=signature), NOW)


def test_another_secret_or_a_changed_body_is_refused() -> None:
    raw = json.dumps(EVENT).encode()
    with pytest.raises(ForgedHintError):
        READ(raw, headers(raw, secret="wrong"), NOW)
    with pytest.raises(ForgedHintError):
        READ(raw + b" ", headers(raw), NOW)
    with pytest.raises(ForgedHintError):
        GithubWebhook([])(raw, headers(raw), NOW)


@pytest.mark.parametrize(
    ("raw", "changed", "told"),
    [
        (b"", {}, "expected JSON"),
        (b"[" * 50_000, {}, "expected JSON"),
        (b"[]", {}, "expected a JSON object"),
        (b"{}", {"X_GitHub_Event": ""}, "X-GitHub-Event"),
        (b"{}", {"X_GitHub_Delivery": ""}, "X-GitHub-Delivery"),
        (b"{}", {"X_GitHub_Delivery": "x" * 500}, "X-GitHub-Delivery"),
        (b"other=1", {"Content_Type": "application/x-www-form-urlencoded"}, "expected JSON"),
        (b"\xff=1", {"Content_Type": "application/x-www-form-urlencoded"}, "expected JSON"),
    ],
)
def test_what_is_signed_and_no_event_says_what_was_expected(
    raw: bytes, changed: dict[str, str], told: str
) -> None:
    with pytest.raises(MalformedHintError, match=told):
        READ(raw, headers(raw, **changed), NOW)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


@given(st.fixed_dictionaries({}, optional={"issue": JSON, "repository": JSON, "action": JSON}))
def test_no_shape_of_an_event_is_too_much(event: dict[str, Any]) -> None:
    raw = json.dumps(event).encode()
    hint = READ(raw, headers(raw), NOW)
    assert hint.issue is None or hint.issue.startswith("github:")
