"""The tables as LibreOffice Calc reads them: opened as a person would, saved again, and the same in every cell."""

from __future__ import annotations

import csv
import shutil
import subprocess
from pathlib import Path

import pytest

from casualties.pipeline import Result
from casualties.report.write import write

OFFICE = shutil.which("soffice")
READ = "CSV:44,34,76,1,,1033,false,false,false"  # comma, double quote, UTF-8, from row 1, English, as it detects types
SAVE = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false"  # as it shows the cells
pytestmark = pytest.mark.skipif(
    OFFICE is None, reason="no LibreOffice on this machine (apt-get install libreoffice-calc-nogui)"
)


def saved(tables: list[Path], folder: Path) -> dict[str, list[list[str]]]:
    """The cells of tables that Calc has opened and saved, by the name of the file."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [OFFICE, "--headless", profile, f"--infilter={READ}", "--convert-to", SAVE, "--outdir", folder, *tables]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return {path.name: cells(path) for path in folder.glob("*.csv")}


def cells(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_calc_shows_the_values_of_every_table(finished: Path, tmp_path: Path) -> None:
    tables = sorted(finished.glob("*.csv"))
    told = saved(tables, tmp_path)
    assert told == {path.name: cells(path) for path in tables}


def test_calc_computes_no_cell(result: Result, tmp_path: Path) -> None:
    written = tmp_path / "written"
    written.mkdir()
    write(written, result)
    told = saved(sorted(written.glob("*.csv")), tmp_path)
    assert "'=SUM(A1)" in {cell for row in told["events.csv"] for cell in row}
    assert {"'-Outlet, Ltd", "'@bare"} <= {cell for row in told["articles.csv"] for cell in row}
    header, first, *_ = told["claims.csv"]
    assert dict(zip(header, first, strict=True))["confidence"] == "1"  # 1.0, as Calc shows it
