"""Every ``action_id`` that a message or view of ours may send, and the buttons that carry them."""

from collections.abc import Sequence
from enum import StrEnum

from bot.domain.blocker import Blocker
from bot.domain.checklist import Item, ItemState
from bot.domain.ids import ChannelId, MilestoneKey
from bot.domain.trackers import tracker_name
from bot.render.blocks import button, confirm, link_button
from bot.render.channel_values import Place
from bot.render.evidence_values import Look, Why
from bot.render.values import Ask, Check, Show, Tick

MAX_PROBE = 64
NAMED = 2
"""Of those who are asked, on a button."""


class Action(StrEnum):
    """One listener each; ``docs/slack-ids.md`` says what their values are."""

    OPEN = "blocker.open"
    LINK = "blocker.link"
    EDIT_BLOCKER = "blocker.edit"
    SHARE = "blockers.share"
    REFRESH = "blockers.refresh"
    PAGE = "blockers.page"
    BACK = "blockers.back"
    PICK = "blockers.pick"
    HISTORY = "blocker.history"
    HISTORY_PAGE = "history.page"
    HISTORY_BACK = "history.back"
    HISTORY_REFRESH = "history.refresh"
    HISTORY_SHARE = "history.share"
    AT_OPEN = "at.open"
    AT_PAGE = "at.page"
    AT_BACK = "at.back"
    AT_SHARE = "at.share"
    SCORECARD = "blockers.scorecard"
    TIMELINE = "blockers.timeline"
    FIRST = "blockers.first"
    RISK = "blockers.risk"
    PROBES = "blockers.probes"
    CHECK = "probes.check"
    CLEAR = "blockers.clear"
    TICK = "checklist.tick"
    ASK = "checklist.ask"
    LOOK = "checklist.look"
    REOPEN = "checklist.reopen"
    CHECK_AGAIN = "checklist.check"
    WHY = "scorecard.why"
    EDIT = "checklist.edit"
    ADD = "checklist.add"
    ITEM = "checklist.item"
    ON_IT = "digest.on_it"
    NOT_MINE = "digest.not_mine"
    TOMORROW = "digest.tomorrow"
    NOTE = "digest.note"
    POST_DIGEST = "digest.post"
    FULL_STATUS = "digest.full"
    FOLLOW = "settings.follow"
    STOP_FOLLOWING = "settings.stop"
    ASK_LEAD = "settings.ask"
    SETTINGS = "settings.open"
    SETTINGS_PREVIEW = "settings.preview"
    SETTINGS_RESET = "settings.reset"
    HOME_PAGE = "home.page"
    HOME_BACK = "home.back"
    HOME_TAB = "home.tab"
    HOME_DONE = "home.done"
    PREFERENCES = "home.preferences"
    WITHDRAW = "home.withdraw"
    ASK_AGAIN = "home.ask_again"
    PICK_PERSON = "people.pick"
    DROP_PERSON = "people.remove"
    IMPORT_PAGE = "import.page"
    IMPORT_BACK = "import.back"


def open_button(milestone: MilestoneKey, blocker: Blocker) -> dict[str, object]:
    value = Show(milestone=milestone, blocker=blocker.id).encode()
    return button("Open", Action.OPEN, value, spoken=f"Open {blocker.key}")


def open_checklist_button(milestone: MilestoneKey, blocker: Blocker) -> dict[str, object]:
    value = Show(milestone=milestone, blocker=blocker.id).encode()
    return button("Open checklist", Action.OPEN, value, spoken=f"Open checklist of {blocker.key}")


def share_button(show: Show) -> dict[str, object]:
    return button("Share in channel", Action.SHARE, show.encode())


def refresh_button(show: Show) -> dict[str, object]:
    return button("Refresh", Action.REFRESH, show.encode())


def next_button(show: Show) -> dict[str, object]:
    return button("Next", Action.PAGE, show.encode(), spoken="Next page")


