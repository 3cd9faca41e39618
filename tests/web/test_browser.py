"""Journeys of a reader through the seeds, in a real browser."""

import re
import threading
from urllib.parse import parse_qs, urlsplit

import pytest
from waitress.server import create_server

from search import Article
from web import create_app

PHRASE = '"perundingan enam pihak"'
FOUND = "/?q=%22perundingan+enam+pihak%22"
TRENDS = "/tren?q=perundingan&q=gempa+bumi&q=nuklir&interval=year&share=true"
ADDRESSES = [
    "/", FOUND, "/?q=zzz&year=1950", "/articles/hs-2004-0228?q=perundingan",
    "/articles/LP-061009-01", "/help", "/help/api", "/?page=0", "/zzz",
    TRENDS, "/outlets", "/outlets/Kabar%20Nusa", "/tanggal/2006/10/09", "/tanggal/2000/01/01",
]
SCRIPTS = pytest.mark.parametrize("page", [
    pytest.param(True, marks=pytest.mark.long, id="js"), pytest.param(False, id="no-js"),
], indirect=True)
"""Journeys in the fast tests do without scripts, which must change nothing."""


@pytest.fixture
def page(request, opened):
    """The search page, with JavaScript or without."""
    return opened("/", java_script_enabled=getattr(request, "param", True))


def search(page, text):
    page.locator("#q").fill(text)
    page.locator("#q").press("Enter")
    page.wait_for_url("**q=**")


def marks(page):
    return {word.lower() for word in page.locator("mark").all_inner_texts()}


def total(page):
    return int(re.match(r"[\d.,]+", page.locator("h1").inner_text())[0])


def facet(page, heading):
    return page.locator("aside section").filter(has=page.locator("h2", has_text=heading))


def choose(page, heading, nth=0):
    """Click a value of a facet; return its name and its count."""
    link = facet(page, heading).locator("a").nth(nth)
    name, count = (link.locator("span").nth(at).inner_text() for at in (0, 1))
    link.click()
    facet(page, heading).locator("a[aria-current]", has_text=name).wait_for()
    return name, int(count)


def parameters(page):
    return parse_qs(urlsplit(page.url).query)


def titles(page):
    return page.locator(".hits h2").all_inner_texts()


@SCRIPTS
def test_a_phrase_typed_into_the_box_is_found_and_its_words_are_marked(page):
    search(page, PHRASE)
    assert parameters(page)["q"] == [PHRASE]
    assert page.locator("#q").input_value() == PHRASE
    assert total(page) == 13
    assert marks(page) == {"perundingan", "enam", "pihak"}


@SCRIPTS
def test_an_outlet_is_selected_and_its_chip_removes_it(page):
    search(page, PHRASE)
    before = total(page)
    name, count = choose(page, "Media")
    assert parameters(page) == {"q": [PHRASE], "outlet": [name]}
    sources = page.locator(".hits .source").all_inner_texts()
    assert total(page) == count == len(sources) < before
    assert {source.split(" · ")[0] for source in sources} == {name}
    page.locator(".chip").first.click()
    page.locator(".chip").wait_for(state="detached")
    assert parameters(page) == {"q": [PHRASE]}
    assert total(page) == before


@SCRIPTS
def test_a_year_is_selected_together_with_an_outlet(page):
    search(page, PHRASE)
    choose(page, "Media")
    year, count = choose(page, "Tahun")
    assert parameters(page)["year"] == [year]
    assert total(page) == count
    for source in page.locator(".hits .source").all_inner_texts():
        assert year in source
    assert page.locator(".chip").count() == 2


@SCRIPTS
def test_a_range_of_dates_narrows_the_results(page):
    search(page, PHRASE)
    page.get_by_label("Dari").fill("2007")
    page.get_by_label("Sampai").fill("2008-06")
    page.get_by_role("button", name="Terapkan").click()
    page.locator(".chip").wait_for()
    assert parameters(page) == {"q": [PHRASE], "from": ["2007"], "to": ["2008-06"]}
    for source in page.locator(".hits .source").all_inner_texts():
        assert re.search("200[78]", source)


