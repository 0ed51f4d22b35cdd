"""Filters as people could type them, with names and labels of every kind."""

from typing import TypeVar

from hypothesis import strategies as st

from bot.domain.blocker import Priority
from bot.domain.due_spans import DUE_WORDS
from bot.domain.filters import Filter, Flag, Owned, OwnerKind, clean

Value = TypeVar("Value")
WORDS = (
    "infra",
    "needs review",
    "a,b",
    "or",
    "and",
    "urgent",
    "due",
    "labelled",
    "mine",
    "you",
    "team:x",
    "@bob",
    "R&D <b>",
    "מחסום",
    "🔥 hot",
    "(teams too)",
    "share",
    "it's",
)
names = st.one_of(st.sampled_from(WORDS), st.text(min_size=1, max_size=12)).map(clean)
names = names.filter(lambda name: bool(name) and name.isprintable())
users = st.sampled_from(("U0BOB", "U0ALICE", "W12345"))


def few(each: st.SearchStrategy[Value]) -> st.SearchStrategy[tuple[Value, ...]]:
    return st.lists(each, max_size=3, unique=True).map(tuple)


def owners() -> st.SearchStrategy[Owned]:
    return st.one_of(
        st.just(Owned(kind=OwnerKind.MINE)),
        st.builds(Owned, kind=st.just(OwnerKind.USER), value=users, teams=st.booleans()),
        st.just(Owned(kind=OwnerKind.GROUP, value="S0BACKEND")),
        st.builds(
            Owned,
            kind=st.just(OwnerKind.TEAM),
            value=st.one_of(st.just("backend"), names.map(lambda name: clean(name.lstrip("@")))),
        ),
        st.builds(
            Owned, kind=st.just(OwnerKind.NAME), value=names.map(lambda n: clean(n.lstrip("@")))
        ),
    ).filter(lambda owned: owned.kind is OwnerKind.MINE or bool(owned.value))


def filters() -> st.SearchStrategy[Filter]:
    days = st.dates().map(lambda day: day.isoformat())
    due = st.one_of(st.sampled_from((*DUE_WORDS, "dec", "2026-12", "20-nov", "29-feb")), days)
    groups = few(names).filter(bool)
    return st.builds(
        Filter,
        flags=st.frozensets(st.sampled_from(Flag)),
        priorities=few(st.sampled_from(Priority)),
        owners=few(owners()),
        labels=few(groups),
        due=few(due),
    )
