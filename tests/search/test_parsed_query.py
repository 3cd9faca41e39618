"""How a query was read: its canonical form, what is remarked on, and how it is undone."""

import sys
from unicodedata import normalize

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.errors import QuerySyntaxError
from search.syntax import MAX_PHRASES, RemarkKind, parse, parse_query
from search.syntax.remarks import MESSAGES


@pytest.mark.parametrize("text, read", [
    ("KPK BUKAN DPR", "KPK -DPR"),
    ("KPK NOT DPR", "KPK -DPR"),
    ("TNI AND POLRI", "TNI AND POLRI"),
    ("TNI DAN POLRI", "TNI AND POLRI"),
    ("PDIP ATAU GERINDRA", "PDIP OR GERINDRA"),
    ("PRABOWO ATAU PERDANA", "PRABOWO OR PERDANA"),
    ("BASARNAS RI BUKAN BAWASLU", "BASARNAS RI -BAWASLU"),
    ("KEMENDIKBUD KEMENAG ATAU DPR", "(KEMENDIKBUD KEMENAG) OR DPR"),
    ("PEMILU 2019 ATAU PILKADA 2020", "(PEMILU 2019) OR (PILKADA 2020)"),
    ("(KPK OR BPK) AND OTT", "(KPK OR BPK) AND OTT"),
    ("(PENGADILAN ATAU KEJAKSAAN) TINGGI", "(PENGADILAN OR KEJAKSAAN) TINGGI"),
    ("(KPK OR BPK) DAN PENGADILAN TINGGI", "(KPK OR BPK) +PENGADILAN TINGGI"),
    ('"U-23" OR U23', '"U-23" OR U23'),
    ("PDIP OR PKS OR PAN", "PDIP OR PKS OR PAN"),
    ('"CIPTA KERJA" DAN BURUH', '"CIPTA KERJA" AND BURUH'),
    ("judul:KPK DAN PENGADILAN TINGGI", "title:KPK +PENGADILAN TINGGI"),
    ("PENGADILAN TINGGI BUKAN MAHKAMAH -AGUNG", "PENGADILAN TINGGI -MAHKAMAH -AGUNG"),
    ("PENGADILAN TINGGI DAN =MAHKAMAH", "+TINGGI +=MAHKAMAH PENGADILAN"),
    ("Pengadilan Tinggi DAN Mahkamah", "+Tinggi +Mahkamah Pengadilan"),
    ("pengadilan tinggi BUKAN Mahkamah", "pengadilan tinggi -Mahkamah"),
    ("2004 DAN 2009", "2004 AND 2009"),
])
def test_operators_in_capitals_are_operators(text, read):
    parsed = parse_query(text)
    assert parsed.text == read
    assert RemarkKind.HEADLINE not in kinds(parsed)


@pytest.mark.parametrize("text, alternative", [
    ("PEMERINTAH DAN DPR SEPAKAT", "PEMERINTAH AND DPR SEPAKAT"),
    ("HARGA BERAS DAN GULA TERUS MERANGKAK", "HARGA BERAS AND GULA TERUS MERANGKAK"),
    ("TNI DAN POLRI AMANKAN MUDIK", "TNI AND POLRI AMANKAN MUDIK"),
    ("INI BUKAN MIMPI", "INI NOT MIMPI"),
    ("KPK DAN DPR AKAN RAPAT", "KPK AND DPR AKAN RAPAT"),
    ("BUKAN SULAP BUKAN SIHIR, BERAS MELIMPAH", "NOT SULAP NOT SIHIR, BERAS MELIMPAH"),
    ("KOMISI YUDISIAL (KY) DAN MAHKAMAH AGUNG", "KOMISI YUDISIAL (KY) AND MAHKAMAH AGUNG"),
    ('MENTERI SEBUT "HOAKS" DAN FITNAH BERBEDA', 'MENTERI SEBUT "HOAKS" AND FITNAH BERBEDA'),
    ("RUSUH: WARGA DAN PREMAN BENTROK ATAU BERDAMAI",
     "RUSUH: WARGA AND PREMAN BENTROK OR BERDAMAI"),
])
def test_in_a_headline_in_capitals_they_are_words(text, alternative):
    parsed = parse_query(text)
    assert RemarkKind.HEADLINE in kinds(parsed)
    assert parsed.alternative == alternative
    assert RemarkKind.HEADLINE not in kinds(parse_query(alternative))
    assert parse(alternative) != parsed.tree


@pytest.mark.parametrize("text", [
    "kpk and dpr", "kpk bukan dpr", "tni dan polri", "pdip atau pks", "KPK bukan DPR",
    "apel Dan jeruk", "not kpk", "kpk or", "or kpk",
])
def test_operators_in_small_letters_are_words(text):
    parsed = parse_query(text)
    assert (parsed.text, parsed.is_plain, parsed.alternative) == (text, True, None)


