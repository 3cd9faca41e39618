"""How much each address and each key may ask for, and where that is counted."""

import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest
from werkzeug.test import Client

from search.keys import KeyFile, KeyKind
from search.period import find_today
from web.address import EXPORT_PATH
from web.serving.proxies import TrustedProxies
from web.serving.rate_limits import COSTS, RateLimits, find_cost
from web.serving.spending import LedgerAway, OwnLedger, SharedLedger
from web.settings import LEAST_RATE, Settings

from support.api import SEARCH, read_problem

ROOT = Path(__file__).parents[2]

ALL = EXPORT_PATH
"""A request that costs all that an address may spend here."""


def answer(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [environ["REMOTE_ADDR"].encode()]


def limited(keys=None, **settings):
    settings = {"rate_limit": LEAST_RATE} | settings
    return Client(RateLimits(answer, Settings(**settings), keys))


def ask(client, path, address="192.0.2.7", **headers):
    return client.get(path, environ_base={"REMOTE_ADDR": address}, headers=headers)


@pytest.fixture(scope="module")
def redis_url():
    """The address of a real Redis, from the packages of the system."""
    server = shutil.which("redis-server") or shutil.which("valkey-server")
    if not server:
        pytest.skip("neither redis-server nor valkey-server is installed")
    pytest.importorskip("redis", reason="the package redis is not installed")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [server, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
        stdout=subprocess.DEVNULL)
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            break
        except OSError:
            time.sleep(0.02)
    yield f"redis://127.0.0.1:{port}/0"
    process.kill()
    process.wait()


@pytest.fixture(params=["own", "shared"])
def ledger(request):
    if request.param == "own":
        return OwnLedger()
    return SharedLedger(request.getfixturevalue("redis_url"))


def test_what_is_spent_comes_back_evenly(ledger):
    first, second = ledger.spend("a", 40, 60), ledger.spend("a", 20, 60)
    assert first.wait == second.wait == 0 and 59 < second.seconds <= 60
    refused = ledger.spend("a", 10, 60)
    assert 9 < refused.wait <= 10 and refused.seconds <= second.seconds  # nothing is spent
    assert ledger.spend("b", 60, 60).wait == 0
    assert ledger.spend("c", 0.03, 0.04).wait == 0 < ledger.spend("c", 0.03, 0.04).wait
    time.sleep(0.05)
    assert ledger.spend("c", 0.03, 0.04).wait == 0


def test_nobody_waits_for_a_redis_whose_clock_was_set_back(redis_url):
    ledger = SharedLedger(redis_url)
    ledger.spend("maju", 60, 60)
    store = pytest.importorskip("redis").Redis.from_url(redis_url)
    store.set("warta:maju", float(store.get("warta:maju")) + 3_600)
    assert ledger.spend("maju", 50, 60).wait == 0 < ledger.spend("maju", 50, 60).wait < 60


def test_few_clients_are_remembered():
    ledger = OwnLedger(most=2)
    for client in ("a", "b", "c"):
        ledger.spend(client, 60, 60)
    assert ledger.spend("b", 1, 60).wait > 0 == ledger.spend("a", 1, 60).wait


def test_who_has_spent_all_is_refused_in_the_form_of_the_path():
    client = limited()
    first = ask(client, ALL)
    assert first.status_code == 200 and first.headers["RateLimit"] == '"address";r=0;t=60'
    assert first.headers["RateLimit-Policy"] == '"address";q=30;w=60'
    refused, page = ask(client, SEARCH), ask(client, "/")
    assert "try again in" in read_problem(refused, 429)["detail"]
    assert 0 < int(refused.headers["Retry-After"]) <= 2 and refused.headers["RateLimit"]
    assert refused.headers["Access-Control-Allow-Origin"] == "*"
    assert page.status_code == 429 and "Terlalu banyak" in page.text and "Too many" in page.text
    assert ask(client, "/", address="192.0.2.8").status_code == 200


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/static/style.css"])
def test_what_costs_nothing_is_never_refused(path):
    client = limited()
    ask(client, ALL)
    free = ask(client, path)
    assert free.status_code == 200 and "RateLimit" not in free.headers


@pytest.mark.parametrize("address, same", [
    ("2001:db8:1:2:ffff::9", True), ("2001:db8:1:3::1", False), ("192.0.2.1", False)])
def test_the_addresses_of_one_network_are_one_client(address, same):
    client = limited()
    ask(client, ALL, address="2001:db8:1:2::1")
    assert (ask(client, "/", address=address).status_code == 429) == same


@pytest.mark.parametrize("hops, peer, forwarded, seen", [
    (1, "127.0.0.1", "192.0.2.9", "192.0.2.9"), (1, "", "192.0.2.9", "192.0.2.9"),
    (1, "127.0.0.1", "6.6.6.6, 192.0.2.9", "192.0.2.9"), (1, "127.0.0.1", None, "127.0.0.1"),
    (2, "10.0.0.1", "6.6.6.6, 192.0.2.9, 10.0.0.2", "192.0.2.9"),
    (1, "8.8.8.8", "192.0.2.9", "8.8.8.8"),  # has found a way around the proxy
])
def test_proxies_are_believed_as_far_as_they_are_trusted(hops, peer, forwarded, seen):
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    client = Client(TrustedProxies(answer, hops))
    assert ask(client, "/", address=peer, **headers).text == seen


def test_without_trusted_proxies_nobody_gets_a_limit_of_his_own_by_a_header():
    client = limited()
    ask(client, ALL, **{"X-Forwarded-For": "192.0.2.1"})
    assert ask(client, "/", **{"X-Forwarded-For": "192.0.2.2"}).status_code == 429


def test_clients_behind_a_socket_are_told_apart_or_not_limited(caplog):
    client = limited()
    assert [ask(client, ALL, address="").status_code for _ in range(3)] == [200] * 3
    assert caplog.text.count("set proxy_hops") == 1


def test_a_key_counts_for_itself_and_one_for_pages_for_the_reader_too(tmp_path):
    keys, site = KeyFile(tmp_path / "keys.json"), "https://situs.example"
    program = keys.create("program", KeyKind.SEARCH, find_today())
    page = keys.create("halaman", KeyKind.SEARCH, find_today(), origins=[site])
    client = limited(keys, key_rate_limit=60)
    for _ in range(2):
        answered = ask(client, ALL, Authorization=f"Bearer {program}")
        assert answered.status_code == 200 and '"key";q=60' in answered.headers["RateLimit-Policy"]
    assert ask(client, ALL, Authorization=f"Bearer {program}").status_code == 429
    assert ask(client, ALL, **{"X-Api-Key": page}).status_code == 200
    assert ask(client, "/", **{"X-Api-Key": page}).status_code == 429
    assert ask(client, "/", address="192.0.2.8", **{"X-Api-Key": page}).status_code == 200
    guessed = limited(keys)
    assert ask(guessed, ALL, **{"X-Api-Key": "salah"}).status_code == 200
    assert ask(guessed, "/", **{"X-Api-Key": "lain"}).status_code == 429


def test_processes_that_share_a_redis_count_together(redis_url):
    one, other = (limited(rate_limit_storage=redis_url) for _ in range(2))
    assert ask(one, ALL, address="198.51.100.1").status_code == 200
    assert ask(other, "/", address="198.51.100.1").status_code == 429


def test_without_its_redis_a_process_counts_for_itself_and_says_so(caplog):
    pytest.importorskip("redis", reason="the package redis is not installed")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    nobody = f"redis://127.0.0.1:{port}"
    with pytest.raises(LedgerAway):
        SharedLedger(nobody).spend("a", 1, 60)
    client = limited(rate_limit_storage=nobody)
    assert [ask(client, ALL).status_code for _ in range(2)] == [200, 429]
    assert caplog.text.count("rate_limit_storage is away") == 1


def test_every_cost_is_that_of_a_route_and_documented(app):
    rules = [rule.rule for rule in app.url_map.iter_rules()]
    for begin, cost in COSTS.items():
        assert any(rule.startswith(begin) for rule in rules)
        assert find_cost(begin) == cost <= LEAST_RATE
        table = (ROOT / "docs" / "operating.md").read_text("utf-8").splitlines()
        assert any(f"`{begin}`" in row and row.endswith(f"| {cost} |") for row in table), begin
