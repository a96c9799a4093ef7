"""Every format, and every way in which a source can be bad: each gives one clear problem and the rest is read."""

from __future__ import annotations

import functools
import gzip
import json
import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casualties.feeds import Problem, read
from casualties.feeds.formats import sniff
from casualties.feeds.records import LONGEST_TEXT
from casualties.feeds.records import article as of_record
from casualties.model import Article
from casualties.pipeline import Result

RECORD = {
    "id": "a1",
    "url": "https://example.org/1",
    "source": "Daily",
    "title": "Blast",
    "text": "Blast kills 3",
    "published": "2024-01-04",
}
PAGE = """<!doctype html><html><head><title>Blast in the market</title><meta property="og:site_name" content="Daily">
<meta property="article:published_time" content="2024-01-04T10:00:00Z"></head><body><nav>Home | Sport</nav><article>
<h1>Blast in the market</h1>
<p>Police said that three people were killed on Thursday when a bomb went off in the market.</p>
<p>The hospital said it had admitted twelve wounded, two of them in a critical condition, and asked for blood.</p>
</article>
<div class="comments"><p>I heard that fifty people died there, said a reader who was not there at all.</p></div>
</body></html>"""


def split(found: object) -> tuple[list[Article], list[Problem]]:
    items = list(found)  # type: ignore[call-overload]
    return [i for i in items if isinstance(i, Article)], [i for i in items if isinstance(i, Problem)]


def put(path: Path, content: str | bytes) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(path)


def as_parquet(path: Path) -> str:
    import pyarrow
    import pyarrow.parquet

    pyarrow.parquet.write_table(pyarrow.Table.from_pylist([RECORD, {**RECORD, "id": "a2"}]), path)
    return str(path)


FORMATS: dict[str, Callable[[Path], str]] = {
    "list.json": lambda p: put(p, json.dumps([RECORD, {**RECORD, "id": "a2"}])),
    "object.json": lambda p: put(p, json.dumps({"articles": [RECORD, {**RECORD, "id": "a2"}]}, indent=2)),
    "lines.json": lambda p: put(p, "\n".join(json.dumps({**RECORD, "id": i}) for i in ("a1", "a2"))),
    "lines.jsonl": lambda p: put(p, "\n".join(json.dumps({**RECORD, "id": i}) for i in ("a1", "a2"))),
    "lines.ndjson": lambda p: put(p, json.dumps({"articles": [RECORD, {**RECORD, "id": "a2"}]})),
    "wide.jsonl": lambda p: put(p, "\n".join(json.dumps({**RECORD, "id": i}) for i in ("a1", "a2")).encode("utf-16")),
    "table.csv": lambda p: put(p, "id,URL,source,title,text,published\n" + "\n".join(
        f'{i},https://example.org/1,Daily,Blast,"Blast kills 3",2024-01-04' for i in ("a1", "a2"))),
    "european.csv": lambda p: put(p, "\r\n".join(["id;url;source;title;text;published", *(
        f"{i};https://example.org/1;Daily;Blast;Blast kills 3;2024-01-04" for i in ("a1", "a2"))])),
    "packed.jsonl.gz": lambda p: put(
        p, gzip.compress("\n".join(json.dumps({**RECORD, "id": i}) for i in ("a1", "a2")).encode())),
    "table.parquet": as_parquet,
    "no ending": lambda p: put(p, "\n\n".join(json.dumps({**RECORD, "id": i}) for i in ("a1", "a2"))),
    "Взрыв в городе.jsonl": lambda p: put(p, "\n".join(json.dumps({**RECORD, "id": i}) for i in ("a1", "a2"))),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMATS)
def test_records_are_the_same_in_every_format(name: str, tmp_path: Path) -> None:
    articles, problems = split(read([FORMATS[name](tmp_path / name)]))
    assert problems == []
    assert [article.ref for article in articles] == ["a1", "a2"]
    assert {(a.url, a.outlet, a.title, a.text, str(a.published)) for a in articles} == {
        ("https://example.org/1", "Daily", "Blast", "Blast kills 3", "2024-01-04")
    }


def test_one_record_alone(tmp_path: Path) -> None:
    assert len(split(read([put(tmp_path / "one.json", json.dumps(RECORD, indent=1))]))[0]) == 1


