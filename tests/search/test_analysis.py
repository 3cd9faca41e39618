"""How text becomes terms: offsets, folding, hyphens, and what Sastrawi alone gets wrong."""

import gc
import subprocess
import sys
import unicodedata
from pathlib import Path
from weakref import ref

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.fit import roots
from search.analysis import Analyzer, Vocabulary, list_words, word_lists
from search.analysis.chunking import CompiledChunker, RegexChunker
from search.analysis.folding import MAX_TERM, fold
from search.analysis.interner import CompiledInterner, DictInterner, HashKey
from search.kernel_loader import compiled_modules, is_loaded

STEM_DATA = Path(__file__).parents[3] / "shared" / "data" / "stem"


def terms(analyzer, text):
    """Return the stems of the words of a text, without what several are written together."""
    return [token.stem for token in list_words(analyzer.tokenize(text))]


@pytest.mark.parametrize("text, expected", [
    ("Kim-Putin", [("kim", "kim", 0, 3), ("kimputin", "kimputin", 0, 9), ("putin", "putin", 4, 9)]),
    ("anak-anak", [("anak", "anak-anak", 0, 9)]),
    ("(KPU-nya)", [("kpu", "kpu-nya", 1, 8), ("-nya", "-nya", 5, 8)]),
    ("Jum’at 😀 Jum'at", [("jumat", "jumat", 0, 6), ("jumat", "jumat", 9, 15)]),
    ("25/4/2019", [("25", "25", 0, 2), ("2019-04-25", "2019-04-25", 0, 9), ("4", "4", 3, 4),
                   ("2019", "2019", 5, 9)]),
    ("25/4", [("25", "25", 0, 2), ("4", "4", 3, 4)]),
    ("31-02-2019", [("31", "31", 0, 2), ("02", "02", 3, 5), ("2019", "2019", 6, 10)]),
    ("Rp1.500,-", [("rp", "rp", 0, 2), ("1500", "1500", 2, 7)]),
    ("U-23", [("u", "u", 0, 1), ("u23", "u23", 0, 4), ("23", "23", 2, 4)]),
    ("R.A. Kartini", [("r", "r", 0, 1), ("ra", "ra", 0, 3), ("a", "a", 2, 3),
                      ("kartini", "kartini", 5, 12)]),
    ("R. A. Kartini", [("r", "r", 0, 1), ("ra", "ra", 0, 4), ("a", "a", 3, 4),
                       ("kartini", "kartini", 6, 13)]),
    ("vitamin A. Seru", [("vitamin", "vitamin", 0, 7), ("a", "a", 8, 9), ("seru", "seru", 11, 15)]),
    ("10² 2½ m²", [("10²", "10²", 0, 3), ("2½", "2½", 4, 6), ("m2", "m2", 7, 9)]),
    ("a\n\nb", [("a", "a", 0, 1), ("b", "b", 3, 4)]),
    ("8.30.00", [("8", "8", 0, 1), ("30", "30", 2, 4), ("00", "00", 5, 7)]),
    ("Sa\u0303o", [("sao", "sao", 0, 4)]),
    ("peme\u00adrintah", [("perintah", "pemerintah", 0, 11)]),
    ("'kutip'", [("kutip", "kutip", 1, 6)]),
    ("2-2", [("2", "2", 0, 1), ("2", "2", 2, 3)]),
    ("KPU-nya-lah", [("kpu", "kpu-nya-lah", 0, 11)]),
    ("a_b", [("a", "a", 0, 1), ("b", "b", 2, 3)]),
    ("", []), ("-", []), ("--- … 😀", []),
])
def test_tokens_stand_where_they_are_written(analyzer, text, expected):
    assert [token[:4] for token in analyzer.tokenize(text)] == expected


@given(st.text(st.one_of(
    st.characters(), st.sampled_from("aknu12-.,/\n'’ ½²\u00ad\u0301\u2011\u200d"),
), max_size=60))
def test_tokens_are_sound_whatever_the_text(analyzer, text):
    tokens = analyzer.tokenize(text)
    positions = [token.position for token in tokens]
    assert positions[:1] in ([], [0])
    assert {after - before for before, after in zip(positions, positions[1:])} <= {0, 1, 32}
    end = place = 0
    for before, token in zip([None, *tokens], tokens):
        is_together = before is not None and before.position == token.position
        assert token.start >= (place if is_together else end) and token.end <= len(text)
        assert token.start < token.end
        place, end = token.start, end if is_together else token.end
        assert token.stem and not any(char.isspace() for char in token.stem + token.form)
        assert len(token.form) <= MAX_TERM and len(token.stem) <= MAX_TERM


