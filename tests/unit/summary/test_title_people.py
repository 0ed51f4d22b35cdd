"""Who has a blocker and by when, where its title says so; all else stays in the title."""

from datetime import date

import pytest

from bot.domain.document import ReadBlocker
from bot.summary.read import read_summary

TODAY = date(2026, 11, 27)


def read_blocker(title: str) -> ReadBlocker:
    text = f"# Release blockers\n\n### AB-1: {title}\n\n- [ ] Do it\n"
    (blocker,) = read_summary(text.encode(), today=TODAY).blockers
    return blocker


@pytest.mark.parametrize(
    ("told", "owners", "day"),
    [
        (" — owner: Olga, due 2 Dec", ("Olga",), 2),
        (" — @olga, due 2 Dec 2026", ("olga",), 2),
        (" — owner: Olga & Bob; due: 2026-12-03", ("Olga", "Bob"), 3),
        (" - due 4 Dec 2026 - owner: Kim", ("Kim",), 4),
        (" @ines @tom due Fri 4 Dec (P1)", ("ines", "tom"), 4),
        (", owners: Olga, Bob", ("Olga", "Bob"), None),
        (" - <@U0BOB>, due 3 Dec 2026", ("<@U0BOB>",), 3),
        (" (owner: Olga and Bob, Infra Team; due 2 Dec)", ("Olga", "Bob", "Infra Team"), 2),
    ],
)
def test_owners_and_day_behind_a_title_are_taken(
    told: str, owners: tuple[str, ...], day: int | None
) -> None:
    blocker = read_blocker(f"Two{told}")
    assert (blocker.title, blocker.owners) == ("Two", owners)
    assert blocker.target == (date(2026, 12, day) if day else None)


@pytest.mark.parametrize(
    "title",
    [
        "Ask why the rent was due Friday",
        "Outage due to the vendor",
        "Move — due to the vendor",
        "Outage (due to the vendor)",
        "Ten - owner approval missing",
        "Fix login, owner of the repo is away",
    ],
)
def test_title_that_only_speaks_of_owners_and_days_is_whole(title: str) -> None:
    blocker = read_blocker(title)
    assert (blocker.title, blocker.owners, blocker.target) == (title, (), None)


def test_state_beside_the_owner_of_a_title_is_the_blocker_s() -> None:
    blocker = read_blocker("Two (owner: Olga, due 2 Dec, blocked)")
    assert (blocker.title, blocker.owners, blocker.status) == ("Two", ("Olga",), "blocked")
