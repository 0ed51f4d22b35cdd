"""Three mornings of one team, each delivered by all of the services: a quiet, a bad, the last."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.domain.blocker import Blocker, IssueLink, Priority, Stage
from bot.domain.changes_log import NOTED
from bot.domain.checklist import Item, ItemState, Touch
from bot.domain.editing import Author, Edit
from bot.domain.evidence import Against, Doubt, Evidence, Reading
from bot.domain.health import ProbeId, ProbeResult, ProbeState, Verdict
from bot.domain.ids import DeliveryId, ItemId
from bot.domain.merge import Noted
from bot.domain.messages import Message
from bot.domain.milestone import Component
from bot.domain.people import Person
from tests.samples.builders import blocker
from tests.stages.office import BOB, DANA, OPS, PROD, Office, Replica, milestone, plan

WEDNESDAY = datetime(2026, 11, 18, 14, 0, tzinfo=UTC)
"""09:00 in New York."""
BOB_, DANA_ = (Person(name=name, email=f"{name.lower()}@example.com") for name in ("Bob", "Dana"))
TITLES = (
    "Rotate the signing keys", "Alert on failed payouts", "Load test the order path",
    "Runbook for the on-call", "Rate limits for partners", "Restore drill from backup",
    "Audit log retention", "Cache the price feed", "Retry policy of webhooks",
)  # fmt: skip
TLS = (
    "- [x] Issuer configured\n- [x] Ingress deployed\n- [ ] Certificate issued\n"
    "- [ ] DNS integration\n- [ ] Endpoint verified\n"
)
CICD = "".join(f"- [ ] {text}\n" for text in ("Plan and apply", "Migrations", "Rollback"))
SCORECARD = (
    Component(name="TLS/HTTPS security", probes=("api-https", "api-cert")),
    Component(name="Automated deployment", probes=("ci-main",)),
)
PROBES = ("api-https", "api-cert", "ci-main")


class Days:
    """The team's morning at nine, and what it did before."""

    def __init__(self) -> None:
        self.office = Office()
        self.office.clock.at = WEDNESDAY - timedelta(days=1, minutes=5)
        self.office.configure(
            milestones=(milestone(target=date(2026, 12, 15), scorecard=SCORECARD),),
            probes=tuple(map(plan, PROBES)),
        )
        self.replica: Replica = self.office.replica()

    async def read(self, *blockers: Blocker) -> None:
        self.office.tracker.blockers = blockers
        self.office.clock.forward(seconds=1)
        await self.replica.sync.sync(self.office.milestone)

    async def probed(self, **verdicts: Verdict) -> None:
        now = self.office.clock.now()
        for name in PROBES:
            verdict = verdicts.get(name.replace("-", "_"), Verdict.UP)
            said = "certificate expired 2 days ago" if verdict is Verdict.DOWN else "answers"
            result = ProbeResult(
                probe=ProbeId(name), run_id=f"{now}", verdict=verdict, reason="r",
                sentence=said, at=now - timedelta(seconds=20), duration_ms=12.5,
            )  # fmt: skip
            long_ago = WEDNESDAY - timedelta(days=30)
            since = now - timedelta(minutes=8) if verdict is Verdict.DOWN else long_ago
            state = ProbeState(
                probe=ProbeId(name), verdict=verdict, since=since, last=result, heard=result.at
            )
            await self.office.stores.probes.save_result(state, result)

    async def morning(self, day: int) -> Message:
        """What stands in #ops after the delivery of that many days after Wednesday."""
        self.office.clock.at = WEDNESDAY + timedelta(days=day)
        await self.replica.delivery.run_due()
        ts = [ts for ts, post in self.office.slack.posts if post.kind == "blockers_digest"][-1]
        return self.office.slack.shown[OPS, ts]

    async def untouched(self, day: int) -> Message:
        """A morning before which nobody did anything."""
        self.office.clock.at = WEDNESDAY + timedelta(days=day, seconds=-30)
        await self.probed()
        await self.read(*self.office.tracker.blockers)
        return await self.morning(day)

    def thread(self) -> list[Message]:
        parts = self.office.slack.of_kind("blockers_digest_part")
        return [post.message for post in parts]

    async def edit(self, by: str, *notes: Noted, items: tuple[Item, ...] = ()) -> None:
        at, stores = self.office.clock.now(), self.office.stores
        checklist = await self.replica.checklist()
        author = Author(by=by, at=at, delivery=DeliveryId(f"{at}{notes[0].kind}"))  # type: ignore[arg-type]
        edit = Edit(
            milestone=PROD, blocker=checklist.blocker, version=checklist.version,
            items=items, notes=notes, author=author,
        )  # fmt: skip
        assert await stores.edits.save_edit(edit)


def tls(**changed: object) -> Blocker:
    wanted = {"title": "TLS and ingress hardening", "description": TLS, "assignee": BOB_}
    return blocker("THR-42", **{"due": date(2026, 11, 20), **wanted, **changed})


def cicd(**changed: object) -> Blocker:
    wanted = {"title": "CI/CD wiring", "description": CICD, "assignee": None}
    todo = {"stage": Stage.BACKLOG, "state_name": "Backlog", "due": date(2026, 11, 13)}
    return blocker("THR-41", **{**wanted, **todo, **changed})


