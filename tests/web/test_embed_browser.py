"""The element <warta-search> on a page of another origin, in a real browser."""

import threading
import time
from html import escape

import pytest
from waitress.server import create_server

from search import Article
from web import create_app
from web.settings import Settings
from web.views.embed_script import build_script_path, compute_integrity

pytestmark = pytest.mark.long  # a browser, and pages that wait

POLICY = (
    "default-src 'self'; script-src {warta}; connect-src {warta}; form-action 'self' {warta}; "
    "frame-src {warta}; require-trusted-types-for 'script'; trusted-types 'none'")
"""The policy of the host page: what docs/embedding.md tells sites to add, and no more."""

HOSTILE = """
* { margin: 0 !important; color: #333; letter-spacing: .2em; text-transform: uppercase; }
body { font: 18px/3 Georgia, serif; text-align: right; direction: rtl; }
a { color: lime !important; text-decoration: none !important; }
input, button { display: none !important; }
ol, li, p, form { float: right !important; position: absolute !important; display: none }
mark { background: lime !important; }
"""
"""The style sheet of a host page: what themes of sites do to every element."""

TITLE = "Garam <img src=x onerror=alert(1)> & <b>laut</b>"

ARTICLES = [
    Article("a", TITLE, "Petani garam menjemur panen di tepi pantai sejak pagi.",
            outlet="Kabar <i>Nusa</i>", published="2007-02-13T21:10:00+07:00",
            url="javascript:alert(1)"),
    *(Article(f"b{at}", f"Harga garam ke-{at}",
              f"Pedagang nomor {at} menawar harga garam di pasar kota {'pagi ' * at}hari.",
              outlet="Arus Kota", published=f"200{at}-03", url=f"https://arus.example/{at}")
      for at in range(1, 7)),
]


class HostPages:
    """A WSGI application that serves the style sheet and one page, which tests write anew."""

    def __init__(self):
        self.body, self.policy = "", ""

    def __call__(self, environ, start):
        css = environ["PATH_INFO"].endswith(".css")
        if not css and environ["PATH_INFO"] != "/":
            start("404 Not Found", [])
            return [b""]
        start("200 OK", [("Content-Type", f"text/{'css' if css else 'html'}; charset=utf-8"),
                         ("Content-Security-Policy", self.policy)])
        return [(HOSTILE if css else self.body).encode()]


class SlowApp:
    """A WSGI application that waits before it lets another one answer searches."""

    def __init__(self, app):
        self.app, self.delay, self.asked = app, 0.0, []

    def __call__(self, environ, start):
        if environ["PATH_INFO"].startswith("/api"):
            self.asked.append(environ["QUERY_STRING"])
            time.sleep(self.delay)
        return self.app(environ, start)


def serve(app):
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    threading.Thread(target=server.run, daemon=True).start()
    return server


@pytest.fixture(scope="module")
def warta(make_archive, host):
    archive = make_archive("whoosh")
    list(archive.add(ARTICLES))
    origin = host.address.rstrip("/")
    app = SlowApp(create_app(archive, Settings(embed_origins=(origin,))))
    server = serve(app)
    app.address = f"http://127.0.0.1:{server.effective_port}"
    yield app
    server.close()


@pytest.fixture(scope="module")
def host():
    pages = HostPages()
    server = serve(pages)
    pages.address = f"http://localhost:{server.effective_port}/"
    yield pages
    server.close()


