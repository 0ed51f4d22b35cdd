"""The tls probe against every sort of certificate."""

from datetime import timedelta

import pytest

from bot.domain.health import Verdict
from tests.servers.certificates import (
    DAY,
    HOUR,
    NAMES,
    PEM,
    Certificates,
    probe_certificate,
    rsa_certificate,
    said,
)


async def test_good_certificate_is_up_with_its_figures(certificates: Certificates) -> None:
    leaf = certificates.root.issue(NAMES, certificates.fresh)

    result = await probe_certificate(certificates, leaf.pem, issuer_contains="Root")

    assert said(result) == (Verdict.UP, "ok", "valid for 80 days more, issued by Root One")
    assert result.evidence["days_left"] == 80
    assert result.evidence["issuer"] == "Root One"
    assert result.evidence["version"] == "TLSv1.3"
    assert result.evidence["not_after"] == leaf.certificate.not_valid_after_utc.isoformat()
    assert [name for name, _ in result.phases] == ["dns", "connect", "tls"]


async def test_name_to_ask_for_may_differ_from_the_host(certificates: Certificates) -> None:
    leaf = certificates.root.issue(("api.example.test",), certificates.fresh)

    by_name = await probe_certificate(certificates, leaf.pem, server_name="api.example.test")
    by_address = await probe_certificate(certificates, leaf.pem)

    assert by_name.verdict is Verdict.UP
    assert said(by_address) == (
        Verdict.DOWN,
        "tls.host_mismatch",
        "certificate is for api.example.test, not for 127.0.0.1",
    )


async def test_expired_certificate_says_since_when(certificates: Certificates) -> None:
    result = await probe_certificate(
        certificates, certificates.root.issue(NAMES, certificates.gone).pem
    )

    assert said(result) == (Verdict.DOWN, "tls.expired", "certificate expired 3 days ago")
    assert result.evidence["days_left"] == -3
    assert result.evidence["issuer"] == "Root One"


async def test_certificate_for_another_name_that_is_expired_too_says_both(
    certificates: Certificates,
) -> None:
    leaf = certificates.root.issue(("other.example.test",), certificates.gone)

    result = await probe_certificate(certificates, leaf.pem, server_name="api.example.test")

    assert result.reason == "tls.host_mismatch"
    assert result.sentence == (
        "certificate is for other.example.test, not for api.example.test; "
        "it also expired 3 days ago"
    )


async def test_certificate_of_the_future_is_down(certificates: Certificates) -> None:
    period = certificates.period(2 * DAY + HOUR, 90 * DAY)

    result = await probe_certificate(certificates, certificates.root.issue(NAMES, period).pem)

    assert said(result) == (
        Verdict.DOWN,
        "tls.not_yet_valid",
        "certificate is valid only in 2 days",
    )


async def test_certificate_of_the_next_minutes_puts_our_own_clock_in_doubt(
    certificates: Certificates,
) -> None:
    period = certificates.period(timedelta(minutes=3), 90 * DAY)

    result = await probe_certificate(certificates, certificates.root.issue(NAMES, period).pem)

    assert (result.verdict, result.reason) == (Verdict.UNKNOWN, "prober.clock")


async def test_self_signed_certificate_is_down(certificates: Certificates) -> None:
    leaf = certificates.root.issue(NAMES, certificates.fresh, self_signed=True)

    assert said(await probe_certificate(certificates, leaf.pem)) == (
        Verdict.DOWN,
        "tls.self_signed",
        "certificate is self-signed (by api.example.test)",
    )


async def test_unknown_authority_is_down(certificates: Certificates) -> None:
    leaf = certificates.stranger.issue(NAMES, certificates.fresh)

    result = await probe_certificate(certificates, leaf.pem + certificates.stranger.pem)

    assert said(result) == (
        Verdict.DOWN,
        "tls.untrusted",
        "certificate comes from an unknown authority (Stranger)",
    )


async def test_system_trust_does_not_know_a_private_authority(certificates: Certificates) -> None:
    leaf = certificates.root.issue(NAMES, certificates.fresh)

    result = await probe_certificate(certificates, leaf.pem, ca_file=None)

    assert (result.verdict, result.reason) == (Verdict.DOWN, "tls.chain_incomplete")


