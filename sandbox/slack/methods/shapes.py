"""Users, channels, groups and files as the Web API writes them."""

import datetime as dt
from zoneinfo import ZoneInfo

from sandbox.seed import Person, UserGroup
from sandbox.slack.core import Slack
from sandbox.slack.state import Conversation, StoredFile
from sandbox.slack.wire import Payload


def user_shape(slack: Slack, person: Person) -> Payload:
    from_scope = "users:read.email" in slack.installation.scopes
    profile = {
        "real_name": person.real_name,
        "real_name_normalized": person.real_name,
        "display_name": person.real_name,
        "display_name_normalized": person.real_name,
        "team": slack.state.team_id,
        "status_text": person.status_text,
        "status_emoji": person.status_emoji,
        "status_expiration": person.status_expiration,
    }
    if from_scope and not person.is_bot:
        profile["email"] = person.email
    return {
        "id": person.id,
        "team_id": slack.state.team_id,
        "name": person.name,
        "deleted": person.deleted,
        "real_name": person.real_name,
        "tz": person.tz,
        "tz_label": person.tz,
        "tz_offset": _offset(person.tz, slack.clock()),
        "profile": profile,
        "is_admin": False,
        "is_owner": False,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "is_bot": person.is_bot,
        "is_app_user": False,
        "updated": 0,
    }


def _offset(zone: str, now: float) -> int:
    moment = dt.datetime.fromtimestamp(now, ZoneInfo(zone))
    offset = moment.utcoffset()
    return int(offset.total_seconds()) if offset else 0


def channel_shape(slack: Slack, channel: Conversation) -> Payload:
    common: Payload = {
        "id": channel.id,
        "created": channel.created,
        "is_archived": channel.archived,
        "is_im": channel.im,
        "is_mpim": False,
        "context_team_id": slack.state.team_id,
    }
    if channel.im:
        peers = [one for one in channel.members if one != slack.state.bot]
        return {**common, "user": peers[0] if peers else slack.state.bot, "is_open": True}
    return {
        **common,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": not channel.private,
        "is_group": channel.private,
        "is_private": channel.private,
        "is_general": channel.name == "general",
        "is_member": slack.bot_is_in(channel),
        "is_shared": False,
        "is_ext_shared": False,
        "is_org_shared": False,
        "creator": channel.members[0] if channel.members else "",
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "num_members": len(channel.members),
    }


def group_shape(slack: Slack, group: UserGroup, *, with_users: bool) -> Payload:
    shape: Payload = {
        "id": group.id,
        "team_id": slack.state.team_id,
        "is_usergroup": True,
        "name": group.name,
        "handle": group.handle,
        "description": "",
        "is_external": False,
        "date_delete": 0,
        "user_count": len(group.members),
    }
    if with_users:
        shape["users"] = list(group.members)
    return shape


def file_shape(slack: Slack, file: StoredFile) -> Payload:
    return {
        "id": file.id,
        "name": file.name,
        "title": file.title or file.name,
        "mimetype": file.mimetype,
        "size": file.length,
        "user": file.owner,
        "url_private": f"{slack.origin}/files/{file.id}/{file.name}",
        "url_private_download": f"{slack.origin}/files/{file.id}/download/{file.name}",
        "permalink": f"{slack.origin}/page/files/{file.id}",
        "channels": list(file.shared_in),
    }
