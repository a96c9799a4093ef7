"""The command line: one module per verb, imported when it is called."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence

try:
    import click
except KeyboardInterrupt:  # Ctrl-C before there is anything to say
    sys.exit(130)

# Verb -> its module here, and what `casualties --help` says of it.
VERBS = {
    "init": ("init", "Write a casualties.toml with notes into this folder."),
    "feeds": ("feeds", "Add, list, check, remove or import feeds."),
    "run": ("run", "Read articles, link, reconcile, and write the tables and pages."),
    "extract": ("extract", "Print every claim of every article."),
    "tolls": ("tolls", "Print one row per article: the toll it stands by."),
    "events": ("events", "List the events of an earlier run."),
    "show": ("show", "Show one event: ranges, articles, who said what when."),
    "explain": ("explain", "Tell how a number came about, what a claim did, or why two articles are linked."),
    "compare": ("compare", "Compare what every policy makes of an event."),
    "digest": ("digest", "Tell what moved since a time, as Markdown for mail."),
    "export": ("export", "Write a run in the shapes of HXL, GDELT, UCDP GED, PROV, JSON lines or Parquet."),
    "decide": ("decide", "Record what an analyst knows better: merge, split, reject, correct."),
    "ledger": ("ledger", "Tell about a ledger, check it, back it up, drop old texts."),
    "verify": ("verify", "Re-read every quote and check every id of a run."),
    "policies": ("policies", "List the reconciliation policies."),
    "evaluate": ("evaluate", "Score the extractor against gold."),
    "fit": ("fit", "Learn a confidence table of your own from labelled rows."),
}
INTERRUPTED = 130
ON_INTERRUPT = "interrupted; earlier outputs are as they were"


class LazyGroup(click.Group):
    """A group that knows its verbs by name and loads the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every verb, in the order of use."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Load a verb."""
        if name not in VERBS:
            return None
        command: click.Command = importlib.import_module(f"casualties.cli.{VERBS[name][0]}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the verbs without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in VERBS.items()])

    def invoke(self, ctx: click.Context) -> int:
        """Run a verb; a reader that closed the pipe has seen enough."""
        try:
            status: int = super().invoke(ctx) or 0
            sys.stdout.flush()
        except BrokenPipeError:
            _hush()
            return 0
        except KeyboardInterrupt as interrupt:  # click itself would print an empty line
            raise click.Abort from interrupt
        return status


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="casualties", prog_name="casualties")
def group() -> None:
    """Reads news, finds who says how many were killed, injured or missing, and gives a range per event.

    Data goes to standard output, talk to standard error. Exit status: 0 done, 1 some sources failed and the rest was
    done, 2 usage, configuration or nowhere to write, 75 another run holds the lock, 130 interrupted.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """The entry point: runs a verb and leaves with its status, one line for whatever a user can put right."""
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: PTH123, SIM115
    if sys.stdout is None:
        sys.exit(_say("standard output is closed", 2))
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        status = group.main(arguments, prog_name="casualties", standalone_mode=False)
    except (click.Abort, KeyboardInterrupt):
        _hush()  # nobody waits for the rest
        status = _say(ON_INTERRUPT, INTERRUPTED)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        status = 2
    except click.ClickException as error:
        verb = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "casualties"
        status = _say(f"{error.format_message().rstrip('.')} ({verb} --help tells more)", 2)
    except OSError as error:
        _hush()  # what could not be written is not tried again
        if _interrupted(error):
            status = _say(ON_INTERRUPT, INTERRUPTED)
        else:
            where = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else "cannot write"
            status = _say(f"{where}: {error.strerror or error}", 2)
    except Exception as error:
        from casualties.cli.ending import STATUS

        expected = next((status for kind, status in STATUS.items() if isinstance(error, kind)), None)
        if expected is None:
            raise
        status = _say(str(error), expected)
    sys.exit(status)


def _interrupted(error: BaseException | None) -> bool:
    """Whether an error came up only while Ctrl-C was being answered, such as by a process that was already gone."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__context__
    return error is not None


def _say(line: str, status: int) -> int:
    click.echo(f"casualties: {line}", err=True)
    return status


def _hush() -> None:
    """Send what is left in the buffer of standard output nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
