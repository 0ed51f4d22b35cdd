"""What the buttons and the form of a channel's settings carry is read back strictly."""

import json

import pytest

from bot.domain.ids import ChannelId, MilestoneKey
from bot.render.channel_values import MAX_URL, Follow, Place, SettingsForm
from bot.render.codec import MAX_VALUE, BadValueError
from bot.render.values import MAX_OPTION

FORM = SettingsForm(
    channel=ChannelId("C0OPS"),
    milestone=MilestoneKey("prod"),
    revision=7,
    stamps=".".join(["a1b2c3"] * 10),
    zone="America/Argentina/ComodRivadavia",
    url="https://hooks.slack.com/" + "x" * 900,
)


@pytest.mark.parametrize(
    "value",
    [
        Place(channel=ChannelId("C0OPS")),
        Place(channel=ChannelId("C0OPS"), milestone=MilestoneKey("prod")),
        Follow(),
        Follow(milestone=MilestoneKey("x" * 39)),
        SettingsForm(channel=ChannelId("C0OPS")),
        FORM,
    ],
)
def test_value_reads_back_as_it_was(value: Place | Follow | SettingsForm) -> None:
    assert type(value).decode(value.encode()) == value
    assert len(value.encode()) <= MAX_VALUE


def test_longest_key_fits_into_an_option() -> None:
    assert len(Follow(milestone=MilestoneKey("x" * 39)).encode()) <= MAX_OPTION


def test_address_that_is_too_long_is_left_out() -> None:
    form = SettingsForm(channel=ChannelId("C0OPS"), url="h" * (MAX_URL + 1))
    assert SettingsForm.decode(form.encode()).url == ""


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{}",
        '{"c":""}',
        '{"c":5}',
        '{"c":"C0","m":[]}',
        '{"c":"C0","x":1}',
        '{"c":"C0","r":-1}',
        '{"c":"C0","r":true}',
        '{"c":"C0","r":1e9}',
        json.dumps({"c": "C" * MAX_VALUE}),
        "[" * 9000,
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(BadValueError):
        SettingsForm.decode(text)


@pytest.mark.parametrize("text", ["", "[]", '{"m":7}', '{"m":null}', '{"c":"C0"}'])
def test_a_follow_of_another_shape_is_refused(text: str) -> None:
    with pytest.raises(BadValueError):
        Follow.decode(text)


@pytest.mark.parametrize("zone", ["No/Where", "../etc/passwd", "\\u0000", "UTC/"])
def test_zone_that_is_none_is_refused(zone: str) -> None:
    with pytest.raises(BadValueError):
        SettingsForm.decode(f'{{"c":"C0OPS","r":0,"z":"{zone}"}}')
