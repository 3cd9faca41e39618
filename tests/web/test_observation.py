"""What is counted and logged of requests: who may read it, and what is not in it."""

import json
import sys
from datetime import date

import pytest
from werkzeug.test import Client

from search import query_log
from search.query_log import QueryLog, list_queries
from web import create_app
from web.metrics import METRICS
from web.serving.admission import Admission
from web.serving.observation import Observer
from web.settings import MetricsAccess, Settings


class Watched:
    """A service as `wsgi.py` puts it together, and what it logs."""

    def __init__(self, archive, log=None, **settings):
        app = create_app(archive, Settings(**settings))
        self.lines = []
        self.client = Client(Observer(
            Admission(app, 4, 16, 2), app.extensions[METRICS], self.lines.append, log))

    def get(self, path, **options):
        options.setdefault("environ_base", {"REMOTE_ADDR": "127.0.0.1"})
        response = self.client.get(path, buffered=True, **options)
        response.close()
        return response

    def read_metrics(self):
        lines = self.get("/metrics").text.splitlines()
        return {name: float(value) for name, _, value in (
            line.rpartition(" ") for line in lines if not line.startswith("#"))}


@pytest.fixture(scope="module")
def watched(filled_archive):
    return Watched(filled_archive)


def test_requests_and_searches_are_counted(filled_archive):
    watched = Watched(filled_archive)
    for path in ("/api/v1/search?q=nuklir", "/api/v1/search?q=nuklir", "/?q=zzzz", "/tidak"):
        watched.get(path)
    watched.get("/?q=zzzz", headers={"If-None-Match": watched.get("/?q=zzzz").headers["ETag"]})
    found = watched.read_metrics()
    assert found['warta_requests_total{route="api.search",status="200"}'] == 2
    assert found['warta_requests_total{route="none",status="404"}'] == 1
    assert found['warta_request_seconds_count{query_class="word",route="pages.show_results"}'] == 3
    assert found['warta_searches_total{outcome="found"}'] == 2
    assert found['warta_searches_total{outcome="nothing"}'] == 3
    assert [found[f'warta_cacheable_answers_total{{origin="{origin}"}}']
            for origin in ("made", "kept", "client")] == [3, 2, 1]
    assert (found["warta_open_requests"], found["warta_refused_requests_total"]) == (1, 0)


def test_the_archive_is_measured(watched, filled_archive):
    found = watched.read_metrics()
    assert found["warta_archive_up"] == found["warta_index_generation"] == 1
    assert found["warta_articles"] == filled_archive.size()
    assert (found["warta_pending_changes"], found["warta_reader_lag_seconds"]) == (0, 0)
    assert found["warta_newest_article_age_seconds"] > 0 < found["warta_last_change_age_seconds"]


def test_an_archive_that_cannot_be_read_is_told(missing):
    page = missing.get("/metrics").text
    assert "warta_archive_up 0.0" in page


def test_refusals_are_counted(filled_archive):
    watched = Watched(filled_archive)
    watched.client.application._application.drain()
    refused = watched.get("/api/v1/search?q=a")
    assert (refused.status_code, refused.json["request_id"]) == (
        503, refused.headers["X-Request-Id"])
    assert json.loads(watched.lines[0])["refused"] is True


@pytest.mark.parametrize("access", MetricsAccess)
def test_metrics_are_for_those_near_by(filled_archive, access):
    client = create_app(filled_archive, Settings(metrics=access)).test_client()

    def ask(address, **headers):
        answer = client.get("/metrics", headers=headers, environ_base={"REMOTE_ADDR": address})
        return answer.status_code

    off, private = access is MetricsAccess.OFF, access is MetricsAccess.PRIVATE
    assert {ask("127.0.0.1"), ask("::1")} == {404 if off else 200}
    assert ask("10.0.0.1") == (200 if private else 404 if off else 401)
    refused = (ask("127.0.0.1", Forwarded="for=127.0.0.1"), ask(""), ask("8.8.8.8"),
               ask("127.0.0.1", **{"X-Forwarded-For": "127.0.0.1"}),
               ask("10.0.0.1", **{"X-Real-IP": "10.0.0.1"}))
    assert set(refused) == {404 if off else 401}
    assert "Access-Control-Allow-Origin" not in client.get("/metrics").headers


def test_without_the_library_metrics_say_what_is_missing(filled_archive, monkeypatch):
    monkeypatch.setitem(sys.modules, "prometheus_client", None)
    watched = Watched(filled_archive)
    assert watched.get("/?q=nuklir").status_code == 200
    answer = watched.get("/metrics")
    assert (answer.status_code, "warta[metrics]" in answer.text) == (501, True)


