"""Words that hold a sentence together and say little of what it is about.

They decide what a query finds only where nothing else does: in quotes, in groups, beside an
operator, in a field, or if the query has no other word. The lists hold forms, reviewed one by one.
Left out are words that are content in news as well: *cara*, *lalu*, *guna*, *saat*, *buat*.
"""

from collections.abc import Sequence

_SUFFIXES = ("", "kah")

QUESTION_WORDS = frozenset(
    word + suffix for suffix in _SUFFIXES for word in (
        "siapa", "apa", "kapan", "bilamana", "bagaimana", "gimana", "kenapa", "mengapa", "berapa",
        "mana", "dimana", "kemana", "darimana"))

OPERATOR_WORDS = frozenset(("and", "or", "not"))
"""Operators that were meant as words, or written in small letters. They do not even add to scores:
articles of Indonesian hardly have them, so that one that does would come first."""

FUNCTION_WORDS = frozenset((
    # prepositions
    "di", "ke", "dari", "pada", "dalam", "oleh", "untuk", "bagi", "dengan", "tanpa", "sejak",
    "hingga", "sampai", "antara", "tentang", "terhadap", "kepada", "daripada", "demi", "menurut",
    "per", "seperti", "sebagai", "secara",
    # conjunctions
    "dan", "atau", "tetapi", "tapi", "namun", "melainkan", "sedangkan", "serta", "maupun",
    "kemudian", "bahwa", "karena", "agar", "supaya", "jika", "kalau", "bila", "apabila", "ketika",
    "sambil", "sehingga", "maka", "meski", "meskipun", "walau", "walaupun", "setelah", "sebelum",
    # what points, links and modifies
    "yang", "ini", "itu", "tersebut", "begini", "begitu", "demikian", "adalah", "ialah",
    "merupakan", "yaitu", "yakni", "telah", "sudah", "sedang", "masih", "belum", "akan", "dapat",
    "bisa", "tidak", "tak", "bukan", "juga", "pun", "saja", "hanya", "lagi", "si", "sang", "para",
    "sebuah", "suatu", "seorang", "ada",
    # pronouns
    "ia", "dia", "mereka", "kami", "kita", "saya", "aku", "anda", "kamu", "kalian", "beliau",
    # in English names, between teams
    "of", "the", "vs",
)) | OPERATOR_WORDS

_AFTER_A_QUESTION_WORD = frozenset(("cara", "nama"))
"""Words that belong to the question: *bagaimana cara*, *siapa nama*."""


def find_question_words(forms: Sequence[str]) -> list[bool]:
    """Return which of the words ask, *cara* after *bagaimana* among them.

    >>> find_question_words(["bagaimana", "cara", "membuat", "kompos"])
    [True, True, False, False]
    """
    asks = [form in QUESTION_WORDS for form in forms]
    return [
        own or (before and form in _AFTER_A_QUESTION_WORD)
        for own, before, form in zip(asks, [False, *asks], forms)
    ]
