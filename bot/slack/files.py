"""Files to and from Slack: the bytes go to and come from its own hosts only."""

from http import HTTPStatus
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.ids import UserId
from bot.domain.messages import Message
from bot.ports import FetchedFile, FileTooLargeError, PostRefusedError, SlackUnavailableError
from bot.slack.client import ask
from bot.slack.responses import origin_of

MOST_BYTES = 1_000_000
NOT_SERVED = "file_not_served"
"""Our name for what Slack shows instead of a file to those who may not read it."""


class SlackFiles:
    """The Files port of the ports, over the session that everything to Slack shares."""

    def __init__(
        self,
        reader: AsyncWebClient,
        writer: AsyncWebClient,
        session: aiohttp.ClientSession,
        api_url: str,
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._session = session
        self._own = origin_of(api_url)

    async def send_file(self, user: UserId, name: str, text: str, words: Message) -> None:
        """Nothing is posted before Slack has the file; ``words`` open the conversation."""
        content = text.encode()
        place = await ask(
            self._writer.files_getUploadURLExternal(filename=name, length=len(content)), user
        )
        await self._upload(str(place["upload_url"]), content)
        posted = await ask(
            self._writer.chat_postMessage(
                channel=user, text=words.text, blocks=[dict(block) for block in words.blocks]
            ),
            user,
        )
        await ask(
            self._writer.files_completeUploadExternal(
                files=[{"id": str(place["file_id"]), "title": name}],
                channel_id=str(posted["channel"]),
            ),
            user,
        )

    async def fetch_file(self, file: str) -> FetchedFile:
        found = (await ask(self._reader.files_info(file=file), file))["file"]
        size = int(found.get("size") or 0)
        if size > MOST_BYTES:
            raise FileTooLargeError(size)
        url = str(found.get("url_private_download") or found.get("url_private") or "")
        content = await self._download(url)
        return FetchedFile(name=str(found.get("name") or ""), content=content)

    async def _upload(self, url: str, content: bytes) -> None:
        self._require_own(url)
        try:
            async with self._session.post(url, data=content, allow_redirects=False) as response:
                status = response.status
        except (aiohttp.ClientError, TimeoutError) as error:
            raise SlackUnavailableError("Slack", f"no answer ({type(error).__name__})") from error
        if status != HTTPStatus.OK:
            raise SlackUnavailableError("Slack", f"it took no file ({status})")

    async def _download(self, url: str) -> bytes:
        self._require_own(url)
        headers = {"Authorization": f"Bearer {self._reader.token}"}
        try:
            async with self._session.get(url, headers=headers, allow_redirects=False) as response:
                if response.status != HTTPStatus.OK or response.content_type == "text/html":
                    raise PostRefusedError(NOT_SERVED, "")
                content = await response.content.read(MOST_BYTES + 1)
                while len(content) <= MOST_BYTES and (more := await response.content.read(65_536)):
                    content += more
        except (aiohttp.ClientError, TimeoutError) as error:
            raise SlackUnavailableError("Slack", f"no answer ({type(error).__name__})") from error
        if len(content) > MOST_BYTES:
            raise FileTooLargeError(len(content))
        return content

    def _require_own(self, url: str) -> None:
        """The token goes nowhere else. Raises PostRefusedError."""
        host = urlsplit(url).hostname or ""
        of_slack = origin_of(url) == f"https://{host}" and host.endswith(".slack.com")
        if not of_slack and origin_of(url) != self._own:
            raise PostRefusedError("foreign_file_address", "")
