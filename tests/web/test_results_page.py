"""The results: hits, their pages, and what is offered if there are none."""

from urllib.parse import quote, urlsplit

import pytest

from search import Article
from web import create_app

from support.addresses import PAGES
from support.news import ARTICLES, ODD, ODD_IDS
from support.page_reader import api, asked, english, find, get, hits, text


@pytest.mark.parametrize("path", [path for path in PAGES if path.startswith("/?")] + ["/"])
def test_a_page_shows_what_the_api_returns(client, path):
    page, answer = get(client, path), api(client, path.replace("page=9", "page=3"))
    assert hits(page) == [hit["id"] for hit in answer["hits"]]
    marks = [text(mark) for mark in find(page, "mark")]
    spans = [cut for hit in answer["hits"]
             for each in [hit["title_highlight"], *hit["snippets"]]
             for cut in [each["text"][start:end] for start, end in each["spans"]]]
    assert marks == spans
    if page := find(page, "h1", id="count"):
        assert text(page[0]).split()[0] in (str(answer["total"]), "Semua")


@pytest.mark.parametrize("path, indonesian, one, more", [
    ("/?q=gempa+Aceh", "1 berita", "1 story", None),
    ("/?q=gempa", "2 berita", None, "2 stories"),
    ("/?q=zzz", "0 berita", None, "0 stories"),
])
def test_the_heading_counts_the_stories(client, path, indonesian, one, more):
    assert text(find(get(client, path), "h1")[0]) == indonesian
    assert text(find(get(client, english(path)), "h1")[0]) == (one or more)


@pytest.mark.parametrize("id", ODD_IDS)
def test_a_hit_leads_to_its_article(client, id):
    listed = get(client, english("/?q=singkat&page_size=100"))
    [link] = [a for item in find(listed, "h2") for a in find(item, "a")
              if urlsplit(a.attrs["href"]).path == f"/articles/{quote(id, safe='')}"]
    page = get(client, link.attrs["href"])
    assert text(find(page, "h1")[0]) == "Kabar singkat"
    [day] = [article.published for article in ARTICLES if article.id == id]
    assert [time.attrs["datetime"] for time in find(page, "time")] == [day]


@pytest.mark.parametrize("id, source", [
    ("kn-1", "Kabar Nusa · 13 Feb 2007"), ("kn-2", "Kabar Nusa · Mar 2007"),
    ("hs-1", "Harian Sagara · 2007"), ("x-1", "Tanpa media · 28 Sep 2018"),
    ("x-2", "Lentera Pos · tanpa tanggal"), ("x-3", "Tanpa media · tanpa tanggal"),
])
def test_a_hit_names_outlet_and_date(client, id, source):
    page = get(client, "/?q=-outlet:pojok&page_size=100")
    listed = dict(zip(hits(page), find(page, "p", cls="source")))
    assert text(listed[id]) == source
    times = [time.attrs["datetime"] for time in find(listed[id], "time")]
    assert times == [article.published for article in ARTICLES
                     if article.id == id and article.published]
    page = get(client, f"/articles/{id}")
    kicker, own = (text(find(page, "p", cls=name)[0]) for name in ("kicker", "source"))
    assert kicker == source.split(" · ")[0]
    assert [time.attrs["datetime"] for time in find(page, "time")][:1] == times


def test_the_outlet_of_a_hit_leads_to_what_else_it_has_on_the_subject(client):
    page = get(client, "/?q=gempa&page=1&year=2018&outlet=none&outlet=Lentera+Pos")
    [source] = find(page, "p", cls="source")[:1]
    assert find(source, "a") == [], "there is no outlet"
    [link, *_] = [a for p in find(get(client, "/?q=nuklir"), "p", cls="source")
                  for a in find(p, "a") if text(a) == "Kabar Nusa"]
    assert asked(link.attrs["href"]) == [("q", "nuklir"), ("outlet", "Kabar Nusa")]


def test_an_article_without_a_title_can_be_clicked(client):
    page = get(client, "/?q=berita+tanpa+judul")
    assert [text(h) for h in find(page, "h2") if find(h, "a")] == ["(tanpa judul)"]
    assert text(find(get(client, "/articles/x-3"), "h1")[0]) == "(tanpa judul)"


