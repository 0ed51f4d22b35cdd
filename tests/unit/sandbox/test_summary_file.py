"""What cannot be used as a summary is told in one line, with the place in the file."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from sandbox.summary_file import SummaryError, read_summary

PICTURE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x04\x00\x00\x00\x04\x08\x02\x00\x00\x00"
TORN = """# Blockers
### MRG-1: Torn
<<<<<<< HEAD
- [x] one
=======
- [ ] one
>>>>>>> other
"""


def wrote(content: bytes) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_bytes(content)

    return write


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda _: None, "1: cannot be read: No such file or directory"),
        (Path.mkdir, "1: cannot be read: Is a directory"),
        (wrote(PICTURE), "1: Markdown text in UTF-8 was expected"),
        (
            wrote(b"x" * 1_000_001),
            "1: too large: a document of at most 1 MB (1,000,000 bytes) was expected",
        ),
        (os.mkfifo, "1: cannot be read: nobody wrote into this pipe for 5 seconds"),
        (wrote(b""), "1: a summary was expected: blockers, checklists or a scorecard"),
        (
            wrote(TORN.encode()),
            "3: a resolved document was expected; merge marks stand on lines 3, 5, 7",
        ),
    ],
    ids=["missing", "folder", "picture", "large", "pipe", "empty", "merge marks"],
)
def test_what_cannot_be_used_is_told_in_one_line(
    tmp_path: Path, make: Callable[[Path], None], told: str
) -> None:
    path = tmp_path / "summary.md"
    make(path)
    with pytest.raises(SummaryError) as refused:
        read_summary(path)
    assert str(refused.value) == f"{path}:{told}"


def test_file_without_an_end_is_refused() -> None:
    with pytest.raises(SummaryError) as refused:
        read_summary(Path("/dev/zero"))
    assert str(refused.value).endswith("a document of at most 1 MB (1,000,000 bytes) was expected")
