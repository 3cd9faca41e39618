"""Prompts to read something else, in the middle of a paragraph: where does their headline end?

A prompt is cut only up to a place that its headline surely reaches, so that no word of the
article goes; of a headline that may go on behind that place a piece stays.
"""

import re

from indexer.clean.cleaned import Findings, Paragraph, removed

_LABEL = re.compile(
    r"(?:Baca|BACA|Simak|SIMAK|Lihat|LIHAT) ?(?:[Jj]uga|JUGA) ?: ?(?=[\w\"'“‘(\[#@])")
_MARKERS = ("uga:", "uga :", "UGA")
_QUOTED = re.compile(r"(?:[“‘(\[]|(?:^|[\s(])[\"'])$")
_LONGEST = 170
"""Code points of the longest headline that is looked for."""
_LONGEST_BEFORE_SENTENCE = 80
"""The same where a blank and a sentence follow: what is longer may hold a heading as well."""
_FEWEST = 3
"""Words of the shortest."""
_OPENERS = (
    "Adapun|Apabila|Atas|Bahkan|Beberapa|Berdasarkan|Berikut|Dalam|Dari|Dengan|Di|Dia|Diketahui"
    "|Dikutip|Dilansir|Hal|Hingga|Ia|Jika|Kami|Karena|Kemudian|Kendati|Ketika|Kini|Kita|Lalu|Maka"
    "|Melalui|Mengutip|Menurut|Mereka|Meski|Meskipun|Namun|Padahal|Pada|Para|Pihaknya|Saat|Salah"
    "|Sama|Sambil|Saya|Sebab|Sebagai|Sebanyak|Sebelum|Sebelumnya|Sedangkan|Sehingga|Sejak|Sejatinya"
    "|Sejauh|Sejumlah|Sekarang|Sekitar|Selain|Selanjutnya|Sementara|Seorang|Seperti|Setelah|Setiap"
    "|Tak|Tetapi|Tidak|Untuk|Usai|Walau"
)
"""Words that open a sentence, if one without a capital follows."""
_JOINING = "atau|bagi|dan|dari|dengan|di|hingga|karena|ke|oleh|pada|soal|untuk|yang"
SMALL = frozenset("""
    a agar akan and antara atas atau bagi bak bila bin binti buat cs dalam dan dari de demi dengan
    di dr eks for gegara hingga in jadi jelang jika karena ke lantaran lewat nan of oleh on pada
    para per plus pun saat sampai sang sebagai sebelum sejak selama seperti serta setelah si soal
    tanpa tapi tentang terhadap terkait tetapi the to untuk usai v van via vs x yang
""".split())
"""Words that a headline writes without a capital."""
_NAMES = """
    YouTube WhatsApp TikTok LinkedIn PlayStation BlackBerry LaLiga AirAsia OnlyFans SatuSehat
    PeduliLindungi JakLingko ChatGPT DeepSeek SpaceX McDonald MacBook MotoGP Moto2 Moto3 OpenAI
""".split()
"""Names that have a capital inside, and are not two words glued."""
_CUTS = [(name, at) for name in _NAMES for at in range(1, len(name)) if name[at].isupper()]
_END = re.compile(
    r"(?=[A-Z\d\"“ .])(?:"
    r"(?:(?<=[a-z]{2})|(?<=[?!)])|(?<=\.{3}))(?=[A-Z])"  # what follows is glued to it
    r"|(?:(?<=\d)|(?<=[A-Z]{2})|(?<= [A-Z]))(?=[A-Z][a-z]{2})"
    r"|(?<=[\w?!)%])(?=[\"“][A-Z])|(?:(?<=[a-z]{3})| )(?=\d{1,2}\. )"
    r"| ?(?P<next>(?=(?:Baca|BACA|Simak|Lihat|Tonton|Saksikan) (?:[Jj]uga|JUGA|[Vv]ideo)\b))"
    r"| (?P<sentence>(?=[\"“][A-Z][\w'’-]*,? [a-z]|(?:Menurut|Selain) [A-Z][\w .]{1,40}, "
    rf"|(?:{_OPENERS})(?:,| (?!(?:{_JOINING})\b)[a-z])))"
    r"|(?<=[?!]) (?=[A-Z])"
    r"|(?<![Pp]rof)(?:(?<=[A-Za-z]{3})|(?<=\d{3}))\.(?= ))")
"""Where a headline may end, at the earliest."""
_SENTENCE = re.compile(r"[.!?…][\"”’')]* ")


def cut(paragraph: Paragraph, found: Findings) -> Paragraph:
    """The paragraph without prompts whose end is certain."""
    line, text = paragraph
    if not any(marker in text for marker in _MARKERS):
        return paragraph
    at = 0
    while label := _LABEL.search(text, at):
        begin, at = label.span()
        if not _quoted(text, begin) and (end := _end(text, at)) is not None:
            found.take(text[begin:end], line, removed("link"), begin)
            before, after = text[:begin].rstrip(), text[end:].lstrip()
            text = f"{before} {after}" if before and after else before or after
            at = max(0, begin - 12)  # the pieces may make another
    return paragraph if text is paragraph.text else Paragraph(line, text)


def _quoted(text: str, begin: int) -> bool:
    """Whether a quotation, or a parenthesis, opens before a place."""
    return _QUOTED.search(text[max(0, begin - 2):begin]) is not None


def _end(text: str, begin: int) -> int | None:
    """Where the headline that begins here surely may be cut."""
    end = min(len(text), begin + _LONGEST)
    for match in _END.finditer(text, begin + 1, end):
        headline = text[begin:match.start()]
        if match["next"] is not None and not _SENTENCE.search(headline):
            return match.end()
        if len(headline.split()) >= _FEWEST and not _within_name(text, match.start()):
            fits = match["sentence"] is None or len(headline) <= _LONGEST_BEFORE_SENTENCE
            return match.end() if fits and _whole(headline) else None
    rest = text[begin:end]
    last = end == len(text) and rest[-1:] not in ".,;" and len(rest.split()) >= _FEWEST
    return end if last and _whole(rest) else None


def _within_name(text: str, at: int) -> bool:
    return any(text.startswith(name, at - cut) for name, cut in _CUTS)


def _whole(headline: str) -> bool:
    """Whether no quotation is open, and all is written as headlines are."""
    quotes = headline.count('"') + headline.count("“") + headline.count("”")
    return quotes % 2 == 0 and _titled(headline)


def _titled(headline: str) -> bool:
    """Whether all its words have capitals that could have one.

    >>> _titled("Panen Tiba di Wilis, Harga Turun"), _titled("Warga menunggu di Wilis")
    (True, False)
    """
    words = [word.strip("\"'“”‘’()[],:;?!") for word in headline.split()]
    return all(not word or word != word.lower() or not word[0].isalpha()
               or word in SMALL or word[:3] == "ke-" for word in words)
