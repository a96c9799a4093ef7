from __future__ import annotations

from pathlib import Path

import pytest

from casualties import store
from casualties.store.swap import STAGE


def test_files_appear_together_at_the_end(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    with store.staged(tmp_path) as new:
        (new / "a").write_text("new")
        (new / "b").write_text("new")
        assert (tmp_path / "a").read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]
    assert (tmp_path / "a").read_text() == "new"


@pytest.mark.parametrize("trouble", [OSError("disk full"), KeyboardInterrupt()])
def test_after_trouble_everything_is_as_it_was(trouble: BaseException, tmp_path: Path) -> None:
    def troubled() -> None:
        with store.staged(tmp_path) as new:
            (new / "a").write_text("half")
            raise trouble

    (tmp_path / "a").write_text("old")
    with pytest.raises(type(trouble)):
        troubled()
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("a", "old")]


def test_what_a_killed_run_left_is_swept_away(tmp_path: Path) -> None:
    (tmp_path / STAGE).mkdir()
    (tmp_path / STAGE / "a").write_text("half")
    with store.staged(tmp_path) as new:
        (new / "b").write_text("new")
    assert [path.name for path in tmp_path.iterdir()] == ["b"]


def test_a_lock_is_held_once(tmp_path: Path) -> None:
    one, other = tmp_path / "in" / "one.lock", tmp_path / "other.lock"
    with store.locked(one, other), pytest.raises(store.BusyError, match=r"one\.lock"), store.locked(one):
        pass
    with store.locked(one):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_was_used_under_a_lock_stays(tmp_path: Path) -> None:
    with store.locked(tmp_path / "new" / "below" / "one.lock"):
        (tmp_path / "new" / "kept").touch()
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["kept"]


def test_a_lock_whose_file_went_meanwhile_is_not_held(tmp_path: Path) -> None:
    fcntl = pytest.importorskip("fcntl")
    path = tmp_path / "one.lock"
    with store.locked(path), path.open("rb") as opened:
        path.unlink()
        with store.locked(path), pytest.raises(store.BusyError), store.locked(path):
            pass
        with pytest.raises(BlockingIOError):
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
