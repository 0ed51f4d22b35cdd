"""How fast what is on display follows: the newest at once, the rest at Slack's rate, none never."""

import pytest

from bot.services.copies import ABANDONED
from tests.stages.copies import TLS, draw_the_rest, mark, office, show
from tests.stages.office import OPS, PROD, Office

__all__ = ["office"]


async def test_newest_forty_follow_at_once_and_the_others_at_slacks_rate(office: Office) -> None:
    shown = [await show(office, OPS, TLS) for _ in range(100)]
    replica = office.replica()
    await mark(office)
    await replica.copies.run_due()
    assert {ts for _, ts in office.slack.edits} == set(shown[-40:])

    took = await draw_the_rest(office, replica)
    assert [ts for _, ts in office.slack.edits[40:]] == shown[-41::-1]
    assert took == pytest.approx(60 * 1.2, abs=2)


async def test_changes_in_a_row_keep_no_old_copy_waiting_for_ever(office: Office) -> None:
    shown = [await show(office, OPS, TLS) for _ in range(60)]
    replica = office.replica()
    for _ in range(30):
        await mark(office)
        await replica.copies.run_due()
        office.clock.forward(seconds=1.5)
        await replica.copies.run_due()

    assert {ts for _, ts in office.slack.edits} == set(shown)


async def test_what_a_killed_replica_had_left_to_draw_is_drawn_by_another(office: Office) -> None:
    shown = [await show(office, OPS, TLS) for _ in range(60)]
    killed, other = office.replica(), office.replica("other")
    await mark(office)
    await killed.copies.run_due()
    await other.copies.run_due()
    assert len(office.slack.edits) == 40

    office.clock.at += ABANDONED
    await draw_the_rest(office, other)
    assert {ts for _, ts in office.slack.edits} == set(shown)


async def test_a_long_pass_is_one_replicas_while_it_lives(office: Office) -> None:
    for _ in range(100):
        await show(office, OPS, TLS)
    replica, other = office.replica(), office.replica("other")
    await mark(office)
    for _ in range(400):
        await replica.copies.run_due()
        await other.copies.run_due()
        office.clock.forward(seconds=0.4)

    assert len(office.slack.edits) == 100
    assert await office.stores.due.all_due(f"tails:{PROD}") == {}
