"""What may stand under ``probes:`` and ``probe_policy:``, and what the refusal says."""

from datetime import timedelta
from ipaddress import ip_network
from typing import Any

import jsonschema
import pytest
from pydantic import BaseModel, ValidationError

from bot.domain.health import ProbeId
from bot.probes.config import HttpProbeConfig, ProbeConfig, ProbeConfigs, ProbePolicy
from bot.probes.config_wire import require_extra
from bot.probes.durations import format_duration, parse_duration

HTTP = {"id": "api-https", "kind": "http", "url": "https://api.example.com/readyz"}
DNS = {"id": "api-dns", "kind": "dns", "name": "api.example.com"}
TCP = {"id": "smtp", "kind": "tcp", "host": "mail.example.com", "port": 25}
WS = {"id": "ws", "kind": "websocket", "url": "wss://api.example.com/stream?x=1"}
GRPC = {"id": "ledger", "kind": "grpc", "host": "ledger.example.com"}
TLS = {"id": "api-cert", "kind": "tls", "host": "api.example.com"}


class Document(BaseModel):
    probes: ProbeConfigs = ()
    probe_policy: ProbePolicy = ProbePolicy()


def _probe(**fields: Any) -> ProbeConfig:
    return Document.model_validate({"probes": [fields]}).probes[0]


def _messages(document: dict[str, object]) -> str:
    with pytest.raises(ValidationError) as refusal:
        Document.model_validate(document)
    return "\n".join(
        f"{'.'.join(map(str, error['loc']))}: {error['msg']}" for error in refusal.value.errors()
    )


def test_example_of_the_documentation_is_read() -> None:
    http = _probe(**HTTP, json_equals={"status": "ok"}, slow="800ms", interval="60s")
    tls = _probe(**TLS, interval="15m")

    assert isinstance(http, HttpProbeConfig)
    assert http.slow == timedelta(milliseconds=800)
    assert http.status == ("2xx",)
    assert tls.plan().interval == timedelta(minutes=15)
    assert tls.plan().timeout == timedelta(seconds=10)


def test_plan_carries_what_schedule_and_judgement_need() -> None:
    plan = _probe(
        **HTTP, fail_after=5, ok_after=1, flap={"changes": 9, "within": "2h", "settle": "1m"}
    ).plan()

    assert (plan.id, plan.kind) == (ProbeId("api-https"), "http")
    assert (plan.thresholds.fail_after, plan.thresholds.ok_after) == (5, 1)
    assert plan.thresholds.flap_changes == 9
    assert plan.thresholds.flap_within == timedelta(hours=2)
    assert plan.thresholds.flap_settle == timedelta(minutes=1)


def test_target_is_shown_without_its_query() -> None:
    probe = _probe(**HTTP | {"url": "https://api.example.com:8443/ready?token=hidden#x"})

    assert probe.plan().target == "https://api.example.com:8443/ready"


@pytest.mark.parametrize(
    ("port", "shown"), [(443, "api.example.com"), (8443, "api.example.com:8443")]
)
def test_usual_port_is_not_shown(port: int, shown: str) -> None:
    assert _probe(**TLS, port=port).plan().target == shown


@pytest.mark.parametrize(
    ("probe", "shown"),
    [
        (DNS, "api.example.com"),
        (DNS | {"type": "CAA"}, "api.example.com CAA"),
        (TCP, "mail.example.com:25"),
        (WS, "wss://api.example.com/stream"),
        (GRPC | {"service": "acme.Ledger"}, "ledger.example.com:443 acme.Ledger"),
    ],
    ids=["dns", "dns of another type", "tcp", "websocket", "grpc"],
)
def test_target_of_each_kind(probe: dict[str, Any], shown: str) -> None:
    plan = _probe(**probe).plan()

    assert (plan.kind, plan.target) == (probe["kind"], shown)


def test_extra_that_is_not_installed_is_named() -> None:
    with pytest.raises(ValueError, match=r"pip install 'blockers\[grpc\]'"):
        require_extra("no_such_module", "grpc")


def test_timeout_never_exceeds_a_short_interval() -> None:
    assert _probe(**TLS, interval="2s").plan().timeout == timedelta(seconds=2)


