"""The reader against whole documents: every field that a right reading names."""

import json
from datetime import date
from pathlib import Path

import pytest

from bot.summary.as_json import summary_as_json
from bot.summary.read import read_summary
from tests.unit.summary.judge import differences

DOCUMENTS = Path(__file__).parents[2] / "documents"
EXPECTED = ".expect.json"
CASES = sorted(path.relative_to(DOCUMENTS).as_posix() for path in DOCUMENTS.rglob(f"*{EXPECTED}"))
IMPORTED_ON = date(2026, 11, 25)


@pytest.mark.parametrize("case", [case.removesuffix(EXPECTED) for case in CASES])
def test_document_is_read_as_a_careful_person_reads_it(case: str) -> None:
    right = json.loads((DOCUMENTS / f"{case}{EXPECTED}").read_text("utf-8"))
    document = read_summary((DOCUMENTS / f"{case}.md").read_bytes(), today=IMPORTED_ON)
    read = json.loads(json.dumps(summary_as_json(document)))
    assert differences(right, read) == []


def test_judge_names_what_differs() -> None:
    right = {"blockers": [{"id": "A-1", "items": [{"text": "a", "state": "todo"}]}]}
    wrong = {"blockers": [{"id": "A-2", "items": [{"text": "a", "state": "done"}]}]}
    assert differences(right, wrong) == [
        "blockers[0].id: 'A-1' was expected, 'A-2' was read",
        "blockers[0].items[0].state: 'todo' was expected, 'done' was read",
    ]
    assert differences(right, {"blockers": []}) == ["blockers: 1 were expected, 0 read: []"]
    assert differences({"warnings": [{"code": "x"}]}, {"warnings": []}) == ["warning x is missing"]
    doubted = {"warnings": [{"code": "x"}]}
    assert differences({"undoubted": ["x"]}, doubted) == ["warning x is not due"]
    assert differences({"undoubted": ["y"]}, doubted) == []


def test_judge_takes_other_good_answers() -> None:
    right = {"blockers": [{"id": "1", "accept_id": [None], "items": []}]}
    assert differences(right, {"blockers": [{"id": None, "items": []}]}) == []
