"""The affixes of Indonesian as the confix-stripping stemmers remove them: rules as a table.

The rules are those of Nazief and Adriani (Confix-stripping: approach to stemming algorithm for
Bahasa Indonesia, 1996) as Asian (Effective techniques for Indonesian text retrieval, 2007),
Arifin, Mahendra and Ciptaningtyas (Enhanced confix stripping stemmer, 2009) and the Sastrawi
project amended them. The numbers and the order of the prefix rules are Sastrawi's.

To change what is removed, edit a row, give it an example and a counter-example, and run the tests:
they check each row, and compare all roots with those of PySastrawi.
"""

import re
from dataclasses import dataclass
from itertools import groupby

PARTICLES = ("lah", "kah", "tah", "pun")
POSSESSIVES = ("ku", "mu", "nya")
DERIVATIONS = ("is", "isme", "isasi", "i", "kan", "an")
SUFFIXES = (
    (PARTICLES, re.compile(f"-*(?:{'|'.join(PARTICLES)})$")),
    (POSSESSIVES, re.compile(f"-*(?:{'|'.join(POSSESSIVES)})$")),
    (DERIVATIONS, re.compile(f"(?:{'|'.join(DERIVATIONS)})$")),
)
"""The suffixes of each kind and their form, in the order in which they are removed."""

PLAIN_PREFIXES = ("di", "ke", "se")
"""Prefixes that never change the word behind them."""

PREFIX_FIRST = re.compile("be.*(?:lah|an)$|(?:me|di|pe|ter).*i$")
"""Words that lose their prefix before their suffix (Asian 2007, page 78)."""

HEAD = 4
"""Letters at the beginning of a word that decide which rules are tried."""