@SCRIPTS
def test_the_second_page_is_opened_and_the_back_button_returns(page):
    search(page, PHRASE)
    first = titles(page)
    page.get_by_role("link", name="Berikutnya").click()
    page.wait_for_url("**page=2**")
    assert len(titles(page)) == 3 and not set(titles(page)) & set(first)
    assert page.get_by_role("link", name="Berikutnya").count() == 0
    page.go_back()
    assert titles(page) == first


@SCRIPTS
def test_an_article_opens_with_the_words_marked_and_links_back(page):
    search(page, PHRASE)
    title = titles(page)[0]
    page.locator(".hits h2 a").first.click()
    page.wait_for_url("**/articles/**")
    assert page.locator("h1").inner_text() == title
    assert marks(page) == {"perundingan", "enam", "pihak"}
    assert page.locator(".body mark").count() >= 3
    page.get_by_role("link", name="Kembali ke hasil").click()
    page.wait_for_url("**/?q=**")
    assert titles(page)[0] == title


@SCRIPTS
def test_english_is_one_click_away_and_stays(page):
    search(page, PHRASE)
    page.get_by_role("link", name="English").click()
    page.wait_for_url("**lang=en**")
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("h1").inner_text() == "13 stories"
    search(page, "gempa")
    page.wait_for_url("**q=gempa**")
    assert page.locator("html").get_attribute("lang") == "en"
    page.locator(".hits h2 a").first.click()
    page.wait_for_url("**/articles/**")
    assert page.get_by_role("link", name="Back to the results").is_visible()


@pytest.mark.parametrize("width", [768, 1000, 1280])
def test_the_header_is_one_row(opened, width):
    page = opened(FOUND, viewport={"width": width, "height": 700})
    box = page.locator("[role=search] input").first.bounding_box()
    tops = {each.bounding_box()["y"] for each in page.locator(".bar nav a").all()}
    assert len(tops) == 1 and abs(tops.pop() - box["y"]) < box["height"] and box["width"] > 150


@pytest.mark.parametrize("width", [360, pytest.param(1280, marks=pytest.mark.long)])
def test_no_page_scrolls_sideways(opened, width):
    page = opened("/", viewport={"width": width, "height": 700})
    for path in ADDRESSES:
        page.goto(path)
        assert fits(page), path


@pytest.mark.parametrize("path", [
    f"/?q={'x' * 200}", pytest.param("/articles/panjang", id="article"),
    *(pytest.param(path, id=id, marks=pytest.mark.long) for id, path in {
        "letters": f"/?q={'t' * 99}", "chip": f"/?outlet={'o' * 60}", "error": f"/?{'z' * 99}=x",
        "trends": f"/tren?q={'x' * 200}&q={'t' * 99}&q=gempa"}.items()),
])
def test_long_words_do_not_make_a_page_scroll_sideways(opened, path):
    assert fits(opened(path, viewport={"width": 360, "height": 700}))


@pytest.mark.long
@pytest.mark.parametrize("path", [
    "/konkordansi?q=perundingan&width=200", pytest.param(f"/konkordansi?q={'b' * 99}", id="long"),
    "/istilah?q=nuklir", "/stories/hs-2004-0228",
])
def test_no_page_that_explores_scrolls_sideways_on_a_phone(opened, path):
    page = opened(path, viewport={"width": 360, "height": 700})
    assert page.locator("h1").is_visible() and fits(page)


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("path", ["/", "/articles/LP-061009-01", "/zzz"])
def test_the_first_tab_reaches_the_link_that_skips_to_the_content(opened, path):
    page = opened(path)
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    assert focused.get_attribute("href") == "#main"
    box = focused.bounding_box()
    assert box["width"] > 50 and box["height"] > 10, "it must be seen while it is focused"
    page.keyboard.press("Enter")
    page.wait_for_url("**#main")


def test_a_search_needs_no_mouse(opened):
    page = opened("/")
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.locator(":focus").get_attribute("id") == "q":
            break
    page.keyboard.type("gempa")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=gempa**")
    assert page.locator("mark").first.is_visible()


LONG = [
    "Pemerintah Provinsi Menyiapkan Jalur Evakuasi Baru bagi Ribuan Warga Pesisir Menjelang Musim "
    "Gelombang Tinggi",
    "Gubernur Meminta Semua Sekolah di Pesisir Berlatih Menghadapi Gelombang Tinggi Dua Kali "
    "Setahun",
]
LEAD = ("Petugas menyiapkan jalur evakuasi di sepanjang pesisir karena gelombang tinggi "
        "diperkirakan datang lebih awal dan berlangsung lebih lama daripada tahun sebelumnya. ")


