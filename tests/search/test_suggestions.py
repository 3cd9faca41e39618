"""What is suggested where a query finds hardly anything: every suggestion finds more."""

import pytest

from search import Article, Query
from search.page import SuggestionKind
from search.query import Term
from search.suggestions.context import Context
from search.suggestions.corrector import Corrector
from search.suggestions.edit_cost import compute_edit_cost
from search.suggestions.rewriting import drop_leaves, list_query_words, replace_words, unquote
from search.suggestions.spelling import list_corrections
from search.suggestions.suggester import MAX_SUGGESTIONS
from search.syntax import parse


def write(prefix, count, title, body, **fields):
    return [Article(f"{prefix}{n}", title, f"{body} Nomor {prefix}{n}.", **fields)
            for n in range(count)]


ARTICLES = [
    *write("a", 12, "Anies Baswedan berpidato", "Gubernur membahas banjir di Jakarta.",
           outlet="Kabar Nusa", published="2019"),
    *write("b", 1, "Anis Matta bicara", "Soal partai.", outlet="Harian Sagara"),
    *write("c", 60, "Jokowi meresmikan jalan", "Presiden menjawab soal ijazah palsu.",
           outlet="Harian Sagara", published="2023"),
    *write("d", 1, "Salah tik", "Di sini tertulis ijazzah, dan jokowo."),
    *write("e", 2, "Resep kunyit", "Kunyit untuk rendang."),
    *write("g", 20, "Kabar bahwa hujan", "Kabar itu benar."),
    *write("h", 1, "Bajawa hujan", "Sampai malam."),
    *write("f", 2, "Harga beras", "Beras naik di Palu."),
]


SLIPS = [
    *write("m", 480, "Menteri Keuangan bicara", "Menteri keuangan menjawab.", outlet="Kabar Nusa"),
    *write("n", 4, "Menteri Keuanga bicara", "Menteri keuanga menjawab.", outlet="Kabar Nusa"),
    *write("o", 30, "Menteri Keuringan bicara", "Menteri keuringan menjawab."),
    *write("p", 100, "Kabar bola", "Ia menulis soal bola."),
    *write("q", 4, "Bahru bicara", "Bahru menjawab."),
    *write("r", 450, "Baru bicara", "Ia baru menjawab."),
    *write("s", 4, "Gagak terbang", "Gagak hinggap."),
    *write("t", 420, "Gagal terbang", "Gagal lagi."),
]
"""A slip that a few articles have, and a word that many have."""


@pytest.fixture(scope="module")
def archive(make_archive):
    return make_archive("whoosh", ARTICLES)


@pytest.fixture(scope="module")
def slips(make_archive):
    return make_archive("whoosh", SLIPS)


@pytest.mark.parametrize("text, expected", [
    ("menteri keuanga", [("spelling", "menteri keuangan", 480)]),
    ("keuanga", [("spelling", "keuangan", 480)]),  # it lacks a letter
    ("bahru", []),  # alone it may be a name
    ("gagak", []),  # a word of the dictionary
    ("menteri keuringan", []),  # enough articles have it
    ("menteri keuangan", []),
])
def test_a_slip_that_a_few_articles_have(slips, text, expected):
    assert suggest(slips, text) == expected


@pytest.mark.parametrize("most, expected", [(4, {"keuangan"}), (3, set())])
def test_a_query_without_some_words_has_the_same_slips(slips, analyzer, most, expected):
    words = list_query_words(parse("menteri keuanga bola"), analyzer)
    terms = [Term(word.term, word.channel, word.leaf.field) for word in words]
    counts = dict(zip(words, slips._engine.count_articles(terms)))
    corrector = Corrector(slips._engine, analyzer, counts, most).without(words[2:])
    rare = corrector.correct_rare(lambda word: True)
    found = [each for likely in rare for _, each in likely.corrections]
    assert {each.form for each in found} == expected


@pytest.mark.parametrize("text, total, expected", [
    ("menteri bicara -keuangan -keuringan", 4, [[31, 31]]),  # both words are frequent
    ("menteri keuanga", 4, [[31, 31], None]),
    ("menteri keuangan bicara bola", 514, [[1, 1, 1, 1]]),  # none has all, but each some
    ("menteri keuangan bicara zzzkata", 514, [[1, 1, 1, 1], None]),
    ("menteri bola", 614, [None]),
])
def test_frequent_words_are_not_looked_for_in_all_their_articles(
    slips, monkeypatch, text, total, expected
):
    page, asked, count = slips.search(Query(text)), [], slips._engine.count_articles
    assert page.total == total

    def count_articles(terms, enough=None):
        asked.append(enough)
        return count(terms, enough)

    monkeypatch.setattr(slips._engine, "count_articles", count_articles)
    slips.suggest(page)
    assert asked[:len(expected)] == expected and (len(asked) > 1) == (len(expected) > 1)


