"""The Directory port: accounts, user groups and channels of the workspace, remembered.

What the installation may not see (missing scope, unknown method, not a member) is ``None`` or
empty, never an exception; so is a Slack that is away, unless an older answer is remembered.
"""

import dataclasses
import logging
from collections.abc import Awaitable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.domain.ids import ChannelId, UserId
from bot.domain.people import Person
from bot.domain.statuses import Status
from bot.ports import (
    Clock,
    Conversation,
    MessageGoneError,
    PostRefusedError,
    Profile,
    SlackUnavailableError,
)
from bot.slack.cache import Memory
from bot.slack.client import ask

logger = logging.getLogger(__name__)

HIT = timedelta(hours=24)
MISS = timedelta(minutes=15)
MEMBERSHIP = timedelta(minutes=15)
"""Who is in a group or a channel decides who may tick, so it is asked again sooner."""
MEMBERS_PAGE = 1000
MEMBERS_PAGES = 20


class SlackPeople:
    """``overrides`` is the configuration's word on who is who: email or login → Slack id."""

    def __init__(
        self, reader: AsyncWebClient, clock: Clock, overrides: Mapping[str, UserId]
    ) -> None:
        self._slack = reader
        self._overrides: dict[str, UserId] = {}
        self.override(overrides)
        self._by_email = Memory[Profile](clock, HIT, MISS)
        self._by_id = Memory[Profile](clock, HIT, MISS)
        self._groups = Memory[frozenset[UserId]](clock, MEMBERSHIP, MISS)
        self._channels = Memory[Conversation](clock, MEMBERSHIP, MISS)
        self._members = Memory[frozenset[UserId]](clock, MEMBERSHIP, MISS)

    def override(self, overrides: Mapping[str, UserId]) -> None:
        """Replace all of them, after a reload of the configuration."""
        self._overrides = {email.strip().casefold(): user for email, user in overrides.items()}

    async def with_account(self, person: Person) -> Person:
        if person.slack is not None or person.account is None:
            return person
        slack = self._overrides.get(person.account.strip().casefold())
        if slack is None and person.email is not None:
            email = person.email.strip().casefold()
            profile = await self._by_email.get(email, lambda: self._fetch_by_email(email))
            slack = profile.id if profile else None
        return dataclasses.replace(person, slack=slack)

    async def profile(self, user: UserId) -> Profile | None:
        return await self._by_id.get(user, lambda: self._fetch_profile(user))

    async def group_members(self, group: str) -> frozenset[UserId]:
        return await self._groups.get(group, lambda: self._fetch_group(group)) or frozenset()

    async def conversation(self, channel: ChannelId) -> Conversation | None:
        return await self._channels.get(channel, lambda: self._fetch_conversation(channel))

    async def look_at(self, channel: ChannelId) -> Conversation | None:
        try:
            found = await ask(self._slack.conversations_info(channel=channel))
        except (PostRefusedError, MessageGoneError) as error:
            if not isinstance(error, PostRefusedError) or error.code != "channel_not_found":
                raise SlackUnavailableError("Slack", f"it does not tell ({error})") from error
            self._channels.put(channel, None)
            return None
        seen = _conversation(found["channel"])
        self._channels.put(channel, seen)
        return seen

    def forget_channel(self, channel: ChannelId) -> None:
        self._channels.forget(channel)
        self._members.forget(channel)

    def forget_user(self, user: UserId) -> None:
        """Under the id and under every address it was found by."""
        self._by_id.forget(user)
        for email in self._by_email.keys_of(lambda profile: profile.id == user):
            self._by_email.forget(email)

    async def channel_members(self, channel: ChannelId) -> frozenset[UserId] | None:
        return await self._members.get(channel, lambda: self._fetch_members(channel))

    async def _fetch_by_email(self, email: str) -> Profile | None:
        found = await _seen(self._slack.users_lookupByEmail(email=email), "an address")
        return None if found is None else _profile(found["user"])

    async def _fetch_profile(self, user: UserId) -> Profile | None:
        found = await _seen(self._slack.users_info(user=user), user)
        return None if found is None else _profile(found["user"])

    async def _fetch_group(self, group: str) -> frozenset[UserId] | None:
        found = await _seen(self._slack.usergroups_users_list(usergroup=group), group)
        return None if found is None else frozenset(UserId(user) for user in found["users"])

    async def _fetch_conversation(self, channel: ChannelId) -> Conversation | None:
        found = await _seen(self._slack.conversations_info(channel=channel), channel)
        return None if found is None else _conversation(found["channel"])

    async def _fetch_members(self, channel: ChannelId) -> frozenset[UserId] | None:
        """Every page, or None: a part of the members would refuse people who may."""
        members: set[UserId] = set()
        cursor: str | None = None
        for _ in range(MEMBERS_PAGES):
            page = await _seen(
                self._slack.conversations_members(
                    channel=channel, limit=MEMBERS_PAGE, cursor=cursor
                ),
                channel,
            )
            if page is None:
                return None
            members.update(UserId(user) for user in page["members"])
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return frozenset(members)
        return None


async def _seen(call: Awaitable[AsyncSlackResponse], about: str) -> AsyncSlackResponse | None:
    """The answer, or None where Slack will not say. Raises SlackUnavailableError."""
    try:
        return await ask(call)
    except (PostRefusedError, MessageGoneError) as error:
        logger.info("Slack does not tell about %s: %s", about, error)
        return None


def _profile(user: Mapping[str, Any]) -> Profile:
    profile = user.get("profile") or {}
    name = profile.get("display_name") or profile.get("real_name") or user.get("real_name")
    return Profile(
        id=UserId(user["id"]),
        name=name or user.get("name") or user["id"],
        timezone=user.get("tz") or "UTC",
        active=not user.get("deleted", False),
        email=profile.get("email"),
        status=_status(profile),
    )


def _status(profile: Mapping[str, Any]) -> Status:
    """An expiration of 0 is none (https://docs.slack.dev/apis/web-api/user-presence-and-status)."""
    ends = profile.get("status_expiration")
    return Status(
        text=str(profile.get("status_text") or ""),
        emoji=str(profile.get("status_emoji") or ""),
        until=datetime.fromtimestamp(ends, UTC) if isinstance(ends, int) and ends > 0 else None,
    )


def _conversation(channel: Mapping[str, Any]) -> Conversation:
    is_direct = bool(channel.get("is_im") or channel.get("is_mpim"))
    return Conversation(
        id=ChannelId(channel["id"]),
        name=channel.get("name") or channel["id"],
        is_private=bool(channel.get("is_private") or is_direct),
        is_member=bool(channel.get("is_member") or channel.get("is_im")),
        is_archived=bool(channel.get("is_archived")),
        is_direct=is_direct,
    )
