"""Probes of jobs and rollouts in blockers.yml: reports, GitHub workflows, Kubernetes."""

from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator
from yarl import URL

from bot.domain.health import ProbePlan
from bot.probes.common import CommonFields, SecretReference
from bot.probes.durations import Duration, duration_field
from bot.probes.fields import Count, Cron, Repository, Text, WorkflowFile, Zone

SERVICE_ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount"


class HeartbeatProbeConfig(CommonFields):
    """A job reports in: by ``cron`` in its zone or ``every`` so often, ``grace`` later at most.

    Nobody is asked, so the first reading that is bad counts.
    """

    kind: Literal["heartbeat"]
    cron: Cron | None = None
    every: Duration | None = None
    timezone: Zone = "UTC"
    grace: Duration = duration_field("15m")
    token: SecretReference
    min_bytes: Annotated[int, Field(ge=0)] = 0
    slow: Duration | None = None
    max_run: Duration | None = None
    fail_after: Count = 1
    ok_after: Count = 1

    @model_validator(mode="after")
    def _one_rhythm(self) -> Self:
        if (self.cron is None) == (self.every is None):
            raise ValueError("say when reports are due: either cron or every")
        return self

    def plan(self) -> ProbePlan:
        return self._plan("heartbeat", self.id)


class GithubWorkflowProbeConfig(CommonFields):
    """The last completed run of a workflow on a branch. ``max_age``: an older success is stale."""

    kind: Literal["github_workflow"]
    repo: Repository
    workflow: WorkflowFile
    branch: Text = "main"
    token: SecretReference | None = None
    max_age: Duration | None = None
    interval: Duration = duration_field("2m")
    fail_after: Count = 1
    ok_after: Count = 1

    def plan(self) -> ProbePlan:
        return self._plan("github_workflow", f"{self.repo} {self.workflow} on {self.branch}")


class KubernetesProbeConfig(CommonFields):
    """A Deployment's rollout, or a Certificate of cert-manager. Without ``server``: from inside."""

    kind: Literal["kubernetes"]
    namespace: Text = "default"
    deployment: Text | None = None
    certificate: Text | None = None
    min_available: Annotated[int, Field(ge=0, le=10_000)] | None = None
    server: Text = "https://kubernetes.default.svc"
    token: SecretReference = SecretReference(file=f"{SERVICE_ACCOUNT}/token")
    ca_file: Text | None = None

    @field_validator("server")
    @classmethod
    def _plain_address(cls, value: str) -> str:
        url = URL(value)
        if url.scheme not in {"http", "https"} or not url.host or url.user or url.password:
            raise ValueError("an address starts with https:// and names a host")
        return value.rstrip("/")

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        if (self.deployment is None) == (self.certificate is None):
            raise ValueError("name one thing to look at: either deployment or certificate")
        if self.min_available is not None and self.deployment is None:
            raise ValueError("min_available needs a deployment")
        return self

    @property
    def authority(self) -> str:
        return URL(self.server).authority

    @property
    def trusted(self) -> str | None:
        """The file of the authority; inside a cluster that of the service account."""
        inside = "server" not in self.model_fields_set
        return self.ca_file or (f"{SERVICE_ACCOUNT}/ca.crt" if inside else None)

    def plan(self) -> ProbePlan:
        what = "certificate" if self.certificate else "deployment"
        name = self.certificate or self.deployment
        return self._plan("kubernetes", f"{what} {self.namespace}/{name}")