@pytest.fixture(scope="module")
def long_site(make_archive):
    """The address of a server over articles as long as real ones."""
    archive = make_archive("whoosh")
    list(archive.add(Article(
        f"g{n}", f"{LONG[n % 2]} {n}", f"Warga menunggu. {LEAD * 12} Kata kepala dinas ke-{n}. "
        + " ".join(f"k{n}x{m}" for m in range(90)), outlet="Harian Pesisir Selatan",
        published=f"20{n % 20:02}-03-04") for n in range(40)))
    server = create_server(create_app(archive), host="127.0.0.1", port=0, threads=2)
    threading.Thread(target=server.run, daemon=True).start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()


def test_a_phone_shows_two_whole_hits_of_long_articles_at_once(opened, long_site):
    page = opened(f"{long_site}/?q=gelombang+tinggi", viewport={"width": 360, "height": 740},
                  has_touch=True, is_mobile=True)
    bottoms = page.evaluate(
        "[...document.querySelectorAll('.hits > li')].map(li => li.getBoundingClientRect().bottom)")
    assert sum(bottom <= 740 for bottom in bottoms) >= 2, bottoms[:3]
    assert all(text[0].isupper() for text in page.locator(".snippet").all_inner_texts())
    small = page.evaluate("""[...document.querySelectorAll('main a, summary, button')]
        .filter(each => each.checkVisibility() && !each.closest('p.reading, dd p, svg, h2'))
        .map(each => [each.textContent.trim(), each.getBoundingClientRect().height])
        .filter(([_, height]) => height && height < 43.5)""")
    assert small == []