@given(st.text(max_size=30))
def test_folding_again_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(st.characters(categories=["L"], max_codepoint=0x24F), min_size=1, max_size=20))
def test_composed_and_decomposed_spellings_are_one_word(analyzer, word):
    spellings = {unicodedata.normalize(form, word) for form in ("NFC", "NFD")}
    assert len({tuple(terms(analyzer, spelling)) for spelling in spellings}) == 1


@pytest.mark.parametrize("word, stem", [row[:2] for row in word_lists.read_rows("overrides")])
def test_every_override(analyzer, word, stem):
    assert terms(analyzer, word) == [stem]
    assert terms(analyzer, word.capitalize()) == [stem]


@pytest.mark.parametrize("name", [row[0] for row in word_lists.read_rows("names")])
def test_every_protected_name(analyzer, name):
    assert terms(analyzer, name.title()) == [name]
    assert terms(analyzer, f"{name}nya") == [name]


@pytest.mark.parametrize("action, root", word_lists.read_rows("dictionary"))
def test_every_edit_of_the_dictionary(analyzer, action, root):
    words = analyzer._stemmer._roots
    assert (root in words) == (action == "add")
    if action == "add":
        alias = {row[0]: row[1] for row in word_lists.read_rows("overrides")}
        assert terms(analyzer, root) == [alias.get(root, root)]


def test_no_row_stands_twice():
    for name in word_lists.LISTS:
        keys = [row[1 if name == "dictionary" else 0] for row in word_lists.read_rows(name)]
        assert len(keys) == len(set(keys)), name


HOSTILE = ["-" * 30_000 + "a", "a-" * 20_000, "x" * 200_000, "a'" * 20_000, "a\u0301" * 20_000,
           "a-nya" * 5_000, "a" + "-nya" * 5_000, "me" * 5_000 + "kan"]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: f"{text[:6]}…")
def test_d1_no_text_takes_long(analyzer, monkeypatch, text):
    seen = []
    monkeypatch.setattr(
        "search.analysis.stemmer.find_likeliest", lambda word, roots: seen.append(word))
    Analyzer().tokenize(text)
    assert all(len(word) <= 40 and "-" not in word for word in seen)


@pytest.mark.parametrize("defect, text, expected", [
    ("D2 one word in, several out", "Jum'at", ["jumat"]),
    ("D2 one word in, several out", "Qur’an", ["quran"]),
    ("D2 one word in, several out", "café São naïve", ["cafe", "sao", "naive"]),
    ("D2 one word in, several out", "İstanbul", ["istanbul"]),
    ("D2 one word in, several out", "Rp1,5", ["rp", "1,5"]),
    ("D3 reduplication of unknown words", "fitur-fitur promo-promo", ["fitur", "promo"]),
    ("D3 reduplication of unknown words", "BUMN-BUMN startup-startup", ["bumn", "startup"]),
    ("D3 reduplication of unknown words", "masing-masing rudal-rudal", ["masing", "rudal"]),
    ("D4 clitics on unknown roots", "fiturnya Trumpnya Putinlah", ["fitur", "trump", "putin"]),
    ("D4 clitics on unknown roots", "medsosnya KPU-nya jokowi-lah", ["medsos", "kpu", "jokowi"]),
    ("D4 but not of names", "Abdullah Kenya Makkah", ["abdullah", "kenya", "makkah"]),
    ("D5 wrong roots", "penyelidikan menyelidiki penyidikan", ["selidik", "selidik", "sidik"]),
    ("D5 wrong roots", "persetujuan setuju tujuan", ["setuju", "setuju", "tuju"]),
    ("D5 wrong roots", "pasukan pasukannya memasuki", ["pasukan", "pasukan", "masuk"]),
    ("D5 wrong roots", "kerusakan perbankan senilai", ["rusak", "bank", "nilai"]),
    ("D5 wrong roots", "gerakan berikan relawan", ["gerak", "beri", "relawan"]),
    ("D6 names", "Berlin Bali Bekasi Susi Merapi", ["berlin", "bali", "bekasi", "susi", "merapi"]),
    ("D6 names", "Pemilu Kejagung Milan Maluku", ["pemilu", "kejagung", "milan", "maluku"]),
    ("D7 hyphen compounds", "Kim-Putin AS-Korut ke-2", ["kim", "putin", "as", "korut", "ke", "2"]),
    ("D7 hyphen compounds", "non-proliferasi anti-rudal", ["non", "proliferasi", "anti", "rudal"]),
    ("D8 foreign suffixes stay", "idealisme digitalisasi", ["idealisme", "digitalisasi"]),
    ("works well", "berlari-larian sebaik-baiknya", ["lari", "baik"]),
    ("works well", "perundingan berunding dirundingkan juru runding",
     ["runding", "runding", "runding", "juru", "runding"]),
    ("works well", "perlucutan pelucutan melucuti", ["lucut", "lucut", "lucut"]),
])
def test_known_defects_of_the_stemmer(analyzer, defect, text, expected):
    assert terms(analyzer, text) == expected


