"""Names that tell apart what stands in one document."""

from collections.abc import Iterable


def told_apart(named: Iterable[tuple[str, int]]) -> tuple[str, ...]:
    """Each name; one that stood before is told by its line, as in ``DNS (line 40)``.

    Lines count from 1; 0 where there is none.
    """
    seen: set[str] = set()
    found: list[str] = []
    for name, line in named:
        words = " ".join(name.casefold().split())
        found.append(f"{name} (line {line})".strip() if words in seen and line else name)
        seen.add(words)
    return tuple(found)
