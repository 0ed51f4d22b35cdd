"""What a tracker was told, in memory, by the contract of the WriteStore; and a tracker to tell."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.domain.ids import BlockerId, MilestoneKey
from bot.domain.writes import WriteRecord
from tests.fakes.checklists import Switch


class FakeWrites:
    def __init__(self, switch: Switch) -> None:
        self._switch = switch
        self._records: dict[tuple[MilestoneKey, BlockerId], WriteRecord] = {}
        self._switches: dict[MilestoneKey, dict[str, datetime]] = {}

    async def load_record(self, milestone: MilestoneKey, blocker: BlockerId) -> WriteRecord:
        self._switch.check()
        return self._records.get((milestone, blocker), WriteRecord(blocker=blocker))

    async def load_records(self, milestone: MilestoneKey) -> tuple[WriteRecord, ...]:
        self._switch.check()
        return tuple(record for (of, _), record in self._records.items() if of == milestone)

    async def save_record(self, milestone: MilestoneKey, record: WriteRecord) -> bool:
        self._switch.check()
        place = (milestone, record.blocker)
        known = self._records.get(place)
        if (known.version if known else 0) != record.version:
            return False
        self._records[place] = replace(record, version=record.version + 1)
        return True

    async def note_switches(
        self, milestone: MilestoneKey, names: Collection[str], now: datetime
    ) -> Mapping[str, datetime]:
        self._switch.check()
        known = self._switches.get(milestone, {})
        self._switches[milestone] = {name: known.get(name, now) for name in sorted(names)}
        return dict(self._switches[milestone])


@dataclass(slots=True)
class FakeWriter:
    """A tracker that takes each comment once by its id. ``answers`` are raised in turn.

    ``lost``: what is raised was taken all the same.
    """

    comments: dict[str, tuple[BlockerId, str]] = field(default_factory=dict)
    links: dict[tuple[BlockerId, str], str] = field(default_factory=dict)
    labels: dict[BlockerId, set[str]] = field(default_factory=dict)
    answers: list[Exception] = field(default_factory=list)
    lost: bool = False
    calls: int = 0

    async def create_comment(self, issue: BlockerId, comment_id: str, body: str) -> None:
        self._before()
        self.comments.setdefault(comment_id, (issue, body))
        self._after()

    async def attach_link(self, issue: BlockerId, url: str, title: str) -> None:
        self._before()
        self.links[issue, url] = title
        self._after()

    async def change_labels(
        self, issue: BlockerId, added: Collection[str], removed: Collection[str]
    ) -> Mapping[str, bool]:
        self._before()
        there = self.labels.setdefault(issue, set())
        put = {name: name not in there for name in added}
        there |= set(added)
        there -= set(removed)
        self._after()
        return put

    def _before(self) -> None:
        self.calls += 1
        if self.answers and not self.lost:
            raise self.answers.pop(0)

    def _after(self) -> None:
        if self.answers and self.lost:
            raise self.answers.pop(0)

    @property
    def bodies(self) -> list[str]:
        return [body for _, body in self.comments.values()]
