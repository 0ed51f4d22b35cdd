"""What is kept of people, together."""

from dataclasses import dataclass

from bot.ports import AskStore, HomeStore, NudgeStore, OverrideStore, PreferenceStore
from bot.store.asks import RedisAsks
from bot.store.connection import Link
from bot.store.homes import RedisHomes
from bot.store.nudges import RedisNudges
from bot.store.overrides import RedisOverrides
from bot.store.preferences import RedisPreferences


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleStores:
    preferences: PreferenceStore
    overrides: OverrideStore
    asks: AskStore
    nudges: NudgeStore
    homes: HomeStore


def people_stores_on(link: Link) -> PeopleStores:
    return PeopleStores(
        preferences=RedisPreferences(link),
        overrides=RedisOverrides(link),
        asks=RedisAsks(link),
        nudges=RedisNudges(link),
        homes=RedisHomes(link),
    )
