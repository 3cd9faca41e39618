"""Makes one request of HTTP, to an address that was checked, within limits of size and time."""

import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from http.client import HTTPException
from threading import Timer

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError
from urllib3.response import HTTPResponse

from indexer.fetch.public_address import FetchError, Target, resolve

IDLE_SECONDS, TOTAL_SECONDS = 30, 120
"""How long a server may be silent, and how long all of its answer may take."""

_CHUNK_BYTES = 1 << 16
_MAX_ADDRESSES = 4


@dataclass(frozen=True, slots=True)
class ServerAnswer:
    """What a server answered. The body is there if the status is 200."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""


def request(
    target: Target, headers: Mapping[str, str], most: int, allow_private: bool, cut: bool = False
) -> ServerAnswer:
    """Return the answer of a server, whose body has up to `most` bytes once it is decompressed.

    A longer body is cut there if `cut` says so. Raises FetchError.
    """
    failure: Exception | None = None
    for address in resolve(target, allow_private)[:_MAX_ADDRESSES]:
        try:
            return _ask(target, address, headers, most, cut)
        except (NewConnectionError, ConnectTimeoutError) as error:
            failure = error
        except (OSError, HTTPError, HTTPException, ValueError) as error:
            raise FetchError(str(error) or type(error).__name__, temporary=True) from error
    raise FetchError(f"{target.host} takes no connection: {failure}", temporary=True)


def _ask(
    target: Target, address: str, headers: Mapping[str, str], most: int, cut: bool
) -> ServerAnswer:
    with closing(_build(target, address)) as connection, _end_in_time(connection):
        connection.request("GET", target.path, preload_content=False, headers={
            "Host": target.origin.partition("://")[2], "Accept-Encoding": "gzip",
            "Connection": "close", **headers})
        response = connection.getresponse()
        body = _read(response, most, cut) if response.status == 200 else b""
        return ServerAnswer(response.status, response.headers, body)


def _build(target: Target, address: str) -> HTTPConnection:
    if target.scheme == "http":
        return HTTPConnection(address, target.port, timeout=IDLE_SECONDS)
    return HTTPSConnection(address, target.port, timeout=IDLE_SECONDS, server_hostname=target.host,
                           ssl_context=_build_context())


@cache
def _build_context() -> ssl.SSLContext:
    return ssl.create_default_context()


@contextmanager
def _end_in_time(connection: HTTPConnection) -> Iterator[None]:
    """Cut a connection off when its time is over: each byte may come in time, and all too late.

    Raises FetchError then.
    """
    over, sockets = False, list[socket.socket]()

    def cut_off() -> None:
        nonlocal over
        over = True
        for each in sockets or filter(None, [connection.sock]):  # in its handshake
            with suppress(OSError):
                socket.socket.shutdown(each, socket.SHUT_RDWR)

    timer = Timer(TOTAL_SECONDS, cut_off)
    timer.daemon = True
    timer.start()
    try:
        connection.connect()
        sockets.append(connection.sock)  # which leaves the connection with the response
        yield
    except (OSError, HTTPError, HTTPException, ValueError):
        if not over:
            raise
    finally:
        timer.cancel()
    if over:
        raise FetchError(f"the answer takes more than {TOTAL_SECONDS:g} seconds", temporary=True)


def _read(response: HTTPResponse, most: int, cut: bool) -> bytes:
    """Return the body, decompressed bit by bit."""
    chunks, size = [], 0
    while chunk := response.read1(_CHUNK_BYTES):
        chunks.append(chunk)
        size += len(chunk)
        if size > most:
            if not cut:
                raise FetchError(f"the answer has more than {most >> 20} MiB")
            break
    return b"".join(chunks)[:most]
