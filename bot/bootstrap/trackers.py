"""Wire what trackers tell us unasked: the ways in for their webhooks, and what the doctor says."""

from aiohttp import web

from bot.linear.webhook import TRACKER, LinearWebhook
from bot.ports import Clock
from bot.services.doctor import Check
from bot.services.hints import HintsService
from bot.services.installation import Installation
from bot.services.tracker_writes import TrackerWrites
from bot.services.webhook_check import LINEAR_WEBHOOKS, WebhookCheck
from bot.settings import Settings
from bot.store.stores import Stores
from bot.web.webhooks import WebhookDoor


def webhook_routes(settings: Settings, hints: HintsService) -> list[web.RouteDef]:
    """None without a secret: what is not signed is not taken."""
    secrets = linear_secrets(settings)
    if not secrets:
        return []
    return WebhookDoor(LINEAR_WEBHOOKS.path, TRACKER, LinearWebhook(secrets), hints).routes()


async def begin(settings: Settings, hints: HintsService, writes: TrackerWrites | None) -> None:
    """Before anybody is let in: what comes from now on counts. Raises StoreUnavailableError."""
    if linear_secrets(settings):
        await hints.listen(TRACKER)
    if writes:
        await writes.begin()


def linear_secrets(settings: Settings) -> tuple[str, ...]:
    given = settings.linear_webhook_secret
    words = given.get_secret_value().split(",") if given else []
    return tuple(secret for word in words if (secret := word.strip()))


def tracker_checks(
    settings: Settings, installation: Installation, stores: Stores, clock: Clock
) -> tuple[Check, ...]:
    if not linear_secrets(settings):
        return ()
    return (WebhookCheck(LINEAR_WEBHOOKS, installation, stores.hints, stores.snapshots, clock),)
