"""What other sites embed: the script and its versions."""

import gzip
import re
from base64 import b64encode
from hashlib import sha384

import pytest

from search.facets import FILTERABLE
from web.parameters.search import SearchParameters
from web.views.embed_script import VERSIONS, build_script_path, compute_integrity, read_script

NEWEST = VERSIONS[-1]


def read_names(constant):
    """Return the strings of an array of the script."""
    script = read_script(NEWEST).decode()
    [array] = re.findall(rf"const {constant} = \[([^\]]*)\]", script)
    return re.findall(r'"([\w-]+)"', array)


@pytest.mark.parametrize("path, seconds", [
    ("/embed.js", 3600), *((build_script_path(version), 31_536_000) for version in VERSIONS)])
def test_a_script_is_kept_as_long_as_it_stays_and_every_site_may_run_it(client, path, seconds):
    response = client.get(path)
    assert response.content_type == "text/javascript; charset=utf-8"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response.cache_control.max_age == seconds and response.cache_control.public
    assert bool(response.cache_control.immutable) == (path != "/embed.js")
    again = client.get(path, headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_the_short_address_has_the_newest_version(client):
    assert client.get("/embed.js").data == client.get(build_script_path()).data


def test_a_version_that_never_was_is_not_found(client):
    assert client.get(build_script_path(NEWEST + 1)).status_code == 404


def test_the_hash_is_that_of_what_is_sent(client):
    sent = client.get(build_script_path()).data
    assert compute_integrity(NEWEST) == "sha384-" + b64encode(sha384(sent).digest()).decode()


def test_the_script_stays_small():
    assert len(gzip.compress(read_script(NEWEST), 9)) <= 8_000


def test_every_attribute_that_narrows_a_search_is_a_parameter_of_the_api():
    known = {field.data_key or name for name, field in SearchParameters().fields.items()}
    assert set(read_names("FILTERS")) <= set(FILTERABLE)
    assert set(read_names("SINGLE")) <= known


def test_the_script_neither_parses_html_nor_keeps_anything():
    script = read_script(NEWEST).decode()
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval|new Function|\.cookie"
        r"|localStorage|sessionStorage|setAttribute\(\"style\"|\.style\b", script)
