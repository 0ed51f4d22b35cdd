"""An answer to a need and a reminder to store."""

from datetime import timedelta

from bot.domain.ids import BlockerKey, DeliveryId
from bot.domain.reminders import Reminder
from bot.domain.replies import Reply, ReplyKind
from tests.samples.store import AWKWARD, BOB, NOON, PROD, TLS

REPLY = Reply(
    milestone=PROD,
    blocker=TLS,
    matters=("overdue1", "down2"),
    kind=ReplyKind.ON_IT,
    by=BOB,
    at=NOON,
    delivery=DeliveryId("answer-1"),
    key=BlockerKey("THR-42"),
    title=AWKWARD,
    why="is overdue 5 days",
    where="C0OPS:1.1",
)
REMINDER = Reminder(
    user=BOB,
    milestone=PROD,
    blocker=TLS,
    key=BlockerKey("THR-42"),
    title=AWKWARD,
    matters=("overdue1", "down2"),
    sentence="is overdue 5 days",
    asked=NOON,
    at=NOON + timedelta(hours=20),
)