def previous_button(show: Show) -> dict[str, object]:
    """An id of its own: it may stand in one block with others, where ids must differ."""
    return button("Previous", Action.BACK, show.encode(), spoken="Previous page")


def clear_button(milestone: MilestoneKey) -> dict[str, object]:
    value = Show(milestone=milestone).encode()
    return button("Clear filter", Action.CLEAR, value, spoken="Clear filter, show all")


def part_button(milestone: MilestoneKey, part: str) -> dict[str, object]:
    """``Timeline``: an id of its own for each part, since they stand in one block."""
    value = Show(milestone=milestone, part=part).encode()
    return button(part.capitalize(), Action(f"blockers.{part}"), value)


def check_button(check: Check) -> dict[str, object] | None:
    """None for an id that no configuration of ours can hold."""
    if len(check.probe) > MAX_PROBE:
        return None
    return button("Check now", Action.CHECK, check.encode(), spoken=f"Check {check.probe} now")


def full_status_button(milestone: MilestoneKey) -> dict[str, object]:
    return button("Full status", Action.FULL_STATUS, Show(milestone=milestone).encode())


def link_to_tracker(blocker: Blocker) -> dict[str, object] | None:
    name = tracker_name(blocker.id)
    return link_button(f"Open in {name}" if name else "Open link", Action.LINK, blocker.url)


def tick_button(tick: Tick, item: Item) -> dict[str, object]:
    label = "Done" if item.state.is_open else "Undo"
    return button(label, Action.TICK, tick.encode(), spoken=f"{label}: {item.text}")


def look_button(look: Look, item: Item) -> dict[str, object]:
    return button("Look", Action.LOOK, look.encode(), spoken=f"Look: {item.text}")


def reopen_button(look: Look) -> dict[str, object]:
    return button("Reopen", Action.REOPEN, look.encode())


def check_again_button(look: Look, probe: str) -> dict[str, object]:
    value = look.encode()
    return button("Check now", Action.CHECK_AGAIN, value, spoken=f"Check {probe} now")


def why_button(why: Why, component: str) -> dict[str, object]:
    return button("Why", Action.WHY, why.encode(), spoken=f"Why: {component}")


def ask_button(names: Sequence[str], ask: Ask) -> dict[str, object]:
    """``names`` of all who are asked by it; a phone has room for two."""
    if len(names) <= NAMED:
        return button(f"Ask {' and '.join(names)}", Action.ASK, ask.encode())
    spoken = f"Ask {', '.join(names)}"
    return button(f"Ask {len(names)} owners", Action.ASK, ask.encode(), spoken=spoken)


def edit_button(show: Show) -> dict[str, object]:
    return button("Edit items", Action.EDIT, show.encode())


def edit_blocker_button(milestone: MilestoneKey, blocker: Blocker, page: int) -> dict[str, object]:
    value = Show(milestone=milestone, blocker=blocker.id, page=page).encode()
    return button("Edit blocker", Action.EDIT_BLOCKER, value, spoken=f"Edit {blocker.key}")


def history_button(show: Show) -> dict[str, object]:
    value = Show(milestone=show.milestone, blocker=show.blocker)
    return button("History", Action.HISTORY, value.encode())


def add_button(show: Show) -> dict[str, object]:
    return button("Add item", Action.ADD, show.encode())


def post_digest_button(milestone: MilestoneKey) -> dict[str, object]:
    asked = confirm(
        "Post the digest?",
        "It goes to this channel now, marked as posted by hand. The scheduled one still comes.",
        "Post now",
    )
    value = Show(milestone=milestone).encode()
    return button("Post now", Action.POST_DIGEST, value) | {"confirm": asked}


def settings_button(channel: ChannelId) -> dict[str, object]:
    """For wherever a channel's settings are spoken of: a digest, an answer, the Home."""
    return button("Settings", Action.SETTINGS, Place(channel=channel).encode())


def target_state(item: Item) -> ItemState:
    """What the one button of an item sets: an open one becomes done, a closed one open again."""
    return ItemState.DONE if item.state.is_open else ItemState.TODO
