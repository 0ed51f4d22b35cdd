"""The environment, typed. All that is wrong with it is said at once, by name, never by value."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.ports import ConfigurationError

ENVIRONMENT: Mapping[str, str] = os.environ  # noqa: TID251 - the one place that reads it
"""Also for the secrets that ``blockers.yml`` names itself (``token: {env: BACKUP_TOKEN}``)."""

SECRETS = frozenset(
    {
        "slack_bot_token",
        "slack_app_token",
        "slack_signing_secret",
        "linear_api_key",
        "linear_client_id",
        "linear_client_secret",
        "linear_refresh_token",
        "linear_webhook_secret",
        "github_token",
        "github_webhook_secret",
        "redis_url",
    }
)
"""May come as ``NAME_FILE``, as Docker and Kubernetes hand out secrets."""
STORE_SCHEMES = (
    "redis",
    "rediss",
    "unix",
    "redis+sentinel",
    "rediss+sentinel",
    "redis+cluster",
    "rediss+cluster",
)
SOCKET_OR_HTTP = (
    "SLACK_APP_TOKEN or SLACK_SIGNING_SECRET: one is needed. Set SLACK_APP_TOKEN (xapp-…, Basic "
    "Information → App-Level Tokens) for Socket Mode, or SLACK_SIGNING_SECRET for HTTP"
)
LINEAR_OAUTH = ("LINEAR_CLIENT_ID", "LINEAR_CLIENT_SECRET", "LINEAR_REFRESH_TOKEN")
MAX_SECRET = 65_536


class _Trouble(str):
    """Stands where a value could not be read, and says why."""

    __slots__ = ()


def _readable(value: object) -> object:
    if not isinstance(value, _Trouble):
        return value
    raise ValueError(value)


def _begins(*starts: str) -> AfterValidator:
    def check(value: SecretStr) -> SecretStr:
        if not value.get_secret_value().startswith(starts):
            raise ValueError
        return value

    return AfterValidator(check)


def _address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError
    return value


def _with_slash(value: str) -> str:
    return value if value.endswith("/") else value + "/"


Secret = Annotated[SecretStr, BeforeValidator(_readable)]
Address = Annotated[str, AfterValidator(_address)]
Level = Annotated[
    Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(lambda level: str(level).upper())
]
BotToken = Annotated[Secret, _begins("xoxb-", "xoxe.xoxb-")]
AppToken = Annotated[Secret, _begins("xapp-")]
StoreUrl = Annotated[Secret, _begins(*(f"{scheme}://" for scheme in STORE_SCHEMES))]

EXPECTED = {
    "slack_bot_token": "the app's bot token (xoxb-…, OAuth & Permissions)",
    "slack_app_token": "an app-level token with connections:write (xapp-…)",
    "slack_signing_secret": "the signing secret (Basic Information → App Credentials)",
    "redis_url": "an address that begins with " + ", ".join(f"{s}://" for s in STORE_SCHEMES),
    "slack_api_url": "an http(s) address such as https://slack.com/api/",
    "linear_api_url": "an http(s) address such as https://api.linear.app/graphql",
    "github_api_url": "an http(s) address such as https://api.github.com",
    "slack_connections": "how many Socket Mode connections to hold, from 1 to 10",
    "host": "a host name or an address to listen on, such as 127.0.0.1",
    "port": "a port from 0 (any free one) to 65535",
    "log_level": "DEBUG, INFO, WARNING or ERROR",
}


class NamesAndFiles(PydanticBaseSettingsSource):
    """``NAME``, or for a secret ``NAME_FILE`` with the file's path; empty means not set."""

    def __init__(self, settings: type[BaseSettings], environment: Mapping[str, str]) -> None:
        super().__init__(settings)
        self._environment = environment

    def get_field_value(
        self,
        field: FieldInfo,  # noqa: ARG002 - the name is enough
        field_name: str,
    ) -> tuple[Any, str, bool]:
        name = field_name.upper()
        plain = self._environment.get(name, "").strip() or None
        file = self._environment.get(f"{name}_FILE", "").strip() if field_name in SECRETS else ""
        if file:
            both = _Trouble(f"{name} and {name}_FILE are both set: keep one of them")
            return (both if plain else _content(name, file)), field_name, False
        return plain, field_name, False

    def __call__(self) -> dict[str, Any]:
        found = {
            name: self.get_field_value(field, name)[0]
            for name, field in self.settings_cls.model_fields.items()
        }
        return {name: value for name, value in found.items() if value is not None}


