"""A summary is imported: stored in one step, once; what people set here stays."""

import asyncio

import pytest

from bot.domain.checklist import ItemState
from bot.domain.document import UnreadableSummaryError
from bot.domain.import_plan import Fate
from bot.domain.local import LocalStatus
from bot.domain.milestone import Component, Readiness
from bot.ports import StoreUnavailableError, TrackerUnavailableError
from bot.services.importing import NotALeadError, UnresolvedError
from tests.stages.importing import ONE, Desk, untracked
from tests.stages.office import ALICE, BOB, PROD, milestone, tls


@pytest.fixture
def desk() -> Desk:
    return untracked()


@pytest.fixture
async def tracked() -> Desk:
    desk = Desk()
    await desk.replica.sync.sync(desk.office.milestone)
    return desk


async def test_blockers_of_the_document_live_here_under_their_keys(desk: Desk) -> None:
    applied = await desk.apply(ONE)
    assert [one.fate for one in applied.plan.blockers] == [Fate.NEW, Fate.NEW]
    local = await desk.local("AB-1")
    assert (local.status, local.owner, local.effort_hours) == (
        LocalStatus.IN_PROGRESS,
        "Bob",
        (2, 4),
    )
    items = await desk.items(local.id)
    assert [(text, item.state.value) for text, item in items.items()] == [
        ("Compare the offers", "done"),
        ("Sign the contract", "todo"),
    ]
    assert (await desk.local("PROD-1")).title == "A thing without a key"
    assert ("blocker added", "Order the certificate", "in progress") in await desk.log()


async def test_stated_readiness_is_shown_with_who_and_when(desk: Desk) -> None:
    await desk.apply(ONE)
    (verdict,) = (await desk.replica.board()).scorecard
    assert (verdict.readiness, verdict.why) == (Readiness.READY, "stated by Dana on 17 Nov 2026")


async def test_configuration_wins_over_a_stated_component(desk: Desk) -> None:
    configured = Component(name="Paper Trading", stated=Readiness.BLOCKED)
    desk.office.configure(
        milestones=(milestone(selection=None, prefix="PROD", scorecard=(configured,)),)
    )
    await desk.apply(ONE)
    (verdict,) = (await desk.replica.board()).scorecard
    assert verdict.readiness is Readiness.BLOCKED


async def test_second_time_changes_nothing(desk: Desk) -> None:
    await desk.apply(ONE)
    before = await desk.log(), await desk.office.stores.locals.load_locals(PROD)
    applied = await desk.apply(ONE)
    assert not applied.plan.is_news
    assert applied.plan.changes == ()
    assert (await desk.log(), await desk.office.stores.locals.load_locals(PROD)) == before


async def test_newer_version_says_what_it_changes(desk: Desk) -> None:
    await desk.apply(ONE)
    newer = (
        ONE.replace("🔴 Sign the contract", "✅ Sign the contract")
        .replace("- ✅ Compare the offers\n", "")
        .replace("**Owner:** Bob", "**Owner:** Eve")
        .replace("- 🔴 Give it one", "- 🔴 Give it one\n- 🔴 Tell everybody")
        .replace("✅ READY", "🔴 BLOCKED")
    )
    applied = await desk.apply(newer)
    assert [(one.fate, one.said) for one in applied.plan.blockers] == [
        (
            Fate.CHANGED,
            (
                "owner: Bob → Eve",
                "ticked “Sign the contract”",
                "archived “Compare the offers”: its line is gone",
            ),
        ),
        (Fate.CHANGED, ("added “Tell everybody”",)),
    ]
    assert applied.plan.scorecard_said == ("Paper trading: ready → blocked",)
    kinds = [kind for kind, *_ in await desk.log()][-4:]
    assert sorted(kinds) == ["added", "archived", "assignee", "state"]


async def test_states_set_here_stay_until_their_line_changes(desk: Desk) -> None:
    await desk.apply(ONE)
    blocker = (await desk.local("AB-1")).id
    await desk.tick(blocker, "Sign the contract", ItemState.DONE)
    await desk.tick(blocker, "Compare the offers", ItemState.TODO)
    applied = await desk.apply(ONE.replace("P1", "P0"))
    items = await desk.items(blocker)
    assert items["Sign the contract"].state is ItemState.DONE
    assert items["Compare the offers"].state is ItemState.TODO
    assert applied.plan.blockers[0].said == ("priority: high → urgent",)
    await desk.apply(ONE.replace("🔴 Sign", "🔄 Sign"))
    items = await desk.items(blocker)
    assert items["Sign the contract"].state is ItemState.DOING
    found = await desk.office.stores.checklists.load_audit(PROD, limit=1)
    assert [(e.before, e.after, e.why) for e in found if e.kind == "state"] == [
        ("done", "doing", "the document changed")
    ]


