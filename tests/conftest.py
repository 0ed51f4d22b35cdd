"""What needs more than PyPI is marked by its folder: e2e, peers, bench."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# How long an example may take says more about the machine than about the code.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

HERE = Path(__file__).parent
APART = ("e2e", "peers", "bench")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            folder = item.path.relative_to(HERE).parts[0]
            if folder in APART:
                item.add_marker(folder)
