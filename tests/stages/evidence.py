"""An office whose checklist is tied to a probe that says what a test wants."""

from datetime import timedelta

from bot.domain.checklist import Item
from bot.domain.editing import Author, Edit
from bot.domain.evidence import Evidence
from bot.domain.evidence_rules import tie
from bot.domain.health import ProbeId, ProbeResult, Verdict
from bot.domain.ids import DeliveryId
from bot.services.checklists import Pressed, SpokenAgainst, TickAnswer
from tests.samples.builders import NOW
from tests.samples.making import build
from tests.stages.office import BOB, PROD, Office, Replica, plan, tls

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


async def an_office() -> Office:
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
    item = tie(one, build(Evidence, values))
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
