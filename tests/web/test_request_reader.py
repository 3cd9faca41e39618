"""Requests as waitress reads them: slow ones end, and large bodies are for admins alone."""

import pytest
from waitress.adjustments import Adjustments

from web.serving import request_reader
from web.serving.request_reader import LEAST_RATE, PATIENCE_SECONDS, build_request_reader

HEAD = b"POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 90000\r\n"


@pytest.fixture
def passed(monkeypatch):
    """The seconds that pass, in a list of one."""
    seconds = [0.0]
    monkeypatch.setattr(request_reader, "clock", lambda: seconds[0])
    return seconds


@pytest.fixture
def reader(passed):
    kind = build_request_reader(lambda headers: headers.get("X-Api-Key") == "admin", 100_000)
    return kind(Adjustments(max_request_body_size=50_000))


def send(reader, data, passed, seconds_each):
    """Send bytes one by one, until the request is complete; return how many were sent."""
    for count, byte in enumerate(data):
        if reader.completed:
            return count
        passed[0] += seconds_each
        reader.received(bytes([byte]))
    return len(data)


def test_headers_that_come_byte_by_byte_are_not_waited_for(reader, passed):
    assert send(reader, HEAD, passed, 5) == PATIENCE_SECONDS // 5 + 1
    assert reader.error.code == 408 and reader.completed
    assert reader.error.to_response()[0] == "408 Request Timeout"


def test_a_body_that_comes_byte_by_byte_is_not_waited_for(reader, passed):
    reader.received(HEAD + b"X-Api-Key: admin\r\n\r\n")
    assert not reader.completed
    assert send(reader, b"x" * 90_000, passed, 1) < 20
    assert reader.error.code == 408


def test_a_body_may_take_as_long_as_a_slow_line_does(reader, passed):
    reader.received(HEAD + b"X-Api-Key: admin\r\n\r\n")
    for _ in range(90):
        passed[0] += 1_000 / LEAST_RATE
        reader.received(b"x" * 1_000)
    assert reader.completed and reader.error is None


def test_a_large_body_needs_an_admin_key(reader):
    reader.received(HEAD + b"X-Api-Key: search\r\n\r\n")
    assert reader.completed and reader.error.code == 413


@pytest.mark.parametrize("head, code", [
    (HEAD + b"X-Api-Key: search\r\n", 413), (b"GET /x HTTP/1.1\r\nHost: a\r\n", None)])
def test_nobody_is_told_to_send_a_body_that_is_refused_or_not_there(reader, head, code):
    reader.received(head + b"Expect: 100-continue\r\n\r\n")
    assert reader.completed and not reader.expect_continue
    assert (reader.error and reader.error.code) == code


def test_who_may_send_a_body_is_told_to(reader):
    reader.received(HEAD + b"X-Api-Key: admin\r\nExpect: 100-continue\r\n\r\n")
    assert reader.expect_continue and not reader.completed


@pytest.mark.parametrize("head", [
    b"GET http://[::1/healthz HTTP/1.1\r\nHost: a\r\n\r\n",
    b"POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: " + b"9" * 5_000 + b"\r\n\r\n"])
def test_an_address_or_a_length_that_means_nothing_is_refused(reader, head):
    reader.received(head)
    assert reader.completed and reader.error.code == 400
    assert reader.error.to_response()[0] == "400 Bad Request"
