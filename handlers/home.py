"""App Home: my items over all milestones; drawn on each visit and at each change."""

from bot.domain.ids import MessageTs, UserId
from bot.domain.messages import Copy, CopyKind
from bot.render.values import HomePage
from bot.slack.payloads import Event, FollowUp, Press
from bot.slack.router import Router
from handlers.painter import Painter
from handlers.services import Services


class HomeHandlers:
    def __init__(self, services: Services, painter: Painter) -> None:
        self._services = services
        self._painter = painter

    def register(self, router: Router) -> None:
        router.event("app_home_opened", self.open_home)
        router.action("home.page", self.turn_page)
        router.action("home.back", self.turn_page)

    async def open_home(self, event: Event) -> None:
        if event.tab not in {None, "home"}:
            return
        await self._put_on_display(event.user, page=0)
        await self.redraw(event.user)

    async def turn_page(self, press: Press) -> FollowUp:
        return self._turn(press.user, HomePage.decode(press.value).page)

    async def _turn(self, user: UserId, page: int) -> None:
        await self._put_on_display(user, page)
        await self.redraw(user, page=page)

    async def redraw(self, user: UserId, notice: str = "", page: int = 0) -> None:
        """``notice`` is escaped already. Raises SlackUnavailableError, PostRefusedError."""
        view = await self._painter.paint_home(user, page=page, notice=notice)
        await self._services.poster.publish_home(user, view)

    async def _put_on_display(self, user: UserId, page: int) -> None:
        """Before it is drawn: a change in between then draws it once more, on the same page."""
        for milestone in self._services.installation.roster.milestones:
            await self._services.copies.save_copy(
                Copy(
                    kind=CopyKind.HOME,
                    milestone=milestone.key,
                    channel=user,
                    ts=MessageTs(""),
                    arguments={"page": str(page)},
                )
            )
