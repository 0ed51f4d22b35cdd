"""*Ask the owner*: where it goes, how the owner hears of it, and what is remembered of it."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.asks import ASKS_LAST, Addressed, AskState, AskView
from bot.domain.checklist import ItemState
from bot.domain.ids import BlockerId, ChannelId, DeliveryId, UserId
from bot.domain.messages import Message
from bot.domain.preferences import Reach
from bot.ports import PostRefusedError
from bot.services.asked import AskedService
from bot.services.asking import Asked, AskedToday, Heard, Question
from bot.services.checklists import Subject
from tests.stages.office import BOB, CHARLIE, DANA, OPS, PROD, Office, Replica, tls

DNS = "DNS integration"


@pytest.fixture
async def replica() -> Replica:
    replica = Office().replica()
    await replica.sync.sync(replica.office.milestone)
    return replica


async def subject(replica: Replica) -> Subject:
    found = await replica.checklists.find(
        PROD, BlockerId("id-THR-42"), await replica.item("DNS integration")
    )
    assert found is not None
    return found


def line(whom: Sequence[Addressed]) -> Message:
    """What is asked, live or by name."""
    said = (f"<@{one.user}>" if one.live else one.name for one in whom)
    return Message(text=f"to {', '.join(said)}")


def told(name: str, channel: ChannelId | None, reach: Reach = Reach.LIVE) -> Asked:
    return Asked((Heard(name, reach),), channel)


async def ask(replica: Replica, delivery: str = "press-1", by: UserId = CHARLIE) -> object:
    found = await subject(replica)
    owners = replica.ask.whom(found)
    assert owners == (BOB,)
    return await replica.ask.ask(
        Question(subject=found, asker=by, owners=owners, draw=line, delivery=DeliveryId(delivery))
    )


async def test_owner_is_asked_in_a_direct_message_without_a_digest(replica: Replica) -> None:
    assert await ask(replica) == told("Bob", None)

    ((_, post),) = replica.office.slack.posts
    assert (str(post.channel), post.message.text) == (BOB, "to <@U0BOB>")


async def test_owner_is_asked_in_the_thread_of_the_days_digest(replica: Replica) -> None:
    office = replica.office
    await replica.delivery.post_by_hand(office.milestone, OPS, "Alice", DeliveryId("by-hand"))
    digest = office.slack.posts[0][0]

    assert await ask(replica) == told("Bob", OPS)
    _, post = office.slack.posts[-1]
    assert (post.channel, post.thread_ts) == (OPS, digest)

    office.clock.forward(days=2)
    assert await ask(replica, "press-2") == told("Bob", None)


async def test_thread_that_takes_nothing_any_more_is_left_for_a_direct_message(
    replica: Replica,
) -> None:
    office = replica.office
    await replica.delivery.post_by_hand(office.milestone, OPS, "Alice", DeliveryId("by-hand"))
    office.slack.refuse[OPS] = "not_in_channel"

    assert await ask(replica) == told("Bob", None)


async def test_second_question_of_the_day_names_without_a_mention(replica: Replica) -> None:
    await ask(replica)
    await ask(replica, "press-2", by=DANA)
    replica.office.clock.forward(days=1)
    await ask(replica, "press-3")

    texts = [post.message.text for post in replica.office.slack.of_kind("blockers_ask")]
    assert texts == ["to <@U0BOB>", "to Bob", "to <@U0BOB>"]


async def test_day_of_a_ping_is_the_persons_own(replica: Replica) -> None:
    """Asked at 21:00 in New York, which is tomorrow in UTC, and pinged at 09:00 the next day."""
    replica.office.clock.forward(hours=12)
    assert await replica.pings.claim(BOB, "an evening's question")
    replica.office.clock.forward(hours=12)

    assert await replica.pings.claim(BOB, "the morning's digest")


async def test_nobody_can_be_asked_where_nobody_is_known(replica: Replica) -> None:
    office = replica.office
    office.configure(leads=())
    office.tracker.blockers = (replace(tls(), assignee=None),)
    office.clock.forward(minutes=1)
    await replica.sync.sync(office.milestone)

    assert replica.ask.whom(await subject(replica)) == ()


Views = tuple[tuple[AskView, ...], tuple[AskView, ...]]


async def views(replica: Replica, user: UserId = CHARLIE) -> Views:
    asked = AskedService(replica.office.stores.people.asks, replica.people, replica.office.clock)
    return await asked.views(user, [await replica.board()])


async def post_digest(replica: Replica) -> None:
    office = replica.office
    await replica.delivery.post_by_hand(office.milestone, OPS, "Alice", DeliveryId("by-hand"))


async def test_question_is_remembered_by_both_sides_with_its_thread(replica: Replica) -> None:
    await post_digest(replica)
    await ask(replica)

    (mine,), theirs = await views(replica)
    assert theirs == ()
    assert (mine.state, mine.others, mine.record.text) == (AskState.OPEN, ("Bob",), DNS)
    assert (mine.record.sent, mine.record.channel) == (True, OPS)
    assert mine.record.link.startswith(f"https://slack.example/{OPS}/")
    sent, (asked_me,) = await views(replica, BOB)
    assert sent == ()
    assert (asked_me.others, asked_me.record.asker) == (("Charlie",), CHARLIE)


async def test_tick_answers_the_question(replica: Replica) -> None:
    await ask(replica)
    await replica.checklists.tick(await replica.press(to=ItemState.DOING))
    ((doing,), (still,)) = (await views(replica))[0], (await views(replica, BOB))[1]
    assert (doing.state, doing.ticked_by, still.state) == (AskState.DOING, "Bob", AskState.DOING)

    await replica.checklists.tick(await replica.press(delivery="press-2"))
    ((mine,), theirs) = (await views(replica))[0], (await views(replica, BOB))[1]
    assert (mine.state, mine.ticked_by) == (AskState.ANSWERED, "Bob")
    assert theirs == ()


async def test_question_about_what_is_gone_says_so(replica: Replica) -> None:
    await ask(replica)
    replica.office.tracker.blockers = ()
    replica.office.clock.forward(minutes=1)
    await replica.sync.sync(replica.office.milestone)

    ((mine,), _) = await views(replica)
    assert (mine.state, mine.item) == (AskState.GONE, None)
    assert (await views(replica, BOB))[1] == ()


async def test_questions_are_forgotten_after_thirty_days(replica: Replica) -> None:
    await ask(replica)
    replica.office.clock.at += ASKS_LAST + timedelta(minutes=1)

    assert await views(replica) == ((), ())


async def test_same_question_is_asked_once_a_day(replica: Replica) -> None:
    await ask(replica)
    again = await ask(replica, "press-2")

    assert isinstance(again, AskedToday)
    assert (again.names, again.record.times) == (("Bob",), 1)
    assert len(replica.office.slack.of_kind("blockers_ask")) == 1

    replica.office.clock.forward(days=1)
    assert isinstance(await ask(replica, "press-3"), Asked)
    ((mine,), _) = await views(replica)
    assert mine.record.times == 2


async def test_two_presses_at_once_ask_once(replica: Replica) -> None:
    found = await subject(replica)
    first = Question(
        subject=found, asker=CHARLIE, owners=(BOB,), draw=line, delivery=DeliveryId("one")
    )
    second = replace(first, delivery=DeliveryId("two"))
    one, other = await asyncio.gather(replica.ask.ask(first), replica.ask.ask(second))

    assert {type(one), type(other)} == {Asked, AskedToday}
    assert len(replica.office.slack.posts) == 1


async def test_question_that_could_not_be_sent_is_not_remembered(replica: Replica) -> None:
    replica.office.slack.refuse[BOB] = "user_not_found"
    with pytest.raises(PostRefusedError):
        await ask(replica)
    assert await views(replica) == ((), ())

    del replica.office.slack.refuse[BOB]
    assert isinstance(await ask(replica, "press-2"), Asked)
    assert len((await views(replica))[0]) == 1


async def test_repeated_question_that_could_not_be_sent_stays_as_it_was(replica: Replica) -> None:
    await ask(replica)
    replica.office.clock.forward(days=1)
    replica.office.slack.refuse[BOB] = "user_not_found"
    with pytest.raises(PostRefusedError):
        await ask(replica, "press-2")

    ((mine,), _) = await views(replica)
    assert (mine.record.times, mine.record.sent) == (1, True)


async def test_withdrawn_question_leaves_both_lists_and_its_line_says_so(
    replica: Replica,
) -> None:
    await post_digest(replica)
    await ask(replica)
    ((mine,), _) = await views(replica)
    record = await replica.ask.withdraw(CHARLIE, mine.record.id)
    assert record is not None
    await replica.ask.take_down(record, Message(text="taken back"))

    assert await views(replica) == ((), ())
    assert (await views(replica, BOB))[1] == ()
    ts, _ = replica.office.slack.posts[-1]
    assert "taken back" in replica.office.slack.text(OPS, ts)
    assert await replica.ask.withdraw(CHARLIE, mine.record.id) is None


async def test_taking_back_is_no_way_round_once_a_day(replica: Replica) -> None:
    await ask(replica)
    ((mine,), _) = await views(replica)
    await replica.ask.withdraw(CHARLIE, mine.record.id)

    assert isinstance(await ask(replica, "press-2"), AskedToday)
    replica.office.clock.forward(days=1)
    assert isinstance(await ask(replica, "press-3"), Asked)
    assert len((await views(replica))[0]) == 1


async def test_nobody_withdraws_what_others_asked(replica: Replica) -> None:
    await ask(replica)
    ((mine,), _) = await views(replica)

    assert await replica.ask.withdraw(BOB, mine.record.id) is None
    assert len((await views(replica))[0]) == 1
