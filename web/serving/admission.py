"""Decides which requests are answered: how many at once, how many wait, and for how long.

A server without such limits works on requests whose senders have gone, and answers nobody in time.
Here what cannot be answered soon is refused at once: 503, with Retry-After.
"""

import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.wsgi import ClosingIterator, get_path_info

from web.address import ARTICLES_PATH
from web.request_notes import NOTES, RequestNotes
from web.serving.denials import FREE_PATHS, READINESS, Denial

_METHOD, _WRITING = "REQUEST_METHOD", ("POST", "PUT", "DELETE")
"""The variable of WSGI that has the method, and the methods that write."""

_REFUSING_THREADS = 8

_NEWEST_SHARE = 0.1
"""What the newest request counts in the average of the seconds that requests take."""


class Overloaded(Exception):
    """A request cannot be answered soon."""


class Admission:
    """A WSGI application in front of another, which many threads may call.

    `concurrency` requests are answered at once. `queue` more wait for their turn, `patience`
    seconds at most. All others are refused at once, and so is a request whose turn would come later
    than that. A response that is streamed, as an export is, holds its place only until it begins:
    the number of exports has a limit of its own.
    """

    def __init__(
        self, application: WSGIApplication, concurrency: int, queue: int, patience: float
    ) -> None:
        """Admit requests to an application."""
        self._application = application
        self._concurrency, self._queue, self._patience = concurrency, queue, patience
        self._denial = Denial(
            "503 Service Unavailable", "The service is busy",
            "too many requests at once: try again in some seconds", "busy",
            max(1, round(patience)))
        self._answering = self._open = 0
        self._line = deque[threading.Event]()  # who waits; then every place is held
        self._average = 0.0  # seconds for which a request holds its place
        self._draining = False
        self._lock = threading.Lock()
        self._closed = threading.Condition(self._lock)

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer a request, or refuse it."""
        path = get_path_info(environ)
        if path.startswith(FREE_PATHS):
            return self._application(environ, start_response)
        try:
            if path == READINESS or _is_write(environ, path):
                return self._answer(environ, start_response)
            with self._hold_place():
                return self._answer(environ, start_response)
        except Overloaded:
            notes: RequestNotes | None = environ.get(NOTES)
            if notes:
                notes.is_refused = True
            return self._denial.send(environ, start_response)

    def drain(self) -> None:
        """Refuse every request from now on."""
        self._draining = True

    def wait_until_idle(self, seconds: float) -> bool:
        """Return whether all responses are complete, at the latest after some seconds."""
        with self._closed:
            return self._closed.wait_for(lambda: not self._open, seconds)

    def _answer(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request whose sender still waits. Raises Overloaded."""
        has_left = environ.get("waitress.client_disconnected")
        if self._draining or has_left and has_left():
            raise Overloaded
        self._count_open(1)
        try:
            body = self._application(environ, start_response)
        except BaseException:
            self._count_open(-1)
            raise
        return ClosingIterator(body, lambda: self._count_open(-1))

    def _count_open(self, number: int) -> None:
        with self._closed:
            self._open += number
            self._closed.notify_all()

    @contextmanager
    def _hold_place(self) -> Iterator[None]:
        """Hold a place among the requests that are answered. Raises Overloaded."""
        turn = self._take_place()
        if turn and not turn.wait(self._patience):
            self._leave_line(turn)
        began = time.monotonic()
        try:
            yield
        finally:
            self._pass_on_place(time.monotonic() - began)

    def _take_place(self) -> threading.Event | None:
        """Take a place, or return what is set once there is one. Raises Overloaded."""
        with self._lock:
            if self._answering < self._concurrency:
                self._answering += 1
                return None
            if len(self._line) >= self._queue or self._forecast_wait() > self._patience:
                raise Overloaded
            turn = threading.Event()
            self._line.append(turn)
            return turn

    def _leave_line(self, turn: threading.Event) -> None:
        """Raise Overloaded, unless the turn has come after all."""
        with self._lock:
            if not turn.is_set():
                self._line.remove(turn)
                raise Overloaded

    def _pass_on_place(self, seconds: float) -> None:
        """Pass a place on to who has waited longest; a request that comes now cannot take it."""
        with self._lock:
            self._average += _NEWEST_SHARE * (seconds - self._average)
            if self._line:
                self._line.popleft().set()
            else:
                self._answering -= 1

    def _forecast_wait(self) -> float:
        """Return the seconds until the next request would have its place, by Little's law.

        The first to wait has no forecast, so that one slow request never keeps all others out.
        """
        return len(self._line) * self._average / self._concurrency


def _is_write(environ: WSGIEnvironment, path: str) -> bool:
    """Return whether a request writes articles: those wait for the other writers instead."""
    return environ[_METHOD] in _WRITING and path.startswith(ARTICLES_PATH)


def count_threads(concurrency: int, queue: int) -> int:
    """Return how many threads a server needs, so that one is free to refuse."""
    return concurrency + queue + _REFUSING_THREADS
