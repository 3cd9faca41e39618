"""The clients of /help/api, run as they are shown there."""

import threading
from pathlib import Path
from urllib.request import urlopen

import pytest
from waitress.server import create_server

from search import Article
from web import create_app
from web.routes.pages import LOCAL
from web.settings import Settings

from support.page_reader import find, parse

DOCUMENT = (Path(__file__).parents[2] / "docs" / "api.md").read_text("utf-8")

TITLES = [f"Harga garam ke-{at}" for at in range(12, 0, -1)]


@pytest.fixture(scope="module")
def address(make_archive):
    """The address of a server whose usual query finds more than a page."""
    archive = make_archive("whoosh")
    list(archive.add(Article(f"a{at}", title, "Naik.", outlet="Arus", published=f"{2020 - at}")
                     for at, title in enumerate(TITLES)))
    app = create_app(archive, Settings(examples=("garam",)))
    server = create_server(app, host="127.0.0.1", port=0, threads=2)
    threading.Thread(target=server.run, daemon=True).start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()


@pytest.fixture(scope="module")
def clients(address):
    """The code of each client on the page, by language."""
    with urlopen(f"{address}/help/api") as response:
        page = parse(response.read().decode())
    codes = {language: "".join(find(page, "pre", id=f"client-{language}")[0].children[0].children)
             for language in ("python", "fetch")}
    return {language: code.replace(LOCAL, address) for language, code in codes.items()}


def list_lines(separator):
    return [separator.join([str(2020 - at), "Arus", title]) for at, title in enumerate(TITLES)]


def test_the_python_client_prints_every_hit(clients, capsys):
    exec(clients["python"], {})
    assert capsys.readouterr().out.splitlines() == list_lines("\t")


@pytest.mark.long
def test_the_client_of_browsers_logs_every_hit(clients, address, browser):
    page = browser.new_page()
    lines = []
    page.on("console", lambda message: lines.append(message.text))
    page.goto(f"{address}/help/api")
    page.evaluate(f"(async () => {{ {clients['fetch']} }})()")
    page.close()
    assert lines == list_lines(" ")


@pytest.mark.parametrize("language", ["python", "fetch"])
def test_a_client_has_at_most_ten_lines_and_is_the_one_of_the_documents(
    clients, address, language
):
    code = clients[language]
    assert len(code.splitlines()) <= 10
    documented = code.replace(address, LOCAL).replace("garam", "gempa")
    assert f"\n{documented}\n```" in DOCUMENT
