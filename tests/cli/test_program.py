"""The program as a user meets it, in a process of its own: statuses, one line for each trouble, outputs intact."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import filelock
import pytest

ROOT = Path(__file__).parent.parent.parent
SEEDS = ROOT / "seeds"
STREAM = ROOT / "data/gold/streams/baghdad_nujaba_strike_2024.jsonl"
PROGRAM = [sys.executable, "-c", "from casualties.cli import main; main()"]
VERBS = (
    "init", "feeds", "run", "extract", "tolls", "events", "show", "explain", "compare", "digest", "export",
    "decide", "ledger", "verify", "policies", "evaluate", "fit",
)  # fmt: skip
Run = Callable[..., subprocess.CompletedProcess[str]]

EXTRACT = [
    "id", "claim_id", "category", "kind", "low", "high", "qualifier", "status", "victims", "voices",
    "start", "end", "quote", "rule", "confidence",
]  # fmt: skip
TOLLS = ["id", *(f"{c}{p}" for c in ("killed", "injured", "missing") for p in ("", "_low", "_high", "_confidence"))]


def contents(folder: Path) -> dict[str, bytes]:
    """Every file with its bytes, by its path in the folder."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    """The one line on standard error."""
    lines = done.stderr.splitlines()
    assert len(lines) == 1, done.stderr
    return lines[0]


def records(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture(scope="module")
def event(finished: Path) -> str:
    with (finished / "events.csv").open(encoding="utf-8", newline="") as file:
        return next(csv.DictReader(file))["event_id"]


def interrupted(arguments: list[str], folder: Path) -> None:
    """Press Ctrl-C while the program waits for more on standard input: one line, status 130."""
    with subprocess.Popen(
        [*PROGRAM, *arguments],
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a runner in the background ignores it
    ) as at_work:
        assert at_work.stdin is not None
        assert at_work.stderr is not None
        at_work.stdin.write(b'{"text": "Three people died."}\n' * 40 + b"not json\n")
        at_work.stdin.flush()
        assert b"broken JSON" in at_work.stderr.readline()
        time.sleep(0.5)  # Python misses a signal that comes just as a thread goes to wait for input
        os.killpg(at_work.pid, signal.SIGINT)
        assert at_work.stderr.read() == b"casualties: interrupted; earlier outputs are as they were\n"
    assert at_work.returncode == 130


class TestRun:
    def test_the_starter_articles_give_a_table_files_and_the_next_step(self, run: Run, tmp_path: Path) -> None:
        done = run("run", SEEDS)
        assert done.returncode == 0, done.stderr
        for word in (
            "category",
            "low",
            "best",
            "high",
            "voices",
            "last revision",
            "flags",
            "killed",
            "injured",
        ):
            assert word in done.stdout
        assert "tables and pages in out" in done.stderr
        advice = done.stderr.splitlines()[-1].removeprefix("Next: casualties ").split()
        assert run(*advice).returncode == 0
        tables = ("events", "estimates", "groups", "history", "revisions", "claims", "articles")
        promised = {f"{name}.csv" for name in tables}
        assert set(contents(tmp_path / "out")) >= promised | {"datapackage.json", "ledger.jsonl"}

    def test_twice_and_in_any_order_the_bytes_are_the_same(self, run: Run, tmp_path: Path) -> None:
        files = sorted(path for path in SEEDS.iterdir() if path.suffix != ".md")
        run("run", *files, "--out", "one")
        first = contents(tmp_path / "one")
        run("run", *files, "--out", "one")
        run("run", *reversed(files), files[0], "--out", "other")
        assert contents(tmp_path / "one") == first
        assert contents(tmp_path / "other") == first

    def test_a_ledger_is_added_to_and_never_repeats(self, run: Run, tmp_path: Path) -> None:
        files = sorted(SEEDS.glob("baghdad*"))
        assert len(files) > 1
        run("run", *files, "--out", "all")
        for file in [*files, files[0]]:
            assert run("run", file, "--out", "grown", "--ledger", "kept/my ledger").returncode == 0
        grown, whole = contents(tmp_path / "grown"), contents(tmp_path / "all")
        for noted in (grown, whole):  # of which files there are: a page that leads on is in one folder alone
            del noted[".casualties-made"]
        (kept,), (first,) = ({Path(name).stem for name in told if "events/" in name} for told in (grown, whole))
        assert {n.replace(kept, first): t.replace(kept.encode(), first.encode()) for n, t in grown.items()} == whole
        listed = [run("events", *where).stdout for where in (("--ledger", "kept/my ledger"), ("--out", "all"))]
        assert listed[0].replace(kept, first) == listed[1] != ""
        assert run("verify", "--ledger", "kept/my ledger").returncode == 0

    def test_without_a_ledger_a_run_stands_alone(self, run: Run, tmp_path: Path) -> None:
        run("run", SEEDS)
        run("run", STREAM)
        with (tmp_path / "out/articles.csv").open(encoding="utf-8", newline="") as file:
            assert {row["id"] for row in csv.DictReader(file)} == {
                record["id"] for record in records(STREAM.read_text("utf-8"))
            }

    def test_its_own_output_inside_a_source_is_passed_over(self, run: Run, tmp_path: Path) -> None:
        shutil.copy(STREAM, tmp_path)
        assert run("run", ".", "--ledger", "mine.jsonl").returncode == 0
        first = contents(tmp_path / "out")
        again = run("run", ".", "--ledger", "mine.jsonl")
        assert again.returncode == 0, again.stderr
        assert contents(tmp_path / "out") == first

    @pytest.mark.parametrize("form", ["csv", "jsonl"])
    def test_for_scripts(self, form: str, run: Run) -> None:
        done = run("run", STREAM, "--format", form)
        rows = records(done.stdout) if form == "jsonl" else list(csv.DictReader(io.StringIO(done.stdout)))
        assert {"event_id", "category", "low", "best", "high", "n_voices", "last_revised", "flags"} <= set(rows[0])

    def test_policies_and_time_are_taken(self, run: Run, tmp_path: Path) -> None:
        done = run("run", STREAM, "--policy", "full-range", "--policy", "full-range", "--as-of", "5 January 2024")
        assert done.returncode == 0, done.stderr
        with (tmp_path / "out/estimates.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert {(row["policy"], row["as_of"]) for row in rows} == {("full-range", "2024-01-05")}

    def test_a_bad_source_is_named_and_the_rest_is_done(self, run: Run, tmp_path: Path) -> None:
        done = run("run", "missing.txt", STREAM)
        assert done.returncode == 1
        assert done.stderr.startswith("casualties: missing.txt: No such file or directory\n")
        assert (tmp_path / "out/events.csv").exists()

    def test_when_nothing_is_read_earlier_outputs_stay(self, run: Run, tmp_path: Path) -> None:
        run("run", STREAM)
        first = contents(tmp_path / "out")
        done = run("run", "missing.txt")
        assert done.returncode == 1
        assert "out is as it was" in done.stderr
        assert contents(tmp_path / "out") == first

    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            (["--policy", "nonsense"], "no policy 'nonsense'; there are full-range"),
            (["--as-of", "soon"], "cannot read the time 'soon'"),
            (["--attackers", "some"], "'some' is not one of"),
            (["--out", "taken"], "taken is a file"),
            (["--out", "taken/below"], "taken/below: Not a directory"),
            (["--ledger", "taken/below"], "Not a directory"),
            (["--ledger", "taken"], "taken, line 1: damaged"),
            (["--colour"], "No such option"),
        ],
    )
    def test_wrong_usage_is_one_line_and_status_2(
        self, arguments: list[str], told: str, run: Run, tmp_path: Path
    ) -> None:
        (tmp_path / "taken").write_text("mine\n")
        done = run("run", STREAM, *arguments)
        assert done.returncode == 2
        assert told in one_line(done)
        assert (tmp_path / "taken").read_text() == "mine\n"
        assert not (tmp_path / "out/events.csv").exists()

    def test_no_source_is_wrong_usage(self, run: Run) -> None:
        done = run("run")
        assert done.returncode == 2
        assert "Missing argument 'SOURCE...'" in one_line(done)

    def test_a_disk_that_fills_up_leaves_earlier_outputs_intact(self, run: Run, tmp_path: Path) -> None:
        run("run", STREAM)
        first = contents(tmp_path / "out")
        done = run("run", SEEDS, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000)))
        assert done.returncode == 2
        assert one_line(done) == "casualties: out: File too large"
        assert contents(tmp_path / "out") == first

    def test_another_run_holds_the_lock(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "out").mkdir()
        with filelock.FileLock(tmp_path / "out/.casualties.lock"):
            done = run("run", STREAM)
        assert done.returncode == 75
        assert "another run holds" in one_line(done)

    def test_ctrl_c_leaves_earlier_outputs_intact(self, run: Run, tmp_path: Path) -> None:
        run("run", STREAM)
        first = contents(tmp_path / "out")
        interrupted(["run", "-", "--input-format", "jsonl"], tmp_path)
        assert contents(tmp_path / "out") == first


class TestStreams:
    def test_tolls_have_their_fields_in_input_order(self, run: Run) -> None:
        text = STREAM.read_text(encoding="utf-8")
        rows = records(run("tolls", "-", "--format", "jsonl", stdin=text).stdout)
        assert [row["id"] for row in rows] == [json.loads(line)["id"] for line in text.splitlines()]
        assert all(list(row) == TOLLS for row in rows)
        assert any(row["killed"] for row in rows)

    def test_claims_have_their_fields_and_quotes(self, run: Run) -> None:
        texts = {record["id"]: record["text"] for record in records(STREAM.read_text(encoding="utf-8"))}
        rows = records(run("extract", STREAM, "--format", "jsonl").stdout)
        assert rows
        for row in rows:
            assert list(row) == EXTRACT
            assert texts[row["id"]][row["start"] : row["end"]] == row["quote"]
            assert isinstance(row["voices"], list)

    @pytest.mark.parametrize("verb", ["extract", "tolls"])
    def test_in_a_pipe_json_lines_are_the_default_and_jobs_change_nothing(self, verb: str, run: Run) -> None:
        plain = run(verb, SEEDS)
        assert plain.returncode == 0, plain.stderr
        assert plain.stderr == ""
        assert run(verb, SEEDS, "--format", "jsonl", "--jobs", "2").stdout == plain.stdout
        table = list(csv.reader(io.StringIO(run(verb, SEEDS, "--format", "csv").stdout)))
        assert len(table) == len(plain.stdout.splitlines()) + 1
        assert table[0] == (EXTRACT if verb == "extract" else TOLLS)

    @pytest.mark.parametrize("verb", ["extract", "tolls"])
    def test_on_a_terminal_a_table_is_the_default(self, verb: str) -> None:
        master, slave = pty.openpty()
        with subprocess.Popen([*PROGRAM, verb, str(STREAM)], stdout=slave, stderr=subprocess.PIPE) as at_work:
            os.close(slave)
            shown = b""
            while chunk := _read(master):
                shown += chunk
        os.close(master)
        assert at_work.returncode == 0
        assert b"baghdad_nujaba_strike_2024-01" in shown
        assert b'{"id"' not in shown

    @pytest.mark.parametrize("jobs", ["1", "2"])
    def test_a_closed_pipe_is_silent(self, jobs: str) -> None:
        with subprocess.Popen(
            [*PROGRAM, "extract", *[str(SEEDS)] * 20, "--jobs", jobs], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as at_work:
            assert at_work.stdout is not None
            assert at_work.stderr is not None
            assert at_work.stdout.readline().startswith(b'{"id"')
            at_work.stdout.close()
            assert at_work.stderr.read() == b""
        assert at_work.returncode == 0

    def test_a_full_disk_behind_standard_output_is_one_line(self) -> None:
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run([*PROGRAM, "extract", str(SEEDS)], stdout=full, stderr=subprocess.PIPE, text=True)
        assert done.returncode == 2
        assert "No space left on device" in one_line(done)

    @pytest.mark.parametrize("jobs", ["1", "2"])
    def test_ctrl_c_is_one_line(self, jobs: str, tmp_path: Path) -> None:
        interrupted(["extract", "-", "--input-format", "jsonl", "--jobs", jobs], tmp_path)

    def test_what_fails_while_ctrl_c_is_answered_is_part_of_it(self) -> None:
        program = """