def test_bertumpu_and_mengadang_keep_their_roots(analyzer):
    """Two proposed edits of the dictionary were rejected because they broke these words."""
    assert terms(analyzer, "bertumpu tumpuan mengadang") == ["tumpu", "tumpu", "adang"]


def test_no_word_is_left_out(analyzer):
    words = "as di us yang dan the untuk pada"
    assert terms(analyzer, words) == words.split()


def test_the_fingerprint_follows_the_lists(analyzer, monkeypatch):
    before = analyzer.fingerprint
    real = word_lists.read_list
    monkeypatch.setattr("search.analysis.word_lists.read_list",
                        lambda name: real(name) + "\nbaru\tbaru\tbaru" * (name == "names"))
    assert analyzer.fingerprint != before


@pytest.mark.parametrize("suite, least", [
    ("sastrawi_php_functional", 165), ("sastrawi_php_integration", 34), ("go_sastrawi", 152),
    ("jsastrawi_lemmatizer", 159), ("pysastrawi_functional", 165), ("ud_pud_lemma", 3030),
    ("kbbi_derived_root.dev", 11900),
])
def test_published_suites(suite, least):
    """At least as many roots are right as at the last review of the lists."""
    path = STEM_DATA / f"{suite}.tsv"
    if not path.exists():
        pytest.skip("the stemmer suites are not here")
    pairs = roots.read_pairs(path)
    measured = roots.measure(pairs, roots.find_stems(pairs))
    assert measured["right"] >= least
    assert suite != "ud_pud_lemma" or measured["f1"] >= .98


@given(st.text(st.one_of(
    st.characters(), st.sampled_from("aknu12-.,/\n'’ ½²\u00ad\u0301\u2011\u200d"),
), max_size=60))
def test_whole_texts_are_indexed_as_their_tokens_are(analyzer, text):
    words, = analyzer.tokenize_all([text])
    tokens = analyzer.tokenize(text)
    assert words.terms(True) == [(token.position, token.stem) for token in tokens]
    assert words.terms(False) == [(token.position, token.form) for token in tokens]


@given(st.lists(st.text(st.one_of(
    st.characters(), st.sampled_from("aknuAKNU125-'’ \u00ad\u0301\u2011\u200d\u2014..,/\n\u00a0é"),
), max_size=40), max_size=4), st.sampled_from([0, 0xFF, (0xFF << 32) | 1, (1 << 64) - 1]))
def test_chunks_with_equal_hashes_are_distinguished(analyzer, texts, mask):
    """The kernel splits as the regular expression does, whichever bits of the hash count."""
    if not is_loaded("analysis"):
        pytest.skip("numba is not installed")
    weak, reference = Vocabulary(analyzer.analyze_chunk), Vocabulary(analyzer.analyze_chunk)
    weak._chunker = CompiledChunker(weak, *compiled_modules("analysis"), HashKey(mask=mask))
    weak.stems, weak.forms = (
        CompiledInterner(*compiled_modules("analysis"), HashKey(mask=mask)) for _ in range(2))
    use_reference(reference)
    for _ in range(2):
        assert places(weak, texts) == places(reference, texts)


def use_reference(vocabulary):
    vocabulary._chunker = RegexChunker(vocabulary)
    vocabulary.stems, vocabulary.forms = DictInterner(), DictInterner()


def places(vocabulary, texts):
    """Return every entry of the texts, and where it stands."""
    reading = vocabulary.split(texts)
    owners = np.repeat(np.arange(len(texts)), reading.counts)
    return [
        (text, term, form, begin + start, begin + end, step)
        for text, number, begin in zip(owners, reading.numbers, reading.starts.tolist())
        for term, form, start, end, step in vocabulary.entries(number)
    ]


