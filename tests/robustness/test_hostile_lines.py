"""Nothing forges a line or commands a terminal: hostile values in all logs, and in every command.

The table of values is that of the pages: support/hostile.py.
"""

import io
import json
import logging
import re
import sys
import unicodedata
from urllib.parse import quote

import pytest

from indexer.cli import output
from search import Article, open_archive
from search.errors import EngineError
from search.log_lines import LineFormatter
from search.query_log import QueryLog
from web import create_app
from web.metrics import METRICS
from web.serving.observation import Observer

from support.command_reference import find_commands
from support.hostile import CONTROLS, VALUES, build_articles
from support.site import serve_site

STYLE = re.compile(r"\x1b\[[012]m|\r\x1b\[K")
"""What we command a terminal ourselves."""

INJECTED, NOTHING = re.compile(r"^\s?X-Harm", re.M), re.compile(r"(?!)")
MORE = ("\u2028\u2029", "\x1b]52;c;ZWNobw==\x07", "\x9d0;x\x9c", "\u2066a\u2069", "a\u061cb\x85c")
HOSTILE = [*CONTROLS, *MORE, VALUES[0]]
SOURCE = "".join(each.replace("\0", "").replace("/", "") for each in HOSTILE)


def check_lines(text, forged=INJECTED):
    """Check that no character of a text does anything but stand there."""
    rest = STYLE.sub("", text)
    harmful = {char for char in rest if char not in "\n\t"
               and unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp")
               or "\u202a" <= char <= "\u202e" or "\u2066" <= char <= "\u2069" or char == "\u061c"}
    assert not harmful, (harmful, text)
    assert not forged.search(rest), text


@pytest.fixture
def archive(folder, analyzer):
    archive = open_archive(f"whoosh:{folder}", analyzer=analyzer)
    text = "Gempa besar mengguncang pesisir selatan pulau itu pada Selasa malam. " * 8
    list(archive.add([*build_articles(), *(
        Article(f"s{number}{value}", f"Gempa {value}", f"{text}{value}", outlet=f"Media {value}",
                published="2007-02-13", url=f"https://a.example/{value}")
        for number, value in enumerate(HOSTILE))]))
    return archive


