"""What was chosen for channels in Slack, in memory; held to the contract of the real store."""

from dataclasses import dataclass, field

from bot.domain.channels import ChannelChange, ChannelEdit, KeptChannel
from bot.domain.ids import ChannelId, DeliveryId
from bot.ports import KeptChannels
from tests.fakes.checklists import Switch


@dataclass
class FakeChannels:
    switch: Switch
    count: int = 0
    kept: dict[ChannelId, KeptChannel] = field(default_factory=dict)
    log: list[tuple[ChannelId, ChannelChange]] = field(default_factory=list)
    seen: set[DeliveryId] = field(default_factory=set)

    async def revision(self) -> int:
        self.switch.check()
        return self.count

    async def load_kept(self) -> KeptChannels:
        self.switch.check()
        return KeptChannels(self.count, tuple(self.kept.values()))

    async def load_channel(self, channel: ChannelId) -> KeptChannel | None:
        self.switch.check()
        return self.kept.get(channel)

    async def save_channel(self, edit: ChannelEdit) -> bool:
        self.switch.check()
        if edit.delivery in self.seen:
            return True
        known = self.kept.get(edit.channel)
        revision = known.revision if known else 0
        if revision != edit.seen:
            return False
        self.kept[edit.channel] = KeptChannel(
            channel=edit.channel,
            revision=revision + 1,
            choice=edit.after,
            by=edit.by,
            at=edit.at,
        )
        change = ChannelChange(
            at=edit.at, by=edit.by, before=edit.before, after=edit.after, where=edit.where
        )
        self.log.insert(0, (edit.channel, change))
        self.seen.add(edit.delivery)
        self.count += 1
        return True

    async def load_changes(self, channel: ChannelId, limit: int) -> tuple[ChannelChange, ...]:
        self.switch.check()
        return tuple(change for where, change in self.log if where == channel)[:limit]
