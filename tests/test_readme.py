"""What the README says is true: commands, options, make targets, columns, statuses."""

from __future__ import annotations

import json
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
from casualties.config import TEMPLATE
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
CRON = re.findall(r"&& (casualties [^>&\n]+)", README)
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


def test_the_lines_for_cron_run_as_cron_runs_them(tmp_path: Path) -> None:
    """In sh, without a home or a terminal, with the settings above the lines; % ends a command unless it is escaped."""
    (text,) = re.findall(r"```cron\n(.*?)```", README, re.DOTALL)
    named = dict(re.findall(r"^([A-Z]+)=(.*)$", text, re.MULTILINE))
    assert "/usr/local/bin" in named["PATH"].split(":")  # cron itself would look only into /usr/bin and /bin
    shutil.copytree(ROOT / "seeds", tmp_path / "incoming")
    (tmp_path / "casualties.toml").write_text(TEMPLATE.replace("# sources", "sources"))
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/casualties").write_text(f'#!/bin/sh\nexec {shlex.join(PROGRAM)} "$@"\n')
    (tmp_path / "bin/casualties").chmod(0o755)
    commands = re.findall(r"^[\d*]\S* (?:\S+ ){4} *(.*)$", text, re.MULTILINE)
    assert len(commands) == 4
    assert sum("casualties ledger check" in command for command in commands) == 1
    assert {*re.findall(r"--ledger (\S+)", text)} == {*re.findall(r'^ledger = "(.*?)"', TEMPLATE, re.MULTILINE)}
    assert {*re.findall(r"--out (\S+)", text)} == {*re.findall(r'^out = "(.*?)"', TEMPLATE, re.MULTILINE)}
    for command in commands:
        assert not re.search(r"(?<!\\)%", command)
        done = subprocess.run(
            ["/bin/sh", "-c", command.replace("\\%", "%").replace("/srv/news", shlex.quote(str(tmp_path)))],
            env=named | {"PATH": f"{tmp_path / 'bin'}:{named['PATH']}"}, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, (command, done.stderr)
    assert len(list(tmp_path.glob("ledger-20??-??-??.db"))) == 1
    assert (tmp_path / "out/changes.csv").exists()


def test_the_container_is_made_as_a_user_would_make_it() -> None:
    """What can be held without a container: its files are there, pip knows the options, the program the command."""
    (text,) = re.findall(r"```dockerfile\n(.*?)```", README, re.DOTALL)
    steps = [line.split(maxsplit=1) for line in text.splitlines()]
    assert [name for name, _ in steps] == ["FROM", "COPY", "RUN", "USER", "WORKDIR", "ENTRYPOINT", "CMD"]
    told = dict(steps)
    lowest = re.search(r'requires-python = ">=3\.(\d+)"', (ROOT / "pyproject.toml").read_text())
    image = re.fullmatch(r"python:3\.(\d+)-slim", told["FROM"])
    assert lowest
    assert image
    assert int(image[1]) >= int(lowest[1])
    into = told["COPY"].split()[1]
    help_ = subprocess.run(
        [sys.executable, "-m", "pip", "install", "--help"], capture_output=True, text=True, check=True
    )
    installs = [shlex.split(command) for command in told["RUN"].split(" && ")]
    for words in installs:
        assert words[:2] == ["pip", "install"]
        for word in words[2:]:
            if word.startswith("-"):
                assert re.search(rf"(?<![\w-]){word}\b", help_.stdout), word
            else:
                assert word == into or (ROOT / Path(word).relative_to(into)).exists(), word
    assert "--require-hashes" in installs[0]
    assert installs[-1][-1] == into
    command = [*json.loads(told["ENTRYPOINT"]), *json.loads(told["CMD"])]
    assert parsed(shlex.join(command)).params["quiet"]
    (typed,) = re.findall(r"^docker build.*docker run.*$", README, re.MULTILINE)
    assert f"-v {told['WORKDIR']}:{told['WORKDIR']} " in typed
    assert told["USER"] != "root"


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
