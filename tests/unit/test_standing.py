"""What stands since the start is not looked through again and again."""

import gc
from collections.abc import Iterator

import pytest

from bot.bootstrap.standing import freeze_what_stands


@pytest.fixture(autouse=True)
def _thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_a_full_collection_after_the_start_looks_only_at_what_came_later() -> None:
    made_at_the_start = [object()]

    freeze_what_stands()
    made_later = [object()]

    looked_at = {id(one) for one in gc.get_objects()}
    assert id(made_at_the_start) not in looked_at
    assert id(made_later) in looked_at
