"""What is written to the tracker, and that nothing is told twice, late, or when it is not true."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.blocker import Blocker, IssueLink, Stage
from bot.domain.checklist import Checklist, Item, ItemState, Touch
from bot.domain.evidence import Against, Doubt, Evidence, Reading
from bot.domain.health import ProbeId, Verdict
from bot.domain.ids import BlockerId, BlockerKey
from bot.domain.write_plan import Situation, Thread, Words, plan_writes, write_id
from bot.domain.writes import (
    Mark,
    Switch,
    Write,
    WriteKind,
    WritePolicy,
    WriteRecord,
    mark_put_off,
    mark_refused,
    mark_written,
)
from tests.samples.builders import NOW, blocker, item
from tests.samples.making import build

EVERYTHING = WritePolicy(
    switches=frozenset(Switch),
    labels=((Mark.BLOCKED, "waiting"), (Mark.CONTESTED, "contested"), (Mark.COMPLETE, "ready")),
)
COMMENTS = WritePolicy(switches=frozenset({Switch.COMPLETE, Switch.CONTEST}))
LATER = NOW + timedelta(minutes=5)
NEW = WriteRecord(blocker=BlockerId("id-THR-42"))


def done(text: str, at: datetime = LATER, by: str = "U0BOB") -> Item:
    return item(text, state=ItemState.DONE, touched=Touch(by=by, at=at))


def contested(text: str, since: datetime = LATER) -> Item:
    reading = Reading(probe=ProbeId("api-cert"), verdict=Verdict.DOWN, sentence="expired")
    doubt = Doubt(against=Against.DOWN, since=since, reading=reading, revision=0)
    return replace(done(text), evidence=Evidence(probe=ProbeId("api-cert")), doubt=doubt)


def stands(*items: Item, of: Blocker | None = None, **changed: object) -> Situation:
    issue = of or blocker()
    values: dict[str, object] = {
        "blocker": issue,
        "checklist": Checklist(blocker=issue.id, items=items),
        "since": dict.fromkeys(Switch, NOW),
        "words": Words(complete="all done", contested="red"),
    }
    return build(Situation, values | changed)


def planned(
    situation: Situation, record: WriteRecord = NEW, policy: WritePolicy = COMMENTS
) -> WriteRecord:
    return plan_writes(record, situation, policy, LATER)


def sent(record: WriteRecord) -> WriteRecord:
    """Everything that was planned was written."""
    for write in record.pending:
        record = mark_written(record, write, dict.fromkeys(write.added, True))
    return replace(record, version=record.version + 1)


def kinds(record: WriteRecord) -> list[WriteKind]:
    return [write.kind for write in record.pending]


def test_a_checklist_that_becomes_complete_is_commented_on_once() -> None:
    first = planned(stands(done("DNS"), item("Issuer", state=ItemState.SKIPPED)))

    (write,) = first.pending
    assert (write.kind, write.text) == (WriteKind.COMPLETE, "all done")
    assert UUID(write.id).version == 4
    assert planned(stands(done("DNS")), sent(first)).pending == ()


def test_it_is_commented_on_again_after_it_was_opened_again() -> None:
    told = sent(planned(stands(done("DNS"))))
    opened = planned(stands(item("DNS")), told)
    again = planned(stands(done("DNS")), opened)

    assert opened.pending == ()
    assert kinds(again) == [WriteKind.COMPLETE]


def test_what_was_complete_before_the_switch_was_turned_on_is_not_told() -> None:
    long_ago = stands(done("DNS", at=NOW - timedelta(days=30)))
    record = planned(long_ago)

    assert record.pending == ()
    assert record.is_complete
    assert planned(stands(contested("DNS", since=NOW - timedelta(hours=1)))).pending == ()


def test_what_was_ticked_in_the_tracker_is_no_news_there() -> None:
    assert planned(stands(done("DNS", by="linear"))).pending == ()


def test_nothing_at_all_is_not_complete() -> None:
    assert planned(stands()).pending == ()
    assert planned(stands(item("DNS", state=ItemState.SKIPPED))).pending == ()


def test_a_closed_issue_is_left_alone() -> None:
    closed = blocker(stage=Stage.COMPLETED)
    record = planned(stands(contested("DNS"), of=closed), policy=EVERYTHING)

    assert record.pending == ()


def test_nothing_is_planned_with_every_switch_off() -> None:
    threads = (Thread(place="C0OPS", url="https://slack.example/1", title="Thread"),)
    assert planned(stands(contested("DNS"), threads=threads), policy=WritePolicy()).pending == ()


def test_contested_items_are_told_together_and_each_once_a_day() -> None:
    both = stands(contested("DNS"), contested("Issuer"), item("Endpoint"))
    first = planned(both)
    (write,) = first.pending
    assert (write.kind, len(write.about)) == (WriteKind.CONTEST, 2)

    told = sent(first)
    settled = planned(stands(done("DNS"), item("Endpoint")), told)
    again = plan_writes(settled, both, COMMENTS, LATER + timedelta(hours=23))
    anew = stands(contested("DNS", LATER + timedelta(hours=25)), item("Endpoint"))
    tomorrow = plan_writes(settled, anew, COMMENTS, LATER + timedelta(hours=25))
    assert again.pending == ()
    assert kinds(tomorrow) == [WriteKind.CONTEST]


def test_an_item_that_stays_contested_for_days_is_told_once() -> None:
    record = sent(planned(stands(contested("DNS"), item("Endpoint"))))
    for day in range(1, 9):
        now = LATER + timedelta(days=day)
        record = plan_writes(record, stands(contested("DNS"), item("Endpoint")), COMMENTS, now)
        assert record.pending == ()


def test_what_is_not_true_any_more_is_not_sent_and_may_be_told_later() -> None:
    red = stands(contested("DNS"), item("Endpoint"))
    waiting = planned(red)
    green = planned(stands(done("DNS"), item("Endpoint")), waiting)
    assert green.pending == ()
    assert kinds(planned(red, green)) == [WriteKind.CONTEST]

    complete = planned(stands(done("DNS")))
    assert planned(stands(item("DNS")), complete).pending == ()


def test_what_waits_keeps_its_id() -> None:
    first = planned(stands(done("DNS")))
    (write,) = first.pending
    tried = replace(mark_put_off(first, write, "away", LATER), version=1)
    later = planned(stands(done("DNS"), done("Issuer")), tried)

    assert [one.id for one in later.pending] == [write.id]
    assert later.pending[0].attempts == 1


def test_a_list_is_called_complete_only_while_nothing_of_it_is_contested() -> None:
    red = planned(stands(contested("DNS")))
    assert kinds(red) == [WriteKind.CONTEST]
    green = planned(stands(done("DNS")), sent(red))
    assert kinds(green) == [WriteKind.COMPLETE]

    red_again = planned(stands(contested("DNS")), sent(green))
    assert planned(stands(done("DNS")), sent(red_again)).pending == ()


def test_one_thread_a_channel_is_attached() -> None:
    threads = [
        Thread(place=p, url=f"https://s.example/{n}", title="T") for n, p in enumerate("AAB")
    ]
    first = planned(stands(item("DNS"), threads=threads), policy=EVERYTHING)
    assert [write.url for write in first.pending] == ["https://s.example/0", "https://s.example/2"]
    assert planned(stands(item("DNS"), threads=threads), sent(first), EVERYTHING).pending == ()


LINK = IssueLink(id=BlockerId("o"), key=BlockerKey("THR-1"), title="Other", url="")


def test_labels_follow_their_condition_and_only_ours_are_taken_away() -> None:
    waiting = blocker(blocked_by=(LINK,))
    put = planned(stands(item("DNS"), of=waiting), policy=EVERYTHING)
    (write,) = put.pending
    assert (write.added, write.removed) == (("waiting",), ())

    ours = mark_written(put, write, {"waiting": True})
    assert planned(stands(item("DNS"), of=waiting), ours, EVERYTHING).pending == ()
    free = planned(stands(item("DNS")), replace(ours, version=1), EVERYTHING)
    assert [(w.added, w.removed) for w in free.pending] == [((), ("waiting",))]

    theirs = mark_written(put, write, {"waiting": False})
    free = planned(stands(item("DNS")), theirs, EVERYTHING)
    assert (free.pending, free.labels) == ((), {})


def test_a_change_of_labels_that_waits_is_replaced_by_what_holds_now() -> None:
    waiting = blocker(blocked_by=(LINK,))
    put = planned(stands(item("DNS"), of=waiting), policy=EVERYTHING)
    both = planned(
        stands(contested("DNS"), item("E"), of=waiting), replace(put, version=1), EVERYTHING
    )

    assert kinds(both) == [WriteKind.CONTEST, WriteKind.LABELS]
    assert both.pending[-1].added == ("contested", "waiting")
    assert planned(stands(item("DNS")), both, EVERYTHING).pending == ()


def test_what_is_refused_for_good_is_told_once_and_not_tried_again() -> None:
    waiting = stands(done("DNS"), of=blocker(blocked_by=(LINK,)))
    record = planned(waiting, policy=EVERYTHING)
    for write in record.pending:
        record = mark_refused(record, write, "no such label", LATER)
    record = replace(record, version=1)

    assert {refusal.reason for refusal in record.refusals} == {"no such label"}
    assert planned(waiting, record, EVERYTHING).pending == ()


@dataclass
class Tracker:
    """Takes comments by their ids, once; answers get lost."""

    comments: dict[str, WriteKind] = field(default_factory=dict)

    def take(self, write: Write) -> None:
        self.comments[write.id] = write.kind


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["tick", "untick", "red", "green", "nothing"]),
        st.sampled_from(["answered", "lost", "away", "crash"]),
        st.integers(0, 30),
    ),
    max_size=25,
)


@given(STEPS)
def test_whatever_is_lost_each_completion_is_commented_on_at_most_once(
    steps: list[tuple[str, str, int]],
) -> None:
    """Between two openings of a list there is one comment, however often sending is repeated."""
    tracker, record, now = Tracker(), NEW, LATER
    is_done, is_red, completions = False, False, 0
    for change, fate, hours in steps:
        now += timedelta(hours=hours, seconds=1)
        completions += change == "tick" and not is_done
        is_done = {"tick": True, "untick": False}.get(change, is_done)
        is_red = is_done and {"red": True, "green": False}.get(change, is_red)
        ticked = contested("DNS", now) if is_red else done("DNS", now)
        situation = stands(ticked if is_done else item("DNS"))
        after = plan_writes(record, situation, COMMENTS, now)
        if after != record:
            record = replace(after, version=record.version + 1)
        record = _send(tracker, record, fate)
    kinds_sent = list(tracker.comments.values())
    assert kinds_sent.count(WriteKind.COMPLETE) <= completions
    assert all(UUID(one).version == 4 for one in tracker.comments)


def _send(tracker: Tracker, record: WriteRecord, fate: str) -> WriteRecord:
    for write in record.pending:
        if fate == "away":
            return _next(mark_put_off(record, write, fate, LATER), record)
        tracker.take(write)
        if fate == "crash":
            return record
        if fate == "lost":
            return _next(mark_put_off(record, write, fate, LATER), record)
        record = _next(mark_written(record, write, {}), record)
    return record


def _next(after: WriteRecord, before: WriteRecord) -> WriteRecord:
    return replace(after, version=before.version + 1)


def test_ids_are_distinct_and_repeatable() -> None:
    assert write_id("a") == write_id("a") != write_id("b")
