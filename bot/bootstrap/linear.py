"""Open Linear's tracker with what the settings let us in by: an API key, or OAuth."""

import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.linear.client import LinearClient
from bot.linear.credentials import Credential, FixedCredential
from bot.linear.oauth import OAuthApp, OAuthCredential, token_url
from bot.ports import Clock
from bot.settings import Settings
from bot.store.stores import Stores


@asynccontextmanager
async def open_linear_client(
    settings: Settings, stores: Stores, clock: Clock
) -> AsyncIterator[LinearClient | None]:
    """None without a credential: then the product runs on what is kept here alone."""
    credential = _credential(settings, stores, clock)
    if credential is None:
        yield None
        return
    async with LinearClient(settings.linear_api_url, credential) as client:
        yield client


def _credential(settings: Settings, stores: Stores, clock: Clock) -> Credential | None:
    if settings.linear_api_key is not None:
        return FixedCredential(settings.linear_api_key.get_secret_value())
    client_id, secret = settings.linear_client_id, settings.linear_client_secret
    refresh = settings.linear_refresh_token
    if client_id is None or secret is None or refresh is None:
        return None
    app = OAuthApp(
        client_id=client_id.get_secret_value(),
        client_secret=secret.get_secret_value(),
        refresh=refresh.get_secret_value(),
        token_url=token_url(settings.linear_api_url),
    )
    return OAuthCredential(app, stores.tokens, clock, uuid.uuid4().hex)
