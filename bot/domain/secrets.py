"""What must not be posted as it is: live-looking secrets, addresses, mentions that call people."""

import re
from collections.abc import Iterator

MASK = "***"
_SECRETS = re.compile(
    r"\b(?:xox[abeprs]-[\w-]{8,}|xapp-[\w-]{8,}|gh[pousr]_\w{16,}|github_pat_\w{20,}"
    r"|glpat-[\w-]{12,}|sk-[\w-]{16,}|[sr]k_(?:live|test)_\w{10,}"
    r"|pk_live_\w{10,}|tok_\w{12,}|lin_(?:api|oauth)_\w{16,}|npm_\w{20,}|pypi-[\w-]{20,}"
    r"|AKIA[0-9A-Z]{12,}|ASIA[0-9A-Z]{12,}|AIza[\w-]{30,}"
    r"|ya29\.[\w-]{20,}|SG\.[\w-]{16,}\.[\w-]{16,}|whsec_\w{16,}|hf_\w{20,}|dop_v1_\w{20,}"
    r"|eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{5,})"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----"
    r"|\b[a-z][a-z0-9+.-]{2,15}://[^\s:/@<>]{0,64}:[^\s/@<>]{3,100}@[\w.-]+"
    r"|hooks\.slack\.com/services/\w+/\w+/\w+"
)
_ASSIGNED = re.compile(
    r"(?<![^\W_])(?:password|passwd|pwd|passphrase|secret|api[_-]?key|access[_-]?key|auth[_-]?token"
    r"|token|senha|mot de passe|passwort|contrase[ñn]a|clave)"
    r"\b\s{0,3}[:=]\s{0,3}[`\"'*]{0,3}(?P<value>[^\s`\"'*,;]{6,100})",
    re.IGNORECASE,
)
_PRESENTED = re.compile(r"\b(?:Basic|Bearer)\s+(?P<value>[\w+/.~-]{16,500}={0,2})", re.IGNORECASE)
"""As in "Authorization: Basic dXNlcjpwYXNz", a header that somebody copied."""
_LONG = re.compile(
    r"(?<![\w/.-])(?=[A-Za-z0-9+/_-]*\d)(?=[A-Za-z0-9+/_-]*[A-Za-z])[A-Za-z0-9+_-]{32,128}"
    r"(?![\w/.-])"
)
_UUID = re.compile(r"^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$", re.IGNORECASE)
_COMMIT = re.compile(r"^[0-9a-f]{40}$")
_PLACEHOLDER = re.compile(
    r"^[<{$(\[]|^(?:x+|\*+|\.+|changeme|redacted|example|your[_-]?\w*|todo|none|null|true"
    r"|false|missing|expired|rotated|required)$",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])")
_MENTION = re.compile(
    r"(?<![\w@])@(?:here|channel|everyone)\b|<!(?:here|channel|everyone"
    r"|subteam\^\w+)[^<>]{0,60}>|<[@#][UWCGST][A-Z0-9]{5,}(?:\|[^<>]{0,60})?>"
)
_LOCAL = ("127.", "10.", "192.168.", "0.", "255.", "203.0.113.", "198.51.100.", "192.0.2.")

_BEGINNINGS = (
    "xox", "xapp-", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "sk-", "sk_",
    "rk_", "pk_live_", "tok_", "lin_", "npm_", "pypi-", "AKIA", "ASIA", "AIza", "ya29.", "SG.",
    "whsec_", "hf_", "dop_v1_", "eyJ", "PRIVATE KEY", "://", "hooks.slack.com/",
)  # fmt: skip
"""One of them stands in whatever the patterns find: most lines need no pattern."""
_NAMED = ("pass", "pwd", "secret", "key", "token", "senha", "contrase", "clave")
_SCHEMES = ("basic", "bearer")

