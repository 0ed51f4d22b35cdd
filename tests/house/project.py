"""The checkout as the house tests look at it: its files, its modules, its tables in documents."""

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "handlers", "sandbox", "tests")


def read(path: str | Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def project_files() -> tuple[Path, ...]:
    """Every file but those that ``.gitignore`` names, relative to the checkout."""
    ignored = [".git/", *(line for line in read(".gitignore").splitlines() if line)]
    return tuple(sorted(_files_below(ROOT, [name.rstrip("/") for name in ignored])))


def _files_below(folder: Path, ignored: list[str]) -> Iterator[Path]:
    for path in folder.iterdir():
        if any(fnmatch(path.name, name) for name in ignored):
            continue
        if path.is_dir():
            yield from _files_below(path, ignored)
        else:
            yield path.relative_to(ROOT)


def modules(*packages: str) -> tuple[Path, ...]:
    found = [path for path in project_files() if path.suffix == ".py" and path.parts[0] in packages]
    assert found
    return tuple(found)


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(read(path), str(path))


def documents() -> tuple[Path, ...]:
    """What people read: Markdown at the top and below ``docs/``."""
    top = [path for path in project_files() if path.suffix == ".md" and len(path.parts) == 1]
    below = [path for path in project_files() if path.suffix == ".md" and path.parts[0] == "docs"]
    return (*top, *below)


def table_after(text: str, mark: str) -> list[list[str]]:
    """The cells of the first table below a line that holds ``mark``, without its head."""
    lines = text.partition(mark)[2].splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("| ---"))
    rows = []
    for line in lines[start + 1 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]])
    return rows
