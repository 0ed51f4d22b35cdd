"""Whom a digest calls, and what it says of those whom it does not reach."""

from dataclasses import replace
from datetime import date, timedelta

from bot.domain.ids import BlockerId, DeliveryId, UserId
from bot.domain.milestone import MentionPolicy
from bot.domain.needs import matters_of
from bot.domain.people import Person
from bot.domain.preferences import Absence, Preferences
from bot.domain.replies import Reply, ReplyKind
from bot.domain.statuses import Status
from tests.stages.office import ALICE, BACKEND, BOB, DANA, OPS, PROD, RELEASE, Office, Replica, tls
from tests.unit.services import test_delivery_content as mornings
from tests.unit.services.test_delivery_content import WEDNESDAY, digests, one_overdue_digest

office = mornings.office


async def test_status_in_slack_says_who_is_away(office: Office) -> None:
    office.directory.statuses[BOB] = Status(text="Vacationing", emoji=":palm_tree:")

    said = await one_overdue_digest(office)

    assert "Bob (away, no cover)" in said
    assert "<@" not in said


async def test_owner_without_an_account_is_named_and_said_to_be_unknown(office: Office) -> None:
    gone = Person(name="Zed", email="zed@example.com")
    blocker = tls(due=WEDNESDAY - timedelta(days=3), assignee=gone)
    office.tracker.blockers = (blocker, tls("THR-43", due=WEDNESDAY))
    replica = office.replica()
    await replica.sync.sync(office.milestone)
    office.clock.forward(minutes=1)
    await replica.delivery.run_due()

    (message,) = digests(office)
    assert "is overdue 3 days · Zed (no Slack account is known)" in message.text
    assert "*THR-43 Title of THR-43* is due today, <@U0BOB>" in message.text


async def later_digest(office: Office, replica: Replica, *, news: str = "") -> str:
    """The next day's, posted since a blocker is new."""
    office.clock.forward(days=1)
    if news:
        office.tracker.blockers += (tls(news, assignee=None),)
        await replica.sync.sync(office.milestone)
    await replica.delivery.run_due()
    return digests(office)[-1].text


async def test_who_was_asked_three_times_without_an_answer_is_shown_to_a_lead(
    office: Office,
) -> None:
    first = await one_overdue_digest(office)
    replica = office.replica()
    again = [await later_digest(office, replica, news=f"THR-{n}") for n in (50, 51)]
    office.clock.forward(days=2)  # over the weekend
    fourth = await later_digest(office, replica, news="THR-52")

    assert all("is overdue" in said and "<@U0BOB>" in said for said in (first, *again))
    assert "asked" not in "".join((first, *again))
    assert "; Bob was asked 3 times without an answer, <@U0ALICE>" in fourth
    assert "<@U0BOB>" not in fourth


async def test_owner_in_whose_place_leads_are_called_was_not_asked(office: Office) -> None:
    (followed,) = (one for one in office.installation.roster.channels if one.id == OPS)
    assert followed.digest
    led = replace(followed, digest=replace(followed.digest, mention=MentionPolicy.LEADS))
    office.configure(channels=(led,))
    await one_overdue_digest(office)
    replica = office.replica()
    said = [await later_digest(office, replica, news=f"THR-{n}") for n in (50, 51)]
    office.clock.forward(days=2)  # over the weekend
    said.append(await later_digest(office, replica, news="THR-52"))

    assert "asked" not in "".join(said)
    assert all("for Bob, <@U0ALICE>" in each for each in said)


async def test_an_answer_begins_the_count_anew(office: Office) -> None:
    await one_overdue_digest(office)
    replica = office.replica()
    for number in (50, 51):
        await later_digest(office, replica, news=f"THR-{number}")
    await replica.checklists.tick(await replica.press())
    office.clock.forward(days=2)
    said = await later_digest(office, replica, news="THR-52")

    assert "asked" not in said
    assert "<@U0BOB>" in said


