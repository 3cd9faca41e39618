"""What a page states about itself, in its head."""

import json
from typing import Any

_DATES = (
    "article:published_time", "datepublished", "publishdate", "publish_date", "publish-date",
    "pubdate", "date.issued", "dc.date.issued", "dc.date", "dcterms.created",
    "content_publisheddate", "og:published_time", "parsely-pub-date", "sailthru.date",
)
MODIFIED = ("article:modified_time", "datemodified", "og:updated_time")


def stated(tree: Any) -> dict[str, str]:
    """The page's own statements about itself, the first of each name."""
    meta: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = (element.get("content") or "").strip()
        if name and content:
            meta.setdefault(name.strip().lower(), content)
    return meta


def published(tree: Any, meta: dict[str, str]) -> str | None:
    """The moment of publication, to the second where the page says so."""
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "") and (found := _dated(script.text or "")):
            return found
    return first(meta, _DATES)


def _dated(linked: str) -> str | None:
    try:
        values = [json.loads(linked, strict=False)]
    except (ValueError, RecursionError):
        return None
    while values:
        value = values.pop()
        if isinstance(value, dict):
            if isinstance(value.get("datePublished"), str):
                return str(value["datePublished"])
            values += value.values()
        elif isinstance(value, list):
            values += value
    return None


def first(meta: dict[str, str], names: tuple[str, ...]) -> str | None:
    """The statement under the first of these names that there is."""
    return next((meta[name] for name in names if name in meta), None)


def title(tree: Any) -> str:
    """What the window would be called."""
    return " ".join(next((element.text or "" for element in tree.iter("title")), "").split())


def canonical(tree: Any) -> str | None:
    """The address that the page gives as its own."""
    for link in tree.iter("link"):
        if (link.get("rel") or "").lower() == "canonical" and link.get("href"):
            return str(link.get("href")).strip()
    return None


def listed(values: list[str] | None) -> list[str]:
    """The single tags in what may be several joined by commas, each once."""
    single = (tag.strip() for value in values or () for tag in value.split(","))
    return list(dict.fromkeys(filter(None, single)))
