"""What sites export in feeds and tables beside the articles that they published."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from indexer.record import Record, Rejection

_KIND = "http://schemas.google.com/g/2005#kind"
_ARTICLES = ("post", "page")
_OTHERS = frozenset("""
    attachment revision nav_menu_item custom_css customize_changeset oembed_cache user_request
""".split())
"""Types of WordPress' own that are no articles; those that begin with wp_ are none either."""

_HIDDEN = frozenset("draft auto-draft pending private future trash inherit".split())
"""What WordPress writes in its tables of posts that are not out."""

_ACTIONS = ("index", "create")
_ABOUT = {"_index", "_id", "_type", "routing", "version", "version_type", "pipeline"}
"""What Elasticsearch's bulk files say of the next line."""

_JOOMLA = {"introtext", "state"}
_UNPUBLISHED = ("0", "-2")
"""States of Joomla's: not out, and thrown away; 2 are in its archive, and out."""


def is_out(found: Record | Rejection) -> bool:
    """Whether a row of a table of WordPress' or Joomla's is an article that is out.

    So is all that is no such row.
    """
    if isinstance(found, Rejection):
        return True
    fields = found.fields
    if "post_status" in fields or "post_type" in fields:
        type = str(fields.get("post_type", ""))
        return str(fields.get("post_status")) not in _HIDDEN and not _is_other(type)
    return not _JOOMLA <= fields.keys() or str(fields["state"]) not in _UNPUBLISHED


def without_actions(records: Iterable[Record | Rejection]) -> Iterator[Record | Rejection]:
    """The records of a bulk file of Elasticsearch, which has a line before each that says its id.

    All others as they are.
    """
    id: Any = None
    for found in records:
        action = _action(found)
        if action is None and isinstance(found, Record) and id is not None:
            found = replace(found, fields={"_id": id} | found.fields)
        id = action.get("_id") if action is not None else None
        if action is None:
            yield found


def _action(found: Record | Rejection) -> Mapping[str, Any] | None:
    """What a line of a bulk file says of the next, None if it is another."""
    if isinstance(found, Rejection) or len(found.fields) != 1:
        return None
    [(name, about)] = found.fields.items()
    known = isinstance(about, dict) and about.keys() <= _ABOUT
    return about if name in _ACTIONS and known else None


def published(entry: Mapping[str, Any]) -> bool:
    """Whether an entry, as feedparser gives it, is an article that is out, or says nothing of it.

    WordPress exports attachments, menus and drafts as well; Blogger comments, settings and drafts.
    """
    return _wordpress(entry) and _blogger(entry) and entry.get("app_draft") != "yes"


def tags(entry: Mapping[str, Any]) -> list[str]:
    """The tags of an entry; not its rubric, nor what it is."""
    return [tag["term"] for tag in _tags(entry)
            if tag.get("term") and tag.get("scheme") not in (_KIND, "category")]


def rubric(entry: Mapping[str, Any]) -> str:
    """The categories of an entry that WordPress tells apart from its tags."""
    return ", ".join(tag["term"] for tag in _tags(entry)
                     if tag.get("term") and tag.get("scheme") == "category")


def _wordpress(entry: Mapping[str, Any]) -> bool:
    type, status = str(entry.get("wp_post_type", "")), entry.get("wp_status") or "publish"
    return not _is_other(type) and status == "publish"


def _is_other(type: str) -> bool:
    """Whether this is a type of WordPress' own that is no article."""
    return type in _OTHERS or type.startswith("wp_")


def _blogger(entry: Mapping[str, Any]) -> bool:
    kinds = [tag["term"] for tag in _tags(entry) if tag.get("scheme") == _KIND and tag.get("term")]
    type, status = entry.get("blogger_type") or "POST", entry.get("blogger_status") or "LIVE"
    return status == "LIVE" and type.lower() in _ARTICLES and all(
        kind.endswith(tuple(f"#{article}" for article in _ARTICLES)) for kind in kinds)


def _tags(entry: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    return entry.get("tags") or ()
