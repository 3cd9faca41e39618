"""`indexer fetch` asks servers that are hostile: each run ends with a report, and goes on."""

import pytest

from support.hostile_feeds import SERVERS, fetch_from, find_fault, limit_time

pytestmark = pytest.mark.long


@pytest.mark.parametrize("name", SERVERS)
def test_a_hostile_server_ends_no_run_and_leads_to_no_file(make_archive, tmp_path, name):
    archive = make_archive("oracle")
    with limit_time():
        fetched = fetch_from(archive, tmp_path, name)
    assert find_fault(archive, fetched) is None