def test_a_text_of_ten_thousand_different_words(analyzer):
    texts = ["é satu " + " ".join(f"kata{n}é-x" for n in range(10_000)), "kata77é-x dua"]
    compiled_one, reference = Vocabulary(analyzer.analyze_chunk), Vocabulary(analyzer.analyze_chunk)
    use_reference(reference)
    assert places(compiled_one, texts) == places(reference, texts)


@pytest.mark.parametrize("moment", [1, 5_000])
def test_an_interrupted_split_leaves_no_chunk_half_known(analyzer, moment):
    left = [moment]

    def read(chunk):
        left[0] -= 1
        if left[0] == 0:
            raise KeyboardInterrupt
        return analyzer.analyze_chunk(chunk)

    texts = ["sebelum", " ".join(f"kata{n} sapi" for n in range(6_000))]
    broken, sound = Vocabulary(read), Vocabulary(analyzer.analyze_chunk)
    with pytest.raises(KeyboardInterrupt):
        broken.split(texts)
    other = ["lain sapi", *texts]
    assert places(broken, other) == places(sound, other)


@pytest.mark.parametrize("compiled", [True, False])
def test_a_vocabulary_is_freed_without_a_garbage_collection(analyzer, compiled):
    vocabulary = Vocabulary(analyzer.analyze_chunk)
    if not compiled:
        use_reference(vocabulary)
    vocabulary.split(["Perundingan enam pihak"])
    left = ref(vocabulary)
    gc.disable()
    try:
        del vocabulary
        assert left() is None
    finally:
        gc.enable()


_SIP_HASH = """
import sys
print(sys.hash_info.algorithm, sys.hash_info.hash_bits)
print(*(hash(bytes(range(size))) % 2 ** 64 for size in range(1, 64)))
"""


def draw_key(seed):
    """Return the halves of the key that Python derives from PYTHONHASHSEED."""
    key = bytearray()
    for _ in range(16):
        seed = (seed * 214013 + 2531011) % 2 ** 32
        key.append(seed >> 16 & 0xFF)
    return int.from_bytes(key[:8], "little"), int.from_bytes(key[8:], "little")


@pytest.mark.parametrize("seed", [1, 77, 4_294_967_295])
def test_strings_are_hashed_as_python_hashes_them(seed):
    """Python 3.11 hashes with SipHash-1-3 too, under a key that is known for a given seed."""
    kernels, key = compile_kernels(), HashKey(draw_key(seed))
    asked = subprocess.run([sys.executable, "-c", _SIP_HASH], capture_output=True, check=True,
                           text=True, env={"PYTHONHASHSEED": str(seed)})
    algorithm, expected = asked.stdout.splitlines()
    if algorithm != "siphash13 64":
        pytest.skip("this Python hashes otherwise")
    strings = CompiledInterner(kernels, key)
    texts = [bytes(range(size)).decode() for size in range(1, 64)]
    strings.intern(texts)
    assert read_tags(strings) == [int(code) >> 32 for code in expected.split()]


def test_the_hash_of_nothing_is_the_published_one():
    """The 64-bit reference of SipHash-1-3 for a key of zeros."""
    strings = CompiledInterner(compile_kernels(), HashKey((0, 0)))
    strings.intern([""])
    assert read_tags(strings) == [0xD1FBA762150C532C >> 32]


def compile_kernels():
    if not is_loaded("analysis"):
        pytest.skip("numba is not installed")
    return compiled_modules("analysis")[0]


def read_tags(strings):
    """Return the upper half of the hash of each string, in the order of their numbers."""
    slots = strings.table[strings.table > 0].tolist()
    return [slot >> 32 for slot in sorted(slots, key=lambda slot: slot & 0xFFFFFFFF)]


@pytest.mark.parametrize("half", [0, 1])
def test_strings_that_collide_under_one_key_do_not_under_another(half):
    """Whichever byte of the key differs, no string keeps its distance from another."""
    kernels, texts = compile_kernels(), [f"kata{number}" for number in range(2_000)]
    differences = set()
    for bit in range(0, 64, 8):
        key = [0x0123456789ABCDEF, 0x0F1E2D3C4B5A6978]
        key[half] ^= 1 << bit
        strings = CompiledInterner(kernels, HashKey(key))
        strings.intern(texts)
        tags = read_tags(strings)
        differences |= {(one - other) % 2 ** 32 for one, other in zip(tags, tags[1:])}
    assert len(differences) > 8 * 1_999 * 0.99


def test_every_vocabulary_has_its_own_key():
    keys = {tuple(HashKey().words.tolist()) for _ in range(50)}
    assert len({half for key in keys for half in key}) == 100
