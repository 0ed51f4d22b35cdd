"""Results and states of probes as JSON text and back, with the version of its shape."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from bot.domain.health import ProbeId, ProbeResult, ProbeState, Streak, Verdict

VERSION = 1
_Read = TypeVar("_Read")
_STREAKS = ("down", "not_up", "answering", "up")


class HealthDocumentError(ValueError):
    """A stored document that is not one of ours, or from a newer version of the product."""


def result_to_json(result: ProbeResult) -> str:
    return _write(_result_fields(result))


def result_from_json(text: str) -> ProbeResult:
    return _read(text, _result)


def state_to_json(state: ProbeState) -> str:
    return _write(
        {
            "probe": state.probe,
            "verdict": state.verdict,
            "since": _time(state.since),
            "flapping": state.flapping,
            "changes": [at.isoformat() for at in state.changes],
            "heard": _time(state.heard),
            "confirmed": _time(state.confirmed),
            "last": _result_fields(state.last) if state.last else None,
        }
        | {name: _streak_fields(getattr(state, name)) for name in _STREAKS}
    )


def state_from_json(text: str) -> ProbeState:
    return _read(text, _state)


def _write(fields: dict[str, object]) -> str:
    return json.dumps({"v": VERSION} | fields, separators=(",", ":"), ensure_ascii=False)


def _read(text: str, build: Callable[[dict[str, Any]], _Read]) -> _Read:
    try:
        fields = json.loads(text)
        version = fields["v"]
    except (ValueError, KeyError, TypeError) as error:
        raise HealthDocumentError("a stored health document is not one of ours") from error
    if version != VERSION:
        raise HealthDocumentError(f"version {version!r} of a health document is not known")
    try:
        return build(fields)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise HealthDocumentError("a part of a stored health document is missing") from error


def _result_fields(result: ProbeResult) -> dict[str, object]:
    return {
        "probe": result.probe,
        "run_id": result.run_id,
        "verdict": result.verdict,
        "reason": result.reason,
        "sentence": result.sentence,
        "at": result.at.isoformat(),
        "duration_ms": result.duration_ms,
        "phases": [list(phase) for phase in result.phases],
        "evidence": dict(result.evidence),
        "config_hash": result.config_hash,
    }


def _result(fields: dict[str, Any]) -> ProbeResult:
    return ProbeResult(
        probe=ProbeId(fields["probe"]),
        run_id=fields["run_id"],
        verdict=Verdict(fields["verdict"]),
        reason=fields["reason"],
        sentence=fields["sentence"],
        at=datetime.fromisoformat(fields["at"]),
        duration_ms=fields["duration_ms"],
        phases=tuple((name, ms) for name, ms in fields["phases"]),
        evidence=fields["evidence"],
        config_hash=fields["config_hash"],
    )


def _state(fields: dict[str, Any]) -> ProbeState:
    last = fields["last"]
    return ProbeState(
        probe=ProbeId(fields["probe"]),
        verdict=Verdict(fields["verdict"]),
        since=_datetime(fields["since"]),
        flapping=fields["flapping"],
        changes=tuple(datetime.fromisoformat(at) for at in fields["changes"]),
        heard=_datetime(fields["heard"]),
        confirmed=_datetime(fields.get("confirmed")),  # not kept in the first states
        last=_result(last) if last else None,
        **{name: _streak(fields[name]) for name in _STREAKS},
    )


def _streak_fields(streak: Streak) -> list[object]:
    return [streak.count, _time(streak.since)]


def _streak(fields: list[Any]) -> Streak:
    count, since = fields
    return Streak(count=count, since=_datetime(since))


def _time(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _datetime(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
