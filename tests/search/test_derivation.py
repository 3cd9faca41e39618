"""The roots of words: affixes, derivations, compounds, and real words with their roots."""

import json
import re
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.fit import roots as figures
from search.analysis import derivation, word_lists
from search.analysis.affixes import (
    ALL_SUFFIXES,
    DERIVATIONS,
    PREFIXES,
    REDUPLICATION,
    SUFFIXES,
    find_prefixes,
)
from search.analysis.derivation import (
    POINTS,
    THRESHOLD,
    Derivation,
    find_compound,
    find_derivations,
    find_likeliest,
)
from search.analysis.stemmer import CLITICS, Stemmer, read_roots

SHARED = Path(__file__).parents[3] / "shared"
ROOTS = sorted(root for root in read_roots() if re.fullmatch("[a-z]{3,}", root))
ROOT_SET = set(ROOTS)


@pytest.fixture(scope="module")
def stemmer():
    return Stemmer()


@pytest.mark.parametrize(
    "row", [*PREFIXES, REDUPLICATION], ids=lambda row: f"{row.name} {row.example}")
def test_each_prefix_of_the_table(row):
    is_listed = row is not REDUPLICATION
    assert row.begins(row.example) == is_listed and not row.begins(row.counter_example)
    assert row.remove(row.example) == row.result
    assert (row in find_prefixes(row.example)) == is_listed


def test_points_are_given_to_features_that_exist():
    families = {row.family for row in PREFIXES} | {REDUPLICATION.family, ""}
    known = {row.name for row in [*PREFIXES, REDUPLICATION]}
    known |= {f"{outer}+{inner}" for outer in families for inner in families}
    known |= {f"{family}…{suffix}" for family in families for suffix in ["", *DERIVATIONS]}
    known |= {f"…{clitic}" for kind in SUFFIXES[:2] for clitic in kind}
    known |= {f"1 syllable…{suffix}" for suffix in ["", *DERIVATIONS]}
    known |= {f"{count} prefixes" for count in range(4)}
    known |= {f"{size} letters" for size in range(2, 8)}
    known |= {f"frequent {row[1]}" for row in word_lists.read_rows("frequent")}
    assert POINTS.keys() <= known


@given(st.sampled_from(ROOTS), st.sampled_from([None, *PREFIXES]),
       *(st.sampled_from(["", *kind]) for kind in SUFFIXES))
def test_every_way_to_form_a_word_is_found(root, row, particle, possessive, suffix):
    stump = root
    if row is not None and root.startswith(row.replacement):
        stump = row.prefix + root.removeprefix(row.replacement)
    word = stump + suffix + possessive + particle
    if stump != root and not row.begins(word):
        word = root
    found = find_derivations(word, {root})
    assert root in {each.root for each in found}


@given(st.sampled_from(ROOTS), st.sampled_from(PREFIXES), st.sampled_from(["", *DERIVATIONS]))
def test_points_are_those_of_the_features(root, row, suffix):
    for each in find_derivations(row.prefix + root + suffix, {root, row.replacement + root}):
        assert each.points() == sum(POINTS.get(feature, 0) for feature in each.features())


@given(st.sampled_from(["", *(row.prefix for row in PREFIXES)]),
       st.sampled_from(ROOTS) | st.text("aegiknpr", min_size=2, max_size=7),
       st.sampled_from(["", *ALL_SUFFIXES]))
def test_the_likeliest_way_is_the_one_with_most_points(beginning, middle, end):
    word = beginning + middle + end
    believed = [each for each in find_derivations(word, ROOT_SET) if each.points() >= THRESHOLD]
    assert find_likeliest(word, ROOT_SET) == max(believed, key=Derivation.points, default=None)


def test_the_likelier_root_counts():
    roots = {"sah", "kesah", "pengesah", "baris", "bar"}
    assert find_likeliest("berbaris", roots).root == "baris"
    assert find_likeliest("melihat", roots) is None