@pytest.fixture
def embedded(browser, host, warta):
    """A function that opens a host page with this in its body. The browser may not complain."""
    contexts, complaints, expected = [], [], ["Failed to load resource"]

    def open_page(*elements, integrity=compute_integrity(1), complaint="", **context):
        expected.extend([complaint] if complaint else [])
        contexts.append(browser.new_context(**context))
        page = contexts[-1].new_page()
        page.set_default_timeout(8_000)
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append("a script of an article ran"))
        host.policy = POLICY.format(warta=warta.address)
        host.body = (
            '<!doctype html><html lang="id"><title>Blog</title>'
            '<link rel="stylesheet" href="theme.css"><h1>Blog</h1>'
            f'<script src="{warta.address}{build_script_path()}" '
            f'integrity="{integrity}" crossorigin="anonymous" async></script>'
            + "".join(elements))
        page.goto(host.address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [text for text in complaints if not any(each in text for each in expected)] == []


def write_element(warta, fallback="", **attributes):
    """Return an element as a page has it; underscores stand for hyphens."""
    attributes = {"endpoint": warta.address, **attributes}
    written = " ".join(
        f'{name.rstrip("_").replace("_", "-")}="{escape(str(value))}"'
        for name, value in attributes.items())
    return f"<warta-search {written}>{fallback}</warta-search>"


def test_an_element_searches_from_a_page_of_another_origin(embedded, warta):
    page = embedded(write_element(warta, q="garam", page_size=3), write_element(
        warta, outlet="Arus Kota", lang="en"))
    first, second = page.locator("warta-search").all()
    hits = first.locator(".hit")
    hits.nth(2).wait_for()
    assert first.locator("[role=status]").inner_text() == "7 berita, 3 ditampilkan"
    assert {each.lower() for each in first.locator("mark").all_inner_texts()} == {"garam"}
    inert = first.locator(".title", has_text="<img")
    if not inert.count():  # it may be on a later page
        first.get_by_role("button", name="Tampilkan lagi").click()
        hits.nth(5).wait_for()
        first.get_by_role("button", name="Tampilkan lagi").click()
        inert.wait_for()
    assert inert.inner_text() == TITLE
    assert inert.get_attribute("href").startswith(f"{warta.address}/articles/a?q=garam")
    assert second.locator(".hit").count() == 0, "it has no query yet"

    box = second.get_by_role("searchbox")
    box.focus()
    page.keyboard.type("garam")
    page.keyboard.press("Enter")
    second.locator(".hit").first.wait_for()
    assert second.locator("[role=status]").inner_text() == "6 stories, 5 shown"
    assert set(second.locator(".outlet").all_inner_texts()) == {"Arus Kota"}
    style = "e => [getComputedStyle(e).textTransform, getComputedStyle(e).display, " \
            "getComputedStyle(e).letterSpacing, getComputedStyle(e).textAlign, " \
            "getComputedStyle(e).direction]"
    assert second.locator(".title").first.evaluate(style) == [
        "none", "inline-block", "normal", "start", "ltr"]
    assert box.is_visible()


def test_two_searches_are_reached_by_keyboard_and_keep_apart(embedded, warta):
    page = embedded(write_element(warta, q="garam", page_size=2), write_element(
        warta, q="zzzz", label="Arsip kedua"))
    first, second = page.locator("warta-search").all()
    first.locator(".hit").nth(1).wait_for()
    assert second.locator("[role=status]").inner_text() == "Tidak ada artikel yang cocok."
    assert page.get_by_role("search").evaluate_all("all => all.map(e => e.ariaLabel)") == [
        "Cari di arsip berita", "Arsip kedua"]
    reached = []
    for _ in range(8):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(
            "document.activeElement.shadowRoot?.activeElement?.className"))
    assert reached[:7] == ["input", "button go", "title", "title", "more", "all", "input"]
    first.get_by_role("button", name="Tampilkan lagi").focus()
    page.keyboard.press("Enter")
    first.locator(".hit").nth(3).wait_for()
    assert page.evaluate(
        "(e => [...e.getRootNode().querySelectorAll('.title')].indexOf(e))"
        "(document.activeElement.shadowRoot.activeElement)") == 2, "the first of the new ones"
    assert first.locator("[role=status]").inner_text() == "7 berita, 4 ditampilkan"


