"""Facets that an operator adds."""

import importlib
import json
import pkgutil
import subprocess
import sys
from dataclasses import fields as fields_of

import pytest
from marshmallow import Schema

import web.parameters
from indexer import __main__ as command_line
from indexer.assistant.tools import TOOLS
from indexer.watch.saved_search import _SEARCH_KEYS
from search import Article, facets
from search.engines.whoosh.index_format import describe_stale, sign_index
from search.engines.whoosh.segments.segment import COLUMNS, INDEXED
from search.errors import STALE, InvalidValue
from search.facets import FACETS, MAX_VALUES
from search.own_facets import MAX_OWN, TAKEN, parse_names
from web.parameters.fields import NoParameters
from web.views.notices import name_parameter
from web.views.translator import Translator

from support.command_reference import find_commands

PAGES = """
import json
from search import open_archive
from web import create_app
client = create_app(open_archive("whoosh:arsip")).test_client()
read = lambda path: client.get(path).get_data(as_text=True)
print(json.dumps([read(path) for path in (
    "/api/v1/search?q=padi&facet=edisi&exclude_edisi=sore", "/?q=padi&exclude_edisi=none",
    "/articles/b", "/openapi.json", "/feed.atom?q=padi&edisi=pagi")]))
"""


def list_schemas(schema: type[Schema] = NoParameters):
    """Yield every schema of parameters."""
    for each in schema.__subclasses__():
        yield each
        yield from list_schemas(each)


def list_taken():
    """Yield every name that a request, a command, a tool or a segment uses beside the filters."""
    for module in pkgutil.iter_modules(web.parameters.__path__):
        importlib.import_module(f"web.parameters.{module.name}")
    for schema in list_schemas():
        for name, field in schema().fields.items():
            yield from {name, field.data_key or name}
    for command in find_commands().values():
        if {"outlet", "exclude_outlet"} <= {each.name for each in command.params}:
            for each in command.params:
                names = {each.name, *each.opts, *each.secondary_opts}
                yield from (name.strip("-").replace("-", "_") for name in names)
    for tool in TOOLS.values():
        if "exclude_outlet" in tool.parameters:
            yield from tool.parameters
    yield from (*_SEARCH_KEYS, *FACETS, *COLUMNS, *INDEXED)
    yield from (field.name for field in fields_of(Article))


def test_no_name_that_is_taken_can_be_a_facet():
    used = {name for name in list_taken() if not name.startswith("exclude_")}
    assert used - TAKEN == set()


@pytest.mark.parametrize("written, names", [
    ("", ()), (" , ", ()), ("edisi", ("edisi",)), ("b, a,b", ("b", "a")),
    ("a" * 30, ("a" * 30,)), (",".join(f"f{n}" for n in range(MAX_OWN)),
                              tuple(f"f{n}" for n in range(MAX_OWN)))])
def test_names_are_listed_with_commas(written, names):
    assert parse_names(written) == names


@pytest.mark.parametrize("written, what", [
    ("Edisi", "small letters"), ("rubrik khusus", "small letters"), ("a;b", "small letters"),
    ("2edisi", "the first a letter"), ("a" * 31, "at most 30"), ("edisi,é", "small letters"),
    ("edisi,page", "'page'.*already"), ("outlet", "already"), ("exclude_x", "already"),
    (",".join(f"f{n}" for n in range(MAX_OWN + 1)), f"{MAX_OWN + 1} .*at most {MAX_OWN}")])
def test_a_wrong_name_is_refused_with_what_to_write(written, what):
    with pytest.raises(InvalidValue, match=what) as refused:
        parse_names(written)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("extra, values", [
    ({"edisi_cetak": "pagi"}, ("pagi",)), ({"Edisi  Cetak": " pagi  ini "}, ("pagi ini",)),
    ({"edisi-cetak": ["a", 7, "a", {}]}, ("a", "7")), ({"EDISI_CETAK": "a, b"}, ("a, b",)),
    ({"Edisi Cetak": "x", "edisi_cetak": "y"}, ("y",)), ({"edisi_cetak": None}, (None,)),
    ({"edisi": "x", "edisi_cetak_2": "x"}, (None,)), ({"edisi_cetak": {"a": 1}}, (None,)),
    ({"edisi_cetak": [str(n) for n in range(200)]}, tuple(map(str, range(MAX_VALUES))))])
def test_a_facet_counts_the_field_of_its_name(extra, values):
    assert facets._own("edisi_cetak")(Article("a", extra=extra)) == values


def test_the_setting_that_is_wrong_stops_a_command(indexer, monkeypatch):
    monkeypatch.setattr(facets, "_fault", "'page' cannot be a facet")
    assert indexer("search", "padi", "--edisi", "x") == (2, "", "error: 'page' cannot be a facet\n")


def test_an_option_that_came_too_late_is_refused(indexer):
    ran = indexer("--facet", "edisi", "status")
    assert ran.code == 2 and "SEARCH_FACETS" in ran.err


@pytest.mark.parametrize("arguments, names", [
    (["--facet", "a", "--engine=x", "--facet=b", "add", "--facet", "c"], ("a", "b")),
    (["search", "--facet", "year"], ()), (["--equivalents", "--facet", "add"], ()),
    (["--engine", "x", "--version"], ()), (["--facet"], ()), ([], ())])
