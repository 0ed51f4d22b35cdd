"""What people complained of in digests elsewhere: C1 to C6, each by its symptom."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.checklist import AuditEntry
from bot.domain.ids import BlockerId, MilestoneKey
from bot.domain.milestone import DigestSchedule, FollowedChannel
from bot.domain.people import Person
from bot.ports import StoreUnavailableError
from tests.fakes.checklists import FakeChecklists
from tests.faults.mornings import (
    BEFORE_NINE,
    GONE,
    LATE,
    WEDNESDAY,
    findings,
    follow,
    office_of,
    pass_by,
    posts,
)
from tests.stages.office import ALICE, OPS, PROD, RELEASE, plan, tls


async def test_c1_digest_is_posted_two_or_more_times() -> None:
    office = await office_of()
    await pass_by(office, *(office.replica(name) for name in ("a", "b", "c")), hours=10)

    assert len(posts(office)) == 1


@pytest.mark.parametrize(
    ("zone", "first", "changes_on"),
    [
        ("America/New_York", date(2026, 3, 6), date(2026, 3, 8)),
        ("America/New_York", date(2026, 10, 30), date(2026, 11, 1)),
        ("Australia/Sydney", date(2026, 4, 3), date(2026, 4, 5)),
        ("Australia/Sydney", date(2026, 10, 2), date(2026, 10, 4)),
    ],
)
async def test_c2_digest_fires_twice_or_not_at_all_as_the_clocks_change(
    zone: str, first: date, changes_on: date
) -> None:
    local = DigestSchedule(at=time(2, 30), timezone=zone, days=frozenset(range(7)))
    start = datetime.combine(first, time(0), tzinfo=UTC)
    followed = FollowedChannel(id=OPS, milestone=PROD, digest=local)
    office = await office_of(followed, at=start)
    office.tracker.blockers = ()
    replica = office.replica()
    days: list[date] = []
    for day in range(6):
        office.tracker.blockers += (tls(f"THR-{day}"),)  # news: a post each day
        await replica.sync.sync(office.milestone)
        await pass_by(office, replica, days=1)
    days = [date.fromisoformat(post.id.rpartition(":")[2]) for post in posts(office)]

    assert len(days) == len(set(days)) >= 5
    assert changes_on in days


async def test_c3_down_at_post_time_the_run_is_lost_or_a_stale_week_is_replayed() -> None:
    office = await office_of(at=BEFORE_NINE - timedelta(days=7))
    replica = office.replica()
    await pass_by(office, replica, minutes=5)
    office.clock.at = BEFORE_NINE + timedelta(hours=1)
    office.tracker.blockers += (tls("THR-43"),)
    await replica.sync.sync(office.milestone)
    await pass_by(office, office.replica("back"), hours=4)

    first, late = posts(office)
    assert (first.id[-10:], late.id[-10:]) == ("2026-11-11", "2026-11-18")
    assert "late" in late.message.text.splitlines()[0]
    assert "*Since Wed 11 Nov 09:00*" in late.message.text


async def test_c4_weekends_and_holidays_are_hard_coded() -> None:
    """From Sunday to Thursday; Wednesday is off. Yesterday is the working day before."""
    sunday = datetime(2026, 11, 15, 6, 59, tzinfo=UTC)
    followed = follow(
        timezone="Asia/Riyadh",
        days=frozenset({6, 0, 1, 2, 3}),
        off_dates=frozenset({WEDNESDAY}),
        at=time(10),
    )
    office = await office_of(followed, at=sunday)
    replica = office.replica()
    for number in range(8):
        office.tracker.blockers += (tls(f"THR-{number}"),)
        await replica.sync.sync(office.milestone)
        await pass_by(office, replica, minutes=2)
        office.clock.forward(days=1, minutes=-2)

    days = [post.id[-2:] for post in posts(office)]
    assert days == ["15", "16", "17", "19", "22"]
    since = [re.findall(r"\*Since ([^*]+)\*", post.message.text) for post in posts(office)]
    assert since[1:] == [["yesterday 10:00"], ["yesterday 10:00"], ["Tue 10:00"], ["Thu 10:00"]]


async def test_c5_it_goes_silent_and_nobody_knows() -> None:
    office = await office_of()
    replica = office.replica()
    await pass_by(office, replica, minutes=2)
    office.slack.refuse[OPS] = "msg_too_long"
    office.tracker.blockers += (tls("THR-43"),)
    office.clock.forward(days=1, minutes=-2)
    await replica.sync.sync(office.milestone)
    await pass_by(office, replica, hours=5)

    told = [post for _, post in office.slack.posts if post.kind == "blockers_trouble"]
    assert [str(post.channel) for post in told] == [ALICE]
    (said,) = await findings(replica)
    assert "for Thu 19 Nov did not come out for certain" in said
    assert "msg_too_long" in said
    assert "the last one came Wed 09:00 EST" in said

    office.slack.refuse.clear()
    office.clock.forward(days=1, hours=-5)
    await pass_by(office, replica, minutes=3)
    assert [fix for fix in (await findings(replica)).values() if fix] == []


async def test_c5_nothing_ran_at_all_and_the_doctor_says_since_when() -> None:
    office = await office_of()
    replica = office.replica()
    await pass_by(office, replica, minutes=2)
    office.clock.forward(days=2)

    (said,) = await findings(replica)
    assert "no digest came out" in said
    assert "the last one came Wed 09:00 EST" in said


async def test_c5_no_news_leaves_people_to_guess_whether_it_works() -> None:
    office = await office_of()
    replica = office.replica()
    for _ in range(3):
        await pass_by(office, replica, minutes=2)
        office.clock.forward(days=1, minutes=-2)

    (post,) = posts(office)
    ((ts, _),) = [found for found in office.slack.posts if found[1] is post]
    assert "no change, day 2" in office.slack.text(OPS, ts)


async def test_c6_one_bad_channel_owner_or_probe_ends_the_run() -> None:
    office = await office_of(follow(GONE), follow(OPS), follow(RELEASE))
    office.slack.refuse[GONE] = "is_archived"
    unknown = Person(name="Zed", email="zed@example.com")
    office.tracker.blockers = (
        tls("THR-41", assignee=unknown, due=LATE),
        tls("THR-43", due=LATE),
    )
    office.configure(probes=(plan("never-ran"),))
    replica = office.replica()
    await replica.sync.sync(office.milestone)
    await pass_by(office, replica, minutes=3)

    assert posts(office, GONE) == []
    for channel in (OPS, RELEASE):
        (post,) = posts(office, channel)
        assert "Zed (no Slack account is known)" in post.message.text
        assert "*THR-43 Title of THR-43* is overdue 3 days" in post.message.text
        assert "never-ran unknown" in post.message.text.replace("*", "")


async def test_c6_a_log_that_cannot_be_read_costs_its_lines_not_the_digest() -> None:
    office = await office_of()
    replica = office.replica()
    await pass_by(office, replica, minutes=2)
    office.stores = replace(office.stores, checklists=Unreadable(office.stores.checklists))
    office.tracker.blockers += (tls("THR-43"),)
    office.clock.forward(days=1, minutes=-2)
    broken = office.replica("other")
    await broken.sync.sync(office.milestone)
    await pass_by(office, broken, minutes=3)

    _, post = posts(office)
    assert "THR-43 is new" in post.message.text
    assert "the log cannot be read, so ticks and notes are missing here" in post.message.text


class Unreadable(FakeChecklists):
    """The same checklists, whose log is of another version."""

    def __init__(self, whole: object) -> None:
        self.__dict__ = vars(whole)

    async def load_audit(
        self,
        milestone: MilestoneKey,
        *,
        blocker: BlockerId | None = None,
        since: datetime | None = None,
        limit: int = 200,
    ) -> tuple[AuditEntry, ...]:
        del milestone, blocker, since, limit
        raise StoreUnavailableError("The store", "a stored entry cannot be read", permanent=True)
