"""What shows a page of results on another site, as oEmbed 1.0 says it."""

from typing import Any

WIDTH = 640
"""Pixels that a frame is wide, unless the site has less room."""

KEPT_SECONDS = 86_400


def build_oembed(
    title: str, name: str, home: str, frame: str | None, height: int, bounds: dict[str, Any]
) -> dict[str, Any]:
    """Return the response: with the HTML of a frame, or a link where frames are not allowed."""
    described: dict[str, Any] = {
        "version": "1.0", "type": "link", "title": title, "provider_name": name,
        "provider_url": f"{home}/", "cache_age": KEPT_SECONDS}
    if frame is None:
        return described
    return described | {
        "type": "rich", "html": frame, "width": min(bounds.get("maxwidth", WIDTH), WIDTH),
        "height": min(bounds.get("maxheight", height), height)}
