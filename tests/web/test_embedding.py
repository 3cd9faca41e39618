"""What other sites embed: the script and its versions, frames, oEmbed, and the code to copy."""

import gzip
import re
from base64 import b64encode
from hashlib import sha384
from urllib.parse import quote

import pytest

from search.facets import FILTERABLE
from web import create_app
from web.parameters.search import SearchParameters
from web.settings import Settings
from web.views.embed_script import VERSIONS, build_script_path, compute_integrity, read_script

from support.api import read_problem
from support.news import ARTICLES
from support.page_reader import find, get, parse, text

NEWEST = VERSIONS[-1]


RELEASED = {
    1: "sha384-VNudKnpzUzfu4kAP/UJHct1DFmuqlD8VNq4EAZ7x8TSN4ndQ9rfbUqz8FdrMcGAm",
}
"""The hashes that pages of other sites name. What changes goes into a folder of the next number."""


def read_names(constant):
    """Return the strings of an array of the script."""
    script = read_script(NEWEST).decode()
    [array] = re.findall(rf"const {constant} = \[([^\]]*)\]", script)
    return re.findall(r'"([\w-]+)"', array)


@pytest.mark.parametrize("path, seconds", [
    ("/embed.js", 3600), *((build_script_path(version), 31_536_000) for version in VERSIONS)])
def test_a_script_is_kept_as_long_as_it_stays_and_every_site_may_run_it(client, path, seconds):
    response = client.get(path)
    assert response.content_type == "text/javascript; charset=utf-8"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response.cache_control.max_age == seconds and response.cache_control.public
    assert bool(response.cache_control.immutable) == (path != "/embed.js")
    again = client.get(path, headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_the_short_address_has_the_newest_version(client):
    assert client.get("/embed.js").data == client.get(build_script_path()).data


def test_a_version_that_never_was_is_not_found(client):
    assert client.get(build_script_path(NEWEST + 1)).status_code == 404


def test_the_hash_is_that_of_what_is_sent(client):
    sent = client.get(build_script_path()).data
    assert compute_integrity(NEWEST) == "sha384-" + b64encode(sha384(sent).digest()).decode()


def test_a_released_version_stays_as_it_is():
    assert {version: compute_integrity(version) for version in VERSIONS} == RELEASED


def test_the_script_stays_small():
    assert len(gzip.compress(read_script(NEWEST), 9)) <= 8_000


def test_every_attribute_that_narrows_a_search_is_a_parameter_of_the_api():
    known = {field.data_key or name for name, field in SearchParameters().fields.items()}
    assert set(read_names("FILTERS")) <= set(FILTERABLE)
    assert set(read_names("SINGLE")) <= known


def test_the_script_neither_parses_html_nor_keeps_anything():
    script = read_script(NEWEST).decode()
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval|new Function|\.cookie"
        r"|localStorage|sessionStorage|setAttribute\(\"style\"|\.style\b", script)


HOME = "http://localhost"


@pytest.fixture(scope="module")
def framed(make_archive):
    """A service of ARTICLES, which two sites may show in frames."""
    archive = make_archive("whoosh")
    list(archive.add(ARTICLES))
    origins = ("https://blog.example", "https://kampus.example:8443")
    return create_app(archive, Settings(embed_origins=origins)).test_client()


def read_policy(response):
    rules = response.headers["Content-Security-Policy"].split("; ")
    return dict(rule.split(" ", 1) for rule in rules)


def test_frames_are_off_until_the_operator_names_sites(client):
    response = client.get("/embed?q=nuklir&lang=en")
    assert response.status_code == 403 and "Frames are not allowed" in response.text
    assert read_policy(response)["frame-ancestors"] == "'none'"
    assert "<li>" not in response.text


def test_the_frame_shows_hits_to_the_sites_that_the_operator_names(framed):
    response = framed.get("/embed?q=nuklir&page_size=2&theme=dark")
    policy = read_policy(response)
    assert policy["frame-ancestors"] == "https://blog.example https://kampus.example:8443"
    assert policy["default-src"] == "'none'"
    assert response.headers["X-Robots-Tag"] == "noindex"
    page = get(framed, "/embed?q=nuklir&page_size=2&theme=dark")
    assert len(find(page, "li")) == 2
    links = find(page, "a")
    assert {link.attrs.get("target") for link in links} == {"_blank", None}
    [following] = [link.attrs["href"] for link in links if link.attrs.get("rel") == "next"]
    assert following == "/embed?q=nuklir&page_size=2&theme=dark&lang=id&page=2"
    for path in ("/", "/sematkan", "/articles/kn-1"):
        assert read_policy(framed.get(path))["frame-ancestors"] == "'none'", path


