"""Names of things, each its own type, so that no id is passed where another is meant."""

from typing import NewType

UserId = NewType("UserId", str)
"""A Slack user id; opaque, starts with U or W."""
ChannelId = NewType("ChannelId", str)
"""A Slack conversation id; opaque."""
_CHANNELS = ("C", "G")
"""How the ids of channels begin; those of people and direct messages begin otherwise."""
MessageTs = NewType("MessageTs", str)
"""A Slack message's time stamp, which is its id within a channel."""
MilestoneKey = NewType("MilestoneKey", str)
BlockerId = NewType("BlockerId", str)
"""What a blocker is stored under for ever: Linear's UUID, or ``local:…`` for one of our own."""
BlockerKey = NewType("BlockerKey", str)
"""What people call a blocker: ``THR-42``. May change when an issue moves to another team."""
ItemId = NewType("ItemId", str)
TeamKey = NewType("TeamKey", str)
"""The key of a team in ``blockers.yml``."""
DeliveryId = NewType("DeliveryId", str)
"""Names one press or command, whatever the number of times it is delivered."""


def is_channel(conversation: str) -> bool:
    """Whether others may be in it too: neither a person nor a direct message."""
    return conversation.startswith(_CHANNELS)
