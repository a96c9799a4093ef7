"""Pages of events that are as they were are not made again, and no page is ever another than a fresh run makes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STREAMS = ROOT / "data/gold/streams"
FIRST = tuple(str(STREAMS / f"{name}.jsonl") for name in ("southport_stabbing_2024", "lewiston_shooting_2023"))
MORE = str(STREAMS / "kerman_bombing_2024.jsonl")
COUNTED = """
from casualties.cli import main
from casualties.report import site
made, whole = [], site.event_view
site.event_view = lambda result, event: made.append(event.id) or whole(result, event)
try:
    main()
finally:
    print(f"made {len(made)}")
"""
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def counting(tmp_path: Path) -> Callable[..., int]:
    """A run of the program that tells how many pages of events it made."""

    def counted(*arguments: str) -> int:
        done = subprocess.run([sys.executable, "-c", COUNTED, "run", *arguments, "--ledger", "kept.db"],
                              cwd=tmp_path, capture_output=True, text=True, check=True)  # fmt: skip
        return int(done.stdout.rpartition("made ")[2])

    return counted


def pages(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("events/*.html")}


def test_only_the_pages_of_what_changed_are_made(counting: Callable[..., int], run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    events = counting(*FIRST)
    assert events == len(pages(out)) >= 2
    before = pages(out)
    assert counting(*FIRST) == 0
    assert counting(MORE) == len(pages(out)) - events >= 1
    assert before.items() <= pages(out).items()

    one, other = sorted(out.glob("events/*.html"))[:2]
    whole = pages(out)
    one.write_text("spoilt")
    other.unlink()
    assert counting(*FIRST) == 2
    assert pages(out) == whole

    (out / ".casualties-made").unlink()
    assert counting(*FIRST) == len(whole)

    assert counting(*FIRST, "--policy", "gtd") == len(whole)  # every page tells its policies
    assert counting(*FIRST, "--as-of", "2024-07-30") == len(pages(out))
    assert counting(*FIRST) == len(whole)

    done = run("decide", "merge", "Southport", "Lewiston", "--ledger", "kept.db", "--reason", "one", "--by", "Kim")
    assert done.returncode == 0, done.stderr
    assert 1 <= counting(*FIRST) < len(whole)
    counting(*FIRST, "--out", "fresh")
    kept = pages(out)
    assert kept == pages(tmp_path / "fresh")  # an old address leads on wherever the pages are made
    assert sum(b"No event goes by this id" in page for page in kept.values()) == 1
    assert run("verify", "--ledger", "kept.db").returncode == 0
