"""Who is needed today and why; the same reason tomorrow is no news."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.blocker import Blocker, Stage, Story
from bot.domain.board import BlockerView, Board, ItemView, ProbeView, Sources
from bot.domain.checklist import Checklist, Item, ItemState, Touch
from bot.domain.digest import Need, Reason, Why
from bot.domain.health import ProbeId, ProbeState, Verdict
from bot.domain.ids import BlockerKey, MilestoneKey, TeamKey, UserId
from bot.domain.milestone import Milestone
from bot.domain.needs import build_lead_needs, build_needs, is_still_needed, need_ids
from bot.domain.people import Owner, Team, Together
from bot.domain.risk import Risk, RiskLevel
from tests.samples.builders import ALICE, BOB, NOW, TODAY, blocker, item

LEADS = (UserId("U0ALICE"),)
GONE = replace(BOB, name="Gone", active=False)


def view(
    found: Blocker, *items: Item, owner: Owner | None = None, down: tuple[str, ...] = ()
) -> BlockerView:
    return BlockerView(
        blocker=found,
        story=Story(),
        checklist=Checklist(blocker=found.id, items=items),
        items=tuple(ItemView(item=each, owner=owner) for each in items),
        probes=tuple(
            ProbeView(
                id=name, name=name, state=ProbeState(probe=ProbeId(name), verdict=Verdict.DOWN)
            )
            for name in down
        ),
    )


def board(*views: BlockerView) -> Board:
    return Board(
        milestone=Milestone(key=MilestoneKey("prod"), name="Production"),
        now=NOW,
        timezone="America/New_York",
        blockers=views,
        watched=(),
        cleared=(),
        probes=(),
        scorecard=(),
        risk=Risk(RiskLevel.LOW),
        sources=Sources(tracker="Linear", tracker_at=NOW),
    )


@pytest.mark.parametrize(
    ("found", "reason", "mention"),
    [
        (blocker(due=TODAY), "due-today", "U0BOB"),
        (blocker(due=TODAY - timedelta(days=3)), "overdue", "U0BOB"),
        (blocker(assignee=None), "unowned", "U0ALICE"),
        (blocker(assignee=GONE), "owner-gone", "U0ALICE"),
        (blocker(assignee=replace(BOB, slack=None), due=TODAY), "due-today", None),
        (blocker(updated_at=NOW - timedelta(days=7)), "stale", "U0BOB"),
        (blocker(assignee=None, due=date(2026, 11, 17)), "unowned+overdue", "U0ALICE"),
    ],
)
def test_a_reason_names_who_has_to_act(found: Blocker, reason: str, mention: str | None) -> None:
    (need,) = build_needs(board(view(found)), LEADS)

    assert (need.sign, need.mention) == (reason, mention)


@pytest.mark.parametrize(
    "found",
    [
        blocker(due=TODAY + timedelta(days=1)),
        blocker(updated_at=NOW - timedelta(days=6)),  # Thursday to Wednesday: four working days
        blocker(stage=Stage.BACKLOG, updated_at=NOW - timedelta(days=60)),
        blocker(updated_at=None),
    ],
)
def test_nobody_is_needed_without_a_reason(found: Blocker) -> None:
    assert build_needs(board(view(found)), LEADS) == ()


def test_a_tick_keeps_a_blocker_from_being_stale() -> None:
    ticked = item(touched=Touch(by="U0BOB", at=NOW - timedelta(hours=1)))
    found = blocker(updated_at=NOW - timedelta(days=30))

    assert build_needs(board(view(found, ticked)), LEADS) == ()


def test_working_days_are_those_of_the_channels_zone() -> None:
    """Touched on Wednesday 21:00 in New York, which is Thursday in UTC."""
    touched = NOW - timedelta(days=7) + timedelta(hours=12)
    (need,) = build_needs(board(view(blocker(updated_at=touched))), LEADS)

    assert "5 working days" in need.sentence


def test_a_probe_that_is_down_is_a_reason() -> None:
    (need,) = build_needs(board(view(blocker(), down=("api",))), LEADS)

    assert (need.sign, need.sentence) == ("down-api", "waits on api, which is down")


def test_several_reasons_read_as_one_sentence() -> None:
    late = blocker(due=NOW.date() - timedelta(days=2), assignee=None)
    (need,) = build_needs(board(view(late, down=("api", "dns"))), LEADS)

    assert need.sign == "unowned+overdue+down-api+down-dns"
    assert need.sentence == (
        "has no owner, is overdue 2 days and waits on api and dns, which are down"
    )


@pytest.mark.parametrize(
    ("found", "count"),
    [
        (item(due=TODAY), 1),
        (item(due=TODAY - timedelta(days=2)), 1),
        (item(due=TODAY + timedelta(days=1)), 0),
        (item(due=TODAY, state=ItemState.DONE), 0),
        (item(due=TODAY, state=ItemState.SKIPPED), 0),
    ],
)
def test_an_items_own_due_date_needs_its_owner(found: Item, count: int) -> None:
    needs = build_needs(board(view(blocker(), found, owner=ALICE)), LEADS)

    assert [(need.person, need.mention) for need in needs] == [("Alice", "U0ALICE")] * count


@pytest.mark.parametrize("due", [TODAY, None])
def test_everybody_is_called_who_owns_it_together(due: date | None) -> None:
    """An item of theirs, or the whole blocker."""
    team = Team(key=TeamKey("backend"), name="Backend team")
    several = Together(members=(ALICE, team, BOB, GONE))
    late = blocker(assignee=None, group=several, due=TODAY)
    shown = view(blocker(), item(due=due), owner=several) if due else view(late)
    (need,) = build_needs(board(shown), LEADS)

    assert (need.person, need.mention) == ("Alice, Backend team, Bob, Gone", None)
    assert [call.user for call in need.each] == ["U0ALICE", None, "U0BOB", None]
    assert need.mentions == ("U0ALICE", "U0BOB")


def test_lead_is_called_where_all_who_own_it_together_are_gone() -> None:
    gone = Together(members=(GONE, replace(GONE, name="Left")))
    (need,) = build_needs(board(view(blocker(assignee=None, group=gone))), LEADS)

    assert (need.sign, need.mention, need.each) == ("owner-gone", "U0ALICE", ())
    assert need.sentence == "is owned by Gone, Left, whose accounts are closed"


def test_a_team_is_named_and_not_pinged() -> None:
    team = Team(key=TeamKey("backend"), name="Backend team")
    (need,) = build_needs(board(view(blocker(), item(due=TODAY), owner=team)), LEADS)

    assert (need.person, need.mention) == ("Backend team", None)


def test_items_of_one_owner_are_one_row() -> None:
    items = [item(f"line {n}", due=TODAY) for n in range(3)]
    (need,) = build_needs(board(view(blocker(), *items)), LEADS)

    assert need.sentence == "has 3 items due today"


LONG = "Verify that the staging endpoint answers over HTTPS from outside the cluster"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (LONG, LONG),
        (f"{LONG} with the new certificate chain", f"{LONG} with the new…"),
        (f"{LONG} (api-cert, api-https, api-dns)", f"{LONG} (api-cert, api-https,…"),
        ("x" * 200, "x" * 99 + "…"),
        ("two\nlines", "two lines"),
        ("a", "a"),
    ],
)
def test_an_items_text_ends_with_a_word_and_its_reason_is_whole(text: str, said: str) -> None:
    (need,) = build_needs(board(view(blocker(), item(text, due=TODAY))), LEADS)

    assert need.sentence == f"has “{said}” due today"


def test_leads_are_needed_where_nobody_owns_a_blocker_or_its_owner_is_gone() -> None:
    nobody = blocker("THR-1", assignee=None, due=TODAY - timedelta(days=5))
    gone, owned = blocker("THR-2", assignee=GONE), blocker("THR-3", due=TODAY)
    found = board(view(nobody), view(gone), view(owned), view(blocker("THR-4"), item(due=TODAY)))
    needs = build_lead_needs(found)

    assert [(need.blocker, need.sentence) for need in needs] == [
        ("THR-1", "has no owner and is overdue 5 days"),
        ("THR-2", "is owned by Gone, whose account is closed"),
    ]
    called = [need for need in build_needs(found, LEADS) if need.mention == LEADS[0]]
    assert [need.blocker for need in called] == [need.blocker for need in needs]


def test_what_is_said_of_a_closed_account_ends_before_the_next_reason() -> None:
    gone = blocker("THR-2", assignee=GONE, due=TODAY - timedelta(days=2))
    (need,) = build_needs(board(view(gone)), LEADS)
    assert need.sentence == "is owned by Gone, whose account is closed, and is overdue 2 days"


def test_a_row_is_settled_when_its_own_reasons_are_gone() -> None:
    def row(*, owned: bool, due: date | None) -> Need:
        found = blocker("THR-2", due=due) if owned else blocker("THR-2", assignee=None, due=due)
        return build_needs(board(view(found)), LEADS)[0]

    unowned, late = row(owned=False, due=None), row(owned=True, due=TODAY - timedelta(days=1))
    assert not is_still_needed(unowned, [late])
    assert is_still_needed(row(owned=False, due=TODAY - timedelta(days=1)), [late])
    assert is_still_needed(row(owned=True, due=TODAY), [late])
    assert not is_still_needed(replace(late, blocker=BlockerKey("THR-9")), [late])


def test_a_row_of_items_is_settled_when_they_all_are() -> None:
    first, second = item("First", due=TODAY), item("Second", due=TODAY)
    (both,) = build_needs(board(view(blocker(), first, second)), LEADS)
    (other,) = build_needs(board(view(blocker(), second)), LEADS)
    (third,) = build_needs(board(view(blocker(), item("Third", due=TODAY))), LEADS)
    assert is_still_needed(both, [other])
    assert not is_still_needed(both, [third])


@pytest.mark.parametrize(
    ("reasons", "stored"),
    [
        ((Reason(Why.UNOWNED), Reason(Why.OVERDUE)), ("unowned", "overdue")),
        ((Reason(Why.OWNER_GONE), Reason(Why.DUE_TODAY)), ("owner-gone", "due-today")),
        ((Reason(Why.DOWN, "api"), Reason(Why.DOWN, "dns")), ("down-api", "down-dns")),
        ((Reason(Why.CONTESTED, "i1"),), ("contested-i1",)),
        ((Reason(Why.RECHECK, "i1"),), ("recheck-i1",)),
        ((Reason(Why.ITEM_DUE, "Bob", TODAY),), ("item-due-2026-11-18-Bob",)),
        ((Reason(Why.ITEM_DUE, "", TODAY),), ("item-due-2026-11-18-",)),
        ((Reason(Why.ITEM_DUE, "A+B", TODAY),), ("item-due-2026-11-18-A", "B")),
    ],
)
def test_reasons_are_stored_as_earlier_versions_wrote_them(
    reasons: tuple[Reason, ...], stored: tuple[str, ...]
) -> None:
    need = Need(blocker=BlockerKey("THR-1"), title="", reasons=reasons, sentence="")

    assert need_ids([need]) == tuple(f"THR-1:{sign}" for sign in stored)
    assert need.sign == "+".join(stored)


def test_a_reason_that_goes_is_no_news_and_one_that_comes_is() -> None:
    def ids(*, owned: bool, late: bool) -> set[str]:
        found = blocker(
            assignee=BOB if owned else None, due=TODAY - timedelta(days=1) if late else None
        )
        return set(need_ids(build_needs(board(view(found)), LEADS)))

    assert ids(owned=True, late=True) < ids(owned=False, late=True)
    assert not ids(owned=False, late=True) <= ids(owned=False, late=False)