def suggest(archive, text, **options):
    suggestions = archive.suggest(archive.search(Query(text, **options)))
    return [(str(each.kind), each.query.text, each.total) for each in suggestions]


@pytest.mark.parametrize("text, best", [
    ("jokowow", ("spelling", "jokowi", 60)),  # a likelier word than the nearest
    ("Jokwoi", ("spelling", "Jokowi", 60)),
    ("JOKOWII", ("spelling", "JOKOWI", 60)),
    ("anis baswedan", ("spelling", "anies baswedan", 12)),  # some articles have the word
    ("Anis Baswedam", ("spelling", "Anies Baswedan", 12)),
    ("ijazzah palsu", ("spelling", "ijazah palsu", 60)),
    ('"anies baswedam"', ("spelling", '"anies baswedan"', 12)),
    ('"baswedan anies"', ("unquote", "baswedan anies", 12)),
    ("baswedan/anies", ("unquote", "baswedan anies", 12)),
    ("berasharga palu", ("spelling", "beras harga palu", 2)),
    ("ijazahsoal", ("spelling", "ijazah soal", 60)),
    ("ijazahpalsusoal", ("spelling", "ijazah palsu soal", 60)),
    ("ijazahsoal prsiden", ("spelling", "ijazah soal presiden", 60)),  # a slip beside it
    ("anis basweddan", ("spelling", "anies baswedan", 12)),  # and what some articles have, too
    ("title:baswedam", ("spelling", "title:baswedan", 12)),
    ("=baswedam", ("spelling", "=baswedan", 12)),
    ("outlet:sagarra", ("spelling", "outlet:sagara", 61)),
    ("(baswedam banjir) -partai", ("spelling", "baswedan AND banjir -partai", 12)),
    ("bajwa hujan", ("spelling", "bajawa hujan", 1)),  # not «bahwa», which stands anywhere
    ("kabar bahwwa hujan", ("spelling", "kabar bahwa hujan", 20)),
    ("jokowi AND zzzkata", ("drop", "jokowi", 60)),
    ("ijazah soal zzzkata", ("drop", "ijazah soal", 60)),
    ("jokowow zzzkata", ("spelling", "jokowi", 60)),  # a slip beside a word that nothing explains
    ("zzzkata ijazh qqqkata", ("spelling", "ijazah", 60)),
    ("baswedam banjir zzzkata", ("spelling", "baswedan banjir", 12)),
    ("zzzkata jokowow AND xxxkata", ("spelling", "jokowi", 60)),
])
def test_the_best_suggestion(archive, text, best):
    assert suggest(archive, text)[0] == best


@pytest.mark.parametrize("text", [
    "", "banjir",  # enough articles
    "zzzkata", '"zzzkata"', "???",  # nothing to suggest
    "kunyit", "kunyit rendang",  # few articles, and no likelier word
    "anis",  # alone, it may be meant
    "anis matta", "anis -baswedan",  # what stands with it says that it is meant
    "2918", "a1x2", "17/8/1811",  # numbers
    "zzzkataijazah",  # half of it is no word
    "BSWDN",  # two letters more make any word of an acronym
    "jokowow~1", "baswed*",
    "banjir -baswedam",  # what is excluded
    "anies zzzkata",  # the page shows the other word already
])
def test_nothing_is_suggested(archive, text):
    assert suggest(archive, text) == []


@pytest.fixture(scope="module")
def court(make_archive):
    return make_archive("whoosh", [
        *write("m", 6, "Hakim MA", "Sidang Mahkamah Agung soal tanah."),
        *write("j", 6, "Jack Ma", "Toko PD itu tutup.", published="2019"),
        *write("p", 1, "Pawai", "Kader Partai Demokrat berpawai."),
        *write("w", 1, "Sejarah", "Kisah Perang Dunia ditulis kembali."),
    ])


