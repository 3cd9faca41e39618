"""URLs: which ones lead to the same page, and which to another."""

from unittest.mock import patch
from urllib.parse import quote, urlsplit

import courlan
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from indexer.article.identity import hash_text, list_page_ids
from indexer.record import Location, Record
from search.urls import identity
from search.urls.identity import (
    FREQUENT_PARAMETERS,
    FREQUENT_TRACKERS,
    LAYOUTS,
    VIEWS,
    find_host,
    find_part,
    find_selector,
    is_tracker,
    locate,
    normalize_form,
    normalize_url,
    normalize_view,
)
from search.urls.page_url import PARAMETERS, SITE_PATHS
from search.urls.parsing import identifies_page
from search.urls.unwrapping import WRAPPERS

from support.built_articles import build_article
from support.examples import count_examples

PAGE = "https://kabarnusa.example/daerah/jembatan-sagara-dibuka"

SAME_PAGE = [
    "http://kabarnusa.example/daerah/jembatan-sagara-dibuka",
    "https://www.kabarnusa.example/daerah/jembatan-sagara-dibuka",
    "https://m.kabarnusa.example/daerah/jembatan-sagara-dibuka",
    "https://amp.kabarnusa.example/daerah/jembatan-sagara-dibuka",
    "HTTPS://KabarNusa.Example/daerah/jembatan-sagara-dibuka",
    "https://kabarnusa.example:443/daerah/jembatan-sagara-dibuka",
    "http://kabarnusa.example:80/daerah/jembatan-sagara-dibuka",
    "https://kabarnusa.example./daerah/jembatan-sagara-dibuka",
    "https://kabarnusa.example//daerah/jembatan-sagara-dibuka",
    "https://kabarnusa.example/daerah/jembatan-sagara-dibuka/",
    "https://kabarnusa.example/daerah/jembatan-sagara-dibuka?",
    "https://kabarnusa.example/daerah/jembatan-sagara-dibuka#komentar",
    "https://kabarnusa.example/daerah/jembatan-sagara-dibuka?fbclid=x&utm_campaign=y",
    "https://kabarnusa.example/daerah/jembatan-sagara-dibuka?utm_source=x&amp;utm_medium=y",
    "https://kabarnusa.example/amp/daerah/jembatan-sagara-dibuka",
    "https://kabarnusa.example/daerah/jembatan-sagara-dibuka/amp/",
    "https://kabarnusa.example/daerah/jembatan-sagara-dibuka?amp",
    "https://kabarnusa.example/daerah/jembatan-sagara-dibuka?page=all#page2",
    "//kabarnusa.example/daerah/jembatan-sagara-dibuka",
    "www.kabarnusa.example/daerah/jembatan-sagara-dibuka",
    "kabarnusa.example/daerah/jembatan-sagara-dibuka",
    "\t https://kabarnusa.example/daerah/jembatan-sagara-dibuka\n",
    "https://mobile.kabarnusa.example/daerah/jembatan-sagara-dibuka",
    "http://wap.kabarnusa.example/daerah/jembatan-sagara-dibuka",
    "https://www2.kabarnusa.example/daerah/jembatan-sagara-dibuka",
    "https://kabarnusa.example/daerah/jembatan-sagara-dibuka?single",
    "https://kabarnusa.example/daerah/jembatan-sagara-dibuka?showpage=all",
    "https://kabarnusa.example/daerah/jembatan-sagara-dibuka?halaman=2",
    "https://kabarnusa.example/print/daerah/jembatan-sagara-dibuka",
    "https://kabarnusa.example/daerah/jembatan-sagara-dibuka/print/",
    "https://kabarnusa.example/daerah/jembatan-sagara-dibuka?print",
    "https://kabarnusa.example/daerah/jembatan-sagara-dibuka.amp",
    "https://www.google.com/amp/s/amp.kabarnusa.example/daerah/jembatan-sagara-dibuka",
    "https://kabarnusa-example.cdn.ampproject.org/v/s/kabarnusa.example/amp/daerah/"
    "jembatan-sagara-dibuka?amp_js_v=0.1&usqp=mq331AQ",
    "http://web.archive.org/web/20200304050607/http://www.kabarnusa.example:80/daerah/"
    "jembatan-sagara-dibuka/",
    "https://web.archive.org/web/2020id_/kabarnusa.example/daerah/jembatan-sagara-dibuka",
    "web.archive.org/web/20200304050607/https://web.archive.org/web/2019/"
    "https://m.kabarnusa.example/daerah/jembatan-sagara-dibuka",
    *(f"{service}/https://kabarnusa.example/daerah/jembatan-sagara-dibuka" for service in (
        "https://web.archive.org/web", "https://web.archive.org/save", "https://archive.ph",
        "https://archive.today/newest")),
    "https://ww2.kabarnusa.example/daerah/jembatan-sagara-dibuka",
    "https://wira:rahasia@kabarnusa.example/daerah/jembatan-sagara-dibuka",
    "https:/kabarnusa.example/daerah/jembatan-sagara-dibuka",
    "view-source:https://kabarnusa.example/daerah/jembatan-sagara-dibuka",
    "<https://kabarnusa.example/daerah/jembatan-sagara-dibuka>",
    "https://kabarnusa.example/./daerah/../daerah//jembatan-sagara-dibuka",
    "https://kabarnusa.example/%64aerah/jembatan%2Dsagara-dibuka",
    "https://www-kabarnusa-example.translate.goog/daerah/jembatan-sagara-dibuka"
    "?_x_tr_sl=id&_x_tr_tl=en&_x_tr_pto=wapp",
    *(f"{PAGE}{end}" for end in """
        /page/2 /page/2/ /page/all /comment-page-1/#comments /index.html /index.htm /index.php
        /index.amp.html .amp /index.html#top ;jsessionid=0A1B . , %20 %E2%80%8B \u200b &utm_source=x
        ??utm_source=x #! #/ ?# #:~:text=Jembatan ?m=1#x ?page=2&s=08 ?s=21&t=Ab3dEfGhIj_KlMnOpQrStU
        ?amp=1&page=2&utm=x ?doing_wp_cron=1.2 ?UTM_Source=x ?utm%5Fsource=x ?replytocom=12#respond
        ?utm_source%3Dx %3Fpage=2 ?gad_source=1&gbraid=2 ?share=x&nb=1 ?pg=2 ?page= ?page=0%2C1
        ?tmpl=component&print=1&layout=default&page= ?Itemid=101 ?cb=1556262300 ?via=twitter
        ?share=wa ?from=homepage&share=fb
    """.split()),
    "https://kabarnusa.example/cetak/daerah/jembatan-sagara-dibuka",
    "https://kabarnusa.example/index.php/daerah/jembatan-sagara-dibuka",
    "http://https://kabarnusa.example/daerah/jembatan-sagara-dibuka",
    r"https:\/\/kabarnusa.example\/daerah\/jembatan-sagara-dibuka",
    *(form.format(PAGE) for form in (
        "({})", '"{}"', "['{}']", "[Jembatan]({})", "[{0}]({0})", "URL: {}",
        "<a class=x href='{}'>baca</a>")),
]

