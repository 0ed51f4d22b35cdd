"""GitHub's webhooks: the signature over the raw body, and what they hint at.

https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries. GitHub signs no
time and repeats nothing by itself; one delivery is one ``X-GitHub-Delivery``, however often
somebody has it sent again. What is replayed leads to a reading and to nothing else.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs

from bot.domain.hints import Hint
from bot.domain.ids import BlockerId, DeliveryId
from bot.domain.trackers import Source
from bot.ports import ForgedHintError, MalformedHintError

TRACKER = Source.GITHUB.value
SIGNATURE = "X-Hub-Signature-256"
DELIVERY = "X-GitHub-Delivery"
EVENT = "X-GitHub-Event"
READ = frozenset(
    {
        "issues",
        "issue_dependencies",
        "label",
        "milestone",
        "repository",
        "sub_issues",
    }
)
"""Events of which anything is ever read; others, also unknown ones, are taken and left."""
_SCHEME = "sha256="
_LONGEST = 200


class GithubWebhook:
    """The HintReader of the ports. Any of the ``secrets`` may have signed."""

    def __init__(self, secrets: Sequence[str]) -> None:
        self._secrets = tuple(secret.encode() for secret in secrets)

    def __call__(self, raw: bytes, headers: Mapping[str, str], now: datetime) -> Hint:
        if not self._is_signed(raw, headers.get(SIGNATURE, "")):
            raise ForgedHintError("the signature is wrong")
        event = _object(raw, headers.get("Content-Type", ""))
        kind = headers.get(EVENT, "")
        if not kind or len(kind) > _LONGEST:
            raise MalformedHintError(f"{EVENT}: expected the name of an event")
        delivery = headers.get(DELIVERY, "")
        if not delivery or len(delivery) > _LONGEST:
            raise MalformedHintError(f"{DELIVERY}: expected an id")
        repo = event.get("repository")
        repository: Mapping[str, Any] = repo if isinstance(repo, dict) else {}
        return Hint(
            tracker=TRACKER,
            delivery=DeliveryId(delivery),
            at=now,
            kind=kind,
            matters=kind in READ and not _is_pull_request(event),
            issue=_issue(event, repository),
            places=_places(repository) if kind != "repository" else frozenset(),
        )

    def _is_signed(self, raw: bytes, signature: str) -> bool:
        given = signature.encode("utf-8", "replace")
        made = (
            (_SCHEME + hmac.new(secret, raw, hashlib.sha256).hexdigest()).encode()
            for secret in self._secrets
        )
        same = [hmac.compare_digest(one, given) for one in made]
        return any(same)


def _object(raw: bytes, content_type: str) -> dict[str, Any]:
    """The body, or the field ``payload`` of a form, as the webhook's settings choose."""
    try:
        if content_type.partition(";")[0].strip().lower() == "application/x-www-form-urlencoded":
            raw = parse_qs(raw.decode("utf-8"), max_num_fields=5)["payload"][0].encode()
        event = json.loads(raw)
    except (ValueError, KeyError, RecursionError):
        raise MalformedHintError("expected JSON") from None
    if not isinstance(event, dict):
        raise MalformedHintError("expected a JSON object")
    return event


def _issue(event: Mapping[str, Any], repository: Mapping[str, Any]) -> BlockerId | None:
    issue = event.get("issue")
    numbers = (repository.get("id"), issue.get("number") if isinstance(issue, dict) else None)
    if all(isinstance(one, int) and not isinstance(one, bool) for one in numbers):
        return BlockerId(f"{Source.GITHUB}:{numbers[0]}:{numbers[1]}")
    return None


def _is_pull_request(event: Mapping[str, Any]) -> bool:
    issue = event.get("issue")
    return isinstance(issue, dict) and issue.get("pull_request") is not None


def _places(repository: Mapping[str, Any]) -> frozenset[str]:
    name = repository.get("full_name")
    return frozenset({name.casefold()}) if isinstance(name, str) and name else frozenset()