def test_many_filters_leave_hits_in_sight_on_a_phone(opened, long_site):
    years = "".join(f"&year={year}" for year in range(2000, 2020))
    page = opened(f"{long_site}/?q=gelombang+tinggi&outlet=Harian+Pesisir+Selatan{years}",
                  viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    first = page.locator(".hits > li").first.bounding_box()
    assert first["y"] + first["height"] <= 740
    chips = page.locator(".chips").first
    assert chips.bounding_box()["height"] < 60
    assert chips.evaluate("each => each.scrollWidth > each.clientWidth")


@pytest.mark.parametrize("path", ["/", "/?year=2008", "/?from=2007-02-13&to=2007-02-20"])
def test_dates_below_the_timeline_do_not_touch_on_a_phone(opened, path):
    page = opened(path, viewport={"width": 360, "height": 740})
    ends = page.locator(".axis text").evaluate_all(
        "all => all.map(each => each.getBoundingClientRect()).map(each => [each.left, each.right])")
    assert len(ends) >= 2
    assert all(after[0] - before[1] >= 4 for before, after in zip(ends, ends[1:])), ends


@pytest.mark.long
@pytest.mark.parametrize("page", [True, False], indirect=True, ids=["js", "no-js"])
def test_a_crowded_page_is_filtered_turned_and_left_as_any_other(page):
    page.goto(f"/?q=perundingan{''.join(f'&outlet=Media+{at}' for at in range(20))}&outlet=none"
              "&outlet=Kabar+Nusa&outlet=Pelita+Timur")
    assert page.locator("base").count() == 1
    before = page.url
    page.get_by_role("link", name="Langsung ke hasil").press("Enter")
    assert page.url == f"{before}#hits"
    chosen = page.locator("#filters .facet [aria-current]", has_text="Kabar Nusa")
    chosen.click()
    chosen.wait_for(state="detached")
    assert "Kabar+Nusa" not in page.url and page.url.count("outlet=") == 22
    page.locator("#sort-newest").click()
    page.wait_for_url("**sort=newest**")
    page.get_by_label("Dari").fill("Oktober 2006")
    page.get_by_role("button", name="Terapkan").click()
    page.wait_for_url("**from=**")
    page.locator(".hits").wait_for()
    assert page.get_by_label("Dari").input_value() == "2006-10"
    assert page.url.count("outlet=") == 22 and "sort=newest" in page.url
    page.locator(".hits h2 a").first.click()
    page.wait_for_url("**/articles/**")
    page.locator(".back").click()
    page.locator(".hits").wait_for()
    page.get_by_role("link", name="Hapus semua saringan").click()
    page.wait_for_url("**/?q=perundingan&sort=newest")
    assert page.locator("base").count() == 0


@pytest.mark.long
def test_few_tabs_lead_to_the_first_hit(opened):
    page = opened(FOUND)
    page.locator("body").press("Tab")
    page.keyboard.press("Tab")
    assert page.locator(":focus").get_attribute("href") == "#hits"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator(":focus").evaluate("each => each.closest('.hits > li') !== null")


@pytest.mark.long
def test_after_a_filter_on_a_phone_the_panel_stays_open_where_it_was(opened):
    page = opened(FOUND, viewport={"width": 360, "height": 740}, java_script_enabled=False)
    page.locator("#filters-panel > summary").click()
    link = facet(page, "Media").locator("a:has(.count)").nth(2)
    id = link.get_attribute("id")
    link.click()
    page.wait_for_url(f"**#{id}")
    assert page.locator(":focus").get_attribute("id") == id
    box = page.locator(f"#{id}").bounding_box()
    assert page.locator(f"#{id}").is_visible() and 0 <= box["y"] <= 740


@pytest.mark.long
def test_paper_has_the_marks_the_address_and_no_form(opened):
    page = opened(FOUND)
    page.emulate_media(media="print")
    for gone in ("#q", "aside", ".tools", ".pager", "footer"):
        assert not page.locator(gone).first.is_visible(), gone
    assert "perundingan" in page.locator(".cite").inner_text()
    assert page.locator(".cite").is_visible() and page.url in page.locator(".cite").inner_text()
    line = page.locator(".snippet mark").first.evaluate(
        "each => getComputedStyle(each).textDecorationLine")
    assert line == "underline"
    page.goto("/?q=perundingan&outlet=Kabar+Nusa")
    assert page.locator(".asked").inner_text() == "Warta: perundingan"
    assert page.locator(".chips").inner_text().split() == ["Media", "Kabar", "Nusa"]
    page.goto("/konkordansi?q=perundingan")
    assert page.locator(".asked").inner_text() == "Warta: perundingan"
    assert not page.locator(".elsewhere").is_visible()


def test_in_large_text_the_years_of_the_timeline_stay_below_its_bars(opened):
    page = opened("/?q=perundingan")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    bars, axis = page.locator(".bars").bounding_box(), page.locator(".axis").bounding_box()
    years = [each.bounding_box() for each in page.locator(".axis text").all()]
    assert years and all(year["y"] >= bars["y"] + bars["height"] - 1 for year in years)
    assert all(year["y"] + year["height"] <= axis["y"] + axis["height"] + 1 for year in years)


def test_on_a_phone_hits_and_matches_of_an_article_share_a_line(opened):
    page = opened("/?q=perundingan", viewport={"width": 360, "height": 740}, has_touch=True)
    page.goto(page.locator(".hits h2 a").nth(1).get_attribute("href"))
    links = [each.bounding_box() for each in page.locator(".along a").all()]
    assert len(links) == 4 and max(box["y"] for box in links) < min(
        box["y"] + box["height"] for box in links)


@pytest.mark.parametrize("path, links", [
    ("/outlets", "tbody a"), ("/istilah?q=perundingan", "tbody a"),
    ("/tanggal/2006/10/09", ".titles a"), ("/articles/hs-2004-0228", ".origin a, .kicker a"),
    (TRENDS, ".elsewhere a"),
])
def test_links_of_lists_are_as_high_as_a_finger(opened, path, links):
    page = opened(path, viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    heights = [each.bounding_box()["height"] for each in page.locator(links).all()]
    assert heights and min(heights) >= 43.5


def test_advice_comes_before_open_filters_on_a_phone(opened):
    page = opened("/?q=zzzkata&outlet=Kabar+Nusa", viewport={"width": 360, "height": 740})
    page.locator("#filters summary").first.click()
    advice, filters = (page.locator(each).bounding_box() for each in (".zero", "#filters"))
    assert advice["y"] + advice["height"] <= filters["y"]
    assert advice["y"] + advice["height"] <= 740
