"""The affixes of Indonesian: what may stand before and behind a root, as tables.

The prefixes and the sounds that they change are those of Nazief and Adriani (Confix-stripping:
approach to stemming algorithm for Bahasa Indonesia, 1996) as Asian (Effective techniques for
Indonesian text retrieval, 2007), Arifin, Mahendra and Ciptaningtyas (Enhanced confix stripping
stemmer, 2009) and the Sastrawi project amended them. Those algorithms remove affixes in a fixed
order and take the first root that they meet. Here each row is only a possibility: `derivation.py`
compares all of them.

To change what is removed, edit a row, give it an example and a counter-example, and fit the points
again with `python -m benchmarks.fit.affix_points`.
"""

from dataclasses import dataclass
from functools import lru_cache

PARTICLES = ("lah", "kah", "tah", "pun")
POSSESSIVES = ("nya", "ku", "mu")
DERIVATIONS = ("kan", "an", "i", "isasi", "isme", "is")
SUFFIXES = (PARTICLES, POSSESSIVES, DERIVATIONS)
"""The suffixes of each kind, the outermost first."""

ALL_SUFFIXES = PARTICLES + POSSESSIVES + DERIVATIONS

VOWELS, CONSONANTS = "aiueo", "bcdfghjklmnpqrstvwxyz"
_LETTERS = {"": CONSONANTS + VOWELS, "V": VOWELS, "C": CONSONANTS}

_HEAD = 5
"""Letters at the beginning of a word that decide which prefixes are tried."""

_CACHED_HEADS = 1 << 16


@dataclass(frozen=True, slots=True, eq=False)
class PrefixRule:
    """One way to undo a prefix: what a word begins with, and what stood there before.

    `before` are the letters that may follow: V a vowel, C a consonant, nothing any letter.
    `example` → `result`; `counter_example` does not begin so. Prefixes of one family mean the
    same, and take the same suffixes.
    """

    family: str
    prefix: str
    before: str
    replacement: str
    example: str
    result: str
    counter_example: str

    @property
    def name(self) -> str:
        """What tells it from other prefixes: `mem-p` is the prefix before a lost p."""
        return f"{self.prefix}-{self.replacement}"

    def begins(self, word: str) -> bool:
        """Return whether a word, given by its first letters, may begin so."""
        if not word.startswith(self.prefix):  # as most do not, so no letter is looked up for them
            return False
        return word[len(self.prefix):][:1] in _LETTERS.get(self.before, self.before)

    def remove(self, word: str) -> str:
        """Return what stood there before the prefix of a word that begins so."""
        return self.replacement + word[len(self.prefix):]