def test_without_a_query_the_frame_has_the_box_alone(framed):
    assert find(get(framed, "/embed"), "li") == []
    assert find(get(framed, "/embed?sort=newest"), "li") != []


def test_what_shows_results_elsewhere_is_found_by_their_address(framed, client):
    address = quote(f"{HOME}/?q=nuklir&outlet=Kabar+Nusa&utm_source=x", safe="")
    answer = framed.get(f"/oembed?url={address}&maxwidth=500").json
    assert (answer["version"], answer["type"], answer["width"]) == ("1.0", "rich", 500)
    assert answer["title"] == "Warta: nuklir"
    assert answer["html"].startswith(
        f'<iframe src="{HOME}/embed?q=nuklir&amp;outlet=Kabar+Nusa&amp;lang=id"')
    plain = client.get(f"/oembed?url={address}").json
    assert plain["type"] == "link" and "html" not in plain


@pytest.mark.parametrize("parameters, status", [
    ("url=https://lain.example/?q=nuklir", 404), (f"url={HOME}/help", 404), ("url=[", 404),
    (f"url={HOME}/&format=xml", 501), ("", 422), (f"url={HOME}/&maxwidth=0", 422),
])
def test_an_address_that_cannot_be_shown_elsewhere_is_refused(client, parameters, status):
    read_problem(client.get(f"/oembed?{parameters}"), status)


def test_results_say_where_to_ask_how_to_show_them(client):
    links = find(get(client, "/?q=nuklir"), "link", type="application/json+oembed")
    assert client.get(links[0].attrs["href"].removeprefix(HOME)).json["title"] == (
        "Warta: nuklir")


def read_code(client, address):
    """Return the element in the code of the builder, as its attributes."""
    [area] = [each for each in find(get(client, address), "textarea")
              if each.attrs["id"] == "embed-code"]
    code = text(area)
    assert build_script_path() in code and compute_integrity(NEWEST) in code
    return code, find(parse(code), "warta-search")[0]


def test_the_code_that_the_builder_writes_has_what_was_chosen(client):
    code, element = read_code(client, (
        "/sematkan?q=%22enam+pihak%22+%26&outlet=Kabar+Nusa&outlet=Arus+%26+Kota&from=2007"
        "&sort=newest&page_size=10&language=en&theme=dark&accent=%23004466&exclude_tag=a"))
    assert dict(element.attrs) == {
        "endpoint": HOME, "q": '"enam pihak" &', "outlet": "Kabar Nusa|Arus & Kota",
        "from": "2007", "sort": "newest", "filters": "exclude_tag=a", "page-size": "10",
        "lang": "en", "theme": "dark", "accent": "#004466"}
    hidden = find(element, "input", type="hidden")
    assert [(each.attrs["name"], each.attrs["value"]) for each in hidden] == [
        ("outlet", "Kabar Nusa"), ("outlet", "Arus & Kota"), ("exclude_tag", "a"),
        ("from", "2007"), ("sort", "newest")]
    assert find(element, "form")[0].attrs["action"] == f"{HOME}/"


def test_the_builder_begins_with_a_box_alone(client):
    _, element = read_code(client, "/sematkan")
    assert dict(element.attrs) == {"endpoint": HOME, "lang": "id"}


def test_the_builder_offers_the_largest_outlets_and_those_that_were_chosen(client, monkeypatch):
    monkeypatch.setattr("web.routes.embedding._OFFERED_OUTLETS", 1)
    boxes = find(get(client, "/sematkan?outlet=Harian+Jauh"), "input", name="outlet")
    offered = [each.attrs["value"] for each in boxes if each.attrs["type"] == "checkbox"]
    assert len(offered) == 2 and offered[0] == "Harian Jauh"


def test_a_search_with_a_bar_in_a_value_keeps_it(client):
    _, element = read_code(client, "/sematkan?outlet=A%7CB")
    assert element.attrs["filters"] == "outlet=A%7CB"


def test_a_time_until_today_stays_one(client):
    _, element = read_code(client, "/sematkan?q=nuklir&past=minggu+lalu")
    assert find(element, "input", name="q")[0].attrs["value"] == "nuklir"
    assert element.attrs["past"] == "minggu lalu" and "from" not in element.attrs
    assert find(element, "input", name="past")[0].attrs["value"] == "minggu lalu"
    chosen = find(get(client, "/sematkan?past=30d"), "option", value="30d")
    assert "selected" in chosen[0].attrs


def test_a_page_of_results_leads_to_the_builder_with_its_search(client):
    page = get(client, "/?q=nuklir&outlet=Kabar+Nusa&page=1&view=lengkap")
    [link] = [each.attrs["href"] for each in find(page, "a")
              if each.attrs["href"].startswith("/sematkan")]
    assert link == "/sematkan?q=nuklir&outlet=Kabar+Nusa"