NUMBERED = "https://kabarnusa.example/2019/04/jembatan-sagara-dibuka"


def build(url):
    fields = {"title": "Judul", "body": "Isi.", "url": url}
    return build_article(Record(location=Location("a.jsonl"), fields=fields))


@pytest.mark.parametrize("url", SAME_PAGE)
def test_urls_of_one_page_give_one_id(url):
    assert normalize_url(url) == PAGE
    assert build(url).id == build(PAGE).id


@pytest.mark.parametrize("end", ["/2", "/2/", "/all", "/full", "/ALL?page=2", "/semua#x"])
def test_a_part_is_told_by_its_number_behind_words_behind_a_number(end):
    assert normalize_url(NUMBERED + end) == NUMBERED
    assert normalize_url(PAGE + end.partition("?")[0]) != PAGE


@pytest.mark.parametrize("site", SITE_PATHS, ids=lambda site: site.becomes)
def test_sites_with_other_paths_for_phones_and_printing(site):
    assert normalize_url(site.example) == normalize_url(site.page) == site.page.replace("www.", "")


def test_the_url_of_an_article_stays_as_written():
    assert build(SAME_PAGE[0]).url == SAME_PAGE[0]


@pytest.mark.parametrize("url", [
    PAGE, "https://kabarnusa.example/?p=1", "https://kabarnusa.example/?id=7",
    "https://kabarnusa.example/baca?id=7&kanal=2", "https://kabarnusa.example/#!/daerah/1",
    "https://kabarnusa.example/#/daerah/1", "https://kabarnusa.example/baca?berita/12",
    "https://kabarnusa.example/index.php?page=2", "https://kabarnusa.example/?page=2",
    "https://kabarnusa.example/foto?gallery=2", "https://kabarnusa.example/baca?cid=12",
    "https://kabarnusa.example/amp", "https://kabarnusa.example/baca?page=berita-12",
    "https://m.example/1", "https://kabarnusa.example:8080/1", "/berita/1", "tag:kabar,2019:1",
    "https://kabarnusa.example/Berita/A%20B", "https://[::1/x",
    "https://kabarnusa.example/print", "https://kabarnusa.example/cetak/12",
    "https://mobile.example/1", "https://archive.org/details/koran-1945",
    "https://kabarnusa.example/produk?view=7", "https://printing.kabarnusa.example/1",
    "https://kabarnusa.example/berita/20200304050607/warga",
    "https://kabarnusa.example/page/2", "https://kabarnusa.example/tag/jembatan-sagara-baru/page/2",
    "https://kabarnusa.example/daerah/page/2", "https://kabarnusa.example/?s=08",
    "https://kabarnusa.example/baca?s=berita-1", "https://kabarnusa.example/baca.php?sid=12",
    "https://kabarnusa.example/index.php?id=7", "https://kabarnusa.example/index.html",
    "https://kabarnusa.example/tag/v1.0", "https://kabarnusa.example/a%2Fb",
    "https://kabarnusa.example/berita/2", "https://kabarnusa.example/berita/all",
    "https://kabarnusa.example/cetak/12", "https://kabarnusa.example/baca?from=12",
    "https://kabarnusa.example/video?t=1556262300", "https://kabarnusa.example/a-b-c-d?p=331",
    "https://kabarnusa.example/2019/tag/kota-baru-raya/2",
    "https://kompas.com/tren/read/2019/04/26/14050011/a-b-c", "https://detik.com/edu/d-1/a-b-c",
    "https://news.okezone.com/indeks/2019",
])
def test_a_url_in_normal_form_stays_and_keeps_its_id(url):
    assert normalize_url(url) == url


