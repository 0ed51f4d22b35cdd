"""An issue of the tracker takes over a blocker of our own, and loses nothing that people did."""

from dataclasses import replace

from bot.domain.blocker import Story
from bot.domain.checklist import Checklist, Item, ItemState, Touch
from bot.domain.ids import BlockerId, BlockerKey, ItemId
from bot.domain.known import merge_known, standing_locals
from bot.domain.local import LocalBlocker, Locals, LocalStatus, Origin, OriginKind
from bot.domain.people import Team
from bot.domain.takeover import Issue, Kept, plan_overruled, plan_takeover
from bot.domain.telling import Telling, Told, tell
from tests.samples.builders import BOB, NOW, blocker, item
from tests.samples.making import build

TOUCH = Touch(by="U0BOB", at=NOW)
ISSUE = blocker()


def local(key: str = "THR-42", **changed: object) -> LocalBlocker:
    values: dict[str, object] = {
        "id": BlockerId(f"local:{key}"),
        "key": BlockerKey(key),
        "title": "TLS by hand",
        "origin": Origin(kind=OriginKind.IMPORTED, by="U0ALICE", at=NOW),
    }
    return build(LocalBlocker, values | changed)


def ours(text: str, **changed: object) -> Item:
    return item(text, **{"described": None, **changed})


def issue(
    *items: Item, said: Story | None = None, told: Telling | None = None, version: int = 3
) -> Issue:
    return Issue(
        blocker=ISSUE,
        checklist=Checklist(blocker=ISSUE.id, items=items, version=version),
        told=told or Telling(blocker=ISSUE.id),
        said=said or Story(),
    )


def kept(*items: Item, **changed: object) -> Kept:
    one = local("THR-42", **changed)
    return Kept(local=one, checklist=Checklist(blocker=one.id, items=items, version=1))


def test_tick_of_a_person_goes_over_to_the_item_of_the_same_words() -> None:
    ticked = ours("DNS Integration!", state=ItemState.DONE, touched=TOUCH, revision=1)
    theirs = item("DNS integration", revision=4)
    ended, taken = plan_takeover(kept(ticked), issue(theirs))
    assert taken.items == (replace(theirs, state=ItemState.DONE, revision=5, touched=TOUCH),)
    assert taken.list_version == 3
    assert [note.kind for note in taken.notes] == ["state"]
    assert isinstance(ended.record, LocalBlocker)
    assert ended.record.became == ISSUE.id
    assert [(note.kind, note.after) for note in ended.notes] == [("became", "THR-42")]


def test_state_that_nobody_set_here_leaves_the_issue_its_own() -> None:
    imported = ours("DNS integration", state=ItemState.DONE)
    _, taken = plan_takeover(kept(imported), issue(item("DNS integration")))
    assert (taken.items, taken.list_version) == ((), None)


def test_items_that_the_issue_lacks_go_over_behind_its_own() -> None:
    theirs = item("DNS integration", position=7)
    own = ours("Tell support", position=0, owner="Backend team")
    gone = ours("Dropped", archived=True)
    _, taken = plan_takeover(kept(own, gone), issue(theirs))
    assert taken.items == (replace(own, position=8),)
    assert [note.kind for note in taken.notes] == ["added"]


def test_item_whose_id_the_issue_uses_gets_another() -> None:
    own = ours("Tell support", id=ItemId("a"))
    _, taken = plan_takeover(kept(own), issue(item("DNS integration", id=ItemId("a"))))
    assert [one.id for one in taken.items] == ["a-2"]


def test_fields_fill_what_the_description_leaves_open_only() -> None:
    told = Telling(blocker=ISSUE.id, next=Told(mine="theirs", said=""))
    said = Story(why="said there")
    mine = {"why": "mine", "next_action": "mine", "effort_hours": (6.0, 8.0)}
    _, taken = plan_takeover(kept(**mine), issue(said=said, told=told))
    assert taken.record == replace(told, effort=Told(mine="6-8", said=""))


def test_description_that_changes_overrules_and_the_log_keeps_what_was_told() -> None:
    before = Story(why="old")
    telling = tell(Telling(blocker=ISSUE.id), before, {"why": "mine"})
    assert plan_overruled(ISSUE, telling, before) is None
    change = plan_overruled(ISSUE, telling, Story(why="newer"))
    assert change is not None
    assert change.record == Telling(blocker=ISSUE.id)
    (note,) = change.notes
    assert (note.kind, note.before, note.after) == ("why", "mine", "newer")
    assert note.why == "the description changed"


def test_under_one_key_the_trackers_issue_is_shown() -> None:
    both = Locals(
        blockers=(local("thr-42"), local("PROD-1"), local("PROD-2", became=BlockerId("x")))
    )
    standing = standing_locals([ISSUE], both)
    assert [one.key for one in standing] == ["PROD-1"]
    assert [one.key for one in merge_known([ISSUE], standing, {})] == ["THR-42", "PROD-1"]


def test_owner_may_be_a_person_or_a_team() -> None:
    team = Team(key="backend", name="Backend team")  # type: ignore[arg-type]
    one, other = local("PROD-1"), local("PROD-2")
    first, second = merge_known([], [one, other], {one.id: BOB, other.id: team})
    assert (first.assignee, first.group, first.owner) == (BOB, None, BOB)
    assert (second.assignee, second.group, second.owner) == (None, team, team)


def test_what_one_waits_for_is_said_at_both_ends_while_both_are_open() -> None:
    waiting = local("PROD-1", blocked_by=(BlockerKey("thr-42"), BlockerKey("GONE-1")))
    found, ended = merge_known([ISSUE], [waiting], {})
    assert [link.key for link in found.blocks] == ["PROD-1"]
    assert [link.key for link in ended.blocked_by] == ["THR-42"]
    closed = replace(waiting, status=LocalStatus.DONE)
    assert merge_known([ISSUE], [closed], {})[0].blocks == ()