def test_a_text_file_begins_with_its_title(tmp_path: Path) -> None:
    (article,), problems = split(read([put(tmp_path / "news item.txt", "Blast in Aleppo\n\nThree died.\n")]))
    assert (article.title, article.text, article.ref, problems) == (
        "Blast in Aleppo",
        "Blast in Aleppo\n\nThree died.",
        "news item.txt",
        [],
    )


def test_a_page_gives_its_article_without_comments_and_menus(tmp_path: Path) -> None:
    (article,), problems = split(read([put(tmp_path / "page.html", PAGE)]))
    assert problems == []
    assert (article.title, article.outlet, str(article.published), article.ref) == (
        "Blast in the market",
        "Daily",
        "2024-01-04",
        "page.html",
    )
    assert "three people were killed" in article.text
    assert "fifty" not in article.text
    assert "Sport" not in article.text


def test_a_page_is_read_in_the_encoding_it_declares(tmp_path: Path) -> None:
    body = "Взрыв прогремел на рынке, погибли трое, сообщила полиция в четверг. " * 3
    page = (
        f'<html><head><meta charset="koi8-r"></head><body><article><h1>Взрыв</h1><p>{body}</p></article></body></html>'
    )
    (article,), _ = split(read([put(tmp_path / "page.htm", page.encode("koi8-r"))]))
    assert "погибли трое" in article.text


def test_folders_are_read_in_sorted_order_without_hidden_and_foreign_files(tmp_path: Path) -> None:
    for name in ("b/2.txt", "a/1.txt", "c.txt", ".hidden/x.txt", ".x.txt", "README.md", "picture.png"):
        put(tmp_path / name, f"Title of {name}\n\nText")
    articles, problems = split(read([str(tmp_path)]))
    assert ([article.ref for article in articles], problems) == (["1.txt", "2.txt", "c.txt"], [])
    skipped, _ = split(read([str(tmp_path)], skip=[tmp_path / "a"]))
    assert [article.ref for article in skipped] == ["2.txt", "c.txt"]