def test_facets_are_taken_from_before_the_command(arguments, names):
    assert command_line.find_facets(arguments) == names


@pytest.mark.parametrize("built, own, says", [
    (["b", "a"], [], "built with SEARCH_FACETS=a,b, and this process has no SEARCH_FACETS:"),
    ([], ["a"], "built with no SEARCH_FACETS, and this process has SEARCH_FACETS=a:"),
    (["a"], ["b"], "built with SEARCH_FACETS=a, and this process has SEARCH_FACETS=b:")])
def test_an_index_with_other_facets_says_which(built, own, says):
    why = describe_stale(sign_index("x", built), sign_index("x", own))
    assert says in why and "indexer rebuild" in why


def test_only_other_facets_are_to_blame_for_an_index_that_has_them():
    assert describe_stale(sign_index("x", ["a"]), sign_index("y", [])) == STALE
    assert describe_stale("x index-1 facets-outlet,a", sign_index("x", [])) == STALE
    assert describe_stale("x", sign_index("x", ["a"])) == STALE
    assert sign_index("x", ["a", "b"]) == sign_index("x", ["b", "a"])


def test_signatures_stay_as_they_were_without_facets_of_the_operator():
    assert sign_index("x", []).endswith(f" facets-{','.join(FACETS)}")


def test_pages_call_a_facet_by_its_name(monkeypatch):
    for module in ("translator", "notices"):
        monkeypatch.setattr(f"web.views.{module}.OWN", ("edisi_cetak", "search"))
    say = Translator("en")
    assert say.name_facet("edisi_cetak") == name_parameter(say, "edisi_cetak") == "Edisi cetak"
    assert say.name_value("edisi_cetak", None) == "No edisi cetak"
    assert say.name_value("edisi_cetak", "pagi") == "pagi"
    assert name_parameter(say, "exclude_search") == "Search (except)"
    assert say.name_facet("outlet") == "Outlet" and say.name_value("outlet", None) == "No outlet"


@pytest.mark.long
def test_an_operators_facets_are_facets_everywhere(tmp_path, write):
    news = write("berita.jsonl", [
        {"id": "a", "title": "Panen raya padi", "body": "Petani memanen padi.", "edisi": "pagi"},
        {"id": "b", "title": "Harga padi", "body": "Harga padi turun.", "Edisi": ["sore", "pagi"]},
        {"id": "c", "title": "Tarian padi", "body": "Penari menyambut panen padi."}])
    own = ["-m", "indexer", "--engine", "whoosh:arsip", "--facet", "edisi"]

    def run(*arguments, code=0, **settings):
        path = {"PYTHONPATH": ":".join(sys.path), "PATH": "/usr/bin:/bin"}
        ran = subprocess.run([sys.executable, *map(str, arguments)], cwd=tmp_path, text=True,
                             capture_output=True, env=path | settings)
        assert ran.returncode == code, ran.stderr
        return ran.stdout + ran.stderr

    empty = run("-m", "indexer", "--engine", "whoosh:lain", "--facet", "edsi", "add", news)
    assert "no article has the facet edsi: `indexer inspect`" in empty
    assert "facet" not in run(*own, "add", "--jobs", 2, news)
    page = json.loads(run(*own, "search", "padi", "--json", "--facet", "edisi", "--edisi", "pagi"))
    assert page["total"] == 2
    assert [(each["value"], each["count"]) for each in page["facets"]["edisi"]] == [
        ("pagi", 2), ("sore", 1), (None, 1)]
    answer, html, article, document, feed = json.loads(run("-c", PAGES, SEARCH_FACETS="edisi"))
    assert [hit["id"] for hit in json.loads(answer)["hits"]] == ["c", "a"]
    assert "<h2>Edisi</h2>" in html and "Tanpa edisi" in html and "?edisi=sore" in article
    assert run(*own, "search", "padi", "--format", "csv", "--all", "--fields", "id,edisi",
               ).splitlines()[0] == "id,edisi"
    assert "exclude_edisi" in document and "Panen raya padi" in feed and "Tarian" not in feed
    for command in ("search padi", "verify", "status", "add berita.jsonl"):
        said = run("-m", "indexer", *command.split(), code=0 if command == "status" else
                   1 if command == "verify" else 2, SEARCH_ENGINE="whoosh:arsip")
        assert "built with SEARCH_FACETS=edisi" in said
    said = run(*own, "--facet", "rubrik", "--facet", "edsi", "rebuild").splitlines()
    assert said == ["indexed 3 articles", "no article has the facet rubrik: articles keep this "
                    "field as rubric, and that is a facet already", "no article has the facet edsi:"
                    " `indexer inspect` shows under which names articles keep their fields"]
    assert run(*own[:-2], "rebuild") == "indexed 3 articles\n"
    assert json.loads(run(*own[:-2], "search", "padi", "--json"))["total"] == 3
    assert "'page' cannot" in run(
        "-c", "import wsgi", code=1, SEARCH_ENGINE="whoosh:arsip", SEARCH_FACETS="page")
