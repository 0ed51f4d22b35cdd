"""The next version of a document: what is the same stays itself, and each change is said."""

import pytest

from bot.domain.checklist import ItemState, Section
from bot.domain.import_plan import Fate
from bot.domain.local import LocalStatus
from tests.stages.importing import ONE, Desk, untracked

TWO = """# Blockers

**Date:** November 17, 2026

### AB-1: Order the certificate
- **Status:** IN PROGRESS

**What's needed:**
- ✅ Compare the offers
- 🔴 Sign the contract with Acme and the annex
- 🔴 Tell the vendor

### AB-2: Move the domain
- **Status:** NOT STARTED

**What's needed:**
- 🔴 Lower the TTL
"""


@pytest.fixture
def desk() -> Desk:
    return untracked()


def said(applied: object) -> list[tuple[str, ...]]:
    return [one.said for one in applied.plan.blockers]  # type: ignore[attr-defined]


async def test_blocker_under_another_key_is_the_same_and_keeps_its_own(desk: Desk) -> None:
    await desk.apply(ONE)
    blocker = (await desk.local("AB-1")).id
    await desk.tick(blocker, "Sign the contract", ItemState.DONE)
    for _ in range(2):
        applied = await desk.apply(ONE.replace("AB-1", "AB-9"))
        assert applied.plan.blockers[0].fate is Fate.SAME
        assert applied.plan.blockers[0].kept == ("its key stays AB-1, the document calls it AB-9",)
        assert applied.plan.missing == ()
    items = await desk.items(blocker)
    assert items["Sign the contract"].state is ItemState.DONE


async def test_blocker_that_is_given_a_key_or_loses_it_is_the_same(desk: Desk) -> None:
    await desk.apply(ONE)
    given = await desk.apply(ONE.replace("2. A thing", "2. LI-7: A thing"))
    assert not given.plan.is_news
    assert given.plan.blockers[1].kept == ("its key stays PROD-1, the document calls it LI-7",)
    lost = await desk.apply(ONE.replace("AB-1: ", ""))
    assert not lost.plan.is_news
    assert lost.plan.missing == ()


async def test_document_by_hand_is_known_again_after_the_export_was_imported(desk: Desk) -> None:
    await desk.apply(ONE)
    await desk.apply(await desk.export())
    assert not (await desk.apply(ONE)).plan.is_news


async def test_two_of_one_title_in_a_document_are_two(desk: Desk) -> None:
    both = TWO.replace("AB-2: Move the domain", "AB-2: Order the certificate")
    await desk.apply(both)
    assert (await desk.local("AB-1")).id != (await desk.local("AB-2")).id
    assert not (await desk.apply(both)).plan.is_news


async def test_closed_blocker_is_not_opened_by_a_new_one_of_its_title(desk: Desk) -> None:
    closed = ONE.replace("IN PROGRESS", "DONE").replace("🔴 Sign", "✅ Sign")
    await desk.apply(closed)
    assert (await desk.local("AB-1")).status is LocalStatus.DONE
    await desk.apply(ONE.replace("AB-1", "AB-9"))
    assert (await desk.local("AB-1")).status is LocalStatus.DONE
    assert (await desk.local("AB-9")).status is LocalStatus.IN_PROGRESS


async def test_line_that_moves_to_the_actions_keeps_its_state(desk: Desk) -> None:
    await desk.apply(TWO)
    blocker = (await desk.local("AB-1")).id
    await desk.tick(blocker, "Tell the vendor", ItemState.DONE)
    before = (await desk.items(blocker))["Tell the vendor"]
    moved = TWO.replace(
        "- 🔴 Tell the vendor\n", "\n**Immediate actions:**\n- 🔴 Tell the vendor\n"
    )
    applied = await desk.apply(moved)
    assert said(applied) == [("moved “Tell the vendor” to the immediate actions",), ()]
    after = (await desk.items(blocker))["Tell the vendor"]
    assert (after.id, after.state, after.section) == (before.id, ItemState.DONE, Section.ACTIONS)
    assert not (await desk.apply(moved)).plan.is_news
    assert not (await desk.apply(await desk.export())).plan.is_news


