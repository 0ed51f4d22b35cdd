"""App Home: drawn on each visit, at each change, and on the page that was asked for."""

from dataclasses import replace

from bot.domain.home import HomeState, Tab
from bot.domain.ids import UserId
from bot.render.actions import Action
from bot.render.values import HomePage
from bot.slack.payloads import Event, FollowUp, Press
from bot.slack.router import Router
from handlers.services import Services


class HomeHandlers:
    def __init__(self, services: Services) -> None:
        self._services = services

    def register(self, router: Router) -> None:
        router.event("app_home_opened", self.open_home)
        for action in (Action.HOME_PAGE, Action.HOME_BACK, Action.HOME_TAB, Action.HOME_DONE):
            router.action(action, self.turn_page)

    async def open_home(self, event: Event) -> None:
        if event.tab in {None, "home"}:
            now = self._services.clock.now()
            await self._services.homes.show(event.user, lambda state: state.visited(now))

    async def turn_page(self, press: Press) -> FollowUp:
        """Another page, the other part, or what was done today in full."""
        return self._turn(press.user, HomePage.decode(press.value))

    async def say(self, user: UserId, notice: str) -> None:
        """The answer to a press there. ``notice`` is escaped."""
        await self._services.homes.say(user, notice)

    async def _turn(self, user: UserId, page: HomePage) -> None:
        tab = Tab.LEADS if page.leads else Tab.MINE

        def turned(state: HomeState) -> HomeState:
            return replace(
                state, tab=tab, page=page.page, done=page.done, notice="", notice_at=None
            )

        await self._services.homes.show(user, turned)
