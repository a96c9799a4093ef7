"""Which rules made something: a hash of all that they are made of. An upgrade reads, links or writes again."""

from __future__ import annotations

import functools
import hashlib
from importlib import metadata, resources
from importlib.resources.abc import Traversable

READERS = ("model.py", "lexicon", "extract")
LINKERS = (*READERS, "link")
RECKONERS = (*READERS, "reconcile", "pipeline.py")
WRITERS = (*LINKERS, "pipeline.py", "reconcile", "report", "store")
LIBRARIES = ("quantulum3", "inflect", "word2number")


@functools.cache
def version(parts: tuple[str, ...] = READERS) -> str:
    """Sixteen hexadecimal digits that change with any file of these parts and with the libraries that they use."""
    digest = hashlib.sha256()
    for library in LIBRARIES:
        digest.update(f"{library} {metadata.version(library)}\n".encode())
    for part in parts:
        _take(digest, resources.files("casualties") / part)
    return digest.hexdigest()[:16]


def _take(digest: hashlib._Hash, part: Traversable) -> None:
    if part.is_dir():
        for inner in sorted(part.iterdir(), key=lambda entry: entry.name):
            if inner.name != "__pycache__":
                _take(digest, inner)
    else:
        content = part.read_bytes()
        digest.update(f"{part.name} {len(content)}\n".encode())
        digest.update(content)