def test_changes_of_attributes_make_one_request_and_events_tell_of_it(embedded, warta):
    page = embedded(write_element(warta, q="garam"))
    element = page.locator("warta-search")
    element.locator(".hit").nth(4).wait_for()
    warta.asked.clear()
    total = element.evaluate("""element => new Promise(resolve => {
      element.addEventListener("warta-results", event => resolve(event.detail.total));
      element.setAttribute("outlet", "Arus Kota");
      element.setAttribute("sort", "oldest");
      element.setAttribute("from", "2002");
      element.setAttribute("filters", "to=2004");
    })""")
    assert total == 3 and len(warta.asked) == 1
    assert element.locator(".date").all_inner_texts() == ["Maret 2002", "Maret 2003", "Maret 2004"]
    assert element.locator(".all").get_attribute("href") == (
        f"{warta.address}/?q=garam&outlet=Arus+Kota&from=2002&sort=oldest&to=2004")
    element.evaluate("e => { e.lang = 'en'; e.setAttribute('open', 'original') }")
    element.get_by_role("button", name="Search").wait_for()
    element.locator(".title[href^='https://arus.example/']").nth(2).wait_for()


def test_an_address_that_runs_a_script_is_never_a_link(embedded, warta):
    page = embedded(write_element(warta, q="judul:laut", open="original"))
    page.locator(".hit").wait_for()
    assert page.locator(".title").get_attribute("href").startswith(f"{warta.address}/articles/a")


@pytest.mark.parametrize("attributes, kind, said, again", [
    ({"timeout": 1}, "timeout", "Arsip terlalu lama menjawab.", True),
    ({"endpoint": "http://[::1]:9999"}, "network", "Arsip tidak dapat dihubungi.", True),
    ({"endpoint": "javascript:alert(1)"}, "endpoint",
     "Alamat arsip belum diatur dengan benar (atribut endpoint).", False),
    ({"key": "warta_search_x"}, "key",
     "Halaman ini belum boleh mencari di arsip (atribut key).", False),
    ({"sort": "acak"}, "query",
     "Halaman ini mengatur pencarian dengan nilai yang keliru (sort).", False),
])
def test_what_goes_wrong_is_said_and_can_be_tried_again(
    embedded, warta, attributes, kind, said, again
):
    warta.delay = 3 if kind == "timeout" else 0
    page = embedded(write_element(warta, **attributes) + """<p id="kind"></p>""",
                    complaint="Content Security Policy")
    element = page.locator("warta-search")
    element.evaluate("""element => element.addEventListener("warta-error", event => {
      document.querySelector("#kind").textContent = event.detail.kind; })""")
    box = element.get_by_role("searchbox")
    box.fill("garam")
    box.press("Enter")
    element.locator(".error").wait_for()
    warta.delay = 0
    assert element.locator("[role=status]").inner_text().startswith(said)
    assert page.locator("#kind").inner_text() == kind
    retry = element.get_by_role("button", name="Coba lagi")
    assert retry.count() == again
    if kind == "timeout":
        retry.focus()
        page.keyboard.press("Enter")
        element.locator(".hit").first.wait_for()
        assert retry.count() == 0
        assert page.evaluate(
            "document.activeElement.shadowRoot.activeElement.className") == "title"


@pytest.mark.parametrize("text, said, told", [
    ("sebelum:2019-13-45", "Ada syarat atau tanggal", "A condition or date in this search"),
    ("(" * 60 + "garam" + ")" * 60, "Pencarian ini terlalu panjang", "This search is too long"),
])
def test_a_reader_is_told_in_their_language_what_is_wrong_with_a_query(
    embedded, warta, text, said, told
):
    page = embedded(write_element(warta, q=text), write_element(warta, q=text, lang="en"))
    status = page.locator("warta-search .status.error")
    status.nth(1).wait_for()
    assert status.nth(0).inner_text().startswith(said)
    assert status.nth(1).inner_text().startswith(told)


def test_an_endpoint_that_is_no_archive_is_called_wrong(embedded, warta):
    page = embedded(write_element(warta, q="garam", endpoint=f"{warta.address}/api"))
    page.locator("warta-search .status.error", has_text="atribut endpoint").wait_for()


