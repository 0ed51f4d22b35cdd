"""Who a document's word for an owner means, and whose milestone a channel's is."""

import pytest

from bot.domain.ids import ChannelId, MilestoneKey, TeamKey, UserId
from bot.domain.milestone import FollowedChannel, Milestone
from bot.domain.people import Person, Team
from bot.domain.roster import Roster

BOB = Person(name="Bob Stone", email="bob@example.com")
ROB = Person(name="Bob Rock", email="rob@example.com")
EVE = Person(name="Eve", slack=UserId("U0EVE"))
BACKEND = Team(key=TeamKey("backend"), name="Backend team", names=("Backend team", "the backend"))
ROSTER = Roster(teams=(BACKEND,))


@pytest.mark.parametrize(
    ("written", "known", "meant"),
    [
        ("Backend team", (), BACKEND),
        (" BACKEND ", (), BACKEND),
        ("the backend", (BOB,), BACKEND),
        ("Bob Stone", (BOB, ROB), BOB),
        ("bob stone", (BOB, ROB), BOB),
        ("@Bob Stone", (BOB, ROB), BOB),
        ("bob@example.com", (BOB, ROB), BOB),
        ("Bob", (BOB, EVE), BOB),
        ("Bob", (BOB, ROB), Person(name="Bob")),
        ("Stone", (BOB,), Person(name="Stone")),
        ("new@example.com", (BOB,), Person(name="new@example.com", email="new@example.com")),
        ("<@U0EVE>", (BOB, EVE), EVE),
        ("<@U012AB3CD|carl>", (), Person(name="U012AB3CD", slack=UserId("U012AB3CD"))),
        ("U012AB3CD", (), Person(name="U012AB3CD", slack=UserId("U012AB3CD"))),
        ("<@UABCDEF>", (), Person(name="UABCDEF", slack=UserId("UABCDEF"))),
        ("URSULA", (), Person(name="URSULA")),
        ("", (EVE,), Person(name="")),
        ("@", (EVE,), Person(name="@")),
    ],
)
def test_a_word_for_an_owner_means_one_or_a_name(
    written: str, known: tuple[Person, ...], meant: Person | Team
) -> None:
    assert ROSTER.called(written, known) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Bob Stone, Eve", (BOB, EVE)),
        ("Bob Stone, Frank", (BOB, Person(name="Frank"))),
        ("Eve", (EVE,)),
        ("Eve, ", (Person(name="Eve, "),)),
        ("Frank", (Person(name="Frank"),)),
    ],
)
def test_several_written_together_are_each_of_them(
    written: str, meant: tuple[Person | Team, ...]
) -> None:
    assert ROSTER.each_called(written, (BOB, EVE)) == meant


def test_a_name_with_a_comma_that_is_known_is_one_person() -> None:
    stone = Person(name="Stone, Bob", email="bob@example.com")

    assert ROSTER.each_called("Stone, Bob", (stone, EVE)) == (stone,)


def test_a_channels_milestone_is_its_own_else_the_only_one() -> None:
    prod, steady = (Milestone(key=MilestoneKey(key), name=key) for key in ("prod", "steady"))
    ops = FollowedChannel(id=ChannelId("C0OPS"), milestone=steady.key)
    both = Roster(milestones=(prod, steady), channels=(ops,))

    assert both.milestone_of(ChannelId("C0OPS")) == steady
    assert both.milestone_of(ChannelId("C0ELSE")) is None
    assert Roster(milestones=(prod,)).milestone_of(ChannelId("C0ELSE")) == prod
    assert [channel.id for channel in both.followers(steady.key)] == ["C0OPS"]


def test_a_milestones_own_leads_stand_instead_of_the_workspaces() -> None:
    alice, dana = UserId("U0ALICE"), UserId("U0DANA")
    roster = Roster(leads=(alice,))

    assert roster.leads_of(Milestone(key=MilestoneKey("a"), name="A")) == (alice,)
    assert roster.leads_of(Milestone(key=MilestoneKey("b"), name="B", leads=(dana,))) == (dana,)
