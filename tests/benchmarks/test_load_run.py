"""The load: what is asked for is answered, and what became of it is counted."""

from benchmarks.load.__main__ import Outcome, build_addresses, draw_queries, find_quantile
from search import Article
from web import create_app


def test_what_is_asked_for_is_valid(make_archive):
    archive = make_archive("whoosh")
    list(archive.add([Article("a", "Gempa di Lombok", "Presiden dan menteri.", published="2007")]))
    client = create_app(archive).test_client()
    for address in build_addresses(draw_queries(20), 0.1)[::3]:
        assert client.get(address).status_code == 200, address


def test_a_line_says_what_became_of_a_phase():
    seconds = [number / 1_000 for number in range(1, 101)]
    assert (find_quantile(seconds, 0.5), find_quantile(seconds, 0.99)) == (51, 100)
    assert find_quantile([], 0.5) == 0
    outcome = Outcome("most", seconds, [0.02], lasted=10)
    outcome.statuses.update({"200": 100, "503": 1})
    assert outcome.describe() == (
        "most: {'200': 100, '503': 1}, 10.0 answers a second, p50 51.0 ms, p99 100.0 ms; "
        "refused after 20.0 ms (p99)")
