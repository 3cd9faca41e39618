"""What a reference to an article says: single lines, and a date as exact as it is known."""

import re
from dataclasses import dataclass
from hashlib import blake2b

from search.article import Article

_BLANKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_NO_KEY = re.compile(r"[^a-z0-9]+")
_KEY_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Citation:
    """The parts of a reference, each on one line, "" for what is not known.

    `date` has the year, the month and the day, as far as they are known.
    """

    id: str
    title: str
    author: str
    outlet: str
    url: str
    date: tuple[int, ...]


def cite(article: Article) -> Citation:
    """Return the reference to an article.

    >>> cite(Article("a", "Gempa\\nPalu", outlet="Kabar", published="2018-09")).date
    (2018, 9)
    >>> cite(Article("a", "Gempa\\nPalu")).title
    'Gempa Palu'
    """
    published = (article.published or "")[:10]
    return Citation(
        flatten(article.id), flatten(article.title), flatten(article.byline or ""),
        flatten(article.outlet or ""), flatten(article.url or ""),
        tuple([int(part) for part in published.split("-") if part]))


def flatten(text: str) -> str:
    """Return a text on one line, so that no line of it can be taken for a field."""
    return _BLANKS.sub(" ", text).strip()


def build_key(id: str) -> str:
    """Return a key of ASCII letters, digits and hyphens, a different one for each id.

    >>> build_key("kabar-7"), build_key("Kabar 7")
    ('kabar-7', 'kabar-7-615f678cf3fc9cfa')
    """
    plain = _NO_KEY.sub("-", id.lower()).strip("-")[:_KEY_LENGTH]
    if plain == id:
        return id
    digest = blake2b(id.encode(), digest_size=8).hexdigest()
    return f"{plain}-{digest}".lstrip("-")
