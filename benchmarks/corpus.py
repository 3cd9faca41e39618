"""The articles that are measured: real ones, or real sentences recombined into more of them.

A corpus lies in the cache as `articles.jsonl` and is made once for each file of articles,
size and seed. Nothing of it belongs in the repository: the texts are other people's.
"""

import json
import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from hashlib import blake2b
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import Any

import zstandard

SEED = 5
RUN = 3
"""Sentences that are kept together, so that phrases and their neighbours stay real."""

RARE = 0.16
"""Synthetic rare words for each sentence: about one word in a hundred."""

_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_SYLLABLES = [consonant + vowel for consonant in "bcdfghjklmnprstw" for vowel in "aiueo"]

Record = dict[str, str | None]
"""id, title, body, outlet and published (YYYY-MM-DD) of an article; the last two may be None."""


@dataclass(frozen=True)
class Corpus:
    """Articles in a folder of the cache, where their tokens and indexes go as well."""

    name: str
    folder: Path
    articles: int
    recombined: bool

    @property
    def path(self) -> Path:
        """The articles, a line of JSON each."""
        return self.folder / "articles.jsonl"

    def to_dict(self) -> dict[str, Any]:
        """What `from_dict` takes, in another process."""
        return asdict(self) | {"folder": str(self.folder)}

    @classmethod
    def from_dict(cls, written: dict[str, Any]) -> "Corpus":
        """The corpus that was written so."""
        return cls(**written | {"folder": Path(written["folder"])})

    @property
    def label(self) -> str:
        """What to call it wherever a figure of it stands."""
        return f"{self.articles:,} {'recombined' if self.recombined else 'real'} articles"


def corpus(source: Path, name: str, cache: Path) -> Corpus:
    """As many articles as `name` (25k, 1M) says: real ones where there are about enough."""
    real, wanted = records(source), number(name)
    recombined = wanted > 1.1 * len(real)
    folder = cache / f"{_identity(source)}-{name}"
    made = Corpus(name, folder, wanted if recombined else min(wanted, len(real)), recombined)
    if not made.path.exists():
        write(_recombined(real, wanted) if recombined else real[:wanted], made.path)
    return made


def number(name: str) -> int:
    """What a size means.

    >>> [number(name) for name in ("800", "25k", "1M")]
    [800, 25000, 1000000]
    """
    unit = {"k": 1_000, "M": 1_000_000}.get(name[-1:], 1)
    return int(name if unit == 1 else name[:-1]) * unit


def records(source: Path) -> list[Record]:
    """The articles of a JSONL file, also one packed with zstd; dates less exact than a day
    become None, since not every engine knows of such."""
    return [_record(json.loads(line)) for line in _lines(source)]


def read(path: Path) -> Iterator[Record]:
    """The articles of a file of the cache, one in memory at a time."""
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def write(made: Iterable[Record], path: Path) -> None:
    """Put articles into a file of the cache, which appears when it is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with part.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(each, ensure_ascii=False) + "\n" for each in made)
    part.rename(path)


def _lines(source: Path) -> Iterator[str]:
    with source.open("rb") as file:
        packed = source.suffix == ".zst"
        plain = zstandard.ZstdDecompressor().stream_reader(file) if packed else file
        yield from TextIOWrapper(plain, encoding="utf-8")


def _record(raw: dict[str, str | None]) -> Record:
    published = (raw.get("published") or raw.get("date") or "")[:10]
    return {
        "id": raw["id"], "title": raw.get("title") or "", "body": raw.get("body") or "",
        "outlet": raw.get("outlet") or None,
        "published": published if len(published) == 10 else None,
    }


def _identity(source: Path) -> str:
    with source.open("rb") as file:
        read = file.read(1 << 20)
    return blake2b(read + str(source.stat().st_size).encode(), digest_size=4).hexdigest()


def _recombined(real: list[Record], count: int) -> Iterator[Record]:
    """Articles as long as real ones, with their outlets and dates, of runs of sentences."""
    chosen = random.Random(SEED)
    sentences = [_SENTENCE.split(str(each["body"])) for each in real]
    for place in range(count):
        like = chosen.randrange(len(real))
        body = islice(_runs(sentences, chosen, count), len(sentences[like]))
        yield real[like] | {
            "id": f"recombined-{place}", "title": chosen.choice(real)["title"],
            "body": " ".join(body),
        }


def _runs(sentences: list[list[str]], chosen: random.Random, count: int) -> Iterator[str]:
    """Sentences without end, RUN of one article after another, with rare words among them."""
    while True:
        article = chosen.choice(sentences)
        start = chosen.randrange(max(1, len(article) - RUN + 1))
        for sentence in article[start:start + RUN]:
            rare = chosen.random() < RARE
            yield f"{_word(chosen.randrange(2 * count))} {sentence}" if rare else sentence


def _word(number: int) -> str:
    """A word that no language has, another for each number.

    >>> _word(0), _word(81)
    ('xbaba', 'xbibi')
    """
    word = "x"
    while number or len(word) < 5:
        number, syllable = divmod(number, len(_SYLLABLES))
        word += _SYLLABLES[syllable]
    return word
