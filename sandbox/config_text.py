"""Writes a sandbox's blockers.yml: readable YAML, one line for each thing in a list."""

from collections.abc import Mapping, Sequence
from io import StringIO

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from sandbox.roster import ZONE

PROBE_POLICY = {"allow": ["127.0.0.0/8"]}
_INTERVAL = "2s"
_FLAP = {"changes": 12, "within": "1m", "settle": "20s"}
"""A person who breaks and mends a target twice wants to see it each time."""
_AUTHORITY = "ca_file"
_OVER_TLS = frozenset({"http", "tls"})
_OPEN_ENTRIES = frozenset({"milestones", "channels"})


def config_text(document: Mapping[str, object]) -> str:
    root = CommentedMap(
        (key, _entries(value) if key in _OPEN_ENTRIES else _lines(value))
        for key, value in document.items()
    )
    yaml = YAML()
    yaml.representer.ignore_aliases = lambda _value: True  # a date used twice is written twice
    yaml.width = 4096  # a folded flow mapping is harder to read than a long line
    yaml.allow_unicode = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    out = StringIO()
    yaml.dump(root, out)
    return out.getvalue()


def probe_entries(targets: Mapping[str, str]) -> list[dict[str, object]]:
    """One probe for each target, of the kind that the scheme of its address says.

    ``ca_file`` among the targets is no target but the authority that signed their certificates.
    """
    authority = targets.get(_AUTHORITY)
    return [
        _probe(name, address, authority) for name, address in targets.items() if name != _AUTHORITY
    ]


def _probe(name: str, address: str, authority: str | None) -> dict[str, object]:
    entry = {"id": name, **_asked(address)}
    if authority and entry["kind"] in _OVER_TLS and not address.startswith("http://"):
        entry[_AUTHORITY] = authority
    return entry | {"interval": _INTERVAL, "fail_after": 2, "ok_after": 2, "flap": _FLAP}


def _asked(address: str) -> dict[str, object]:
    """``host:port`` is asked for its certificate."""
    scheme, _, rest = address.partition(":")
    match scheme:
        case "http" | "https":
            fields = {"json_equals": {"status": "ok"}, "slow": "800ms"}
            return {"kind": "http", "url": address, **fields}
        case "ws":
            return {"kind": "websocket", "url": address, "expect": "rejected", "settle": "300ms"}
        case "dns":
            server, _, question = rest.lstrip("/").partition("/")
            asked, _, answer = question.partition("?")
            fields = {"expect_any": [answer], "nameserver": server, "timeout": "1s"}
            return {"kind": "dns", "name": asked, **fields}
        case "github":
            repo, _, workflow = rest.rpartition("/")
            return {"kind": "github_workflow", "repo": repo, "workflow": workflow}
        case "heartbeat":
            rhythm: dict[str, object] = {"every": "4s", "grace": "6s", "min_bytes": 1_000_000}
            job = {"kind": "heartbeat", **rhythm, "timezone": ZONE}
            return {**job, "token": {"env": rest}}
    host, _, port = address.rpartition(":")
    return {"kind": "tls", "host": host, "port": int(port)}


def _entries(entries: object) -> CommentedSeq:
    listed = CommentedSeq()
    for entry in _mappings(entries):
        listed.append(
            CommentedMap(
                (key, _lines(value) if key == "scorecard" else _one_line(value))
                for key, value in entry.items()
            )
        )
    return listed


def _mappings(entries: object) -> Sequence[Mapping[str, object]]:
    if not isinstance(entries, Sequence):
        msg = f"a list was expected, not {type(entries).__name__}"
        raise TypeError(msg)
    return entries


def _lines(value: object) -> object:
    """Lay out a list or mapping of things over several lines, anything else on one."""
    if isinstance(value, Mapping) and any(isinstance(inner, Mapping) for inner in value.values()):
        return CommentedMap((key, _one_line(inner)) for key, inner in value.items())
    if isinstance(value, list) and any(isinstance(inner, Mapping) for inner in value):
        return CommentedSeq(_one_line(inner) for inner in value)
    return _one_line(value)


def _one_line(value: object) -> object:
    if isinstance(value, Mapping):
        mapped = CommentedMap((key, _one_line(inner)) for key, inner in value.items())
        mapped.fa.set_flow_style()
        return mapped
    if isinstance(value, list | tuple):
        listed = CommentedSeq(_one_line(inner) for inner in value)
        listed.fa.set_flow_style()
        return listed
    if isinstance(value, str) and ":" in value and value.replace(":", "").isdigit():
        return DoubleQuotedScalarString(value)  # older YAML readers take 09:00 for a number
    return value
