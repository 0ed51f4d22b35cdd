"""Wire the trackers: those that can be read, the ways in for webhooks, what the doctor says."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from aiohttp import web
from pydantic import SecretStr

from bot.bootstrap.people import PeopleBase
from bot.domain.trackers import Source
from bot.github.adapter import GithubTracker
from bot.github.client import GithubClient
from bot.github.webhook import GithubWebhook
from bot.linear.webhook import LinearWebhook
from bot.ports import Clock, HintReader, Tracker
from bot.services.doctor import Check
from bot.services.hints import HintsService
from bot.services.installation import Installation
from bot.services.stories import Stories
from bot.services.sync import SyncService, SyncStores
from bot.services.tracker_writes import TrackerWrites
from bot.services.trackers import Trackers
from bot.services.webhook_check import GITHUB_WEBHOOKS, LINEAR_WEBHOOKS, WebhookCheck, Webhooks
from bot.settings import Settings
from bot.store.stores import Stores
from bot.web.webhooks import WebhookDoor


@asynccontextmanager
async def open_trackers(
    settings: Settings, linear: Tracker | None, clock: Clock
) -> AsyncIterator[Trackers]:
    """Those that there is a credential for; it may be none."""
    found: dict[Source, Tracker] = {Source.LINEAR: linear} if linear else {}
    async with AsyncExitStack() as stack:
        if settings.github_token is not None:
            token = settings.github_token.get_secret_value()
            client = GithubClient(settings.github_api_url, token, clock)
            await stack.enter_async_context(client)
            found[Source.GITHUB] = GithubTracker(client, clock)
        yield Trackers(found)


def build_sync(base: PeopleBase, tracker: Tracker | None, stories: Stories) -> SyncService:
    stores = base.stores
    kept = SyncStores(
        checklists=stores.checklists,
        snapshots=stores.snapshots,
        due=stores.due,
        locals=stores.locals,
    )
    return SyncService(base.installation, tracker, kept, stories, base.clock)


def webhook_routes(settings: Settings, hints: HintsService) -> list[web.RouteDef]:
    """None without a secret: what is not signed is not taken."""
    readers = _readers(settings)
    doors = (WebhookDoor(one.path, one.tracker, read, hints) for one, read in readers)
    return [route for door in doors for route in door.routes()]


def _readers(settings: Settings) -> list[tuple[Webhooks, HintReader]]:
    found: list[tuple[Webhooks, HintReader]] = []
    if secrets := linear_secrets(settings):
        found.append((LINEAR_WEBHOOKS, LinearWebhook(secrets)))
    if secrets := _secrets(settings.github_webhook_secret):
        found.append((GITHUB_WEBHOOKS, GithubWebhook(secrets)))
    return found


async def begin(settings: Settings, hints: HintsService, writes: TrackerWrites | None) -> None:
    """Before anybody is let in: what comes from now on counts. Raises StoreUnavailableError."""
    for webhooks, _ in _readers(settings):
        await hints.listen(webhooks.tracker)
    if writes:
        await writes.begin()


def linear_secrets(settings: Settings) -> tuple[str, ...]:
    return _secrets(settings.linear_webhook_secret)


def _secrets(given: SecretStr | None) -> tuple[str, ...]:
    """Several with commas between them: one is being exchanged for another."""
    words = given.get_secret_value().split(",") if given else []
    return tuple(secret for word in words if (secret := word.strip()))


def tracker_checks(
    settings: Settings, installation: Installation, stores: Stores, clock: Clock
) -> tuple[Check, ...]:
    return tuple(
        WebhookCheck(webhooks, installation, stores.hints, stores.snapshots, clock)
        for webhooks, _ in _readers(settings)
    )
