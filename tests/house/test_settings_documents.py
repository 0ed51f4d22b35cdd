"""Every setting is documented with its default; the example and the schema are what is read."""

import json
import re
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from ruamel.yaml import YAML

from bot import __main__ as command_line
from bot.config.load import load_file
from bot.config.models import BlockersFile
from bot.config.schema import schema_text
from bot.settings import SECRETS, Settings
from tests.house.project import ROOT, read, table_after

CONFIGURATION = "docs/configuration.md"
NOT_SET = "\N{EN DASH}"
SCHEMA: dict[str, Any] = json.loads(schema_text())
ENTRIES: dict[str, dict[str, Any]] = {
    "BlockersFile": SCHEMA,
    **{name: entry for name, entry in SCHEMA["$defs"].items() if "properties" in entry},
}


def test_every_variable_is_documented_with_its_default() -> None:
    rows = table_after(read(CONFIGURATION), "## Environment")
    documented = {cells[0].strip("`"): cells[1].strip("`") for cells in rows}
    fields = Settings.model_fields.items()
    assert documented == {
        name.upper(): NOT_SET
        if field.default is None or field.is_required()
        else str(field.default)
        for name, field in fields
    }


def test_secrets_that_may_come_from_a_file_are_named() -> None:
    rows = table_after(read(CONFIGURATION), "## Environment")
    marked = {cells[0].strip("`").lower() for cells in rows if cells[2] == "yes"}
    assert marked == SECRETS


@pytest.mark.parametrize("name", sorted(ENTRIES))
def test_every_entry_of_the_file_is_documented_with_its_default(name: str) -> None:
    rows = table_after(read(CONFIGURATION), f"<!-- {name} -->")
    documented = {cells[0].strip("`"): cells[1].strip("`") for cells in rows}
    entry = ENTRIES[name]
    assert documented == {
        field: "needed" if field in entry.get("required", ()) else _default(properties)
        for field, properties in entry["properties"].items()
    }


def _default(properties: dict[str, Any]) -> str:
    default = properties.get("default")
    if isinstance(default, list):
        return f"[{', '.join(map(str, default))}]" if default else NOT_SET
    if isinstance(default, bool):
        return str(default).lower()
    return NOT_SET if default in (None, {}, "") else str(default)


def test_exit_codes_are_documented() -> None:
    rows = table_after(read(CONFIGURATION), "## Exit codes")
    codes = {int(cells[0]) for cells in rows}
    names = ("USAGE", "BAD_INPUT", "AWAY", "CONFIGURATION")
    assert codes == {0, 1, *(getattr(command_line, name) for name in names)}


def test_schema_is_that_of_the_models() -> None:
    assert read("docs/blockers.schema.json") == schema_text()


def test_example_is_read_without_a_complaint() -> None:
    file = load_file(ROOT / "blockers.example.yml")
    assert isinstance(file, BlockersFile)
    assert [milestone.key for milestone in file.milestones] == ["prod", "steady"]


@pytest.mark.parametrize("document", ["blockers.example.yml", CONFIGURATION])
def test_examples_are_valid_by_the_schema(document: str) -> None:
    text = read(document)
    if document.endswith(".md"):
        text = text.partition("```yaml\n")[2].partition("```")[0]
    example = _as_json(YAML(typ="safe").load(text))
    validator = jsonschema.Draft202012Validator(SCHEMA)
    assert [error.message for error in validator.iter_errors(example)] == []


def test_whole_example_of_the_document_is_read(tmp_path: Path) -> None:
    example = tmp_path / "blockers.yml"
    example.write_text(read(CONFIGURATION).partition("```yaml\n")[2].partition("```")[0])
    used = set(re.findall(r"(?:^|[\[{,\s-])([a-z_]+):", example.read_text()))
    known = {field for entry in ENTRIES.values() for field in entry["properties"]}
    assert load_file(example).version == 1
    assert known - used == set()


def _as_json(value: object) -> object:
    """YAML has dates and times of its own, JSON does not."""
    match value:
        case dict():
            return {str(key): _as_json(inner) for key, inner in value.items()}
        case list():
            return [_as_json(inner) for inner in value]
        case date() | datetime() | time():
            return value.isoformat()
    return value
