"""Modules and functions stay small, say what they are for, and tests neither sleep nor mock."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.slack.coverage import COVERAGE
from tests.house.project import PACKAGES, modules, parsed, read

MAX_MODULE = 300
MAX_FUNCTION = 40
EMPTY_NAMES = {"data", "info", "manager", "helper", "helpers", "util", "utils", "misc"}
UNFINISHED = re.compile(r"#.*\b(TODO|FIXME|XXX|HACK)\b|\bNotImplementedError\b")
WORDS = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+")
MOCKS = {"unittest.mock", "mock", "pytest_mock"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(tree: ast.AST) -> Iterator[Function]:
    return (
        node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )


def length(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def test_modules_are_short() -> None:
    long = {str(path): len(read(path).splitlines()) for path in modules(*PACKAGES)}
    assert {path: lines for path, lines in long.items() if lines > MAX_MODULE} == {}


def test_functions_are_short() -> None:
    long = {
        f"{path}:{function.name}": length(function)
        for path in modules(*PACKAGES)
        for function in functions(parsed(path))
    }
    assert {where: lines for where, lines in long.items() if lines > MAX_FUNCTION} == {}


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(path)
        for path in modules(*PACKAGES)
        if " " not in (ast.get_docstring(parsed(path)) or "")
    ]
    assert silent == []


def test_names_say_something() -> None:
    vendors_own = {"PageInfo", *(covered.method for covered in COVERAGE)}
    empty = [
        f"{path}: {name}"
        for path in modules("bot", "handlers", "sandbox")
        for name in (path.stem, *_defined(parsed(path)))
        if name.replace("_", ".") not in vendors_own
        and EMPTY_NAMES & {word.lower() for word in WORDS.findall(name)}
    ]
    assert empty == []


def _defined(tree: ast.AST) -> Iterator[str]:
    return (
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    )


def test_nothing_is_left_for_later() -> None:
    left = [
        f"{path}:{number}"
        for path in modules("bot", "handlers", "sandbox")
        for number, line in enumerate(read(path).splitlines(), start=1)
        if UNFINISHED.search(line)
    ]
    assert left == []


def test_importing_bot_imports_nothing() -> None:
    (docstring,) = parsed(Path("bot/__init__.py")).body
    assert isinstance(docstring, ast.Expr)


def test_tests_mock_nothing() -> None:
    mocked = [
        f"{path}: {ast.unparse(node)}"
        for path in modules("tests")
        for node in ast.walk(parsed(path))
        if _mocks(node)
    ]
    assert mocked == []


def _mocks(node: ast.AST) -> bool:
    match node:
        case ast.Import(names=names):
            return any(name.name in MOCKS for name in names)
        case ast.ImportFrom(module=module):
            return module in MOCKS
        case ast.Attribute(value=ast.Name(id="monkeypatch"), attr="setattr" | "setitem"):
            return True
    return False


@pytest.mark.parametrize(
    "code",
    ["import unittest.mock", "from unittest.mock import Mock", "monkeypatch.setattr(a, 'b', 1)"],
)
def test_mocks_are_recognised(code: str) -> None:
    assert any(_mocks(node) for node in ast.walk(ast.parse(code)))


def test_tests_wait_for_something_instead_of_sleeping() -> None:
    """A pause is allowed between two looks at another process, which can set no event of ours.

    The benchmark paces its calls, so its pauses are what it measures with.
    """
    slept = [
        f"{path}:{call.lineno}"
        for path in modules("tests")
        if path.parts[1] != "bench"
        for call in _naps(parsed(path))
    ]
    assert slept == []


def _naps(tree: ast.AST) -> Iterator[ast.Call]:
    between = {
        id(call)
        for loop in ast.walk(tree)
        if isinstance(loop, ast.While) and not isinstance(loop.test, ast.Constant)
        for call in ast.walk(loop)
    }
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr="wait_for_timeout")):
                yield node
            case ast.Call(
                func=ast.Attribute(attr="sleep", value=ast.Name(id="asyncio" | "time")),
                args=[ast.Constant(value=0)],
            ):
                continue  # lets others run, waits for nothing
            case ast.Call(func=ast.Attribute(attr="sleep", value=ast.Name(id="asyncio" | "time"))):
                if id(node) not in between:
                    yield node


@pytest.mark.parametrize("code", ["time.sleep(1)", "page.wait_for_timeout(9)"])
def test_naps_are_recognised(code: str) -> None:
    assert len(list(_naps(ast.parse(code)))) == 1
    assert list(_naps(ast.parse("while not done(): time.sleep(0.01)"))) == []