async def answered(
    office: Office, kind: ReplyKind, suggested: UserId | None = None, by: UserId = BOB
) -> None:
    """What somebody, else Bob, says of his row."""
    replica = office.replica()
    need = (await replica.standup.build(office.milestone, OPS)).needs[0]
    said = Reply(
        milestone=PROD,
        blocker=BlockerId("id-THR-42"),
        matters=matters_of(need),
        kind=kind,
        by=by,
        at=office.clock.now(),
        delivery=DeliveryId(f"answer-{by}-{kind}"),
        key=need.blocker,
        title=need.title,
        why=need.sentence,
        suggested=suggested,
    )
    await office.stores.replies.save_reply(said)


async def test_who_is_on_it_is_named_and_called_again_only_after_a_week(office: Office) -> None:
    await one_overdue_digest(office)
    replica = office.replica()
    await answered(office, ReplyKind.ON_IT)
    said = [await later_digest(office, replica, news=f"THR-{n}") for n in (50, 51)]
    office.clock.forward(days=2)
    said += [await later_digest(office, replica, news=f"THR-{n}") for n in (52, 53)]
    again = await later_digest(office, replica, news="THR-54")

    assert all("days · Bob\n✋ Bob is on it since" in one for one in said)
    assert all("<@U0BOB>" not in one for one in said)
    assert "days, <@U0BOB>\n✋ Bob is on it since Wed 18 Nov 09:00" in again
    assert "was asked" not in again


async def test_whoever_is_on_it_is_called_where_there_is_a_new_reason(office: Office) -> None:
    office.tracker.blockers = (tls(due=WEDNESDAY),)
    replica = office.replica()
    await replica.sync.sync(office.milestone)
    office.clock.forward(minutes=1)
    await replica.delivery.run_due()
    await answered(office, ReplyKind.ON_IT)

    assert "is overdue 1 day, <@U0BOB>" in await later_digest(office, replica)


async def test_lead_is_called_where_the_owner_says_that_it_is_not_theirs(office: Office) -> None:
    await one_overdue_digest(office)
    await answered(office, ReplyKind.NOT_MINE, UserId("U0DANA"))
    said = await later_digest(office, office.replica(), news="THR-50")

    assert (
        "is overdue 4 days, <@U0ALICE>\n"
        "↪️ Bob says it is not theirs; suggested Dana, yesterday 09:00" in said
    )
    assert "<@U0BOB>" not in said


async def test_nobody_is_called_where_a_lead_is_on_it(office: Office) -> None:
    await one_overdue_digest(office)
    replica = office.replica()
    await answered(office, ReplyKind.NOT_MINE)
    await answered(office, ReplyKind.ON_IT, by=ALICE)
    said = await later_digest(office, replica, news="THR-50")
    late = WEDNESDAY - timedelta(days=3)
    office.tracker.blockers = (tls(due=late, updated_at=office.clock.now()), tls("THR-51"))
    later = await later_digest(office, replica, news="THR-52")

    assert "days · Bob\n✋ Alice is on it since yesterday 09:00" in said
    assert "is overdue 5 days, <@U0BOB>\n✋ Alice is on it" in later


async def test_who_was_on_it_and_is_silent_since_was_asked_so_often_more(office: Office) -> None:
    await one_overdue_digest(office)
    replica = office.replica()
    await answered(office, ReplyKind.ON_IT)
    said = []
    for number, days_before in enumerate((0, 0, 2, 0, 0, 0, 0, 2), start=50):
        office.clock.forward(days=days_before)
        said.append(await later_digest(office, replica, news=f"THR-{number}"))

    assert ["<@U0BOB>" in one for one in said] == [False] * 4 + [True] * 3 + [False]
    escalated = "; Bob was asked 3 more times without an answer, <@U0ALICE>\n✋ Bob is on it"
    assert [escalated in one for one in said] == [False] * 7 + [True]


