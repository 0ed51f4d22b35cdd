"""Whatever comes in whatever order: no tick is taken away silently, no probe overrules a person."""

from dataclasses import dataclass, field, replace

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.domain.checklist import Item, ItemState, Touch
from bot.domain.evidence import Evidence, Mode, is_signed, witness_of
from bot.domain.evidence_rules import Followed, follow_evidence, keep_done, tie
from bot.domain.health import Verdict
from tests.samples.builders import item
from tests.samples.evidence import CERT, PLAN, Probe, at

EVIDENCE = st.builds(Evidence, probe=st.just(CERT), mode=st.sampled_from(Mode), auto=st.booleans())


@dataclass
class Life:
    """What happened to the item: every entry of the log as (kind, by a probe)."""

    item: Item
    minute: int = 0
    log: list[tuple[str, bool]] = field(default_factory=list)


class ItemWithEvidence(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.probe = Probe()
        self.life = Life(item(evidence=Evidence(probe=CERT)))

    @rule(verdict=st.sampled_from(Verdict), times=st.integers(1, 4))
    def reading(self, verdict: Verdict, times: int) -> None:
        for _ in range(times):
            self.life.minute += 1
            self.probe.says(verdict, self.life.minute)
            self._follow()

    @rule(minutes=st.integers(1, 30))
    def silence(self, minutes: int) -> None:
        self.life.minute += minutes
        self._follow()

    @rule(definition=st.sampled_from(["d1", "d2", "d3"]))
    def define(self, definition: str) -> None:
        self.probe.definition = definition

    @rule(state=st.sampled_from(ItemState))
    def press(self, state: ItemState) -> None:
        """A person's word, with the reading of then."""
        one = self.life.item
        if one.state is state:
            return
        self.life.minute += 1
        reading = witness_of(self.probe.state, PLAN, at(self.life.minute)).reading
        touch = Touch(by="U0BOB", at=at(self.life.minute), reading=reading, why="so it is")
        self.life.item = replace(one, state=state, revision=one.revision + 1, touched=touch)
        self.life.log.append(("state", False))
        self._follow()

    @rule()
    def still_done(self) -> None:
        self.life.minute += 1
        reading = witness_of(self.probe.state, PLAN, at(self.life.minute)).reading
        touch = Touch(by="U0ALICE", at=at(self.life.minute), reading=reading, why="so it is")
        kept = keep_done(self.life.item, touch)
        if kept:
            self.life.item = kept.item
            assert kept.item.standing_doubt is None
            self._follow()

    @rule(evidence=st.none() | EVIDENCE)
    def retie(self, evidence: Evidence | None) -> None:
        before = self.life.item
        self.life.item = tie(before, evidence)
        assert self.life.item.state is before.state
        self._follow()

    @invariant()
    def doubts_only_what_is_done(self) -> None:
        one = self.life.item
        assert one.standing_doubt is None or one.state is ItemState.DONE
        assert not (one.contested and one.to_recheck)

    @invariant()
    def is_settled(self) -> None:
        """The same word of the probe changes nothing twice."""
        assert self._next() is None

    def _next(self) -> Followed | None:
        now = at(self.life.minute)
        witness = witness_of(self.probe.state, PLAN, now)
        return follow_evidence(self.life.item, witness, created=at(-1), now=now)

    def _follow(self) -> None:
        before, found = self.life.item, self._next()
        if found is None:
            return
        after = found.item
        assert found.notes, "nothing changes without an entry in the log"
        assert all(note.reading and note.reading.run for note in found.notes)
        assert after.evidence == before.evidence
        if after.state is before.state:
            assert after.revision == before.revision
            assert after.touched == before.touched
        else:
            self._check_tick(before, after)
        self.life.item = after

    def _check_tick(self, before: Item, after: Item) -> None:
        """A probe only ever ticks: opted in, green, and later than any word of a person."""
        state = self.probe.state
        assert before.state.is_open
        assert after.state is ItemState.DONE
        assert before.evidence
        assert before.evidence.auto
        assert state.verdict is Verdict.UP
        assert not state.flapping
        assert after.touched
        assert is_signed(after.touched.by)
        if before.touched:
            assert state.confirmed
            assert state.confirmed > before.touched.at


TestItemWithEvidence = ItemWithEvidence.TestCase
TestItemWithEvidence.settings = settings(max_examples=120, stateful_step_count=30, deadline=None)
