"""The names that a raw ``IssueFilter`` compares with, so that a misspelt one is not "no issues"."""

from collections.abc import Iterator, Mapping

from bot.linear.names import Kind

_PLACES: Mapping[tuple[str, ...], Kind] = {
    ("labels", "name"): Kind.LABEL,
    ("state", "name"): Kind.STATE,
    ("team", "key"): Kind.TEAM,
    ("team", "name"): Kind.TEAM,
    ("project", "name"): Kind.PROJECT,
    ("projectMilestone", "name"): Kind.MILESTONE,
    ("releases", "name"): Kind.RELEASE,
    ("releases", "version"): Kind.RELEASE,
}
_THROUGH = frozenset({"and", "or", "some", "every"})
"""Words of a filter that only group."""


def names_in(
    filter_: Mapping[str, object], above: tuple[str, ...] = ()
) -> Iterator[tuple[Kind, str]]:
    """Only those compared by ``eq`` and ``in``: what a filter leaves out need not exist."""
    for word, inner in filter_.items():
        path = above if word in _THROUGH else (*above, word)
        kind = _PLACES.get(above)
        if kind and word in {"eq", "in"}:
            names = inner if isinstance(inner, list | tuple) else [inner]
            yield from ((kind, name) for name in names if isinstance(name, str))
            continue
        for one in inner if isinstance(inner, list | tuple) else [inner]:
            if isinstance(one, Mapping):
                yield from names_in(one, path)
