"""casualties.toml: what fits, what does not and how that is said, and that notes survive every change."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casualties.config import TEMPLATE, ConfigError, load, with_feeds, without_feed
from casualties.feeds import Feed, Network

BAD = {
    "ledgr = 'x'": "ledgr: no such key; did you mean ledger?",
    "colour = 'red'": "colour: no such key; there are ledger, out, policies, sources, feeds, network",
    "ledger = 7": "ledger: must be the name of a file, or the address of a database, in quotes, not 7",
    "out = ''": "out: must be the name of a file or folder, in quotes, not ''",
    "policies = 'gtd'": "policies: must be a list of names that `casualties policies` prints, not 'gtd'",
    "policies = ['best-of']": "policies: must be a list of names that `casualties policies` prints, not ['best-of']",
    "feeds = ['http://a/b']": "feeds: must be tables that begin with [[feeds]], not ['http://a/b']",
    "[[feeds]]\nname = 'x'": "[[feeds]] number 1: url is missing; it must be an address that begins with http:// or",
    "[[feeds]]\nurl = 'http://a/b'\n[[feeds]]\nurl = 'a/b'": "[[feeds]] number 2: url: must be an address that begins",
    "[[feeds]]\nurl = 'file:///etc/passwd'": "[[feeds]] number 1: url: must be an address",
    "[[feeds]]\nurl = 'httpfoo://a/b'": "[[feeds]] number 1: url: must be an address that begins with http:// or",
    "[[feeds]]\nurl = 'https:///b'": "[[feeds]] number 1: url: must be an address that begins with http:// or https:// "
    "and the name of a host, not 'https:///b'",
    "[[feeds]]\nurl = 'ftp://kim:secret@a/b'": "[[feeds]] number 1: url: must be an address that begins with http:// "
    "or https:// and the name of a host, not 'ftp://a/b'",
    "sources = ['in/', 'https://kim:secret@a/b']": "sources: must be a list of files and folders, in quotes (a web "
    "address is the url of a [[feeds]]), not ['in/', 'https://a/b']",
    "ledger = 'sqlite://'": "ledger: 'sqlite://' is not the name of a file, nor the address of a database; write "
    "ledger.db or sqlite:///ledger.db",
    "[[feeds]]\nurl = 'http://a/b'\nlang = 'en'": "[[feeds]] number 1: lang: no such key; there are url, name, outlet",
    "network = true": "network: must be a table that begins with [network], not True",
    "[network]\nallow_privat = true": "network.allow_privat: no such key; did you mean allow_private?",
    "[network]\nallow_private = 'yes'": "network.allow_private: must be true or false, not 'yes'",
    "[network]\nallow_private = 1": "network.allow_private: must be true or false, not 1",
    "[network]\ntimeout = 0": "network.timeout: must be seconds from 0.01 to 600, not 0",
    "[network]\ntimeout = nan": "network.timeout: must be seconds from 0.01 to 600, not nan",
    "[network]\nretries = 1.5": "network.retries: must be a whole number from 0 to 10, not 1.5",
    "[network]\nconcurrency = true": "network.concurrency: must be a whole number from 1 to 64, not True",
    "[network]\ncontact = 'a\\nb'": "",
    '[network]\ncontact = "a\\r\\nX-Evil: 1"': "network.contact: must be an address of yours, in quotes",
    "[network": "is not TOML: ",
    "ledger = 'a'\nledger = 'b'": "is not TOML: ",
}


@pytest.mark.parametrize(("text", "told"), BAD.items())
def test_what_does_not_fit_is_named_with_its_file_and_what_is_allowed(text: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "casualties.toml"
    path.write_text(text)
    if not told:
        assert load(path).network.contact == "a\\nb"
        return
    with pytest.raises(ConfigError) as raised:
        load(path)
    assert str(raised.value).startswith(f"{path}: {told}")
    assert "\n" not in str(raised.value)


def test_what_fits_is_read_and_paths_are_those_of_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "casualties.toml"
    path.write_text(
        'ledger = "l.db"\nout = "/srv/out"\npolicies = ["gtd", "full-range", "gtd"]\nsources = ["incoming/"]\n'
        '[network]\nallow_private = true\ntimeout = 3\n[[feeds]]\nurl = "http://a/b"\nname = "A"\noutlet = "O"\n'
        '[[feeds]]\nurl = "http://a/b"\n'
    )
    found = load(path)
    assert (found.ledger, found.out) == (tmp_path / "l.db", Path("/srv/out"))
    assert (found.policies, found.sources) == (("gtd", "full-range"), (str(tmp_path / "incoming"),))
    assert (found.network, found.feeds) == (Network(allow_private=True, timeout=3), (Feed("http://a/b", "A", "O"),))


def test_the_template_is_the_defaults_and_its_notes_are_true(tmp_path: Path) -> None:
    path = tmp_path / "casualties.toml"
    path.write_text(TEMPLATE)
    assert load(path).network == Network()
    lines = (line[2:] if line.startswith("# ") and " = " in line else line for line in TEMPLATE.splitlines())
    path.write_text("\n".join(line if "[[feeds]]" not in line else "" for line in lines if "url =" not in line
                              and "name =" not in line and "outlet =" not in line))  # fmt: skip
    shown = load(path)
    assert shown.network == Network(contact="desk@example.org")
    assert shown.sources == (str(tmp_path / "incoming"),)


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=20)
FEEDS = st.lists(
    st.builds(Feed, TEXTS.map("https://example.org/{}".format), TEXTS, TEXTS), unique_by=lambda one: one.url
)


@given(FEEDS)
def test_feeds_that_are_added_are_there_and_go_again_without_a_trace(tmp_path_factory: pytest.TempPathFactory,
                                                                      feeds: list[Feed]) -> None:  # fmt: skip
    path = tmp_path_factory.mktemp("config") / "casualties.toml"
    text = with_feeds(TEMPLATE, feeds)
    path.write_text(text, encoding="utf-8", newline="")
    assert load(path).feeds == tuple(feeds)
    for line in TEMPLATE.splitlines():
        assert line in text
    for feed in feeds:
        text = without_feed(text, feed.url)
    path.write_text(text, encoding="utf-8", newline="")
    assert load(path).feeds == ()
    assert TEMPLATE.strip() in text


def test_a_note_beside_a_feed_stays_when_another_goes(tmp_path: Path) -> None:
    text = TEMPLATE + '\n# the good one\n[[feeds]]\nurl = "http://a/1" # mine\n\n[[feeds]]\nurl = "http://a/2"\n'
    left = without_feed(text, "http://a/2")
    assert '# the good one\n[[feeds]]\nurl = "http://a/1" # mine\n' in left
    assert "http://a/2" not in left


@pytest.mark.parametrize("held", ['feeds = [{url = "http://a/1"}]\n', "feeds = []\n", ""])
def test_feeds_in_one_line_stay_when_another_comes(held: str, tmp_path: Path) -> None:
    path = tmp_path / "casualties.toml"
    path.write_text(with_feeds(held, [Feed("http://a/2", "B")]))
    assert [feed.url for feed in load(path).feeds] == ["http://a/1"] * ("a/1" in held) + ["http://a/2"]
    path.write_text(without_feed(path.read_text(), "http://a/2"))
    assert [feed.url for feed in load(path).feeds] == ["http://a/1"] * ("a/1" in held)


@pytest.mark.parametrize(
    ("text", "told"),
    [('out = "~nobody-of-that-name/x"', "out"), ('ledger = "/"', "ledger: '/' is not the name of a file"),
     ("a = " + "[" * 9000, "is not TOML")],
)  # fmt: skip
def test_what_no_folder_or_parser_takes_is_refused(text: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "casualties.toml"
    path.write_text(text)
    with pytest.raises(ConfigError, match=r"casualties\.toml: ") as caught:
        load(path)
    assert told in str(caught.value) or "nobody-of-that-name" in str(caught.value)


def test_the_mark_that_some_editors_put_first_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "casualties.toml"
    path.write_text('out = "here"', encoding="utf-8-sig")
    assert load(path).out == tmp_path / "here"