@pytest.mark.parametrize("url", [
    f"https://kabar.example/{'a' * 2_048}?utm_source=x", f"https://a{'.' * 1_000_000}x/1",
    f"https://a{':' * 2_000}x/1", f"https://a{'.b' * 130}/1?utm_source=x"])
def test_what_is_too_long_for_a_url_stays_and_takes_no_time(url):
    assert normalize_url(url) == url


def test_an_id_of_a_normal_url_is_the_one_it_always_had():
    assert build("https://kabar.example/1").id == "7409a71b853681a7"
    assert build("https://kabar.example/?p=1").id == "bd2525c8f5ce238a"
    assert build("https://kabar.example/#!/1").id == "eb81b4f15c6da108"


@pytest.mark.parametrize("one, other", [
    ("https://kabar.example/?p=1", "https://kabar.example/?p=2"),
    ("https://kabar.example/baca?id=7", "https://kabar.example/baca?id=8"),
    ("https://kabar.example/baca?berita/1", "https://kabar.example/baca?berita/2"),
    ("https://kabar.example/#!/1", "https://kabar.example/#!/2"),
    ("https://kabar.example/foto?gallery=1", "https://kabar.example/foto?gallery=2"),
    ("https://kabar.example/index.php?page=1", "https://kabar.example/index.php?page=2"),
    ("https://kabar.example/baca/1", "https://kabar.example/Baca/1"),
    ("https://daerah.kabar.example/1", "https://kabar.example/1"),
    ("https://kabar.example/?read=1", "https://kabar.example/?read=2"),
    ("https://kabar.example/berita.php?no=7", "https://kabar.example/berita.php?no=8"),
    ("https://kabar.example/a.php?no=7&page=2", "https://kabar.example/a.php?no=8&page=2"),
    ("https://kabar.example/print.php?id=1", "https://kabar.example/print.php?id=2"),
    ("https://kabar.example/a.php?sid=12", "https://kabar.example/a.php?sid=13"),
    ("https://kabar.example/?s=gempa", "https://kabar.example/?s=banjir"),
    ("https://kabar.example/kanal/page/2", "https://kabar.example/kanal/page/3"),
    ("https://kabar.example/baca?m=12", "https://kabar.example/baca?m=13"),
    ("https://a-kabar.translate.goog/1", "https://a-kabar.translate.goog/2"),
    ("https://kabar.example/a.php?id=1&print=1", "https://kabar.example/a.php?id=2&print=1"),
    ("https://web.archive.org/web/2020/https://kabar.example/1",
     "https://web.archive.org/web/2020/https://kabar.example/2"),
    ("https://www.google.com/url?q=https://kabar.example/1",
     "https://www.google.com/url?q=https://kabar.example/2"),
])
def test_urls_of_two_pages_stay_apart(one, other):
    assert normalize_url(one) != normalize_url(other)


