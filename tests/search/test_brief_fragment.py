"""Brief fragments: which sentences of a text are shown, and where they are cut."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.highlight.brief_fragment import BRIEF_LENGTH, cut_brief
from search.snippet import Snippet

FILLER = " ".join(f"pengisi{number}" for number in range(60))


def brief(text, *words):
    """Return the brief fragment of a text in which these words are matches."""
    pattern = rf"\b({'|'.join(words)})\b" if words else "(?!)"
    spans = tuple(match.span() for match in re.finditer(pattern, text, re.I))
    return cut_brief(Snippet(text, spans), str)


@pytest.mark.parametrize("text, expected", [
    ("Pasar ramai. Gempa terasa. Warga pulang.", "Gempa terasa. Warga pulang."),
    ('Pasar ramai." Gempa terasa.', "Gempa terasa."),
    ("Pasar ramai!  “Gempa terasa,” katanya.", "“Gempa terasa,” katanya."),
    ("Judul antara\nGempa terasa", "Gempa terasa"),
    ("Pada 28. Gempa terasa.", "Gempa terasa."),
    ("Rumah Prof. Gempa Jaya rusak.", "Rumah Prof. Gempa Jaya rusak."),
    ("Warga Jl. Gempa No. 4 pulang.", "Warga Jl. Gempa No. 4 pulang."),
    ("Kata R. Gempa sendiri.", "Kata R. Gempa sendiri."),
    ("Sebesar 5.2 gempa terasa.", "Sebesar 5.2 gempa terasa."),
    ("  Gempa terasa.  ", "Gempa terasa."),
    (f"{FILLER}. Gempa terasa di sini. {FILLER}. Gempa.", "Gempa terasa di sini. pengisi0"),
])
def test_a_fragment_begins_with_the_sentence_of_a_match(text, expected):
    assert brief(text, "gempa").text.startswith(expected)
    assert "Gempa" in brief(text, "gempa").text or "gempa" in brief(text, "gempa").text


@pytest.mark.parametrize("sentences, shown", [
    (("Gempa terasa di pasar pagi ini, kata petugas jaga yang melihat warga keluar rumah.",
      "Setelah itu petugas memeriksa jembatan dan sekolah yang rusak, lalu melapor ke kota."), 1),
    (("Gempa terasa.", "Warga pulang.", "Toko tutup."), 3),
])
def test_a_fragment_ends_with_a_sentence(sentences, shown):
    assert brief(f"{' '.join(sentences)} {FILLER}.", "gempa").text.startswith(
        " ".join(sentences[:shown]))
    assert brief(" ".join(sentences), "gempa").text == " ".join(sentences[:shown])


def test_the_sentence_with_the_most_different_words_is_shown():
    text = (f"Gempa, gempa, gempa. {FILLER}. Gempa mengguncang Aceh. {FILLER}. "
            "Aceh dan gempa itu.")
    assert brief(text, "gempa", "aceh").list_matches() == ["Gempa", "Aceh"]


@pytest.mark.parametrize("text, words", [
    (f"{FILLER} gempa {FILLER}", ["gempa"]), (FILLER, []), ("x" * 500, []),
    ("x" * 300 + " gempa " + "y" * 300, ["gempa"]), ("\n\n", []), ("a", ["a"]),
])
def test_a_text_without_sentences_is_cut_at_words(text, words):
    shown = brief(text, *words)
    assert len(shown.text) <= BRIEF_LENGTH and shown.list_matches() == words
    assert shown.text == shown.text.strip() and shown.text in text


PIECES = st.lists(st.sampled_from(
    ["Gempa", "gempa", "pasar", "Prof.", "5.2", ".", "!", '"', "\n", " ", " ", "x" * 200]))


@given(PIECES.map("".join))
def test_every_fragment_is_short_and_has_its_matches(text):
    shown = brief(text, "gempa")
    assert len(shown.text) <= BRIEF_LENGTH
    assert [word.lower() for word in shown.list_matches()] == ["gempa"] * len(shown.spans)
    assert bool(shown.spans) == bool(re.search(r"\bgempa\b", text, re.I))
