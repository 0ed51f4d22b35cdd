"""When a Slack status says that somebody is away, and when it only sounds so."""

from datetime import timedelta

import pytest

from bot.domain.statuses import Status
from tests.samples.builders import NOW


@pytest.mark.parametrize(
    ("text", "emoji", "away"),
    [
        ("Vacationing", ":palm_tree:", True),
        ("Out sick", ":face_with_thermometer:", True),
        ("", ":palm_tree:", True),
        ("OOO until Monday", ":house:", True),
        ("on parental leave", "", True),
        ("PTO", "", True),
        ("Urlaub", "", True),
        ("In a meeting", ":spiral_calendar_pad:", False),
        ("Commuting", ":bus:", False),
        ("Working remotely", ":house_with_garden:", False),
        ("back from vacation", "", False),
        ("planning my holiday", ":palm_tree:", False),
        ("sickle cell research", "", False),
        ("", "", False),
    ],
)
def test_status_says_away(text: str, emoji: str, away: bool) -> None:
    assert Status(text=text, emoji=emoji).says_away(NOW) is away


def test_status_that_has_ended_says_nothing() -> None:
    status = Status(text="Vacationing", emoji=":palm_tree:", until=NOW)
    assert not status.says_away(NOW)
    assert status.says_away(NOW - timedelta(seconds=1))
