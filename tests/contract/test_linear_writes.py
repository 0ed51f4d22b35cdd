"""Writing to the local Linear: what arrives, what a lost answer does, what is refused and how."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from bot.domain.ids import BlockerId
from bot.linear.client import LinearClient
from bot.linear.documents import document
from bot.linear.writes import LinearWriter
from bot.ports import TrackerUnavailableError, TrackerWriter, WriteRefusedError
from sandbox.linear.rows import Issue, IssueLabel
from sandbox.linear.state import API_KEY
from tests.fakes.checklists import FakeDueQueue, Switch
from tests.fakes.hints import FakeHints
from tests.samples.making import build
from tests.servers.linear import LocalLinear
from tests.stages.linear import Pauses, linear, operations, pauses

__all__ = ["linear", "pauses"]

WRITES = ("comment_create", "attachment_create", "issue_update")


@pytest.fixture
def hints() -> FakeHints:
    return FakeHints(Switch(), FakeDueQueue(Switch()))


@pytest.fixture
async def writer(
    linear: LocalLinear, pauses: Pauses, hints: FakeHints
) -> AsyncIterator[TrackerWriter]:
    async with LinearClient(linear.url, API_KEY, timeout=5, pause=pauses) as client:
        yield LinearWriter(client, hints)


def issue(linear: LocalLinear, key: str = "THR-42") -> Issue:
    return linear.state.find_issue(key)


def of(linear: LocalLinear, key: str = "THR-42") -> BlockerId:
    return BlockerId(issue(linear, key).id)


def labels(linear: LocalLinear, key: str = "THR-42") -> set[str]:
    return {label.name for label in issue(linear, key).labels}


def a_label(linear: LocalLinear, name: str, **changed: object) -> IssueLabel:
    now = linear.clock.now()
    made = {"id": str(uuid4()), "name": name, "color": "", "created_at": now, "updated_at": now}
    label = build(IssueLabel, made | changed)
    linear.state.issue_labels.append(label)
    return label


async def test_a_comment_is_written_once_however_often_it_is_sent(
    linear: LocalLinear, writer: TrackerWriter
) -> None:
    comment = str(uuid4())
    for _ in range(3):
        await writer.create_comment(of(linear), comment, "**Checklist complete**")

    assert [(one.id, one.body) for one in linear.state.comments] == [
        (comment, "**Checklist complete**")
    ]


async def test_an_answer_cut_off_after_it_was_taken_leads_to_no_second_comment(
    linear: LocalLinear, writer: TrackerWriter
) -> None:
    comment = str(uuid4())
    linear.state.faults.add("CommentCreate", "cut_after")
    with pytest.raises(TrackerUnavailableError):
        await writer.create_comment(of(linear), comment, "Done.")
    await writer.create_comment(of(linear), comment, "Done.")

    assert len(linear.state.comments) == 1


async def test_a_mutation_is_never_repeated_by_itself(
    linear: LocalLinear, writer: TrackerWriter, pauses: Pauses
) -> None:
    linear.state.faults.add("CommentCreate", "502", times=-1)
    with pytest.raises(TrackerUnavailableError) as caught:
        await writer.create_comment(of(linear), str(uuid4()), "Done.")

    assert not caught.value.permanent
    assert operations(linear) == ["CommentCreate"]
    assert pauses.taken == []


@pytest.mark.parametrize(
    "fault", ["502", "server_error", "cut", "lock_timeout", "not_json", "ratelimited", "429"]
)
async def test_what_may_pass_is_told_apart_from_a_refusal(
    linear: LocalLinear, writer: TrackerWriter, fault: str
) -> None:
    linear.state.faults.add("CommentCreate", fault)
    with pytest.raises(TrackerUnavailableError) as caught:
        await writer.create_comment(of(linear), str(uuid4()), "Done.")

    assert not caught.value.permanent
    assert (caught.value.retry_after is not None) == (fault in {"ratelimited", "429"})


async def test_an_id_that_is_taken_by_a_comment_elsewhere_is_a_refusal(
    linear: LocalLinear, writer: TrackerWriter
) -> None:
    comment = str(uuid4())
    await writer.create_comment(of(linear, "THR-41"), comment, "Done.")
    with pytest.raises(WriteRefusedError, match="already exists"):
        await writer.create_comment(of(linear), comment, "Done.")


async def test_a_comment_that_somebody_deleted_is_not_written_again(
    linear: LocalLinear, writer: TrackerWriter
) -> None:
    comment = str(uuid4())
    await writer.create_comment(of(linear), comment, "Done.")
    linear.state.faults.add("Comment", "refused")  # it is not found any more
    await writer.create_comment(of(linear), comment, "Done.")

    assert len(linear.state.comments) == 1


async def test_an_issue_that_is_gone_is_a_refusal_in_plain_words(writer: TrackerWriter) -> None:
    with pytest.raises(WriteRefusedError, match="not in Linear any more"):
        await writer.create_comment(BlockerId(str(uuid4())), str(uuid4()), "Done.")
    with pytest.raises(WriteRefusedError, match="not in Linear any more"):
        await writer.change_labels(BlockerId(str(uuid4())), ["critical"], [])


async def test_a_thread_is_attached_once_by_its_address(
    linear: LocalLinear, writer: TrackerWriter
) -> None:
    url = "https://three-rivers.slack.com/archives/C0OPS/p1"
    linear.state.faults.add("AttachmentCreate", "cut_after")
    with pytest.raises(TrackerUnavailableError):
        await writer.attach_link(of(linear), url, "Slack thread")
    await writer.attach_link(of(linear), url, "Slack thread in #ops")

    assert [(one.url, one.title) for one in linear.state.attachments] == [
        (url, "Slack thread in #ops")
    ]


async def test_labels_come_and_go_without_touching_any_others(
    linear: LocalLinear, writer: TrackerWriter
) -> None:
    a_label(linear, "Waiting")
    put = await writer.change_labels(of(linear), ["waiting", "blocker"], [])
    assert put == {"waiting": True, "blocker": False}
    assert labels(linear) == {"blocker", "Waiting"}

    assert await writer.change_labels(of(linear), [], ["waiting", "never there"]) == {}
    assert labels(linear) == {"blocker"}


async def test_labels_that_are_as_wanted_are_not_written(
    linear: LocalLinear, writer: TrackerWriter
) -> None:
    before = issue(linear).updated_at
    await writer.change_labels(of(linear), ["blocker"], ["critical"])

    assert issue(linear).updated_at == before
    assert "IssueUpdate" not in operations(linear)


async def test_a_change_of_labels_that_was_taken_unseen_is_the_same_again(
    linear: LocalLinear, writer: TrackerWriter
) -> None:
    linear.state.faults.add("IssueUpdate", "cut_after")
    with pytest.raises(TrackerUnavailableError):
        await writer.change_labels(of(linear), ["critical"], [])

    assert await writer.change_labels(of(linear), ["critical"], []) == {"critical": False}
    assert labels(linear) == {"blocker", "critical"}


async def test_the_teams_own_label_goes_before_the_workspaces(
    linear: LocalLinear, writer: TrackerWriter
) -> None:
    a_label(linear, "waiting")
    own = a_label(linear, "waiting", team=linear.state.teams[0])
    await writer.change_labels(of(linear), ["waiting"], [])

    assert own in issue(linear).labels


async def test_a_label_that_cannot_be_borne_is_a_refusal(
    linear: LocalLinear, writer: TrackerWriter
) -> None:
    a_label(linear, "group", is_group=True)
    for name, words in (("nothing", "no label 'nothing'"), ("group", "a group of labels")):
        with pytest.raises(WriteRefusedError, match=words):
            await writer.change_labels(of(linear), [name], [])


async def test_our_own_labels_are_announced_before_they_are_written(
    linear: LocalLinear, writer: TrackerWriter, hints: FakeHints
) -> None:
    critical = next(one for one in linear.state.issue_labels if one.name == "critical")
    linear.state.faults.add("IssueUpdate", "cut")
    with pytest.raises(TrackerUnavailableError):
        await writer.change_labels(of(linear), ["critical"], ["blocker"])

    blocker = issue(linear).labels[0]
    assert hints.made == {
        (issue(linear).id, f"label+{critical.id}"),
        (issue(linear).id, f"label-{blocker.id}"),
    }


def test_no_document_writes_a_description_or_replaces_labels() -> None:
    for name in WRITES:
        text = "\n".join(
            line for line in document(name).splitlines() if not line.strip().startswith("#")
        )
        assert "description" not in text
        assert "labelIds" not in text