_SHORTEST, _SHORTEST_RANDOM, _DIGITS, _BYTE, _DOTS = 8, 32, 4, 255, 3
_BEGINNING_BYTES = tuple(one.encode() for one in _BEGINNINGS)
_NAMED_BYTES = tuple(one.encode() for one in (*_NAMED, *_SCHEMES))
_LETTERS = bytes(one for one in range(256) if not bytes([one]).isspace())
_LONG_WORD = b"x" * _SHORTEST_RANDOM
_SHAPE = bytes.maketrans(_LETTERS, b"x" * len(_LETTERS))


def lines_in_doubt(text: str, disguises: str = "") -> set[int]:
    """Which lines of a long text, counted from 0, may hold a secret; all others hold none.

    `disguises`: signs that may stand inside one.
    """
    signs = disguises.encode()
    whole = text.encode("utf-8", "surrogatepass").translate(None, signs)
    folded = text.casefold().encode("utf-8", "surrogatepass").translate(None, signs)
    return (
        _lines_with(whole, _BEGINNING_BYTES)
        | _lines_with(folded, _NAMED_BYTES)
        | _lines_with(whole.translate(_SHAPE), (_LONG_WORD,))
    )


def _lines_with(text: bytes, signs: tuple[bytes, ...]) -> set[int]:
    present = filter(text.__contains__, signs)
    places = sorted(at for sign in present for at in _found(sign, text))
    lines: set[int] = set()
    line = before = 0
    for at in places:
        line += text.count(b"\n", before, at)
        before = at
        lines.add(line)
    return lines


def _found(sign: bytes, text: bytes) -> Iterator[int]:
    """Once a line."""
    at = text.find(sign)
    while at >= 0:
        yield at
        end = text.find(b"\n", at)
        at = text.find(sign, end) if end >= 0 else -1


def _longest_word(text: str) -> int:
    return max(map(len, text.split()), default=0)


def has_secret(text: str) -> bool:
    return next(_places(text), None) is not None


def masked(text: str) -> str:
    """The text as it may be shown: what looks like a secret in it is made unreadable."""
    parts: list[str] = []
    at = 0
    for start, end in sorted(_places(text)):
        if start >= at:
            parts += [text[at:start], MASK]
        at = max(at, end)
    return "".join([*parts, text[at:]])


def _places(text: str) -> Iterator[tuple[int, int]]:
    if len(text) < _SHORTEST:
        return
    if any(map(text.__contains__, _BEGINNINGS)):
        yield from (found.span() for found in _SECRETS.finditer(text))
    yield from _said_to_be_secret(text)
    if _longest_word(text) >= _SHORTEST_RANDOM:
        yield from (found.span() for found in _LONG.finditer(text) if _is_random(found.group()))


def _said_to_be_secret(text: str) -> Iterator[tuple[int, int]]:
    folded = text.casefold()
    if (":" in text or "=" in text) and any(map(folded.__contains__, _NAMED)):
        for found in _ASSIGNED.finditer(text):
            if not _PLACEHOLDER.match(found["value"]) and _mixed(found["value"]):
                yield found.span("value")
    if any(map(folded.__contains__, _SCHEMES)):
        for found in _PRESENTED.finditer(text):
            if any(char.isdigit() for char in found["value"]) and _mixed(found["value"]):
                yield found.span("value")


def _mixed(value: str) -> bool:
    kinds = (str.islower, str.isupper, str.isdigit)
    count = sum(any(kind(char) for char in value) for kind in kinds)
    return count + any(not char.isalnum() for char in value) > 1


def _is_random(run: str) -> bool:
    if _UUID.match(run) or _COMMIT.match(run):
        return False
    letters = [char for char in run if char.isalpha()]
    digits = sum(char.isdigit() for char in run)
    mixed_case = any(char.islower() for char in letters) and any(char.isupper() for char in letters)
    return (
        digits >= _DIGITS
        and "--" not in run
        and (mixed_case or run.count("-") + run.count("_") <= 1)
    )


def has_address(text: str) -> bool:
    if text.count(".") < _DOTS:
        return False
    for found in _ADDRESS.findall(text):
        public = not found.startswith(_LOCAL)
        if public and all(int(part) <= _BYTE for part in found.split(".")):
            return True
    return False


def has_mention(text: str) -> bool:
    return _MENTION.search(text) is not None
