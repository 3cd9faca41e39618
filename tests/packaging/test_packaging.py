"""The wheel holds every file of the packages, and works on its own."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from web.parameters.search import SearchParameters

ROOT = Path(__file__).parents[2]
PACKAGES = ("search", "indexer", "web")
OTHERS = ("wsgi.py", "setup.cfg", "pyproject.toml", "README.md", "LICENSE")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel that pip would install, built from a copy that no earlier build has touched."""
    source, folder = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, source / package,
                        ignore=shutil.ignore_patterns("__pycache__"))
    for name in OTHERS:
        shutil.copy(ROOT / name, source)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder]
    built = subprocess.run([*command, source], capture_output=True, text=True)
    if built.returncode:
        pytest.skip(f"no wheel could be built here: {built.stderr[-200:]}")
    return zipfile.ZipFile(next(folder.glob("*.whl")))


@pytest.mark.long
def test_the_wheel_holds_every_file_and_works_on_its_own(wheel, tmp_path):
    """One test, because parallel workers would each build a wheel."""
    sources = {
        str(path.relative_to(ROOT)) for package in PACKAGES for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".md"
    }
    assert not sources - set(wheel.namelist())
    wheel.extractall(tmp_path / "site")
    (tmp_path / "berita.txt").write_text("Harga beras naik\n\nPedagang menaikkan harga beras.\n")
    run_indexer(tmp_path, "add", "berita.txt")
    assert "Harga beras naik" in run_indexer(tmp_path, "search", "pedagang")


def run_indexer(folder, *arguments):
    """Run the unpacked wheel's `indexer` in a folder; return what it prints."""
    environment = os.environ | {"PYTHONPATH": str(folder / "site")}
    command = [sys.executable, "-m", "indexer", "--engine", "whoosh:archive", *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_parameter_is_described():
    for name, field in SearchParameters().fields.items():
        assert field.metadata.get("description"), name
