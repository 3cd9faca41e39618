"""Leaves out what sites export besides their articles: comments, attachments, menus."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from indexer.record import ReadResult, Record, Rejection

_BLOGGER_KIND = "http://schemas.google.com/g/2005#kind"
_ARTICLE_KINDS = ("post", "page")
_OTHER_WORDPRESS_TYPES = frozenset("""
    attachment revision nav_menu_item custom_css customize_changeset oembed_cache user_request
""".split())
"""WordPress' own types of posts that are no articles; so are all that begin with wp_."""

_COMMENT_NAMES = frozenset("""
    comment_post_ID comment_post_id comment_approved comment_author_email comment_body
    commentable_id commentable_type
""".split())
"""Names of fields that only comments have."""

_OTHER_TABLE = re.compile(
    r"(?:^|_)(?:comments?|komentar|revisions?|revisi|guestbook|buku_?tamu)(?:_|$)", re.IGNORECASE)
_UNPUBLISHED_TABLE = re.compile(
    r"(?:^|_)(?:drafts?|draf|konsep|trash|sampah|autosaves?|deleted|dihapus|terhapus"
    r"|unpublished|belum_?terbit)(?:_|$)", re.IGNORECASE)

_BULK_ACTIONS = ("index", "create")
_BULK_KEYS = {"_index", "_id", "_type", "routing", "version", "version_type", "pipeline"}
"""What a line in a bulk file of Elasticsearch may say about the next line."""


def is_article(result: ReadResult) -> bool:
    """Return False for a comment, and a row of WordPress that is no article, as an attachment.

    Return True for everything else, rejections included.
    """
    return isinstance(result, Rejection) or not (
        "post_type" in result.fields and _is_other_type(str(result.fields["post_type"]))
        or not _COMMENT_NAMES.isdisjoint(result.fields))


def is_of_other_table(table: str) -> bool:
    """Return whether a table's name says that it holds comments or earlier versions.

    >>> [is_of_other_table(name) for name in ("wp_comments", "berita_draft", "komentator")]
    [True, False, False]
    """
    return _OTHER_TABLE.search(table) is not None


def find_hiding_table(table: str) -> str:
    """Return that the rows of a table are not published, if its name says so; else "".

    >>> find_hiding_table("berita_draft"), find_hiding_table("berita_konsepsi")
    ('its table is berita_draft', '')
    """
    return f"its table is {table}" if _UNPUBLISHED_TABLE.search(table) else ""


def apply_bulk_actions(results: Iterable[ReadResult]) -> Iterator[ReadResult]:
    """Yield the records of an Elasticsearch bulk file, each with the id from the line above it.

    Records of other files are yielded as they are.
    """
    id: Any = None
    for result in results:
        action = _get_action(result)
        if action is None and isinstance(result, Record) and id is not None:
            result = replace(result, fields={"_id": id} | result.fields)
        id = action.get("_id") if action is not None else None
        if action is None:
            yield result


def _get_action(result: ReadResult) -> Mapping[str, Any] | None:
    """Return what a line of a bulk file says about the next line, None if it is another line."""
    if isinstance(result, Rejection) or len(result.fields) != 1:
        return None
    [(name, details)] = result.fields.items()
    known = isinstance(details, dict) and details.keys() <= _BULK_KEYS
    return details if name in _BULK_ACTIONS and known else None


def is_article_entry(entry: Mapping[str, Any]) -> bool:
    """Return whether a feedparser entry is an article, or says nothing about it.

    WordPress also exports attachments and menus; Blogger comments and settings.
    """
    return not _is_other_type(str(entry.get("wp_post_type", ""))) and _is_blogger_article(entry)


def get_hiding_fields(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields by which a feedparser entry says that it is not published, if it does.

    A password is not among them, only that there is one.
    """
    status, live = entry.get("wp_status") or "publish", entry.get("blogger_status") or "LIVE"
    hiding = {
        "post_status": status if status != "publish" else None,
        "password_protected": bool((entry.get("wp_post_password") or "").strip()),
        "blogger_status": live if live != "LIVE" else None,
        "draft": entry.get("app_draft") == "yes",
    }
    return {name: value for name, value in hiding.items() if value}


def get_tags(entry: Mapping[str, Any]) -> list[str]:
    """Return the tags of a feedparser entry, without its rubric and its kind."""
    return [tag["term"] for tag in _get_terms(entry)
            if tag.get("term") and tag.get("scheme") not in (_BLOGGER_KIND, "category")]


def get_rubric(entry: Mapping[str, Any]) -> str:
    """Return the categories of a feedparser entry; only WordPress distinguishes them from tags."""
    return ", ".join(tag["term"] for tag in _get_terms(entry)
                     if tag.get("term") and tag.get("scheme") == "category")


def _is_other_type(type: str) -> bool:
    """Return whether this is a type of WordPress' own that is no article."""
    return type in _OTHER_WORDPRESS_TYPES or type.startswith("wp_")


def _is_blogger_article(entry: Mapping[str, Any]) -> bool:
    kinds = [tag["term"] for tag in _get_terms(entry)
             if tag.get("scheme") == _BLOGGER_KIND and tag.get("term")]
    type = entry.get("blogger_type") or "POST"
    article_endings = tuple(f"#{kind}" for kind in _ARTICLE_KINDS)
    return type.lower() in _ARTICLE_KINDS and all(
        kind.endswith(article_endings) for kind in kinds)


def _get_terms(entry: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    return entry.get("tags") or ()