@pytest.mark.parametrize("word, compound", [
    ("penyalahgunaan", "salahguna"), ("menyalahgunakannya", "salahguna"),
    ("dipertanggungjawabkan", "tanggungjawab"), ("ketidakadilan", "tidakadil"),
    ("ketakpastian", "takpasti"), ("diambilalih", "ambilalih"),
    ("memadupadankan", "padupadan"), ("dipadupadankan", "padupadan"),  # and not of madu
    ("salahguna", None), ("seambilalih", None), ("tanggungjawabkan", None), ("mengambil", None),
])
def test_compounds_with_affixes(word, compound):
    roots = {"salah", "guna", "tanggung", "jawab", "adil", "pasti", "ambil", "alih", "madu", "padu",
             "padan"}
    assert find_compound(word, roots) == compound


@pytest.mark.parametrize("family", [
    "sah pengesahan disahkan mengesahkan pengesahannya", "padam pemadaman memadamkan dipadamkan",
    "setuju disetujui menyetujui persetujuan setujui", "bantah membantah dibantah bantahan",
    "cemar mencemari tercemar pencemaran dicemari", "desak desakan mendesak didesak",
    "kemas mengemas dikemas kemasan pengemasan", "retak keretakan retakan meretakkan",
    "alami dialami mengalami dialaminya mengalaminya pengalaman pengalamannya",
    "beli pembelinya membelinya dibelinya pembelian", "capai tercapainya dicapainya mencapainya",
    "tani petaninya petani bertani pertanian", "kendali terkendalinya pengendalian berkendali",
    "pel mengepel dipel mengepelnya", "las mengelas pengelasan dilas", "cat mengecat pengecatan",
    "tandatangan menandatangani ditandatangani penandatanganan penandatangan tandatangani",
    "tindaklanjut menindaklanjuti ditindaklanjuti tindaklanjuti menindaklanjutinya",
    "tanggungjawab mempertanggungjawabkan bertanggungjawab penanggungjawab pertanggungjawaban",
    "salahguna penyalahgunaan menyalahgunakan disalahgunakan", "ambilalih pengambilalihan",
    "garisbawah menggarisbawahi digarisbawahi", "sebarluas menyebarluaskan penyebarluasan",
    "beritahu memberitahukan diberitahu pemberitahuan", "imbau mengimbau menghimbau himbauan",
    "menteri kementerian kementrian mentri menterinya", "daun dedaunan", "pohon pepohonan",
    "masuk dimasukin dimasukinnya dimasukkan", "lapor dilaporin dilaporkan", "apa diapain",
    "proklamasi memproklamirkan diproklamirkan proklamir", "lokalisasi melokalisir dilokalisir",
    "identifikasi mengidentifisir diidentifisir", "kritik mengritik mengkritik dikritik",
    "khianat menghianati penghianatan mengkhianati", "khawatir menghawatirkan mengkhawatirkan",
    "yakin menyakini menyakinkan meyakinkan diyakini", "mungkir dipungkiri memungkiri pungkiri",
    "tanya penanya penanyanya bertanya", "pikir berfikir fikiran memikirkan", "kos kosnya",
    "seberang menyebrang penyebrangan menyeberang", "gerebek digrebek penggrebekan menggerebek",
    "impit berhimpitan terhimpit mengimpit", "cedera menciderai dicederai", "web webnya",
    "replikasi mereplikasi direplikasi", "eksplor mengeksplor dieksplor",
    "kumpul berkumpullah kumpulkan", "sini disinilah", "jokowi jokowipun jokowinya",
])
def test_one_family_has_one_root(stemmer, family):
    root, *words = family.split()
    assert {word: stemmer.stem(word) for word in words} == dict.fromkeys(words, root)