@pytest.mark.parametrize(
    ("field", "value", "read"),
    [
        ("status", 200, ("200",)),
        ("status", [200, "3xx"], ("200", "3xx")),
        ("body_contains", "ok", ("ok",)),
    ],
)
def test_one_value_may_stand_for_a_list(field: str, value: object, read: tuple[str, ...]) -> None:
    assert getattr(_probe(**HTTP, **{field: value}), field) == read


def test_config_hash_follows_the_question_and_not_the_times() -> None:
    same = {
        _probe(**TLS, **changed).config_hash
        for changed in ({}, {"interval": "5m"}, {"fail_after": 1}, {"flap": {"changes": 9}})
    }
    other = _probe(**TLS, port=8443).config_hash

    assert len(same) == 1
    assert other not in same


def test_policy_reads_ranges() -> None:
    policy = Document.model_validate(
        {"probe_policy": {"allow": ["10.0.0.0/8", "fd12::/16"], "canary": "one.example:53"}}
    ).probe_policy

    assert policy.allow == (ip_network("10.0.0.0/8"), ip_network("fd12::/16"))
    assert policy.canary == "one.example:53"


@pytest.mark.parametrize(
    ("probe", "message"),
    [
        (
            {"id": "x", "kind": "ftp"},
            "probes.0: Value error, no probe kind 'ftp' here; known kinds: http, tls, dns,",
        ),
        ({"id": "x"}, "probes.0: Value error, a probe needs a kind; known kinds: http, tls, dns,"),
        (DNS | {"name": "not a name"}, "'not a name' is not a name in the DNS"),
        (DNS | {"expect_any": ["api"]}, "'api' is neither an address nor a range of them"),
        (DNS | {"type": "PTR"}, "Input should be 'A', 'AAAA'"),
        (DNS | {"nameserver": "udp://1.1.1.1"}, "is not a server such as 1.1.1.1"),
        (TCP | {"ca_file": "ca.pem"}, "server_name and ca_file need tls: true"),
        (WS | {"url": "https://a.example/"}, "starts with wss:// or ws://"),
        (WS | {"url": "wss://bob:secret@a.example/"}, "put a secret into headers"),
        (WS | {"headers": {"Authorization": "Bearer x"}}, "Authorization is a secret: give it as"),
        (WS | {"settle": "10s"}, "settle must be shorter than timeout"),
        (WS | {"expect": "rejected", "send": "hi"}, "need expect: accepted"),
        (WS | {"reject_codes": [99]}, "greater than or equal to 1000"),
        (HTTP | {"slo": "1s"}, "probes.0.http.slo: Extra inputs are not permitted"),
        (TLS | {"interval": 60}, "60 is not a length of time"),
        (TLS | {"interval": "60"}, "such as 800ms, 60s or 15m"),
        (TLS | {"interval": "500ms"}, "an interval lies between 1s and 7d"),
        (TLS | {"interval": "10s", "timeout": "11s"}, "no longer than interval"),
        (TLS | {"timeout": "0s"}, "timeout must be more than nothing"),
        (TLS | {"id": "Api Cert"}, "'Api Cert' is not a name of small letters"),
        (TLS | {"host": ""}, "'' is not a host name or an address"),
        (TLS | {"server_name": ""}, "'' is not a host name or an address"),
        (TLS | {"host": "https://api.example.com"}, "is not a host name"),
        (TLS | {"port": 0}, "greater than or equal to 1"),
        (TLS | {"warn_lifetime_left": 1}, "less than 1"),
        (TLS | {"fail_after": 0}, "greater than or equal to 1"),
        (HTTP | {"url": "ftp://a.example/"}, "starts with https:// or http://"),
        (HTTP | {"url": "/readyz"}, "starts with https:// or http://"),
        (HTTP | {"url": "http://[::1"}, "not an address"),
        (HTTP | {"url": "http://127.1/"}, "127.1 is not an address: write all four numbers"),
        (HTTP | {"url": "https://bob:secret@a.example/"}, "put a secret into headers"),
        (HTTP | {"status": "9xx"}, "'9xx' is not an HTTP status such as 200 or 2xx"),
        (HTTP | {"status": 99}, "'99' is not an HTTP status"),
        (HTTP | {"follow_redirects": 6}, "less than or equal to 5"),
        (HTTP | {"method": "POST"}, "Input should be 'GET' or 'HEAD'"),
        (HTTP | {"method": "HEAD", "body_contains": "ok"}, "HEAD brings no body"),
        (
            HTTP | {"headers": {"authorization": "Bearer x"}},
            "authorization is a secret: give it as {env: NAME}",
        ),
        (HTTP | {"headers": {"X-Api-Key": {"env": "A", "file": "b"}}}, "either env or file"),
        (HTTP | {"headers": {"X-Api-Key": {}}}, "either env or file"),
    ],
)
def test_probe_that_cannot_work_is_refused_with_what_was_expected(
    probe: dict[str, object], message: str
) -> None:
    assert message in _messages({"probes": [probe]})


