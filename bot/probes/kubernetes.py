"""The `kubernetes` probe: one plain GET of a Deployment or of cert-manager's Certificate."""

from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus

import aiohttp
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel
from yarl import URL

from bot.domain.health import Figure
from bot.probes.bodies import read_body
from bot.probes.certificates import explain_refusal, span
from bot.probes.config_jobs import KubernetesProbeConfig
from bot.probes.finding import Finding, found_degraded, found_down, found_up, own_trouble
from bot.probes.phases import TimedContext, begin_phase
from bot.probes.secrets import SecretError, Secrets

MAX_ANSWER = 512 * 1024
RENEWAL_GRACE = timedelta(hours=1)


class _Wire(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)


class _Condition(_Wire):
    type: str
    status: str
    reason: str = ""
    observed_generation: int | None = None


class _Meta(_Wire):
    generation: int = 0
    labels: dict[str, str] = Field(default_factory=dict)


class _DeploymentSpec(_Wire):
    replicas: int = 1


class _DeploymentStatus(_Wire):
    observed_generation: int = 0
    replicas: int = 0
    updated_replicas: int = 0
    available_replicas: int = 0
    conditions: list[_Condition] = Field(default_factory=list)


class Deployment(_Wire):
    metadata: _Meta
    spec: _DeploymentSpec
    status: _DeploymentStatus = _DeploymentStatus()


class _CertificateStatus(_Wire):
    conditions: list[_Condition] = Field(default_factory=list)
    not_after: datetime | None = None
    renewal_time: datetime | None = None
    failed_issuance_attempts: int = 0


class CertificateObject(_Wire):
    metadata: _Meta
    status: _CertificateStatus = _CertificateStatus()


class KubernetesProbe:
    def __init__(
        self,
        config: KubernetesProbeConfig,
        session: aiohttp.ClientSession,
        context: TimedContext,
        secrets: Secrets,
        now: Callable[[], datetime],
    ) -> None:
        self.host = config.authority
        self._config = config
        self._session = session
        self._context = context
        self._secrets = secrets
        self._now = now

    async def probe(self) -> Finding:
        try:
            token = self._secrets.read(self._config.token)
        except SecretError as error:
            return own_trouble("secret", f"not asked: {error}")
        try:
            async with self._session.get(
                self._url(),
                headers={"Authorization": f"Bearer {token}", "Accept": "application/json"},
                ssl=self._context,
                allow_redirects=False,
            ) as answer:
                begin_phase("body")
                if answer.status != HTTPStatus.OK:
                    return self._refused(answer.status)
                raw, _ = await read_body(answer, MAX_ANSWER)
        except aiohttp.ClientConnectorCertificateError as error:
            code = getattr(error.certificate_error, "verify_code", 0)
            found = explain_refusal(code, (), error.host, self._now())
            return own_trouble("cluster", f"the cluster's {found.sentence}")
        return self._judge(raw)

    def _url(self) -> URL:
        config = self._config
        group, kind, name = "apps/v1", "deployments", config.deployment
        if config.certificate:
            group, kind, name = "cert-manager.io/v1", "certificates", config.certificate
        path = f"/apis/{group}/namespaces"
        return URL(config.server + path) / config.namespace / kind / (name or "")

    def _judge(self, raw: bytes) -> Finding:
        try:
            if self._config.certificate:
                return judge_certificate(CertificateObject.model_validate_json(raw), self._now())
            return judge_deployment(self._config, Deployment.model_validate_json(raw))
        except ValidationError:
            return own_trouble("cluster", "the cluster's answer cannot be read")

    def _refused(self, status: int) -> Finding:
        if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
            return own_trouble("rbac", f"the cluster does not let us look ({status})")
        if status == HTTPStatus.NOT_FOUND:
            return found_down("k8s.missing", "the cluster has no such object")
        return own_trouble("cluster", f"the cluster answered {status}")


def judge_deployment(config: KubernetesProbeConfig, found: Deployment) -> Finding:
    """Rolled out: the spec is seen, and every replica is of it and available."""
    wanted, status = found.spec.replicas, found.status
    enough = wanted if config.min_available is None else config.min_available
    figures: dict[str, Figure] = {"wanted": wanted, "available": status.available_replicas}
    if version := found.metadata.labels.get("app.kubernetes.io/version"):
        figures["build"] = version
    count = f"{status.available_replicas} of {wanted} replicas available"
    progressing = next((c for c in status.conditions if c.type == "Progressing"), None)
    if progressing and progressing.reason == "ProgressDeadlineExceeded":
        return found_down("k8s.stuck", f"the rollout does not get on: {count}", figures)
    if status.available_replicas < enough:
        return found_down("k8s.not_available", f"{count}, expected {enough}", figures)
    if status.observed_generation < found.metadata.generation:
        return found_degraded("k8s.old_generation", f"the last change waits: {count}", figures)
    if not status.updated_replicas == status.replicas == wanted:
        done = f"{status.updated_replicas} of {wanted} are of the new version"
        return found_degraded("k8s.rolling_out", f"{done}, {count}", figures)
    return found_up(f"rolled out: {count}", figures)


def judge_certificate(found: CertificateObject, now: datetime) -> Finding:
    """What cert-manager has; what is served is for a tls probe to say."""
    status = found.status
    ready = next((c for c in status.conditions if c.type == "Ready"), None)
    figures: dict[str, Figure] = {"failed_attempts": status.failed_issuance_attempts}
    if status.not_after:
        figures["days_left"] = (status.not_after - now).days
    seen = ready.observed_generation if ready else None
    if status.not_after and status.not_after <= now:
        gone = span(now - status.not_after)
        return found_down("k8s.expired", f"the certificate expired {gone} ago", figures)
    if ready is None or ready.status != "True":
        why = f" ({ready.reason})" if ready and ready.reason else ""
        return found_down("k8s.not_ready", f"the certificate is not ready{why}", figures)
    if seen is not None and seen < found.metadata.generation:
        return found_degraded("k8s.old_generation", "the certificate's last change waits", figures)
    if status.renewal_time and now - status.renewal_time > RENEWAL_GRACE:
        overdue = span(now - status.renewal_time)
        sentence = f"the certificate should have been renewed {overdue} ago"
        return found_degraded("k8s.renewal_overdue", sentence, figures)
    left = f" for {span(status.not_after - now)} more" if status.not_after else ""
    return found_up(f"the certificate is ready and valid{left}", figures)
