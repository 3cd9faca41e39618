"""The articles to measure with: real ones, or more of them recombined from real sentences.

A corpus is written to the cache once per source file, size and seed, as `articles.jsonl`. It
never goes into the repository: the texts are other people's.
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
RUN_SENTENCES = 3
"""Consecutive sentences taken from one article, so that phrases stay real."""

RARE_WORD_RATE = 0.16
"""Synthetic rare words per sentence: about one word in a hundred."""

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_SYLLABLES = [consonant + vowel for consonant in "bcdfghjklmnprstw" for vowel in "aiueo"]

Record = dict[str, str | None]
"""An article's id, title, body, outlet and published (YYYY-MM-DD). The last two may be None."""


@dataclass(frozen=True, kw_only=True)
class Corpus:
    """Articles in a folder of the cache; their tokens and indexes go into the same folder."""

    name: str
    folder: Path
    articles: int
    recombined: bool

    @property
    def path(self) -> Path:
        """The articles, one JSON object per line."""
        return self.folder / "articles.jsonl"

    @property
    def label(self) -> str:
        """What to call the corpus beside any figure of it."""
        return f"{self.articles:,} {'recombined' if self.recombined else 'real'} articles"

    def to_dict(self) -> dict[str, Any]:
        """Return the corpus as JSON values, for another process."""
        return asdict(self) | {"folder": str(self.folder)}

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> "Corpus":
        """Return the corpus that `to_dict` wrote."""
        return cls(**values | {"folder": Path(values["folder"])})


def prepare_corpus(source: Path, name: str, cache: Path) -> Corpus:
    """Return a corpus of the size that `name` says (25k, 1M), writing it if it is not cached.

    The articles are real if the source has nearly enough of them, else recombined.
    """
    real, wanted = read_source(source), parse_size(name)
    recombined = wanted > 1.1 * len(real)
    corpus = Corpus(
        name=name, folder=cache / f"{_identify(source)}-{name}",
        articles=wanted if recombined else min(wanted, len(real)), recombined=recombined)
    if not corpus.path.exists():
        write_records(_recombine(real, wanted) if recombined else real[:wanted], corpus.path)
    return corpus


def parse_size(name: str) -> int:
    """Return the number of articles a size stands for.

    >>> [parse_size(name) for name in ("800", "25k", "1M")]
    [800, 25000, 1000000]
    """
    unit = {"k": 1_000, "M": 1_000_000}.get(name[-1:], 1)
    return int(name if unit == 1 else name[:-1]) * unit


def read_source(source: Path) -> list[Record]:
    """Return the articles of a JSONL file, compressed with zstd or not.

    Dates without a day become None, since not every engine supports them.
    """
    return [_normalize(json.loads(line)) for line in _read_lines(source)]


def read_records(path: Path) -> Iterator[Record]:
    """Yield the articles of a file in the cache, holding one at a time."""
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def write_records(records: Iterable[Record], path: Path) -> None:
    """Write articles to a file in the cache, which appears once it is complete."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with part.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    part.rename(path)


def _read_lines(source: Path) -> Iterator[str]:
    with source.open("rb") as file:
        packed = source.suffix == ".zst"
        plain = zstandard.ZstdDecompressor().stream_reader(file) if packed else file
        yield from TextIOWrapper(plain, encoding="utf-8")


def _normalize(raw: dict[str, str | None]) -> Record:
    published = (raw.get("published") or raw.get("date") or "")[:10]
    return {
        "id": raw["id"], "title": raw.get("title") or "", "body": raw.get("body") or "",
        "outlet": raw.get("outlet") or None,
        "published": published if len(published) == 10 else None,
    }


def _identify(source: Path) -> str:
    """Return a hash of the file's first MiB and its size."""
    with source.open("rb") as file:
        start = file.read(1 << 20)
    return blake2b(start + str(source.stat().st_size).encode(), digest_size=4).hexdigest()


def _recombine(real: list[Record], count: int) -> Iterator[Record]:
    """Yield articles with the lengths, outlets and dates of real ones and mixed sentences."""
    rng = random.Random(SEED)
    sentences = [_SENTENCE_END.split(str(record["body"])) for record in real]
    for number in range(count):
        model = rng.randrange(len(real))
        body = islice(_mix_sentences(sentences, rng, count), len(sentences[model]))
        yield real[model] | {
            "id": f"recombined-{number}", "title": rng.choice(real)["title"],
            "body": " ".join(body),
        }


def _mix_sentences(
    sentences: list[list[str]], rng: random.Random, count: int
) -> Iterator[str]:
    """Yield sentences without end: runs from random articles, with rare words among them."""
    while True:
        article = rng.choice(sentences)
        start = rng.randrange(max(1, len(article) - RUN_SENTENCES + 1))
        for sentence in article[start:start + RUN_SENTENCES]:
            is_rare = rng.random() < RARE_WORD_RATE
            yield f"{_build_word(rng.randrange(2 * count))} {sentence}" if is_rare else sentence


def _build_word(number: int) -> str:
    """Return a word that no language has, a different one for each number.

    >>> _build_word(0), _build_word(81)
    ('xbaba', 'xbibi')
    """
    word = "x"
    while number or len(word) < 5:
        number, syllable = divmod(number, len(_SYLLABLES))
        word += _SYLLABLES[syllable]
    return word
