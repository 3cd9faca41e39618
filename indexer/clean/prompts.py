"""Prompts to read something else, in the middle of a paragraph.

A prompt is cut only up to a place that its headline certainly reaches, so that no word of the
article is lost. If the headline may go on behind that place, a piece of it stays.
"""

import re

from indexer.clean.cleaned import Findings, Paragraph

_LABEL = re.compile(
    r"(?:Baca|BACA|Simak|SIMAK|Lihat|LIHAT) ?(?:[Jj]uga|JUGA) ?: ?(?=[\w\"'“‘(\[#@])")
_MARKERS = ("uga:", "uga :", "UGA")
_QUOTED = re.compile(r"(?:[“‘(\[]|(?:^|[\s(])[\"'])$")
_MAX_CHARACTERS = 170
"""Code points of the longest headline."""

_MAX_CHARACTERS_BEFORE_SENTENCE = 110
"""Code points of the longest headline before a blank and a sentence: a longer one may hold a
heading as well."""

_MIN_WORDS = 3
"""Words of the shortest headline."""

_OPENERS = (
    "Adapun|Akibatnya|Apabila|Atas"
    "|Bahkan|Beberapa|Berdasarkan|Berikut|Dalam|Dari|Dengan|Di|Dia|Diketahui"
    "|Dikutip|Dilansir|Hal|Hingga|Ia|Jika|Kami|Karena|Kemudian|Kendati|Ketika|Kini|Kita|Lalu|Maka"
    "|Melalui|Mengutip|Menurut|Mereka|Meski|Meskipun|Namun|Padahal|Pada|Para|Pihaknya|Saat|Salah"
    "|Sama|Sambil|Saya|Sebab|Sebagai|Sebanyak|Sebelum|Sebelumnya|Sedangkan|Sehingga|Sejak|Sejatinya"
    "|Sejauh|Sejumlah|Sekarang|Sekitar|Selain|Selanjutnya|Sementara|Seorang|Seperti|Setelah|Setiap"
    "|Tak|Tetapi|Tidak|Untuk|Usai|Walau"
)
"""Words that open a sentence if a word without a capital follows."""
_JOINING_WORDS = "atau|bagi|dan|dari|dengan|di|hingga|karena|ke|oleh|pada|soal|untuk|yang"
_LINKING_WORDS = (
    "Akan tetapi|Lebih lanjut|Lebih jauh|Oleh karena(?:nya| itu)|Oleh sebab itu|Dengan demikian"
    "|Di sisi lain|Sementara itu|Selain itu|Tak hanya itu|Setelah itu|Meski demikian"
)
"""Words that link a sentence to the one before."""
_RANKS = frozenset("""
    AKP AKBP Kombes Kompol Iptu Ipda Aiptu Brigjen Irjen Komjen Jenderal Letjen Mayjen Kolonel
    Letkol Mayor Kapten Lettu Letda Dr Prof Ustaz KH Menteri Presiden Gubernur Bupati Camat Kapolres
    Kapolda Kapolsek Kapolri Kasat Pak Bu
""".split())
"""Ranks and offices, with which a name begins."""
_SAYING = (
    "berharap|bercerita|berkata|membenarkan|memaparkan|menambahkan|menceritakan|mengaku"
    "|mengakui|mengatakan|mengimbau|mengungkap|mengungkapkan|menilai|menjelaskan|menuturkan"
    "|menyampaikan|menyebut|menyebutkan|menegaskan|menyatakan|melanjutkan|merinci"
)
"""What the person does who opens a sentence."""
SMALL_WORDS = frozenset("""
    a agar akan and antara atas atau bagi bak bila bin binti buat cs dalam dan dari de demi dengan
    di dr eks for gegara hingga in jadi jelang jika karena ke lantaran lewat nan of oleh on pada
    para per plus pun saat sampai sang sebagai sebelum sejak selama seperti serta setelah si soal
    tanpa tapi tentang terhadap terkait tetapi the to untuk usai v van via vs x yang
""".split())
"""Words that headlines write without a capital."""
_NAMES = """
    YouTube WhatsApp TikTok LinkedIn PlayStation BlackBerry LaLiga AirAsia OnlyFans SatuSehat
    PeduliLindungi JakLingko ChatGPT DeepSeek SpaceX McDonald MacBook MotoGP Moto2 Moto3 OpenAI
""".split()
"""Names with a capital inside, which are not two words glued together."""
_NAME_CUTS = [(name, at) for name in _NAMES for at in range(1, len(name)) if name[at].isupper()]
_END = re.compile(
    r"(?=[A-Z\d\"“.]| [A-Z\d\"“])(?:"
    r"(?:(?<=[a-z]{2})|(?<=[?!)])|(?<=\.{3}))(?=[A-Z])"  # what follows is glued to it
    r"|(?:(?<=\d)|(?<=[A-Z]{2})|(?<= [A-Z]))(?=[A-Z][a-z]{2})"
    r"|(?<=[\w?!)%])(?=[\"“][A-Z])|(?:(?<=[a-z]{3})| )(?=\d{1,2}\. )"
    r"| ?(?P<next>(?=(?:Baca|BACA|Simak|Lihat|Tonton|Saksikan) (?:[Jj]uga|JUGA|[Vv]ideo)\b))"
    r"| (?P<sentence>(?=[\"“][A-Z][\w'’-]*,? [a-z]|(?:Menurut|Selain) [A-Z][\w .]{1,40}, "
    rf"|(?:{_OPENERS})(?:,| (?!(?:{_JOINING_WORDS})\b)[a-z])))"
    rf"| (?=(?:{_LINKING_WORDS}),? [a-z])"
    rf"| (?P<named>(?=(?P<name>[A-Z][a-z]{{1,15}}) (?:{_SAYING})\b))"
    r"|(?<=[?!]) (?=[A-Z])"
    r"|(?<![Pp]rof)(?:(?<=[A-Za-z]{3})|(?<=\d{3}))\.(?= ))")
