"""Every function and method is named by something beside itself."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.project import modules, parsed

Function = ast.FunctionDef | ast.AsyncFunctionDef
PRODUCT = ("bot", "handlers", "sandbox")
VALIDATORS = {"model_validator", "field_validator"}
"""What pydantic finds by the decorator."""
ANSWERING_ROWS = Path("sandbox/linear/rows.py")
"""Its properties are fields of Linear's schema and are read by the names that a query asks for."""


def unused(trees: dict[Path, ast.Module], beside: tuple[ast.Module, ...] = ()) -> set[str]:
    """``path:name`` of each function of ``trees`` that nothing names; ``beside`` may name too."""
    named: Counter[str] = Counter()
    for tree in (*trees.values(), *beside):
        named.update(_names(tree))
    return {
        f"{path}:{function.name}"
        for path, tree in trees.items()
        for function in _found_by_name(tree)
        if named[function.name] == _names(function)[function.name]
    }


def _names(tree: ast.AST) -> Counter[str]:
    found: Counter[str] = Counter()
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name):
                found[name] += 1
            case ast.alias(name=name, asname=str()):
                found[name] += 1
    return found


def _found_by_name(tree: ast.Module) -> Iterator[Function]:
    """Without what Python, pydantic or the base class of a library calls."""
    libraries = _imported_from_elsewhere(tree)
    classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    owners: list[ast.Module | ast.ClassDef] = [tree, *classes]
    for owner in owners:
        if isinstance(owner, ast.ClassDef) and _bases(owner) & libraries:
            continue
        for node in owner.body:
            if isinstance(node, Function) and not _is_called_by_others(node):
                yield node


def _imported_from_elsewhere(tree: ast.Module) -> set[str]:
    """Names that come from a library which calls the methods of its subclasses."""
    plain = {"Protocol", "Enum", "StrEnum", "Exception", "Generic"}
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            module = getattr(node, "module", None) or node.names[0].name
            if module.partition(".")[0] not in PRODUCT:
                found |= {alias.asname or alias.name for alias in node.names}
    return found - plain


def _bases(owner: ast.ClassDef) -> set[str]:
    return {ast.unparse(base).partition(".")[0].partition("[")[0] for base in owner.bases}


def _is_called_by_others(function: Function) -> bool:
    marks = {
        name.id
        for mark in function.decorator_list
        for name in ast.walk(mark)
        if isinstance(name, ast.Name)
    }
    return function.name.startswith("__") or bool(marks & VALIDATORS)


def _trees(*packages: str) -> dict[Path, ast.Module]:
    return {path: parsed(path) for path in modules(*packages)}


def test_every_function_of_the_product_is_used_by_it() -> None:
    found = unused(_trees(*PRODUCT))
    own = {name for name in found if not name.startswith("sandbox")}
    assert own == set()


def test_every_function_of_the_sandbox_is_used_by_it_or_by_a_test() -> None:
    found = unused(_trees("sandbox"), tuple(_trees("bot", "handlers", "tests").values()))
    assert {name for name in found if not name.startswith(str(ANSWERING_ROWS))} == set()


@pytest.mark.parametrize(
    "code",
    [
        "def lonely(): ...",
        "async def lonely(): ...",
        "def lonely(): return lonely()",
        "class A:\n    def lonely(self): ...",
        "class A:\n    @property\n    def lonely(self): ...",
        "from typing import Protocol\nclass A(Protocol):\n    def lonely(self): ...",
    ],
)
def test_a_function_that_nothing_names_is_found(code: str) -> None:
    path = Path("a.py")
    assert unused({path: ast.parse(code)}) == {"a.py:lonely"}


@pytest.mark.parametrize(
    "code",
    [
        "def f(): ...\nf()",
        "class A:\n    def f(self): ...\nrun(A().f)",
        "def f(): ...\nfrom a import f as g",
        "class A:\n    def __len__(self): ...",
        "class A(Strict):\n    @field_validator('url')\n    def f(cls): ...",
        "from ast import NodeVisitor\nclass A(NodeVisitor):\n    def visit_Call(self): ...",
        "import asyncio\nclass A(asyncio.DatagramProtocol):\n    def connection_lost(self): ...",
    ],
)
def test_what_is_named_or_called_by_others_is_left_alone(code: str) -> None:
    assert unused({Path("a.py"): ast.parse(code)}) == set()
