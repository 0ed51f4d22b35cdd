"""An office that writes to a tracker in memory: ticks, contests, and the beats that follow."""

from dataclasses import dataclass, replace
from typing import cast

import pytest

from bot.bootstrap.writes import paint_refused
from bot.domain.blocker import IssueLink
from bot.domain.checklist import ItemState
from bot.domain.editing import Author, Edit
from bot.domain.evidence import Against, Doubt, Evidence, Reading
from bot.domain.findings import Finding
from bot.domain.health import ProbeId, Verdict
from bot.domain.ids import BlockerId, BlockerKey, DeliveryId
from bot.domain.messages import PostKind
from bot.domain.writes import Mark, Switch, WritePolicy
from bot.ports import (
    DueQueue,
    TrackerUnavailableError,
    TrackerWriter,
    WriteRefusedError,
    WriteStore,
)
from bot.services.tracker_writes import TrackerWrites, WriteStores
from bot.services.write_news import WriteCheck, WriteNews
from bot.services.write_situations import SituationSlack, SituationStores, WriteSituations
from tests.fakes.surroundings import Tripwire, Wired, words
from tests.fakes.writes import FakeWriter
from tests.stages.office import BOB, PROD, Office, Replica

TLS = BlockerId("id-THR-42")
EVERYTHING = WritePolicy(switches=frozenset(Switch), labels=((Mark.BLOCKED, "waiting"),))
AWAY = TrackerUnavailableError("Linear", "did not answer in time")
LIMITED = TrackerUnavailableError("Linear", "limits the number of requests", retry_after=90)
CLOSED = TrackerUnavailableError("Linear", "does not let the key write", permanent=True)
GONE = WriteRefusedError("the issue is not in Linear any more")
WAITS = IssueLink(id=BlockerId("o"), key=BlockerKey("THR-1"), title="Other", url="")


@dataclass
class Desk:
    """A replica of an office that writes to a tracker in memory."""

    office: Office
    replica: Replica
    writer: FakeWriter
    writes: TrackerWrites
    check: WriteCheck

    async def follow(self, seconds: float = 1) -> None:
        """The beats of copies and of writes, a moment later."""
        self.office.clock.forward(seconds=seconds)
        await self.replica.copies.run_due()
        await self.writes.run_due()

    async def tick(self, *texts: str, to: ItemState = ItemState.DONE, press: str = "a") -> None:
        for number, text in enumerate(texts or ("DNS integration", "Endpoint verified")):
            self.office.clock.forward(seconds=1)
            await self.replica.checklists.tick(
                await self.replica.press(text, to, delivery=f"press-{press}{number}")
            )

    async def contest(self, text: str = "Issuer configured") -> None:
        checklist = await self.replica.checklist()
        item = next(item for item in checklist.live if item.text == text)
        now = self.office.clock.now()
        reading = Reading(
            probe=ProbeId("api-cert"), verdict=Verdict.DOWN, sentence="expired 2 days ago"
        )
        doubt = Doubt(against=Against.DOWN, since=now, reading=reading, revision=item.revision)
        red = replace(item, evidence=Evidence(probe=ProbeId("api-cert")), doubt=doubt)
        await self.office.stores.edits.save_edit(
            Edit(
                milestone=PROD,
                blocker=TLS,
                version=checklist.version,
                items=(red,),
                notes=(),
                author=Author(by=BOB, at=now, delivery=DeliveryId(f"probe-{now}")),
            )
        )

    async def findings(self) -> list[Finding]:
        return [finding async for finding in self.check.findings()]

    def told(self) -> list[str]:
        return [words(post.message) for post in self.office.slack.of_kind(PostKind.WRITE_REFUSED)]


def desk_of(office: Office, writer: FakeWriter, wire: Tripwire | None = None) -> Desk:
    replica = office.replica("one", wire)
    wire = wire or Tripwire()
    stores, installation, clock = office.stores, office.installation, office.clock
    writes = TrackerWrites(
        installation,
        WriteStores(
            writes=cast("WriteStore", Wired(stores.writes, wire)),
            due=cast("DueQueue", Wired(stores.due, wire)),
            snapshots=stores.snapshots,
        ),
        cast("TrackerWriter", Wired(writer, wire)),
        WriteSituations(
            installation,
            SituationStores(
                snapshots=stores.snapshots, checklists=stores.checklists, copies=stores.copies
            ),
            SituationSlack(poster=replica.poster, directory=office.directory),
            replica.people,
        ),
        WriteNews(installation, replica.poster, paint_refused),
        clock,
    )
    return Desk(office, replica, writer, writes, WriteCheck(installation, stores.writes, clock))


def office_with(policy: WritePolicy) -> Office:
    office = Office()
    office.configure(milestones=(replace(office.milestone, writes=policy),))
    return office


@pytest.fixture
async def desk() -> Desk:
    desk = desk_of(office_with(EVERYTHING), FakeWriter())
    await desk.replica.sync.sync(desk.office.milestone)
    await desk.follow()
    assert desk.writer.calls == 0
    return desk