def test_the_title_of_a_page_is_never_blank(archive):
    list(archive.add([Article("a", " ", "isi")]))
    page = get(create_app(archive).test_client(), "/articles/a")
    assert text(find(page, "title")[0]) == "(tanpa judul) – Warta"


def test_a_page_says_when_only_some_words_matched(client):
    notices = [text(p) for p in find(get(client, "/?q=gempa+rendang"), "p", cls="notice")]
    assert notices == ["Tidak ada artikel yang memuat semua kata itu. Hasil di bawah ini memuat "
                       "sedikitnya satu di antaranya."]
    assert find(get(client, "/?q=gempa"), "p", cls="notice") == []


@pytest.mark.parametrize("q", ["", "gempa", "gempa Aceh", "zzz", "gempa rendang"])
def test_a_page_does_not_say_how_plain_words_were_read(client, q):
    assert find(get(client, f"/?q={quote(q)}"), "div", cls="reading") == []


@pytest.mark.parametrize("q, read, undone", [
    ("ACEH BUKAN PALU", "ACEH -PALU", "ACEH bukan PALU"),
    ("media:kabar gempa", "outlet:kabar gempa", "media kabar gempa"),
    ("gempa,Aceh", "gempa Aceh", '"gempa Aceh"'),
    ("PEMERINTAH DAN WARGA SIAGA", "PEMERINTAH dan WARGA SIAGA", "PEMERINTAH AND WARGA SIAGA"),
])
def test_a_page_says_how_a_query_was_read_and_one_click_undoes_it(client, q, read, undone):
    page = get(client, english(f"/?q={quote(q)}&year=2007&page=2"))
    [reading] = find(page, "div", cls="reading")
    assert [text(code) for code in find(reading, "code")] == [read]
    [link] = find(reading, "a")
    assert text(link) == f"Search for this instead: {undone}"
    assert asked(link.attrs["href"]) == [("q", undone), ("year", "2007"), ("lang", "en")]


@pytest.mark.parametrize("q", ["???", "😀", "*", "- -", '""'])
def test_signs_alone_find_nothing_and_the_page_says_why(client, q):
    page = get(client, f"/?q={quote(q)}")
    assert hits(page) == []
    [reading] = find(page, "div", cls="reading")
    assert text(reading) == f"{q} tidak memuat kata. Ketik sedikitnya satu kata atau angka."


def test_a_page_says_how_many_words_were_needed(client):
    path = "/?q=gempa+mengguncang+Aceh+Palu"
    notices = [text(p) for p in find(get(client, path), "p", cls="notice")]
    assert notices == ["Tidak ada artikel yang memuat semua 4 kata; 2 memuat sedikitnya 2 di "
                       "antaranya."]
    notices = [text(p) for p in find(get(client, english(path)), "p", cls="notice")]
    assert notices == ["None with all 4 words, 2 with at least 2 of them."]


FILLER = " ".join(f"pengisi{number}" for number in range(120))


@pytest.mark.parametrize("body, before, after", [
    ("Gempa terasa.", False, False), (f"Gempa terasa. {FILLER}", False, True),
    (f"{FILLER} Gempa terasa.", True, False), (f"{FILLER} gempa {FILLER}", True, True),
    (f"{FILLER} gempa {FILLER} {FILLER} gempa", True, False),
    (f"Gempa\n\n\t{FILLER}\n{FILLER} gempa\n", False, False),
])
def test_an_excerpt_has_dots_where_it_leaves_text_out(archive, body, before, after):
    list(archive.add([Article("a", "judul", body)]))
    listed = create_app(archive).test_client()
    [shown] = [text(p) for p in find(get(listed, "/?q=gempa&view=lengkap"), "p", cls="snippet")]
    assert "gempa" in shown.lower()
    assert (shown.startswith("… "), shown.endswith(" …")) == (before, after)


