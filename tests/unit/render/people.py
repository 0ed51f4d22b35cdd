"""Asks, nudges and an installation to draw: a believable one, and a hostile one."""

from datetime import time, timedelta

from bot.domain.asks import AskRecord, AskState, AskView
from bot.domain.checklist import Item, ItemState, Touch
from bot.domain.findings import Finding
from bot.domain.home import ChannelRow, Overview, PersonRow, UnmatchedRow
from bot.domain.ids import (
    BlockerId,
    BlockerKey,
    ChannelId,
    DeliveryId,
    ItemId,
    MilestoneKey,
    UserId,
)
from bot.domain.milestone import DigestSchedule
from bot.domain.nudges import Nudge
from tests.samples.making import build
from tests.unit.render.boards import NOW

ALICE, BOB, CHARLIE = UserId("U0ALICE"), UserId("U0BOB"), UserId("U0CHARLIE")


def record(**changed: object) -> AskRecord:
    values: dict[str, object] = {
        "asker": CHARLIE,
        "owner": BOB,
        "milestone": MilestoneKey("prod"),
        "blocker": BlockerId("id-THR-42"),
        "item": ItemId("dns"),
        "key": BlockerKey("THR-42"),
        "text": "DNS integration",
        "at": NOW - timedelta(days=2),
        "delivery": DeliveryId("press"),
        "sent": True,
        "link": "https://three-rivers.slack.com/archives/C0OPS/p1",
    }
    return build(AskRecord, values | changed)


def asked(
    state: ItemState | None = ItemState.TODO, *, other: str = "Bob", **changed: object
) -> AskView:
    found = record(**changed)
    if state is None:
        return AskView(record=found, state=AskState.GONE, others=(other,))
    touched = Touch(by=BOB, at=NOW - timedelta(hours=1)) if state is not ItemState.TODO else None
    item = Item(id=found.item, text=found.text, state=state, touched=touched, revision=3)
    said = {ItemState.TODO: AskState.OPEN, ItemState.DOING: AskState.DOING}
    return AskView(
        record=found,
        state=said.get(state, AskState.ANSWERED),
        others=(other,),
        item=item,
        ticked_by="Bob" if touched else "",
    )


def channel(name: str = "ops", **changed: object) -> ChannelRow:
    values: dict[str, object] = {
        "id": ChannelId("C0OPS"),
        "name": name,
        "milestone": "Production deployment",
        "schedule": DigestSchedule(at=time(9), timezone="America/New_York"),
        "next_at": NOW + timedelta(days=1),
        "last_at": NOW - timedelta(hours=1),
    }
    return build(ChannelRow, values | changed)


def overview(**changed: object) -> Overview:
    values: dict[str, object] = {
        "at": NOW,
        "findings": (
            Finding("The bot is not in #release", "/invite @Blockers in #release"),
            Finding("the store keeps every write"),
        ),
        "channels": (channel(),),
        "unmatched": (UnmatchedRow(handle="gone@example.com", keys=("THR-60", "THR-61")),),
        "people": (
            PersonRow(
                handle="r@example.com",
                user=BOB,
                name="Bob",
                by="Alice",
                at=NOW - timedelta(hours=2),
                instead_of="Dana",
            ),
            PersonRow(handle="c@example.com", user=CHARLIE, name="Charlie"),
        ),
    }
    return build(Overview, values | changed)


def nudge(**changed: object) -> Nudge:
    values: dict[str, object] = {
        "id": "n",
        "at": NOW - timedelta(hours=1),
        "milestone": MilestoneKey("prod"),
        "blocker": BlockerId("id-THR-42"),
        "key": BlockerKey("THR-42"),
        "title": "TLS and ingress hardening",
        "sentence": "is overdue 5 days",
        "channel": ChannelId("C0OPS"),
    }
    return build(Nudge, values | changed)


def hostile_asks(text: str, many: int) -> tuple[AskView, ...]:
    states = (ItemState.TODO, ItemState.DOING, ItemState.DONE, None)
    return tuple(
        asked(
            states[number % 4],
            other=text,
            text=text,
            key=BlockerKey(text),
            item=ItemId(f"i{number}"),
            link="https://x.example/" + "a" * 450,
            times=number,
        )
        for number in range(many)
    )


def hostile_overview(text: str, many: int) -> Overview:
    handles = [f"{number} {text}" for number in range(many)]
    rows = [
        PersonRow(handle=h, user=UserId(text), name=text, by=text, at=NOW, instead_of=text)
        for h in handles
    ]
    return Overview(
        at=NOW,
        findings=(Finding(text, text or "x"), Finding(text)) * many,
        channels=(channel(text, milestone=text, paused=text),) * many,
        unmatched=tuple(UnmatchedRow(handle=h, keys=(text,) * many) for h in handles),
        people=tuple(rows),
    )