def test_a_line_of_the_log_has_neither_who_asked_nor_for_what(filled_archive):
    watched = Watched(filled_archive)
    response = watched.get("/api/v1/search?q=rahasia+nuklir", headers={
        "X-Request-Id": "dari-nginx-1", "X-Api-Key": "rahasia", "User-Agent": "rahasia"},
        environ_base={"REMOTE_ADDR": "203.0.113.9"})
    assert response.status_code == 401 and response.json["request_id"] == "dari-nginx-1"
    watched.get("/rahasia@surat.example?q=rahasia", headers={"X-Request-Id": "rahasia\"}"})
    watched.get("/?q=rahasia+nuklir")
    assert "rahasia" not in "".join(watched.lines) and "203." not in "".join(watched.lines)
    refused, unknown, found = map(json.loads, watched.lines)
    assert refused["id"] == "dari-nginx-1" != unknown["id"]
    assert (unknown["route"], unknown["status"]) == ("none", 404)
    assert (found["route"], found["query_class"], found["total"] is None) == (
        "pages.show_results", "words", False)


def test_a_closed_log_stops_nothing(monkeypatch):
    from web.serving.observation import print_line

    class Closed:
        def write(self, _):
            raise BrokenPipeError

    for stdout in (Closed(), None):  # the latter where it was closed when the process started
        monkeypatch.setattr(sys, "stdout", stdout)
        print_line("baris")


def test_an_error_in_the_application_is_counted(filled_archive, watched):
    def fail(environ, start_response):
        raise RuntimeError

    lines = []
    observer = Observer(fail, create_app(filled_archive).extensions[METRICS], lines.append)
    with pytest.raises(RuntimeError):
        Client(observer).get("/")
    assert json.loads(lines[0])["status"] == 500


def test_queries_of_days_to_come_are_forgotten(tmp_path, monkeypatch):
    log = QueryLog(tmp_path / "q.sqlite", days=30)
    monkeypatch.setattr(QueryLog, "_write_on", lambda self: None)
    for today, text in ((date(2100, 1, 1), "kelak"), (date(2009, 1, 2), "besok"),
                        (date(2009, 1, 1), "kini")):  # tomorrow is left to another process
        monkeypatch.setattr(query_log, "find_today", lambda: today)
        log.note(text, 1)
        log.flush()
    assert {each.text for each in list_queries(tmp_path / "q.sqlite")} == {"besok", "kini"}


def test_queries_are_logged_by_day_and_forgotten(tmp_path, filled_archive, monkeypatch, indexer):
    log = QueryLog(tmp_path / "q.sqlite", days=30)
    monkeypatch.setattr(QueryLog, "_write_on", lambda self: None)
    monkeypatch.setattr(query_log, "find_today", lambda: date(2009, 1, 1))
    log.note("lama", 1)
    log.flush()
    monkeypatch.setattr(query_log, "find_today", lambda: date(2009, 3, 1))
    watched = Watched(filled_archive, log)
    for path in ("/?q=Nuklir", "/api/v1/search?q=nuklir", "/?q=zzzz",
                 "/?q=zzzz", "/?q=zzzz", "/", "/api/v1/search?q=nuklir&page=2"):
        watched.get(path)
    log.flush()
    path = tmp_path / "q.sqlite"
    assert [(each.text, each.searches, each.nothing) for each in list_queries(path)] == [
        ("zzzz", 3, 3), ("nuklir", 2, 0)]
    assert [each.text for each in list_queries(path, failed=True)] == ["zzzz"]
    assert [each.text for each in list_queries(path, since="2009-03", limit=1)] == ["zzzz"]
    assert list_queries(path, until="2009-02") == []
    assert "lama" not in path.read_bytes().decode("latin-1")
    ran = indexer("queries", "--log", path, "--failed", "--csv")
    assert (ran.code, ran.out.splitlines()[1]) == (0, "zzzz,3,3,2009-03-01")
    assert json.loads(indexer("queries", "--log", path, "--json").out)["queries"][1]["text"] == (
        "nuklir")
    assert "3  zzzz, 3 found nothing" in indexer("queries", "--log", path).out
    assert indexer("queries").code == 2


def test_a_file_that_is_no_log_of_queries_is_named(indexer, tmp_path):
    path = tmp_path / "lain.txt"
    path.write_text("bukan basis data")
    ran = indexer("queries", "--log", path)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"error: {path} cannot be read (")
    assert ran.err.endswith("): name a log of queries with --log\n")


def test_a_log_that_cannot_be_written_is_said_once(tmp_path, caplog, monkeypatch):
    monkeypatch.setattr(QueryLog, "_write_on", lambda self: None)
    log = QueryLog(tmp_path, days=1)
    for text in "ab":
        log.note(text, 0)
        log.flush()
    assert len(caplog.records) == 1
