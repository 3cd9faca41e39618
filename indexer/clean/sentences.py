"""How a line begins and ends: is it a sentence, does it go on, is it a heading?"""

import re

_ENDS = frozenset(".!?…:;")
_CLOSING = frozenset("\"”'’»)]")
_GOES_ON = frozenset(",.;:!?)]”’»%")
_LISTED = re.compile(r"(?:[-–—•*·►▪●+#|]|\(?\d{1,3}[.)]|\(?[A-Za-z][.)])(?:\s|$)")
_LEADING = frozenset("""
    adalah agar akan antara atas atau bagi bagian bahkan bahwa belum beserta bukan dalam dan dari
    daripada dengan demi di hingga ialah itu karena kata ke kepada ketika lawan maupun melalui
    melawan membuat menghadapi menjadi menjamu menurut namun oleh pada para sambil sampai saat
    sang sebagai sebelum secara sejak sejumlah sekaligus selain selama seorang seperti sebuah
    serta sesama setelah si soal tanpa telah tentang terhadap tetapi untuk usai vs versus yakni
    yaitu yang
""".split())
"""Words with which no sentence, and hardly a heading, ends."""


def ended(text: str) -> bool:
    """Whether a sentence ends here; a colon or semicolon counts too.

    >>> ended('"Ya," ujarnya.'), ended('“Siapa?”'), ended('Harga naik'), ended('"Ya,"')
    (True, True, False, False)
    """
    last = text[-1:]
    return last in _ENDS or last in _CLOSING and text.rstrip("\"”'’»)] ")[-1:] in _ENDS


def goes_on(text: str) -> bool:
    """Whether a line can only continue the one before."""
    first = text[:1]
    return (
        first.islower() and not _LISTED.match(text)
        or first in _GOES_ON
        or first == '"' and (text[1:2] in _GOES_ON or text[1:2] == " ")
    )


def open_ended(text: str) -> bool:
    """Whether a line cannot be the last of its paragraph."""
    if text[-1] in ",(“‘–—-&/":
        return True
    word = text[text.rfind(" ") + 1:]
    return word in _LEADING or word == '"' and len(text) > 1


def listed(text: str) -> bool:
    """Whether a line is an item of a list."""
    return bool(_LISTED.match(text))


def heading(text: str) -> bool:
    """Whether every word that could be is written with a capital, as in headlines.

    >>> heading("Awal Karier di Klub"), heading("Pelatih"), heading("Di bawah komando Menpora")
    (True, False, False)
    """
    words = text.split()
    return len(words) > 1 and not any(word[0].islower() and len(word) > 5 for word in words)
