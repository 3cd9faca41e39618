"""The versions of articles as documents, whose ids are the numbers of changes.

A version never changes, and has the article as one text of JSON, with a checksum. A removal is a
version without an article. A number that a broken transaction had reserved is void: it is no
change, and its document stays, so that nothing can ever be created under it.
"""

import json
import zlib
from dataclasses import dataclass

from search.article import Article
from search.errors import EngineError
from search.store.opensearch.connection import Json
from search.store.opensearch.json_lines import (
    enclose,
    write_extra,
    write_object,
    write_optional,
    write_text,
)

HEAD = "id,change,removed,void,size"
"""The fields of a version without its article."""

MAX_ID_BYTES = 32_000
"""A longer id cannot be sorted by on a cluster."""

MAX_ARTICLE_BYTES = 2_000_000
"""An article may be so large as JSON. Its document in the index is up to four times as large, and a
node needs several times that to index it: with 512 MB of memory it took 4 MB, and not 8."""

_TITLE_COPIES = 14
"""How often the index has the words of a title besides: see `ALL` of the engine's columns."""


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """A version as a document has it; without `text` if that was not asked for.

    `size` is the length of the text, `article` is None for a removal.
    """

    change: int
    id: str
    removed: bool
    size: int
    moment: int | None = None
    url: str | None = None
    text: str | None = None
    checksum: int | None = None

    @property
    def is_intact(self) -> bool:
        """Whether the checksum agrees."""
        text = (self.text or "").encode("utf-8", "surrogatepass")
        return self.checksum == compute_checksum(self.change, self.id, text)

    @property
    def article(self) -> Article:
        """The article. Raises EngineError if it is damaged."""
        if not self.is_intact:
            raise EngineError(self.describe_damage())
        return read_article(self.text or "")

    def describe_damage(self) -> str:
        """Return what to say of a version whose checksum disagrees."""
        return f"article {self.id!r} is damaged in the store: add it again"


def find_refusal(article: Article) -> str | None:
    """Return why a cluster takes no such article, and what to do; None if it takes it."""
    if len(article.id.encode()) > MAX_ID_BYTES:
        return (f"the id {article.id[:40]!r}… has over {MAX_ID_BYTES:,} bytes: shorten it for an "
                "archive on a cluster")
    more = len(write_extra(article.extra))
    if 6 * (len(article.body) + _TITLE_COPIES * len(article.title) + more) < MAX_ARTICLE_BYTES:
        return None  # a character takes 6 bytes at most
    title = _TITLE_COPIES * len(article.title.encode())
    if len(write_article(article)) + title <= MAX_ARTICLE_BYTES:
        return None
    return (f"the article {article.id!r} is larger than the {MAX_ARTICLE_BYTES:,} bytes that an "
            "archive on a cluster takes: cut it into parts")


def make_version(change: int, id: str, article: Article | None, moment: int) -> bytes:
    """Return the document of a version, or of a removal where there is no article."""
    text = write_article(article) if article else b""
    content = {
        b"id": write_text(id), b"change": b"%d" % change, b"moment": b"%d" % moment,
        b"removed": b"false" if article else b"true", b"size": b"%d" % len(text.decode()),
        b"checksum": b"%d" % compute_checksum(change, id, text)}
    if article:
        content[b"article"] = enclose(text)
        if article.url is not None:
            content[b"url"] = write_text(article.url)
    return write_object(content)


def make_void(change: int) -> Json:
    """Return the document that stands where a broken transaction reserved a number."""
    return {"change": change, "void": True}


def read_version(content: Json | None) -> StoredVersion | None:
    """Return the version of a document, None if there is none, or it is void."""
    if content is None or content.get("void"):
        return None
    return StoredVersion(
        content["change"], content["id"], content["removed"], content["size"],
        content.get("moment"), content.get("url"), content.get("article"), content.get("checksum"))


def write_article(article: Article) -> bytes:
    """Return an article as one text of JSON, which keeps `extra` exactly.

    >>> read_article(write_article(Article("a", extra={"n": 1.0})).decode()).extra
    {'n': 1.0}
    """
    return b"[%b,%d]" % (b",".join([
        write_text(article.id), write_text(article.title), write_text(article.body),
        *map(write_optional, (article.outlet, article.published, article.url)),
        write_extra(article.extra)]), article.revision)


def read_article(text: str) -> Article:
    """Return the article of a text that `write_article` made."""
    id, title, body, outlet, published, url, extra, revision = json.loads(text)
    return Article(id, title, body, outlet=outlet, published=published, url=url, extra=extra,
                   revision=revision)


def compute_checksum(change: int, id: str, text: bytes) -> int:
    """Return a CRC-32 of a version: a document at a wrong place has another one."""
    running = zlib.crc32(ascii((change, id)).encode())
    return zlib.crc32(text, running)
