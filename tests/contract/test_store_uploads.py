"""A document that was shown is there to be applied, as it was, for as long as was said."""

import asyncio
from datetime import timedelta

from bot.domain.ids import DeliveryId
from bot.ports import Upload
from bot.store.stores import Stores

pytest_plugins = ("tests.servers.store_fixtures",)

ONE, OTHER = DeliveryId("view:1:2"), DeliveryId("view:1:3")
HOUR = timedelta(hours=1)


async def test_upload_comes_back_byte_by_byte(stores: Stores) -> None:
    upload = Upload(name="zusammenfassung ✅.md", content=bytes(range(256)) * 40)
    await stores.uploads.save_upload(ONE, upload, HOUR)
    assert await stores.uploads.load_upload(ONE) == upload
    assert await stores.uploads.load_upload(OTHER) is None


async def test_upload_is_gone_after_its_life(stores: Stores) -> None:
    upload = Upload(name="", content=b"")
    await stores.uploads.save_upload(ONE, upload, timedelta(milliseconds=1))
    gone = asyncio.Event()
    asyncio.get_running_loop().call_later(0.1, gone.set)
    await gone.wait()
    assert await stores.uploads.load_upload(ONE) is None
