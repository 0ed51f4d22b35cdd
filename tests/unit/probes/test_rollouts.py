"""What a Deployment and a Certificate say of themselves, as the Kubernetes API writes them."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.domain.health import Verdict
from bot.probes.config_jobs import KubernetesProbeConfig
from bot.probes.kubernetes import (
    CertificateObject,
    Deployment,
    judge_certificate,
    judge_deployment,
)

NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)


def deployment(**status: Any) -> Deployment:
    full = {
        "observedGeneration": 4,
        "replicas": 3,
        "updatedReplicas": 3,
        "availableReplicas": 3,
        "conditions": [
            {"type": "Progressing", "status": "True", "reason": "NewReplicaSetAvailable"}
        ],
    }
    labels = {"app.kubernetes.io/version": "1.4.2"}
    return Deployment.model_validate(
        {
            "metadata": {"generation": 4, "labels": labels},
            "spec": {"replicas": 3},
            "status": {**full, **status},
        }
    )


@pytest.mark.parametrize(
    ("status", "verdict", "reason"),
    [
        ({}, Verdict.UP, "ok"),
        ({"availableReplicas": 2}, Verdict.DOWN, "k8s.not_available"),
        ({"observedGeneration": 3}, Verdict.DEGRADED, "k8s.old_generation"),
        ({"updatedReplicas": 1}, Verdict.DEGRADED, "k8s.rolling_out"),
        ({"replicas": 4}, Verdict.DEGRADED, "k8s.rolling_out"),
        (
            {
                "conditions": [
                    {"type": "Progressing", "status": "False", "reason": "ProgressDeadlineExceeded"}
                ]
            },
            Verdict.DOWN,
            "k8s.stuck",
        ),
    ],
    ids=["done", "too few", "unseen", "half new", "old one left", "stuck"],
)
def test_rollout(status: dict[str, Any], verdict: Verdict, reason: str) -> None:
    config = KubernetesProbeConfig(id="api", kind="kubernetes", deployment="api")
    found = judge_deployment(config, deployment(**status))

    assert (found.verdict, found.reason) == (verdict, reason)
    assert found.evidence["build"] == "1.4.2"


def test_fewer_may_be_enough() -> None:
    config = KubernetesProbeConfig(id="api", kind="kubernetes", deployment="api", min_available=2)
    status = {"availableReplicas": 2, "updatedReplicas": 3}

    assert judge_deployment(config, deployment(**status)).verdict is Verdict.UP


def certificate(**status: Any) -> CertificateObject:
    full = {
        "conditions": [
            {"type": "Ready", "status": "True", "reason": "Ready", "observedGeneration": 2}
        ],
        "notAfter": "2027-01-10T00:00:00Z",
        "renewalTime": "2026-12-10T00:00:00Z",
    }
    return CertificateObject.model_validate(
        {"metadata": {"generation": 2}, "status": {**full, **status}}
    )


@pytest.mark.parametrize(
    ("status", "verdict", "reason"),
    [
        ({}, Verdict.UP, "ok"),
        ({"conditions": []}, Verdict.DOWN, "k8s.not_ready"),
        (
            {"conditions": [{"type": "Ready", "status": "False", "reason": "DoesNotExist"}]},
            Verdict.DOWN,
            "k8s.not_ready",
        ),
        (
            {"conditions": [{"type": "Ready", "status": "True", "observedGeneration": 1}]},
            Verdict.DEGRADED,
            "k8s.old_generation",
        ),
        ({"renewalTime": "2026-11-18T10:00:00Z"}, Verdict.DEGRADED, "k8s.renewal_overdue"),
        ({"renewalTime": "2026-11-18T11:30:00Z"}, Verdict.UP, "ok"),
        ({"notAfter": "2026-11-17T00:00:00Z"}, Verdict.DOWN, "k8s.expired"),
    ],
    ids=["ready", "no word", "not ready", "unseen", "overdue", "just due", "expired"],
)
def test_certificate(status: dict[str, Any], verdict: Verdict, reason: str) -> None:
    found = judge_certificate(certificate(**status), NOW)

    assert (found.verdict, found.reason) == (verdict, reason)