import casualties.cli as cli
def work(*_, **__):
    try:
        raise KeyboardInterrupt
    finally:
        raise OSError(9, "Bad file descriptor")
cli.group.main = work
cli.main()
"""
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
        assert (done.returncode, one_line(done)) == (130, "casualties: interrupted; earlier outputs are as they were")

    def test_what_comes_in_slowly_goes_out_at_once(self) -> None:
        with subprocess.Popen(
            [*PROGRAM, "tolls", "-", "--input-format", "jsonl"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as at_work:
            assert at_work.stdin is not None
            assert at_work.stdout is not None
            for _ in range(2):
                at_work.stdin.write(b'{"id": "x", "text": "Three people died."}\n')
                at_work.stdin.flush()
                assert json.loads(at_work.stdout.readline())["id"] == "x"
                time.sleep(0.05)
            at_work.stdin.close()

    @pytest.mark.parametrize("stdin", [b"", b"\n" * 10_000, b"\x00\x01\x02\x03\x04\x05\x06\x07" * 50])
    def test_nothing_readable_on_standard_input(self, stdin: bytes, run: Run) -> None:
        done = run("tolls", "-", stdin=stdin)
        assert (done.returncode, done.stdout) == (1, "")
        assert one_line(done).startswith("casualties: standard input: is ")

    def test_broken_lines_are_named_and_the_rest_is_done(self, run: Run) -> None:
        done = run("tolls", "-", stdin='{"text": "Three died."}\n{"text": \n{"text": "Four died."}\n')
        assert (done.returncode, len(records(done.stdout))) == (1, 2)
        assert one_line(done).startswith("casualties: standard input, line 2: broken JSON")

    def test_a_path_with_blanks_in_another_script(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "Взрыв в городе 爆炸.txt").write_text("Blast\n\nPolice said that three people were killed.")
        (row,) = records(run("tolls", "Взрыв в городе 爆炸.txt").stdout)
        assert row["id"] == "Взрыв в городе 爆炸.txt"


class TestReading:
    def test_events_lists_what_run_found(self, run: Run, finished: Path) -> None:
        with (finished / "events.csv").open(encoding="utf-8", newline="") as file:
            told = {row["event_id"]: row for row in csv.DictReader(file)}
        rows = records(run("events", "--out", finished).stdout)
        assert {row["event_id"] for row in rows} <= set(told)
        for row in rows:
            for part in ("low", "best", "high"):
                written = told[row["event_id"]][f"{row['category']}_{part}"]
                assert written == ("" if row[part] is None else str(row[part]))
        assert "category" in run("events", "--out", finished, "--format", "table").stdout

    @pytest.mark.parametrize("verb", ["show", "explain"])
    def test_an_event_as_text_and_as_json(self, verb: str, run: Run, finished: Path, event: str) -> None:
        text = run(verb, event[:8], "--out", finished)
        assert text.returncode == 0
        assert event in text.stdout
        record = json.loads(run(verb, event, "--ledger", finished / "ledger.jsonl", "--format", "json").stdout)
        assert record["event"]["id"] == event

    def test_explain_gives_the_numbers_of_the_tables_and_their_quotes(
        self, run: Run, finished: Path, event: str
    ) -> None:
        text = run("explain", event, "--out", finished).stdout
        with (finished / "estimates.csv").open(encoding="utf-8", newline="") as file:
            estimates = [row for row in csv.DictReader(file) if row["event_id"] == event]
        with (finished / "claims.csv").open(encoding="utf-8", newline="") as file:
            quotes = {row["claim_id"]: row["quote"] for row in csv.DictReader(file)}
        assert estimates
        for row in estimates:
            figures = (f"{part} {row[part] or 'unknown'}" for part in ("low", "best", "high"))
            assert f"{row['category']}, policy {row['policy']}: {', '.join(figures)}" in text
            for claim in row["set_aside"].split(";") if row["set_aside"] else ():
                assert claim in text
                assert " ".join(quotes[claim].split()) in text

    def test_explain_a_claim(self, run: Run, finished: Path) -> None:
        with (finished / "claims.csv").open(encoding="utf-8", newline="") as file:
            row = next(csv.DictReader(file))
        text = run("explain", row["claim_id"], "--out", finished).stdout
        assert f">>{' '.join(row['quote'].split())}<<" in text
        assert row["rule"] in text
        assert (
            json.loads(run("explain", row["claim_id"], "--out", finished, "--format", "json").stdout)["claim"]["id"]
            == row["claim_id"]
        )

    @pytest.mark.parametrize("verb", ["show", "explain"])
    def test_what_is_not_there(self, verb: str, run: Run, finished: Path) -> None:
        done = run(verb, "no such thing", "--out", finished)
        assert done.returncode == 2
        assert "no event is called 'no such thing'" in one_line(done)
        done = run(verb, "x", "--out", "nowhere")
        assert done.returncode == 2
        assert "nowhere/ledger.jsonl is not there" in one_line(done)

    def test_verify_passes(self, run: Run, finished: Path) -> None:
        done = run("verify", "--out", finished)
        assert done.returncode == 0, done.stderr
        assert "all hold" in done.stdout

    def test_verify_names_the_claim_whose_text_was_altered(self, run: Run, finished: Path, tmp_path: Path) -> None:
        shutil.copytree(finished, tmp_path / "out")
        ledger = tmp_path / "out/ledger.jsonl"
        lines = ledger.read_text(encoding="utf-8").splitlines(keepends=True)
        claim = next(entry for entry in map(json.loads, lines) if entry["entry"] == "claim")
        number = next(n for n, line in enumerate(lines) if json.loads(line).get("id") == claim["article"])
        article = json.loads(lines[number])
        start, end = claim["span"]["start"], claim["span"]["end"]
        article["text"] = article["text"][:start] + "#" * (end - start) + article["text"][end:]
        lines[number] = json.dumps(article, ensure_ascii=False) + "\n"
        ledger.write_text("".join(lines), encoding="utf-8")
        done = run("verify")
        assert done.returncode == 1
        assert f"casualties: {claim['id']}: claim: " in done.stderr
        assert f"casualties: {claim['article']}: article: " in done.stderr
        again = run("run", STREAM, "--ledger", "out/ledger.jsonl", "--out", "new")
        assert again.returncode == 2
        assert "damaged" in one_line(again)

    def test_verify_names_a_table_that_cites_nothing(self, run: Run, finished: Path, tmp_path: Path) -> None:
        shutil.copytree(finished, tmp_path / "out")
        table = tmp_path / "out/revisions.csv"
        text = table.read_bytes().decode()
        last = list(csv.DictReader(text.splitlines()))[-1]["claim_id"]
        table.write_bytes(text.replace(last, "0" * 16).encode())
        done = run("verify")
        assert done.returncode == 1
        assert f"revisions.csv: {'0' * 16} is not in the ledger" in done.stderr

    def test_policies_are_listed_with_what_they_do(self, run: Run) -> None:
        from casualties.reconcile import POLICIES

        text = run("policies").stdout
        listed = json.loads(run("policies", "--format", "json").stdout)
        table = csv.DictReader(io.StringIO(run("policies", "--format", "csv").stdout, newline=""))
        assert {row["policy"]: row["description"] for row in table} == listed
        assert list(listed) == list(POLICIES)
        for name, told in listed.items():
            assert f"{name}\n    {told.splitlines()[0]}" in text

    def test_the_tables_of_the_policies_are_listed_on_demand(self, run: Run) -> None:
        text = run("policies", "--tables").stdout
        listed = json.loads(run("policies", "--tables", "--format", "json").stdout)
        assert listed["policies"] == json.loads(run("policies", "--format", "json").stdout)
        assert text.startswith(run("policies").stdout)
        lines = [line.split() for line in text.splitlines()]
        for row in listed["vague.csv"]:
            assert ["·" if cell is None else str(cell) for cell in row.values()] in lines
        for row in listed["ranking.csv"]:
            assert row["kind"] in text
            assert (row["pattern"] or "") in text

    def test_policies_side_by_side(self, run: Run, finished: Path, event: str) -> None:
        from casualties.reconcile import POLICIES

        rows = records(run("compare", event[:8], "--out", finished).stdout)
        assert {row["policy"] for row in rows} == set(POLICIES)
        with (finished / "estimates.csv").open(encoding="utf-8", newline="") as file:
            written = [row for row in csv.DictReader(file) if row["event_id"] == event]
        told = {(row["category"], row["policy"]): row for row in rows if not row["group"]}
        assert written
        for estimate in written:
            row = told[estimate["category"], estimate["policy"]]
            assert [str(row[part] or "") for part in ("low", "best", "high", "as_of", "basis")] == [
                estimate[part] for part in ("low", "best", "high", "as_of", "basis")
            ]
        table = " ".join(run("compare", event, "--out", finished, "--format", "table").stdout.split())
        assert all(policy in table for policy in POLICIES)
        assert all(row["reason"].split()[0] in table for row in rows)

    def test_some_policies_at_a_time_for_a_spreadsheet(self, run: Run, finished: Path, event: str) -> None:
        chosen = ("--policy", "gtd", "--policy", "acled", "--policy", "gtd")
        ledger = finished / "ledger.jsonl"
        done = run("compare", event, "--ledger", ledger, *chosen, "--as-of", "2024-01-05", "--format", "csv")
        rows = list(csv.DictReader(io.StringIO(done.stdout)))
        assert {row["policy"] for row in rows} == {"gtd", "acled"}
        assert {row["as_of"] for row in rows if row["low"]} == {"2024-01-05"}

    def test_before_anything_was_told_there_is_nothing_to_compare(self, run: Run, finished: Path, event: str) -> None:
        long_ago = ("compare", event, "--out", finished, "--as-of", "1990-01-01", "--format")
        assert run(*long_ago, "jsonl").stdout == ""
        assert run(*long_ago, "table").stdout.endswith("No figure was told.\n")

    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            (["no such thing"], "no event is called 'no such thing'"),
            (["Lewiston", "--policy", "nonsense"], "no policy 'nonsense'; there are full-range"),
            (["Lewiston", "--as-of", "soon"], "cannot read the time 'soon'"),
        ],
    )
    def test_what_cannot_be_compared(self, arguments: list[str], told: str, run: Run, finished: Path) -> None:
        done = run("compare", *arguments, "--out", finished)
        assert done.returncode == 2
        assert told in one_line(done)

    def test_explain_a_link(self, run: Run, finished: Path) -> None:
        two = ("us-strike-in-baghdad.txt", "iraq-blames", "--out", finished)
        text = run("explain", *two).stdout
        record = json.loads(run("explain", *two, "--format", "json").stdout)
        assert [article["ref"] for article in record["articles"]] == [two[0], "iraq-blames-coalition.html"]
        for step in record["steps"]:
            assert f"{step['weight']:+.2f}  {step['rule']}" in text
        assert record["verdict"] == "same"
        assert "Verdict of the two alone: one event." in text

    @pytest.mark.parametrize(
        ("told", "why"),
        [
            (("us-strike", "no such"), "no article is called 'no such'"),
            (("us-strike", "kerman"), "'kerman' may be any of 14 articles"),
            (("us-strike", "us-str"), "'us-strike' and 'us-str' are the same article"),
            (("us-strike", "iraq", "kerman"), "unexpected extra argument"),
        ],
    )
    def test_a_link_that_cannot_be_explained(self, told: tuple[str, ...], why: str, run: Run, finished: Path) -> None:
        done = run("explain", *told, "--out", finished)
        assert done.returncode == 2
        assert why in one_line(done)


class TestHelp:
    @pytest.mark.parametrize("arguments", [(), *((verb,) for verb in VERBS)])
    def test_every_verb_has_help(self, arguments: tuple[str, ...], run: Run) -> None:
        done = run(*arguments, "--help")
        assert done.returncode == 0
        assert done.stdout.startswith(f"Usage: casualties{' ' if arguments else ''}{' '.join(arguments)} ")

    def test_a_verb_that_is_not_there(self, run: Run) -> None:
        done = run("count")
        assert done.returncode == 2
        assert "No such command 'count'" in one_line(done)

    def test_the_version_is_that_of_the_package(self, run: Run) -> None:
        from importlib.metadata import version

        assert version("casualties") in run("--version").stdout

    def test_help_loads_nothing_heavy(self) -> None:
        code = "import sys; from casualties.cli import main\ntry: main(['-h'])\nfinally: print(*sys.modules)"
        loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.split()
        heavy = {
            "pandas",
            "numpy",
            "rich",
            "trafilatura",
            "lxml",
            "pyarrow",
            "quantulum3",
            "inflect",
            "filelock",
            "dateutil",
            "httpx",
            "feedparser",
            "tomlkit",
        }
        assert "click" in loaded
        assert heavy & set(loaded) == set()
        assert "casualties.pipeline" not in loaded


def _read(handle: int) -> bytes:
    try:
        return os.read(handle, 65536)
    except OSError:  # how a terminal says that its other end was closed
        return b""
