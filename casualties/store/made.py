"""What an output folder was made of: with it a run that finds nothing new need not make anything.

The file is swapped in last and goes first (`staged`), so it is never there beside tables that it does not speak of.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

MADE = ".casualties-made"
EMPTY: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Before:
    """What an output folder was made of: a hash of every file, and by which rules, and the keys of its pages."""

    folder: Path
    files: Mapping[str, str] = field(default_factory=dict)
    pages: Mapping[str, str] = field(default_factory=dict)

    def stands(self, name: str, key: str) -> bool:
        """Is the page of this key there, as it was made?"""
        file = self.folder / name
        return self.pages.get(name) == key and file.is_file() and self.files.get(name) == _hash(file)


def before(folder: Path, rules: str) -> Before:
    """What a folder was made of, if it was by these rules."""
    record = _record(folder)
    if record.get("rules") != rules:
        return Before(folder)
    return Before(folder, record["files"], record["pages"])


def seal(folder: Path, stamp: str, said: Any, rules: str = "", pages: Mapping[str, str] = EMPTY,
         was: Mapping[str, str] = EMPTY) -> None:  # fmt: skip
    """Note in a folder what its files were made of, what was said of them, and a hash of each.

    `pages` are the keys of its pages, made by `rules`; the hash of those that were not made anew is what it `was`.
    """
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != MADE)
    files = {str(path.relative_to(folder)): path for path in paths}
    hashes = {name: was[name] for name in pages if name not in files} | {n: _hash(path) for n, path in files.items()}
    record = {"stamp": stamp, "said": said, "files": dict(sorted(hashes.items())), "rules": rules, "pages": dict(pages)}
    text = json.dumps(record, ensure_ascii=False)
    (folder / MADE).write_text(text, encoding="utf-8", newline="\n")


def sealed(folder: Path, stamp: str) -> Any:
    """What was said of the files of a folder; None where they are of something else, or not as they were made."""
    record = _record(folder)
    try:
        whole = record.get("stamp") == stamp and all(
            _hash(folder / name) == was for name, was in record["files"].items()
        )
    except OSError:
        return None
    return record["said"] if whole else None


def _record(folder: Path) -> dict[str, Any]:
    """What stands in the note of a folder; nothing where there is none, or it is none of ours."""
    try:
        record = json.loads((folder / MADE).read_bytes())
    except (OSError, ValueError):
        return {}
    shape = {"stamp": str, "files": dict, "rules": str, "pages": dict}
    sound = (
        isinstance(record, dict) and "said" in record and all(isinstance(record.get(k), t) for k, t in shape.items())
    )
    return record if sound else {}


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
