"""What people complained of in digests elsewhere: C7 to C23, each by its symptom."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.domain.ids import UserId
from bot.domain.milestone import FollowedChannel
from bot.domain.people import Person
from bot.ports import SlackUnavailableError, TrackerUnavailableError
from bot.render.escape import tidy
from bot.slack.client import build_writer, open_session
from bot.slack.poster import SlackPoster
from tests.fakes.checklists import Switch
from tests.fakes.store import FakeOutbox
from tests.fakes.surroundings import words
from tests.faults.mornings import BEFORE_NINE, LATE, WEDNESDAY, follow, office_of, pass_by, posts
from tests.samples.builders import blocker
from tests.servers.scripted_http import Answer, scripted
from tests.stages.handlers import handlers_stage
from tests.stages.office import BOB, NINE, OPS, RELEASE, Office, milestone, tls
from tests.unit.render.slack_limits import LIVE, faults_of_message


async def test_c7_half_fetched_or_broken_reading_passes_for_a_quiet_day() -> None:
    office = await office_of()
    replica = office.replica()
    await pass_by(office, replica, minutes=2)
    office.tracker.error = TrackerUnavailableError("Linear", "it answered half of the pages")
    office.clock.forward(days=1, minutes=-2)
    await replica.sync.sync(office.milestone)
    await pass_by(office, replica, minutes=3)

    _, post = posts(office)
    lines = post.message.text.splitlines()
    assert lines[1].startswith("⚠️ Linear is away (it answered half of the pages): this is from")
    assert "no change" not in lines[0]
    assert "Blocked by 1" in post.message.text


async def test_c7_nothing_was_ever_read_and_it_says_that_nothing_blocks() -> None:
    office = Office()
    office.clock.at = BEFORE_NINE
    office.tracker.error = TrackerUnavailableError("Linear", "it is down")
    replica = office.replica()
    await replica.sync.sync(office.milestone)
    await replica.delivery.plan()
    await pass_by(office, replica, minutes=3)

    (post,) = posts(office)
    assert "not known" in post.message.text
    assert "clear" not in post.message.text
    assert "nobody" not in post.message.text


async def test_c8_too_big_so_it_is_lost() -> None:
    office = await office_of()
    long = "a title & more of it <b> " * 40
    office.tracker.blockers = tuple(
        tls(f"THR-{n}", title=f"{n} {long}", due=LATE, description="- [ ] x\n" * 40)
        for n in range(250)
    )
    replica = office.replica()
    await replica.sync.sync(office.milestone)
    await pass_by(office, replica, minutes=3)

    (main,) = posts(office)
    parts = [post for _, post in office.slack.posts if post.kind == "blockers_digest_part"]
    assert 1 <= len(parts) <= 10
    assert [fault for one in (main, *parts) for fault in faults_of_message(one.message)] == []
    assert "more lines: `/blockers prod` pages through all blockers" in parts[-1].message.text


async def test_c9_titles_act_as_code() -> None:
    office = await office_of()
    title = "<!here> <@U0ALICE> <https://evil.example|click> & *bold*"
    office.tracker.blockers = (tls("THR-9", title=title, due=LATE),)
    replica = office.replica()
    await replica.sync.sync(office.milestone)
    await pass_by(office, replica, minutes=3)

    (post,) = posts(office)
    assert set(re.findall(r"<[@!][^>]*>", words(post.message))) == {"<@U0BOB>"}
    assert "<https://evil" not in words(post.message)
    assert faults_of_message(post.message) == []


async def test_c11_raw_shortcodes_and_unlabelled_times() -> None:
    office = await office_of()
    office.tracker.blockers = (tls(due=LATE),)
    replica = office.replica()
    await replica.sync.sync(office.milestone)
    await pass_by(office, replica, minutes=3)

    (post,) = posts(office)
    assert re.findall(r":[a-z_]+:", json.dumps(list(post.message.blocks))) == []
    assert post.message.text.splitlines()[-1].endswith("EST")
    assert "Blocked by 1" in post.message.text  # the red circle has its words


async def test_c17_an_edit_pings_nobody_so_its_reason_is_never_heard() -> None:
    office = await office_of()
    office.tracker.blockers = (tls(due=WEDNESDAY + timedelta(days=1)),)
    replica = office.replica()
    await replica.sync.sync(office.milestone)
    await pass_by(office, replica, minutes=2)
    office.clock.forward(days=1, minutes=-2)
    await pass_by(office, replica, minutes=2)

    quiet, reason = posts(office)
    assert not LIVE.search(quiet.message.text)
    assert "is due today, <@U0BOB>" in reason.message.text
    office.clock.forward(days=1, minutes=-2)
    await pass_by(office, replica, minutes=2)
    *_, overdue = posts(office)
    assert "is overdue 1 day, <@U0BOB>" in overdue.message.text
    office.clock.forward(days=3, minutes=-2)
    await pass_by(office, replica, minutes=2)
    ((ts, _),) = [found for found in office.slack.posts if found[1] is overdue]
    assert not LIVE.search(office.slack.text(OPS, ts))


async def test_c22_people_are_known_by_name_or_named_by_raw_address() -> None:
    office = await office_of()
    namesake = Person(name="Bob", email="other-bob@elsewhere.example")
    closed = Person(name="Gus", email="gone@example.com", slack=UserId("U0GUS"), active=False)
    office.tracker.blockers = (
        tls("THR-1", assignee=namesake, due=LATE),
        tls("THR-2", assignee=closed, due=LATE),
    )
    replica = office.replica()
    await replica.sync.sync(office.milestone)
    await pass_by(office, replica, minutes=3)

    (post,) = posts(office)
    said = post.message.text
    assert "Bob (no Slack account is known)" in said
    assert "<@U0BOB>" not in said
    assert "is owned by Gus, whose account is closed" in said
    assert "<@U0ALICE>" in said
    assert "@example" not in said
    assert "@elsewhere" not in said


async def test_c23_everybody_is_pinged_for_everything_every_day() -> None:
    """Bob has five late blockers in two channels; Dana's are not late."""
    office = await office_of(follow(OPS), follow(RELEASE))
    dana = Person(name="Dana", email="dana@example.com", slack=UserId("U0DANA"))
    office.tracker.blockers = (
        *(tls(f"THR-{n}", due=LATE) for n in range(5)),
        tls("THR-7", assignee=dana),
    )
    replica = office.replica()
    await replica.sync.sync(office.milestone)
    await pass_by(office, replica, minutes=3)

    calling = [
        post
        for channel in (OPS, RELEASE)
        for post in posts(office, channel)
        if "<@U0BOB>" in post.message.text
    ]
    assert len(calling) == 1
    assert all("<@U0DANA>" not in text for text in texts(office))
    pinged = [line for line in calling[0].message.text.splitlines() if BOB in line]
    assert all("is overdue 3 days" in line for line in pinged)


