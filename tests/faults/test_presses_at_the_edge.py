"""Two hundred presses through the real Bolt, some delivered twice, some again much later."""

import asyncio
import random
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.domain.blocker import Blocker
from bot.domain.checklist import AuditEntry, ItemState
from bot.domain.ids import BlockerId, ItemId
from bot.domain.rights import Policy
from bot.store.connection import Link
from bot.store.stores import stores_on
from sandbox.seed import Person
from sandbox.slack.acts import presses
from sandbox.slack.delivery import Ack, Delivery, Transport
from sandbox.slack.pressed import NotThereError
from tests.servers.slack import workspace
from tests.stages.handlers import HandlersStage, Shown, button_of, handlers_stage, one_milestone
from tests.stages.office import PROD, milestone, tls

pytest_plugins = ("tests.servers.store_fixtures",)

PEOPLE = tuple(f"U0P{n}" for n in range(10))
PRESSES = 20
TEXTS = tuple(f"Step number {n}" for n in range(5))
TLS = BlockerId("id-THR-42")


class Twice:
    """Delivers every third press twice at once, and keeps all of them for later."""

    def __init__(self, inner: Transport) -> None:
        self._inner = inner
        self.sent: list[Delivery] = []

    async def send(self, delivery: Delivery, seconds: float) -> Ack:
        self.sent.append(delivery)
        times = 2 if len(self.sent) % 3 == 0 else 1
        acks = await asyncio.gather(*(self._inner.send(delivery, seconds) for _ in range(times)))
        return acks[0]

    async def again(self, delivery: Delivery) -> Ack:
        return await self._inner.send(delivery, 3.0)

    async def late(self, delivery: Delivery, number: int) -> Ack:
        """A press of its own on the copy as it was back then."""
        action = delivery.payload["actions"][0] | {"action_ts": f"1800000000.{number:06}"}
        payload = {**delivery.payload, "trigger_id": f"late.{number}", "actions": [action]}
        return await self._inner.send(replace(delivery, payload=payload), 3.0)

    async def disconnect(self, reason: str) -> None:
        raise AssertionError(reason)


@pytest.fixture
async def crowd(valkey_link: Link) -> AsyncIterator[HandlersStage]:
    """Ten people who may all tick, on a real server."""
    town = workspace()
    people = tuple(Person(id=u, name=u, real_name=u, email=f"{u}@x.org") for u in PEOPLE)
    channels = tuple(replace(c, members=(*c.members, *PEOPLE)) for c in town.channels)
    town = replace(town, people=(*town.people, *people), channels=channels)
    async with handlers_stage(stores_on(valkey_link), town) as stage:
        stage.installation.roster = replace(
            one_milestone(), milestones=(milestone(rights=Policy.ANYONE),)
        )
        stage.tracker.blockers = (_longer(tls()),)
        await stage.read_tracker()
        yield stage


def _longer(blocker: Blocker) -> Blocker:
    return replace(blocker, description="\n".join(f"- [ ] {text}" for text in TEXTS))


async def _press_on(stage: HandlersStage, twice: Twice, copies: list[Shown], person: int) -> None:
    chance = random.Random(person)  # noqa: S311 - the same presses in every run
    for number in range(PRESSES):
        old = chance.random() < 0.2 and twice.sent
        if old:
            await twice.late(chance.choice(twice.sent), person * 1000 + number)
        else:
            await _press_now(stage, chance.choice(copies), PEOPLE[person], chance.choice(TEXTS))
        if chance.random() < 0.2 and twice.sent:
            await twice.again(chance.choice(twice.sent))
        if chance.random() < 0.3:
            await stage.draw_copies()


async def _press_now(stage: HandlersStage, copy: Shown, user: str, text: str) -> None:
    container = {
        "type": "message",
        "channel_id": copy["channel"],
        "message_ts": copy["ts"],
        "is_ephemeral": False,
    }
    try:
        pressed = button_of(stage.message(copy), "checklist.tick", text)
        outcome = await presses.press(stage.slack.core, user, container, pressed)
    except NotThereError:  # drawn again in between
        return
    assert outcome.ok, outcome


def _states(log: list[AuditEntry]) -> dict[ItemId, tuple[ItemState, int]]:
    """Where the log (oldest first) leads; each entry fits the one before it."""
    found: dict[ItemId, tuple[ItemState, int]] = {}
    for entry in log:
        state, revision = found.get(entry.item, (ItemState.TODO, 0))
        assert entry.before == state != entry.after
        found[entry.item] = (ItemState(entry.after), revision + 1)
    return found


async def test_two_hundred_presses_end_where_the_log_says(crowd: HandlersStage) -> None:
    copies = [
        next(m for m in await crowd.type_in(PEOPLE[0], channel, "/blockers THR-42 share"))
        for channel in ("C0OPS", "C0RELEASE")
    ]
    twice = Twice(crowd.slack.core.courier.transport)
    crowd.slack.core.courier.transport = twice
    async with asyncio.TaskGroup() as group:
        for person in range(len(PEOPLE)):
            group.create_task(_press_on(crowd, twice, copies, person))
    await crowd.settle()
    await crowd.draw_copies()

    log = await crowd.stores.checklists.load_audit(PROD, limit=10_000)
    changes = [entry for entry in reversed(log) if entry.kind == "state"]
    checklist = (await crowd.stores.checklists.load_many(PROD, [TLS]))[TLS]
    told = {item.id: (item.state, item.revision) for item in checklist.items if item.revision}
    assert len(twice.sent) > 100
    assert len(changes) > 20
    assert _states(changes) == told
    assert {entry.by for entry in changes} <= set(PEOPLE)
    for copy in copies:
        for item in checklist.live:
            button = button_of(crowd.message(copy), "checklist.tick", item.text)
            assert button["text"]["text"] == ("Done" if item.state.is_open else "Undo")