@pytest.mark.parametrize("names", [
    "lukaku dani temanggung kerinci persita", "penang mentawai sorongan teheran jammu",
    "tingkir munir tahir nadir", "didin putin martin vennya zhenya",
    "hakimi gazali tabuni rangkuti sebayang", "perindo perbasi perhutani kemenkes peradi",
    "seringkali terimakasih permatasari ujungpandang",
])
def test_names_and_compounds_without_affixes_stay(stemmer, names):
    assert [stemmer.stem(name) for name in names.split()] == names.split()


@pytest.mark.parametrize("pair, stem", [
    ("anak-anak", "anak"), ("beramai-ramai", "ramai"), ("buku-bukunya", "buku"),
    ("meniru-nirukan", "tiru"), ("kebiru-biruan", "biru"), ("tembak-menembak", "tembak"),
    ("kupu-kupunya", "kupu"), ("laba-laba", "laba"), ("memata-matai", "mata"),
    ("perundang-undangan", "undang"), ("kesia-siaan", "sia"),
    ("berpura-pura", "pura"), ("dani-dan", None), ("kim-putin", None), ("makan-minum", None),
])
def test_reduplications(stemmer, pair, stem):
    assert stemmer.stem_pair(*pair.split("-")) == stem


PAIRS = [pair for pair in figures.read_pairs(figures.REVIEWED) if len(pair[0]) > 3]


def test_every_reviewed_word_has_its_root(stemmer):
    assert len(PAIRS) > 900
    assert {word: stemmer.stem(word) for word, _ in PAIRS} == dict(PAIRS)


@given(st.sampled_from([word for word, _ in PAIRS]), st.sampled_from(CLITICS))
def test_a_clitic_does_not_change_the_root(stemmer, word, clitic):
    if word + clitic not in ROOTS and stemmer.stem(word) != word:
        assert stemmer.stem(word + clitic) == stemmer.stem(word)


@given(st.text("abdegikmnprstuy", min_size=1, max_size=45))
def test_any_letters_have_a_stem(stemmer, word):
    assert len(stemmer.stem(word)) <= len(word) + 1
    assert stemmer.stem_pair(word, word) in (stemmer.stem(word), f"{word}-{word}")


def test_words_that_used_to_go_wrong(stemmer):
    path = SHARED / "cases" / "search" / "stem_errors.tsv"
    if not path.exists():
        pytest.skip("the words are not here")
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines()[1:]]
    for word, now, wanted, _, kind in rows:
        if "-" not in word:
            assert stemmer.stem(word) == (now if kind == "drift" else wanted)


@pytest.mark.long
def test_every_word_of_the_real_articles(stemmer):
    """Long because it takes every word. A root is its own root, unless a list says otherwise."""
    path = SHARED / "data" / "news" / "news_handout.jsonl.zst"
    if not path.exists():
        pytest.skip("no real articles here")
    with zstandard.open(path, "rt", encoding="utf-8") as lines:
        words = {word for line in lines
                 for word in re.findall("[a-z]{4,40}", json.loads(line)["body"].lower())}
    assert len(words) > 100_000
    stems = {stemmer.stem(word) for word in words}
    assert len([stem for stem in stems if stemmer.stem(stem) != stem]) < 10  # misspelled words


def test_the_figures_count_words_and_pairs_of_words():
    pairs = [("dibaca", "baca"), ("bacaan", "baca"), ("buku", "buku"), ("bukunya", "buku")]
    measured = figures.measure(pairs, ["baca", "baca", "baca", "buku"])
    assert (measured["right"], measured["accuracy"]) == (3, .75)
    assert (measured["precision"], measured["recall"]) == (round(1 / 3, 4), .5)


def test_hostile_words_are_stemmed_in_time(monkeypatch):
    """Forty letters of prefixes leave a bounded number of derivations to compare."""
    seen = []
    real = derivation.Derivation
    monkeypatch.setattr(derivation, "Derivation", lambda *given: seen.append(given) or real(*given))
    for word in ("memperke" * 5, "se" * 20, "kanannya" * 5, "keberter" * 5):
        Stemmer()._stem(word)
    assert len(seen) < 200
