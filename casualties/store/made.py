"""What an output folder was made of: with it a run that finds nothing new need not make anything.

The file is swapped in last and goes first (`staged`), so it is never there beside tables that it does not speak of.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

MADE = ".casualties-made"


def seal(folder: Path, stamp: str, said: Any) -> None:
    """Note in a folder what its files were made of, what was said of them, and a hash of each."""
    files = {str(path.relative_to(folder)): path for path in sorted(folder.rglob("*")) if path.is_file()}
    record = {"stamp": stamp, "said": said, "files": {name: _hash(path) for name, path in files.items()}}
    (folder / MADE).write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8", newline="\n")


def sealed(folder: Path, stamp: str) -> Any:
    """What was said of the files of a folder; None where they are of something else, or not as they were made."""
    try:
        record = json.loads((folder / MADE).read_bytes())
        whole = record["stamp"] == stamp and all(_hash(folder / name) == was for name, was in record["files"].items())
        return record["said"] if whole else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