_CLASSES = {
    "V": "[aiueo]",
    "C": "[bcdfghjklmnpqrstvwxyz]",
    "R": "[bcdfghjklmnpqstvwxyz]",  # any consonant but r
    "S": "[bcdfghjkpqstvxz]",  # any stop or fricative: no r, w, y, l, m, n
    "A": "[a-z]",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to undo a prefix: what it looks like, and what replaces it.

    In the pattern V, C, R, S and A stand for classes of letters. It matches at the beginning of
    a word; what it only looks ahead at stays. `example` → `result`; `counter_example` does not
    match.
    """

    rule: int
    pattern: str
    replacement: str
    example: str
    result: str
    counter_example: str


READINGS = tuple(Reading(*row) for row in (
    (1, "ber(?=V)", "", "berapi", "api", "bersama"),
    (1, "ber(?=V)", "r", "berenang", "renang", "bersama"),
    (2, "ber(?=CA(?!er))", "", "bersama", "sama", "berdaerah"),
    (3, "ber(?=RAerV)", "", "berdaerah", "daerah", "bersama"),
    (4, "bel(?=ajar$)", "", "belajar", "ajar", "belajarlah"),
    (5, "be(?=RerC)", "", "bekerja", "kerja", "beserak"),
    (6, "ter(?=V)", "", "terangkat", "angkat", "tertangkap"),
    (6, "ter(?=V)", "r", "terasa", "rasa", "tertangkap"),
    (7, "ter(?=RerV)", "", "terseret", "seret", "tertangkap"),
    (8, "ter(?=R(?!er))", "", "tertangkap", "tangkap", "terseret"),
    (9, "te(?=RerC)", "", "tepercaya", "percaya", "terseret"),
    (10, "me(?=[lrwy]V)", "", "melihat", "lihat", "memberi"),
    (11, "mem(?=[bfv])", "", "memberi", "beri", "memakan"),
    (12, "mem(?=pe)", "", "mempengaruhi", "pengaruhi", "memproses"),
    (13, "mem(?=V)", "m", "memakan", "makan", "memberi"),
    (13, "mem(?=V)", "p", "memukul", "pukul", "memberi"),
    (14, "men(?=[cdjstz])", "", "mencari", "cari", "menari"),
    (15, "men(?=V)", "n", "menanti", "nanti", "mencari"),
    (15, "men(?=V)", "t", "menari", "tari", "mencari"),
    (16, "meng(?=[ghqk])", "", "menggali", "gali", "mengambil"),
    (17, "meng(?=V)", "", "mengambil", "ambil", "menggali"),
    (17, "meng(?=V)", "k", "mengirim", "kirim", "menggali"),
    (17, "menge", "", "mengecat", "cat", "mengambil"),
    (17, "meng(?=V)", "ng", "mengopi", "ngopi", "menggali"),
    (18, "meny(?=V)", "ny", "menyala", "nyala", "menjadi"),
    (18, "meny(?=V)", "s", "menyapu", "sapu", "menjadi"),
    (19, "mem(?=p[a-df-mo-z])", "", "memproses", "proses", "mempengaruhi"),
    (20, "pe(?=[wy]V)", "", "pewarna", "warna", "pelari"),
    (21, "per(?=V)", "", "perindah", "indah", "pertahan"),
    (21, "pe(?=rV)", "", "perusak", "rusak", "pertahan"),
    (23, "per(?=CA(?!er))", "", "pertahan", "tahan", "perdaerah"),
    (24, "per(?=RAerV)", "", "perdaerah", "daerah", "pertahan"),
    (25, "pem(?=[bfv])", "", "pembaca", "baca", "pemakan"),
    (26, "pem(?=V)", "m", "pemakan", "makan", "pembaca"),
    (26, "pem(?=V)", "p", "pemukul", "pukul", "pembaca"),
    (27, "pen(?=[cdjstz])", "", "pencari", "cari", "penari"),
    (28, "pen(?=V)", "n", "penanti", "nanti", "pencari"),
    (28, "pen(?=V)", "t", "penari", "tari", "pencari"),
    (29, "peng(?=C)", "", "penggali", "gali", "pengambil"),
    (30, "peng(?=V)", "", "pengambil", "ambil", "penggali"),
    (30, "peng(?=V)", "k", "pengirim", "kirim", "penggali"),
    (30, "penge", "", "pengecat", "cat", "pengambil"),
    (31, "peny(?=V)", "ny", "penyanyi", "nyanyi", "penjaga"),
    (31, "peny(?=V)", "s", "penyapu", "sapu", "penjaga"),
    (32, "pel(?=ajar$)|pe(?=lV)", "", "pelari", "lari", "petani"),
    (34, "pe(?=C(?!er))", "", "petani", "tani", "peserta"),
    (35, "ter(?=SerC)", "", "tercermin", "cermin", "terseret"),
    (36, "pe(?=SerC)", "", "pekerja", "kerja", "petani"),
    # infixes: -er-, -el-, -em- and -in- behind the first consonant, which may belong to the word
    (37, "(?=CerV)", "", "seruling", "seruling", "kerja"),
    (37, "(C)er(?=V)", r"\1", "seruling", "suling", "kerja"),
    (38, "(?=CelV)", "", "telunjuk", "telunjuk", "helm"),
    (38, "(C)el(?=V)", r"\1", "telunjuk", "tunjuk", "helm"),
    (39, "(?=CemV)", "", "gemetar", "gemetar", "tempat"),
    (39, "(C)em(?=V)", r"\1", "gemetar", "getar", "tempat"),
    (40, "(?=CinV)", "", "kinerja", "kinerja", "pintar"),
    (40, "(C)in(?=V)", r"\1", "kinerja", "kerja", "pintar"),
    (41, "ku", "", "kubaca", "baca", "kaubaca"),
    (42, "kau", "", "kaubaca", "baca", "kubaca"),
))


class PrefixRule:
    """The readings that are tried together: the first that gives a root counts, else the last."""

    def __init__(self, readings: list[Reading]) -> None:
        patterns = [_spell_out(reading.pattern) for reading in readings]
        self._readings = [
            (re.compile(f"^(?:{pattern})"), reading.replacement)
            for pattern, reading in zip(patterns, readings)
        ]
        heads = {head for pattern in patterns for head in _heads(pattern)}
        self._head = re.compile("|".join(f"(?:{head})$" for head in sorted(heads)))

    def may_match(self, head: str) -> bool:
        """Return whether a word that begins so may match; `head` is at most HEAD letters."""
        return self._head.match(head) is not None

    def remove(self, word: str, roots: dict[str, str]) -> str | None:
        """Return the word without its prefix, or None if the last reading tried does not match."""
        shorter = None
        for pattern, replacement in self._readings:
            replaced, count = pattern.subn(replacement, word, 1)
            shorter = replaced if count else None
            if shorter in roots:
                break
        return shorter


def build_rules() -> list[PrefixRule]:
    """Return the rules for prefixes that change the word behind them, in their order."""
    return [PrefixRule(list(rows)) for _, rows in groupby(READINGS, lambda row: row.rule)]


def _spell_out(pattern: str) -> str:
    """Return the pattern with each class of letters spelled out.

    >>> _spell_out("mem(?=V)")
    'mem(?=[aiueo])'
    """
    return re.sub("[A-Z]", lambda letter: _CLASSES[letter[0]], pattern)


def _heads(pattern: str) -> list[str]:
    """Return patterns for the first letters of the words that may match, from none up to HEAD.

    >>> _heads("me(?=[lr][aiueo])")[1:]
    ['m', 'me', 'me[lr]', 'me[lr][aiueo]']
    >>> _heads("ku")[1:]
    ['k', 'ku', 'ku[a-z]', 'ku[a-z][a-z]']
    """
    if "|" in pattern:
        return [head for part in pattern.split("|") for head in _heads(part)]
    letters = re.findall(r"[a-z]|\[[a-z-]+\]", re.sub(r"\(\?![a-z]+\)", "", pattern))
    letters += ["[a-z]"] * HEAD
    return ["".join(letters[:count]) for count in range(HEAD + 1)]