@pytest.mark.parametrize(
    ("policy", "message"),
    [
        ({"allow": ["10.0.0.1/8"]}, "'10.0.0.1/8' is not an address range such as 10.0.0.0/8"),
        ({"allow": ["intranet"]}, "'intranet' is not an address range"),
        ({"canary": "not a host"}, "'not a host' is not a host, or host:port"),
        ({"deny": []}, "Extra inputs are not permitted"),
    ],
)
def test_policy_that_makes_no_sense_is_refused(policy: dict[str, object], message: str) -> None:
    assert message in _messages({"probe_policy": policy})


def test_two_probes_of_one_name_are_refused() -> None:
    assert "two probes are called 'api-cert'" in _messages({"probes": [TLS, TLS]})


def test_refused_secret_is_not_repeated() -> None:
    with pytest.raises(ValidationError) as refusal:
        HttpProbeConfig.model_validate(HTTP | {"headers": {"Authorization": "Bearer s3cr3t"}})

    assert "s3cr3t" not in str(refusal.value)


@pytest.mark.parametrize(
    "probe",
    [
        TLS,
        TLS | {"interval": "15m", "ca_file": "ca.pem"},
        HTTP | {"status": 200, "body_contains": ["a", "b"], "headers": {"Accept": "text/plain"}},
        HTTP | {"status": ["2xx", 301], "headers": {"Authorization": {"env": "TOKEN"}}},
    ],
)
def test_schema_for_editors_takes_what_is_read(probe: dict[str, object]) -> None:
    jsonschema.validate({"probes": [probe]}, Document.model_json_schema())
    _probe(**probe)


@pytest.mark.parametrize(
    "probe",
    [
        HTTP | {"status": "ok"},
        TLS | {"interval": 60},
        TLS | {"id": "A"},
        {"id": "x", "kind": "dns"},
    ],
)
def test_schema_for_editors_refuses_what_is_refused(probe: dict[str, object]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"probes": [probe]}, Document.model_json_schema())


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("800ms", timedelta(milliseconds=800)),
        (" 60 s ", timedelta(seconds=60)),
        ("1.5h", timedelta(minutes=90)),
        ("15m", timedelta(minutes=15)),
        ("1d", timedelta(days=1)),
        ("0s", timedelta(0)),
    ],
)
def test_duration_is_read_with_its_unit(text: str, length: timedelta) -> None:
    assert parse_duration(text) == length
    assert parse_duration(format_duration(length)) == length


@pytest.mark.parametrize("text", ["", "60", "s", "-5s", "1w", "1m30s", "१s ", None, 90, 1.5])
def test_duration_without_a_number_and_a_unit_is_refused(text: object) -> None:
    with pytest.raises(ValueError, match="is not a length of time"):
        parse_duration(text)


@pytest.mark.parametrize(
    ("window", "message"),
    [
        ({"cron": "0 2 * * 0"}, "either begin and end, or cron and lasts"),
        ({"cron": "0 2 * * 0", "lasts": "2h", "begin": "2026-12-01T22:00:00Z"}, "lasts"),
        ({"cron": "2 o'clock", "lasts": "2h"}, "is not a cron expression"),
        ({"cron": "0 2 * * 0", "lasts": "2h", "timezone": "Mars"}, "'Mars' is no time zone"),
        (
            {"begin": "2026-12-01T22:00:00Z", "end": "2026-12-01T21:00:00Z"},
            "a window ends after it begins",
        ),
        ({"begin": "2026-12-01T22:00:00", "end": "2026-12-01T23:00:00Z"}, "timezone"),
    ],
    ids=["no length", "both", "no cron", "no zone", "backwards", "without a zone"],
)
def test_window_that_cannot_be_meant(window: dict[str, object], message: str) -> None:
    said = _messages({"probes": [HTTP | {"maintenance": [window]}]})

    assert message in said
