"""A page made ready to find its article in."""

from typing import Any


def prepared(tree: Any) -> str | None:
    """The page without what describes articles for programs, as it may be about others as well.

    None if there is nothing to change.
    """
    if not _without_descriptions(tree):
        return None
    from lxml import etree

    return str(etree.tostring(tree, encoding="unicode", method="html"))


def _without_descriptions(tree: Any) -> bool:
    scripts = [each for each in tree.iter("script") if "ld+json" in (each.get("type") or "")]
    for script in scripts:
        script.clear(keep_tail=True)
    return bool(scripts)
