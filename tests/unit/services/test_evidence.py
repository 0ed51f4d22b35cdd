"""What probes say reaches the items tied to them: once over all replicas, and whatever dies."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.checklist import Item, ItemState
from bot.domain.editing import Author, Edit
from bot.domain.evidence import Evidence, Mode
from bot.domain.evidence_lines import EvidenceLine
from bot.domain.evidence_rules import tie
from bot.domain.health import ProbeId, ProbeResult, Verdict
from bot.domain.ids import BlockerKey, DeliveryId
from bot.ports import EVIDENCE_QUEUE, copies_queue
from bot.services.checklists import Pressed, SpokenAgainst, TickAnswer
from bot.services.evidence_lines import EvidenceLines
from tests.builders import NOW
from tests.office import BOB, PROD, Office, Replica, plan, tls

HTTPS = ProbeId("api-https")
UP, DOWN, UNKNOWN = Verdict.UP, Verdict.DOWN, Verdict.UNKNOWN


def results(*verdicts: Verdict, definition: str = "d1") -> list[ProbeResult]:
    return [
        ProbeResult(
            probe=HTTPS,
            run_id=f"run-{number}",
            verdict=verdict,
            reason="",
            sentence={UP: "answered 200", DOWN: "certificate expired"}.get(verdict, "blocked"),
            at=NOW + timedelta(minutes=2 * number),
            duration_ms=10,
            evidence={"status": 200, "build": "a1b2"},
            config_hash=definition,
        )
        for number, verdict in enumerate(verdicts)
    ]


@pytest.fixture
async def office() -> Office:
    office = Office()
    office.tracker.blockers = (tls(created_at=NOW - timedelta(days=3)),)
    office.configure(probes=(plan(),))
    await office.replica().sync.sync(office.milestone)
    return office


async def turn(office: Office, replica: Replica, times: int = 1) -> None:
    for _ in range(times):
        await replica.health.run_due()
        await replica.evidence.run_due()
        office.clock.forward(minutes=2)


async def tied(replica: Replica, text: str = "DNS integration", **how: object) -> Item:
    values: dict[str, object] = {"probe": HTTPS, **how}
    checklist = await replica.checklist()
    one = next(item for item in checklist.live if item.text == text)
    item = tie(one, Evidence(**values))  # type: ignore[arg-type]
    author = Author(by=BOB, at=NOW, delivery=DeliveryId(f"tie-{text}"))
    edit = Edit(
        milestone=PROD,
        blocker=checklist.blocker,
        version=checklist.version,
        items=(item,),
        notes=(),
        author=author,
    )
    assert await replica.office.stores.edits.save_edit(edit)
    return item


async def item_of(replica: Replica, text: str = "DNS integration") -> Item:
    return next(item for item in (await replica.checklist()).items if item.text == text)


async def pressed(replica: Replica, why: str = "") -> TickAnswer | SpokenAgainst:
    wish = await replica.press()
    return await replica.checklists.tick(
        Pressed(
            milestone=wish.milestone,
            blocker=wish.blocker,
            item=wish.item,
            to=wish.to,
            seen_revision=wish.seen_revision,
            by=wish.by,
            delivery=DeliveryId(f"press-{why}"),
            where=wish.where,
            why=why,
        )
    )


async def kinds(office: Office) -> list[str]:
    log = await office.stores.checklists.load_audit(PROD)
    return [entry.kind for entry in log if entry.by != "linear"][::-1]


async def test_a_tick_keeps_what_its_probe_said_at_that_moment(office: Office) -> None:
    office.runner.results = {HTTPS: results(UP)}
    replica = office.replica()
    await tied(replica)
    await replica.health.run_due()
    answer = await pressed(replica)

    assert isinstance(answer, TickAnswer)
    touched = (await item_of(replica)).touched
    assert touched
    assert touched.reading
    assert (touched.reading.verdict, touched.reading.run) == (UP, "run-0")
    assert (touched.reading.build, touched.reading.figures) == ("a1b2", (("status", 200),))
    (entry, *_) = await office.stores.checklists.load_audit(PROD)
    assert entry.reading == touched.reading


async def test_a_tick_against_red_wants_a_reason_and_keeps_it(office: Office) -> None:
    office.runner.results = {HTTPS: results(DOWN, DOWN, DOWN)}
    replica = office.replica()
    await tied(replica)
    await turn(office, replica, 3)

    refused = await pressed(replica)
    assert isinstance(refused, SpokenAgainst)
    assert refused.reading.sentence == "certificate expired"
    assert (await item_of(replica)).state is ItemState.TODO
    assert await kinds(office) == []

    assert isinstance(await pressed(replica, why="a mirror serves it"), TickAnswer)
    one = await item_of(replica)
    assert one.touched
    assert one.touched.why == "a mirror serves it"
    assert (await office.stores.checklists.load_audit(PROD))[0].why == "a mirror serves it"


async def test_a_silent_probe_keeps_nobody_from_ticking(office: Office) -> None:
    replica = office.replica()
    await tied(replica)
    assert isinstance(await pressed(replica), TickAnswer)
    touched = (await item_of(replica)).touched
    assert touched
    assert touched.reading
    assert touched.reading.verdict is UNKNOWN


async def test_red_contests_and_green_clears_once_over_two_replicas(office: Office) -> None:
    office.runner.results = {HTTPS: results(UP, DOWN, DOWN, DOWN, UP, UP, UP)}
    one, other = office.replica("one"), office.replica("other")
    await tied(one)
    await turn(office, one)
    await pressed(one)
    for _ in range(3):
        await one.health.run_due()
        await asyncio.gather(one.evidence.run_due(), other.evidence.run_due())
        office.clock.forward(minutes=2)
    contested = await item_of(one)
    assert contested.state is ItemState.DONE
    assert contested.contested
    assert contested.contested.since == NOW + timedelta(minutes=2)
    assert await kinds(office) == ["state", "contested"]
    assert (await office.stores.checklists.load_audit(PROD))[0].by == "probe:api-https"

    await turn(office, one, 3)
    assert (await item_of(one)).contested is None
    assert await kinds(office) == ["state", "contested", "uncontested"]


async def test_green_ticks_once_over_two_replicas(office: Office) -> None:
    office.runner.results = {HTTPS: results(DOWN, DOWN, DOWN, UP, UP, UP)}
    one, other = office.replica("one"), office.replica("other")
    await tied(one, auto=True)
    for _ in range(6):
        await one.health.run_due()
        await asyncio.gather(one.evidence.run_due(), other.evidence.run_due())
        office.clock.forward(minutes=2)
    ticked = await item_of(one)
    assert ticked.state is ItemState.DONE
    assert ticked.revision == 1
    assert await kinds(office) == ["state"]
    assert await one.people.name(ticked.touched.by if ticked.touched else "") == "api-https"


async def test_a_replica_that_dies_after_the_state_is_kept_leaves_the_evidence_due(
    office: Office,
) -> None:
    office.runner.results = {HTTPS: results(UP, DOWN, DOWN, DOWN)}
    dying = office.replica("dying")
    await tied(dying)
    await turn(office, dying)
    await pressed(dying)
    for _ in range(3):
        await dying.health.run_due()
        office.clock.forward(minutes=2)
    assert (await item_of(dying)).contested is None
    assert HTTPS in await office.stores.due.members(EVIDENCE_QUEUE)

    await office.replica("next").evidence.run_due()
    assert (await item_of(dying)).contested


async def test_every_copy_of_what_a_probe_is_tied_to_is_drawn_again(office: Office) -> None:
    office.runner.results = {HTTPS: results(UP, DOWN, DOWN, DOWN)}
    replica = office.replica()
    await tied(replica)
    await turn(office, replica)
    await replica.copies.run_due()
    await turn(office, replica, 2)
    assert tls().id not in await office.stores.due.members(copies_queue(PROD))
    await turn(office, replica)
    assert tls().id in await office.stores.due.members(copies_queue(PROD))


async def test_the_board_says_what_is_contested_and_why(office: Office) -> None:
    office.runner.results = {HTTPS: results(UP, DOWN, DOWN, DOWN)}
    replica = office.replica()
    await tied(replica)
    await turn(office, replica)
    await pressed(replica)
    await turn(office, replica, 3)
    board = await replica.board()
    (view,) = board.blockers
    assert view.progress.contested == 1
    assert [probe.id for probe in view.probes] == [HTTPS]
    assert "1 item contested" in board.risk.reasons


def line(item: str = "DNS integration.", probe: str = HTTPS, **how: object) -> EvidenceLine:
    values: dict[str, object] = {"probe": ProbeId(probe), **how}
    evidence = Evidence(**values)  # type: ignore[arg-type]
    return EvidenceLine(milestone=PROD, blocker=BlockerKey("thr-42"), item=item, evidence=evidence)


async def test_a_line_of_the_file_ties_its_item_once_and_then_by_identity(office: Office) -> None:
    office.configure(evidence=(line("dns INTEGRATION"),))
    replica = office.replica()
    await replica.evidence.run_due()
    one = await item_of(replica)
    assert one.evidence == Evidence(probe=HTTPS)
    assert await kinds(office) == ["evidence"]

    described = tls().description.replace("DNS integration", "DNS integration done right")
    office.tracker.blockers = (tls(description=described),)
    await replica.sync.sync(office.milestone)
    office.clock.forward(minutes=2)
    await replica.evidence.run_due()
    assert (await item_of(replica, "DNS integration done right")).evidence
    assert await lines_of(replica).unmatched() == ()


async def test_what_people_tied_stays_until_the_line_changes_or_goes(office: Office) -> None:
    office.configure(evidence=(line(),))
    replica = office.replica()
    await replica.evidence.run_due()
    await tied(replica, mode=Mode.LATCHED)
    await again(office, replica)
    assert (await item_of(replica)).evidence == Evidence(probe=HTTPS, mode=Mode.LATCHED)

    office.configure(evidence=(line(auto=True),))
    await again(office, replica)
    assert (await item_of(replica)).evidence == Evidence(probe=HTTPS, auto=True)

    office.configure(evidence=())
    await again(office, replica)
    assert (await item_of(replica)).evidence is None
    assert (await item_of(replica)).filed is None


async def test_a_line_without_an_item_is_told_with_the_near_texts(office: Office) -> None:
    stranger = EvidenceLine(
        milestone=PROD,
        blocker=BlockerKey("THR-99"),
        item="Anything",
        evidence=Evidence(probe=HTTPS),
    )
    office.configure(evidence=(line("DNS integation"), stranger))
    replica = office.replica()
    await replica.evidence.run_due()
    assert (await item_of(replica)).evidence is None
    found = [finding async for finding in lines_of(replica).findings()]
    assert [finding.is_well for finding in found] == [False, False]
    assert "“DNS integration”" in found[0].fix
    assert "THR-99" in found[1].sentence


async def test_an_item_tied_to_what_is_green_already_is_ticked_at_once(office: Office) -> None:
    office.runner.results = {HTTPS: results(UP)}
    office.configure(evidence=(line(auto=True),))
    replica = office.replica()
    await replica.health.run_due()
    await replica.evidence.run_due()
    await replica.evidence.run_due()
    assert (await item_of(replica)).state is ItemState.DONE


async def again(office: Office, replica: Replica) -> None:
    office.clock.forward(minutes=2)
    await replica.evidence.run_due()


def lines_of(replica: Replica) -> EvidenceLines:
    stores = replica.office.stores
    return EvidenceLines(
        replica.office.installation,
        replica.known,
        stores.checklists,
        stores.edits,
        replica.office.clock,
    )
