"""Tells sentences, items of lists, headings and unfinished lines apart."""

import re

_SENTENCE_ENDS = frozenset(".!?…:;")
_CLOSING = frozenset("\"”'’»)]")
_CONTINUING = frozenset(",.;:!?)]”’»%")
_LIST_ITEM = re.compile(r"(?:[-–—•*·►▪●+#|]|\(?\d{1,3}[.)]|\(?[A-Za-z][.)])(?:\s|$)")
_LEADING_WORDS = frozenset("""
    adalah agar akan antara atas atau bagi bagian bahkan bahwa belum beserta bukan dalam dan dari
    daripada dengan demi di hingga ialah itu karena kata ke kepada ketika lawan maupun melalui
    melawan membuat menghadapi menjadi menjamu menurut namun oleh pada para sambil sampai saat
    sang sebagai sebelum secara sejak sejumlah sekaligus selain selama seorang seperti sebuah
    serta sesama setelah si soal tanpa telah tentang terhadap tetapi untuk usai vs versus yakni
    yaitu yang
""".split())
"""Words that end no sentence, and hardly a heading."""


def ends_sentence(text: str) -> bool:
    """Return whether a sentence ends here; a colon or semicolon counts too.

    >>> ends_sentence('"Ya," ujarnya.'), ends_sentence('“Siapa?”')
    (True, True)
    >>> ends_sentence('Harga naik'), ends_sentence('"Ya,"')
    (False, False)
    """
    last = text[-1:]
    if last in _CLOSING:
        return text.rstrip("\"”'’»)] ")[-1:] in _SENTENCE_ENDS
    return last in _SENTENCE_ENDS


def continues_line(text: str) -> bool:
    """Return whether a line can only continue the one before."""
    first = text[:1]
    return (
        first.islower() and not _LIST_ITEM.match(text)
        or first in _CONTINUING
        or first == '"' and (text[1:2] in _CONTINUING or text[1:2] == " ")
    )


def is_open_ended(text: str) -> bool:
    """Return whether a line cannot be the last of its paragraph."""
    if text[-1] in ",(“‘–—-&/":
        return True
    word = text[text.rfind(" ") + 1:]
    return word in _LEADING_WORDS or word == '"' and len(text) > 1


def is_list_item(text: str) -> bool:
    """Return whether a line is an item of a list."""
    return bool(_LIST_ITEM.match(text))


def is_heading(text: str) -> bool:
    """Return whether every long word is written with a capital, as in headlines.

    >>> is_heading("Awal Karier di Klub"), is_heading("Pelatih")
    (True, False)
    >>> is_heading("Di bawah komando Menpora")
    False
    """
    words = text.split()
    return len(words) > 1 and not any(word[0].islower() and len(word) > 5 for word in words)
