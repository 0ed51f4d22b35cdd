"""A milestone in which each filter finds something else."""

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.domain.blocker import Blocker, Priority, Stage
from tests.samples.builders import ALICE, BOB, blocker
from tests.stages.handlers import HandlersStage, Shown
from tests.stages.office import milestone, tls

DANA = replace(BOB, name="Dana", email="dana@example.com", slack=None)
STEADY = milestone("steady", name="Sustained profitability")


def today(stage: HandlersStage) -> date:
    return stage.parts.services.clock.now().astimezone(ZoneInfo("America/New_York")).date()


def some(stage: HandlersStage) -> tuple[Blocker, ...]:
    late = today(stage) - timedelta(days=5)
    just = stage.parts.services.clock.now()
    return (
        tls(labels=("infra", "Release Blocker"), updated_at=just),
        blocker("THR-41", assignee=None, due=late, priority=Priority.HIGH, updated_at=just),
        blocker(
            "THR-43",
            assignee=ALICE,
            priority=Priority.LOW,
            updated_at=just,
            description="- [ ] Rotate keys (Owner: Backend team)\n- [ ] Ask around\n",
        ),
        blocker("THR-55", assignee=DANA, watched=True, updated_at=just),
        blocker(
            "THR-60",
            stage=Stage.COMPLETED,
            state_name="Done",
            completed_at=just,
            priority=Priority.URGENT,
        ),
    )


def keys(shown: Shown) -> list[str]:
    """The blockers that have a row, in order."""
    opened = [
        block["text"]["text"].split("*")[1].split(" ")[0]
        for block in shown["blocks"]
        if block.get("accessory", {}).get("action_id") == "blocker.open"
    ]
    return [key for key in opened if key.startswith("THR")]


def many(number: int) -> tuple[Blocker, ...]:
    return tuple(
        blocker(f"THR-{n:03}", priority=Priority.HIGH if n % 2 else Priority.LOW)
        for n in range(number)
    )