@pytest.mark.parametrize("text, suggestions", [
    ("MA", [('"Mahkamah Agung"', 6)]),
    ("sidang MA tanah", [('sidang "Mahkamah Agung" tanah', 6)]),
    ('"sidang MA"', [('"sidang Mahkamah Agung"', 6)]),
    ("body:MA -toko", [('body:"Mahkamah Agung" -toko', 6)]),
    ("PD", [('"Partai Demokrat"', 1), ('"Perang Dunia"', 1)]),
    ("(MA OR PD) -toko", [
        ('("Mahkamah Agung" OR PD) -toko', 6), ('(MA OR "Partai Demokrat") -toko', 7),
        ('(MA OR "Perang Dunia") -toko', 7)]),
    ("ma", []), ("=MA", []), ("toko -MA", []), ("RI", []),  # no article has the Republic
])
def test_an_acronym_is_suggested_written_out(court, text, suggestions):
    found = suggest(court, text)
    assert [each[1:] for each in found if each[0] == "expand"] == suggestions
    for _, query, total in found:
        assert court.search(Query(query)).total == total


def test_what_is_written_out_keeps_the_filters(court):
    assert suggest(court, "MA", since="2019") == []
    assert suggest(court, "MA", expand=False) == []


def test_filters_that_leave_little_may_be_left_out(archive):
    assert suggest(archive, "banjir", selected={"year": ("2007",)}) == [("unfilter", "banjir", 12)]
    assert suggest(archive, "", until="1950") == [("unfilter", "", len(ARTICLES))]
    assert suggest(archive, "zzzkata", until="1950") == []


def test_the_same_filters_count(archive):
    assert suggest(archive, "jokowow", selected={"outlet": ("Kabar Nusa",)}) == []
    assert suggest(archive, "jokowow", since="2023") == [("spelling", "jokowi", 60)]


def test_only_the_first_page_has_suggestions(archive):
    assert suggest(archive, "jokowow", page=2) == []


@pytest.fixture(scope="module")
def neighbours(make_archive):
    return make_archive("whoosh", [
        *write("a", 30, "Rumah duka", "Di desa itu."),
        *write("b", 60, "Hari kedua", "Dari rumah ke pasar. Dua anak ikut."),
        *write("c", 2, "Duak tak dikenal", "Orang menyebut duak."),
        *write("d", 40, "Wirapati berkata", "Kapal tiba di Wirapati. Ikan dijual di pasar."),
        *write("e", 1, "Wirapato", "Gunung itu bernama Wirapato."),
        *write("f", 1, "Pasar wirapato", "Buka sejak pagi."),
        *write("g", 1, "Ikan dari danau", "Danau wirapato dekat pasar ikan."),
        *write("h", 9, "Lumbung padi", "Padi dari sawah."),
    ])


@pytest.mark.parametrize("text, expected", [
    ("rumah duaka", ["rumah duka"]),  # side by side, though more articles have both
    ("duaka rumah", ["duka rumah"]),  # near each other, the other way round
    ("rumah duak", ["rumah duka"]),  # some articles have the word: elsewhere
    ("rumh duka", ["rumah duka"]),
    ("wirapato berkata", ["wirapati berkata"]),
    ("wirapato gunung", []), ("pasar wirapato", []), ("danau wirapato", []),  # it stands there
    ("lumbubg padi sawah", ["lumbung padi sawah"]),
    ("lumbung padi sawsh", ["lumbung padi sawah"]),
    ("lumbubg sawsh", ["lumbung sawah"]),  # both
    ("duaka OR wirapato", ["duka OR wirapato"]),  # no article has both
])
def test_a_word_is_corrected_to_what_stands_with_the_others(neighbours, text, expected):
    found = [query for kind, query, _ in suggest(neighbours, text) if kind == "spelling"]
    assert found[:len(expected)] == expected
    assert bool(found) == bool(expected)


@pytest.fixture(scope="module")
def inflected(make_archive):
    return make_archive("whoosh", [
        *write("a", 60, "Memberikan bantuan", "Desa membandingkan dan memberikan bantuan."),
        *write("b", 2, "Kami beri banding", "Hakim menerima banding."),
        *write("c", 20, "Beras Bandung", "Bantuan beras tiba di Bandung."),
        *write("d", 3, "Saku di tepi tangan", "Sapu tangan merah dijual."),
        *write("e", 9, "Sapuangin", "Desa Sapuangin sepi."),
    ])


@pytest.mark.parametrize("text, expected", [
    ("bers", ["beras"]), ("bandng", ["bandung"]),  # not what is mostly memberikan, membandingkan
    ("saputangan", []),  # it finds what is written apart
])
def test_forms_count_and_not_their_roots(inflected, text, expected):
    assert [query for _, query, _ in suggest(inflected, text)] == expected


