"""Reads requests under waitress: slow ones end, and large bodies are for admins alone.

waitress closes a connection on which nothing comes for a while. A client that sends a byte now and
then could hold a connection for ever, and all of them with a few thousand.
"""

import time
from collections.abc import Callable
from copy import copy
from typing import Any

from waitress.parser import HTTPRequestParser, ParsingError
from waitress.utilities import Error
from werkzeug.datastructures import Headers

PATIENCE_SECONDS = 15
"""How long a client may take for the first bytes, which are the headers of most requests."""

LEAST_RATE = 2_000
"""Bytes a second that come afterwards, at the least: slower than any telephone."""

clock = time.monotonic

_KEY_HEADERS = {"Authorization": "AUTHORIZATION", "X-Api-Key": "X_API_KEY"}


class RequestTimeout(Error):  # type: ignore[misc]
    """The answer to a request that comes too slowly."""

    code, reason = 408, "Request Timeout"


class RequestReader(HTTPRequestParser):  # type: ignore[misc]
    """Reads one request. `is_admin` says of whom a body may have `admin_bytes`.

    The key decides before the body is read: what comes without one fills no disk.
    """

    is_admin: Callable[[Headers], bool]
    admin_bytes: int

    def __init__(self, adj: Any) -> None:
        super().__init__(adj)
        self._adj, self._began, self._bytes = adj, clock(), 0

    def received(self, data: bytes) -> int:
        """Take some bytes, and return how many of them belong to this request."""
        if not self.completed and self._is_slow():
            self._refuse()
            return len(data)
        self._bytes += len(data)
        consumed: int = super().received(data)
        if self.completed:  # waitress would say 100 Continue, and wait for a body all the same
            self.expect_continue = False
        return consumed

    def parse_header(self, header_plus: bytes) -> None:
        """Read the headers, and let admins send more. Raises ParsingError."""
        try:
            super().parse_header(header_plus)
        except ValueError as error:  # waitress would close the connection, unsaid
            raise ParsingError("an address or a length that means nothing") from error
        sent = {name: self.headers.get(each, "") for name, each in _KEY_HEADERS.items()}
        if self.is_admin(Headers(sent)):
            self.adj = copy(self._adj)
            self.adj.max_request_body_size = self.admin_bytes + 1

    def _is_slow(self) -> bool:
        return clock() - self._began > PATIENCE_SECONDS + self._bytes / LEAST_RATE

    def _refuse(self) -> None:
        if not self.headers_finished:
            super().parse_header(b"GET / HTTP/1.0\r\n")  # an answer needs a request
        self.error = RequestTimeout("the request came too slowly: send it again")
        self.completed = True


def build_request_reader(
    is_admin: Callable[[Headers], bool], admin_bytes: int
) -> type[RequestReader]:
    """Return the class that reads requests. Those of admins may have bodies of so many bytes."""
    return type("RequestReader", (RequestReader,), {
        "is_admin": staticmethod(is_admin), "admin_bytes": admin_bytes})
