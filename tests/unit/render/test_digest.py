"""The digest: news first, reasons beside names, nothing dropped, pings only where they belong."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.board import Sources
from bot.domain.digest import Digest, Need, Reason, Why
from bot.domain.ids import BlockerId, BlockerKey, UserId
from bot.domain.messages import Message
from bot.domain.needs import build_needs
from bot.domain.news import Change, ChangeKind, in_order
from bot.domain.trackers import Source
from bot.render.digest import digest_message
from bot.render.limits import MESSAGE_JSON, json_size
from bot.render.values import Show
from tests.unit.render.boards import (
    MILESTONE,
    NOW,
    SOURCES,
    TODAY,
    Line,
    board_of,
    sample_board,
    sample_digest,
    tls,
    view,
)
from tests.unit.render.slack_limits import LIVE, button_called, labels_of, texts_of


def main(digest: Digest, *, preview: bool = False) -> Message:
    return digest_message(digest, preview=preview).main


def whole(message: Message) -> str:
    """All of the blocks: the fallback text may be cut."""
    return "\n".join(texts_of(message.blocks))


def need(number: int) -> Need:
    return Need(
        blocker=BlockerKey(f"THR-{number}"),
        title=f"Title {number}",
        reasons=(Reason(Why.OVERDUE),),
        sentence="is overdue 3 days",
        person="Bob",
    )


KINDS = (
    ChangeKind.NEW,
    ChangeKind.SLIPPED,
    ChangeKind.TICKED,
    ChangeKind.TURNED,
    ChangeKind.NOTE,
)


def told(words: list[str]) -> tuple[Change, ...]:
    """Of five kinds, as many of each."""
    return in_order(
        Change(kind=KINDS[place % len(KINDS)], words=said, short=said)
        for place, said in enumerate(words)
    )


def test_few_changes_are_one_line_that_a_phone_shows() -> None:
    lines = main(sample_digest()).text.splitlines()
    assert lines[1] == (
        "*Since yesterday 09:00* THR-60 cleared · target moved 15 → 18 Dec · "
        "2 items ticked by Bob · api-cert went down at 08:12"
    )


def test_many_changes_are_counted_first_and_told_by_kind() -> None:
    cleared = [
        Change(kind=ChangeKind.CLEARED, words=f"THR-{n} cleared", short=f"THR-{n} Title {n}")
        for n in range(61, 64)
    ]
    changes = in_order([*sample_digest().changes, *cleared])
    lines = main(replace(sample_digest(), changes=changes)).text.splitlines()
    assert lines[1] == (
        "*Since yesterday 09:00* 4 cleared · target moved · 2 ticked · 1 probe turned"
    )
    assert lines[2] == (
        "• *Cleared* THR-60 Staged rollout, THR-61 Title 61, THR-62 Title 62, THR-63 Title 63"
    )
    assert lines[5] == "• *Probes* api-cert went down at 08:12"


@pytest.mark.parametrize(
    ("said", "counted"),
    [("set to 18 Dec", "target set"), ("removed, it was 18 Dec", "target removed")],
)
def test_a_target_is_counted_as_what_became_of_it(said: str, counted: str) -> None:
    target = Change(kind=ChangeKind.TARGET, words=f"target {said}", short=said)
    lines = main(replace(sample_digest(), changes=(target, *told(["x"] * 9)))).text.splitlines()
    assert lines[1].startswith(f"*Since yesterday 09:00* {counted} · ")


def test_what_a_probe_says_since_then_is_told_apart_from_when_it_turned() -> None:
    at = NOW - timedelta(days=1)
    up = Change(kind=ChangeKind.TURNED, words="api is up again", at=at, lasts=True)
    down = Change(kind=ChangeKind.TURNED, words="cdn went down", at=at)
    text = main(replace(sample_digest(), changes=(up, down))).text
    assert "api is up again since yesterday 09:41 · cdn went down yesterday 09:41" in text


def test_news_come_before_needs_before_state_before_health() -> None:
    text = main(sample_digest()).text
    places = [
        text.index(part)
        for part in (
            "*Standup · Production deployment · Wed 18 Nov*",
            "*Since yesterday 09:00*",
            "THR-60 cleared",
            "*Needs someone today*",
            "has no owner and is overdue 5 days",
            "🔴 *Blocked by 2*",
            "THR-42 TLS and ingress hardening · ▰▰▰▱▱",
            "Health: 4 up",
            "Scorecard: 2 ready, 2 blocked",
            "next digest Thu 09:00",
        )
    ]
    assert places == sorted(places)


def test_a_posted_digest_pings_only_who_is_needed() -> None:
    text = main(sample_digest()).text
    assert LIVE.findall(text) == ["<@", "<@"]
    assert "and is overdue 5 days, <@U0ALICE>" in text


def test_a_preview_names_people_without_pinging() -> None:
    text = main(sample_digest(), preview=True).text
    assert not LIVE.search(text)
    assert "which is down · Bob" in text


def test_a_mention_that_is_no_account_pings_nobody() -> None:
    odd = replace(sample_digest(), needs=(replace(need(1), mention=UserId("!channel")),))
    assert not LIVE.search(main(odd).text)


def test_a_preview_offers_to_post_and_asks_first() -> None:
    button = button_called(main(sample_digest(), preview=True).blocks, "Post now")
    assert button["action_id"] == "digest.post"
    assert button["confirm"]["confirm"]["text"] == "Post now"
    assert "Post now" not in labels_of(main(sample_digest()).blocks)


def test_marks_say_by_whose_hand_and_that_it_is_late() -> None:
    text = main(replace(sample_digest(), by_hand="Alice", late=True)).text
    assert "posted by hand by Alice · late" in text.splitlines()[0]


def test_nothing_new_is_said_with_the_day_of_it() -> None:
    lines = main(replace(sample_digest(), changes=(), quiet_days=4)).text.splitlines()
    assert lines[0].endswith("no change, day 4")
    assert lines[1] == "*Since yesterday 09:00* nothing changed"


def test_a_day_that_has_come_is_told_where_nothing_else_changed() -> None:
    keys = tuple(BlockerKey(f"THR-{n}") for n in (42, 43))
    lines = main(replace(sample_digest(), changes=(), pressing=keys)).text.splitlines()
    said = "nothing changed, but there is a new reason to act on THR-42, THR-43"
    assert lines[1] == f"*Since yesterday 09:00* {said}"


def test_what_was_not_read_is_not_said_to_be_unchanged() -> None:
    board = replace(sample_board(), sources=replace(SOURCES, trouble="rate limited"))
    lines = main(replace(sample_digest(), board=board, changes=())).text.splitlines()
    assert lines[2] == (
        "*Since yesterday 09:00* nothing is known to have changed: Linear cannot be read"
    )


def test_the_state_says_how_many_there_were() -> None:
    assert "🔴 *Blocked by 2* (was 3) · risk" in main(replace(sample_digest(), were_open=3)).text
    assert (
        "🔴 *Blocked by 2* (was clear) · risk" in main(replace(sample_digest(), were_open=0)).text
    )
    assert "🔴 *Blocked by 2* · risk" in main(replace(sample_digest(), were_open=2)).text
    clear = replace(sample_digest(board_of([])), were_open=3)
    assert "(was blocked by 3)" in main(clear).text


def test_a_digest_of_an_earlier_day_names_the_day_that_its_state_is_of() -> None:
    earlier = replace(sample_digest(), day=TODAY - timedelta(days=2))
    assert main(earlier).text.splitlines()[-1].endswith("live, as of Wed 18 Nov 09:41 EST")
    assert main(sample_digest()).text.splitlines()[-1].endswith("live, as of 09:41 EST")


def test_nothing_is_said_of_probes_and_a_scorecard_that_are_not_there() -> None:
    board = replace(board_of([tls()]), scorecard=(), probes=())
    lines = main(sample_digest(board)).text.splitlines()
    assert lines[-2].startswith("• THR-42")


def test_the_first_one_says_what_is_watched_and_what_comes_next() -> None:
    lines = main(replace(sample_digest(), since=None, changes=())).text.splitlines()
    assert lines[1] == (
        "👋 *First digest* of Production deployment here. Watched: the blockers in Linear "
        "(2 open), 1 issue that does not block, 5 probes, 4 parts of the scorecard. The next one, "
        "Thu 09:00, tells what changed; `/blockers` answers at any time."
    )


def test_the_first_one_of_a_tracker_that_was_never_read_says_so() -> None:
    sources = Sources(tracker="Linear", tracker_at=None, trouble="it did not answer")
    unread = replace(sample_digest(), board=board_of([], sources=sources), since=None, changes=())
    assert "Watched: the blockers in Linear (not read yet)" in main(unread).text


def test_the_first_one_without_a_tracker_watches_what_is_kept_here() -> None:
    kept = board_of([], sources=Sources(tracker="", tracker_at=None))
    text = main(replace(sample_digest(), board=kept, since=None, changes=(), needs=())).text
    assert "the blockers kept here (none open)" in text
    assert "No further one is planned here, `/blockers settings` plans them; " in text
    assert "`/blockers add TITLE` adds the first blocker" in text


def test_a_tracker_that_is_not_connected_is_said_above_that_nothing_blocks() -> None:
    alone = board_of([], sources=Sources(tracker="", tracker_at=None))
    unread = replace(alone, milestone=replace(alone.milestone, unread=Source.LINEAR))
    lines = main(replace(sample_digest(), board=unread, needs=())).text.splitlines()
    assert lines[1] == "⚠️ Linear is not connected, its issues are missing here: `/blockers doctor`"


def test_nobody_is_needed_only_when_that_is_known() -> None:
    sources = Sources(tracker="Linear", tracker_at=None, trouble="it did not answer")
    unread = replace(sample_digest(), board=board_of([], sources=sources), needs=(), changes=())
    assert "*Needs someone today* nobody" in main(replace(sample_digest(), needs=())).text
    text = main(unread).text
    assert "not known while the issues cannot be read" in text
    assert "clear" not in text


def test_a_tracker_that_is_away_is_a_line_with_the_age() -> None:
    old = replace(SOURCES, tracker_at=NOW - timedelta(minutes=61), trouble="rate limited")
    text = main(replace(sample_digest(), board=board_of([tls()], sources=old))).text
    assert text.splitlines()[1] == (
        "⚠️ Linear is away (rate limited): this is from 08:40, 61 min ago"
    )


def test_six_needs_with_long_titles_and_items_stand_on_one_page() -> None:
    title = "Harden TLS and the ingress for every public endpoint we have"
    text = "Verify that the staging endpoint answers over HTTPS from outside the cluster"
    views = [
        view(
            replace(
                tls().blocker, key=BlockerKey(f"THR-{n}"), id=BlockerId(f"{n:036}"), title=title
            ),
            [Line(text, due=TODAY)],
        )
        for n in range(40, 46)
    ]
    board = board_of(views)
    drawn = digest_message(
        replace(sample_digest(board), needs=build_needs(board, ())), preview=False
    )
    for n in range(40, 46):
        assert f"*THR-{n} {title}* has “{text}” due today" in whole(drawn.main)
        assert whole(drawn.main).count(f"• THR-{n} {title}") == 1
    assert json_size(drawn.main.blocks) <= MESSAGE_JSON


def test_needs_and_the_end_open_the_blocker() -> None:
    board = sample_board()
    message = main(sample_digest(board))
    answers = ["Not mine", "Remind me tomorrow"]
    assert labels_of(message.blocks) == [
        *["Open", "On it", "Pick owner", answers[1]],
        *["Open", "On it", *answers],
        *["Open checklist", "Full status", "Add a note"],
    ]
    first = Show(milestone=MILESTONE.key, blocker=board.blockers[0].blocker.id)
    assert Show.decode(button_called(message.blocks, "Open checklist")["value"]) == first
    full = button_called(message.blocks, "Full status")
    assert full["action_id"] == "digest.full"
    assert Show.decode(full["value"]) == Show(milestone=MILESTONE.key)
