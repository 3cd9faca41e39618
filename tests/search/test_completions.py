"""What a person who types is offered: phrases, outlets and titles of the archive."""

import pytest

from search import Article
from search.suggestions.completer import MAX_COMPLETIONS

TITLES = ["Harga beras naik", "Harga beras turun", "Harga cabai naik", "Harga di pasar naik",
          "Harga di pasar tetap", "Anies Baswedan berpidato", "Anies Baswedan menang",
          "Gubernur Anies menang"]


def build(make_archive):
    archive = make_archive("whoosh")
    for _ in archive.add(
            Article(f"a{nth}", title, f"Isi {nth}.", outlet="Kabar Élang" if nth < 3 else None)
            for nth, title in enumerate(TITLES)):
        pass
    return archive


@pytest.fixture(scope="module")
def archive(make_archive):
    return build(make_archive)


def complete(archive, text, limit=MAX_COMPLETIONS):
    return [(str(each.kind), each.text, each.total) for each in archive.complete(text, limit)]


@pytest.mark.parametrize("text, phrases", [
    ("har", [("harga", 5), ("harga beras", 2), ("harga di pasar", 2)]),  # not «harga di»
    ("harga", [("harga beras", 2), ("harga di pasar", 2)]),
    ("harga b", [("harga beras", 2)]),
    ("HÁRGA B", [("harga beras", 2)]),
    ("anies bas", [("anies baswedan", 2)]),
    ("naik ber", [("naik beras", 1)]),  # in one title, and not side by side
    ("bas", [("baswedan", 2)]),
    ("har ", []),  # the word is whole
    ("di", []), ("zzz", []), ("", []), ("  ", []), ("?!", []),
    ("menang harg", []),  # in no title
])
def test_phrases_go_on_with_what_is_typed(archive, text, phrases):
    found = complete(archive, text)
    assert [each[1:] for each in found if each[0] == "phrase"] == phrases


@pytest.mark.parametrize("text, phrases", [
    ("u-2", [("u-23", 2), ("u 23 menang", 2)]), ("U-23", [("u 23 menang", 2)]),
    ("timnas u-2", [("timnas u-23", 2), ("timnas u 23 menang", 2)]),
    ("timnas u-23", [("timnas u 23 menang", 2)]),
    ("moto g", [("moto gp", 2), ("moto gp lusa", 2)]),
    ("e-k", []),  # of ekonomi
])
def test_words_with_a_hyphen_or_apart_go_on_as_one(make_archive, text, phrases):
    archive = make_archive("whoosh")
    titles = ["Timnas U-23 menang", "Timnas U-23 menang lagi", "Motogp lusa", "Motogp lusa sore",
              "Ekonomi pulih", "Ekonomi pulih lagi", "E-niaga"]
    for _ in archive.add(Article(f"a{nth}", each, "Isi.") for nth, each in enumerate(titles)):
        pass
    found = [each[1:] for each in complete(archive, text) if each[0] == "phrase"]
    assert found == phrases


@pytest.mark.parametrize("text, phrases", [
    ("menteri ke", [("menteri keuangan", 3), ("menteri kesehatan", 2)]),
    ("Menteri ", [("menteri keuangan", 3), ("menteri kesehatan", 2)]),
    ("-menteri keu", []), ('"menteri keu', [('"menteri keuangan"', 3)]),
    ("mahkamah a", [("mahkamah agung", 3)]),  # of MA, which has several meanings
    ("menteri agama", []),  # whole, and in no article
    ("menteri", []),  # one word begins too many
    ("menteri menteri", []),
])
def test_long_forms_of_acronyms_stand_in_texts(make_archive, text, phrases):
    archive = make_archive("whoosh")
    bodies = ["Menteri Keuangan di Mahkamah Agung."] * 3 + ["Menteri Kesehatan hadir."] * 2
    for _ in archive.add(Article(f"a{nth}", "Kabar", each) for nth, each in enumerate(bodies)):
        pass
    assert [each[1:] for each in complete(archive, text) if each[0] == "phrase"] == phrases


def test_no_word_is_offered_behind_itself(make_archive):
    archive = make_archive("whoosh")
    for _ in archive.add(Article(f"a{nth}", f"Presiden {name}", "Isi.")
                         for nth, name in enumerate(["Andi", "Andi", "pergi"])):
        pass
    assert not any("presiden presiden" in each[1] for each in complete(archive, "presiden p"))


@pytest.mark.parametrize("text, completed", [
    ("-har", [("-harga", 5), ('-"harga beras"', 2), ('-"harga di pasar"', 2)]),
    ("-gubernur bas", [("-gubernur baswedan", 2)]),  # the sign is of the first word alone
    ("gubernur -anies", [('gubernur -"anies baswedan"', 2)]),
    ('gubernur -"anies ba', [('gubernur -"anies baswedan"', 2)]),
    ("judul:bas", [("judul:baswedan", 2)]),
    ('TITLE:"harga b', [('TITLE:"harga beras"', 2)]),
    ("judul:naik men", [("judul:naik menang", 2)]),
    ("menang OR harga ber", [('menang OR "harga beras"', 2)]),
    ("menang ATAU bas", [("menang ATAU baswedan", 2)]),
    ("menang or bas", []),  # in small letters it is a word
    ("(menang OR bas", [("(menang OR baswedan", 2)]),
    ('"harga b', [('"harga beras"', 2)]),
    ("“HARGA B", [('“harga beras"', 2)]),
    ('"naik ber', []),  # not side by side
    ('"harga" b', [('"harga" beras', 2), ('"harga" baswedan', 2)]),
    ("on:2019 bas", [("on:2019 baswedan", 2)]),
    ("media:kab", [('media:"Kabar Élang"', 3)]),
    ('harga outlet:"ela', [('harga outlet:"Kabar Élang"', 3)]),
    ("on:", []), ("har title: ", []),
    ("on:20", []), ("site:har", []), ("har OR ", []), ('har "', []), ("har (", []),
])
def test_the_last_part_of_a_query_is_completed(archive, text, completed):
    found = complete(archive, text)
    assert sorted(found) == sorted(("phrase", *each) for each in completed)


@pytest.mark.parametrize("text", ["kab", "ela", "Kabar El", "KABAR ÉLANG", "kabar "])
def test_outlets_are_found_by_any_of_their_words(archive, text):
    assert complete(archive, text) == [("outlet", "Kabar Élang", 3)]


@pytest.mark.parametrize("text, titles", [
    ("cab", ["Harga cabai naik"]), ("gubernur men", ["Gubernur Anies menang"]),
    ("ca", []),  # too short
    ("cab ", []),
])
def test_titles_are_found_by_any_of_their_words(archive, text, titles):
    assert [text for kind, text, total in complete(archive, text) if kind == "title"] == titles


@pytest.mark.parametrize("limit", [1, 2, 5])
def test_no_more_are_returned_than_asked_for(archive, limit):
    assert len(complete(archive, "harga", limit)) <= limit
    assert complete(archive, "har", limit)[0] == ("phrase", "harga", 5)


def test_nothing_is_offered_twice(archive):
    texts = [text.lower() for _, text, _ in complete(archive, "anies")]
    assert len(texts) == len(set(texts)) > 1


def test_a_removed_article_leaves_no_trace(make_archive):
    archive = build(make_archive)
    assert complete(archive, "baswed")
    archive.remove(["a5", "a6"])
    assert complete(archive, "baswed") == []
    archive.remove(["a0", "a1", "a2"])
    assert complete(archive, "kabar") == []


def test_a_long_text_is_not_completed(archive):
    assert complete(archive, "harga " * 11) == []
