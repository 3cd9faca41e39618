"""TLS, users and the least that a role must permit, on a node that docs/deploy has set up."""

import pytest
import yaml

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


def test_what_a_role_does_not_permit_is_named(connect):
    writer = connect("writer")
    assert writer.create_index(f"{NAME}-state", {})
    with pytest.raises(AccessRefused, match="does not permit this"):
        writer.create_index("lain", {})
    with pytest.raises(AccessRefused, match="does not permit this .*give the user the role"):
        connect("reader").put(f"{NAME}-state", "lock", {})


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
    url = new_address().removeprefix("opensearch:").partition(",")[0].rpartition("/")[0]
    with pytest.raises(AccessRefused, match="answers without TLS: write http://"):
        get_health(connect("writer", url=url.replace("http", "https")))


def test_the_compose_file_says_what_was_tried(nodes):
    """Its settings are those of the node here, but for names and memory."""
    written = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    for service in written["services"].values():
        settings = {name: value for name, value in service["environment"].items()
                    if name.startswith("plugins.security")}
        tried = {name: value for name, value in nodes.settings.items()
                 if name.startswith("plugins.security") and "audit" not in name}
        assert settings == tried
