"""Reads REDIS_URL: a single server, Sentinel or Cluster. Its text never gets into a message."""

from dataclasses import dataclass, field
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from redis.asyncio.connection import parse_url

_SCHEMES = ("redis", "rediss", "unix")
_MANY = {"sentinel": 26379, "cluster": 6379}


class StoreAddressError(ValueError):
    """REDIS_URL cannot be read; says what was expected, not what was found."""

    def __init__(self, expected: str) -> None:
        super().__init__(f"REDIS_URL: {expected}")


@dataclass(frozen=True, slots=True)
class SingleAddress:
    url: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Many:
    hosts: tuple[tuple[str, int], ...]
    tls: bool = False
    username: str | None = None
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SentinelAddress(_Many):
    """User and password are those of the master; the sentinels' own come as ``sentinel_…``."""

    master: str
    db: int = 0
    sentinel_username: str | None = None
    sentinel_password: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterAddress(_Many):
    pass


StoreAddress = SingleAddress | SentinelAddress | ClusterAddress


def read_address(url: str) -> StoreAddress:
    """Raises StoreAddressError."""
    base, _, kind = url.partition("://")[0].lower().partition("+")
    if base not in _SCHEMES or (kind and (kind not in _MANY or base == "unix")):
        raise StoreAddressError(
            "expected redis://, rediss://, unix://, redis+sentinel:// or redis+cluster://"
        )
    try:
        if not kind:
            parse_url(url)
            return SingleAddress(url)
        parts = urlsplit(url)
        return _sentinel(parts) if kind == "sentinel" else _cluster(parts)
    except StoreAddressError:
        raise
    except ValueError:  # its text may quote a part of the password
        raise StoreAddressError(
            "expected [user:password@]host:port; write special characters of the password as %XX"
        ) from None


def secrets_of(address: StoreAddress) -> tuple[str, ...]:
    """What must not be shown of it."""
    if isinstance(address, SingleAddress):
        found = [parse_url(address.url).get("password")]
    elif isinstance(address, SentinelAddress):
        found = [address.password, address.sentinel_password]
    else:
        found = [address.password]
    return tuple(secret for secret in found if secret)


def _sentinel(parts: SplitResult) -> SentinelAddress:
    master, _, db = parts.path.strip("/").partition("/")
    if not master or not (db or "0").isdecimal():
        raise StoreAddressError("expected redis+sentinel://host:26379,host:26379/MASTER/0")
    options = _options(parts, "sentinel_username", "sentinel_password")
    username, password = _credentials(parts)
    return SentinelAddress(
        hosts=_hosts(parts, _MANY["sentinel"]),
        tls=parts.scheme.startswith("rediss"),
        username=username,
        password=password,
        master=unquote(master),
        db=int(db or 0),
        sentinel_username=options.get("sentinel_username"),
        sentinel_password=options.get("sentinel_password"),
    )


def _cluster(parts: SplitResult) -> ClusterAddress:
    if parts.path.strip("/") not in {"", "0"}:
        raise StoreAddressError("a cluster has database 0 only")
    _options(parts)
    username, password = _credentials(parts)
    return ClusterAddress(
        hosts=_hosts(parts, _MANY["cluster"]),
        tls=parts.scheme.startswith("rediss"),
        username=username,
        password=password,
    )


def _options(parts: SplitResult, *known: str) -> dict[str, str]:
    options = dict(parse_qsl(parts.query))
    unknown = sorted(set(options) - set(known))
    if unknown:
        raise StoreAddressError(f"the option {unknown[0]!r} is not known here")
    return options


def _credentials(parts: SplitResult) -> tuple[str | None, str | None]:
    before, at, _ = parts.netloc.rpartition("@")
    if not at:
        return None, None
    username, _, password = before.partition(":")
    return unquote(username) or None, unquote(password) or None


def _hosts(parts: SplitResult, port: int) -> tuple[tuple[str, int], ...]:
    names = parts.netloc.rpartition("@")[2].split(",")
    found = [urlsplit(f"//{name}") for name in names]
    hosts = tuple((host.hostname or "", host.port or port) for host in found)
    if not all(name for name, _ in hosts):
        raise StoreAddressError("expected host:port,host:port after the //")
    return hosts
