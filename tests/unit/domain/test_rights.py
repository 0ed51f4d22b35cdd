"""Who may tick: Alice leads, Bob owns, Charlie looks on."""

import pytest

from bot.domain.ids import TeamKey, UserId
from bot.domain.people import Person, Team, Together
from bot.domain.rights import (
    NotTheOwnerError,
    Policy,
    Rights,
    may_tick,
    require_may_tick,
    whom_to_ask,
)
from tests.samples.builders import BOB

U_ALICE, U_BOB, U_CHARLIE, U_DANA = map(UserId, ("U0ALICE", "U0BOB", "U0CHARLIE", "U0DANA"))
BACKEND = Team(key=TeamKey("backend"), name="Backend team", slack_group="S0BACKEND")


@pytest.mark.parametrize(
    ("user", "rights", "allowed"),
    [
        (U_BOB, Rights(assignee=BOB), True),
        (U_BOB, Rights(owner=BOB), True),
        (U_CHARLIE, Rights(owner=BOB, assignee=BOB, leads=(U_ALICE,)), False),
        (U_ALICE, Rights(owner=BOB, leads=(U_ALICE,)), True),
        (U_DANA, Rights(owner=BACKEND, members=frozenset({U_DANA})), True),
        (U_CHARLIE, Rights(owner=BACKEND, members=frozenset({U_DANA})), False),
        (U_CHARLIE, Rights(policy=Policy.ANYONE, owner=BOB), True),
        (U_CHARLIE, Rights(policy=Policy.CHANNEL, channel_members=frozenset({U_CHARLIE})), True),
        (U_CHARLIE, Rights(policy=Policy.CHANNEL, channel_members=None), False),
        (U_CHARLIE, Rights(channel_members=frozenset({U_CHARLIE})), False),
        (U_ALICE, Rights(owner=Person(name="gone", active=False), leads=(U_ALICE,)), True),
    ],
)
def test_may_tick_follows_the_table(user: UserId, rights: Rights, allowed: bool) -> None:
    assert may_tick(user, rights) is allowed


def test_a_refusal_carries_who_may() -> None:
    rights = Rights(owner=BOB)

    with pytest.raises(NotTheOwnerError) as refused:
        require_may_tick(U_CHARLIE, rights)

    assert refused.value.rights is rights


def test_who_is_asked_can_answer() -> None:
    gone = Person(name="Gone", slack=UserId("U0GONE"), active=False)

    assert whom_to_ask(Rights(owner=BOB, leads=(U_ALICE,))) == (U_BOB,)
    assert whom_to_ask(Rights(owner=gone, assignee=BOB)) == (U_BOB,)
    assert whom_to_ask(Rights(owner=gone, leads=(U_ALICE,))) == (U_ALICE,)
    assert whom_to_ask(Rights(owner=BACKEND, members=frozenset({U_DANA}))) == (U_DANA,)
    assert whom_to_ask(Rights(owner=gone)) == ()


def test_each_of_several_owners_who_can_be_reached_is_asked() -> None:
    dana, far = (Person(name=name, slack=user) for name, user in (("Dana", U_DANA), ("Far", None)))
    together = Together(members=(BOB, far, dana, BACKEND))

    assert whom_to_ask(Rights(owner=together, leads=(U_ALICE,))) == (U_BOB, U_DANA)
    assert whom_to_ask(Rights(owner=Together(members=(far,)), assignee=dana)) == (U_DANA,)