@pytest.mark.parametrize("text, expected", [
    ("wirapato", []), ("wiraputi", ["wirapati"])])
def test_a_word_alone_may_be_meant(neighbours, text, expected):
    assert [query for _, query, _ in suggest(neighbours, text)] == expected


@pytest.fixture(scope="module")
def alone(make_archive):
    return make_archive("whoosh", [
        *write("a", 70, "Makan siang", "Warga makan."), *write("b", 3, "Vaksin tiba", "Vaksin."),
        *write("c", 9, "Lokasi rapat", "Lokasi jauh."), *write("d", 9, "Transparansi", "Baik."),
        *write("e", 2, "Kotak biru", "Kotak di lokasi."),
    ])


@pytest.mark.parametrize("text, expected", [
    ("vaksn", ["vaksin"]),  # a letter is lost; makan is two slips away
    ("vkasin", ["vaksin"]),
    ("okapi", []),  # lokasi is two slips away, neither of which is usual
    ("trasparnasi", ["transparansi"]),  # nor here, but the word is long
    ("okapi kotak", ["lokasi kotak"]),  # which stands somewhere
])
def test_a_word_alone_is_judged_by_its_slips(alone, text, expected):
    assert [query for kind, query, _ in suggest(alone, text) if kind == "spelling"] == expected


def test_a_removed_article_leaves_no_trace(make_archive):
    archive = make_archive("whoosh", write("a", 2, "Wirapati", "Satu."))
    assert suggest(archive, "wirapato") == [("spelling", "wirapati", 2)]
    archive.remove(["a0", "a1"])
    assert suggest(archive, "wirapato") == []


@pytest.mark.parametrize("text", [
    "jokowow", "anis baswedam", '"baswedam anies" zzzkata', "ijasah jalann -partaii",
    'title:"jokowo meresmikan" OR zzz', "Baswedam Jakrata bajir pidatoo"])
@pytest.mark.parametrize("selected", [{}, {"year": ("2019",)}])
def test_every_suggestion_keeps_its_word(archive, text, selected):
    page = archive.search(Query(text, selected=selected))
    suggestions = archive.suggest(page)
    assert len(suggestions) <= MAX_SUGGESTIONS
    for each in suggestions:
        found = archive.search(each.query)
        assert found.total == each.total > 0
        assert each.kind is SuggestionKind.UNFILTER or found.match != "any"


@pytest.mark.parametrize("typed, meant, other", [
    ("ijasah", "ijazah", "ijamah"), ("ramadhan", "ramadan", "ramapan"),
    ("kamill", "kamil", "kamilo"), ("nuklri", "nuklir", "nukleri"), ("gempq", "gempa", "gempo"),
    ("taupik", "taufik", "taulik"), ("khotbah", "hotbah", "rhotbah"), ("anis", "anies", "anirs"),
])
def test_slips_that_people_make_cost_less(typed, meant, other):
    assert 0 < compute_edit_cost(typed, meant) < compute_edit_cost(typed, other)


@pytest.mark.parametrize("one, other", [("abc", "acb"), ("", "ab"), ("khoe", "ku"), ("aab", "ab")])
def test_a_cost_is_the_same_both_ways(one, other):
    assert compute_edit_cost(one, other) == compute_edit_cost(other, one) > 0


@pytest.mark.parametrize("text", [
    "anis baswedam", "bajwa hujan", "ijasah palsu", "jokowow", "harga bares naik", "title:bicaraa"])
def test_no_word_weighs_more_than_its_bounds(archive, analyzer, text):
    engine, words = archive._engine, list_query_words(parse(text), analyzer)
    terms = [Term(word.term, word.channel, word.leaf.field) for word in words]
    context = Context(engine, dict(zip(words, engine.count_articles(terms))))
    every = [{word: each.term} for word in words
             for each in list_corrections(word, engine, analyzer)]
    unknown = [context.bound(replacements) for replacements in every]
    context.count_terms(every)
    for replacements, loose in zip(every, unknown):
        bounds = context.bound(replacements), context.bound_together(replacements)
        assert loose >= bounds[0] >= bounds[1] >= context.weigh(replacements)
    assert every


