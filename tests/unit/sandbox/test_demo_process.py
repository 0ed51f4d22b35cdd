"""The tour's own sandbox: what it said is told where it does not get ready."""

from pathlib import Path

import pytest

from sandbox.demo.process import SandboxEndedError, running_sandbox


async def test_a_sandbox_that_ends_at_once_is_told_with_its_own_words(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.touch()
    with pytest.raises(SandboxEndedError, match="taken is not a folder"):
        async with running_sandbox(taken, None):
            raise AssertionError("it cannot have got ready")
