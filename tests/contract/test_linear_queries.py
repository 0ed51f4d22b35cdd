"""Every document that is sent: against Linear's schema, against the sandbox's, and its price."""

from pathlib import Path

import pytest
from graphql import (
    DocumentNode,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
    parse,
    validate,
)

from bot.linear.documents import document
from bot.linear.pages import SIZES
from sandbox.linear.app import linear_schema
from sandbox.linear.coverage import COVERED
from tests.linear_schema.generate import generated
from tests.linear_schema.price import price

ROOT = Path(__file__).parents[2]
QUERIES = sorted(path.stem for path in (ROOT / "bot/linear/queries").glob("*.graphql"))
SUBSET = ROOT / "tests/linear_schema/linear.graphql"
WHOLE = ROOT.parent / "shared/linear/schema.graphql"
MOST_POINTS = 9_300  # Linear refuses 10,000; its own count is up to 7 % above the published rule


def _schema(name: str) -> GraphQLSchema:
    if name == "sandbox":
        return linear_schema()
    return build_schema((SUBSET if name == "subset" else WHOLE).read_text("utf-8"))


JUDGES = {
    name: _schema(name) for name in ("sandbox", "subset", *(["whole"] if WHOLE.exists() else []))
}


def _document(name: str) -> DocumentNode:
    return parse(document(name))


def test_there_are_queries_to_judge() -> None:
    assert "blockers" in QUERIES


@pytest.mark.parametrize("query", QUERIES)
def test_query_is_sent_by_somebody(query: str) -> None:
    senders = (ROOT / "bot/linear").glob("*.py")

    assert any(f'"{query}"' in sender.read_text("utf-8") for sender in senders)


@pytest.mark.parametrize("judge", JUDGES)
@pytest.mark.parametrize("query", QUERIES)
def test_query_is_valid(query: str, judge: str) -> None:
    assert validate(JUDGES[judge], _document(query)) == []


@pytest.mark.parametrize("query", QUERIES)
def test_query_costs_less_than_linear_allows(query: str) -> None:
    points = price(JUDGES["subset"], _document(query), {"first": SIZES[0]})

    assert 0 < points <= MOST_POINTS


@pytest.mark.parametrize("query", QUERIES)
def test_query_costs_less_than_linear_allows_at_its_own_default(query: str) -> None:
    assert price(JUDGES["subset"], _document(query), {}) <= MOST_POINTS


def test_smallest_page_of_blockers_costs_a_fraction_of_the_largest() -> None:
    largest, smallest = (
        price(JUDGES["subset"], _document("blockers"), {"first": size})
        for size in (SIZES[0], SIZES[-1])
    )
    assert smallest < largest / 4


def test_price_follows_the_published_rule() -> None:
    schema = JUDGES["subset"]
    viewer = parse("query { viewer { id } }")
    teams = parse("query { teams { nodes { id } } }")

    assert price(schema, viewer, {}) == 2  # 1.1, rounded up
    assert price(schema, teams, {}) == 56  # 50 teams of 1.1, and 1 for the list


@pytest.mark.parametrize("judge", [name for name in JUDGES if name != "sandbox"])
def test_sandbox_schema_is_part_of_linears(judge: str) -> None:
    real = JUDGES[judge]
    differing = [
        f"{name}.{field}"
        for name, kind in JUDGES["sandbox"].type_map.items()
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType)
        and not name.startswith("__")
        for field in kind.fields
        if not _same_field(kind, real.type_map.get(name), field)
    ]
    assert differing == []


def _same_field(ours: object, theirs: object, field: str) -> bool:
    if isinstance(ours, GraphQLInputObjectType):
        return (
            isinstance(theirs, GraphQLInputObjectType)
            and field in theirs.fields
            and str(ours.fields[field].type) == str(theirs.fields[field].type)
        )
    if not isinstance(ours, GraphQLObjectType | GraphQLInterfaceType) or not isinstance(
        theirs, GraphQLObjectType | GraphQLInterfaceType
    ):
        return False
    if field not in theirs.fields:
        return False
    mine, real = ours.fields[field], theirs.fields[field]
    return str(mine.type) == str(real.type) and all(
        name in real.args and str(argument.type) == str(real.args[name].type)
        for name, argument in mine.args.items()
    )


def test_sandbox_declares_exactly_what_its_schema_answers() -> None:
    schema = JUDGES["sandbox"]
    roots = [kind for kind in (schema.query_type, schema.mutation_type) if kind]

    assert {f"{kind.name}.{field}" for kind in roots for field in kind.fields} == set(COVERED)


@pytest.mark.parametrize("source", [SUBSET, *([WHOLE] if WHOLE.exists() else [])])
def test_subset_is_what_the_generator_makes(source: Path) -> None:
    assert SUBSET.read_text("utf-8") == generated(source.read_text("utf-8"))
