"""The thread of a digest: nothing is lost, rows are answered there too, nobody is pinged twice."""

from dataclasses import replace

from bot.domain.ids import BlockerId, BlockerKey, UserId
from bot.domain.messages import Message
from bot.domain.needs import build_needs
from bot.render.digest import digest_message
from tests.unit.render.boards import TODAY, Line, board_of, sample_digest, tls, view
from tests.unit.render.slack_limits import LIVE, labels_of
from tests.unit.render.test_digest import need, told, whole


def asked_of(*users: str) -> tuple[Message, ...]:
    """The needs of a digest, one of each user's and in this order."""
    needs = tuple(
        replace(need(n), blocker=tls().blocker.key, mention=UserId(user), called=user[2:].title())
        for n, user in enumerate(users)
    )
    drawn = digest_message(replace(sample_digest(), needs=needs), preview=False)
    return drawn.main, *drawn.thread


def test_who_was_called_above_is_only_named_in_the_thread() -> None:
    post, thread = asked_of(*["U0ALICE"] * 6, "U0ALICE", "U0BOB", "U0BOB")
    assert post.text.count("<@U0ALICE>") == 6
    assert LIVE.findall(thread.text) == ["<@"]
    assert thread.text.count(", <@U0BOB>") == 1
    assert (thread.text.count(" · Alice"), thread.text.count(" · Bob")) == (1, 1)


def test_who_is_called_in_the_thread_may_answer_there() -> None:
    views = [
        view(
            replace(tls().blocker, key=BlockerKey(f"THR-{n}"), id=BlockerId(f"{n:036}")),
            [Line("Item", due=TODAY)],
        )
        for n in range(40, 60)
    ]
    board = board_of(views)
    digest = replace(sample_digest(board), needs=build_needs(board, ()))
    drawn = digest_message(digest, preview=False)
    post, first, *rest = (drawn.main, *drawn.thread)
    assert first.text.splitlines()[0] == "*More that needs someone today*"
    labels = [labels_of(one.blocks) for one in (post, first)]
    assert [one.count("On it") for one in labels] == [6, 8]
    assert [one.count("Remind me tomorrow") for one in labels] == [6, 8]
    said = "\n".join(one.text for one in (post, first, *rest))
    assert all(said.count(f"*THR-{n} ") == 1 for n in range(40, 60))


def test_long_parts_go_to_the_thread_and_nothing_is_lost() -> None:
    changes = told([f"change {n:03}." for n in range(60)])
    needs = tuple(need(n) for n in range(100, 160))
    drawn = digest_message(replace(sample_digest(), changes=changes, needs=needs), preview=False)
    text = "\n".join(whole(message) for message in (drawn.main, *drawn.thread))
    assert all(text.count(change.words) == 1 for change in changes)
    assert all(text.count(f"*THR-{n} Title {n}*") == 1 for n in range(100, 160))
    assert "12 new · 12 slipped" in drawn.main.text.splitlines()[1]
    assert "and 6 more" in drawn.main.text
    assert "30 more in the thread" in drawn.main.text
    assert "54 more in the thread" in drawn.main.text


def test_a_thread_is_bounded_and_says_what_it_left_out() -> None:
    changes = told([f"change {n} " + "long " * 40 for n in range(2000)])
    drawn = digest_message(replace(sample_digest(), changes=changes), preview=False)
    thread = drawn.thread
    assert len(thread) == 10
    shown = sum(whole(message).count("change ") for message in (drawn.main, *thread))
    assert f"{2000 - shown} more lines" in thread[-1].text
