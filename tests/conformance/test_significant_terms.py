"""Every engine finds the same significant terms."""

import pytest

from search import Article, Query

from support.engines import ENGINES

FLOOD = [
    Article(f"f{number}", f"Banjir hari ke-{number}",
            f"Banjir merendam {place}. Bupati Ratna Wulandari meninjau tanggul Kali Mentaya dan "
            f"{verb} warga yang mengungsi. Tim Mentaya U-17 dan Kapal A-B batal tampil.",
            outlet="Kabar Nusa")
    for number, (place, verb) in enumerate([
        ("pasar lama", "menghibur"), ("dua sekolah", "membantu"), ("rel kereta", "mendengar"),
        ("kebun karet", "menyapa"), ("balai desa", "menolong")])]
OTHERS = [
    Article(f"o{number}", f"Harga {thing} naik", f"Pedagang menaikkan harga {thing}. Kata warga, "
            "Ratna belum datang.", outlet="Arus Kota")
    for number, thing in enumerate(
        f"{name} {kind}" for name in ("beras", "cabai", "gula", "telur", "kopi", "garam")
        for kind in ("merah", "putih", "super", "curah", "lokal", "impor"))]
GONE = Article("gone", "Banjir lagi", "Banjir surut, kata Bupati Ratna Wulandari di Kali Mentaya.")


@pytest.fixture(scope="module", params=ENGINES)
def archive(request, make_archive):
    archive = make_archive(request.param)
    list(archive.add([*FLOOD, GONE]))
    list(archive.add(OTHERS))
    archive.remove(["gone"])
    return archive


def find(archive, text, **filters):
    found = archive.significant_terms(Query(text, **filters), 50)
    return {term.text: term for term in found.terms}


def test_words_and_names_of_the_hits_are_found(archive):
    terms = find(archive, "banjir")
    name = terms["Bupati Ratna Wulandari"]
    assert (name.kind, name.count, name.total) == ("name", 5, 5)
    assert {"Kali Mentaya", "merendam", "tanggul", "mengungsi"} <= terms.keys()
    assert not {"banjir", "Banjir", "dan", "yang", "warga", "Wulandari"} & terms.keys()


def test_a_name_keeps_the_number_of_its_last_letter(archive):
    terms = find(archive, "banjir")
    name = terms["Tim Mentaya U-17"]
    assert (name.kind, name.count, name.total) == ("name", 5, 5)
    assert not {"Tim Mentaya U", "Tim Mentaya", "Kapal A-B", "Mentaya U-17"} & terms.keys()


@pytest.mark.parametrize("text", ["banjir", '"banjir', "banjir OR harga", ""])
def test_each_term_narrows_the_query(archive, text):
    chosen = {"outlet": ("Kabar Nusa",)}
    every = archive.search(Query(text, selected=chosen)).articles
    terms = find(archive, text, selected=chosen)
    assert terms
    for term in terms.values():
        narrowed = archive.search(Query(term.query, selected=chosen)).articles
        assert term.count <= narrowed <= min(every, term.total), term


def test_what_is_the_whole_archive_or_nothing_has_none(archive):
    assert find(archive, "") == find(archive, "tiadakatanya") == {}


def test_the_most_significant_come_first_up_to_the_limit(archive):
    found = archive.significant_terms(Query("banjir"), 3)
    assert found.articles == found.read == 5 and len(found.terms) == 3
    scores = [term.score for term in archive.significant_terms(Query("banjir"), 50).terms]
    assert scores == sorted(scores, reverse=True) and min(scores) > 10.83
