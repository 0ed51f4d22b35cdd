"""The App Home: the answer to the last press, then my work, or for leads the installation."""

from collections.abc import Sequence

from bot.domain.home import Home, Tab
from bot.domain.messages import Json
from bot.render.blocks import context_blocks, section_blocks
from bot.render.home_frame import row_blocks
from bot.render.home_leads import leads_blocks
from bot.render.home_mine import mine_blocks
from bot.render.values import HomePage
from bot.render.words import LocalTime

_NO_MILESTONE = (
    "*No milestone is configured yet.* Name one under `milestones:` in blockers.yml, or ask who "
    "installed me."
)


def home_view(home: Home) -> Json:
    local = LocalTime.of(home.now, home.timezone)
    state = home.state
    notice = state.notice_now(home.now)
    leads = state.tab is Tab.LEADS and home.overview is not None
    wanted = HomePage(page=state.page, leads=leads, done=state.done)
    if leads and home.overview:
        blocks = leads_blocks(home.overview, local, wanted)
    elif home.boards:
        blocks = mine_blocks(home, local, wanted)
    else:
        blocks = [section_blocks(_NO_MILESTONE)]
    as_of = f"as of {local.clock(local.now)} {local.zone_word}"
    footer = context_blocks(f"`/blockers` in any channel shows the whole state · {as_of}")
    return _view([*([row_blocks(notice)] if notice else []), *blocks, footer])


def _view(blocks: Sequence[Json]) -> Json:
    return {"type": "home", "callback_id": "home", "blocks": list(blocks)}
