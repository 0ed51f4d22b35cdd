"""Compares a reading with the right one of a case, as `tests/documents` words it."""

from collections.abc import Iterator, Mapping, Sequence

Json = Mapping[str, object]
_UNDOUBTED = "undoubted"
"""Codes of doubts that a document gives no cause for."""
_SKIPPED = {"accept", "accept_id", "accept_status", "accept_state", "notes", "input"}
_ACCEPTS = {"text": "accept", "id": "accept_id", "status": "accept_status", "state": "accept_state"}


def differences(right: Json, read: Json) -> list[str]:
    """Every field that is named in the right reading and differs; nothing else is judged."""
    return list(_differences(right, read))


def _differences(right: Json, read: Json) -> Iterator[str]:
    for name, wanted in right.items():
        if name == "warnings":
            codes = {one["code"] for one in _things(read.get("warnings"))}
            missing = [one["code"] for one in _things(wanted) if one["code"] not in codes]
            yield from (f"warning {code} is missing" for code in missing)
        elif name == _UNDOUBTED:
            codes = {one["code"] for one in _things(read.get("warnings"))}
            named = wanted if isinstance(wanted, list) else [wanted]
            yield from (f"warning {code} is not due" for code in named if code in codes)
        elif name not in _SKIPPED:
            yield from _compare(name, wanted, read.get(name))


def _compare(path: str, wanted: object, found: object) -> Iterator[str]:
    if isinstance(wanted, Mapping):
        if not isinstance(found, Mapping):
            yield f"{path}: {found!r}"
        else:
            yield from _fields(path, wanted, found)
    elif isinstance(wanted, Sequence) and wanted and isinstance(wanted[0], Mapping):
        yield from _rows(path, _things(wanted), _things(found))
    elif wanted == [] and path.endswith(("items", "blockers")):
        if found:
            yield f"{path}: nothing was expected, but {found!r}"
    elif wanted != found:
        yield f"{path}: {wanted!r} was expected, {found!r} was read"


def _rows(path: str, wanted: Sequence[Json], found: Sequence[Json]) -> Iterator[str]:
    if len(wanted) != len(found):
        shown = [one.get("text") or one.get("title") or one.get("component") for one in found]
        yield f"{path}: {len(wanted)} were expected, {len(found)} read: {shown}"
    for at, (one, other) in enumerate(zip(wanted, found, strict=False)):
        yield from _fields(f"{path}[{at}]", one, other)


def _fields(path: str, wanted: Json, found: Json) -> Iterator[str]:
    for name, value in wanted.items():
        if name in _SKIPPED:
            continue
        accepted = wanted.get(_ACCEPTS.get(name, ""), [])
        if isinstance(accepted, Sequence) and found.get(name) in accepted:
            continue
        yield from _compare(f"{path}.{name}", value, found.get(name))


def _things(value: object) -> Sequence[Json]:
    return value if isinstance(value, Sequence) and not isinstance(value, str) else []
