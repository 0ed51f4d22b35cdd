"""What each person who opened the App Home is looking at there."""

from bot.domain.home import HomeState
from bot.domain.ids import UserId
from bot.store.connection import Link
from bot.store.documents import Document
from bot.store.people_keys import HOME, HOME_LIFE
from bot.store.replies import text
from bot.store.times import life_ms

_HOME = Document(HomeState)


class RedisHomes:
    """The HomeStore of the ports."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def load_home(self, user: UserId) -> HomeState:
        found = text(await self._link.read("GET", HOME.of(user)))
        return _HOME.read(found) if found else HomeState()

    async def save_home(self, user: UserId, state: HomeState) -> None:
        await self._link.write("SET", HOME.of(user), _HOME.write(state), "PX", life_ms(HOME_LIFE))
