"""What axe-core finds on the pages. Its rules cover contrast, names, roles, order and landmarks."""

import pytest

axe = pytest.importorskip("axe_playwright_python.sync_playwright")

STATES = {
    "start": "/",
    "results": "/?q=%22perundingan+enam+pihak%22",
    "filtered": "/?q=perundingan&outlet=Kabar+Nusa&year=2007&from=2003&to=2013&sort=newest",
    "other spellings": "/?q=korut+nuklir&collapse=none",
    "last page": "/?q=perundingan&page=2&page_size=5",
    "past the last page": "/?q=perundingan&page=90",
    "few words found": "/?q=perundingan+zzzz+gempa+xyzzy",
    "many filters": "/?q=perundingan&outlet=none&outlet=" + "&outlet=".join(map(str, range(20))),
    "zero": "/?q=zzz&year=1950",
    "wrong value": "/?page=0",
    "wrong query": f"/?q={'(' * 21}",
    "not found": "/zzz",
    "article": "/articles/hs-2004-0228?q=perundingan",
    "article without a story": "/articles/LP-061009-01",
    "story": "/stories/hs-2004-0228",
    "help": "/help",
    "api": "/help/api",
    "trends": "/tren",
    "trend": "/tren?q=gempa",
    "compared trends": "/tren?q=perundingan&q=gempa+bumi&q=nuklir&interval=year&share=true",
    "outlets": "/outlets",
    "outlet": "/outlets/Kabar%20Nusa",
    "day": "/tanggal/2006/10/09",
    "empty day": "/tanggal/2000/01/01",
    "concordance": "/konkordansi?q=perundingan",
    "terms": "/istilah?q=nuklir",
    "embed builder": "/sematkan?q=perundingan&outlet=Kabar+Nusa",
    "frame": "/embed?q=perundingan",
    "English": "/?q=perundingan&lang=en",
}
"""One address of every page, and of every state that shows something of its own."""


def find_violations(page):
    """Return what is wrong with a page: each rule, and the first element that breaks it."""
    found = axe.Axe().run(page).response["violations"]
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:120]} ({len(rule['nodes'])} in all)"
            for rule in found]


@pytest.mark.long
def test_results_break_no_rule_on_a_phone_in_the_dark(opened):
    page = opened(STATES["filtered"], color_scheme="dark", viewport={"width": 360, "height": 740})
    assert find_violations(page) == []


@pytest.mark.long  # 26 states take half a minute
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 768, 1440])
def test_no_state_breaks_a_rule(opened, scheme, width):
    page = opened("/", color_scheme=scheme, viewport={"width": width, "height": 740})
    wrong = []
    for state, address in STATES.items():
        page.goto(address)
        wrong += [f"{state}: {violation}" for violation in find_violations(page)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.long
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 768, 1440])
def test_what_the_script_opens_breaks_no_rule(opened, scheme, width):
    page = opened("/?q=gempa", color_scheme=scheme, viewport={"width": width, "height": 740})
    page.locator("#q").fill("kab")
    page.locator("[role=option]").first.wait_for()
    page.keyboard.press("ArrowDown")
    assert find_violations(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Pintasan").click()
    assert page.locator("dialog").is_visible()
    assert find_violations(page) == []


@pytest.mark.long
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_matches_are_as_readable_as_their_text_in_forced_colours(opened, scheme):
    page = opened("/?q=gempa", forced_colors="active", color_scheme=scheme)
    for text in (".snippet", ".hits h2 a"):
        mark = page.locator(f"{text} mark").first
        colours = mark.evaluate("m => [m, m.parentNode].map((e) => getComputedStyle(e).color)")
        assert colours[0] == colours[1]