@pytest.mark.parametrize("body, shown", [
    (f"Kabar lain. Gempa terasa di pasar. {FILLER}", "Gempa terasa di pasar. pengisi0"),
    (f"{FILLER}. Gempa terasa di pasar.", "Gempa terasa di pasar."),
    (f"{FILLER}\nGempa terasa di pasar", "Gempa terasa di pasar …"),
    (f"{FILLER} gempa {FILLER}", "… pengisi"),
])
def test_a_brief_excerpt_begins_with_a_sentence_if_it_can(archive, body, shown):
    list(archive.add([Article("a", "judul", body)]))
    page = get(create_app(archive).test_client(), "/?q=gempa")
    [snippet] = [text(p) for p in find(page, "p", cls="snippet")]
    assert snippet.startswith(shown) and len(snippet) <= 164
    assert snippet.endswith((".", " …"))


def test_every_view_is_one_click_away_and_stays(client):
    [views] = find(get(client, "/?q=nuklir&year=2007"), "p", cls="views")
    assert [text(each) for each in find(views, "strong")] == ["Ringkas"]
    full, kwic = [a.attrs["href"] for a in find(views, "a")]
    assert (full, kwic) == (
        "/?q=nuklir&year=2007&view=lengkap", "/konkordansi?q=nuklir&year=2007")
    page = get(client, full)
    [views] = find(page, "p", cls="views")
    assert find(views, "a")[0].attrs["href"] == "/?q=nuklir&year=2007"
    [sorts] = find(page, "p", cls="sorts")
    kept = [a.attrs["href"] for a in [*find(sorts, "a"), *find(find(page, "h2")[0], "a")]]
    assert all("view=lengkap" in href for href in kept)


TOTAL = len(ARTICLES)


@pytest.mark.parametrize("page_size, last", [
    (10, 3), (7, 5), (15, 2), (20, 2), (1, TOTAL),
])
def test_next_visits_every_hit_once_and_ends_on_the_last_page(client, page_size, last):
    path, seen, pages = f"/?page_size={page_size}", [], 0
    while path:
        page = get(client, path)
        assert hits(page), "an empty page was offered"
        seen, pages = seen + hits(page), pages + 1
        path = next((a.attrs["href"] for a in find(page, "a", rel="next")), None)
    assert (len(seen), len(set(seen)), pages) == (TOTAL, TOTAL, last)


@pytest.mark.parametrize("path, current, offered, previous, next", [
    ("/", "1", ["2", "3"], False, True), ("/?page=2", "2", ["1", "3"], True, True),
    ("/?page=3", "3", ["1", "2"], True, False),
    ("/?page_size=1&page=9", "9", ["1", "7", "8", "10", "11", str(TOTAL)], True, True),
])
def test_the_pager_offers(client, path, current, offered, previous, next):
    [pager] = find(get(client, path), "nav", cls="pager")
    assert [text(s) for s in find(pager, "strong")] == [current]
    assert [text(a) for a in find(pager, "a") if "rel" not in a.attrs] == offered
    assert bool(find(pager, "a", rel="prev")) == previous
    assert bool(find(pager, "a", rel="next")) == next


@pytest.mark.parametrize("path", ["/?q=gempa", "/?q=zzz"])
def test_one_page_needs_no_pager(client, path):
    assert find(get(client, path), "nav", cls="pager") == []


def test_hits_are_numbered_across_pages(client):
    assert find(get(client, "/?page=2"), "ol", cls="hits")[0].attrs["start"] == "11"


def test_the_title_and_the_summary_show_the_page(client):
    first, second = get(client, "/"), get(client, "/?page=2")
    assert text(find(first, "title")[0]) == "Warta"
    assert text(find(second, "title")[0]) == "Halaman 2 – Warta"
    assert f"1–10 dari {TOTAL}" in text(find(first, "div", cls="summary")[0])
    assert f"11–20 dari {TOTAL}" in text(find(second, "div", cls="summary")[0])
    words = get(client, english("/?q=singkat&page=2"))
    assert text(find(words, "title")[0]) == "singkat – Page 2 – Warta"
    assert f"11–{len(ODD)} of {len(ODD)}" in text(find(words, "div", cls="summary")[0])


