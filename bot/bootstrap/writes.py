"""Wire what is written to Linear."""

from bot.bootstrap.services import Outside, Parts
from bot.domain.messages import Message
from bot.linear.client import LinearClient
from bot.linear.writes import LinearWriter
from bot.render.writes import refused_write_message
from bot.schedule import Beat
from bot.services.tracker_writes import TrackerWrites, WriteStores
from bot.services.write_news import RefusedWrite, WriteCheck, WriteNews
from bot.services.write_situations import SituationSlack, SituationStores, WriteSituations


def build_writes(
    outside: Outside, parts: Parts, client: LinearClient | None
) -> TrackerWrites | None:
    """None without a credential: then there is nobody to write to."""
    if client is None:
        return None
    installation, stores, slack = outside.installation, outside.stores, outside.slack
    parts.services.doctor.attend(WriteCheck(installation, stores.writes, outside.clock))
    return TrackerWrites(
        installation,
        WriteStores(writes=stores.writes, due=stores.due, snapshots=stores.snapshots),
        LinearWriter(client, stores.hints),
        WriteSituations(
            installation,
            SituationStores(
                snapshots=stores.snapshots, checklists=stores.checklists, copies=stores.copies
            ),
            SituationSlack(poster=slack.poster, directory=slack.people),
            parts.services.people,
        ),
        WriteNews(installation, slack.poster, paint_refused),
        outside.clock,
    )


def paint_refused(write: RefusedWrite) -> Message:
    return refused_write_message(write.milestone, write.reason, write.key, write.kind)


def write_beats(writes: TrackerWrites | None) -> tuple[Beat, ...]:
    if writes is None:
        return ()
    return (
        Beat(name="writes", every=1.0, run=writes.run_due),
        Beat(name="threads", every=30.0, run=writes.plan_threads),
    )
