"""What Slack sends, read into what handlers get."""

from collections.abc import Mapping
from typing import Any

from bot.domain.ids import ChannelId, DeliveryId, MessageTs, UserId
from bot.slack import shapes
from bot.slack.payloads import Command, Container, Event, Press, Shortcut, Submission

Body = Mapping[str, Any]


def read_command(body: Body) -> Command:
    form = shapes.SlashCommand.model_validate(body)
    return Command(
        name=form.command,
        text=form.text,
        user=UserId(form.user_id),
        team=form.team_id,
        enterprise=form.enterprise_id,
        channel=ChannelId(form.channel_id),
        response_url=form.response_url,
        trigger_id=form.trigger_id,
        delivery=DeliveryId(f"command:{form.trigger_id}"),
    )


def read_press(body: Body) -> Press:
    wire = shapes.BlockActions.model_validate(body)
    action, place, view = wire.actions[0], wire.container, wire.view
    state = wire.state or (view.state if view else None)
    common = wire.common()
    if common["channel"] is None and place.channel_id is not None:
        common["channel"] = ChannelId(place.channel_id)
    return Press(
        **common,
        delivery=DeliveryId(f"action:{wire.trigger_id}:{action.action_id}:{action.action_ts}"),
        action_id=action.action_id,
        block_id=action.block_id,
        action_ts=action.action_ts,
        chosen=action.chosen(),
        values=state.read() if state else {},
        container=Container(
            ts=MessageTs(place.message_ts) if place.message_ts else None,
            thread_ts=MessageTs(place.thread_ts) if place.thread_ts else None,
            is_ephemeral=place.is_ephemeral,
            view_id=view.id if view else place.view_id,
            callback_id=view.callback_id if view else None,
            private_metadata=view.private_metadata if view else "",
        ),
    )


def read_submission(body: Body) -> Submission:
    wire = shapes.ViewSubmission.model_validate(body)
    view = wire.view
    return Submission(
        **wire.common(),
        # A modal sent again after an error keeps its hash: only the trigger tells them apart.
        delivery=DeliveryId(f"view:{view.id}:{view.hash}:{wire.trigger_id}"),
        callback_id=view.callback_id,
        view_id=view.id,
        private_metadata=view.private_metadata,
        values=view.state.read() if view.state else {},
        inputs=view.inputs(),
    )


def read_shortcut(body: Body) -> Shortcut:
    wire = shapes.Shortcut.model_validate(body)
    author, author_name = wire.message.author() if wire.message else (None, "")
    return Shortcut(
        **wire.common(),
        delivery=DeliveryId(f"shortcut:{wire.trigger_id}:{wire.action_ts}"),
        callback_id=wire.callback_id,
        message_ts=MessageTs(wire.message.ts) if wire.message else None,
        message_text=(wire.message.text or "") if wire.message else "",
        author=author,
        author_name=author_name,
        domain=(wire.team.domain or "") if wire.team else "",
    )


def read_event(body: Body) -> Event:
    """``user`` is empty for events that nobody caused."""
    wire = shapes.EventCallback.model_validate(body)
    event = wire.event
    # In a shared channel the outer team_id may be the other organisation's; ours is authorized.
    ours = wire.authorizations[0] if wire.authorizations else None
    team = event.user_team or event.team or (ours.team_id if ours else None) or wire.team_id
    happened = event.event_ts or event.ts
    channel = event.old_channel_id or event.channel
    again = (DeliveryId(f"event:{event.type}:{channel}:{happened}"),) if happened else ()
    by = event.inviter or event.actor_id
    ts = event.ts or event.message_ts
    return Event(
        type=event.type,
        user=UserId(event.user or ""),
        team=team or "",
        enterprise=(ours.enterprise_id if ours else None) or wire.enterprise_id,
        channel=ChannelId(channel) if channel else None,
        delivery=DeliveryId(f"event:{wire.event_id}"),
        other_deliveries=again,
        ts=MessageTs(ts) if ts else None,
        thread_ts=MessageTs(event.thread_ts) if event.thread_ts else None,
        text=event.text or "",
        tab=event.tab,
        happened=_seconds(happened) or wire.event_time,
        by=UserId(by) if by else None,
        name=event.name or "",
        moved_to=ChannelId(event.new_channel_id) if event.new_channel_id else None,
        revoked=event.tokens.bot if event.tokens else (),
        links=tuple(link.url for link in event.links),
        unfurl_id=event.unfurl_id or "",
        source=event.source or "",
        outsiders=wire.is_ext_shared_channel,
        from_app=event.bot_id is not None,
        edited=event.edited is not None,
    )


def _seconds(ts: str | None) -> float | None:
    try:
        return float(ts) if ts else None
    except ValueError:
        return None