def test_the_order_of_parameters_makes_no_difference():
    assert normalize_url("https://a.example/b?id=7&kanal=2") == (
        normalize_url("https://a.example/b?kanal=2&id=7"))


@pytest.mark.parametrize("one, other", [
    ("https://bücher.example/1", "https://xn--bcher-kva.example/1"),
    ("http://www.İkan.example:443/1", "https://i\u0307kan.example/1"),
    ("http://हिन्दी.example/1", "https://xn--j2bd4cyah0f.example/1"),
    ("https://kabar.example/caf%c3%a9", "https://kabar.example/café"),
    ("https://kabar.example/a%2fb", "https://kabar.example/a%2Fb"),
    ("https://kabar.example/%7Ewira/1", "https://kabar.example/~wira/1"),
    ("https://wira.blogspot.co.id/2019/04/x.html?m=1", "http://wira.blogspot.com/2019/04/x.html"),
    ("https://kabar.example/?p=12&replytocom=4", "https://kabar.example/?p=12"),
    ("https://kabar.example/?p=12&page=2", "https://kabar.example/?p=12"),
    ("https://kabar.example/a.php?no=7&PHPSESSID=0a", "https://kabar.example/a.php?no=7"),
    ("https://kabar.example/a.php?no=7&view=print", "https://kabar.example/a.php?no=7"),
    ("https://kabar.example/a.php?no=7&_x_tr_sl=id", "https://kabar.example/a.php?no=7"),
])
def test_other_ways_to_write_a_url_make_no_difference(one, other):
    assert normalize_url(one) == normalize_url(other)


@pytest.mark.parametrize("parameter", PARAMETERS, ids=lambda each: each.name)
def test_every_parameter_has_an_example_and_a_counter_example(parameter):
    assert normalize_url(f"{PAGE}?{parameter.example}") == PAGE
    assert normalize_url(f"{PAGE}?{parameter.counter_example}") != PAGE
    if parameter.is_view:
        assert normalize_url(f"https://kabar.example/?{parameter.example}") != (
            normalize_url("https://kabar.example/"))


@pytest.mark.parametrize("url", [f"{PAGE}/page/2?s=08", f"{PAGE}/index.html", f"{PAGE}?igsh=x"])
def test_ids_of_earlier_versions_are_still_known(url):
    ids = list_page_ids(url)
    assert ids[0] == list_page_ids(PAGE)[0]
    assert hash_text(normalize_view(url)) in ids and hash_text(url) in ids


