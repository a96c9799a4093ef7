"""Files that are whole or absent: written beside, flushed to disk, swapped in one by one; and the run lock."""

from __future__ import annotations

import contextlib
import errno
import filecmp
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

STAGE = ".casualties-new"


class BusyError(Exception):
    """Another run holds the lock; the message names the lock file."""


@contextlib.contextmanager
def staged(folder: Path, stage: str = STAGE, last: str = "") -> Iterator[Path]:
    """A folder to write new files into; they replace those of `folder` at the end, or vanish if anything goes wrong.

    Subfolders are filled likewise; a file that is as it was is left alone, its time of change too. The file called
    `last` goes before the first of them comes and comes after them: it is only ever there beside what it was made with.
    Raises OSError when the disk does.
    """
    new = folder / stage
    shutil.rmtree(new, ignore_errors=True)  # what a killed run left
    new.mkdir(parents=True)
    try:
        yield new
        files = [file.relative_to(new) for file in sorted(new.rglob("*")) if file.is_file()]
        changed = [file for file in files if not _same(new / file, folder / file)]
        for file in changed:
            flush(new / file)
        if Path(last) in changed and (folder / last).exists():
            (folder / last).unlink()
            flush(folder)
        _moved(new, folder, [file for file in changed if file != Path(last)])
        _moved(new, folder, [file for file in changed if file == Path(last)])
    except OSError as error:
        if error.filename is None and error.errno:  # what fails to be written does not say where
            raise OSError(error.errno, error.strerror, str(folder)) from error
        raise
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _moved(new: Path, folder: Path, files: list[Path]) -> None:
    """Files of one folder into another, on the disk when this returns."""
    places = sorted({folder / file.parent for file in files})
    for place in places:
        place.mkdir(parents=True, exist_ok=True)
    for file in files:
        (new / file).replace(folder / file)
    for place in places:
        flush(place)


def locks(ledger: Path | str | None) -> list[Path]:
    """The lock files of a ledger: one beside the file, by whatever links it is named; a database has its own lock."""
    if not isinstance(ledger, Path):
        return []
    file = ledger.resolve()
    return [file.with_name(f".{file.name}.lock")]


@contextlib.contextmanager
def locked(*files: Path) -> Iterator[None]:
    """Hold the locks that `files` are, never waiting. Raises BusyError, or OSError where no lock file can be made.

    Nothing is left of the locks: not the files, nor folders that were made for them and stayed empty. A file goes while
    its lock is still held; whoever had opened it meanwhile finds that it has no name and does not hold it.
    """
    import filelock

    with contextlib.ExitStack() as held:
        for file in sorted(set(files)):
            held.enter_context(_made(file.parent))
            try:
                held.enter_context(filelock.FileLock(file, timeout=0))
            except filelock.Timeout as error:
                if not file.exists():  # nobody holds what cannot be made
                    raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(file)) from error
                raise BusyError(f"another run holds {file}") from error
            held.callback(_removed, file.unlink)
        yield


@contextlib.contextmanager
def _made(folder: Path) -> Iterator[None]:
    """Make a folder, and remove it where it stayed empty. Raises NotADirectoryError where a file has its name."""
    new = [place for place in (folder, *folder.parents) if not place.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder)) from error
    try:
        yield
    finally:
        for place in new:
            _removed(place.rmdir)


def _removed(remove: Callable[[], None]) -> None:
    """Remove something of ours; where that cannot be, it stays."""
    with contextlib.suppress(OSError):
        remove()


def _same(new: Path, old: Path) -> bool:
    """Do two files hold the same bytes?"""
    return old.is_file() and filecmp.cmp(new, old, shallow=False)


def flush(path: Path) -> None:
    """Wait until the file or folder is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
