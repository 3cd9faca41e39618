"""The nodes that tests run: they form a cluster, and survive what tests do to them."""

import json
import urllib.request

import pytest

from support.cluster import Unavailable, find_jdk


def ask(url):
    with urllib.request.urlopen(url, timeout=60) as answer:
        return json.load(answer)


@pytest.mark.cluster
def test_the_shared_cluster_answers(new_address):
    addresses, _, name = new_address().removeprefix("opensearch:").rpartition("/")
    # other processes make archives on it, whose copies take a moment
    health = ask(f"{addresses.split(',')[0]}/_cluster/health?wait_for_status=green&timeout=50s")
    assert health["status"] == "green"
    assert new_address().rpartition("/")[2] != name


def test_a_jdk_that_is_too_old_is_named():
    with pytest.raises(Unavailable, match="needs a JDK of version 999"):
        find_jdk(999)
