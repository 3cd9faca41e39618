"""The archive as tools of an assistant, asked by the protocol's own client."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from indexer.assistant import build_server
from indexer.assistant.tools import MAX_ANSWER, MAX_PART, TOOLS
from search import Article

ROOT = Path(__file__).parents[2]
COPY = "Warga desa menanam bakau di pesisir utara setelah abrasi menelan tambak mereka. " * 6
ARTICLES = [
    Article("bakau-1", "Warga tanam bakau", COPY, outlet="Kabar Nusa", published="2015-03-01",
            url="http://kabar.example/bakau", extra={"byline": "Wira"}),
    Article("bakau-2", "Warga tanam bakau", COPY, outlet="Lentera Pos", published="2015-03-02"),
    Article("garam", "Panen garam gagal", "Hujan merusak tambak. " * 2_000, published="2017-08",
            outlet="Kabar Nusa"),
]


@pytest.fixture
def filled(archive):
    list(archive.add(ARTICLES))
    return archive


@pytest.fixture
def mcp():
    reason = "mcp 2 is not installed: pip install 'warta[mcp]'"
    pytest.importorskip("mcp.server.mcpserver", reason=reason)
    return pytest.importorskip("mcp")


def run(mcp, target, use):
    """Return what `use` returns, which is given a client of a server or transport."""
    import anyio

    async def main():
        with anyio.fail_after(60):
            async with mcp.Client(target) as client:
                return await use(client)

    return anyio.run(main)


@pytest.fixture
def ask(mcp, filled):
    """A function that calls a tool, and returns its answer, or the text of its error."""
    server = build_server(filled)

    def call(tool, **arguments):
        found = run(mcp, server, lambda client: client.call_tool(tool, arguments))
        [content] = found.content
        assert len(content.text) <= MAX_ANSWER
        if found.is_error:
            return content.text
        assert json.loads(content.text) == found.structured_content
        return found.structured_content

    return call


def test_the_tools_are_described(mcp, filled):
    listed = run(mcp, build_server(filled), lambda client: client.list_tools()).tools
    assert [tool.name for tool in listed] == ["search", "article", "timeline", "terms", "coverage"]
    for tool in listed:
        assert tool.annotations.read_only_hint and len(tool.description) > 80
        assert all("description" in each for each in tool.input_schema["properties"].values())


def test_search_shows_one_article_of_each_story(ask):
    found = ask("search", query="menanam bakau", sort="oldest")
    assert found["total_articles"] == 2 and found["match"] == "all"
    [hit] = found["hits"]
    assert hit["id"] == "bakau-1" and hit["byline"] == "Wira" and hit["story"]["size"] == 2
    assert any("bakau" in each for each in hit["snippets"]) and found["next_page"] is None
    assert [(each["value"], each["count"]) for each in found["years"]] == [(2015, 2)]
    every = ask("search", query="tambak", collapse="none", page_size=2)
    assert len(every["hits"]) == 2 and every["next_page"] == 2
    only = ask("search", query="tambak", outlet=["Lentera Pos"], **{"from": "2015", "to": "2015"})
    assert [each["id"] for each in only["hits"]] == ["bakau-2"]


def test_a_long_article_comes_in_parts(ask):
    read, begin = "", 0
    while begin is not None:
        part = ask("article", id="garam", offset=begin, length=MAX_PART)
        read, begin = read + part["body"], part["next_offset"]
    assert read == ARTICLES[2].body and part["body_length"] == len(read)
    assert ask("article", id="bakau-1")["copies"] == ["bakau-2"]


def test_an_integer_may_be_written_with_a_point(ask):
    assert ask("article", id="garam", offset=2.0, length=3.0)["body"] == ARTICLES[2].body[2:5]
    assert len(ask("search", query="tambak", collapse="none", page=1.0, page_size=2.0)["hits"]) == 2
    assert ask("coverage", page=1.0)["total_outlets"] == 2


def test_terms_are_those_of_the_archive(ask, filled):
    list(filled.add(Article(str(n), f"Rapat {n}", f"Rapat ke-{n} ditunda.") for n in range(30)))
    list(filled.add(Article(f"u{n}", f"Udang {n}", f"Panen udang {n} gagal.") for n in range(5)))
    [term] = ask("terms", query="udang", limit=1)["terms"]
    assert (term["text"], term["kind"]) in (("panen", "word"), ("Panen", "word"), ("gagal", "word"))
    assert 0 < ask("search", query=term["query"])["total_articles"] <= term["total"]


def test_timelines_and_coverage_are_those_of_the_archive(ask):
    both = ask("timeline", queries=["bakau", "garam"], interval="year", share=True)["trends"]
    assert [[bar["count"] for bar in each["timeline"]] for each in both] == [[2, 0, 0], [0, 0, 1]]
    assert [bar["total"] for bar in both[0]["timeline"]] == [2, 0, 1]
    first, second = ask("coverage")["outlets"]
    assert (first["outlet"], first["articles"]) == ("Kabar Nusa", 2)
    assert first["gaps"] == [{"from": "2016", "to": "2016"}] and second["articles"] == 1
    assert ask("coverage", outlet=["Lentera Pos"], by="month")["total_outlets"] == 1


@pytest.mark.parametrize("tool, arguments, named", [
    ("search", {}, "'query' is a required property"),
    ("search", {"query": "a" * 513}, "query: write at most 512 characters"),
    ("search", {"query": "tambak", "page_size": 21}, "page_size: 21"),
    ("search", {"query": "tambak", "page_size": "3"}, "page_size: '3'"),
    ("search", {"query": "tambak", "from": "2015-02-30"}, "from: "),
    ("search", {"query": "tambak", "year": ["dulu"]}, "year: "),
    ("search", {"query": "tambak", "outlet": ["a"] * 21}, "outlet: write at most 20 values"),
    ("search", {"query": "tambak", "page": 10_001}, "page: "),
    ("search", {"query": "tambak", "harga": 1}, "'harga'"),
    ("article", {"id": "tiada"}, "'tiada'"),
    ("article", {"id": "bakau-1", "offset": 10_000}, "offset: the body has "),
    ("timeline", {"queries": []}, "queries: "),
    ("timeline", {"queries": list("abcdef")}, "queries: write at most 5 values"),
    ("timeline", {"queries": ["tambak"], "interval": "day", "from": "0001"}, "interval: "),
    ("timeline", {"queries": ["tambak"], "interval": "day", "from": "2007", "to": "2015"},
     "too long"),
    ("coverage", {"by": "day"}, "by: 'day'"),
    ("coverage", {"page": 501}, "page: pages go to the 10,000th outlet"),
    ("hapus", {}, "'hapus' is not a tool"),
])
def test_what_cannot_be_answered_is_a_message(ask, tool, arguments, named):
    assert named in ask(tool, **arguments)


def test_every_default_agrees_with_its_schema():
    jsonschema = pytest.importorskip("jsonschema")
    for tool in TOOLS.values():
        jsonschema.Draft202012Validator.check_schema(tool.schema)
        required = {"query": "a", "id": "a", "queries": ["a"]}
        given = {name: required[name] for name in tool.required}
        jsonschema.validate(tool.complete(given), tool.schema)


def test_every_tool_and_parameter_is_documented():
    text = (ROOT / "docs/assistants.md").read_text("utf-8")
    for tool in TOOLS.values():
        assert all(f"`{name}`" in text for name in (tool.name, *tool.parameters))


def test_the_command_serves_on_standard_input_and_output(mcp, tmp_path, opened, folder):
    list(opened().add(ARTICLES))
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = mcp.StdioServerParameters(
        command=sys.executable, env=environment, cwd=tmp_path,
        args=["-P", "-m", "indexer", "--engine", f"whoosh:{folder}", "mcp"])
    found = run(mcp, mcp.stdio_client(command),
                lambda client: client.call_tool("search", {"query": "garam"}))
    assert [each["id"] for each in found.structured_content["hits"]] == ["garam"]


@pytest.mark.long
def test_a_signal_ends_it_while_it_waits_for_a_request(mcp, opened, folder):
    list(opened().add(ARTICLES))
    command = [sys.executable, "-P", "-m", "indexer", "--engine", f"whoosh:{folder}", "mcp"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=environment, stdin=pipe, stdout=pipe) as serving:
        serving.stdin.write(b'{"jsonrpc": "2.0", "id": 1, "method": "ping"}\n')
        serving.stdin.flush()
        assert serving.stdout.readline()
        serving.send_signal(signal.SIGTERM)
        assert serving.wait(20) == 143


def test_what_keeps_it_from_starting_is_one_line(indexer, mcp, monkeypatch):
    ran = indexer("mcp")
    assert ran.code == 2 and not ran.out and ran.err.startswith("error: there is no archive at ")
    monkeypatch.setitem(sys.modules, "mcp.server.mcpserver", None)
    ran = indexer("mcp")
    assert ran.code == 2 and "mcp, which talks to assistants, is not installed: run " in ran.err
    assert "pip install 'warta[mcp]'" in ran.err
