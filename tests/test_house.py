"""The house: what the rooms below the shells may not do, seen in their source (import-linter holds the layers)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent / "casualties"
PURE = [
    HOUSE / "model.py",
    HOUSE / "pipeline.py",
    *(p for room in ("extract", "link", "reconcile") for p in (HOUSE / room).rglob("*.py")),
]
FORBIDDEN = {"open", "print", "input", "now", "today", "utcnow", "getenv", "randint", "shuffle"}


def calls(path: Path) -> Iterator[str]:
    """The last name of everything that a module calls."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


@pytest.mark.parametrize("path", PURE, ids=lambda path: str(path.relative_to(HOUSE)))
def test_below_the_shells_nothing_opens_a_file_or_asks_the_time(path: Path) -> None:
    assert FORBIDDEN & set(calls(path)) == set()


def test_the_check_sees_what_it_looks_for() -> None:
    assert "open" in set(calls(HOUSE / "store/ledger.py"))


def test_every_public_function_of_the_shells_says_what_it_is_for() -> None:
    for room in ("feeds", "store", "report", "cli"):
        for path in (HOUSE / room).rglob("*.py"):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for node in [tree, *tree.body]:
                if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef):
                    named = getattr(node, "name", "module")
                    assert named.startswith("_") or ast.get_docstring(node), f"{path.name}: {named}"