def test_a_script_prints_the_article_of_its_parameters():
    assert normalize_url("https://kabar.example/index.php?id=7&tmpl=component&print=1") == (
        "https://kabar.example/index.php?id=7")


@pytest.mark.parametrize("wrapper", WRAPPERS, ids=lambda wrapper: wrapper.name)
def test_every_wrapper_has_an_example_and_a_counter_example(wrapper):
    for page in (PAGE, f"{PAGE}?id=7"):
        inner = quote(page, "") if wrapper.is_quoted else page
        assert normalize_url(wrapper.example.format(inner)) == page
    assert not wrapper.pattern.fullmatch(wrapper.counter_example)


@pytest.mark.parametrize("url, part", [
    (PAGE, "1"), (f"{PAGE}?page=1", "1"), (f"{PAGE}?page=02", "2"), (f"{PAGE}?page=all", "all"),
    (f"{PAGE}?halaman=semua", "all"), (f"{PAGE}?single=1", "all"), (f"{PAGE}?page=depan", "1"),
    ("https://kabar.example/?page=2", "1"), (f"{PAGE}?frontpage=2", "1"), (f"{PAGE}?paged=2", "2"),
    (f"{PAGE}/page/2", "2"), (f"{PAGE}/page/2/?s=08", "2"), (f"{PAGE}/page/all", "all"),
    (f"{PAGE}?hal=3", "3"), ("https://kabar.example/a.php?no=7&page=2", "2"),
    ("https://kabar.example/kanal/page/2", "1"),
    (f"{NUMBERED}/2", "2"), (f"{NUMBERED}/full", "all"),
    (f"{PAGE}?pg=3", "3"), (f"{PAGE}?pagewanted=all", "all"), (f"{PAGE}/2", "1")])
def test_which_part_of_an_article_a_url_shows(url, part):
    assert find_part(url) == part


@pytest.mark.parametrize("view", (*VIEWS, *LAYOUTS), ids=lambda view: view.name)
def test_every_view_has_an_example_and_a_counter_example(view):
    assert normalize_url(f"{PAGE}?{view.example}") == PAGE
    assert normalize_url(f"{PAGE}?{view.counter_example}") == f"{PAGE}?{view.counter_example}"


@pytest.mark.parametrize("one, other", [
    ("p=2", "p=3"), ("itemid=5", "itemid=6"), ("start=5", "start=6"), ("pg=2", "pg=3"),
    ("cmp=5", "cmp=6"), ("v=1556262300", "v=1556262301"), ("type=amp", "type=mobile")])
def test_what_some_sites_number_articles_by_can_still_tell_them_apart(one, other):
    urls = f"{PAGE}?{one}", f"{PAGE}?{other}"
    assert len({(find_selector(url), find_part(url)) for url in urls}) == 2


@pytest.mark.parametrize("name", ["utm_source", "fbclid", "gclid", "ref", "mc_cid", "xtor"])
def test_trackers(name):
    assert is_tracker(name)


@pytest.mark.parametrize("name", [
    "id", "p", "gallery", "game", "global", "cid", "uid", "eid", "keyword", "reference", "read",
    "berita", "kanal", "tahun", ""])
def test_names_by_which_sites_number_their_articles_are_no_trackers(name):
    assert not is_tracker(name)


@pytest.mark.parametrize("names", [FREQUENT_TRACKERS, FREQUENT_PARAMETERS])
def test_courlan_agrees_on_the_names_about_which_it_is_not_asked(names, monkeypatch):
    found = {name: is_tracker.__wrapped__(name) for name in names}
    for each in ("FREQUENT_TRACKERS", "FREQUENT_PARAMETERS"):
        monkeypatch.setattr(identity, each, ())
    assert found == {name: is_tracker.__wrapped__(name) for name in names}


@given(st.lists(st.sampled_from(["/", "//", "..", ".", "@a", " ", "é", "%20", "~", "b;c", "(", "+",
                                 "*", "'", "a:b", "&", "$", '"', "<x>"]), max_size=9).map("".join))
