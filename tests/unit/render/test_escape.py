"""Text from outside is shown as it was written, and does nothing."""

# ruff: noqa: RUF001 - the look-alikes are what is tested
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render.escape import channel_link, cut, fit, mention, outside, plain, tidy, unmarked


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("R&D <b> a > b", "R&amp;D &lt;b&gt; a &gt; b"),
        ("<!channel>", "&lt;!channel&gt;"),
        ("&amp; is not escaped twice", "&amp;amp; is not escaped twice"),
        ("two\nlines\r\n and\ttabs", "two lines and tabs"),
        ("\x00a\ud800b\u202ec", "abc"),
        ("run `make test` now", "run `make test` now"),
        ("a ` alone", "a ˋ alone"),
        ("a ``` fence ```", "a ˋˋˋ fence ˋˋˋ"),
        ("a *bold* word", "a ∗bold∗ word"),
        ("0 2 * * *", "0 2 * * ∗"),
        ("2*3 and f(*args)", "2*3 and f(∗args)"),
        ("_very_ snake_case_name", "ˍveryˍ snake_case_name"),
        ("~old~ ~/home", "∼old∼ ~/home"),
        ("שלום", "\u2068שלום\u2069"),
    ],
)
def test_outside_neutralises_what_slack_would_act_on(written: str, shown: str) -> None:
    assert outside(written, 200) == shown


def test_sentence_under_an_input_of_a_modal_shows_no_marks_and_no_entities() -> None:
    said = f"Only *Bob* may edit “{outside('R&D <b>', 90)}”. Ask with `/blockers`."

    assert unmarked(said) == "Only Bob may edit “R&D <b>”. Ask with /blockers."


def test_outside_is_cut_before_it_is_escaped() -> None:
    assert outside("&&&&&&", 4) == "&amp;&amp;&amp;…"


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("short", 5, "short"),
        ("TLS and ingress hardening", 16, "TLS and ingress…"),
        ("Unbreakable", 6, "Unbre…"),
        ("ab👩‍👧cd", 4, "ab…"),
        ("cafe\u0301s are open", 5, "caf…"),
    ],
)
def test_cut_ends_at_a_word_and_splits_no_character(text: str, limit: int, shown: str) -> None:
    assert cut(text, limit) == shown


@given(st.text(max_size=400), st.integers(2, 200))
def test_cut_never_exceeds_its_limit_nor_its_weight(text: str, limit: int) -> None:
    shown = cut(text, limit)
    assert len(shown) <= limit
    assert len(json.dumps(shown)) <= limit * 6 + 8


@given(st.text(max_size=100))
def test_tidy_twice_is_tidy_once(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


@given(st.text(max_size=100))
def test_plain_is_one_line(text: str) -> None:
    assert len(plain(text, 100).splitlines()) <= 1
    assert len(plain(text, 100)) <= 100


def test_plain_keeps_its_limit_with_the_marks_of_right_to_left_text() -> None:
    assert len(plain("\u05d0" * 80, 75)) <= 75


@pytest.mark.parametrize("user", ["U0BOB", "W012A"])
def test_mention_is_live_for_an_account(user: str) -> None:
    assert mention(user) == f"<@{user}>"


@pytest.mark.parametrize("user", ["!channel", "bob", "U0BOB> <!here", ""])
def test_mention_of_anything_else_is_plain(user: str) -> None:
    assert "<" not in mention(user)


def test_channel_link_only_for_a_channel() -> None:
    assert channel_link("C0OPS") == "<#C0OPS>"
    assert channel_link("!here") == "!here"


def test_fit_keeps_whole_lines() -> None:
    assert fit("one\ntwo\nthree", 9, 100) == "one\ntwo\n…"


def test_fit_never_halves_an_entity() -> None:
    for limit in range(6, 30):
        shown = fit("&amp;" * 20, limit, 1000)
        assert len(shown) <= limit
        assert shown.removesuffix("…").replace("&amp;", "") == ""


def test_fit_minds_the_weight_on_the_wire() -> None:
    shown = fit("漢" * 100, 100, 300)
    assert len(json.dumps(shown)) - 2 <= 300
