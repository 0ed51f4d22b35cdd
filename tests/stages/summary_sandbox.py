"""A summary in the local Linear, read by the product: what a board says of it, without Slack."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from bot.config.load import parse_text
from bot.config.roster import build_roster
from bot.domain.board import BlockerView, Board
from bot.domain.ids import UserId
from bot.domain.people import Person
from bot.domain.rights import may_tick
from bot.linear.adapter import LinearTracker
from bot.linear.client import LinearClient
from bot.services.installation import Installation
from bot.summary.as_json import summary_as_json
from bot.summary.read import read_summary
from sandbox.linear.state import API_KEY
from sandbox.seed import Seed
from sandbox.summary_seed import seed_from_summary
from tests.fakes.surroundings import FakeDirectory
from tests.servers.linear import TODAY, local_linear
from tests.stages.office import Office, Replica

Json = dict[str, Any]


@dataclass(slots=True)
class Accounts(FakeDirectory):
    """The people of a seed, found by their addresses."""

    emails: dict[str, UserId] = field(default_factory=dict)

    async def with_account(self, person: Person) -> Person:
        return replace(person, slack=person.slack or self.emails.get(person.email or ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """``read`` is the JSON that `import --dry-run --json` prints of the document."""

    read: Json
    seed: Seed
    replica: Replica
    board: Board

    async def who_may_tick(self, key: str, text: str) -> set[str]:
        """The names of all accounts that may."""
        view = self.board.find(key)
        assert view is not None
        item = next(one for one in view.checklist.live if one.text == text)
        known = [v.blocker.assignee for v in self.board.everything if v.blocker.assignee]
        rights = await self.replica.people.rights(self.board.milestone, view.blocker, item, known)
        people = self.seed.workspace.people
        return {one.real_name for one in people if may_tick(UserId(one.id), rights)}


def document_read(document: bytes) -> Json:
    read: Json = json.loads(json.dumps(summary_as_json(read_summary(document, today=TODAY))))
    return read


@asynccontextmanager
async def filled_from(document: bytes) -> AsyncIterator[Filled]:
    """On the wire to the local Linear, with the configuration that the sandbox wrote."""
    read = document_read(document)
    seed = seed_from_summary(read, TODAY, {})
    roster = build_roster(parse_text(seed.config_yaml, "blockers.yml"))
    async with (
        local_linear(seed.linear) as linear,
        LinearClient(linear.url, API_KEY, timeout=20) as client,
    ):
        office = Office(installation=Installation(roster), directory=_accounts(seed))
        office.tracker = LinearTracker(client)  # type: ignore[assignment]  # the real one
        replica = office.replica()
        await replica.sync.sync(office.milestone)
        board = await replica.blockers.board(office.milestone, None)
        yield Filled(read=read, seed=seed, replica=replica, board=board)


def _accounts(seed: Seed) -> Accounts:
    people = seed.workspace.people
    return Accounts(
        names={person.id: person.real_name for person in people},
        groups={
            group.id: frozenset(UserId(member) for member in group.members)
            for group in seed.workspace.groups
        },
        emails={person.email: UserId(person.id) for person in people},
    )


def item_rows(view: BlockerView) -> list[Json]:
    """The items of a view in the words of the JSON, each with the owner that counts."""
    return [
        {
            "text": shown.item.text,
            "state": shown.item.state.value,
            "section": shown.item.section.value,
            "depth": shown.item.depth,
            "owner": (shown.owner or view.blocker.owner or _NOBODY).name or None,
            "due": shown.item.due.isoformat() if shown.item.due else None,
            "note": shown.item.note or None,
        }
        for shown in view.items
        if not shown.item.archived
    ]


_NOBODY = Person(name="")
