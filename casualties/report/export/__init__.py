"""A finished run in the shapes that other people's tools read already: one small module per shape."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from casualties.model import Event
from casualties.pipeline import Result
from casualties.report.export import gdelt, ged, hxl, provenance, tabular
from casualties.report.missing import MissingExtraError

Writer = Callable[[Path, Result, Event | None], Iterator[Path]]
FORMATS: dict[str, Writer] = {
    "hxl": hxl.write,
    "gdelt": gdelt.write,
    "ged": ged.write,
    "jsonl": tabular.write_jsonl,
    "parquet": tabular.write_parquet,
    "prov": provenance.write,
}


def export(form: str, folder: Path, result: Result, event: Event | None = None) -> list[Path]:
    """Write a run, or one event where the shape is of one, into a folder; the files that were written.

    Raises MissingExtraError where a package is not installed, OSError when the disk does.
    """
    folder.mkdir(parents=True, exist_ok=True)
    try:
        return list(FORMATS[form](folder, result, event))
    except ModuleNotFoundError as error:
        raise MissingExtraError(
            f"--format {form} needs the package {error.name}; install it with: pip install 'casualties[all]'"
        ) from error
