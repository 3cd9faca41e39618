"""Routes exports, all hits of a search as a file: /api/v1/export."""

from collections.abc import Generator
from threading import BoundedSemaphore

from flask import Blueprint, Response, request
from werkzeug.exceptions import ServiceUnavailable

from search import Archive
from search.explore import EXPORT_FORMATS, write_export
from web.address import EXPORT_PATH
from web.parameters.export import ExportRequest, parse_export
from web.settings import get_settings

MAX_EXPORTS = 2
"""Exports at once: a slow client holds a thread, and searches need some."""

RETRY_SECONDS = 30


class ExportStream:
    """The pieces of an export. What can fail before the first one fails when this is made.

    The server closes it at the end, or when the client goes away.
    """

    def __init__(self, pieces: Generator[bytes, None, None]) -> None:
        self._pieces = pieces
        self._first: bytes | None = next(pieces, b"")

    def __iter__(self) -> "ExportStream":
        return self

    def __next__(self) -> bytes:
        first, self._first = self._first, None
        return next(self._pieces) if first is None else first

    def close(self) -> None:
        """End all work."""
        self._pieces.close()


def build_blueprint(archive: Archive) -> Blueprint:
    """Return the route of exports."""
    blueprint, slots = Blueprint("export", __name__), BoundedSemaphore(MAX_EXPORTS)

    @blueprint.get(EXPORT_PATH)
    def export() -> Response:
        asked = parse_export(request.args)
        stream = ExportStream(_write(archive, asked, get_settings().export_limit, slots))
        format = EXPORT_FORMATS[asked.format]
        if request.method == "HEAD":  # servers do not close what they do not send
            stream.close()
        charset = "" if "json" in format.media_type else "; charset=utf-8"
        return Response(
            stream, content_type=f"{format.media_type}{charset}",
            headers={"Content-Disposition": f"attachment; filename=warta.{format.ending}"})

    return blueprint


def _write(
    archive: Archive, asked: ExportRequest, limit: int, slots: BoundedSemaphore
) -> Generator[bytes, None, None]:
    """Yield an export, in a slot that is free again when this ends or is closed."""
    if not slots.acquire(blocking=False):
        raise ServiceUnavailable(
            "as many exports as this service makes at once are running: try again later",
            retry_after=RETRY_SECONDS)
    try:
        hits = archive.find_all(asked.query, limit)
        yield from write_export(hits.articles, asked.format, asked.fields)
    finally:
        slots.release()
