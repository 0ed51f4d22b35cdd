"""The commands that the page offers fit what the sandbox is filled with."""

from dataclasses import replace
from datetime import date

from sandbox.examples import examples_for
from sandbox.sample import sample_seed
from sandbox.seed import LinearSeed

LINEAR: LinearSeed = sample_seed(date(2026, 11, 18), {}).linear


def texts(linear: LinearSeed) -> list[str]:
    return [example.text for example in examples_for(linear)]


def test_the_blocker_with_most_to_see_is_offered() -> None:
    offered = texts(LINEAR)
    assert offered[:2] == ["/blockers", "/blockers THR-42"]
    assert offered[-1] == "/blockers help"


def test_what_is_closed_or_does_not_block_is_not_offered() -> None:
    without = replace(
        LINEAR, issues=tuple(one for one in LINEAR.issues if one.identifier != "THR-42")
    )
    assert "/blockers THR-41" in texts(without)
    none = replace(
        LINEAR,
        issues=tuple(one for one in without.issues if one.identifier != "THR-41"),
    )
    assert not [text for text in texts(none) if "THR-" in text]


def test_an_empty_sandbox_has_commands_to_try() -> None:
    assert "/blockers" in texts(replace(LINEAR, issues=(), teams=()))