class Settings(BaseSettings):
    """Field ``slack_bot_token`` is the variable ``SLACK_BOT_TOKEN``, and so on."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    slack_bot_token: BotToken
    slack_app_token: AppToken | None = None
    slack_signing_secret: Secret | None = None
    slack_connections: int = Field(default=2, ge=1, le=10)
    linear_api_key: Secret | None = None
    linear_client_id: Secret | None = None
    linear_client_secret: Secret | None = None
    linear_refresh_token: Secret | None = None
    linear_webhook_secret: Secret | None = None
    github_token: Secret | None = None
    github_webhook_secret: Secret | None = None
    redis_url: StoreUrl | None = None
    blockers_config: Path = Path("blockers.yml")
    blockers_data_dir: Path = Path(".blockers")
    host: str = "127.0.0.1"
    port: int = Field(default=3000, ge=0, le=65535)
    log_level: Level = "INFO"
    slack_api_url: Annotated[Address, AfterValidator(_with_slash)] = "https://slack.com/api/"
    linear_api_url: Address = "https://api.linear.app/graphql"
    github_api_url: Address = "https://api.github.com"

    @property
    def is_socket_mode(self) -> bool:
        return self.slack_app_token is not None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - ours reads files too
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - nothing read unasked
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, NamesAndFiles(settings_cls, ENVIRONMENT)


def load_settings() -> Settings:
    """Raises ConfigurationError with a line for each thing that is wrong."""
    missing = [*_missing_way_in(ENVIRONMENT), *_half_oauth(ENVIRONMENT)]
    try:
        settings = Settings()
    except ValidationError as error:
        raise ConfigurationError("\n".join((*_problems(error), *missing))) from None
    if missing:
        raise ConfigurationError("\n".join(missing))
    return settings


def _problems(error: ValidationError) -> list[str]:
    lines = []
    for problem in error.errors():
        name = str(problem["loc"][0])
        cause = problem.get("ctx", {}).get("error")
        if cause is not None and str(cause):
            lines.append(str(cause))
            continue
        state = "is not set" if problem["type"] == "missing" else "is not valid"
        lines.append(f"{name.upper()} {state}: expected {EXPECTED.get(name, 'a text')}")
    return lines


def _missing_way_in(environment: Mapping[str, str]) -> list[str]:
    names = ("SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET")
    return [] if any(_is_given(environment, name) for name in names) else [SOCKET_OR_HTTP]


def _half_oauth(environment: Mapping[str, str]) -> list[str]:
    """All three or none; and then no API key, or nobody could say which of them is used."""
    given = [name for name in LINEAR_OAUTH if _is_given(environment, name)]
    if not given:
        return []
    if missing := [name for name in LINEAR_OAUTH if name not in given]:
        return [f"{', '.join(missing)} not set: for OAuth with Linear all three are needed"]
    if _is_given(environment, "LINEAR_API_KEY"):
        return ["LINEAR_API_KEY and LINEAR_CLIENT_ID are both set: keep one way into Linear"]
    return []


def _is_given(environment: Mapping[str, str], name: str) -> bool:
    return any(environment.get(key, "").strip() for key in (name, f"{name}_FILE"))


def _content(name: str, file: str) -> str:
    try:
        with Path(file).open(encoding="utf-8") as opened:
            text = opened.read(MAX_SECRET).strip()
    except (OSError, UnicodeDecodeError) as error:
        return _Trouble(f"{name}_FILE: {file} cannot be read ({type(error).__name__})")
    return text or _Trouble(f"{name}_FILE: {file} is empty")