async def test_line_that_is_split_stays_the_first_and_adds_the_second(desk: Desk) -> None:
    await desk.apply(TWO)
    split = TWO.replace(
        "- 🔴 Sign the contract with Acme and the annex",
        "- 🔴 Sign the contract with Acme\n- 🔴 Sign the annex",
    )
    applied = await desk.apply(split)
    assert said(applied)[0] == (
        "reworded “Sign the contract with Acme and the annex” to “Sign the contract with Acme”",
        "added “Sign the annex”",
    )
    assert not (await desk.apply(split)).plan.is_news


async def test_line_that_goes_says_what_was_set_of_it(desk: Desk) -> None:
    await desk.apply(TWO)
    await desk.tick((await desk.local("AB-2")).id, "Lower the TTL", ItemState.DONE)
    applied = await desk.apply(TWO.replace("- 🔴 Lower the TTL\n", "- 🔴 Buy time\n"))
    assert applied.plan.blockers[1].kept == (
        "“Lower the TTL” was done here, the document last said to do",
    )


async def test_line_under_another_blocker_begins_as_the_document_says(desk: Desk) -> None:
    """Two blockers may need the same: a tick of the one is none of the other."""
    await desk.apply(TWO)
    first, second = (await desk.local("AB-1")).id, (await desk.local("AB-2")).id
    await desk.tick(first, "Tell the vendor", ItemState.DONE)
    moved = TWO.replace("- 🔴 Tell the vendor\n", "") + "- 🔴 Tell the vendor\n"
    applied = await desk.apply(moved)
    assert said(applied) == [
        ("archived “Tell the vendor”: its line is gone",),
        ("added “Tell the vendor”",),
    ]
    assert applied.plan.blockers[0].kept == (
        "“Tell the vendor” was done here, the document last said to do",
    )
    assert applied.plan.blockers[1].kept == (
        "“Tell the vendor” was done where its line stood before, here it is to do",
    )
    assert (await desk.items(second))["Tell the vendor"].state is ItemState.TODO


async def test_line_that_comes_back_comes_back_as_it_was(desk: Desk) -> None:
    await desk.apply(TWO)
    blocker = (await desk.local("AB-2")).id
    await desk.tick(blocker, "Lower the TTL", ItemState.DONE)
    await desk.apply(TWO.replace("- 🔴 Lower the TTL\n", "- 🔴 Buy time\n"))
    applied = await desk.apply(TWO)
    assert said(applied)[1][0] == "brought back “Lower the TTL”"
    assert (await desk.items(blocker))["Lower the TTL"].state is ItemState.DONE


async def test_order_alone_changes_nothing(desk: Desk) -> None:
    await desk.apply(TWO)
    head, first, second = TWO.split("### ")
    lines = first.splitlines(keepends=True)
    turned = "".join([*lines[:4], *reversed(lines[4:7]), *lines[7:]])
    applied = await desk.apply("### ".join([head, second + "\n", turned]))
    assert not applied.plan.is_news


async def test_what_the_blocker_says_too_comes_back_from_an_export(desk: Desk) -> None:
    same = TWO.replace(
        "- **Status:** NOT STARTED", "- **Status:** NOT STARTED\n- **Due:** 2026-12-04"
    )
    same = same.replace("Lower the TTL", "Lower the TTL (due 2026-12-04)")
    await desk.apply(same)
    assert not (await desk.apply(await desk.export())).plan.is_news


async def test_blocker_without_a_title_is_added_once(desk: Desk) -> None:
    rows = "# Blockers\n\n| Title | Status | Owner |\n|---|---|---|\n| ✅ | Open | Bob |\n"
    assert (await desk.apply(rows)).plan.is_news
    assert not (await desk.apply(rows)).plan.is_news