@pytest.mark.parametrize("text, alternative", [
    ("kpk or dpr", "kpk OR dpr"), ("a Or b not c", "a OR b NOT c"),
    ('(kpk or "dpr") ott', '(kpk OR "dpr") ott'),
])
def test_english_operators_in_small_letters_are_words_that_may_be_undone(text, alternative):
    parsed = parse_query(text)
    assert parsed.alternative == alternative
    assert {remark.kind for remark in parsed.remarks} == {RemarkKind.SMALL_OPERATOR}
    assert not parse_query(alternative).remarks


REMARKS = [
    (RemarkKind.NO_WORD, "??? 😀", "??? 😀", '""'),
    (RemarkKind.HEADLINE, "PEMERINTAH DAN DPR SEPAKAT", "DAN", "PEMERINTAH dan DPR SEPAKAT"),
    (RemarkKind.LONE_OPERATOR, "gempa AND", "AND", "gempa and"),
    (RemarkKind.SMALL_OPERATOR, "gempa Or banjir", "Or", "gempa Or banjir"),
    (RemarkKind.UNKNOWN_FIELD, "tahun:2019", "tahun:", "tahun 2019"),
    (RemarkKind.APART_FIELD, "Judul: gempa", "Judul:", "Judul gempa"),
    (RemarkKind.APART_FIELD, "gempa judul:", "judul:", "gempa judul"),
    (RemarkKind.SEPARATED, "a gempa,tsunami", "gempa,tsunami", "a gempa tsunami"),
    (RemarkKind.SEPARATED, "gempa+aceh 1+1", "gempa+aceh", "gempa aceh 1+1"),
    (RemarkKind.SEPARATED, "gempa\\aceh", "gempa\\aceh", "gempa aceh"),
    (RemarkKind.SEPARATED, "title:gempa;tsunami", "gempa;tsunami", "title:gempa title:tsunami"),
    (RemarkKind.BAR, "gempa | tsunami", "|", "gempa tsunami"),
    (RemarkKind.BOOST, "gempa^2.5", "^2.5", "gempa"),
    (RemarkKind.BOOST, '(a OR "b c"^2)', "^2", 'a OR "b c"'),
    (RemarkKind.BOOST, "(a b)^2", "^2", "a AND b"),
    (RemarkKind.WILDCARD, "*akhir", "*akhir", "akhir"),
    (RemarkKind.WILDCARD, "*akhir*", "*akhir*", "akhir*"),
    (RemarkKind.WILDCARD, "nu*ir", "nu*ir", "nu*"),
    (RemarkKind.WILDCARD, "nu?li*", "nu?li*", "nu*"),
    (RemarkKind.DISTANCE, "nuklri~5", "~5", "nuklri~2"),
    (RemarkKind.DISTANCE, "nuklri~0.8", "~0.8", "nuklri~"),
    (RemarkKind.UNCLOSED_QUOTE, 'a "gempa aceh', '"', '"gempa aceh" a'),
    (RemarkKind.UNCLOSED_PARENTHESIS, "(gempa OR aceh", "(", "gempa OR aceh"),
    (RemarkKind.TOO_MANY_JOINED, "a-b " * MAX_PHRASES + "c-d", "c-d",
     "a-b " * MAX_PHRASES + "c d"),
    (RemarkKind.ADDRESS, " https://www.kabar.example/1?b=c,d&utm_source=x",
     "https://www.kabar.example/1?b=c,d&utm_source=x", "url:https://kabar.example/1?b=c,d"),
    (RemarkKind.ADDRESS, f"https://kabar.example/1?utm_id={'x' * 600}",
     f"https://kabar.example/1?utm_id={'x' * 600}", "url:https://kabar.example/1"),
    (RemarkKind.ADDRESS, "www.kabar.example/?q=(a)", "www.kabar.example/?q=(a)",
     'url:"https://kabar.example/?q=(a)"'),
    (RemarkKind.SITE, "https://Kabar.example/", "https://Kabar.example/", "site:kabar.example"),
]
FROM_ARCHIVE = {RemarkKind.ID, RemarkKind.KNOWN_ID}
"""Remarks that only an archive can give: see tests/search/test_known_item.py."""


@pytest.mark.parametrize("kind, text, about, read", REMARKS)
def test_what_is_read_otherwise_is_remarked_on(kind, text, about, read):
    parsed = parse_query(text)
    [remark] = parsed.remarks
    assert (remark.kind, remark.text) == (kind, about)
    assert text[remark.position:].startswith(about)
    assert parsed.text == read and not parsed.is_plain


def test_every_kind_of_remark_has_an_example_and_a_message():
    assert {kind for kind, *_ in REMARKS} | FROM_ARCHIVE == set(RemarkKind) == set(MESSAGES)


@pytest.mark.parametrize("text", [
    "", "  ", "enam pihak", '"enam pihak"', "nuklir -Iran", "Merapi OR Semeru", "(a OR b) c",
    "title:gempa", 'media:"kabar nusa"', "judul: gempa", "nukl*", "nuklri~", "nuklri~2", "=runding",
    "5,7 SR", "1,000,000", "10:30", "3:0", "kota/kab", "G30S/PKI", "17/8/1945", "R&D", "C++ C#",
    "10^2", "lihat https://berita.example/a?b=c,d", "B. J. Habibie", "gempa, lalu tsunami!",
    "Kapan?",
    "gempa - tsunami", "**gempa**", "a && b || c", "+a b", "!a b", "Kabar: gempa",
    "a-b c-d e/f 1.2", '"https://berita.example/a"', "berita.example", "site:go.id", "id:a",
])
def test_what_is_read_as_usual_is_not_remarked_on(text):
    assert parse_query(text).remarks == ()


