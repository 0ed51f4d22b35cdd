"""The table of keys in docs/state.md, keys.py and what is really in a store are one."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from bot.domain.beats import Beat
from bot.domain.channels import ChannelEdit
from bot.domain.digest import DigestFailure
from bot.domain.health import ProbeId, ProbeState
from bot.domain.home import HomeState
from bot.domain.ids import BlockerId, DeliveryId, MessageTs, MilestoneKey
from bot.domain.messages import Copy, CopyKind, Message, Post, PostKind
from bot.domain.past import Standing
from bot.ports import Tokens, Upload, copies_queue
from bot.store import keys, people_keys, tracker_keys
from bot.store.connection import Link
from bot.store.key import Key
from bot.store.keys import (
    AUDIT,
    BLOCKER_AUDIT,
    CHECKLIST,
    queue_keys,
)
from bot.store.replies import text, texts
from bot.store.stores import Stores, stores_on
from tests.contract.test_store_hints import HINT
from tests.contract.test_store_people import ASK, GONE, WISHED, nudge
from tests.contract.test_store_writes import RECORD as WRITTEN
from tests.samples.replies import REMINDER, REPLY
from tests.samples.store import (
    BOB,
    ITEMS,
    NOON,
    NOTE,
    OPS,
    PROD,
    RECORD,
    SNAPSHOT,
    after,
    batch_of,
    merge_of,
    press,
    result_of,
)

pytest_plugins = ("tests.servers.store_fixtures",)

ROOT = Path(__file__).parents[2]
SCRIPTS = ROOT / "bot" / "store" / "scripts"
LIMITED = {
    "8 hours",
    "10 minutes",
    "24 hours",
    "96 hours",
    "3 days",
    "14 days",
    "30 days",
    "31 days",
    "as the caller says",
}


def test_state_document_holds_the_table_of_keys() -> None:
    document = (ROOT / "docs" / "state.md").read_text("utf-8")
    table = document.partition("<!-- keys -->\n")[2].partition("\n<!-- /keys -->")[0]
    assert table == _state_table()


def _every_key() -> Iterator[Key]:
    values = (value for each in (keys, people_keys, tracker_keys) for value in vars(each).values())
    return (value for value in values if isinstance(value, Key))


def _state_table() -> str:
    rows = [
        f"| `{key.pattern}` | {key.type} | {key.owner} | {key.life} | {key.holds} |"
        for key in _every_key()
    ]
    return "\n".join(
        ("| key | type | module | life | holds |", "| --- | --- | --- | --- | --- |", *rows)
    )


def test_keys_of_one_milestone_share_a_slot() -> None:
    milestone, blocker = MilestoneKey("prod"), BlockerId("id")
    keys = [
        CHECKLIST.of(milestone, blocker),
        AUDIT.of(milestone),
        BLOCKER_AUDIT.of(milestone, blocker),
        *queue_keys(copies_queue(milestone)),
    ]
    assert {key[key.index("{") : key.index("}") + 1] for key in keys} == {"{m:prod}"}
    assert all(key.startswith("blockers:") for key in keys)


def test_owners_of_keys_are_modules_of_the_store() -> None:
    assert all((ROOT / "bot" / "store" / f"{key.owner}.py").exists() for key in _every_key())


def test_scripts_take_time_and_chance_from_outside_and_keys_from_their_arguments() -> None:
    scripts = list(SCRIPTS.glob("*.lua"))
    assert len(scripts) > 15
    for script in scripts:
        code = script.read_text("utf-8")
        assert not any(word in code for word in ("TIME'", "random", "os.", "blockers:", "cjson."))
        called = [line for line in code.splitlines() if "redis.call(" in line]
        assert not any(f"'{word}'" in line for word in ("KEYS", "SCAN") for line in called)


async def test_every_key_in_a_full_store_is_documented(valkey_link: Link) -> None:
    await _fill(stores_on(valkey_link))
    await _fill_trackers(stores_on(valkey_link))
    found = texts(await valkey_link.read("KEYS", "*"))
    seen = set()
    for name in found:
        (key,) = [key for key in _every_key() if _matches(key, name)]
        seen.add(key.pattern)
        assert key.type == text(await valkey_link.read("TYPE", name)), name
        expires = int(str(await valkey_link.read("PTTL", name))) > 0
        assert expires is (key.life in LIMITED), name
    assert seen == {key.pattern for key in _every_key()}


def _matches(key: Key, name: str) -> bool:
    pieces = re.split(r"<\w+>", key.pattern)
    return re.fullmatch("[^{}]+".join(map(re.escape, pieces)), name) is not None


async def _fill(stores: Stores) -> None:
    await stores.checklists.save_merge(PROD, merge_of(ITEMS))
    await stores.checklists.tick(press())
    await stores.locals.save_locals(batch_of())
    await stores.snapshots.save_snapshot(PROD, SNAPSHOT)
    await stores.snapshots.save_trouble(PROD, "away", NOON)
    await stores.beats.save_beat(ProbeId("backup"), Beat(at=NOON))
    await stores.past.save_base(PROD, Standing(at=NOON))
    copy = Copy(kind=CopyKind.BOARD, milestone=PROD, channel=OPS, ts=MessageTs("1.1"))
    await stores.copies.save_copy(copy)
    for queue in ("digests", copies_queue(PROD)):
        for member in ("claimed", "waiting"):
            await stores.due.add(queue, member, NOON)
        await stores.due.claim(queue, after(1), timedelta(minutes=1), 9)
        await stores.due.add(queue, "claimed", after(5))
    await stores.digests.claim(
        OPS, date(2026, 11, 18), holder="a", now=NOON, lease=timedelta(seconds=9)
    )
    await stores.digests.save_record(OPS, RECORD)
    failure = DigestFailure(day=date(2026, 11, 18), at=NOON, reason="refused")
    await stores.digests.save_failure(OPS, failure)
    await stores.replies.save_reply(REPLY)
    await stores.reminders.save_reminder(REMINDER)
    await stores.channels.save_channel(
        ChannelEdit(
            channel=OPS,
            seen=0,
            before=None,
            after=None,
            by=BOB,
            at=NOON,
            delivery=DeliveryId("d"),
            where="command",
        )
    )
    result = result_of("run")
    await stores.probes.save_result(replace(ProbeState(probe=result.probe), last=result), result)
    await _fill_people(stores)
    await _fill_deliveries(stores)


async def _fill_deliveries(stores: Stores) -> None:
    await stores.membership.save_note(NOTE, NOON)
    await stores.outbox.open_post(
        Post(id="p", kind=PostKind.DIGEST, channel=OPS, message=Message(text="t")),
        NOON,
        timedelta(seconds=9),
    )
    upload = Upload(name="a.md", content=b"# A")
    await stores.uploads.save_upload(DeliveryId("u"), upload, timedelta(minutes=1))
    await stores.deliveries.is_first(DeliveryId("d"), timedelta(minutes=1))


async def _fill_trackers(stores: Stores) -> None:
    tokens = Tokens(access="a", refresh="r", expires_at=after(60))
    await stores.tokens.save_tokens("grant", tokens, spent="s")
    await stores.hints.note_made(HINT.issue or BlockerId(""), ["label+x"])
    await stores.writes.save_record(PROD, WRITTEN)
    await stores.writes.note_switches(PROD, ["attach_thread"], NOON)
    await stores.hints.take_hint(HINT, ["prod"], timedelta(seconds=10))


async def _fill_people(stores: Stores) -> None:
    people = stores.people
    await people.preferences.save_preferences(ASK.owner, WISHED, DeliveryId("d"))
    await people.overrides.save_override(GONE)
    await people.asks.save_ask(ASK, None)
    await people.nudges.save_nudge(ASK.owner, nudge(1))
    await people.homes.save_home(ASK.owner, HomeState())
