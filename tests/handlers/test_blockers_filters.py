"""`/blockers` with filters: what matches is shown with why, and what is not known is said."""

from dataclasses import replace

import pytest

from bot.ports import TrackerUnavailableError
from bot.render.values import Show
from tests.samples.builders import BOB, blocker
from tests.stages.filters import keys, some
from tests.stages.handlers import FOLLOWED, HandlersStage, button_of, marked_up, words_of
from tests.stages.office import milestone, tls


@pytest.fixture
async def board(stage: HandlersStage) -> HandlersStage:
    stage.tracker.blockers = some(stage)
    await stage.read_tracker()
    return stage


@pytest.mark.parametrize(
    ("typed", "expected", "head"),
    [
        ("overdue", ["THR-41"], "1 of 3 open blockers of Production deployment, 0 of 1 watched"),
        ("urgent", ["THR-42", "THR-55"], "1 of 3 open blockers of Production deployment, 1 of 1"),
        ("urgent high", ["THR-42", "THR-41", "THR-55"], "urgent or high"),
        ("unowned high overdue", ["THR-41"], "overdue, unowned, high"),
        ("high prod overdue", ["THR-41"], "overdue, high"),
        ("prod overdue", ["THR-41"], "of Production deployment"),
        ("done", ["THR-60"], "1 of 1 recently cleared blocker"),
        ("label:infra", ["THR-42"], "labelled `infra`"),
        ("label:release-blocker", ["THR-42"], "labelled `Release Blocker`"),
        ("label:infra label:release_blocker", ["THR-42"], "`infra` and labelled `Release"),
        ("@bob", ["THR-42"], "owned by Bob"),
        ("@Bob", ["THR-42"], "owned by Bob"),
        ("owned by bob", ["THR-42"], "owned by Bob"),
        ("@dana", ["THR-55"], "owned by Dana"),
        ("due:past", ["THR-41"], "due in the past"),
        ("due:none low", ["THR-43"], "low, no due date"),
        ("at-risk", ["THR-41"], "at-risk"),
        ("at risk", ["THR-41"], "at-risk"),
    ],
)
async def test_what_matches_is_shown_and_the_filter_said_back(
    board: HandlersStage, typed: str, expected: list[str], head: str
) -> None:
    answer = await board.say("U0ALICE", "C0OPS", f"/blockers {typed}")

    assert keys(answer) == expected
    assert head in words_of(answer)


@pytest.mark.parametrize("channel", FOLLOWED)
async def test_filters_answer_wherever_they_are_typed(board: HandlersStage, channel: str) -> None:
    answer = await board.say("U0ALICE", channel, "/blockers overdue")

    assert keys(answer) == ["THR-41"]
    assert board.posted(channel) == []


async def test_each_row_says_why_it_is_at_risk(board: HandlersStage) -> None:
    answer = await board.say("U0ALICE", "C0OPS", "/blockers at-risk")

    assert "at risk: overdue 5 days, nobody owns it" in words_of(answer)


async def test_mine_counts_my_items(board: HandlersStage) -> None:
    answer = await board.say("U0BOB", "C0OPS", "/blockers mine")

    assert "yours" in words_of(answer)
    assert keys(answer) == ["THR-42"]
    assert "2 of your items open" in words_of(answer)


async def test_mine_counts_what_my_teams_own(board: HandlersStage) -> None:
    erins = await board.say("U0ERIN", "C0OPS", "/blockers mine")
    alices = await board.say("U0ALICE", "C0OPS", "/blockers mine")
    bobs_view = await board.say("U0BOB", "C0OPS", "/blockers @alice")

    assert keys(erins) == ["THR-43"]
    assert "1 of your items open" in words_of(erins)
    assert "Counted with it: what Backend team owns" in words_of(erins)
    assert keys(alices) == ["THR-43"]
    assert "Counted with it" not in words_of(alices)
    assert "1 of Alice's items open" in words_of(bobs_view)


