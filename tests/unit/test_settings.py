"""The environment: what is read, what is refused, and that everything wrong is said at once."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.ports import ConfigurationError
from bot.settings import SECRETS, Settings, load_settings

EXAMPLE = Path(__file__).parents[2] / ".env.example"
NAMES = {name.upper() for name in Settings.model_fields}


OAUTH = {
    "LINEAR_CLIENT_ID": "client",
    "LINEAR_CLIENT_SECRET": "hush",
    "LINEAR_REFRESH_TOKEN": "lin_refresh_hush",
}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Nothing set but what every start needs."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(f"{name}_FILE", raising=False)
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-1")
    return monkeypatch


def problems() -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        load_settings()
    return str(caught.value).splitlines()


def test_defaults_are_those_of_the_documents(environment: pytest.MonkeyPatch) -> None:
    del environment
    settings = load_settings()
    assert (settings.host, settings.port, settings.log_level) == ("127.0.0.1", 3000, "INFO")
    assert settings.blockers_config == Path("blockers.yml")
    assert settings.blockers_data_dir == Path(".blockers")
    assert settings.slack_api_url == "https://slack.com/api/"
    assert settings.redis_url is None


def test_app_token_means_socket_mode(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("SLACK_SIGNING_SECRET", "s")
    assert load_settings().is_socket_mode


def test_signing_secret_alone_means_http(environment: pytest.MonkeyPatch) -> None:
    environment.delenv("SLACK_APP_TOKEN")
    environment.setenv("SLACK_SIGNING_SECRET", "s")
    assert not load_settings().is_socket_mode


def test_neither_is_refused_with_both_ways_named(environment: pytest.MonkeyPatch) -> None:
    environment.delenv("SLACK_APP_TOKEN")
    (line,) = problems()
    assert "SLACK_APP_TOKEN" in line
    assert "SLACK_SIGNING_SECRET" in line


def test_everything_wrong_is_said_at_once_without_a_value(
    environment: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    environment.setenv("SLACK_BOT_TOKEN", "xoxp-hush")
    environment.setenv("SLACK_APP_TOKEN", " ")
    environment.setenv("REDIS_URL", "postgres://user:hush@host")
    environment.setenv("PORT", "70000")
    environment.setenv("LOG_LEVEL", "hush")
    environment.setenv("LINEAR_API_KEY_FILE", str(tmp_path / "missing"))
    environment.setenv("LINEAR_API_URL", "ftp://hush")
    said = problems()
    names = [line.split(" ")[0].rstrip(":") for line in said]
    assert sorted(names) == [
        "LINEAR_API_KEY_FILE",
        "LINEAR_API_URL",
        "LOG_LEVEL",
        "PORT",
        "REDIS_URL",
        "SLACK_APP_TOKEN",
        "SLACK_BOT_TOKEN",
    ]
    assert "hush" not in "\n".join(said)


@pytest.mark.parametrize("name", sorted(SECRETS))
def test_secret_may_come_from_a_file(
    environment: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    file = tmp_path / "secret"
    starts = {"slack_bot_token": "xoxb-", "slack_app_token": "xapp-", "redis_url": "redis://"}
    file.write_text(f"{starts.get(name, '')}from-a-file\n")
    for other in OAUTH if name.upper() in OAUTH else ():
        environment.setenv(other, "beside it")
    environment.delenv(name.upper(), raising=False)
    environment.setenv(f"{name.upper()}_FILE", str(file))
    secret = getattr(load_settings(), name)
    assert isinstance(secret, SecretStr)
    assert secret.get_secret_value().endswith("from-a-file")


@pytest.mark.parametrize("name", sorted(SECRETS))
def test_name_and_file_at_once_are_refused(
    environment: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    file = tmp_path / "secret"
    file.write_text("x")
    environment.setenv(name.upper(), "xoxb-1")
    environment.setenv(f"{name.upper()}_FILE", str(file))
    assert any(f"{name.upper()} and {name.upper()}_FILE are both set" in p for p in problems())


@pytest.mark.parametrize("content", [b"", b" \n", b"\xff\xfe"])
def test_file_that_holds_no_secret_is_refused(
    environment: pytest.MonkeyPatch, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "secret"
    file.write_bytes(content)
    environment.setenv("LINEAR_API_KEY_FILE", str(file))
    (line,) = problems()
    assert line.startswith("LINEAR_API_KEY_FILE: ")


def test_what_is_no_secret_is_not_read_from_a_file(
    environment: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "port"
    file.write_text("9")
    environment.setenv("PORT_FILE", str(file))
    assert load_settings().port == 3000


def test_secrets_are_the_secret_fields() -> None:
    fields = Settings.model_fields.items()
    assert {name for name, field in fields if "SecretStr" in str(field.annotation)} == SECRETS


def test_secrets_are_not_shown(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("LINEAR_API_KEY", "lin_api_hush")
    environment.setenv("REDIS_URL", "redis://:hush@host")
    settings = load_settings()
    assert "hush" not in repr(settings) + str(settings) + settings.model_dump_json()


@pytest.mark.parametrize(
    "url",
    [
        "redis://h",
        "rediss://u:p@h:1/2",
        "unix:///run/redis.sock",
        "redis+sentinel://h1:26379,h2:26379/MASTER/0",
        "redis+cluster://h1:6379,h2:6379",
    ],
)
def test_every_kind_of_store_address_is_taken(environment: pytest.MonkeyPatch, url: str) -> None:
    environment.setenv("REDIS_URL", url)
    found = load_settings().redis_url
    assert found is not None
    assert found.get_secret_value() == url


def test_slack_address_gets_its_slash(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("SLACK_API_URL", "http://127.0.0.1:8080/api")
    assert load_settings().slack_api_url == "http://127.0.0.1:8080/api/"


def test_port_zero_is_any_free_one(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("PORT", "0")
    assert load_settings().port == 0


def test_example_names_exactly_what_is_read(environment: pytest.MonkeyPatch) -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    named = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    assert set(named) == NAMES
    expected = load_settings()
    for name, value in named.items():
        if value:
            environment.setenv(name, value)
    assert load_settings() == expected


def test_oauth_with_linear_is_read_from_names_and_files(
    environment: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "refresh"
    file.write_text("lin_refresh_1\n")
    environment.setenv("LINEAR_CLIENT_ID", "client")
    environment.setenv("LINEAR_CLIENT_SECRET", "hush")
    environment.setenv("LINEAR_REFRESH_TOKEN_FILE", str(file))
    settings = load_settings()
    assert settings.linear_refresh_token == SecretStr("lin_refresh_1")
    assert "hush" not in repr(settings)


@pytest.mark.parametrize("left_out", OAUTH)
def test_a_part_of_oauth_is_refused_with_what_is_missing(
    environment: pytest.MonkeyPatch, left_out: str
) -> None:
    for name, value in OAUTH.items():
        if name != left_out:
            environment.setenv(name, value)
    (line,) = problems()
    assert line.startswith(f"{left_out} not set")


def test_a_key_and_oauth_together_are_refused(environment: pytest.MonkeyPatch) -> None:
    for name, value in OAUTH.items():
        environment.setenv(name, value)
    environment.setenv("LINEAR_API_KEY", "lin_api_hush")
    (line,) = problems()
    assert "keep one way into Linear" in line
    assert "hush" not in line
