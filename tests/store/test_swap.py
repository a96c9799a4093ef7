from __future__ import annotations

import shutil
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


def test_the_last_file_is_never_there_beside_others_than_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for text in ("old", "new"):
        seen = []

        def replace(one: Path, other: Path, text: str = text, seen: list[str] = seen) -> None:
            seen.append(other.name)
            assert not (tmp_path / "a seal").exists()
            shutil.move(one, other)

        with monkeypatch.context() as watched, store.staged(tmp_path, last="a seal") as new:
            for name in ("a seal", "b", "c"):
                (new / name).write_text(text)
            watched.setattr(Path, "replace", replace)
        assert seen == ["b", "c", "a seal"]
        assert (tmp_path / "a seal").read_text() == text


def test_a_seal_holds_for_its_stamp_and_files_alone(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a").write_text("one")
    assert store.sealed(tmp_path, "x") is None
    store.seal(tmp_path, "x", {"said": [1, None]})
    assert store.sealed(tmp_path, "x") == {"said": [1, None]}
    assert store.sealed(tmp_path, "y") is None
    (tmp_path / "in/a").write_text("two")
    assert store.sealed(tmp_path, "x") is None
    (tmp_path / "in/a").write_text("one")
    assert store.sealed(tmp_path, "x")
    for spoilt in ("", "[]", '{"stamp": "x", "said": 1, "files": []}', '{"stamp": "x", "said": 1, "files": {}}'):
        (tmp_path / store.MADE).write_text(spoilt)
        assert store.sealed(tmp_path, "x") is None


def test_a_page_stands_while_its_key_its_rules_and_its_bytes_are_what_they_were(tmp_path: Path) -> None:
    page, other = tmp_path / "events/a.html", tmp_path / "events/b.html"
    page.parent.mkdir()
    page.write_text("one")
    store.seal(tmp_path, "x", 1, "rules", {"events/a.html": "key"})
    before = store.before(tmp_path, "rules")
    assert before.stands("events/a.html", "key")
    assert not before.stands("events/a.html", "other key")
    assert not before.stands("events/b.html", "key")
    assert not store.before(tmp_path, "other rules").stands("events/a.html", "key")
    page.write_text("two")
    assert not before.stands("events/a.html", "key")
    page.unlink()
    assert not before.stands("events/a.html", "key")
    other.write_text("new")
    store.seal(tmp_path, "y", 1, "rules", {"events/a.html": "key", "events/b.html": "key"}, before.files)
    assert store.sealed(tmp_path, "y") is None  # a page that was kept, and is not there
    page.write_text("one")
    assert store.sealed(tmp_path, "y") == 1
    (tmp_path / store.MADE).unlink()
    assert not store.before(tmp_path, "rules").stands("events/a.html", "key")


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