@pytest.fixture
def files(write, tmp_path):
    """A folder of hostile files, a list of feeds, saved searches, and a log of queries."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for number, value in enumerate(HOSTILE):
        name = value.replace("/", "").replace("\0", "")[:60]
        (inbox / f"{number}{name}.txt").write_text(f"Judul {value}\n\nGempa {value}.")
        (inbox / f"{number}{name}.csv").write_text(f'title,{value}\n"a","b"\n"gem\0pa')
        (inbox / f"{number}{name}.png").write_bytes(b"x")
        (inbox / f"{number}{name}.zip").write_bytes(b"PK\x03\x04")
    write("hostile.jsonl", [{"title": value, "body": f"Gempa {value}", "id": f"j{value}",
                             "tanggal": value, "outlet": value} for value in HOSTILE] + HOSTILE)
    with serve_site() as site:
        site.answers["/rss"] = "<rss><channel><title>x</title><item><title>Gempa&#x9b;31m</title>" \
            "<link>http://a.example/&#x202e;</link></item></channel></rss>"
        write("feeds.txt", "\n".join([f"{site.url}/rss", *(
            f"http://a.example:x/{value}" for value in HOSTILE if "\n" not in value)]))
        write("watch.toml", f'[[search]]\nname = "Gempa"\nq = "gempa"\npost = ["{site.url}/hook"]')
        log = QueryLog(tmp_path / "archive" / "queries.sqlite", 30)
        for value in HOSTILE:
            log.note(f"gempa {value}", 0)
        log.flush()
        yield tmp_path


STORED = f"h{len(VALUES) - 1}{VALUES[-1]}"
COPY = f"s0{HOSTILE[0]}"
ASKED = [value.replace("\0", "") for value in HOSTILE]

COMMANDS = {
    "add": [["inbox"], ["hostile.jsonl", "--source", SOURCE], [SOURCE[:40]],
            ["inbox", "--format", SOURCE[:9]]],
    "inspect": [["inbox"], ["hostile.jsonl"], ["hostile.jsonl", "--json"]],
    "search": [["gempa"], ["gempa", "--json"], ["gempa", "--all"], ["gempa", "--explain"],
               ["gempa", "--facet", "outlet", "--facet", "tag", "--collapse", "story"],
               *([each] for each in ASKED), *(["--outlet", each, "gempa"] for each in ASKED[:3]),
               *(["gempa", "--all", "--format", each] for each in ("csv", "ris", "bibtex"))],
    "concordance": [["gempa"], ["gempa", "--json"], ["gempa", "--csv"]],
    "copies": [[COPY.replace("\0", "")], [COPY.replace("\0", ""), "--json"], [SOURCE[:50]]],
    "coverage": [[], ["--json"]],
    "trends": [["gempa", SOURCE[:60]], ["gempa", "--json"], ["gempa", SOURCE[:60], "--csv"]],
    "significant": [["gempa"], ["gempa", "--json"]],
    "terms": [[f"gempa {each}"] for each in ASKED] + [[SOURCE, "--json"]],
    "queries": [[], ["--json"], ["--csv"], ["--failed"]],
    "key": [["list"], ["create", "situs", "--outlet", SOURCE[:60]], ["create", SOURCE[:20]],
            ["list"], ["list", "--json"], ["revoke", SOURCE[:20]]],
    "status": [[], ["--json"]],
    "verify": [[]],
    "rebuild": [[]],
    "export": [[]],
    "backup": [[f"b{SOURCE[:30]}"], [f"b{SOURCE[:30]}"], [f"none/{SOURCE[:30]}"]],
    "restore": [[f"b{SOURCE[:30]}"], [SOURCE[:30]]],
    "copy": [["--to", "whoosh:copy"], ["--to", f"whoosh:c{SOURCE[:30]}"], ["--to", SOURCE[:30]]],
    "fetch": [["feeds.txt", "--contact", "a@b.example", "--allow-private", "--delay", "0"],
              ["feeds.txt", "--contact", SOURCE[:20]]],
    "watch": [["watch.toml"], ["watch.toml", "--dry-run"], [SOURCE[:20]]],
    "watch-folder": [["inbox", "--once", "--settle", "0"], [SOURCE[:20], "--once"]],
    "remove": [[STORED], [SOURCE[:50]], ["--outlet", SOURCE[:60]]],
}
WITHOUT_LINES = {"mcp"}
"""Commands that print nothing but what programs exchange: each message is a line of JSON."""


def test_every_command_is_tried():
    assert COMMANDS.keys() | WITHOUT_LINES == find_commands().keys()


@pytest.mark.long  # some seventy commands, each twice
@pytest.mark.parametrize("as_terminal", [False, True])
def test_no_command_prints_what_commands_a_terminal(
    indexer, archive, files, monkeypatch, as_terminal, capsysbinary
):
    monkeypatch.setattr(output, "is_terminal", lambda: as_terminal)
    monkeypatch.setattr(type(sys.stdout), "isatty", lambda _: as_terminal)
    codes = set()
    for name, calls in COMMANDS.items():
        for arguments in calls:
            ran = indexer(name, *arguments)
            codes.add(ran.code)
            check_lines(ran.err)
            is_format = {"--csv", "--all"} & set(arguments)  # for a program: true to each character
            has_lines = name in ("inspect", "terms") or is_format  # paragraphs, words, cells
            if as_terminal or not is_format:
                check_lines(ran.out, NOTHING if has_lines else INJECTED)
    assert codes == {0, 1, 2}


def test_some_commands_print_no_controls(indexer, archive):
    for arguments in (["search", "gempa"], ["search", "gempa", "--json"], ["status"],
                      ["remove", SOURCE[:50]], [SOURCE[:20]], ["search", "--x" + SOURCE[:20]]):
        ran = indexer(*arguments)
        check_lines(ran.out + ran.err)


@pytest.fixture
def logged(monkeypatch):
    """What is logged, as `log_to_stderr` writes it."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(LineFormatter(logging.BASIC_FORMAT))
    monkeypatch.setattr(logging.getLogger(), "handlers", [handler])
    return written


@pytest.mark.parametrize("error", [EngineError, ValueError])
def test_what_a_service_logs_forges_no_line(archive, logged, monkeypatch, error):
    lines = []
    app = create_app(archive)
    app.wsgi_app = Observer(app.wsgi_app, app.extensions[METRICS], lines.append)
    for value in HOSTILE:
        def fail(*_, **__):
            raise error(f"cannot {value}")
        monkeypatch.setattr(archive, "search", fail)
        monkeypatch.setattr(archive, "article", fail)
        for address in (f"/?q={quote(value)}", f"/articles/{quote(value, safe='')}"):
            app.test_client().get(address, buffered=True, headers={
                "X-Request-Id": quote(value), "User-Agent": "x\x9b31m"}).close()
    assert logged.getvalue().count("\nERROR:web.errors:") >= len(HOSTILE)
    check_lines(logged.getvalue())
    assert all(re.match("ERROR:web.errors:|  |$", line) for line in logged.getvalue().split("\n"))
    assert len(lines) == 2 * len(HOSTILE) and all(map(json.loads, lines))
    check_lines("\n".join(lines))


def test_what_a_library_logs_forges_no_line(logged):
    for value in HOSTILE:
        logging.getLogger("waitress").warning("Exception while serving %s", value)
        try:
            raise ValueError(value)
        except ValueError:
            logging.getLogger("x").exception(value, stack_info=True)
    check_lines(logged.getvalue())


def test_json_that_is_printed_means_what_was_stored(indexer, archive):
    printed = [json.loads(line) for line in indexer("export").out.splitlines()]
    assert {each["title"] for each in printed} >= {f"Gempa {value}" for value in HOSTILE}
