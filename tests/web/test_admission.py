"""Which requests are answered, which wait, and which are refused."""

import json
import threading
import time

import pytest
from werkzeug.test import Client

from web.serving.admission import Admission, Overloaded, count_threads


class Slow:
    """An application whose answers wait for `go`; it counts those that began."""

    def __init__(self):
        self.go, self.began = threading.Event(), threading.Semaphore(0)

    def __call__(self, environ, start_response):
        if environ["PATH_INFO"].startswith("/slow"):
            self.began.release()
            assert self.go.wait(20)
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"done"]


@pytest.fixture
def slow():
    return Slow()


@pytest.fixture
def ask_later():
    """A function that asks in another thread; what it returns waits for the status."""
    threads = []

    def begin(application, path="/slow"):
        statuses = []
        client = Client(application)
        thread = threading.Thread(
            target=lambda: statuses.append(client.get(path, buffered=True).status_code))
        thread.start()
        threads.append(thread)
        return lambda: (thread.join(20), statuses[0])[1]

    yield begin
    for each in threads:
        each.join(20)


def test_requests_beyond_those_that_may_wait_are_refused_at_once(slow, ask_later):
    admission = Admission(slow, concurrency=1, queue=0, patience=30)
    first = ask_later(admission)
    assert slow.began.acquire(timeout=20)
    refused = Client(admission).get("/api/v1/search?q=x")
    assert refused.status_code == 503 and refused.headers["Retry-After"] == "30"
    assert json.loads(refused.data)["status"] == 503
    page = Client(admission).get("/")
    assert page.status_code == 503 and "sibuk" in page.text and "busy" in page.text
    slow.go.set()
    assert first() == 200
    assert Client(admission).get("/").status_code == 200


def test_a_request_waits_for_its_turn(slow, ask_later):
    admission = Admission(slow, concurrency=1, queue=1, patience=20)
    first = ask_later(admission)
    assert slow.began.acquire(timeout=20)
    second = ask_later(admission)
    assert not slow.began.acquire(timeout=0.05)
    slow.go.set()
    assert (first(), second()) == (200, 200)


def test_a_request_that_waits_too_long_is_refused(slow, ask_later):
    admission = Admission(slow, concurrency=1, queue=1, patience=0.01)
    first = ask_later(admission)
    assert slow.began.acquire(timeout=20)
    assert Client(admission).get("/").status_code == 503
    slow.go.set()
    assert first() == 200


def test_a_request_that_would_wait_in_vain_is_refused_at_once(slow, ask_later):
    admission = Admission(slow, concurrency=1, queue=9, patience=20)
    admission._average = 19.0  # as after many requests that took so long
    waiting = [ask_later(admission)]
    assert slow.began.acquire(timeout=20)
    waiting += [ask_later(admission), ask_later(admission)]
    while len(admission._line) < 2:
        time.sleep(0.001)
    assert Client(admission).get("/").status_code == 503
    slow.go.set()
    assert [status() for status in waiting] == [200] * 3


def test_a_place_goes_to_whoever_has_waited_longest():
    admission = Admission(lambda environ, start: [], concurrency=1, queue=3, patience=1)
    assert admission._take_place() is None
    first, second = admission._take_place(), admission._take_place()
    admission._pass_on_place(0.0)
    assert first.is_set() and not second.is_set()
    late = admission._take_place()  # it comes before the first has noticed its turn
    assert late is not None and not late.is_set()
    admission._pass_on_place(0.0)
    assert second.is_set() and not late.is_set()


def test_a_turn_that_comes_at_the_last_moment_is_taken():
    admission = Admission(lambda environ, start: [], concurrency=1, queue=2, patience=1)
    assert admission._take_place() is None
    in_time, too_late = admission._take_place(), admission._take_place()
    admission._pass_on_place(0.0)
    admission._leave_line(in_time)
    with pytest.raises(Overloaded):
        admission._leave_line(too_late)
    admission._pass_on_place(0.0)
    assert admission._take_place() is None  # nobody holds a place or waits


def test_what_requests_take_is_learnt_and_forgotten():
    admission = Admission(lambda environ, start: [start("200 OK", [])] and [], 1, 1, 1)
    admission._average = 1.0
    for _ in range(40):
        Client(admission).get("/")
    assert admission._average < 0.1


def test_health_static_files_and_readiness_do_not_wait(slow, ask_later):
    admission = Admission(slow, concurrency=1, queue=0, patience=1)
    first = ask_later(admission)
    assert slow.began.acquire(timeout=20)
    for path in ("/healthz", "/static/style.css", "/readyz"):
        assert Client(admission).get(path).status_code == 200
    slow.go.set()
    assert first() == 200


def test_nothing_is_computed_for_a_client_that_has_left(slow):
    admission = Admission(slow, concurrency=1, queue=0, patience=1)
    left = {"waitress.client_disconnected": lambda: True}
    assert Client(admission).get("/slow", environ_overrides=left).status_code == 503
    assert not slow.began.acquire(blocking=False)
    assert Client(admission).get("/").status_code == 200


def test_a_service_that_drains_refuses_new_requests_and_finishes_others(slow, ask_later):
    admission = Admission(slow, concurrency=2, queue=0, patience=1)
    first = ask_later(admission)
    assert slow.began.acquire(timeout=20)
    admission.drain()
    assert not admission.wait_until_idle(0)
    assert Client(admission).get("/readyz").status_code == 503
    assert Client(admission).get("/").status_code == 503
    assert Client(admission).get("/healthz").status_code == 200
    slow.go.set()
    assert first() == 200 and admission.wait_until_idle(20)


def test_an_error_frees_its_place():
    def fail(environ, start_response):
        raise LookupError

    admission = Admission(fail, concurrency=1, queue=0, patience=1)
    for _ in range(2):
        with pytest.raises(LookupError):
            Client(admission).get("/")
    assert admission.wait_until_idle(0)


def test_a_response_is_open_until_it_is_closed():
    def stream(environ, start_response):
        start_response("200 OK", [])
        return iter([b"a", b"b"])

    admission = Admission(stream, concurrency=1, queue=0, patience=1)
    response = Client(admission).get("/", buffered=False)
    assert not admission.wait_until_idle(0)
    second = Client(admission).get("/", buffered=False)
    assert second.status_code == 200  # it holds no place while it is sent
    response.close()
    second.close()
    assert admission.wait_until_idle(0)


def test_a_thread_is_free_to_refuse():
    assert count_threads(4, 16) > 20


def test_writes_take_no_place_of_searches(slow, ask_later):
    admission = Admission(slow, concurrency=1, queue=0, patience=30)
    first = ask_later(admission)
    assert slow.began.acquire(timeout=20)
    client = Client(admission)
    assert client.put("/api/v1/articles/a").status_code == 200
    assert client.get("/api/v1/articles/a").status_code == 503
    slow.go.set()
    assert first() == 200