async def test_reworded_line_stays_one_item(desk: Desk) -> None:
    await desk.apply(ONE)
    blocker = (await desk.local("AB-1")).id
    before = (await desk.items(blocker))["Sign the contract"]
    await desk.apply(ONE.replace("Sign the contract", "Sign the new contract"))
    after = (await desk.items(blocker))["Sign the new contract"]
    assert (after.id, after.state) == (before.id, before.state)


async def test_blocker_that_the_document_lost_stays_open_and_is_named(desk: Desk) -> None:
    await desk.apply(ONE)
    head, _, rest = ONE.partition("### 1.")
    applied = await desk.apply(head + "### 2." + rest.partition("### 2.")[2])
    assert applied.plan.missing == ("AB-1 Order the certificate",)
    assert (await desk.local("AB-1")).status is LocalStatus.IN_PROGRESS


async def test_done_with_something_open_is_not_done(desk: Desk) -> None:
    await desk.apply(ONE.replace("IN PROGRESS", "DONE"))
    assert (await desk.local("AB-1")).status is LocalStatus.IN_PROGRESS


async def test_tracked_blocker_takes_in_lines_and_nothing_else(tracked: Desk) -> None:
    text = ONE.replace("AB-1: Order", "THR-42: Order").replace(
        "- ✅ Compare", "- ✅ DNS integration\n- ✅ Compare"
    )
    applied = await tracked.apply(text)
    first, second = applied.plan.blockers
    assert (first.tracked, first.fate, second.fate) == (True, Fate.CHANGED, Fate.NEW)
    assert first.said == ("added “Compare the offers”, done", "added “Sign the contract”")
    assert first.kept == ("“DNS integration” stays to do, the document says done",)
    items = await tracked.items(tls().id)
    assert items["DNS integration"].state is ItemState.TODO
    assert not items["Endpoint verified"].archived
    await tracked.replica.sync.sync(tracked.office.milestone)
    again = await tracked.items(tls().id)
    assert {text for text, item in again.items() if not item.archived} == set(items)
    assert not (await tracked.apply(text)).plan.is_news
    view = (await tracked.replica.board()).find("THR-42")
    assert view is not None
    assert view.blocker.title == tls().title


async def test_tracker_that_was_never_read_keeps_everything_out() -> None:
    """Nobody knows which keys are its own, and none shall live in two places."""
    desk = Desk()
    with pytest.raises(TrackerUnavailableError, match="not read yet"):
        await desk.apply(ONE)


async def test_merge_marks_are_not_stored(desk: Desk) -> None:
    text = ONE.replace("- **Owner:** Bob", "<<<<<<< a\n- **Owner:** Bob\n=======\n>>>>>>> b")
    with pytest.raises(UnresolvedError) as caught:
        await desk.apply(text)
    assert len(caught.value.lines) == 3
    assert await desk.log() == []


async def test_only_leads_import(desk: Desk) -> None:
    desk.importing.require_lead(ALICE, desk.office.milestone)
    with pytest.raises(NotALeadError) as caught:
        desk.importing.require_lead(BOB, desk.office.milestone)
    assert caught.value.leads == (ALICE,)


async def test_nothing_is_stored_where_the_store_is_away(desk: Desk) -> None:
    desk.office.switch.away = True
    with pytest.raises(StoreUnavailableError):
        await desk.apply(ONE)
    desk.office.switch.away = False
    assert await desk.log() == []
    await desk.apply(ONE)
    assert (await desk.local("AB-1")).title == "Order the certificate"


async def test_two_imports_at_once_end_as_one(desk: Desk) -> None:
    await asyncio.gather(desk.apply(ONE), desk.apply(ONE))
    assert len((await desk.office.stores.locals.load_locals(PROD)).blockers) == 2
    assert [kind for kind, *_ in await desk.log()].count("blocker added") == 2


@pytest.mark.parametrize(("blockers", "lines"), [(301, 1), (1, 2_001)])
async def test_too_much_for_one_step_is_refused_with_its_line(
    desk: Desk, blockers: int, lines: int
) -> None:
    items = "".join(f"- 🔴 Thing {number}\n" for number in range(lines))
    parts = "".join(
        f"### AB-{number}: Blocker\n- **Status:** open\n\n**What's needed:**\n{items}\n"
        for number in range(1, blockers + 1)
    )
    with pytest.raises(UnreadableSummaryError, match="at most 300 blockers and 2,000"):
        await desk.apply(f"# Blockers\n\n{parts}")
    assert await desk.log() == []
