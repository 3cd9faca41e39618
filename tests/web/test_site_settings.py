"""What the operator sets: read from a file and the environment, checked, and seen on the pages."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from search import Query, Sort
from web import create_app
from web.accent import CONTRAST, build_stylesheet, darken, is_legible, measure_contrast
from web.settings import NAMES, Settings, WrongSettings, build_settings, read_settings
from web.views.links import Links

from support.page_reader import asked, find, get, internal, text

ROOT = Path(__file__).parents[2]

NUSA = Settings(
    name="Arsip <Nusa>", tagline=("Semua berita Nusa", "All news of Nusa"), accent="#0b5a8a",
    contact="redaksi@nusa.example", languages=("en", "id"), sort=Sort.NEWEST,
    public_url="https://arsip.nusa.example")


@pytest.fixture(scope="module")
def nusa(filled_archive):
    """A service with settings of its own."""
    return create_app(filled_archive, NUSA).test_client()


@pytest.mark.parametrize("page", [
    "/", "/?q=nuklir", "/?q=nuklir&page=2", "/articles/kn-1", "/help", "/help/api", "/tren",
    "/konkordansi", "/istilah?q=nuklir", "/outlets", "/zzz"])
def test_the_name_and_the_tagline_are_on_every_page(nusa, page):
    indonesian = f"{page}{'&' if '?' in page else '?'}lang=id"
    for path, tagline in ((page, "All news of Nusa"), (indonesian, "Semua berita Nusa")):
        shown = get(nusa, path, 404 if page == "/zzz" else 200)
        assert "Arsip <Nusa>" in text(find(shown, "title")[0])
        assert text(find(shown, "header")[0]).startswith("Arsip <Nusa>")
        [footer] = find(shown, "footer")
        assert tagline in text(footer) and find(footer, "a", href="mailto:redaksi@nusa.example")


def test_the_name_is_where_programs_read_it(nusa):
    described = nusa.get("/openapi.json").json["info"]
    assert described["title"] == "Arsip <Nusa>" and described["summary"] == "All news of Nusa"
    assert described["contact"] == {"email": "redaksi@nusa.example"}
    for path in ("/feed.atom?q=nuklir", "/feed.rss?q=nuklir", "/opensearch.xml"):
        assert "Arsip &lt;Nusa&gt;" in nusa.get(path).text
        assert "Warta" not in nusa.get(path).text
    assert json.loads(nusa.get("/feed.json?q=nuklir").text)["title"] == "Arsip <Nusa>: nuklir"


def test_addresses_begin_with_the_public_one(nusa):
    feed = nusa.get("/feed.json?q=nuklir", headers={"Host": "10.0.0.1:8000"}).json
    assert feed["home_page_url"].startswith("https://arsip.nusa.example/?q=nuklir")
    assert feed["items"][0]["id"].startswith("tag:arsip.nusa.example,")


def test_the_first_language_is_the_usual_one(nusa):
    assert find(get(nusa, "/"), "html", lang="en")
    assert find(get(nusa, "/?lang=id"), "html", lang="id")
    for href in internal(get(nusa, "/?q=nuklir")):
        assert "lang" not in dict(asked(href)) or href.endswith("lang=id")
    for href in internal(get(nusa, "/?q=nuklir&lang=id")):
        assert dict(asked(href)).get("lang") == "id" or href.startswith("/?q=nuklir")


def test_one_language_has_no_switch(filled_archive):
    client = create_app(filled_archive, Settings(languages=("id",))).test_client()
    page = get(client, "/outlets?lang=en")
    assert find(page, "html", lang="id") and not find(page, "a", hreflang="en")


def test_the_order_is_the_usual_one_of_pages(nusa):
    assert dict(asked(Links("en", NUSA).sort_by(Query("a"), Sort.RELEVANCE)))["sort"] == "relevance"
    assert "sort" not in dict(asked(Links("en", NUSA).sort_by(Query("a"), Sort.NEWEST)))
    dates = [article["published"] or "" for article in nusa.get(
        "/api/v1/search?q=nuklir&sort=newest").json["hits"]]
    shown = [time for time in re.findall(r"Desember|December|20\d\d", nusa.get("/?q=nuklir").text)]
    assert dates == sorted(dates, reverse=True) and shown


def test_the_accent_is_a_style_sheet(nusa, client):
    response = nusa.get("/accent.css")
    assert response.content_type.startswith("text/css") and "--accent: #0b5a8a" in response.text
    again = nusa.get("/accent.css", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304
    hrefs = [link.attrs["href"] for link in find(get(nusa, "/"), "link", rel="stylesheet")]
    assert [href.partition("?")[0] for href in hrefs] == ["/static/style.css", "/accent.css"]
    assert "/accent.css" not in client.get("/").text
    assert client.get("/accent.css").status_code == 404


@pytest.mark.parametrize("accent", ["#a3201d", "#000000", "#0b5a8a", "#00632b", "#5b2a86"])
def test_an_accent_has_enough_contrast_in_both_schemes(accent):
    assert is_legible(accent)
    shades = re.findall("#[0-9a-f]{6}", build_stylesheet(accent))
    light, link, _, chip, dark, dark_link, _, dark_chip = shades
    assert measure_contrast(light, "#ffffff") >= CONTRAST <= measure_contrast(link, chip)
    assert measure_contrast(dark, "#ffffff") >= CONTRAST <= measure_contrast(dark_link, dark_chip)
    assert measure_contrast(dark, "#191715") >= 3


def test_a_colour_that_is_too_light_is_answered_with_a_darker_one():
    for colour in ("#ffcc00", "#ffffff", "#7fbfff"):
        assert not is_legible(colour) and is_legible(darken(colour))


def write(tmp_path, content):
    path = tmp_path / "situs.toml"
    path.write_text(content, "utf-8")
    return {"SEARCH_SETTINGS": str(path)}


def test_a_file_is_read_and_the_environment_comes_first(tmp_path):
    given = write(tmp_path, """
        name = "Arsip"
        tagline = {id = "Berita", en = "News"}
        languages = ["en"]
        examples = ["harga beras, gula"]
        sort = "newest"
        public_url = "https://nusa.example/"
        script = false
        export_limit = 5
    """)
    more = {"SEARCH_NAME": "Lain", "SEARCH_LANGUAGES": "en, id", "SEARCH_EXPORT_LIMIT": "7",
            "SEARCH_EMBED_ORIGINS": "https://a.example,http://localhost:8080", "SEARCH_SORT": ""}
    assert read_settings(given | more) == Settings(
        name="Lain", tagline=("Berita", "News"), languages=("en", "id"),
        examples=("harga beras, gula",), sort=Sort.NEWEST, public_url="https://nusa.example",
        embed_origins=("https://a.example", "http://localhost:8080"), script=False, export_limit=7)
    assert read_settings({}) == Settings() == read_settings(write(tmp_path, ""))


@pytest.mark.parametrize("line, said", [
    ('acent = "#000000"', "acent is no setting: write one of name, tagline, accent"),
    ("name = 5", "name = 5: write text in quotes"),
    ('name = ""', "write a name"), ('name = "a\\nb"', "on one line"),
    ('tagline = {id = "Berita"}', "one in each language"), ("tagline = [1]", "a line of text"),
    ('accent = "merah"', 'write a colour as "#a3201d"'),
    ('accent = "#ffcc00"', "too light to be read on paper: write a darker one, such as"),
    ('examples = "beras"', "write a list"), ('examples = ["a", 5]', "write text in quotes"),
    (f'examples = ["{"(" * 21}a"]', "is no query"), (f"examples = {['a'] * 7}", "at most 6"),
    ('contact = "redaksi"', "a mail address or a URL"),
    ('contact = "javascript:alert(1)"', "a mail address or a URL"),
    ('languages = ["fr"]', "one or more of these, each once: id, en"), ("languages = []", "id, en"),
    ('languages = ["id", "id"]', "each once"), ('sort = "best"', "write one of: relevance"),
    ('public_url = "nusa.example"', "write scheme and host only"),
    ('public_url = "https://nusa.example/arsip"', "write scheme and host only"),
    ('embed_origins = ["https://a.example/x"]', "is no origin"),
    ('script = "kadang"', "write true or false"), ("export_limit = -1", "0 for none"),
    ("export_limit = true", "0 for none"), ("export_limit = 1.5", "0 for none"),
    ("name =", "is not TOML"),
    pytest.param(f"name = {'[' * 5_000}", "is not TOML: it is nested too deeply", id="deep"),
    pytest.param(
        f"rate_limit = {'9' * 5_000}", "is not TOML: a number has too many digits", id="digits"),
])
def test_a_wrong_setting_is_one_line_that_says_what_to_write(tmp_path, line, said):
    with pytest.raises(WrongSettings) as raised:
        read_settings(write(tmp_path, line))
    message = str(raised.value)
    assert said in message and "\n" not in message and "situs.toml" in message


def test_a_file_may_begin_with_a_byte_order_mark(tmp_path):
    path = tmp_path / "situs.toml"
    path.write_bytes("\ufeffname = \"Arsip\"\r\n".encode())
    assert read_settings({"SEARCH_SETTINGS": str(path)}).name == "Arsip"


@pytest.mark.parametrize("variable, value, said", [
    ("SEARCH_SETTINGS", "/tidak/ada.toml", "cannot be read"),
    ("SEARCH_EXPORT_LIMIT", "banyak", "SEARCH_EXPORT_LIMIT = 'banyak': write the most articles"),
    ("SEARCH_ACCENT", "red", "SEARCH_ACCENT = 'red': write a colour"),
])
def test_a_wrong_variable_is_named(variable, value, said):
    with pytest.raises(WrongSettings, match=re.escape(said)):
        read_settings({variable: value})


def test_every_setting_is_documented():
    document = (ROOT / "docs" / "deployment.md").read_text("utf-8")
    example = re.search(r"```toml\n(.*?)```", document, re.DOTALL)[1]
    for name in NAMES:
        assert f"| `{name}` | `SEARCH_{name.upper()}` |" in document
        assert f"\n{name} = " in f"\n{example}"
    build_settings(tomllib.loads(example))
    wrong = 'warta.toml: accent = \'#ffcc00\': #ffcc00 is too light'
    assert wrong in document and darken("#ffcc00") in document