def test_paths_are_tidied_as_courlan_does_it(path):
    tidied = identity._normalize_path(f"/{path}/x")
    assert tidied == urlsplit(courlan.normalize_url(f"https://kabar.example/{path}/x")).path


PIECES = st.lists(max_size=12, elements=st.sampled_from((
    "https://web.archive.org/web/2020/", "google.com/amp/s/", "mobile.", "/print", "print=1",
    ".amp", ".html", "single", "archive.ph/o/x/", "/page/2", "/index.html", "s=08", "%2e", "%2F",
    ";sid=1", "-b-c", "view-source:", "<", ">", "user@", "a-b.translate.goog/", "blogspot.co.id",
    "https:/", "ww2.", "%26utm_a=", "\u200b", "paged=2",
    "http://", "https://", "//", "www.", "m.", "amp.", "a.example", ":80", ":443", "/", "/amp",
    "amp/", "?", "&", "&amp;", "amp;", "#", "#!", "#/", "page=2", "utm_source=x", "id=7", "=", "@",
    "%20", "%", " ", "\n", "\0", "[", "]", ":", ".", "..", "xn--", "\\", "é", "ß", ";", "(", ".php",
    "İ", "ſ", "\u0307", "⑴", "ﬁ",
))).map("".join)


@given(st.one_of(st.text(), PIECES, PIECES.map("https://a.example".__add__)))
@example("http://a.example:443/").via("a port that is no default before the scheme is changed")
@example("https://www.www.a.example/amp/amp/").via("names that stand twice")
@example("https://a.example/?a=1&amp;amp;b=2").via("an entity of an entity")
def test_normalizing_twice_is_normalizing_once(url):
    assert normalize_url(normalize_url(url)) == normalize_url(url)


@given(st.one_of(st.text(), PIECES, PIECES.map("https://[".__add__)))
@example("https://[::1/berita/page/2")
@example("http://ex／ample/?page=2").via("a host that would be two after normalization")
def test_whatever_is_written_as_a_url_has_a_part_a_place_and_a_selector(url):
    assert find_part(url) and locate(url) is not None and find_selector(url) is not None


HOSTS = st.sampled_from("""
    kabar.example www.kabar.example m.kabar.example amp.kabar.example www2.kabar.example ww2.a.id
    w3.kabar.example wap.kabar.co.id mobile.a.b touch.a.b Kabar.example a.blogspot.co.id m.id www.id
    news.google.com www.www.kabar.example www.m.kabar.example web.archive.org bing.com localhost
    kompas.com www.detik.com a.tempo.co a.okezone.com antaranews.com
    a-b.translate.goog a.example:80 kabar_nusa.example -a.example 12ft.io
""".split())
SEGMENTS = st.sampled_from("""
    berita d-1 warga amp AMP print cetak page 2 halaman index.html default.php a.amp x.amp.html
    tag
    category all 12.html comment-page-3 web 2020 archive single kampung-print print-7 - a..b . ..
    a_b ~a a,b kafé 1.2.3 http www.b.example full semua 2019 a-b-c 3 nasional read 331
""".split())


@settings(max_examples=count_examples(90))
@given(st.sampled_from(["http://", "https://", "https://www.", "HTTPS://", "//", ""]), HOSTS,
       st.lists(SEGMENTS, max_size=4), st.sampled_from(["", "/", "//", "?x=1", "#a"]))
def test_a_plain_url_is_normalized_and_located_like_any_other(opening, host, segments, end):
    url = "/".join([opening + host, *segments]) + end
    quickly = [find.__wrapped__(url) for find in (normalize_url, normalize_view, normalize_form)]
    with patch.object(identity, "find_plain", lambda url: None):
        clear_caches()
        slowly = [find(url) for find in (normalize_url, normalize_view, normalize_form)]
        site = find_host(url).lower().removesuffix(":80")
    if "-a." in site:  # no label of a host begins with a hyphen
        site = ""
    clear_caches()
    assert quickly == slowly
    assert locate(url) == (slowly[0] if identifies_page(url) else "", site)


def clear_caches():
    for find in (normalize_url, normalize_view, normalize_form):
        find.cache_clear()