def test_a_name_of_any_bytes(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/caf\xe9 \xd0\xb3.txt"
    Path(os.fsdecode(name)).write_text("Title\n\nText")
    (article,), problems = split(read([str(tmp_path)]))
    assert article.ref == "caf\ufffd г.txt"
    assert problems == []


NOISE = random.Random(1).randbytes(5000)
BAD: dict[str, tuple[str | bytes, str]] = {
    "empty.txt": ("", "is empty"),
    "empty.jsonl": ("", "is empty"),
    "blank.txt": ("\n" * 10_000, "is empty"),
    "blank.jsonl": ("\n" * 10_000, "is empty"),
    "blank.csv": ("\n" * 10_000, "is empty"),
    "blank.json": ("\n" * 10_000, "is empty"),
    "blank.html": (" \n" * 10_000, "is empty"),
    "noise.txt": (NOISE, "is not text"),
    "noise.jsonl": (NOISE, "is not text"),
    "noise.html": (NOISE, "is not text"),
    "document.txt": (b"%PDF-1.7\n%\xe2\xe3", "is not text"),
    "noise": (NOISE, "is not text"),
    "broken.json": ('[{"text": "a"', "broken JSON"),
    "deep.json": ("[" * 100_000, "nested too deeply"),
    "digits.json": ('{"text": ' + "1" * 10_000 + "}", "a number is too long"),
    "none.json": ("[]", "holds no record"),
    "number.json": ("12", "is not a record"),
    "without.json": ('{"title": "Blast"}', "record without text"),
    "list.json": ('{"text": ["a"]}', "record without text"),
    "columns.csv": ("a,b\n1,2\n", "no column is named text"),
    "columns.parquet": ("not parquet at all", "broken Parquet"),
    "cut.txt.gz": (gzip.compress(b"Title\n\nText " * 1000)[:40], "damaged gzip"),
    "deep.txt.gz": (functools.reduce(lambda it, _: gzip.compress(it), range(999), b"x"), "packed more than 3 times"),
    "plain.txt.gz": ("Title\n\nText", "is not a gzip file"),
    "plain.jsonl.GZ": (json.dumps(RECORD), "is not a gzip file"),
    "nothing.html": ("<html><body></body></html>", "no article text"),
    "feed.rss": ("<rss><channel></chan", "ends in the middle"),
    "page.xml": ('<?xml version="1.0"?>\n<catalogue></catalogue>', "is no feed: its XML begins with <catalogue>"),
    "bomb": ('<?xml version="1.0"?>\n<!DOCTYPE rss [<!ENTITY a "b">]><rss></rss>', "defines entities"),
    "list.opml": ("<opml><body></opml>", "is broken XML"),
    "archive.warc": ("WARC/1.0\r\nno more", "archive"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_one_problem_and_the_rest_is_read(name: str, tmp_path: Path) -> None:
    content, what = BAD[name]
    good = put(tmp_path / "good.txt", "Title\n\nText")
    articles, problems = split(read([put(tmp_path / name, content), good]))
    assert [article.ref for article in articles] == ["good.txt"]
    assert len(problems) == 1
    assert what in str(problems[0])
    assert name.removesuffix(".gz") in str(problems[0])
    assert "\n" not in str(problems[0])
    assert problems[0].lost


@pytest.mark.parametrize(
    ("source", "what"),
    [("missing.txt", "No such file"), ("good.txt/inside.txt", "Not a directory"),
     ("https://example.org:port/a", "is not an address"),
     ("http://127.0.0.1:9/a", "leads to a private address, 127.0.0.1"),
     ("ftp://example.org/a", "is not a web address"),
     ("void", "no article file")],
)  # fmt: skip
def test_a_bad_path_is_one_problem(source: str, what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    put(tmp_path / "good.txt", "Title\n\nText")
    (tmp_path / "void").mkdir()
    articles, problems = split(read([source, "good.txt"]))
    assert (len(articles), len(problems)) == (1, 1)
    assert str(problems[0]).startswith(f"{source}: {what}")


def test_broken_lines_are_named_and_the_rest_is_read(tmp_path: Path) -> None:
    lines = [json.dumps(RECORD), '{"text": "a', "", "[1, 2]", json.dumps({"text": " "}), json.dumps(RECORD)]
    path = put(tmp_path / "x.jsonl", "\n".join(lines))
    articles, problems = split(read([path]))
    assert len(articles) == 2
    assert [problem.where for problem in problems] == [f"{path}, line {number}" for number in (2, 4, 5)]


def test_broken_rows_are_named_and_the_rest_is_read(tmp_path: Path) -> None:
    rows = [
        "id,text",
        '1,"first, quoted"',
        "2,second,more",
        '3,"two',
        'lines"',
        '4,"never closed',
        '5,"fifth"',
        "6,",
        "7,last",
    ]
    path = put(tmp_path / "x.csv", "\n".join(rows))
    articles, problems = split(read([path]))
    assert [(a.ref, a.text) for a in articles] == [
        ("1", "first, quoted"),
        ("3", "two\nlines"),
        ("5", "fifth"),
        ("7", "last"),
    ]
    assert [problem.where for problem in problems] == [f"{path}, line {number}" for number in (3, 6, 8)]


def test_a_quote_that_is_never_closed_does_not_swallow_the_file(tmp_path: Path) -> None:
    rows = ["id,text", '1,"open', *(f"{number},text" for number in range(2, 9000))]
    articles, problems = split(read([put(tmp_path / "x.csv", "\n".join(rows))]))
    assert (len(articles), len(problems)) == (8998, 1)


def test_mixed_encodings_in_one_file(tmp_path: Path) -> None:
    lines = [
        json.dumps({"text": "près de Zürich"}, ensure_ascii=False).encode(code) for code in ("utf-8", "cp1252", "utf-8")
    ]
    articles, problems = split(read([put(tmp_path / "x.jsonl", b"\n".join(lines))]))
    assert problems == []
    assert len(articles) == 3
    assert articles[0].text == articles[2].text == "près de Zürich"


def test_an_unreadable_date_is_a_warning_and_a_future_one_is_kept() -> None:
    (article,), (problem,) = split(of_record({**RECORD, "published": "soon"}, "x"))
    assert article.published is None
    assert not problem.lost
    (article,), problems = split(of_record({**RECORD, "published": "2199-01-01"}, "x"))
    assert (str(article.published), problems) == ("2199-01-01", [])


def test_odd_fields_do_no_harm() -> None:
    (article,), (problem,) = split(
        of_record({"text": "a", "id": 7, "source": {"name": "x"}, "title": None, "url": ""}, "x")
    )
    assert (article.ref, article.outlet, article.title, problem.lost) == ("7", "", "", False)


def test_without_an_id_the_reference_is_ours() -> None:
    (article,), _ = split(of_record({"text": "a"}, "x"))
    assert article.ref == article.id


KEYS = st.sampled_from(["id", "url", "outlet", "source", "title", "text", "published", "x"])
PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text()


@given(st.recursive(PLAIN, lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner)))
def test_any_record_is_an_article_or_a_problem(record: object) -> None:
    for found in of_record(record, "x"):
        assert isinstance(found, Article | Problem)
        if isinstance(found, Article):
            assert found.text.startswith(found.title)
            found.text.encode("utf-8")


@pytest.mark.parametrize(
    ("head", "format_"),
    [(b'[{"text": 1}]', "json"), (b"{\n", "json"), (b'{"text": "a"}\n', "jsonl"), (b"<!DOCTYPE html>\n", "html"),
     (b"<html>", "html"),
     (b'<?xml version="1.0"?>', "xml"), (b"WARC/1.0\r\n", "warc"),
     (b"id,title,text\n", "csv"), (b'"text";"url"\n', "csv"), (b"PAR1", "parquet"),
     (b"Blast kills three\n", "txt"), (b"A text, a reply, and a call\n", "txt"),
     ("\ufeff{\"text\": 1}".encode(), "jsonl")],
)  # fmt: skip
def test_sniffing(head: bytes, format_: str) -> None:
    assert sniff(head) == format_


def test_a_text_too_long_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    words = "Police said that three people died. "
    most = put(tmp_path / "most.txt", "é" * LONGEST_TEXT)
    more = put(tmp_path / "more.txt", "é" * (LONGEST_TEXT + 1))
    line = put(tmp_path / "line.txt", words * 1_400_000)
    rows = [{**RECORD, "id": "a1"}, {"text": "x" * (LONGEST_TEXT + 1)}, {**RECORD, "id": "a2"}]
    list_ = put(tmp_path / "list.jsonl", "\n".join(map(json.dumps, rows)))
    articles, problems = split(read([line, more, list_, most]))
    assert [article.ref for article in articles] == ["a1", "a2", "most.txt"]
    assert [problem.where for problem in problems] == [line, more, f"{list_}, line 2"]
    assert {(problem.what, problem.advice, problem.lost) for problem in problems} == {
        ("text of more than 2,000,000 characters", "split it into its articles", True)
    }


def test_a_file_of_many_articles_may_be_of_any_size(tmp_path: Path) -> None:
    text = "Three people died. " * 20_000
    path = put(tmp_path / "list.jsonl", "\n".join(json.dumps({"id": number, "text": text}) for number in range(30)))
    articles, problems = split(read([path]))
    assert (len(articles), problems) == (30, [])


def test_the_output_of_earlier_runs_is_passed_over(tmp_path: Path, result: Result) -> None:
    from casualties import store
    from casualties.report.write import write

    (tmp_path / "old").mkdir()
    write(tmp_path / "old", result)
    store.write(tmp_path / "old/ledger.jsonl", store.of_result(result))
    store.write(tmp_path / "all.jsonl", store.of_result(result))
    put(tmp_path / "old/mine.txt", "Title\n\nText")
    for source in ("old", "."):
        articles, problems = split(read([str(tmp_path / source)]))
        assert [article.ref for article in articles] == ["mine.txt"]
        assert problems[-1] == Problem(
            str(tmp_path / "old"), "holds the output of a run, which is passed over", lost=False
        )
    assert problems[0].where == str(tmp_path / "all.jsonl")
    assert len(problems) == 2


@pytest.mark.parametrize(
    "package", ["[]", "{", '{"name": "other", "resources": [{"path": "a.txt"}]}', '{"resources": 1}']
)
def test_the_data_package_of_another_is_not_ours(package: str, tmp_path: Path) -> None:
    put(tmp_path / "datapackage.json", package)
    put(tmp_path / "a.txt", "Title\n\nText")
    assert "a.txt" in [article.ref for article in split(read([str(tmp_path)]))[0]]


def test_a_page_too_big_to_parse_is_named(tmp_path: Path) -> None:
    _, (problem,) = split(read([put(tmp_path / "big.html", b"<html><p>" + b"word " * 4_100_000)]))
    assert "more than 20 MB" in problem.what
