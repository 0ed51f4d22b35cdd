"""Answers to needs and reminders: what every store of them promises."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from bot.domain.ids import BlockerId, DeliveryId, UserId
from bot.domain.replies import NeedReply, Reply, ReplyKind
from bot.ports import REMINDERS_QUEUE, copies_queue
from bot.store.stores import Stores
from tests.samples.making import change
from tests.samples.replies import REMINDER, REPLY
from tests.samples.store import ALICE, AWKWARD, BOB, NOON, PROD, TLS, after

pytest_plugins = ("tests.servers.store_fixtures",)

DANA = UserId("U0DANA")


def by(reply: Reply, user: UserId, number: int, **changed: object) -> Reply:
    delivery = DeliveryId(f"answer-{number}")
    return change(reply, by=user, at=after(number), delivery=delivery, **changed)


async def standing(stores: Stores) -> set[NeedReply]:
    return set(await stores.replies.load_replies(PROD))


async def test_answer_stands_for_each_matter_with_its_log_and_the_mark(stores: Stores) -> None:
    assert await standing(stores) == set()
    assert await stores.replies.save_reply(REPLY) == REPLY.parts
    assert await standing(stores) == set(REPLY.parts)
    (entry,) = await stores.checklists.load_audit(PROD, blocker=TLS)
    assert (entry.kind, entry.by, entry.text, entry.why) == ("on it", BOB, AWKWARD, REPLY.why)
    assert (entry.item, entry.where, entry.after) == ("", "C0OPS:1.1", "")
    assert await stores.due.next_due(copies_queue(PROD), TLS) == NOON


async def test_who_is_on_it_first_stays_so(stores: Stores) -> None:
    await stores.replies.save_reply(REPLY)
    assert await stores.replies.save_reply(by(REPLY, ALICE, 2)) == REPLY.parts
    one = by(REPLY, ALICE, 3, matters=("down2", "new3"))
    assert await stores.replies.save_reply(one) == (REPLY.parts[1],)
    assert await standing(stores) == set(REPLY.parts)
    assert len(await stores.checklists.load_audit(PROD)) == 1


async def test_who_says_again_to_be_on_it_is_on_the_new_reasons_too(stores: Stores) -> None:
    await stores.replies.save_reply(REPLY)
    wider = by(REPLY, BOB, 2, matters=("overdue1", "down2", "stale3"))
    assert await stores.replies.save_reply(wider) == wider.parts
    assert await standing(stores) == set(wider.parts)
    assert len(await stores.checklists.load_audit(PROD)) == 2


async def test_who_says_again_to_be_on_it_is_so_since_then_once_a_day(stores: Stores) -> None:
    await stores.replies.save_reply(REPLY)
    assert await stores.replies.save_reply(by(REPLY, BOB, 2)) == REPLY.parts
    days = replace(by(REPLY, BOB, 3), at=NOON + timedelta(days=5))
    assert await stores.replies.save_reply(days) == days.parts
    assert len(await stores.checklists.load_audit(PROD)) == 2


async def test_not_mine_takes_the_place_of_on_it_and_the_other_way_round(stores: Stores) -> None:
    await stores.replies.save_reply(REPLY)
    other = by(REPLY, BOB, 2, kind=ReplyKind.NOT_MINE, suggested=DANA)
    assert await stores.replies.save_reply(other) == other.parts
    newest = (await stores.checklists.load_audit(PROD))[0]
    assert (newest.kind, newest.after) == ("not mine", "<@U0DANA>")
    again = by(REPLY, DANA, 3)
    assert await stores.replies.save_reply(again) == again.parts


async def test_same_delivery_changes_nothing(stores: Stores) -> None:
    await stores.replies.save_reply(REPLY)
    other = by(REPLY, ALICE, 2, kind=ReplyKind.NOT_MINE)
    await stores.replies.save_reply(other)
    assert await stores.replies.save_reply(REPLY) == other.parts
    assert len(await stores.checklists.load_audit(PROD)) == 2


async def test_of_many_at_once_one_is_on_it(stores: Stores) -> None:
    replies = [by(REPLY, UserId(f"U0{n}"), n) for n in range(20)]
    stands = await asyncio.gather(*map(stores.replies.save_reply, replies))
    assert len({one[0].by for one in stands}) == 1
    assert len(await stores.checklists.load_audit(PROD)) == 1


async def test_answers_to_what_is_gone_are_dropped_only_as_they_were_seen(stores: Stores) -> None:
    elsewhere = by(REPLY, BOB, 2, blocker=BlockerId("other"))
    await stores.replies.save_reply(REPLY)
    await stores.replies.save_reply(elsewhere)
    changed = by(REPLY, ALICE, 3, kind=ReplyKind.NOT_MINE, matters=("down2",))
    await stores.replies.save_reply(changed)
    await stores.replies.drop_replies(PROD, ())
    await stores.replies.drop_replies(PROD, REPLY.parts)
    assert await standing(stores) == {*changed.parts, *elsewhere.parts}


async def test_reminder_is_kept_once_with_its_place_in_the_queue(stores: Stores) -> None:
    assert await stores.reminders.load_reminder(REMINDER.id) is None
    assert await stores.reminders.save_reminder(REMINDER) == REMINDER
    again = replace(REMINDER, sentence="is overdue 6 days", asked=after(9))
    assert await stores.reminders.save_reminder(again) == REMINDER
    assert await stores.reminders.load_reminder(REMINDER.id) == REMINDER
    assert tuple(await stores.due.all_due(REMINDERS_QUEUE)) == (REMINDER.id,)
    assert await stores.due.next_due(REMINDERS_QUEUE, REMINDER.id) == REMINDER.at


async def test_reminder_for_a_later_day_outlives_the_telling_of_the_first(stores: Stores) -> None:
    await stores.reminders.save_reminder(REMINDER)
    (due,) = await stores.due.claim(REMINDERS_QUEUE, REMINDER.at, timedelta(minutes=1), 9)
    later = replace(REMINDER, at=REMINDER.at + timedelta(days=1))
    assert await stores.reminders.save_reminder(later) == later
    await stores.reminders.drop_reminder(REMINDER)
    assert not await stores.due.finish(REMINDERS_QUEUE, due, None)
    assert await stores.due.next_due(REMINDERS_QUEUE, later.id) == later.at
    assert await stores.reminders.load_reminder(later.id) == later
    await stores.reminders.drop_reminder(later)
    assert await stores.reminders.load_reminder(later.id) is None