@pytest.mark.parametrize("text, alternative", [
    ("KPK BUKAN DPR", "KPK bukan DPR"),
    ("(KPK OR BPK) AND OTT", "KPK or BPK and OTT"),
    ('"enam pihak"~5', "enam pihak"),
    ("title:gempa nukl* nuklri~2 a^3", "title gempa nukl nuklri a"),
    ("-5 derajat", "5 derajat"),
    ("gempa,tsunami", '"gempa tsunami"'),
    ("jdul:gempa", "judul:gempa"), ("a tilte:gempa -b", "a title:gempa -b"),
    ("medan:banjir", '"medan banjir"'), ("title :gempa", "title gempa"),
    ("skor 5,7", None), ("gempa Aceh", None), ("", None), ("???", None), ("gempa AND", None),
])
def test_a_reading_is_undone(text, alternative):
    assert parse_query(text).alternative == alternative


PIECES = [
    "a", "KPK", "DPR", "SEPAKAT", "DAN", "BUKAN", "ATAU", "AND", "OR", "NOT", "-", "+", "!", "(",
    ")", '"', "“", "~", "~2", "^2", "*", "?", "=", ",", ":", "|", "&&", "||", "...", "title:",
    "judul: ", "isi :", "isi : ", "jdul:", "\\",
    "\u00a0", "İsi:", "medıa:", "ıſi: ", " ", " ", "\n", "_", "😀", "'", "5",
    ".", "?isi:=", "?url:-", "/", "a*?", "-b?c", "\u0307b?c",
]
QUERIES = st.lists(st.sampled_from(PIECES), max_size=14).map("".join) | st.text(max_size=40)


@given(QUERIES)
def test_the_canonical_form_is_read_in_the_same_way_without_a_remark(text):
    parsed = parse_query(text)
    again = parse_query(parsed.text)
    assert again.tree == parsed.tree
    assert again.text == parsed.text
    assert {remark.kind for remark in again.remarks} <= {RemarkKind.NO_WORD}


def find_folding(is_wanted):
    """Return the characters that other writings stand for, and of these those that are wanted."""
    for char in map(chr, range(0x80, sys.maxunicode + 1)):
        forms = {char.lower(), char.upper(), char.casefold(), normalize("NFKC", char)} - {char}
        if forms and is_wanted(char, forms):
            yield char


FOLDING = "".join(find_folding(lambda char, forms: any(each[:1].isascii() for each in forms)))
"""What becomes ASCII, in whole or in part, as İ, ſ, K, ﬁ and ⑴ do."""

PLACES = [f"{name}{value}" for name in ("", "-", "=", "title:", "isi:=", "outlet:", "id:", "url:")
          for value in ("{}", "a{}b", "{}*")] + [
    "site:{}", "site:{}.example", "site:www.a{}b.example", "si{}te:a.example", "{}d:a", "www.{}.id",
    "https://{}.example/1", "//a{}.example/1", "url:http://www.a{}.example:8080/a{}?{}=1#/{}",
    '"{} a"', "{}~", "a{}~2", "KPK {}R DPR", "{}~2 OR {}", "past:3{}", "on:2{}19", "before:{}"]


@pytest.mark.parametrize("place", PLACES)
def test_what_folding_changes_is_read_again_in_the_same_way(place):
    check_characters(place, [*FOLDING[::9], *"İıſßKåﬁǰΐⅧ⑴\u0307\u0345\u200d\u200b\u00ad"])


@pytest.mark.long  # 8,000 characters in 41 places
@pytest.mark.parametrize("place", PLACES)
def test_whatever_folding_changes_is_read_again_in_the_same_way(place):
    check_characters(place, find_folding(lambda char, forms: True))


def check_characters(place, characters):
    for char in characters:
        try:
            parsed = parse_query(place.replace("{}", char))
        except QuerySyntaxError:
            continue
        again = parse_query(parsed.text)
        assert (again.tree, again.text) == (parsed.tree, parsed.text), (char, parsed.text)


def test_an_address_that_was_read_as_a_word_stays_one():
    parsed = parse_query("(https://a.example/b?c)")
    assert parsed.text == "+https://a.example/b?c"
    assert parse(parsed.text) == parsed.tree


@given(QUERIES)
@example("jdul:a")
@example("title:title:a")
def test_the_alternative_is_read_in_another_way(text):
    parsed = parse_query(text)
    if parsed.alternative is not None:
        assert parse(parsed.alternative) != parsed.tree
        is_other = {RemarkKind.HEADLINE, RemarkKind.UNKNOWN_FIELD} & {*kinds(parsed)}
        if not is_other and '"' not in parsed.alternative:
            assert parse_query(parsed.alternative).text.split() == parsed.alternative.split()


def kinds(parsed):
    return [remark.kind for remark in parsed.remarks]
