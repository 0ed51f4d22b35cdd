"""Edits and additions: who may, and that nothing is lost where many change one checklist."""

import asyncio
from dataclasses import replace

import pytest

from bot.domain.checklist import Item, ItemState
from bot.domain.editing import Addition, Author, Wish, fields_of
from bot.domain.ids import BlockerId, DeliveryId, ItemId, MilestoneKey, UserId
from bot.domain.rights import NotTheOwnerError
from bot.ports import StoreUnavailableError
from bot.services.editing import Clashed, EditingService, ItemMissingError, Saved
from bot.services.installation import MilestoneGoneError
from tests.samples.builders import NOW
from tests.samples.making import change
from tests.stages.office import ALICE, BOB, CHARLIE, DANA, PROD, Office, Replica, tls

TLS = BlockerId("id-THR-42")
DNS = "DNS integration"


@pytest.fixture
async def replica() -> Replica:
    office = Office()
    office.directory.groups["S0BACKEND"] = frozenset({DANA})
    replica = office.replica()
    await replica.sync.sync(office.milestone)
    return replica


def editing(replica: Replica) -> EditingService:
    stores = replica.office.stores
    return EditingService(
        replica.office.installation,
        replica.blockers,
        replica.people,
        stores.checklists,
        stores.edits,
        replica.witnesses,
    )


def author(by: UserId = BOB, delivery: str = "view-1") -> Author:
    return Author(by=by, at=NOW, delivery=DeliveryId(delivery), where="C0OPS:1.1")


async def found(replica: Replica, text: str = DNS) -> Item:
    return next(item for item in (await replica.checklist()).items if item.text == text)


async def wish(replica: Replica, named: str = DNS, **wanted: object) -> Wish:
    item = await found(replica, named)
    shown = fields_of(item)
    fields = change(shown, **wanted)
    return Wish(item=item.id, seen=shown.stamps, fields=fields)


@pytest.mark.parametrize("user", [ALICE, BOB])
async def test_lead_and_assignee_may_edit(replica: Replica, user: UserId) -> None:
    saved = await editing(replica).edit(PROD, TLS, await wish(replica, note="n"), author(user))
    assert isinstance(saved, Saved)
    assert (await found(replica)).note == "n"


async def test_bystander_may_neither_edit_nor_add(replica: Replica) -> None:
    wanted = await wish(replica, note="n")
    with pytest.raises(NotTheOwnerError):
        await editing(replica).edit(PROD, TLS, wanted, author(CHARLIE))
    with pytest.raises(NotTheOwnerError):
        await editing(replica).add(PROD, TLS, Addition(text="More"), author(CHARLIE))
    assert (await replica.checklist()).version == 1


async def test_who_owns_an_item_of_it_may_add(replica: Replica) -> None:
    replica.office.tracker.blockers = (
        tls(description="- [ ] Rotate keys (Owner: Backend team)", assignee=None),
    )
    await replica.sync.sync(replica.office.milestone)
    await editing(replica).add(PROD, TLS, Addition(text="More"), author(DANA))
    assert (await found(replica, "More")).described is None


async def test_same_addition_again_adds_nothing(replica: Replica) -> None:
    for _ in range(2):
        await editing(replica).add(PROD, TLS, Addition(text="More"), author())
    texts = [item.text for item in (await replica.checklist()).items]
    assert texts.count("More") == 1


async def test_many_edits_and_ticks_at_once_are_all_kept(replica: Replica) -> None:
    """Each of another item or field: none clashes, none undoes another."""
    service = editing(replica)
    wishes = [
        await wish(replica, note="n"),
        await wish(replica, owner="Dana"),
        await wish(replica, text="Zones"),
        await wish(replica, "Endpoint verified", note="e"),
    ]
    additions = [Addition(text=f"More {n}") for n in range(6)]
    await asyncio.gather(
        *(service.edit(PROD, TLS, each, author(delivery=f"e{n}")) for n, each in enumerate(wishes)),
        *(service.add(PROD, TLS, each, author(delivery=each.text)) for each in additions),
        replica.checklists.tick(await replica.press()),
    )
    zones = await found(replica, "Zones")
    assert (zones.note, zones.owner, zones.state) == ("n", "Dana", ItemState.DONE)
    assert (await found(replica, "Endpoint verified")).note == "e"
    texts = {item.text for item in (await replica.checklist()).live}
    assert {each.text for each in additions} < texts
    log = await replica.office.stores.checklists.load_audit(PROD)
    kinds = sorted(entry.kind for entry in log if entry.by == BOB)
    assert kinds == sorted([*["added"] * 6, "note", "note", "owner", "state", "text"])


async def test_clash_names_who_and_when(replica: Replica) -> None:
    mine = await wish(replica, note="mine")
    await editing(replica).edit(
        PROD, TLS, await wish(replica, note="theirs"), author(ALICE, "view-2")
    )
    clashed = await editing(replica).edit(PROD, TLS, mine, author())
    assert isinstance(clashed, Clashed)
    (overtaken,) = clashed.overtaken
    alice = await replica.people.name(ALICE)
    assert (overtaken.field, overtaken.by, overtaken.at) == ("note", alice, NOW)
    assert (await found(replica)).note == "theirs"


async def test_what_is_gone_is_said(replica: Replica) -> None:
    wanted = await wish(replica, note="n")
    with pytest.raises(ItemMissingError):
        await editing(replica).edit(PROD, TLS, replace(wanted, item=ItemId("none")), author())
    for key, blocker in ((MilestoneKey("gone"), TLS), (PROD, BlockerId("gone"))):
        with pytest.raises(MilestoneGoneError):
            await editing(replica).edit(key, blocker, wanted, author())


async def test_store_away_saves_nothing(replica: Replica) -> None:
    wanted = await wish(replica, note="n")
    replica.office.switch.away = True
    with pytest.raises(StoreUnavailableError):
        await editing(replica).edit(PROD, TLS, wanted, author())
    replica.office.switch.away = False
    assert (await found(replica)).note == ""
