"""A sandbox's folder: one process at a time, and nothing deleted that is somebody else's."""

from datetime import date
from pathlib import Path

import pytest

from sandbox.folder import Folder, FolderError, Start

DAY = date(2026, 11, 18)
SAMPLE = Start(today=DAY)


def test_a_new_folder_is_filled_and_then_kept(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "new" / "sandbox")
    with folder.held():
        assert folder.open(SAMPLE, reset=False) == (SAMPLE, True)
        folder.config.write_text("kept")
    with folder.held():
        later = Start(today=date(2026, 12, 1))
        assert folder.open(later, reset=False) == (SAMPLE, False)
        assert folder.config.read_text() == "kept"


def test_a_reset_and_another_summary_forget_what_was_there(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "sandbox")
    other = Start(today=DAY, document={"doc": {"title": "Another"}})
    with folder.held():
        folder.open(SAMPLE, reset=False)
        for wanted, reset in ((SAMPLE, True), (other, False)):
            folder.bot_data.mkdir()
            folder.config.write_text("gone")
            assert folder.open(wanted, reset=reset) == (wanted, True)
            assert not folder.bot_data.exists()
            assert not folder.config.exists()
        assert folder.open(SAMPLE, reset=False) == (other, False)


def test_it_is_for_one_process_which_is_named_to_the_second(tmp_path: Path) -> None:
    first, second = Folder(tmp_path), Folder(tmp_path)
    with first.held():
        first.say_address("http://127.0.0.1:8080")
        with (
            pytest.raises(FolderError, match=r"process \d+, http://127.0.0.1:8080/"),
            second.held(),
        ):
            pass
    with second.held():
        assert second.open(SAMPLE, reset=False)[1]


def test_the_lock_survives_a_reset(tmp_path: Path) -> None:
    first, second = Folder(tmp_path), Folder(tmp_path)
    with first.held():
        first.open(SAMPLE, reset=True)
        with pytest.raises(FolderError), second.held():
            pass


def test_what_a_sandbox_did_not_make_is_left_alone(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("mine")
    with pytest.raises(FolderError, match=r"letter\.txt"), Folder(tmp_path).held():
        pass
    with pytest.raises(FolderError, match="not a folder"), Folder(letter).held():
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_link_in_it_is_removed_and_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "letter.txt").write_text("mine")
    folder = Folder(tmp_path / "sandbox")
    with folder.held():
        folder.open(SAMPLE, reset=False)
        folder.bot_data.symlink_to(outside)
        folder.open(SAMPLE, reset=True)
        assert not folder.bot_data.is_symlink()
    assert (outside / "letter.txt").exists()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 0}', '{"format": 1, "today": "x"}'])
def test_a_damaged_start_begins_anew(tmp_path: Path, text: str) -> None:
    folder = Folder(tmp_path)
    (tmp_path / "start.json").write_text(text)
    with folder.held():
        assert folder.open(SAMPLE, reset=False) == (SAMPLE, True)


def test_what_the_page_shows_is_kept_whole_or_not_at_all(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    assert folder.load_slack() is None
    folder.save_slack({"version": 1})
    assert folder.load_slack() == {"version": 1}
    (tmp_path / "slack.json").write_text("[1]")
    assert folder.load_slack() is None
