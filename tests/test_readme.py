"""What the README says is true: commands, options, make targets, columns, statuses."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from casualties.cli import VERBS, group
from casualties.cli.options import INPUT_FORMATS
from casualties.feeds import NAMES
from casualties.report.changes import FILE
from casualties.report.write import FILES, dictionary

ROOT = Path(__file__).parent.parent
PROGRAM = [sys.executable, "-c", "from casualties.cli import main; main()"]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BEGIN, END = (
    "<!-- columns: begin (made of casualties/report/tables.py; a test keeps it true) -->\n",
    "<!-- columns: end -->",
)
COMMANDS = sorted(
    {line.partition("#")[0].strip() for line in README.splitlines() if re.match(r"casualties [a-z]", line)}
)
CRON = re.findall(r"&& (casualties [^>\n]+)", README)
UNITS = re.findall(r"```ini\n(.*?)```", README, re.DOTALL)
SERVICE = [command for unit in UNITS for command in re.findall(r"^ExecStart=\S*/(casualties .*)", unit, re.MULTILINE)]


def parsed(command: str) -> click.Context:
    """A command line as click understands it; raises click.UsageError for one that it does not."""
    _, verb, *arguments = shlex.split(command)
    loaded = group.get_command(click.Context(group), verb)
    if isinstance(loaded, click.Group):
        verb, *arguments = arguments
        loaded = loaded.get_command(click.Context(loaded), verb)
    assert loaded is not None, verb
    while isinstance(loaded, click.Group):
        verb, *arguments = arguments
        loaded = loaded.commands[verb]
    return loaded.make_context(verb, arguments)


@pytest.mark.parametrize("command", [*COMMANDS, *CRON, *SERVICE])
def test_every_command_can_be_typed(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert parsed(command).params


def test_the_configuration_shown_fits(tmp_path: Path) -> None:
    from casualties.config import load

    (text,) = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
    (tmp_path / "casualties.toml").write_text(text, encoding="utf-8")
    assert load(tmp_path / "casualties.toml").feeds


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd")
def test_the_units_fit(tmp_path: Path) -> None:
    paths = []
    for unit in UNITS:
        paths.append(tmp_path / unit.partition("\n")[0].removeprefix("# "))
        paths[-1].write_text(unit.replace("/usr/local/bin/casualties", "/bin/true"), encoding="utf-8")
    assert [path.suffix for path in paths] == [".service", ".timer"]
    done = subprocess.run(["systemd-analyze", "verify", *paths], capture_output=True, text=True, check=False)
    assert [line for line in done.stderr.splitlines() if str(tmp_path) in line] == []


def test_the_policies_it_names_are_there() -> None:
    from casualties.reconcile import POLICIES

    named = [policy for command in COMMANDS for policy in re.findall(r"--policy (\S+)", command)]
    assert named
    assert set(named) <= set(POLICIES)


def test_every_verb_is_shown() -> None:
    assert {command.split()[1] for command in COMMANDS} == set(VERBS)


@pytest.mark.parametrize("verb", VERBS)
def test_every_option_has_help(verb: str) -> None:
    loaded = group.get_command(click.Context(group), verb)
    assert loaded is not None
    assert loaded.help
    for parameter in loaded.params:
        assert isinstance(parameter, click.Argument) or getattr(parameter, "help", None), parameter.name


def test_every_file_is_named() -> None:
    for name in (*FILES, FILE):
        assert f"`{name}`" in README


def test_the_output_it_shows_is_what_the_starter_articles_give(finished: Path) -> None:
    told = subprocess.run(
        [*PROGRAM, "events", "--out", str(finished), "--format", "table"], capture_output=True, text=True, check=True
    ).stdout
    shown = README.partition("what to type next:\n\n")[2].partition("\n\nA dot is")[0]
    lines = [words for line in shown.splitlines() if (words := line.split()) and "─" not in line]
    assert len(lines) > 4
    printed = [line.split() for line in told.splitlines()]
    at = printed.index(lines[0])
    assert [words for words in printed[at : at + 12] if words and "─" not in words[0]][: len(lines)] == lines


def test_make_targets_are_there() -> None:
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    named = set(re.findall(r"make ([a-z-]+)", README)) - {"of"}
    assert {"run", "test", "check"} <= named <= set(targets)


def test_the_columns_are_those_of_the_tables() -> None:
    told = README.partition(BEGIN)[2].partition(END)[0]
    assert told == f"\n{dictionary()}\n", "put casualties.report.write.dictionary() between the marks"


def test_input_formats_are_those_that_feeds_read() -> None:
    assert INPUT_FORMATS == NAMES
    for name in NAMES:
        assert f"`.{name}`" in README


def test_the_changelog_begins_with_this_version() -> None:
    from importlib.metadata import version

    latest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert latest is not None
    assert latest.group(1) == version("casualties")
