"""A milestone in GitHub, seen in Slack: its own name everywhere, and logins for people."""

from dataclasses import replace

from bot.domain.ids import BlockerId, BlockerKey, UserId
from bot.domain.milestone import Selection
from bot.domain.people import Person
from bot.domain.trackers import Source
from bot.ports import TrackerUnavailableError
from tests.stages.handlers import HandlersStage, words_of
from tests.stages.office import tls

IN_GITHUB = Selection(source=Source.GITHUB, repo="acme/api", label="blocker", prefix="API")
BOB = Person(name="bobby", login="bobby")
DANA = Person(name="dana-in-github", login="dana-in-github")


def move_to_github(stage: HandlersStage, assignee: Person) -> None:
    """The stage's milestone is in GitHub from now on, with one issue."""
    roster = stage.installation.roster
    (milestone, *others) = roster.milestones
    stage.installation.roster = replace(
        roster, milestones=(replace(milestone, selection=IN_GITHUB), *others)
    )
    stage.tracker.blockers = (
        tls(
            id=BlockerId("github:7000:12"),
            key=BlockerKey("API-12"),
            url="https://github.com/acme/api/issues/12",
            assignee=assignee,
        ),
    )


async def test_what_is_said_of_it_names_github_and_nothing_else(stage: HandlersStage) -> None:
    move_to_github(stage, BOB)
    await stage.read_tracker()
    said = [
        words_of(await stage.say("U0ALICE", "C0OPS", f"/blockers {word}"))
        for word in ("", "api-12", "history", "first", "risk", "doctor", "digest")
    ]
    assert "Open in GitHub" in said[1]
    assert "GitHub showed a new blocker API-12" in said[2]
    assert "GitHub for Production deployment read" in said[5]
    assert "Linear no longer lists THR-42" in said.pop(2)  # where it was before
    assert not [text for text in said if "Linear" in text]


async def test_github_away_is_said_by_its_name(stage: HandlersStage) -> None:
    move_to_github(stage, BOB)
    stage.tracker.error = TrackerUnavailableError("GitHub", "limits the number of requests")
    await stage.read_tracker()
    said = words_of(await stage.say("U0ALICE", "C0OPS", "/blockers"))
    assert "GitHub is away (limits the number of requests)" in said
    doctor = words_of(await stage.say("U0ALICE", "C0OPS", "/blockers doctor"))
    assert "check GITHUB_TOKEN and the github: entry in blockers.yml" in doctor


async def test_a_login_that_nobody_has_tied_is_found_by_doctor(stage: HandlersStage) -> None:
    move_to_github(stage, DANA)
    await stage.read_tracker()
    said = words_of(await stage.say("U0ALICE", "C0OPS", "/blockers doctor"))
    assert "github:dana-in-github owns API-12 but is not known in Slack" in said
    assert "add the login under people:" in said


async def test_a_login_of_the_file_or_picked_by_a_lead_is_that_person(
    stage: HandlersStage,
) -> None:
    people = stage.parts.services.people
    assert (await people.with_account(DANA)).slack is None
    await stage.parts.services.overrides.pick(
        "github:dana-in-github", UserId("U0DANA"), UserId("U0ALICE")
    )
    assert (await people.with_account(DANA)).slack == "U0DANA"