async def test_intermediate_that_was_not_sent_has_its_own_reason(
    certificates: Certificates,
) -> None:
    leaf = certificates.below("Middle", certificates.fresh).issue(NAMES, certificates.fresh)
    alone = leaf.pem.replace(leaf.chain_pem, leaf.certificate.public_bytes(PEM))

    complete = await probe_certificate(certificates, leaf.pem)
    incomplete = await probe_certificate(certificates, alone)

    assert complete.verdict is Verdict.UP
    assert said(incomplete) == (
        Verdict.DOWN,
        "tls.chain_incomplete",
        "the intermediate Middle is unknown or was not sent",
    )


async def test_expired_intermediate_is_named(certificates: Certificates) -> None:
    leaf = certificates.below("Middle", certificates.gone).issue(NAMES, certificates.fresh)

    assert said(await probe_certificate(certificates, leaf.pem)) == (
        Verdict.DOWN,
        "tls.expired",
        "intermediate Middle expired 3 days ago",
    )


async def test_expired_certificate_that_is_only_sent_along_does_not_count(
    certificates: Certificates,
) -> None:
    leaf = certificates.root.issue(NAMES, certificates.fresh)
    old = certificates.below("Old cross-root", certificates.gone)

    result = await probe_certificate(certificates, leaf.pem + old.pem)

    assert result.verdict is Verdict.UP
    assert result.evidence["days_left"] == 80


async def test_intermediate_that_ends_before_the_leaf_decides_the_days_left(
    certificates: Certificates,
) -> None:
    middle = certificates.below("Middle", certificates.period(-10 * DAY, 5 * DAY + HOUR))

    result = await probe_certificate(certificates, middle.issue(NAMES, certificates.fresh).pem)

    assert said(result) == (
        Verdict.DEGRADED,
        "tls.renewal_overdue",
        "renewal is overdue: 5 days left of 90 days; Middle ends first",
    )
    assert result.evidence["days_left"] == 5


@pytest.mark.parametrize(
    ("lifetime", "left", "verdict"),
    [
        (90, 30, Verdict.UP),
        (90, 20, Verdict.DEGRADED),
        (6, 2, Verdict.UP),  # a fixed number of days would call it overdue all its life
        (6, 1, Verdict.DEGRADED),
    ],
)
async def test_renewal_is_overdue_by_the_share_of_the_lifetime(
    certificates: Certificates, lifetime: int, left: int, verdict: Verdict
) -> None:
    period = certificates.period((left - lifetime) * DAY, left * DAY + HOUR)

    result = await probe_certificate(certificates, certificates.root.issue(NAMES, period).pem)

    assert result.verdict is verdict


async def test_certificate_that_ends_within_the_critical_time_is_down(
    certificates: Certificates,
) -> None:
    period = certificates.period(-80 * DAY, 20 * HOUR + timedelta(minutes=5))

    result = await probe_certificate(
        certificates, certificates.root.issue(NAMES, period).pem, crit_left="1d"
    )

    assert said(result) == (
        Verdict.DOWN,
        "tls.expires_soon",
        "valid for only 20 hours more",
    )


async def test_certificate_of_another_issuer_is_down(certificates: Certificates) -> None:
    leaf = certificates.root.issue(NAMES, certificates.fresh)

    result = await probe_certificate(certificates, leaf.pem, issuer_contains="Let's Encrypt")

    assert said(result) == (
        Verdict.DOWN,
        "tls.issuer",
        "issued by Root One, expected “Let's Encrypt”",
    )


async def test_common_name_is_no_host_name(certificates: Certificates) -> None:
    pem = rsa_certificate(certificates.root, certificates.fresh, weak=False)

    result = await probe_certificate(certificates, pem, server_name="api.example.test")

    assert said(result) == (
        Verdict.DOWN,
        "tls.host_mismatch",
        "certificate is for no name at all, not for api.example.test",
    )


async def test_weak_key_is_down(certificates: Certificates) -> None:
    pem = rsa_certificate(certificates.root, certificates.fresh, weak=True)

    result = await probe_certificate(certificates, pem, server_name="api.example.test")

    assert (result.verdict, result.reason) == (Verdict.DOWN, "tls.weak_key")
