"""The reader against the kept cases: every field that a right reading names."""

import json
from datetime import date
from pathlib import Path

import pytest

from bot.summary.as_json import summary_as_json
from bot.summary.read import read_summary
from tests.unit.summary.judge import differences

DOCUMENTS = Path(__file__).parents[2] / "documents"
CASES = sorted(path.name.removesuffix(".expect.json") for path in DOCUMENTS.glob("*.expect.json"))
IMPORTED_ON = date(2026, 11, 25)


@pytest.mark.parametrize("case", CASES)
def test_document_is_read_as_a_careful_person_reads_it(case: str) -> None:
    right = json.loads((DOCUMENTS / f"{case}.expect.json").read_text("utf-8"))
    document = read_summary((DOCUMENTS / f"{case}.md").read_bytes(), today=IMPORTED_ON)
    read = json.loads(json.dumps(summary_as_json(document)))
    assert differences(right, read) == []
