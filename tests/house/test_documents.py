"""What the documents promise is there: commands, links, pictures, files, headings, decisions."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.project import ROOT, documents, project_files, read

FIRST_SCREEN = 40
TARGET = re.compile(r"^([a-z0-9]+):.*?## ", re.MULTILINE)
COMMAND = re.compile(r"\bmake ([a-z0-9]+)")
LINK = re.compile(r"(?<!`)!?\[[^\]]*\]\(([^)\s]+)\)")
NAMED_FILE = re.compile(
    r"`([\w.-]+(?:/[\w.*-]+)+\.(?:py|md|yml|json|graphql|lua|txt)|docs/[\w/.-]+)`"
)
SPEECH = re.compile(r"`[^`\n]+`|^```.*?^```", re.DOTALL | re.MULTILINE)
PARTS_OF_A_DECISION = ("Status: ", "## Context", "## Decision", "## Consequences")


def make_targets() -> set[str]:
    return set(TARGET.findall(read("Makefile")))


def code_in(text: str) -> str:
    return "\n".join(SPEECH.findall(text))


def test_readme_starts_with_the_three_commands() -> None:
    screen = "\n".join(read("README.md").splitlines()[:FIRST_SCREEN])
    block = screen.partition("```sh\n")[2].partition("```")[0]
    assert COMMAND.findall(block) == ["demo", "sandbox", "test"]
    assert "On your Slack in five minutes" in screen
    assert "![" in screen


@pytest.mark.parametrize("document", documents(), ids=str)
def test_commands_in_documents_exist(document: Path) -> None:
    assert set(COMMAND.findall(code_in(read(document)))) <= make_targets()


def test_every_target_of_the_makefile_is_phony_and_explained() -> None:
    text = read("Makefile")
    phony = set(re.findall(r"^\.PHONY: (.*)$", text, re.MULTILINE)[0].split())
    rules = set(re.findall(r"^([a-z0-9]+):", text, re.MULTILINE))
    assert rules == make_targets()
    assert rules <= phony


def test_ci_runs_targets_that_exist() -> None:
    steps = re.findall(r"^step make (\w+)$", read(".ci/run"), re.MULTILINE)
    assert {"check", "test", "e2e", "peers"} <= set(steps)
    assert set(steps) <= make_targets()


@pytest.mark.parametrize("document", documents(), ids=str)
def test_links_and_pictures_lead_somewhere(document: Path) -> None:
    broken = [target for target in LINK.findall(read(document)) if not _leads(document, target)]
    assert broken == []


def _leads(document: Path, target: str) -> bool:
    if target.startswith(("https://", "http://")):
        return True
    name, _, anchor = target.partition("#")
    path = (ROOT / document.parent / name).resolve() if name else ROOT / document
    if not path.exists() or not path.is_relative_to(ROOT):
        return False
    return not anchor or anchor in set(_anchors(path.read_text(encoding="utf-8")))


def _anchors(text: str) -> Iterator[str]:
    """As GitHub makes them from headings."""
    for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE):
        yield re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def test_a_broken_link_is_recognised() -> None:
    assert _leads(Path("README.md"), "docs/newcomer.md#a-newcomers-tour")
    assert not _leads(Path("README.md"), "docs/newcomer.md#elsewhere")
    assert not _leads(Path("README.md"), "docs/none.md")


@pytest.mark.parametrize("document", documents(), ids=str)
def test_files_that_documents_name_exist(document: Path) -> None:
    known = {str(path) for path in project_files()}
    known |= {f"{parent}/" for path in project_files() for parent in path.parents}
    named = [name for name in NAMED_FILE.findall(read(document)) if "NNNN" not in name]
    assert [name for name in named if not _is_known(name, known)] == []


def _is_known(name: str, known: set[str]) -> bool:
    if "*" in name:
        return any(Path(path).match(name) for path in known)
    return name in known or f"{name}/" in known


def test_pictures_are_shown_somewhere() -> None:
    shown = " ".join(read(document) for document in documents())
    pictures = [path for path in project_files() if path.parts[:2] == ("docs", "pictures")]
    assert [str(path) for path in pictures if path.name not in shown] == []


def decisions() -> list[Path]:
    return [path for path in project_files() if path.parts[:2] == ("docs", "adr")]


def test_decisions_are_numbered_and_listed() -> None:
    numbers = [int(path.name[:4]) for path in decisions()]
    assert numbers == list(range(1, len(numbers) + 1))
    overview = read("docs/architecture.md")
    assert [path.name for path in decisions() if f"(adr/{path.name})" not in overview] == []


@pytest.mark.parametrize("path", decisions(), ids=lambda path: path.stem)
def test_decision_says_why(path: Path) -> None:
    text = read(path)
    assert text.startswith(f"# {int(path.name[:4])}. ")
    assert [part for part in PARTS_OF_A_DECISION if f"\n{part}" not in text] == []
