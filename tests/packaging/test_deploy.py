"""What is deployed is locked and listed, and the command lines in the documents exist."""

import re
import runpy
import shlex
from configparser import ConfigParser
from pathlib import Path
from urllib.parse import quote

import click
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from indexer.cli.commands import cli
from search.syntax import MAX_LENGTH
from web.serving.admission import count_threads
from web.settings import Settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "docs" / "deploy"
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
PINNED = dict(re.findall(r"^([A-Za-z0-9._-]+)==([^ ;]+)", LOCK, re.MULTILINE))
EXTRAS = ("serve", "gunicorn")
OWN_FACETS = ("--rubrik-khusus", "--exclude-edisi")
"""Options of facets that the documents add as an example."""

END_OF_COMMAND = re.compile(r"^(?:[|&;<>]|\d>|#)")


def list_requirements():
    """Return the requirements of the deployed set in setup.cfg."""
    setup = ConfigParser()
    setup.read(ROOT / "setup.cfg")
    written = [setup["options"]["install_requires"],
               *(setup["options.extras_require"][extra] for extra in EXTRAS)]
    return [Requirement(line) for line in "\n".join(written).splitlines()
            if line and not line.startswith("#")]


@pytest.mark.parametrize("requirement", list_requirements(), ids=str)
def test_the_lock_satisfies_setup_cfg(requirement):
    version = PINNED[canonicalize_name(requirement.name)]
    assert requirement.specifier.contains(version)


def test_every_pin_has_hashes_and_there_is_nothing_else():
    pins = re.split(r"^(?=\w)", re.sub(r"^#.*\n|\\\n", "", LOCK, flags=re.MULTILINE),
                    flags=re.MULTILINE)
    for pin in filter(str.strip, pins):
        assert re.fullmatch(r"[a-z0-9.-]+==\S+(?: ; [^-]+)?(?:\s+--hash=sha256:[0-9a-f]{64})+\s*",
                            pin), pin[:60]


def test_every_licence_is_listed():
    listed = re.findall(r"^\| ([^ |]+) \|", (DEPLOY / "licences.md").read_text(), re.MULTILINE)
    assert set(map(canonicalize_name, listed)) - {"package", "---"} == set(PINNED)


def list_commands():
    """Yield each command line of `indexer` in the documents, joined where it is broken."""
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *DEPLOY.iterdir()]:
        if path.name in ("CHANGELOG.md", "commands.md") or not path.is_file():
            continue
        text = path.read_text("utf-8").replace("\\\n", " ")
        for line in text.splitlines():
            if path.suffix != ".md" or line.startswith("    ") or line.startswith("ExecStart"):
                for command in re.findall(r"\bindexer (?=-|[a-z]).*", line):
                    yield path.name, command


COMMANDS = sorted(set(list_commands()))


def test_there_are_commands_in_the_documents():
    assert len(COMMANDS) > 20


@pytest.mark.parametrize(("document", "line"), COMMANDS)
def test_a_command_in_a_document_exists(document, line):
    words = shlex.split(line, comments=True)[1:]
    group = cli
    while isinstance(group, click.Group):
        while words and words[0].startswith("-"):
            option = words.pop(0)
            known = find_option(group, option)
            if not known.is_flag and "=" not in option:
                words.pop(0)
        if not words or END_OF_COMMAND.match(words[0]):
            return
        name = words.pop(0)
        group = group.get_command(click.Context(group), name)
        assert group, name
    for word in words:
        if END_OF_COMMAND.match(word):
            return
        if word.startswith("--") and word not in ("--", *OWN_FACETS):
            find_option(group, word)


def find_option(command, word):
    """Return the option of a command that a word names."""
    name = word.partition("=")[0]
    found = [each for each in command.params if name in (*each.opts, *each.secondary_opts)]
    assert found or name in ("-h", "--help", "--version"), f"{name} is no option of {command.name}"
    return found[0] if found else click.Option(["--help"], is_flag=True)


@pytest.mark.parametrize("document", ["README.md", "docs/operating.md"])
def test_targets_of_make_in_a_document_exist(document):
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    asked = re.findall(r"\bmake ([a-z][a-z-]*)\b", (ROOT / document).read_text("utf-8"))
    assert set(asked) <= targets


def test_the_image_copies_what_there_is():
    text = (DEPLOY / "Dockerfile").read_text()
    copied = re.findall(r"^COPY (?!--)(.+) \S+$", text, re.MULTILINE)
    names = [name for line in copied for name in line.split()]
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines()
    assert names and all((ROOT / name).exists() and f"!{name}" in ignored for name in names)
    assert "USER 10001" in text and "--require-hashes" in text


@pytest.mark.parametrize("unit", sorted(DEPLOY.glob("*.service")), ids=lambda path: path.name)
def test_a_unit_may_do_no_more_than_it_must(unit):
    lines = unit.read_text().splitlines()
    assert {"User=warta", "ProtectSystem=strict", "NoNewPrivileges=yes", "CapabilityBoundingSet=",
            "SystemCallFilter=@system-service", "ProtectHome=yes"} <= set(lines)


def test_gunicorn_has_a_thread_that_is_free_to_refuse():
    values = runpy.run_path(str(DEPLOY / "gunicorn.conf.py"))
    settings = Settings()
    assert values["threads"] == count_threads(settings.concurrency, settings.queue)


def test_gunicorn_takes_the_longest_query():
    longest = quote("\u6f22" * MAX_LENGTH)  # nine bytes of an address each
    values = runpy.run_path(str(DEPLOY / "gunicorn.conf.py"))
    unit = (DEPLOY / "warta.service").read_text()
    [limit] = re.findall(r"--limit-request-line (\d+)", unit)
    assert values["limit_request_line"] == int(limit) > len(f"GET /?q={longest} HTTP/1.1")
