"""What needs more than PyPI is marked by its folder: e2e, peers, bench."""

from pathlib import Path

import pytest

HERE = Path(__file__).parent
APART = ("e2e", "peers", "bench")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            folder = item.path.relative_to(HERE).parts[0]
            if folder in APART:
                item.add_marker(folder)
