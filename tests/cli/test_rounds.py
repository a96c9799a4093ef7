"""Configured rounds and the feeds verbs as a user meets them, over a site on this machine."""

from __future__ import annotations

import csv
import http.server
import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from casualties import store
from casualties.model import Article, Moment

ROOT = Path(__file__).parent.parent.parent
PROGRAM = [sys.executable, "-c", "from casualties.cli import main; main()"]
Run = Callable[..., subprocess.CompletedProcess[str]]


def page(number: int, dead: str) -> str:
    return (
        "<html><head><title>Bomb in Aleppo</title></head><body><article><h1>Bomb in Aleppo</h1><p>Police said that "
        f"{dead} people were killed on Thursday when a bomb went off in a market of Aleppo.</p><p>Shops stayed closed, "
        f"and the owners swept up the glass in street {number}.</p></article></body></html>"
    )


def rss(*items: int) -> str:
    date = "<pubDate>Thu, 04 Jan 2024 1{}:00:00 GMT</pubDate>"
    told = "".join(f"<item><title>Bomb in Aleppo</title><link>a/{n}</link>{date.format(n)}</item>" for n in items)
    return f"<rss><channel><title>Daily</title>{told}</channel></rss>"


class Site(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.pages = {"/feed.xml": rss(1), "/a/1": page(1, "twelve"), "/a/2": page(2, "fifteen")}
        self.missing = 404  # what is answered for an article that is not there
        self.asked: list[str] = []
        self.gate = threading.Event()  # pages wait for it, feeds do not
        self.gate.set()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Answer(http.server.BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        missing = 404
        if self.path.startswith("/a/"):
            self.server.gate.wait(60)
            missing = self.server.missing
        held = self.server.pages.get(self.path)
        self.send_response(200 if held else missing)
        self.send_header("Content-Type", "text/xml" if self.path.endswith("l") else "text/html")
        self.end_headers()
        self.wfile.write((held or "").encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as made:
        threading.Thread(target=made.serve_forever, args=(0.02,), daemon=True).start()
        yield made
        made.shutdown()


@pytest.fixture
def configured(site: Site, run: Run, tmp_path: Path) -> Site:
    """A folder with the configuration that `init` and `feeds add` make, and a site that its feed is at."""
    assert run("init").returncode == 0
    path = tmp_path / "casualties.toml"
    path.write_text(path.read_text().replace("allow_private = false", "allow_private = true"))
    assert run("feeds", "add", f"{site.address}/feed.xml", "--name", "daily").returncode == 0
    return site


def changes(folder: Path) -> list[dict[str, str]]:
    with (folder / "out/changes.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_rounds_read_only_what_is_new_and_tell_what_moved(configured: Site, run: Run, tmp_path: Path) -> None:
    first = run("run")
    assert (first.returncode, "12" in first.stdout) == (0, True), first.stderr
    assert "feeds: 1, unchanged 0, failed 0; items: 1, known 0; pages opened: 1; new articles: 1" in first.stderr
    assert [(row["change"], row["best"]) for row in changes(tmp_path)] == [("new event", "12")]

    tables = contents(tmp_path / "out")
    configured.asked.clear()
    second = run("run")
    assert (second.returncode, second.stdout) == (0, "")
    assert "nothing new; tables in out are as they were" in second.stderr
    assert "/a/1" not in configured.asked
    assert changes(tmp_path) == []
    assert contents(tmp_path / "out").items() - tables.items() == {
        ("changes.csv", (tmp_path / "out/changes.csv").read_bytes())
    }

    configured.pages["/feed.xml"] = rss(2, 1)
    configured.asked.clear()
    third = run("run", "--quiet")
    assert (third.returncode, third.stderr) == (0, "")
    (row,) = changes(tmp_path)
    assert third.stdout == f"up: killed 12 → 15: Bomb in Aleppo [{row['event_id'][:8]}]\n"
    assert (row["change"], row["before_best"], row["best"]) == ("up", "12", "15")
    assert "/a/1" not in configured.asked
    assert run("run", "--quiet").stdout == ""
    assert run("verify").returncode == 0


def test_a_decision_or_what_a_killed_round_had_read_is_not_nothing_new(
    configured: Site, run: Run, tmp_path: Path
) -> None:
    run("run")
    with (tmp_path / "out/claims.csv").open(encoding="utf-8", newline="") as file:
        claim = next(csv.DictReader(file))["claim_id"]
    signed = ("--ledger", "ledger.db", "--reason", "a drill", "--by", "Kim")
    assert run("decide", "reject", claim, *signed).returncode == 0
    assert "nothing new" not in run("run").stderr
    assert "decided" in (tmp_path / "out/events.csv").read_text(encoding="utf-8")
    assert "nothing new" in run("run").stderr
    late = Article.create("Four people died in a fire in Dunsay.", published=Moment.parse("2024-02-01"))
    store.open_book(tmp_path / "ledger.db", Moment.parse("2024-02-02")).sight([late])  # and then it was killed
    assert "nothing new" not in run("run").stderr
    assert "Dunsay" in (tmp_path / "out/events.csv").read_text(encoding="utf-8")


def test_what_a_killed_round_did_not_tell_is_told_by_the_next(configured: Site, run: Run, tmp_path: Path) -> None:
    told = tmp_path / "out/.casualties-told"
    run("run")
    before = told.read_bytes()
    configured.pages["/feed.xml"] = rss(2, 1)
    run("run")
    after = contents(tmp_path / "out")
    told.write_bytes(before)  # as if it had been killed when the tables were there
    again = run("run", "--quiet")
    assert (again.returncode, again.stdout[:19]) == (0, "up: killed 12 → 15:")
    assert contents(tmp_path / "out") == after
    assert run("run", "--quiet").stdout == ""
    told.write_text("half a f")
    assert "new event: killed 15" in run("run", "--quiet").stdout


def test_what_was_read_is_known_together_with_its_visits(configured: Site, run: Run, tmp_path: Path) -> None:
    """A round that dies when its articles are kept: the next asks for none of them again, and tells all of them."""
    died = "import os; from casualties import pipeline; pipeline.run = lambda *_: os._exit(9)\n"
    code = f"{died}from casualties.cli import main; main()"
    assert subprocess.run([sys.executable, "-c", code, "run"], cwd=tmp_path, check=False).returncode == 9
    configured.asked.clear()
    assert "new event: killed 12" in run("run", "--quiet").stdout
    assert "/a/1" not in configured.asked


def test_only_tables_that_are_as_they_were_made_are_left_alone(configured: Site, run: Run, tmp_path: Path) -> None:
    run("run")
    whole = contents(tmp_path / "out")
    (tmp_path / "out/events.csv").write_text("edited")
    (tmp_path / "out/index.html").unlink()
    assert "nothing new" not in run("run").stderr
    assert contents(tmp_path / "out").items() - whole.items() <= {
        ("changes.csv", contents(tmp_path)["out/changes.csv"])
    }
    assert "nothing new" not in run("run", "--out", "other").stderr
    assert contents(tmp_path / "other").keys() == whole.keys()


def test_a_round_over_feeds_without_an_article_is_no_failure(configured: Site, run: Run, tmp_path: Path) -> None:
    configured.pages["/feed.xml"] = rss()
    done = run("run", "--quiet")
    assert (done.returncode, (tmp_path / "out").exists()) == (0, False)


def test_own_words_that_are_read_again_are_no_new_article(configured: Site, run: Run) -> None:
    told = "<description>Police said that twelve people were killed when a bomb went off in a market.</description>"
    configured.pages = {"/feed.xml": rss(1).replace("<pubDate>", f"{told}<pubDate>")}
    configured.missing = 500  # a page that may be there in the next round, which asks for it again
    assert "pages opened: 1; new articles: 1\n" in run("run").stderr
    assert "pages opened: 1; new articles: 0\n" in run("run").stderr


def test_a_round_that_reads_nothing_names_no_folder_that_is_not_there(configured: Site, run: Run) -> None:
    configured.pages["/feed.xml"] = rss()
    assert run("run").stderr.endswith("casualties: no article was read; nothing was written\n")


def test_other_settings_make_the_tables_anew(configured: Site, run: Run, tmp_path: Path) -> None:
    run("run")
    done = run("run", "--policy", "gtd", "--format", "jsonl")
    assert (done.returncode, json.loads(done.stdout.splitlines()[0])["best"]) == (0, 12)
    assert {row["policy"] for row in changes(tmp_path)} <= {"gtd", "full-range"}


def test_what_was_remembered_goes_with_the_ledger(configured: Site, run: Run, tmp_path: Path) -> None:
    run("run")
    (tmp_path / "ledger.db").unlink()
    assert "new articles: 1\n" in run("run").stderr


def test_a_backup_that_was_restored_goes_on_where_it_was_made(configured: Site, run: Run, tmp_path: Path) -> None:
    assert run("run").returncode == 0
    assert run("ledger", "backup", "monday.db", "--ledger", "ledger.db").returncode == 0
    tables = contents(tmp_path / "out")
    (tmp_path / "monday.db").replace(tmp_path / "ledger.db")
    configured.asked.clear()
    again = run("run", "--quiet")
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    assert configured.asked == ["/robots.txt", "/feed.xml"]
    assert changes(tmp_path) == []
    assert {*contents(tmp_path / "out").items()} - {*tables.items()} == {
        ("changes.csv", (tmp_path / "out/changes.csv").read_bytes())
    }


def test_from_another_folder_the_paths_are_those_of_the_file(configured: Site, run: Run, tmp_path: Path) -> None:
    (tmp_path / "else").mkdir()
    (tmp_path / "casualties.toml").rename(tmp_path / "else/mine.toml")
    assert run("run", "--config", "else/mine.toml").returncode == 0
    assert {path.name for path in (tmp_path / "else").iterdir()} >= {"ledger.db", "out"}
    assert not (tmp_path / "out").exists()


def test_a_feed_that_fails_is_a_line_and_status_1_and_the_rest_is_done(
    configured: Site, run: Run, tmp_path: Path
) -> None:
    run("feeds", "add", f"{configured.address}/gone.xml")
    done = run("run", "--quiet")
    assert done.returncode == 1
    assert done.stderr == f"casualties: {configured.address}/gone.xml: answered 404: is not there\n"
    assert [row["best"] for row in changes(tmp_path)] == ["12"]


def begun(folder: Path, site: Site) -> tuple[subprocess.Popen[str], threading.Event]:
    """A round that waits for a page until it is let go on."""
    site.gate.clear()
    site.asked.clear()
    process = subprocess.Popen([*PROGRAM, "run"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while "/a/1" not in site.asked:
        assert process.poll() is None
        time.sleep(0.02)
    return process, site.gate


def test_of_two_rounds_started_together_one_works_and_one_leaves(configured: Site, run: Run, tmp_path: Path) -> None:
    first, gate = begun(tmp_path, configured)
    second = run("run", "--quiet")
    assert (second.returncode, second.stdout, second.stderr.count("\n")) == (75, "", 1)
    assert "another run holds" in second.stderr
    gate.set()
    first.communicate()
    assert first.returncode == 0
    assert [row["best"] for row in changes(tmp_path)] == ["12"]


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_the_lock_of_a_round_that_died_does_not_count(
    how: signal.Signals, configured: Site, run: Run, tmp_path: Path
) -> None:
    died, gate = begun(tmp_path, configured)
    died.send_signal(how)
    died.communicate()
    gate.set()
    assert (tmp_path / ".ledger.db.lock").exists()
    done = run("run", "--quiet")
    assert (done.returncode, done.stderr) == (0, "")
    assert [row["best"] for row in changes(tmp_path)] == ["12"]
    assert not (tmp_path / ".ledger.db.lock").exists()


def test_the_log_can_be_json(configured: Site, run: Run) -> None:
    run("feeds", "add", f"{configured.address}/gone.xml")
    lines = [json.loads(line) for line in run("run", "--log", "json").stderr.splitlines()]
    assert {"level", "message", "at"} <= set.intersection(*map(set, lines))
    assert [(line["what"], line["where"]) for line in lines if line["level"] == "error"] == [
        ("answered 404: is not there", f"{configured.address}/gone.xml")
    ]
    assert [line["feeds"] for line in lines if "feeds" in line] == [2]


@pytest.mark.parametrize("verb", ["tolls", "extract"])
def test_an_address_is_a_source(verb: str, configured: Site, run: Run, tmp_path: Path) -> None:
    for jobs in ("1", "2"):
        done = run(verb, f"{configured.address}/feed.xml", "--format", "jsonl", "--jobs", jobs)
        assert (done.returncode, json.loads(done.stdout.splitlines()[0])["id"]) == (0, f"{configured.address}/a/1")
    (tmp_path / "casualties.toml").unlink()
    refused = run(verb, f"{configured.address}/feed.xml")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "leads to a private address, 127.0.0.1 (allow_private = true under [network]" in refused.stderr


def test_with_a_source_only_the_network_is_taken_from_the_folder(configured: Site, run: Run, tmp_path: Path) -> None:
    assert run("run", f"{configured.address}/a/2", "--out", "other").returncode == 0
    assert not (tmp_path / "ledger.db").exists()
    assert not (tmp_path / "other/changes.csv").exists()


def test_without_source_or_configuration_it_is_wrong_usage(run: Run) -> None:
    done = run("run")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "casualties: Missing argument 'SOURCE...' (casualties run --help tells more)\n"


def test_init_never_overwrites(run: Run, tmp_path: Path) -> None:
    (tmp_path / "casualties.toml").write_text("mine")
    done = run("init")
    assert (done.returncode, (tmp_path / "casualties.toml").read_text()) == (2, "mine")
    assert run("init", "new/folder").returncode == 0
    assert run("run", "--config", "new/folder/casualties.toml").returncode == 2


def test_a_configuration_that_does_not_fit_changes_nothing(configured: Site, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "casualties.toml"
    path.write_text(path.read_text() + "\n[networks]\n")
    for arguments in (("run",), ("feeds", "list"), ("tolls", "-"), ("feeds", "add", "http://example.org/x")):
        done = run(*arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == "casualties: casualties.toml: networks: no such key; did you mean network?\n"
    assert not (tmp_path / "out").exists()


class TestFeeds:
    def test_add_list_and_remove(self, configured: Site, run: Run, tmp_path: Path) -> None:
        again = run("feeds", "add", f"{configured.address}/feed.xml")
        assert (again.returncode, again.stderr) == (0, "0 feeds added to casualties.toml; 1 there already\n")
        listed = [json.loads(line) for line in run("feeds", "list", "--format", "jsonl").stdout.splitlines()]
        assert listed == [{"url": f"{configured.address}/feed.xml", "name": "daily", "outlet": ""}]
        assert "daily" in run("feeds", "list", "--format", "table").stdout
        assert run("feeds", "remove", "weekly").returncode == 2
        assert run("feeds", "remove", "daily").returncode == 0
        assert run("feeds", "list", "--format", "jsonl").stdout == ""
        text = (tmp_path / "casualties.toml").read_text()
        assert "# the tables, and changes.csv" in text

    def test_the_file_keeps_its_place_and_who_may_read_it(self, configured: Site, run: Run, tmp_path: Path) -> None:
        path = tmp_path / "casualties.toml"
        path.rename(tmp_path / "mine.toml").chmod(0o600)
        path.symlink_to("mine.toml")
        assert run("feeds", "add", "http://example.org/2").returncode == 0
        assert (path.is_symlink(), (tmp_path / "mine.toml").stat().st_mode & 0o777) == (True, 0o600)
        with store.locked(tmp_path / ".mine.toml.lock"):
            assert run("feeds", "add", "http://example.org/3").returncode == 75
        assert len(run("feeds", "list", "--format", "jsonl").stdout.splitlines()) == 2

    def test_a_password_is_not_printed_and_need_not_be_typed(self, run: Run, tmp_path: Path) -> None:
        url = "http://127.0.0.1:1/feed"
        secret = url.replace("//", "//kim:s%23cret@")
        run("init")
        run("feeds", "add", secret)
        run("feeds", "add", secret.replace("kim", "lee"), "--name", "lee's")
        for verb in ("list", "check"):
            for form in ("table", "csv", "jsonl"):
                done = run("feeds", verb, "--format", form)
                assert (done.stdout.count(url), "cret" in done.stdout + done.stderr) == (2, False)
        assert "2 feeds are called so" in run("feeds", "remove", url).stderr
        assert run("feeds", "remove", "lee's").returncode == 0
        assert run("feeds", "check", url, "--format", "csv").stdout.count(url) == 1
        assert run("feeds", "remove", url).stderr == f"{url} removed from casualties.toml\n"
        for verb in ("add", "remove", "import"):
            assert "cret" not in run("feeds", verb, secret.replace("http", "ftp")).stderr

    @pytest.mark.parametrize(
        "url",
        ["example.org/feed", "file:///etc/passwd", "ftp://example.org/x", "httpfoo://example.org/x", "https:///x"],
    )
    def test_only_web_addresses_are_added(self, url: str, configured: Site, run: Run) -> None:
        done = run("feeds", "add", url)
        assert (done.returncode, "must be an address that begins with http:// or https://" in done.stderr) == (2, True)

    def test_import(self, configured: Site, run: Run, tmp_path: Path) -> None:
        outlines = '<outline title="A &amp; B" xmlUrl="http://example.org/1"/><outline xmlUrl="file:///x"/>'
        (tmp_path / "list.opml").write_text(f"<opml><body>{outlines}</body></opml>")
        configured.pages["/list.xml"] = f'<opml><body>{outlines}<outline xmlUrl="feed.xml"/></body></opml>'
        must = "must be an address that begins with http:// or https:// and the name of a host"
        left = f"casualties: file:///x: left out ({must})\n"
        added = run("feeds", "import", "list.opml")
        assert (added.returncode, added.stderr) == (1, "1 feed added to casualties.toml\n" + left)
        again = run("feeds", "import", f"{configured.address}/list.xml")
        assert again.stderr == "0 feeds added to casualties.toml; 2 there already\n" + left
        assert '"name": "A & B"' in run("feeds", "list", "--format", "jsonl").stdout
        for bad in ("nothing.opml", "casualties.toml", f"{configured.address}/feed.xml"):
            assert run("feeds", "import", bad).returncode == 2

    def test_check(self, configured: Site, run: Run, tmp_path: Path) -> None:
        run("feeds", "add", f"{configured.address}/gone.xml")
        configured.pages["/a/1"] += "<p>x</p>"
        done = run("feeds", "check", "--format", "jsonl")
        good, bad = (json.loads(line) for line in done.stdout.splitlines())
        assert done.returncode == 1
        assert good | {"url": ""} == {
            "url": "", "reachable": "yes", "format": "rss", "items": 1, "newest": "2024-01-04T11:00:00Z", "articles": 1,
            "with_claims": 1,
        }  # fmt: skip
        assert (bad["reachable"], bad["articles"]) == ("answered 404: is not there", 0)
        assert run("feeds", "check", "daily").returncode == 0
        assert "with claims" in run("feeds", "check", "daily", "--format", "table").stdout
        assert not (tmp_path / "out").exists()


def test_a_small_trial_holds() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "data/feeds_trial.py"), "--feeds", "5", "--articles", "50"],
        capture_output=True, text=True, timeout=100, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    first, second = map(json.loads, done.stdout.splitlines())
    assert (first["opened"], second["opened"], second["unchanged"]) == (50, 0, 5)