def test_only_the_last_of_two_searches_is_shown(embedded, warta):
    page = embedded(write_element(warta))
    element = page.locator("warta-search")
    element.get_by_role("searchbox").wait_for()
    warta.delay = 1
    element.evaluate("e => { e.search('pantai'); setTimeout(() => e.search('pasar'), 100); }")
    page.wait_for_timeout(200)
    warta.delay = 0
    element.locator(".hit").first.wait_for()
    page.wait_for_timeout(1_000)
    assert element.locator(".hit").count() == 5
    assert element.get_by_role("searchbox").input_value() == "pasar"


FALLBACK = '<form action="{}/"><input name="q" aria-label="Cari"><button>Cari</button></form>'


@pytest.mark.parametrize("options", [
    {"java_script_enabled": False},
    {"integrity": f"sha384-{'A' * 64}", "complaint": "Failed to find a valid digest"},
], ids=["no scripts", "another script"])
def test_without_the_script_the_form_of_the_page_stays(embedded, warta, options):
    page = embedded(
        write_element(warta, FALLBACK.format(warta.address), q="garam"), **options)
    assert page.locator("form input").count() == 1
    assert page.locator("form").get_attribute("action") == f"{warta.address}/"
    if "integrity" in options:
        assert page.evaluate("customElements.get('warta-search') === undefined")


def test_an_accent_has_words_that_can_be_read(embedded, warta):
    page = embedded(write_element(warta, accent="#fd0"), write_element(warta, accent="#046"),
                    write_element(warta, accent="red;}*{x:y"))
    colours = page.locator("warta-search .go").evaluate_all(
        "all => all.map(e => [getComputedStyle(e).backgroundColor, "
        "getComputedStyle(e.firstChild).color])")
    assert colours == [["rgb(255, 221, 0)", "rgb(0, 0, 0)"],
                       ["rgb(0, 68, 102)", "rgb(255, 255, 255)"],
                       ["rgb(163, 32, 29)", "rgb(255, 255, 255)"]]


def test_the_builder_shows_what_is_chosen_at_once_and_copies_its_code(opened):
    page = opened("/sematkan?q=perundingan", permissions=["clipboard-read", "clipboard-write"])
    page.locator(".preview .hit").nth(4).wait_for()
    page.get_by_label("Hasil sekali tampil").focus()
    page.keyboard.press("ArrowUp")
    page.locator(".preview warta-search[page-size='3'] .hit").nth(2).wait_for()
    assert page.locator(".preview .hit").count() == 3
    assert page.evaluate("document.activeElement.name") == "page_size"
    assert "page_size=3" in page.url
    page.get_by_role("button", name="Salin kode").first.click()
    page.locator(".builder > [role=status]", has_text="disalin").wait_for(state="attached")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("<script src=") and 'page-size="3"' in copied


def test_the_builder_needs_no_scripts(opened):
    page = opened("/sematkan", java_script_enabled=False)
    page.get_by_label("Pencarian awal").fill("nuklir")
    page.get_by_role("button", name="Perbarui").click()
    page.wait_for_url("**q=nuklir**")
    assert 'q="nuklir"' in page.locator("#embed-code").input_value()
    assert page.locator(".preview form input").count() == 1
    assert page.get_by_role("button", name="Salin kode").count() == 0


def test_a_frame_is_shown_to_the_site_that_may_and_to_no_other(embedded, host, warta):
    frame = f'<iframe title="Arsip" src="{warta.address}/embed?q=garam&amp;page_size=3"></iframe>'
    page = embedded(frame, complaint="frame-ancestors")
    inside = page.frame_locator("iframe")
    inside.locator(".hits li").nth(2).wait_for()
    assert inside.locator("h1").inner_text() == "7 berita"
    inside.get_by_role("link", name="Berikutnya").click()
    inside.locator(".hits[start='4'] li").first.wait_for()
    with page.context.expect_page() as opened:
        inside.locator(".hits a").first.click()
    assert opened.value.url.startswith(f"{warta.address}/articles/")
    page.goto(host.address.replace("localhost", "127.0.0.1"))
    page.wait_for_timeout(300)
    assert inside.locator(".hits").count() == 0