async def test_group_that_slack_names_is_the_team(board: HandlersStage) -> None:
    answer = await board.say("U0ALICE", "C0OPS", "/blockers @backend urgent")
    named = await board.say("U0ALICE", "C0OPS", "/blockers team:backend_team urgent")

    assert 'urgent, owned by "Backend team"' in words_of(answer)
    assert words_of(named).splitlines()[0] == words_of(answer).splitlines()[0]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("team:bakend", "I know no team `bakend`. Near: `team:backend`."),
        ("urgent team:bakend", "Did you mean `urgent team:backend`?"),
        ("label:infar overdue", "No blocker here has the label `infar`. Near: `label:infra`."),
        ("label:infar overdue", "Did you mean `overdue label:infra`?"),
        ("label:zzz", "There are: `label:infra`, `label:"),
        ("@dnaa", "I know nobody called `dnaa` on this board. Near: `@Dana`."),
        ("prod @dnaa share", "Did you mean `prod @Dana share`?"),
        ("<@U0NOBODY|nobody>", "I know nobody called `U0NOBODY`"),
        ("overdeu urgent label:infra", "Did you mean `overdue urgent label:infra`?"),
        ("overdeu @bob", "Did you mean `overdue @bob`?"),
        ("due:someday", "`due:someday` does not fit here. `due:` takes today"),
        ("overdue or stale", "stands between values of one kind"),
        ("overdue scorecard", "`scorecard` does not fit here"),
        ("label:" + "x" * 700, "leave some of it out"),
    ],
)
async def test_what_is_unknown_names_what_is_near(
    board: HandlersStage, typed: str, says: str
) -> None:
    answer = await board.say("U0ALICE", "C0OPS", f"/blockers {typed}")

    assert says in words_of(answer)
    assert keys(answer) == []


async def test_between_two_of_one_name_nobody_is_guessed(board: HandlersStage) -> None:
    one, other = (replace(BOB, name=f"Sam {n}", email=f"{n}@x.org", slack=None) for n in "AB")
    board.tracker.blockers = (tls(assignee=one), blocker("THR-41", assignee=other))
    await board.read_tracker()
    several = await board.say("U0ALICE", "C0OPS", "/blockers @sam")
    exact = await board.say("U0ALICE", "C0OPS", '/blockers @"Sam B"')

    assert '`sam` may be `@"Sam A"`, `@"Sam B"`. I do not guess' in words_of(several)
    assert keys(exact) == ["THR-41"]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("done overdue", "Why none: what is done is not overdue any more."),
        ("overdue urgent", "Each by itself: overdue: 1 · urgent: 2"),
        ("<@U0ERIN|erin>", "None of 3 open blockers"),
        ("label:infra due:tomorrow", "labelled `infra`: 1 · due tomorrow: 0"),
    ],
)
async def test_an_empty_list_says_why(board: HandlersStage, typed: str, says: str) -> None:
    answer = await board.say("U0ALICE", "C0OPS", f"/blockers {typed}")

    assert says in words_of(answer)
    assert "None of" in words_of(answer)
    assert keys(answer) == []


async def test_unread_tracker_is_no_empty_list(stage: HandlersStage) -> None:
    stage.tracker.error = TrackerUnavailableError("Linear", "it limits our calls")
    unread = milestone("unread", name="Unread")
    stage.installation.roster = replace(stage.installation.roster, milestones=(unread,))
    answer = await stage.say("U0ALICE", "C0GENERAL", "/blockers unread overdue")

    assert "Not known yet" in words_of(answer)
    assert "None of" not in words_of(answer)


async def test_labels_and_names_from_outside_ping_nobody(stage: HandlersStage) -> None:
    hostile = ("<!channel> *x*", "מחסום עברי", "🔥 hot & <b>", "it`s", "a,b")
    stage.tracker.blockers = (
        tls(labels=hostile, assignee=replace(BOB, name="<!here> & *Bob*", slack=None)),
    )
    await stage.read_tracker()
    for typed in (
        'label:"!channel *x*"',
        'label:"מחסום עברי"',
        'label:"🔥 hot & b"',
        "label:it`s",
        'label:"a,b"',
        '@"!here & *Bob*"',
    ):
        shown = await stage.say("U0ALICE", "C0OPS", f"/blockers {typed}")
        assert "1 of 1 open blocker" in words_of(shown), words_of(shown)
        assert "<!" not in marked_up(shown)
        (again,) = await stage.press("U0ALICE", shown, "blockers.refresh")
        assert words_of(again).splitlines()[0] == words_of(shown).splitlines()[0]


async def test_filter_that_only_grew_by_its_names_is_refused_in_words(
    stage: HandlersStage,
) -> None:
    labels = tuple(f"{'very long label ' * 5}{n}" for n in range(9))
    stage.tracker.blockers = (tls(labels=labels),)
    await stage.read_tracker()
    shown = await stage.say("U0ALICE", "C0OPS", f'/blockers label:"{labels[0]}"')
    assert len(button_of(shown, "blockers.share")["value"]) <= 2000
    assert Show.decode(button_of(shown, "blockers.share")["value"]).filter
    everything = " ".join(f'label:"{label}"' for label in labels)
    refused = await stage.say("U0ALICE", "C0OPS", f"/blockers {everything}")
    assert "leave some of it out" in words_of(refused)