"""Where a headline may end, at the earliest."""
_SENTENCE = re.compile(r"[.!?…][\"”’')]* ")


def cut_prompts(paragraph: Paragraph, findings: Findings) -> Paragraph:
    """Return the paragraph without prompts whose end is certain; itself if there are none."""
    line, text = paragraph
    if not any(marker in text for marker in _MARKERS):
        return paragraph
    at = 0
    while label := _LABEL.search(text, at):
        begin, at = label.span()
        if not _is_quoted(text, begin) and (end := _find_end(text, at)) is not None:
            findings.remove("link", text[begin:end], line, begin)
            before, after = text[:begin].rstrip(), text[end:].lstrip()
            text = f"{before} {after}" if before and after else before or after
            at = max(0, begin - 12)  # the pieces may make another
    return paragraph if text is paragraph.text else Paragraph(line, text)


def _is_quoted(text: str, begin: int) -> bool:
    """Return whether a quotation or a parenthesis opens right before a place."""
    return _QUOTED.search(text[max(0, begin - 2):begin]) is not None


def _find_end(text: str, begin: int) -> int | None:
    """Return where the headline that begins here can certainly be cut."""
    end = min(len(text), begin + _MAX_CHARACTERS)
    for match in _END.finditer(text, begin + 1, end):
        headline = text[begin:match.start()]
        if match["next"] is not None and not _SENTENCE.search(headline):
            return match.end()
        if match["named"] is not None and not _is_named_alone(text, match["name"], match.start()):
            continue
        if len(headline.split()) >= _MIN_WORDS and not _is_within_name(text, match.start()):
            fits = match["sentence"] is None or len(headline) <= _MAX_CHARACTERS_BEFORE_SENTENCE
            return match.end() if fits and _is_complete(headline) else None
    rest = text[begin:end]
    last = end == len(text) and rest[-1:] not in ".,;" and len(rest.split()) >= _MIN_WORDS
    return end if last and _is_complete(rest) else None


def _is_within_name(text: str, at: int) -> bool:
    return any(text.startswith(name, at - cut) for name, cut in _NAME_CUTS)


def _is_named_alone(text: str, name: str, at: int) -> bool:
    """Return whether a person goes by this name alone elsewhere in a paragraph, and here."""
    if not _RANKS.isdisjoint(word.strip(".,") for word in text[:at].split()[-5:]):
        return False
    alone = rf"(?:[.!?\"”] ?|\b(?:kata|ujar|tutur|ucap|jelas|sebut|ungkap) ){name}\b(?! [A-Z])"
    return re.search(alone, f"{text[:at]}\n{text[at + len(name) + 1:]}") is not None


def _is_complete(headline: str) -> bool:
    """Return whether no quotation is open, and all is written as in headlines."""
    quotes = headline.count('"') + headline.count("“") + headline.count("”")
    return quotes % 2 == 0 and _is_titled(headline)


def _is_titled(headline: str) -> bool:
    """Return whether all words that could have a capital have one.

    >>> _is_titled("Panen Tiba di Wilis, Harga Turun"), _is_titled("Warga menunggu di Wilis")
    (True, False)
    """
    words = [word.strip("\"'“”‘’()[],:;?!") for word in headline.split()]
    return all(not word or word != word.lower() or not word[0].isalpha()
               or word in SMALL_WORDS or word[:3] == "ke-" for word in words)
