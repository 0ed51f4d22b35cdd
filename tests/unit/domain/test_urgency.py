"""In which order a board lists blockers."""

from datetime import timedelta

from bot.domain.blocker import Priority, by_urgency
from tests.samples.builders import TODAY, blocker


def test_the_urgent_come_first_then_the_early_then_the_low_numbers() -> None:
    soon, later = TODAY + timedelta(days=1), TODAY + timedelta(days=9)
    expected = [
        blocker("THR-50", priority=Priority.URGENT, due=later),
        blocker("THR-7", priority=Priority.LOW, due=soon),
        blocker("OPS-2", priority=Priority.LOW),
        blocker("THR-9", priority=Priority.LOW),
        blocker("THR-10", priority=Priority.LOW),
        blocker("THR-1", priority=Priority.NONE, due=soon),
    ]

    mixed = [expected[place] for place in (4, 0, 5, 3, 1, 2)]

    assert sorted(mixed, key=by_urgency) == expected
