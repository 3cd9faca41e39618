"""The documents and the code agree: commands, options, settings, formats, addresses, links."""

import re
from pathlib import Path

import pytest

from indexer import formats
from search.store.opensearch import credentials
from search.syntax import MAX_LENGTH
from web import create_app
from web.parameters.search import SearchParameters
from web.parameters.trends import TrendsParameters

from support import command_reference

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
LINKING = sorted([*DOCUMENTS, *(path for folder in ("benchmarks", "docs/deploy", "seeds", "tests")
                                for path in (ROOT / folder).rglob("*.md"))])
UNWRITTEN = ("/accent.css", "/embed/<int", "/sitemaps/halaman", "/static/", "/~<name>/")
"""Addresses that pages and scripts write; nobody else needs to know them."""

LISTING = sorted(
    path for room in ("search", "indexer", "web") for path in (ROOT / room).rglob("__init__.py")
    if len(re.findall(r"^    \w+\.py  ", path.read_text("utf-8"), re.MULTILINE)) > 1)
"""The packages whose docstring is a list of their modules."""


def read(name):
    """Return the text of a document, by its path from the root."""
    return (ROOT / name).read_text("utf-8")


def test_the_readme_is_short():
    assert len(read("README.md").splitlines()) <= 90


@pytest.mark.parametrize("folder", ["docs", "indexer", "search", "tests", "web"])
def test_nothing_is_left_of_a_merge(folder):
    marked = re.compile(r"^(<{7}|>{7}) ", re.MULTILINE)
    paths = [*ROOT.glob("*.*"), *(ROOT / folder).rglob("*")]
    texts = {path: path.read_text("utf-8") for path in paths if path.suffix in (
        ".md", ".html", ".css", ".tsv", ".ini", ".yaml", ".cfg", ".toml")}
    assert texts and [str(path) for path, text in texts.items() if marked.search(text)] == []


def test_the_reference_of_commands_is_up_to_date():
    assert read("docs/commands.md") == command_reference.render(), (
        "run: python tests/support/command_reference.py > docs/commands.md")


def test_every_option_has_help():
    bare = {"search --sort", "search --page", "search --page-size"}
    assert {
        f"{name} {option.opts[0]}" for name, command in command_reference.find_commands().items()
        for option in command.params if option.param_type_name == "option" and not option.help
    } <= bare


@pytest.mark.parametrize("format", formats.FORMATS.values(), ids=formats.FORMATS)
def test_every_format_is_documented(format):
    rows = read("docs/formats.md").splitlines()
    row = next(row for row in rows if row.startswith(f"| `{format.name}` |"))
    for ending in format.endings:
        assert f"`{ending}`" in row, ending


def test_no_format_is_documented_that_does_not_exist():
    table = read("docs/formats.md").partition("## Names of fields")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == set(formats.FORMATS)


def test_every_parameter_is_documented():
    text = read("docs/api.md")
    for field in [*SearchParameters().fields.values(), *TrendsParameters().fields.values()]:
        name = field.data_key or field.name
        assert f"`{name}`" in text, name


@pytest.mark.parametrize("setting", [
    "SEARCH_ENGINE", "SEARCH_EXPORT_LIMIT", "HOST", "PORT", "PYTHON",
    credentials.USER, credentials.PASSWORD, credentials.API_KEY, credentials.AUTHORITY,
])
def test_every_setting_is_documented(setting):
    assert f"| `{setting}` |" in read("docs/operating.md")


def test_no_setting_is_left_out():
    """Settings are the variables of the Makefile and what the code reads from the environment."""
    made = re.findall(r"^([A-Z]+) \?=", read("Makefile"), re.MULTILINE)
    code = "".join(path.read_text("utf-8") for folder in ("search", "indexer", "web")
                   for path in (ROOT / folder).rglob("*.py")) + read("wsgi.py")
    asked = re.findall(r"(?:environ(?:\.get)?[\[(]|getenv\(|envvar=)\"([A-Z_]+)\"", code)
    documented = re.findall(r"^\| `([A-Z_]+)` \|", read("docs/operating.md"), re.MULTILINE)
    assert {*made, *asked} <= set(documented)


@pytest.fixture
def addresses(archive):
    """Those that a service answers, with `ID` and `NAME` as documents have them."""
    rules = [rule.rule for rule in create_app(archive).url_map.iter_rules()]
    return [re.sub(r"<any_id:(\w+)>", lambda part: part[1].upper(), rule) for rule in rules]


def list_documented_addresses():
    """Return those of the first table of the API. One that ends with a slash has others below."""
    table = read("docs/api.md").partition("| address |")[2].partition("\n\n")[0]
    return re.findall(r"`(/[^`]*)`", "".join(row.split(" | ")[0] for row in table.splitlines()))


def test_every_address_is_documented(addresses):
    documented = list_documented_addresses()
    folders = [each for each in documented if each.endswith("/") and each != "/"]
    missing = [each for each in addresses if each not in documented]
    assert [each for each in missing if not each.startswith((*folders, *UNWRITTEN))] == []


@pytest.mark.parametrize("address", list_documented_addresses())
def test_no_address_is_documented_that_does_not_exist(addresses, address):
    assert address in addresses or address.endswith("/") and any(
        each.startswith(address) for each in addresses)


def test_the_limits_of_a_query_are_documented():
    assert f"| length | {MAX_LENGTH} characters |" in read("docs/query-language.md")


def test_the_licence_of_the_word_list_is_named():
    assert "CC BY-NC-SA" in read("README.md")


def test_tests_that_the_record_of_attacks_names_exist():
    named = re.findall(r"`tests/([\w/]+\.py)::(\w+)`", read("docs/reliability.md"))
    assert len(named) >= 26  # F25 has none
    for module, test in named:
        assert f"def {test}(" in read(f"tests/{module}"), (module, test)


@pytest.mark.parametrize("document", LINKING, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_documents_lead_somewhere(document):
    for link in re.findall(r"\]\((?!https?:)([^)]+)\)", document.read_text("utf-8")):
        path, _, anchor = link.partition("#")
        target = document.parent / path if path else document
        assert target.exists(), link
        assert not anchor or anchor in list_anchors(target), link


def list_anchors(document):
    """Return the anchors that GitHub gives to the headings of a document."""
    text = re.sub(r"^```.*?^```", "", document.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ (.+)", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_paths_that_documents_name_exist(document):
    if document.name == "CHANGELOG.md":
        pytest.skip("it tells of what was")
    text = document.read_text("utf-8")
    for path in re.findall(r"`((?:search|indexer|web|tests|benchmarks|docs)/[\w./-]+)`", text):
        assert "NAME" in path or (ROOT / path).exists(), path


def test_the_architecture_names_every_module_of_search():
    text = read("ARCHITECTURE.md")
    for path in (ROOT / "search").glob("*.py"):
        name = path.relative_to(ROOT)
        assert f"`{name}`" in text or path.stem in ("version", "errors"), name


@pytest.mark.parametrize("package", LISTING, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_package_that_lists_its_modules_lists_all(package):
    text = package.read_text("utf-8")
    listed = set(re.findall(r"(\w+)\.py", text))
    modules = {path.stem for path in package.parent.glob("*.py")} - {"__init__", "__main__"}
    assert modules - listed == set() or "Each other module" in text