async def test_what_who_stands_in_does_is_an_answer(office: Office) -> None:
    away = Preferences(absence=Absence(first=WEDNESDAY, last=date(2026, 12, 24), stand_in=DANA))
    await office.stores.people.preferences.save_preferences(BOB, away, DeliveryId("v"))
    first = await one_overdue_digest(office)
    replica = office.replica()
    for number in (50, 51):
        await later_digest(office, replica, news=f"THR-{number}")
    await answered(office, ReplyKind.ON_IT, by=DANA)
    office.clock.forward(days=2)
    said = await later_digest(office, replica, news="THR-52")

    assert "for Bob (away, Dana stands in), <@U0DANA>" in first
    assert "· Bob (away, Dana stands in)\n✋ Dana is on it since Fri 09:00" in said
    assert "was asked" not in said


async def test_new_owner_is_called_whatever_the_former_one_said(office: Office) -> None:
    await one_overdue_digest(office)
    replica = office.replica()
    await answered(office, ReplyKind.NOT_MINE, UserId("U0DANA"))
    dana = Person(name="Dana", email="dana@example.com")
    office.tracker.blockers = (tls(due=WEDNESDAY - timedelta(days=3), assignee=dana),)
    await replica.sync.sync(office.milestone)

    assert "is overdue 4 days, <@U0DANA>" in await later_digest(office, replica)


async def test_lead_who_is_there_is_called_before_one_who_is_not(office: Office) -> None:
    office.configure(leads=(ALICE, DANA), absences={ALICE: ((WEDNESDAY, WEDNESDAY),)})
    office.tracker.blockers = (tls(assignee=None),)
    replica = office.replica()
    await replica.sync.sync(office.milestone)
    office.clock.forward(minutes=1)
    await replica.delivery.run_due()

    (message,) = digests(office)
    assert "has no owner, <@U0DANA>" in message.text


async def test_lead_who_is_called_for_a_team_is_told_for_whom(office: Office) -> None:
    late = WEDNESDAY - timedelta(days=3)
    office.tracker.blockers = (tls(due=late, assignee=None, group=BACKEND),)
    replica = office.replica()
    await replica.sync.sync(office.milestone)
    office.clock.forward(minutes=1)
    await replica.delivery.run_due()
    first = digests(office)[0].text
    for number in (50, 51):
        await later_digest(office, replica, news=f"THR-{number}")
    office.clock.forward(days=2)
    fourth = await later_digest(office, replica, news="THR-52")

    assert "is overdue 3 days, for Backend team, <@U0ALICE>" in first
    assert "; Alice was asked 3 times without an answer, <@U0ALICE>" in fourth


async def test_preview_is_what_would_be_posted_and_claims_nobody(office: Office) -> None:
    office.tracker.blockers = (tls(due=WEDNESDAY - timedelta(days=3)),)
    replica = office.replica()
    await replica.sync.sync(office.milestone)
    office.clock.forward(minutes=1)
    foreseen = [await replica.standup.preview(office.milestone, OPS) for _ in range(2)]
    await replica.delivery.run_due()

    assert [need.mention for digest in foreseen for need in digest.needs] == [BOB, BOB]
    assert "<@U0BOB>" in digests(office)[0].text
    quiet = await replica.standup.preview(office.milestone, OPS)
    assert (quiet.quiet_days, [need.mention for need in quiet.needs]) == (1, [None])


async def test_preview_names_whoever_was_pinged_today_already(office: Office) -> None:
    office.tracker.blockers = (tls(due=WEDNESDAY),)
    replica = office.replica()
    await replica.sync.sync(office.milestone)
    await replica.delivery.post_by_hand(office.milestone, RELEASE, "Alice", DeliveryId("press-1"))

    foreseen = await replica.standup.preview(office.milestone, OPS)
    assert [need.mention for need in foreseen.needs] == [None]
