"""Linear's webhooks: the signature over the raw body, the rule of time, and what they hint at.

The time of sending is trusted only from inside the signed body. Retries come after a minute, an
hour and six hours and are reported to carry the first time: what is older than a minute is taken
too, since the store knows every body for longer than that and a hint is never believed, only read
after (docs/operations.md).
"""

import hashlib
import hmac
import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.hints import Hint
from bot.domain.ids import BlockerId, DeliveryId
from bot.ports import ForgedHintError, MalformedHintError

TRACKER = "linear"
SIGNATURE = "Linear-Signature"
AHEAD = timedelta(seconds=60)
"""How far the sender's clock may be ahead of ours."""
OLDEST = timedelta(hours=7)
"""The last retry comes after six hours."""
READ = frozenset(
    {
        "Issue",
        "IssueLabel",
        "PermissionChange",
        "Project",
        "ProjectUpdate",
        "Release",
        "User",
    }
)
"""Types of which anything is ever read; others, also unknown ones, are taken and left."""
_BOOKKEEPING = frozenset({"updatedAt", "sortOrder", "prioritySortOrder", "boardOrder", "labels"})
"""Changes along with others; ``labels`` repeats ``labelIds``."""
_MS = 1000


class LinearWebhook:
    """The HintReader of the ports. Any of the ``secrets`` may have signed."""

    def __init__(self, secrets: Sequence[str]) -> None:
        self._secrets = tuple(secret.encode() for secret in secrets)

    def __call__(self, raw: bytes, headers: Mapping[str, str], now: datetime) -> Hint:
        if not self._is_signed(raw, headers.get(SIGNATURE, "")):
            raise ForgedHintError("the signature is wrong")
        event = _object(raw)
        at = _sent_at(event.get("webhookTimestamp"))
        if not now - OLDEST <= at <= now + AHEAD:
            raise ForgedHintError("it is too old, or from the future")
        changed = event.get("data")
        subject: Mapping[str, Any] = changed if isinstance(changed, dict) else {}
        kind = _text(event.get("type"), "type")
        is_issue = kind == "Issue"
        return Hint(
            tracker=TRACKER,
            delivery=DeliveryId(hashlib.sha256(raw).hexdigest()),
            at=now,
            kind=kind,
            matters=kind in READ,
            issue=BlockerId(subject["id"]) if is_issue and _has_text(subject, "id") else None,
            places=frozenset(_places(subject)) if is_issue else frozenset(),
            marks=frozenset(_marks(event, subject)) if is_issue else frozenset(),
        )

    def _is_signed(self, raw: bytes, signature: str) -> bool:
        given = signature.encode("utf-8", "replace")
        made = [hmac.new(secret, raw, hashlib.sha256).hexdigest() for secret in self._secrets]
        return any(hmac.compare_digest(one.encode(), given) for one in made)


def _object(raw: bytes) -> dict[str, Any]:
    try:
        event = json.loads(raw)
    except (ValueError, RecursionError):
        raise MalformedHintError("expected JSON") from None
    if not isinstance(event, dict):
        raise MalformedHintError("expected a JSON object")
    return event


def _sent_at(stamp: object) -> datetime:
    expected = "webhookTimestamp: expected milliseconds since 1970"
    if isinstance(stamp, bool) or not isinstance(stamp, int | float):
        raise MalformedHintError(expected)
    try:
        if not math.isfinite(stamp):
            raise MalformedHintError(expected)
        return datetime.fromtimestamp(stamp / _MS, UTC)
    except (OverflowError, OSError, ValueError):
        raise MalformedHintError(expected) from None


def _text(value: object, name: str) -> str:
    if not isinstance(value, str) or not value:
        raise MalformedHintError(f"{name}: expected a text")
    return value


def _has_text(subject: Mapping[str, Any], name: str) -> bool:
    return isinstance(subject.get(name), str) and bool(subject[name])


def _places(subject: Mapping[str, Any]) -> Iterator[str]:
    """Everything its team is called."""
    if _has_text(subject, "teamId"):
        yield subject["teamId"].casefold()
    team = subject.get("team")
    for name in ("id", "key", "name"):
        if isinstance(team, dict) and _has_text(team, name):
            yield team[name].casefold()


def _marks(event: Mapping[str, Any], subject: Mapping[str, Any]) -> Iterator[str]:
    """None unless labels alone have changed: nothing else of an issue do we change ourselves."""
    before = event.get("updatedFrom")
    if event.get("action") != "update" or not isinstance(before, dict):
        return
    changed = before.keys() - _BOOKKEEPING
    if changed != {"labelIds"}:
        return
    old, new = _ids(before["labelIds"]), _ids(subject.get("labelIds"))
    yield from label_marks(added=new - old, removed=old - new)


def _ids(value: object) -> set[str]:
    return {str(one) for one in value} if isinstance(value, list) else set()


def label_marks(*, added: Iterable[str], removed: Iterable[str]) -> Iterator[str]:
    yield from (f"label+{label}" for label in added)
    yield from (f"label-{label}" for label in removed)
