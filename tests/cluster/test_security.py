"""TLS, users and the least that a role must permit, on a node that docs/deploy has set up."""

import pytest
import yaml

from search import Article, Query, open_archive
from search.errors import AccessRefused, ClusterUnavailable
from search.store.opensearch.connection import Connection, read_address

from support.cluster import Unavailable
from support.secure_cluster import DEPLOY, NAME, SecureCluster, make_certificates

pytestmark = [pytest.mark.cluster, pytest.mark.long]  # a node with the plugin starts for 20 seconds


@pytest.fixture(scope="module")
def nodes(tmp_path_factory):
    try:
        cluster = SecureCluster(tmp_path_factory.mktemp("secure"))
    except Unavailable as error:
        pytest.skip(str(error))
    with cluster:
        yield cluster


@pytest.fixture
def connect(nodes, monkeypatch):
    """A function that connects as this user."""
    monkeypatch.setenv("SEARCH_CLUSTER_CA", str(nodes.authority))

    def connect(user, password=None, url=nodes.urls[0]):
        monkeypatch.setenv("SEARCH_CLUSTER_USER", f"{NAME}-{user}")
        monkeypatch.setenv("SEARCH_CLUSTER_PASSWORD", password or nodes.read_password(user))
        return Connection(read_address(f"opensearch:{url}/{NAME}"))

    return connect


def get_health(connection):
    return connection.ask("GET", "/_cluster/health")["status"]


@pytest.mark.parametrize("user", ["writer", "reader"])
def test_a_user_with_a_role_is_let_in(connect, user):
    assert get_health(connect(user)) in ("green", "yellow")


@pytest.mark.parametrize("user", ["writer", "stranger"])
def test_a_wrong_password_is_named(connect, caplog, user):
    with pytest.raises(AccessRefused, match="refuses the user name, password or key") as raised:
        get_health(connect(user, "salah-sandi"))
    assert "salah-sandi" not in str(raised.value) + caplog.text


@pytest.mark.parametrize("user", ["writer", "reader"])
def test_a_user_may_ask_which_nodes_answer(connect, user):
    connection = connect(user)
    assert connection._ask_nodes()["_nodes"]["failed"] == 0
    assert not connection.has_silent_nodes


def test_what_a_role_does_not_permit_is_named(connect):
    writer = connect("writer")
    assert writer.create_index(f"{NAME}-coba", {})
    with pytest.raises(AccessRefused, match="does not permit this"):
        writer.create_index("lain", {})
    with pytest.raises(AccessRefused, match="does not permit this .*give the user the role"):
        connect("reader").put(f"{NAME}-coba", "lock", {})


def test_an_authority_that_did_not_sign_the_certificate(connect, tmp_path, monkeypatch):
    other = make_certificates(tmp_path / "other") / "authority.pem"
    monkeypatch.setenv("SEARCH_CLUSTER_CA", str(other))
    with pytest.raises(AccessRefused, match="certificate .* is not trusted .*SEARCH_CLUSTER_CA"):
        get_health(connect("writer"))


def test_an_authority_that_the_machine_does_not_know(connect, monkeypatch):
    monkeypatch.delenv("SEARCH_CLUSTER_CA")
    with pytest.raises(AccessRefused, match="is not trusted"):
        get_health(connect("writer"))


def test_http_to_a_node_that_wants_tls(connect, nodes):
    with pytest.raises(ClusterUnavailable, match="write https:// if it wants TLS"):
        get_health(connect("writer", url=nodes.urls[0].replace("https", "http")))


def test_https_to_a_node_without_tls(connect, new_address):
    url = new_address().removeprefix("opensearch:").rpartition("/")[0].partition(",")[0]
    with pytest.raises(AccessRefused, match="answers without TLS: write http://"):
        get_health(connect("writer", url=url.replace("http", "https")))


def test_the_compose_file_says_what_was_tried(nodes):
    """Its settings are those of the node here, but for names and memory."""
    written = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    for service in written["services"].values():
        settings = {name: value for name, value in service["environment"].items()
                    if name.startswith(("plugins.security", "transport.ssl", "action"))}
        tried = {name: value for name, value in nodes.settings.items()
                 if name.startswith(("plugins.security", "transport.ssl", "action"))
                 and "audit" not in name}
        assert settings == tried


def test_the_roles_permit_what_warta_does(connect, nodes, analyzer, monkeypatch):
    monkeypatch.setenv("SEARCH_SHARDS", "1")
    monkeypatch.setenv("SEARCH_REPLICAS", "0")
    address = f"opensearch:{nodes.urls[0]}/{NAME}"
    articles = [Article(id, f"Judul {id}", "Gempa di Palu.", outlet="Kabar Nusa",
                        published="2007") for id in "abc"]
    connect("writer")
    writer = open_archive(address, analyzer=analyzer)
    list(writer.add(articles))
    assert writer.remove(["c"]) == ["c"]
    assert list(writer.rebuild())
    assert writer.verify() == []
    connect("reader")
    reader = open_archive(address, analyzer=analyzer)
    page = reader.search(Query("gempa", facets=("outlet", "year"), collapse="story"))
    assert {hit.article.id for hit in page.hits} <= {"a", "b"}
    assert [article.id for article in reader.export()] == ["a", "b"]
    assert reader.related("a") is not None and reader.status().articles == 2
    assert reader.find_warning() is None
    with pytest.raises(AccessRefused, match="does not permit this"):
        list(reader.add(articles))
    list(writer.add(articles))
    assert reader.search(Query("gempa")).total == 3
