"""The payloads of commands and interactions, field by field as Slack sends them."""

from sandbox.slack.core import Slack
from sandbox.slack.response_urls import Origin
from sandbox.slack.state import Conversation
from sandbox.slack.wire import Payload


def command_payload(
    slack: Slack, user: str, channel: Conversation, command: str, text: str
) -> Payload:
    """All values are strings, as in the form that HTTP mode sends."""
    return {
        "token": slack.installation.verification_token,
        "team_id": slack.state.team_id,
        "team_domain": slack.state.domain,
        "channel_id": channel.id,
        "channel_name": shown_name(channel),
        "user_id": user,
        "user_name": slack.state.people[user].name,
        "command": command,
        "text": text,
        "api_app_id": slack.installation.app_id,
        "is_enterprise_install": "false",
        "response_url": slack.response_url(Origin(user, channel.id)),
        "trigger_id": slack.triggers.issue(user),
    }


def interaction(slack: Slack, user: str, kind: str, view_id: str | None = None) -> Payload:
    person = slack.state.people[user]
    team = slack.state.team_id
    return {
        "type": kind,
        "team": {"id": team, "domain": slack.state.domain},
        "user": {"id": user, "username": person.name, "name": person.name, "team_id": team},
        "api_app_id": slack.installation.app_id,
        "token": slack.installation.verification_token,
        "trigger_id": slack.triggers.issue(user, view_id),
        "enterprise": None,
        "is_enterprise_install": False,
    }


def channel_brief(channel: Conversation) -> Payload:
    return {"id": channel.id, "name": shown_name(channel)}


def shown_name(channel: Conversation) -> str:
    """Slack hides the names of DMs and private channels from commands."""
    if channel.im:
        return "directmessage"
    return "privategroup" if channel.private else channel.name
