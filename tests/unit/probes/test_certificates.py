"""Why a certificate was refused, in words, and lengths of time for people."""

from datetime import timedelta

import pytest

from bot.domain.health import Verdict
from bot.probes.certificates import Certificate, days, explain_refusal, span
from tests.unit.probes.results import START

DAY = timedelta(days=1)
LEAF = Certificate(
    names=("a.example", "b.example", "c.example", "d.example"),
    subject="a.example",
    issuer="Authority One",
    not_before=START - 10 * DAY,
    not_after=START + 80 * DAY,
    fingerprint="00112233",
)


@pytest.mark.parametrize(
    ("code", "reason", "sentence"),
    [
        (10, "tls.expired", "a certificate of the chain has expired"),
        (18, "tls.self_signed", "certificate is self-signed (by Authority One)"),
        (19, "tls.untrusted", "certificate comes from an unknown authority (Authority One)"),
        (20, "tls.chain_incomplete", "the intermediate Authority One is unknown or was not sent"),
        (
            62,
            "tls.host_mismatch",
            "certificate is for a.example, b.example, c.example, not for z.example",
        ),
        (64, "tls.host_mismatch", "certificate is for a.example, b.example, c.example, not for z"),
        (
            66,
            "tls.weak_key",
            "certificate is too weak: its key is too short or its digest too old",
        ),
        (999, "tls.untrusted", "certificate is not trusted (OpenSSL's code 999)"),
    ],
)
def test_refusal_is_explained_from_the_certificate(code: int, reason: str, sentence: str) -> None:
    finding = explain_refusal(code, [LEAF], "z.example", START)

    assert (finding.verdict, finding.reason) == (Verdict.DOWN, reason)
    assert finding.sentence.startswith(sentence)
    assert finding.evidence["days_left"] == 80


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (9, "not_yet_valid"),
        (10, "expired"),
        (18, "self_signed"),
        (20, "chain_incomplete"),
        (62, "host_mismatch"),
        (64, "host_mismatch"),
        (66, "weak_key"),
        (999, "untrusted"),
    ],
)
def test_refusal_without_a_certificate_is_explained_by_its_code(code: int, reason: str) -> None:
    finding = explain_refusal(code, [], "z.example", START)

    assert (finding.verdict, finding.reason) == (Verdict.DOWN, f"tls.{reason}")
    assert finding.evidence == {}


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(days=3, hours=5), "3 days"),
        (timedelta(days=1), "1 day"),
        (timedelta(hours=23, minutes=59), "23 hours"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(minutes=20), "20 minutes"),
        (timedelta(seconds=5), "1 minute"),
    ],
)
def test_length_is_told_in_its_largest_whole_unit(length: timedelta, words: str) -> None:
    assert span(length) == words


@pytest.mark.parametrize(
    ("left", "whole"), [(1.5 * DAY, 1), (0.5 * DAY, 0), (-0.5 * DAY, 0), (-1.5 * DAY, -1)]
)
def test_days_are_whole_and_negative_for_the_past(left: timedelta, whole: int) -> None:
    assert days(left) == whole
