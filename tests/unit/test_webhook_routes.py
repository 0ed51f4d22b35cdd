"""The ways in for webhooks are there where a secret is, which may be two while it is exchanged."""

import pytest

from bot.bootstrap.trackers import linear_secrets, webhook_routes
from bot.services.hints import HintsService
from bot.settings import Settings
from tests.stages.office import Office


async def test_without_a_secret_nothing_is_let_in(monkeypatch: pytest.MonkeyPatch) -> None:
    office = Office()
    service = HintsService(
        office.installation, office.stores.hints, office.stores.snapshots, office.clock
    )
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    monkeypatch.delenv("LINEAR_WEBHOOK_SECRET", raising=False)
    assert webhook_routes(Settings(), service) == []

    monkeypatch.setenv("LINEAR_WEBHOOK_SECRET", "new, old")
    assert linear_secrets(Settings()) == ("new", "old")
    assert [route.path for route in webhook_routes(Settings(), service)] == ["/linear/webhook"]