def test_words_are_replaced_where_they_stand(analyzer):
    tree = parse('satu "dua Tiga" -satu title:satu')
    places = {place.form: place for place in list_query_words(tree, analyzer)}
    assert set(places) == {"satu", "dua", "tiga"}
    replaced = replace_words(tree, {places["tiga"]: "empat", places["dua"]: "lima"})
    assert '"lima Empat"' in str(replaced) and "-satu" in str(replaced)


@pytest.mark.parametrize("text, bare", [
    ('"satu dua"', "satu dua"), ('tiga "satu dua" -empat', "tiga satu dua -empat"),
    ('"satu dua" OR tiga', "(satu AND dua) OR tiga"), ('="satu dua"', "=satu =dua"),
    ('"satu"', "satu"), ("satu/dua tiga", "satu dua tiga"), ("satu/2", "satu/2"),
])
def test_quotes_are_left_out(text, bare):
    tree = unquote(parse(text))
    assert parse(str(tree)) == parse(bare)


@pytest.mark.parametrize("text, rest", [
    ("satu dua", "dua"), ("satu OR dua", "dua"), ("satu", None), ("satu -dua", None),
    ("satu (dua OR satu)", "dua"), ("satu AND dua", "dua"),
])
def test_words_are_left_out(text, rest):
    tree = drop_leaves(parse(text), {parse("satu")})
    assert tree == (rest and parse(rest))


def test_many_words_that_no_article_has_cost_little(archive, monkeypatch):
    asked = []
    similar_forms = archive._engine.similar_forms
    monkeypatch.setattr(
        archive._engine, "similar_forms", lambda *given: asked.append(given) or similar_forms(
            *given))
    archive.suggest(archive.search(Query(" ".join(f"jokowow{letter}" for letter in "abcdefgh"))))
    assert asked == []
    archive.suggest(archive.search(Query("baswedam jokowow anis kunyit beras palu cabai hujan")))
    assert asked == []  # no article has the others
    text = "jakarta membahas banjir baswedam jokowow gubernur"
    archive.suggest(archive.search(Query(text)))
    assert 0 < len(asked) == len(set(asked)) <= 8


@pytest.mark.parametrize("text, expected", [
    ("komisi pemberantsan korupsi geledah rumah",
     "komisi pemberantasan korupsi geledah rumah"),  # they have KPK
    ("sapu tangn merah jambu", "sapu tangan merah jambu"),  # they have saputangan
    ("tulis OR merang", "tulis OR merah"),
    ("merah tulis", None),
])
def test_words_beside_a_misspelt_one_may_be_one_with_it(make_archive, text, expected):
    archive = make_archive("whoosh")
    for _ in archive.add([
            *write("a", 6, "KPK geledah rumah bupati", "Sejumlah berkas dibawa."),
            *write("b", 5, "Pemberantasan hama", "Tikus di sawah."),
            *write("c", 5, "Saputangan merah jambu", "Dijual di pasar."),
            *write("d", 5, "Tangan dicuci", "Dengan sabun."),
            *write("e", 5, "Merah warnanya", "Mawar di taman."),
            *write("f", 2, "Tulis surat", "Kepada teman."),
            *write("g", 2, "Komisi dibayar", "Kepada agen."),
            *write("h", 2, "Korupsi dicegah", "Dengan teladan."),
            *write("i", 2, "Sapu lidi", "Dari kelapa.")]):
        pass
    texts = [other for kind, other, _ in suggest(archive, text) if kind == "spelling"]
    assert texts[:1] == ([expected] if expected else [])


def test_only_the_word_that_no_article_has_changes_though_few_hits_follow(make_archive):
    archive = make_archive("whoosh", [
        *write("a", 2, "Duta wisata Seoul", "Duta wisata tiba di Seoul."),
        *write("b", 200, "Data penduduk Seoul", "Data data itu dari Seoul."),
        *write("c", 5, "Duta lain", "Duta bicara."),
    ])
    assert suggest(archive, "duta isata seoul")[0] == ("spelling", "duta wisata seoul", 2)


def test_a_slip_is_mended_though_some_articles_have_it_as_two_words(make_archive):
    archive = make_archive("whoosh", [
        *write("a", 2, "Manusia dianggap halu", "Manusia itu dianggap halu."),
        *write("b", 1, "Upaya yang mau sia-sia", "Kerja itu mau sia sia."),
        *write("c", 9, "Sapu tangan merah", "Sapu tangan hilang."),
    ])
    assert ("spelling", "dianggap manusia halu", 2) in suggest(archive, "dianggap mausia halu")
    assert not [kind for kind, *_ in suggest(archive, "saputangan halu") if kind == "spelling"]
