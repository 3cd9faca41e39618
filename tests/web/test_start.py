"""What keeps a service from starting is one line that says what to do."""

import os
import socket

import pytest

from web.start import find_address_problem, find_problems


@pytest.mark.parametrize("variable", ["SEARCH_QUERY_LOG", "PROMETHEUS_MULTIPROC_DIR"])
def test_a_folder_that_is_not_there_is_named(tmp_path, variable):
    [problem] = find_problems({variable: str(tmp_path / "tiada" / "berkas")})
    assert problem.startswith(f"{variable}={tmp_path}") and "\n" not in problem
    os.mkdir(tmp_path / "tiada")
    os.mkdir(tmp_path / "tiada" / "berkas")
    assert list(find_problems({variable: str(tmp_path / "tiada" / "berkas")})) == []


def test_a_port_in_use_is_named():
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert "already in use" in find_address_problem("127.0.0.1", str(server.getsockname()[1]))
