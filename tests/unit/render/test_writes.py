"""What leads read where Linear takes no writes: plain words, and no mention that is not meant."""

import json

import pytest

from bot.render.writes import refused_write_message


@pytest.mark.parametrize("kind", ["", "comment on completion"])
def test_it_says_what_why_and_what_becomes_of_it(kind: str) -> None:
    drawn = refused_write_message("Production", "no label 'waiting'", "THR-42", kind)

    assert "no label 'waiting'" in drawn.text
    assert ("THR-42" in drawn.text) == bool(kind)
    assert ("given up" if kind else "tried again every hour") in drawn.text
    assert "doctor" in drawn.text


def test_what_the_tracker_says_is_escaped_and_cut() -> None:
    hostile = "<!channel> <@U0BOB> *bold* " + "x" * 5000
    drawn = refused_write_message(hostile, hostile, hostile, "labels")

    drawn_json = json.dumps(list(drawn.blocks), ensure_ascii=False)
    assert "<!channel>" not in drawn_json + drawn.text
    assert "<@U0BOB>" not in drawn_json + drawn.text
    assert len(drawn_json) < 3000