def test_beyond_the_last_page_is_the_last(client):
    page = get(client, english("/?page=9&q=-zzz"))
    [notice] = find(page, "div", role="status")
    assert text(notice).startswith("There is no page 9.")
    assert hits(page) == hits(get(client, "/?page=3&q=-zzz")) != []
    assert find(page, "a", rel="next") == []


@pytest.mark.parametrize("asked", ["q=nuklir", "q=nuklir&outlet=1&outlet=2&outlet=3&outlet=4"])
def test_a_search_is_cited_without_what_lists_its_facets(client, asked):
    [cited], [listed] = (
        find(get(client, f"/?{asked}{more}"), "div", cls="cite")
        for more in ("", "&facet=outlet&facet_prefix=a"))
    assert text(listed) == text(cited) and "facet" not in text(cited)


@pytest.mark.parametrize("asked", ["q=nuklir", "q=nuklir&outlet=1&outlet=2&outlet=3&outlet=4"])
def test_every_link_of_a_page_that_lists_part_of_a_facet_leads_somewhere(client, asked):
    page = get(client, f"/?{asked}&facet=outlet&facet_prefix=k")
    links = {each.attrs["href"].partition("#")[0] for tag in ("a", "link")
             for each in find(page, tag) if each.attrs["href"].startswith("/")}
    assert len(links) > 10
    assert {link for link in links if client.get(link).status_code not in (200, 302)} == set()


def test_an_empty_page_is_not_past_the_last(client):
    assert "Tidak ada halaman" not in text(get(client, "/?page_size=0"))


@pytest.mark.parametrize("path, offered", [
    ("/?q=gempa&year=1950", 2), ("/?q=gempa&outlet=Kabar+Nusa&to=2001", 2), ("/?to=1900", TOTAL),
])
def test_if_filters_leave_nothing_the_search_without_them_is_offered(client, path, offered):
    page = get(client, path)
    [suggestion] = [li for li in find(page, "li") if text(li).startswith("Tanpa saringan")]
    [link] = find(suggestion, "a")
    assert text(suggestion).endswith(f" {offered} berita")
    assert [n for n, _ in asked(link.attrs["href"])] == (["q"] if "q=" in path else [])
    assert api(client, link.attrs["href"])["total"] == offered


@pytest.mark.parametrize("path", ["/?q=zzz", "/?q=zzz&year=1950"])
def test_if_the_words_find_nothing_the_filters_are_not_blamed(client, path):
    page = get(client, path)
    assert "Tidak ada artikel yang cocok." in text(page)
    assert "Tanpa saringan" not in text(page)
    [notice] = find(page, "div", cls="notice")
    assert len(find(notice, "li")) >= 2 and "/help" in [a.attrs["href"] for a in find(notice, "a")]


def test_one_story_is_counted_in_the_singular(client):
    page = get(client, english("/?q=rendang&year=1950"))
    assert [text(li) for li in find(page, "li") if text(li).startswith("Without filters")] == [
        "Without filters: rendang 1 story"]


@pytest.mark.parametrize("path, indonesian, en", [
    ("/?q=gemba", "Mungkin maksud Anda: gempa 2 berita", "Did you mean: gempa 2 stories"),
    ("/?q=%22Aceh+gempa%22", "Tanpa tanda kutip: Aceh gempa 1 berita",
     "Without quotation marks: Aceh gempa 1 story"),
    ("/?q=gempa+AND+zzzkata", "Tanpa kata yang tidak ada di arsip: gempa 2 berita",
     "Without the words that no article has: gempa 2 stories"),
])
def test_a_suggestion_leads_to_as_many_stories_as_it_says(client, path, indonesian, en):
    for page, shown in [(get(client, path), indonesian), (get(client, english(path)), en)]:
        [listed] = find(page, "ul", cls="suggestions")
        [suggestion] = find(listed, "li")
        assert text(suggestion) == shown
        [link] = find(suggestion, "a")
        assert f" {api(client, link.attrs['href'])['total']} " in text(suggestion)
