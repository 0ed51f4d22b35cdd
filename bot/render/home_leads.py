"""The installation in a lead's Home: what to put right, channels, and who is who in Slack."""

from collections.abc import Iterator, Sequence

from bot.domain.home import ChannelRow, Overview, PersonRow, UnmatchedRow
from bot.domain.messages import Json
from bot.domain.milestone import DigestSchedule
from bot.domain.overrides import code_of
from bot.render.actions import Action, settings_button
from bot.render.blocks import button, context_blocks, divider_blocks, plain_text
from bot.render.escape import channel_link, outside
from bot.render.home_frame import page_button, page_of, paging_blocks, row_blocks
from bot.render.limits import NAME, SENTENCE, SHORT, TITLE
from bot.render.lines import dotted
from bot.render.values import HomePage
from bot.render.words import LocalTime, count

PAGE = 8
SHOWN_WELL = 12
SHOWN_KEYS = 6
PICK = "pick"
"""How the block of a select begins that picks who somebody is; a code of the handle follows."""
PLACEHOLDER = 75
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def leads_blocks(overview: Overview, local: LocalTime, wanted: HomePage) -> list[Json]:
    wrong = overview.wrong
    lists = (wrong, overview.channels, overview.unmatched, overview.people)
    paging = page_of(wanted, *((len(each), PAGE) for each in lists))
    return [
        row_blocks(_head(len(wrong)), page_button("My work", Action.HOME_TAB, HomePage())),
        *(_wrong_row(each.sentence, each.fix) for each in paging.rows(wrong, PAGE)),
        *_well_blocks(overview),
        *_part(
            "Channels",
            len(overview.channels),
            [_channel_row(each, local) for each in paging.rows(overview.channels, PAGE)],
        ),
        *_part(
            "People without a Slack account that I know: pick who they are",
            len(overview.unmatched),
            [_unmatched_row(each) for each in paging.rows(overview.unmatched, PAGE)],
        ),
        *_part(
            "People who were named by hand",
            len(overview.people),
            [_person_row(each, local) for each in paging.rows(overview.people, PAGE)],
        ),
        *paging_blocks(paging),
    ]


def _head(wrong: int) -> str:
    if wrong:
        return f"🩺 *Installation: {count(wrong, 'thing')} to put right*"
    return "🩺 *Installation: all is well*"


def _wrong_row(sentence: str, fix: str) -> Json:
    return row_blocks(f"✗ wrong: {outside(sentence, SENTENCE)} → {outside(fix, TITLE)}")


def _well_blocks(overview: Overview) -> list[Json]:
    well = [finding for finding in overview.findings if finding.is_well]
    if not well:
        return []
    said = [outside(finding.sentence, TITLE) for finding in well[:SHOWN_WELL]]
    more = len(well) - SHOWN_WELL
    lines = [*said, *([f"and {more} more: `/blockers doctor`"] if more > 0 else [])]
    return [context_blocks(f"✓ well: {' · '.join(lines)}")]


def _part(title: str, total: int, rows: Sequence[Json]) -> list[Json]:
    if not rows:
        return []
    return [divider_blocks(), row_blocks(f"*{title}* · {total}"), *rows]


def _channel_row(row: ChannelRow, local: LocalTime) -> Json:
    name = f"#{outside(row.name, NAME)}" if row.name else channel_link(row.id)
    lines = (
        dotted(f"*{name}*", outside(row.milestone, SHORT)),
        f"⏸ *paused*: {outside(row.paused, SENTENCE)}" if row.paused else "",
        dotted(*_schedule_words(row, local)),
    )
    return row_blocks("\n".join(line for line in lines if line), settings_button(row.id))


def _schedule_words(row: ChannelRow, local: LocalTime) -> Iterator[str]:
    schedule = row.schedule
    if schedule is None:
        yield "no digest"
    else:
        at = f"{schedule.at:%H:%M} {outside(schedule.timezone, NAME)}"
        yield f"digest {_days_words(schedule)} {at}"
        if schedule.quiet:
            yield "quiet: pings nobody"
        if not row.paused:
            yield f"next {local.moment(row.next_at)}" if row.next_at else "no next post"
    yield f"last {local.moment(row.last_at)}" if row.last_at else "none posted yet"


def _days_words(schedule: DigestSchedule) -> str:
    days = sorted(schedule.days)
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):  # noqa: PLR2004 - a span
        return f"{_DAYS[days[0]]} to {_DAYS[days[-1]]}"
    return ", ".join(_DAYS[day] for day in days if day < len(_DAYS))


def _unmatched_row(row: UnmatchedRow) -> Json:
    more = len(row.keys) - SHOWN_KEYS
    keys = ", ".join(outside(key, NAME) for key in row.keys[:SHOWN_KEYS])
    waits = f"{keys} and {more} more" if more > 0 else keys
    select = {
        "type": "users_select",
        "action_id": Action.PICK_PERSON.value,
        "placeholder": plain_text("Pick who that is", PLACEHOLDER),
    }
    text = dotted(
        f"*{outside(row.handle, SHORT) or '(no name)'}*", f"named in {waits}" if waits else ""
    )
    return {**row_blocks(text, select), "block_id": f"{PICK}/{code_of(row.handle)}"}


def _person_row(row: PersonRow, local: LocalTime) -> Json:
    who = outside(row.name, NAME) or outside(row.user, NAME)
    is_ = f"*{outside(row.handle, SHORT) or '(no name)'}* is {who}"
    if row.at is None:
        return row_blocks(dotted(is_, "from `people:` in blockers.yml"))
    by = f"picked by {outside(row.by, NAME)}, {local.moment(row.at)}"
    wins = f"wins over {outside(row.instead_of, NAME)} of the file" if row.instead_of else ""
    remove = button(
        "Remove", Action.DROP_PERSON, code_of(row.handle), spoken=f"Remove {row.handle}"
    )
    return row_blocks(dotted(is_, by, wins), remove)
