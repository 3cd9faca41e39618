"""What lets Warta into a cluster, as the environment states it."""

import pytest

from search.errors import AccessRefused
from search.store.opensearch import connection
from search.store.opensearch.credentials import read_credentials

SECRET = "rahasia-sekali"


@pytest.fixture
def secret_file(tmp_path):
    path = tmp_path / "secret"
    path.write_text(f"{SECRET}\n")
    return str(path)


def test_a_user_with_a_password():
    options = read_credentials(
        {"SEARCH_CLUSTER_USER": "warta", "SEARCH_CLUSTER_PASSWORD": SECRET}).options
    assert options == {"http_auth": ("warta", SECRET)}


def test_a_key_in_a_file_loses_its_line_end(secret_file):
    options = read_credentials({"SEARCH_CLUSTER_API_KEY_FILE": secret_file}).options
    assert options == {"headers": {"Authorization": f"ApiKey {SECRET}"}}


def test_nothing_is_set():
    credentials = read_credentials({"SEARCH_CLUSTER_USER": "", "SEARCH_CLUSTER_API_KEY": ""})
    assert credentials.is_anonymous and credentials.options == {}


@pytest.mark.parametrize("given, advice", [
    ({"USER": "warta"}, "SEARCH_CLUSTER_USER is set without SEARCH_CLUSTER_PASSWORD"),
    ({"PASSWORD": SECRET}, "SEARCH_CLUSTER_PASSWORD is set without SEARCH_CLUSTER_USER"),
    ({"USER": "warta", "PASSWORD": SECRET, "API_KEY": SECRET}, "unset one of them"),
    ({"USER": "warta", "PASSWORD": SECRET, "PASSWORD_FILE": "/x"}, "unset one of them"),
    ({"API_KEY_FILE": "/nowhere"}, "/nowhere cannot be read"),
    ({"API_KEY_FILE": "/dev/null"}, "/dev/null is empty"),
    ({"CA": "/nowhere.pem"}, "SEARCH_CLUSTER_CA: there is no file /nowhere.pem"),
])
def test_a_wrong_setting_is_named_without_its_secret(given, advice):
    with pytest.raises(AccessRefused) as raised:
        read_credentials({f"SEARCH_CLUSTER_{name}": value for name, value in given.items()})
    assert advice in str(raised.value) and SECRET not in str(raised.value)


def test_secrets_are_not_printed():
    credentials = read_credentials(
        {"SEARCH_CLUSTER_USER": "warta", "SEARCH_CLUSTER_PASSWORD": SECRET})
    assert "warta" in repr(credentials) and SECRET not in repr(credentials)


def test_the_environment_comes_before_the_user_in_an_address(monkeypatch):
    nodes = pytest.importorskip("search.store.opensearch.nodes", reason="needs opensearch-py")
    monkeypatch.setenv("SEARCH_CLUSTER_API_KEY", "kunci")
    monkeypatch.setattr(nodes, "OpenSearch", lambda nodes, **options: _Client(nodes))
    address = connection.read_address("opensearch:https://me:secret@a:9200/berita")
    assert connection._connect(address).nodes == ["https://a:9200"]
    monkeypatch.delenv("SEARCH_CLUSTER_API_KEY")
    assert connection._connect(address).nodes == ["https://me:secret@a:9200"]


class _Client:
    def __init__(self, nodes):
        self.nodes, self.transport = nodes, self
