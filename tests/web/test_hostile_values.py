"""Nothing is unescaped: hostile values on every route, in every format, run and command nothing."""

import csv
import io
import json
import re
from urllib.parse import quote

import pytest
from lxml import etree, html

from web import create_app
from web.hops import name_state
from web.settings import Settings

from support import hostile

SCRIPTS = re.compile(r"application/ld\+json")
SCRIPT_OF_SITE = re.compile(r"/static/|/embed/\d+/embed\.js$")
BASE_OF_SITE = re.compile(r"/~[\w-]+/")
BEGINS_FORMULA = re.compile(r"\s*[=+\-@|＝＋－＠]|[\t\r]")
FORBIDDEN = re.compile(r"\s*(?:javascript|data|vbscript|file):", re.I)
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")

IDS = [f"h{number}{value}" for number, value in enumerate(hostile.VALUES)][::5]

FILLED = {
    "id": IDS, "name": [f"Media {value}" for value in hostile.VALUES], "year": ["2007"],
    "month": ["02"], "day": ["13"],
}
"""What stands in the paths of routes, beside hostile values."""

FORMATS = ("jsonl", "csv", "ris", "bibtex", "csl-json")

REQUESTS = [
    *(("pages.show_results", f"/?q=gempa&view=lengkap&page={page}") for page in range(1, 6)),
    *(("export.export", f"/api/v1/export?q=gempa&format={each}") for each in FORMATS),
    ("sitemaps.list_articles", "/sitemaps/2007-02.xml"),
    ("coverage.find_period", "/tanggal/2007-02-13"),
    *(("pages.follow_hop", f"{name_state([('q', value)])}?outlet={quote(value, errors='replace')}")
      for value in hostile.SCRIPTS),
    *(("embedding.describe_frame", f"/oembed?url={quote(f'http://localhost/?q={quote(value)}')}")
      for value in hostile.SCRIPTS),
]
"""Requests that need more than a value in their path or query."""

WITHOUT_COPIES = {"copies.list_copies", "copies.show_copies"}
"""Routes that say that there is nothing: no article here is a copy of another."""

LEADING_ON = {"pages.follow_hop", "coverage.find_period"}
"""Routes that only lead to the address of another."""


@pytest.fixture(scope="module")
def app(make_archive):
    archive = make_archive("whoosh")
    list(archive.add(hostile.build_articles()))
    return create_app(archive, Settings(embed_origins=("*",), accent="#1a5276"))


@pytest.fixture(scope="module")
def hostile_client(app):
    return app.test_client()


def test_pages_of_hostile_articles_run_nothing(hostile_client):
    article = quote(IDS[0], safe="")
    for address in ("/?q=gempa&page_size=50", f"/articles/{article}?q=gempa",
                    "/feed.atom?q=gempa", "/api/v1/export?q=gempa&format=csv",
                    f"/?q={quote(hostile.SCRIPTS[1])}", f"/tiada{quote(hostile.SCRIPTS[1])}"):
        check(hostile_client.get(address), address)


def list_requests(app, values):
    """Yield the routes, each with addresses that have every value in the path or as a parameter."""
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.endpoint == "static":
            continue
        yield rule.endpoint, fill(rule, 0)
        for number, value in enumerate(values):
            asked = quote(value, safe="", errors="replace")
            outlet = f"&outlet={asked}" * (not rule.rule.startswith("/api"))
            yield rule.endpoint, f"{fill(rule, number)}?q={asked}{outlet}"
            yield rule.endpoint, fill(rule, number, value)


def fill(rule, number, value=None):
    """Return the path of a route with values that exist, or with one that does not."""
    path = rule.rule
    for name in rule.arguments:
        values = FILLED.get(name, ["1"]) if value is None else [value]
        filled = quote(values[number % len(values)], safe="", errors="replace")
        path = re.sub(rf"<[^<>]*\b{name}>", lambda _: filled, path)
    return path


@pytest.mark.long  # a thousand answers
def test_no_answer_on_any_route_runs_anything(app, hostile_client):
    requests = list(dict.fromkeys(list_requests(app, hostile.VALUES[::3])))
    unanswered = {endpoint for endpoint, _ in requests}
    for endpoint, address in [*requests, *REQUESTS]:
        response = hostile_client.get(address)
        check(response, address)
        if response.status_code == (302 if endpoint in LEADING_ON else 200):
            unanswered.discard(endpoint)
    assert unanswered == WITHOUT_COPIES


def check(response, address):
    """Check that an answer can harm neither a browser, a feed reader nor a spreadsheet."""
    assert response.status_code < 500, address
    headers = response.headers
    assert headers["X-Content-Type-Options"] == "nosniff" and "Permissions-Policy" in headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "X-Harm" not in headers and not any(CONTROLS.search(value) for value in headers.values())
    kind = response.content_type.partition(";")[0]
    if kind == "text/html":
        check_page(response.text, address)
    elif "xml" in kind:
        check_xml(response.data)
    elif kind == "text/csv":
        check_cells(response.text)
    elif kind.endswith("json"):
        for document in response.data.splitlines() if "ndjson" in kind else [response.data]:
            json.loads(document)


def check_page(text, address):
    page = html.document_fromstring(text)
    for element in page.iter(etree.Element):
        assert element.tag not in ("iframe", "object", "embed", "style"), address
        assert element.tag != "base" or BASE_OF_SITE.fullmatch(element.get("href")), address
        if element.tag == "script":
            source = element.get("src", "")
            named = SCRIPT_OF_SITE.match(source)
            assert named or SCRIPTS.search(element.get("type", "")) and not source, address
        for name, value in element.attrib.items():
            assert not name.startswith("on") and name != "srcdoc", (address, name)
            if name in ("href", "src", "action", "formaction"):
                assert not FORBIDDEN.match(value), (address, value)
    refresh = page.xpath("//meta[@http-equiv]")
    assert refresh == [], address


def check_xml(data):
    tree = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    for element in tree.iter(etree.Element):
        if etree.QName(element).localname in ("link", "url", "guid", "id"):
            assert not FORBIDDEN.match(element.get("href") or element.text or "")


def check_cells(text):
    for row in csv.reader(io.StringIO(text)):
        assert not [cell for cell in row if BEGINS_FORMULA.match(cell)], row


def test_browsers_are_told_to_use_tls_alone_where_they_do(app, hostile_client):
    assert "Strict-Transport-Security" not in hostile_client.get("/").headers
    secure = hostile_client.get("/", base_url="https://news.example")
    assert secure.headers["Strict-Transport-Security"] == "max-age=31536000"


@pytest.mark.long  # Chromium opens some dozens of pages
def test_no_script_runs_in_a_browser(browser, app):
    from threading import Thread

    from waitress.server import create_server

    server = create_server(app, host="127.0.0.1", port=0, threads=2)
    Thread(target=server.run, daemon=True).start()
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    try:
        for address in [*list_pages(), "/?q=gempa&page_size=50&view=lengkap"]:
            page.goto(f"http://127.0.0.1:{server.effective_port}{address}")
            assert page.evaluate("window.harmed") is None, address
    finally:
        context.close()
        server.close()


def list_pages():
    ids = [f"/articles/{quote(id, safe='')}?q=gempa" for id in IDS]
    searches = [f"/?q={quote(value, errors='replace')}" for value in hostile.SCRIPTS[::2]]
    others = ["/outlets", "/tren?q=gempa", "/konkordansi?q=gempa", "/istilah?q=gempa"]
    return [*ids, *searches, *others]
