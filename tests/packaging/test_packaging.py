"""The wheel holds every file of the packages."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from web.parameters import SearchParameters

ROOT = Path(__file__).parents[2]


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


def test_every_parameter_is_described():
    for name, field in SearchParameters().fields.items():
        assert field.metadata.get("description"), name


def test_the_tour_names_every_module():
    tour = (ROOT / "search" / "README.md").read_text("utf-8")
    for path in (ROOT / "search").glob("*.py"):
        assert f"`{path.name}`" in tour or path.stem in ("version", "errors"), path.name
