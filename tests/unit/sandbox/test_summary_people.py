"""Accounts for the people and groups for the teams that a summary names."""

import pytest

from sandbox.summary_people import is_team
from sandbox.summary_seed import seed_from_summary
from tests.unit.sandbox.summary_parts import TODAY, blocker, config, document


def test_titles_name_a_few_blockers_and_say_where_somebody_owns_none() -> None:
    item = {"text": "Sign", "state": "todo", "owner": "Gwen"}
    many = [blocker(id=f"REL-{number}", owner="Dora") for number in range(1, 5)]
    seed = seed_from_summary(document(blocker(items=[item]), *many), TODAY, {})
    titles = {one.real_name: one.title for one in seed.workspace.people}
    assert titles["Dora"] == "owner of REL-1, REL-2 …"
    assert titles["Gwen"] == "named in the summary"


def test_people_of_the_document_keep_their_names_before_the_made_up_ones() -> None:
    seed = seed_from_summary(
        document(blocker(owner="Alice"), blocker(owner=["Zoë", "@zoe"]), blocker(owner="監視")),
        TODAY,
        {},
    )
    names = {person.id: person.real_name for person in seed.workspace.people}

    assert names["U0ALICE"] == "Alice"
    assert config(seed)["leads"] == ["U0LENA"]
    assert (names["U0ZOE"], names["U0ZOE2"], names["U0PERSON"]) == ("Zoë", "zoe", "監視")


def test_one_name_is_one_account_in_whatever_case_and_by_the_first_name_that_fits_one() -> None:
    items = [{"text": "a", "state": "todo", "owner": name} for name in ("ann lee", "Ann", "Cy")]
    seed = seed_from_summary(
        document(
            blocker(owner="Ann Lee", items=items), blocker(owner="Cy Ode"), blocker(owner="Cy Fox")
        ),
        TODAY,
        {},
    )
    names = sorted(person.real_name for person in seed.workspace.people)

    assert names == ["Alice", "Ann Lee", "Blockers", "Charlie", "Cy", "Cy Fox", "Cy Ode"]


def test_names_that_come_to_the_same_letters_have_accounts_of_their_own() -> None:
    long = "Maximiliana Konstantinopoulou of the Northern Office"
    owners = ["O'Neil", "Oneil", "Bo", "Al", f"{long} I", f"{long} II"]
    seed = seed_from_summary(document(*(blocker(owner=name) for name in owners)), TODAY, {})
    ids = [person.id for person in seed.workspace.people]

    assert len(set(ids)) == len(ids) == len(owners) + 3
    assert all(5 <= len(user) <= 30 for user in ids)


def test_whoever_is_assigned_nothing_is_named_on_items_by_their_account() -> None:
    items = [{"text": "a", "state": "todo", "owner": name} for name in ("Ann", "Gwen")]
    seed = seed_from_summary(document(blocker(owner="Ann", items=items)), TODAY, {})

    assert "- **Owner:** Ann\n" in seed.linear.issues[0].description
    assert "- **Owner:** @U0GWEN\n" in seed.linear.issues[0].description


def test_the_second_of_two_owners_is_named_on_the_items() -> None:
    item = {"text": "a", "state": "todo"}
    seed = seed_from_summary(document(blocker(owner=["Ann", "Ben"], items=[item])), TODAY, {})

    assert "- **Owner:** Ann, @U0BEN\n" in seed.linear.issues[0].description


def test_teams_with_one_handle_have_groups_of_their_own_and_one_team_has_one() -> None:
    owners = ["QA team", "QA squad", "qa Team", "Team Phoenix", "Команда логистики"]
    seed = seed_from_summary(document(*(blocker(owner=name) for name in owners)), TODAY, {})
    teams = config(seed)["teams"]

    assert [team["names"] for team in teams.values()] == [
        ["QA team", "qa Team"],
        ["QA squad"],
        ["Team Phoenix"],
        ["Команда логистики"],
    ]
    assert len({team["slack_group"] for team in teams.values()}) == 4


def test_a_team_with_nothing_left_open_is_assigned_through_its_member() -> None:
    done, open_ = ({"text": "a", "state": state} for state in ("done", "todo"))
    seed = seed_from_summary(
        document(
            blocker(owner="QA team"),
            blocker(owner="QA team", items=[done]),
            blocker(owner="QA team", items=[done, open_]),
        ),
        TODAY,
        {},
    )
    member = next(user for user in seed.linear.users if user.name == "QA team member")

    assert [one.assignee for one in seed.linear.issues] == [member.id, member.id, None]


@pytest.mark.parametrize(
    ("name", "team"),
    [
        ("DevOps team", True),
        ("Backend Team", True),
        ("Zoë-team", True),
        ("release squad", True),
        ("Team Phoenix", True),
        ("Команда логистики", True),
        ("DevOps", True),
        ("Front-end", True),
        ("QA", True),
        ("Team Lead", False),
        ("Quentin Allen", False),
        ("Christian", False),
        ("Teamer", False),
        ("Steam", False),
        ("Release Lead", False),
    ],
)
def test_a_team_is_told_from_a_person(name: str, team: bool) -> None:
    assert is_team(name) is team