PREFIXES = tuple(PrefixRule(*row) for row in (
    ("ber", "ber", "", "", "bersama", "sama", "belajar"),
    ("ber", "be", "r", "", "berenang", "renang", "bekerja"),
    ("ber", "be", "C", "", "bekerja", "kerja", "beasiswa"),
    ("ber", "bel", "V", "", "belajar", "ajar", "bekerja"),
    ("ber", "bersi", "", "", "bersitegang", "tegang", "bersama"),
    ("ter", "ter", "", "", "tertangkap", "tangkap", "tepercaya"),
    ("ter", "te", "r", "", "terasa", "rasa", "tepercaya"),
    ("ter", "te", "C", "", "tepercaya", "percaya", "teater"),
    ("me", "me", "lrwy", "", "melihat", "lihat", "memberi"),
    ("me", "mem", "bfpv", "", "memberi", "beri", "memakan"),
    ("me", "mem", "V", "m", "memakan", "makan", "memberi"),
    ("me", "mem", "V", "p", "memukul", "pukul", "memberi"),
    ("me", "mem", "lr", "p", "memroses", "proses", "memberi"),
    ("me", "men", "cdjstz", "", "mencari", "cari", "menari"),
    ("me", "men", "y", "", "menyakini", "yakini", "menari"),
    ("me", "men", "V", "n", "menanti", "nanti", "mencari"),
    ("me", "men", "V", "t", "menari", "tari", "mencari"),
    ("me", "meng", "C", "", "menggali", "gali", "mengambil"),
    ("me", "meng", "V", "", "mengambil", "ambil", "menggali"),
    ("me", "meng", "V", "k", "mengirim", "kirim", "menggali"),
    ("me", "meng", "hlr", "k", "menghianati", "khianati", "menggali"),
    ("me", "meng", "V", "ng", "mengeri", "ngeri", "menggali"),
    ("me", "menge", "", "", "mengecat", "cat", "mengambil"),
    ("me", "meny", "V", "s", "menyapu", "sapu", "menjadi"),
    ("me", "meny", "V", "ny", "menyala", "nyala", "menjadi"),
    ("pe", "pe", "C", "", "petani", "tani", "peubah"),
    ("pe", "pel", "V", "", "pelajar", "ajar", "petani"),
    ("pe", "pem", "bfpv", "", "pembaca", "baca", "pemakan"),
    ("pe", "pem", "V", "m", "pemakan", "makan", "pembaca"),
    ("pe", "pem", "V", "p", "pemukul", "pukul", "pembaca"),
    ("pe", "pem", "lr", "p", "pemrosesan", "prosesan", "pembaca"),
    ("pe", "pen", "cdjstz", "", "pencari", "cari", "penari"),
    ("pe", "pen", "V", "n", "penanti", "nanti", "pencari"),
    ("pe", "pen", "V", "t", "penari", "tari", "pencari"),
    ("pe", "peng", "C", "", "penggali", "gali", "pengambil"),
    ("pe", "peng", "V", "", "pengambil", "ambil", "penggali"),
    ("pe", "peng", "V", "k", "pengirim", "kirim", "penggali"),
    ("pe", "peng", "hlr", "k", "penghianat", "khianat", "penggali"),
    ("pe", "penge", "", "", "pengecat", "cat", "pengambil"),
    ("pe", "peny", "V", "s", "penyapu", "sapu", "penjaga"),
    ("pe", "peny", "V", "ny", "penyanyi", "nyanyi", "penjaga"),
    ("per", "per", "", "", "pertahan", "tahan", "pekerja"),
    ("di", "di", "", "", "dibaca", "baca", "baca"),
    ("ke", "ke", "", "", "ketua", "tua", "tua"),
    ("se", "se", "", "", "serumah", "rumah", "rumah"),
    ("ku", "ku", "", "", "kubaca", "baca", "baca"),
    ("kau", "kau", "", "", "kaubaca", "baca", "kubaca"),
))

INNER = {
    "ber": ("ke", "pe", "per", "se"),
    "ter": ("ke", "pe", "per", "se", "ber"),
    "me": ("ber", "ke", "pe", "per", "se", "ter"),
    "pe": ("ber", "ke", "per", "se", "ter"),
    "per": ("ke", "se", "ter"),
    "di": ("ber", "ke", "pe", "per", "se", "ter"),
    "ke": ("ber", "pe", "per", "se", "ter"),
    "se": ("ber", "ke", "pe", "per", "ter"),
    "ku": ("ke", "per", "se"),
    "kau": ("ke", "per", "se"),
}
"""The families of prefixes that may follow a prefix of each family."""

_FAMILIES = frozenset(row.family for row in PREFIXES)

REDUPLICATION = PrefixRule("Ce", "Ce", "C", "", "pepohonan", "pohonan", "pohon")
"""The first consonant again, with an e."""

PREFIX_HEADS = frozenset(row.prefix[:2] for row in PREFIXES)
"""The first two letters of the prefixes."""

_BY_HEAD = {
    row.prefix[:2]: tuple(other for other in PREFIXES if other.prefix[:2] == row.prefix[:2])
    for row in PREFIXES
}


def find_prefixes(word: str, outer: str = "") -> tuple[PrefixRule, ...]:
    """Return the prefixes that a word begins with.

    Only those that may follow a prefix of the family `outer`, if it is given.
    """
    return _select(word[:_HEAD], outer) if word[:2] in PREFIX_HEADS else ()


@lru_cache(_CACHED_HEADS)
def _select(head: str, outer: str) -> tuple[PrefixRule, ...]:
    families = INNER.get(outer, ()) if outer else _FAMILIES
    rows = _BY_HEAD[head[:2]]
    return tuple([row for row in rows if row.family in families and row.begins(head)])
