"""Lines of the file tie items once; people's ties stand; who found no item is told."""

import pytest

from bot.domain.checklist import ItemState
from bot.domain.evidence import Evidence, Mode
from bot.domain.evidence_lines import EvidenceLine
from bot.domain.health import ProbeId
from bot.domain.ids import BlockerKey
from bot.services.evidence_lines import EvidenceLines
from tests.samples.making import build
from tests.stages.evidence import HTTPS, UP, an_office, item_of, kinds, results, tied
from tests.stages.office import PROD, Office, Replica, tls


@pytest.fixture
async def office() -> Office:
    return await an_office()


def line(item: str = "DNS integration.", probe: str = HTTPS, **how: object) -> EvidenceLine:
    values: dict[str, object] = {"probe": ProbeId(probe), **how}
    evidence = build(Evidence, values)
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