def others(number: int, updated: datetime) -> list[Blocker]:
    return [
        blocker(
            f"THR-{100 + n}",
            title=TITLES[n % len(TITLES)],
            assignee=(BOB_, DANA_)[n % 2],
            stage=Stage.UNSTARTED,
            state_name="Todo",
            priority=Priority.HIGH if n % 3 else Priority.MEDIUM,
            due=date(2026, 11, 25) + timedelta(days=n),
            updated_at=updated,
        )
        for n in range(number)
    ]


async def quiet_day() -> Message:
    """The fourth day in a row on which nothing changed."""
    days = Days()
    fresh = WEDNESDAY + timedelta(days=3)
    await days.read(tls(due=date(2026, 12, 4), updated_at=fresh), *others(2, fresh))
    await days.replica.delivery.plan()
    for day in (-1, 0, 1, 2):
        await days.untouched(day)
    return await days.untouched(5)


async def bad_day() -> tuple[Message, list[Message]]:
    """Thirty blockers, and a night in which a lot went wrong."""
    days = Days()
    yesterday = WEDNESDAY - timedelta(days=1)
    away = Person(name="Dana", email="dana@example.com", slack=DANA)
    before = [tls(), cicd(), *others(24, yesterday)]
    await days.read(*before)
    await days.probed()
    await days.replica.delivery.plan()
    await days.morning(-1)
    days.office.clock.at = WEDNESDAY - timedelta(minutes=40)
    await days.probed(api_cert=Verdict.DOWN)
    await contest(days)
    days.office.configure(
        milestones=(milestone(target=date(2026, 12, 18), scorecard=SCORECARD),),
        absences={DANA: ((WEDNESDAY.date(), WEDNESDAY.date()),)},
    )
    link = IssueLink(id=before[2].id, key=before[2].key, title=before[2].title)
    changed = [
        tls(due=date(2026, 11, 24), priority=Priority.URGENT, blocked_by=(link,)),
        cicd(),
        replace(before[2], due=WEDNESDAY.date(), assignee=away),
        replace(before[3], stage=Stage.COMPLETED, state_name="Done", completed_at=yesterday),
        replace(before[4], priority=Priority.URGENT, due=date(2026, 12, 9)),
        replace(before[5], assignee=BOB_),
        *before[6:],
        *(
            blocker(f"THR-{200 + n}", title=title, assignee=BOB_, updated_at=WEDNESDAY)
            for n, title in enumerate(("Token refresh fails", "Disk full on node 3", "Bad rollout",
                                       "Wrong currency on refunds"))
        ),
    ]  # fmt: skip
    await days.read(*changed)
    days.office.clock.at = WEDNESDAY - timedelta(seconds=30)
    await days.probed(api_cert=Verdict.DOWN)
    shown = await days.morning(0)
    return shown, days.thread()


async def contest(days: Days) -> None:
    """Bob ticks what its probe then speaks against, and leaves a note."""
    checklist = await days.replica.checklist()
    item = next(one for one in checklist.live if one.text == "Certificate issued")
    now, probe = days.office.clock.now(), ProbeId("api-cert")
    green = Reading(probe=probe, verdict=Verdict.UP, sentence="answers", at=now)
    red = replace(green, verdict=Verdict.DOWN, sentence="certificate expired 2 days ago")
    ticked = replace(
        item,
        state=ItemState.DONE,
        revision=item.revision + 1,
        evidence=Evidence(probe=probe),
        touched=Touch(by=BOB, at=now - timedelta(hours=12), reading=green),
    )
    doubt = Doubt(against=Against.DOWN, since=now, reading=red, revision=ticked.revision)
    note = Noted(item=item.id, text=item.text, kind="state", before="todo", after="done")
    await days.edit(BOB, replace(note, reading=green), items=(ticked,))
    told = replace(note, kind="contested", before="", after="", reading=red)
    await days.edit("probe:api-cert", told, items=(replace(ticked, doubt=doubt),))
    line = "The vendor renews the certificate by noon"
    await days.edit(BOB, Noted(item=ItemId(""), text="TLS", kind=NOTED, after=line))


async def release_day() -> Message:
    """The last two blockers were cleared; the target is today."""
    days = Days()
    days.office.configure(milestones=(milestone(target=WEDNESDAY.date(), scorecard=SCORECARD),))
    fresh = WEDNESDAY - timedelta(days=1)
    await days.read(tls(), cicd(assignee=DANA_, due=date(2026, 11, 18)))
    await days.probed()
    await days.replica.delivery.plan()
    await days.morning(-1)
    days.office.clock.at = WEDNESDAY - timedelta(minutes=40)
    for text in ("Certificate issued", "DNS integration", "Endpoint verified"):
        await days.replica.checklists.tick(await days.replica.press(text, delivery=text))
    done = {"stage": Stage.COMPLETED, "state_name": "Done", "completed_at": fresh}
    await days.read(tls(**done), cicd(**done))
    days.office.clock.at = WEDNESDAY - timedelta(seconds=30)
    await days.probed()
    return await days.morning(0)