def texts(office: Office) -> Iterator[str]:
    return (tidy(post.message.text) for _, post in office.slack.posts)


async def test_another_milestones_blockers_are_none_of_this_channels() -> None:
    steady = milestone("steady", name="Sustained")
    office = await office_of()
    office.configure(
        milestones=(milestone(), steady),
        channels=(follow(OPS), FollowedChannel(id=RELEASE, milestone=steady.key, digest=NINE)),
    )
    replica = office.replica()
    await replica.sync.sync(office.milestone)
    office.tracker.blockers = (blocker("THR-99"),)
    await replica.sync.sync(steady)
    await replica.delivery.plan()
    await pass_by(office, replica, minutes=3)

    (ops,), (release,) = posts(office), posts(office, RELEASE)
    assert ("THR-42" in ops.message.text, "THR-99" in ops.message.text) == (True, False)
    assert ("THR-42" in release.message.text, "THR-99" in release.message.text) == (False, True)


async def test_c10_preview_cards_bury_the_digest() -> None:
    """Every post, and the same post sent again, asks Slack for no cards."""
    sent = Answer({"ok": True, "ts": "1.000001"})
    limited = Answer(
        {"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": "1"}
    )
    office = await office_of()
    await pass_by(office, office.replica(), minutes=2)
    (post,) = posts(office)
    async with scripted(limited, sent) as slack, open_session() as session:
        client = build_writer("xoxb-test", slack.api_url, session)
        outbox = FakeOutbox(Switch())
        poster = SlackPoster(reader=client, writer=client, outbox=outbox, clock=office.clock)
        with pytest.raises(SlackUnavailableError):
            await poster.post_message(post)
        await poster.post_message(post)
    bodies = [json.loads(body) for body in slack.bodies]
    assert [(one["unfurl_links"], one["unfurl_media"]) for one in bodies] == [(False, False)] * 2


async def test_c21_listing_and_looking_up_run_into_rate_limits() -> None:
    """Thirty blockers of two people: each person is looked up once, nothing is walked through."""
    async with handlers_stage() as stage:
        owners = [
            Person(name=name, email=f"{name.lower()}@example.com") for name in ("Bob", "Dana")
        ]
        stage.tracker.blockers = tuple(
            tls(f"THR-{n}", assignee=owners[n % 2], due=LATE) for n in range(30)
        )
        await stage.read_tracker()
        before = len(stage.slack.state.calls)
        preview, *_ = await stage.type_in("U0ALICE", "C0OPS", "/blockers digest")
        await stage.press("U0ALICE", preview, "digest.post")
        calls = Counter(call.method for call in list(stage.slack.state.calls)[before:])

    assert {"users.list", "conversations.list", "conversations.history"} & set(calls) == set()
    assert calls["users.lookupByEmail"] <= len(owners)
    assert calls["users.info"] <= 4
    assert calls["chat.postMessage"] <= 1 + 2  # the digest and its thread
