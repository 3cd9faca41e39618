"""What gets installed, and what the documents promise."""

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click import Group

from indexer.cli.commands import cli
from web.schemas import SearchParameters

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The names in the wheel that pip would install."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder]
    built = subprocess.run([*command, ROOT], capture_output=True, text=True)
    if built.returncode:
        pytest.skip(f"no wheel could be built here: {built.stderr[-200:]}")
    return zipfile.ZipFile(next(folder.glob("*.whl"))).namelist()


@pytest.mark.parametrize("package", ["search", "indexer", "web"])
def test_every_file_of_a_package_is_installed(wheel, package):
    ours = {
        str(path.relative_to(ROOT)) for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".md"
    }
    assert ours <= set(wheel)
    assert "wsgi.py" in wheel


def commands(group: Group):
    return [(name, command) for name, command in group.commands.items()]


@pytest.mark.parametrize("name, command", commands(cli))
def test_the_readme_names_every_command_and_option(name, command):
    row = next(line for line in README.splitlines() if line.startswith(f"| `indexer {name}"))
    for parameter in command.params:
        for option in parameter.opts:
            assert not option.startswith("--") or re.search(rf"{option}\b", row), option


@pytest.mark.parametrize("address", [
    "/api/v1/search", "/api/v1/articles/", "/api/v1/outlets", "/healthz", "/readyz",
    "/openapi.json", "/help", "/help/api", "SEARCH_ENGINE", "PORT=", "CC BY-NC-SA",
])
def test_the_readme_names_every_address_and_setting(address):
    assert address in README


def test_every_parameter_is_described():
    for name, field in SearchParameters().fields.items():
        assert field.metadata.get("description"), name


def test_the_tour_names_every_module():
    tour = (ROOT / "search" / "README.md").read_text("utf-8")
    for path in (ROOT / "search").glob("*.py"):
        assert f"`{path.name}`" in tour or path.stem in ("version", "errors"), path.name
