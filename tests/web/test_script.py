"""What the script adds: results without reloads, suggestions, keys. Without it all pages work."""

import pytest

PHRASE = "/?q=%22perundingan+enam+pihak%22"
pytestmark = pytest.mark.long  # one browser for each test; the journeys without scripts are fast


@pytest.fixture
def page(opened):
    """Results that remember whether they were loaded anew."""
    page = opened(PHRASE)
    page.evaluate("document.alive = true")
    return page


def is_alive(page):
    return page.evaluate("document.alive === true")


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def focused(page):
    return page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()")


def status(page):
    return page.locator("body > [role=status]").text_content()


def titles(page):
    return page.locator(".hits h2").all_inner_texts()


# Results

def test_a_search_changes_the_page_without_loading_it(page):
    page.locator("#q").fill("gempa")
    press(page, "Enter")
    page.wait_for_url("**/?q=gempa")
    assert is_alive(page)
    assert page.title() == "gempa – Warta"
    page.wait_for_timeout(100)
    assert status(page) == page.locator("h1").inner_text()
    assert focused(page) == "q"
    assert "q=gempa" in page.locator("link[rel=alternate]").first.get_attribute("href")
    assert "q=gempa" in page.get_by_role("link", name="English").get_attribute("href")


def test_filters_of_the_results_stay_with_the_next_search(page):
    page.locator("aside .facet a:not(.without)").first.click()
    page.wait_for_url("**outlet=**")
    page.locator("#q").fill("perundingan")
    press(page, "Enter")
    page.wait_for_url("**/?q=perundingan**")
    assert is_alive(page) and "outlet=" in page.url


def test_back_and_forward_restore_a_page_as_it_was_left(page):
    first = titles(page)
    page.evaluate("scrollTo(0, 300)")
    page.locator("aside .facet a:not(.without)").first.evaluate("link => link.click()")
    page.wait_for_url("**outlet=**")
    second = titles(page)
    page.go_back()
    assert is_alive(page) and titles(page) == first
    assert page.evaluate("scrollY") == 300
    assert page.locator(".chip").count() == 0
    page.go_forward()
    assert is_alive(page) and titles(page) == second
    assert page.locator(".chip").count() == 1


def test_hops_of_a_crowded_page_are_swapped_in_both_ways(page):
    def count_selected(count):
        page.wait_for_url(lambda url: url.count("outlet=") == count)
        page.locator(f"#filters [aria-current]:nth-child(1) >> nth={count - 1}").wait_for()
        assert is_alive(page) and page.locator("#filters [aria-current]").count() == count

    page.goto("/?q=perundingan")
    page.evaluate("document.alive = true")
    names = []
    for count in range(1, 4):  # from the second or third on, the address is long
        value = page.locator("aside .facet a[id^=outlet]:not([aria-current])").first
        names.append(value.get_attribute("id"))
        value.click()
        count_selected(count)
        assert focused(page) == names[-1]
    assert page.locator("base").count() == 1
    assert page.locator(".search").get_attribute("action") == page.locator(
        "base").get_attribute("href")
    page.go_back()
    count_selected(2)
    page.go_back()
    count_selected(1)
    assert page.locator("base").count() == 0
    assert page.locator(".search").get_attribute("action") == "/"
    page.go_forward()
    page.go_forward()
    count_selected(3)
    page.get_by_label("Dari").fill("2007")
    page.get_by_role("button", name="Terapkan").click()
    page.wait_for_url("**from=2007**")
    page.get_by_label("Dari").fill("")
    page.get_by_role("button", name="Terapkan").click()
    page.wait_for_url(lambda url: "from=" not in url)
    page.locator("#q").fill("nuklir")
    press(page, "Enter")
    page.wait_for_url("**/?q=nuklir&outlet=**")
    assert is_alive(page) and page.url.count("outlet=") == 3


def test_a_page_that_was_left_while_another_loaded_is_not_busy(page):
    page.locator("aside .facet a:not(.without)").first.click()
    page.wait_for_url("**outlet=**")
    page.route("**/?q=gempa**", lambda route: None)
    page.locator("#q").fill("gempa")
    press(page, "Enter")
    assert page.locator("main").get_attribute("aria-busy") == "true"
    page.go_back()
    page.locator(".chip").wait_for(state="detached")
    page.go_forward()
    page.locator(".chip").wait_for()
    assert page.locator("main").get_attribute("aria-busy") != "true"


def test_back_from_an_article_finds_the_results_that_led_to_it(page):
    page.locator("aside .facet a:not(.without)").first.click()
    page.wait_for_url("**outlet=**")
    found = titles(page)
    page.locator(".hits h2 a").first.click()
    page.wait_for_url("**/articles/**")
    page.go_back()
    page.wait_for_url("**outlet=**")
    assert titles(page) == found
    page.go_back()
    page.locator(".chip").wait_for(state="detached")
    assert len(titles(page)) > len(found)


def test_the_fragment_of_an_address_is_the_browsers(page):
    page.evaluate("location.hash = 'main'")
    page.go_back()
    assert is_alive(page) and titles(page)


def test_the_next_page_begins_at_its_top(page):
    page.get_by_role("link", name="Berikutnya").click()
    page.wait_for_url("**page=2")
    assert is_alive(page)
    assert page.evaluate("scrollY") == 0
    assert focused(page) == "count"
    page.wait_for_timeout(100)
    assert status(page) == "", "what has the focus is read, and is not said twice"


@pytest.mark.parametrize("answer", [
    pytest.param({"status": 404, "content_type": "text/html"}, id="error"),
    pytest.param({"content_type": "text/plain"}, id="no page"),
    pytest.param({"content_type": "text/html"}, id="layout"),
    pytest.param(None, id="no answer"),
    pytest.param({}, id="silence"),
])
def test_the_browser_opens_what_the_script_cannot_fetch(page, answer):
    page.clock.install()

    def respond(route):
        if route.request.resource_type != "fetch":
            route.continue_()
        elif answer is None:
            route.abort()
        elif answer:
            route.fulfill(body="<p>?", **answer)

    page.route("**/?q=gempa", respond)
    page.locator("#q").fill("gempa")
    with page.expect_event("load"):
        press(page, "Enter")
        page.clock.fast_forward(9_000)
    assert not is_alive(page) and titles(page)
    assert page.url.endswith("/?q=gempa")


@pytest.mark.parametrize("change", [
    "link.target = '_blank'", "link.download = ''", "link.href = 'https://lain.example/?q=x'",
    "link.href = '/help'", "link.hreflang = 'en'", "click.ctrlKey = true", "click.metaKey = true",
    "click.shiftKey = true", "click.button = 1",
])
def test_other_clicks_are_the_browsers(page, change):
    assert not page.evaluate("""change => {
      const link = document.querySelector("aside .facet a");
      const click = { bubbles: true, cancelable: true };
      new Function("link", "click", change)(link, click);
      let taken;
      addEventListener("click", event => {
        taken = event.defaultPrevented;
        event.preventDefault();
      });
      link.dispatchEvent(new MouseEvent("click", click));
      return taken;
    }""", change)


def test_the_focus_stays_on_a_value_and_the_value_in_its_place(opened):
    page = opened(PHRASE, has_touch=True, is_mobile=True, viewport={"width": 360, "height": 740})
    page.locator("#filters-panel > summary").tap()
    page.evaluate("scrollTo(0, 150)")  # at the very top, what is selected may move up
    value = page.locator("aside .facet a:not(.without)").nth(3)
    value.scroll_into_view_if_needed()
    id, before = value.get_attribute("id"), value.bounding_box()["y"]
    value.tap()
    page.wait_for_url("**outlet=**")
    assert focused(page) == id
    assert page.locator("#filters-panel").get_attribute("open") is not None
    assert abs(page.locator(f"#{id}").bounding_box()["y"] - before) < 2
    assert "#" not in page.url


@pytest.mark.parametrize("id", ["sort-newest", "view-lengkap", "collapse", "timeline-share"])
def test_the_focus_stays_on_what_changes_the_results(page, id):
    before = page.url
    page.locator(f"#{id}").focus()
    press(page, "Enter")
    page.wait_for_function("before => location.href !== before", arg=before)
    assert is_alive(page) and focused(page) == id


# Timeline

BAR = "[data-timeline] a"
RANGE = "[data-timeline] .in-range"


def test_arrow_keys_move_along_the_timeline_and_select_a_range(page):
    labels = [bar.text_content() for bar in page.locator(BAR).all()]
    page.locator(f"{BAR}[tabindex='0']").focus()
    assert page.locator(BAR).count() > 3 and page.locator(f"{BAR}[tabindex='0']").count() == 1
    press(page, "ArrowRight")
    assert page.locator(":focus").text_content() == labels[1]
    press(page, "End", "ArrowRight")
    assert page.locator(":focus").text_content() == labels[-1]
    press(page, "Home", "ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight")
    assert page.locator(RANGE).count() == 3
    page.wait_for_timeout(100)
    assert status(page) == f"{labels[1]} – {labels[3]}"
    press(page, "Escape")
    assert page.locator(RANGE).count() == 0
    press(page, "ArrowLeft", "Shift+ArrowLeft", "Enter")
    page.wait_for_url("**from=**")
    years = [label.partition(":")[0] for label in labels]
    assert page.url.endswith(f"from={years[1]}&to={years[2]}") and is_alive(page)
    assert page.locator(RANGE).count() == 0


def test_a_range_of_the_timeline_is_dragged_with_the_mouse(page):
    first, last = (page.locator(BAR).nth(at).bounding_box() for at in (1, 3))
    page.mouse.move(last["x"] + 5, last["y"] + 5)
    page.mouse.down()
    page.mouse.move(first["x"] + 5, first["y"] + 5, steps=3)
    assert page.locator(RANGE).count() == 3
    page.mouse.up()
    page.wait_for_url("**from=**")
    assert is_alive(page) and page.url.count("from=") == page.url.count("to=") == 1
    page.go_back()
    page.locator(BAR).nth(1).click()
    page.wait_for_url("**from=**")
    assert is_alive(page)


# Suggestions

def test_a_suggestion_is_chosen_by_keyboard(page):
    box = page.locator("#q")
    box.fill("")
    box.type("kab")
    page.locator("[role=option]").first.wait_for()
    assert box.get_attribute("aria-expanded") == "true"
    press(page, "ArrowDown")
    option = page.locator("[role=option][aria-selected=true]")
    assert box.get_attribute("aria-activedescendant") == option.get_attribute("id")
    press(page, "ArrowUp")
    assert box.get_attribute("aria-activedescendant") is None
    while page.locator("[aria-selected=true]", has_text="Kabar Nusa").count() == 0:
        press(page, "ArrowDown")
    press(page, "Enter")
    page.wait_for_url("**q=media**")
    assert is_alive(page) and box.input_value() == 'media:"Kabar Nusa"'
    assert page.locator("[role=listbox]").is_hidden()
    assert titles(page)


def test_what_was_typed_is_searched_for_unless_a_suggestion_is_chosen(page):
    box = page.locator("#q")
    box.fill("")
    box.type("kab")
    page.locator("[role=option]").first.wait_for()
    press(page, "Enter")
    page.wait_for_url("**q=kab")
    assert page.locator("[role=listbox]").is_hidden()


def test_escape_closes_the_suggestions_and_keeps_the_text(page):
    box = page.locator("#q")
    box.fill("")
    box.type("kab")
    page.locator("[role=option]").first.wait_for()
    press(page, "Escape")
    assert page.locator("[role=listbox]").is_hidden()
    assert box.input_value() == "kab" and box.get_attribute("aria-expanded") == "false"


def test_a_late_answer_to_an_earlier_text_is_dropped(page):
    asked = []
    held = []

    def answer(route):
        asked.append(route.request.url)
        if len(asked) == 1:
            held.append(route)
        else:
            route.continue_()

    page.route("**/api/v1/suggest**", answer)
    box = page.locator("#q")
    box.fill("")
    box.type("ge")
    page.wait_for_timeout(300)
    box.type("mpa")
    page.locator("[role=option]").first.wait_for()
    shown = page.locator("[role=option]").all_inner_texts()
    held[0].fulfill(json={"completions": [{"text": "terlambat", "kind": "phrase", "total": 1}]})
    page.wait_for_timeout(100)
    assert page.locator("[role=option]").all_inner_texts() == shown
    assert len(asked) == 2


def test_nothing_is_asked_below_two_letters(page):
    asked = []
    page.route("**/api/v1/suggest**", lambda route: (asked.append(1), route.continue_()))
    page.locator("#q").fill("")
    page.locator("#q").type("g")
    page.wait_for_timeout(300)
    assert asked == []


def test_the_keys_of_an_input_method_are_its_own(page):
    page.locator("#q").fill("kab")
    page.locator("[role=option]").first.wait_for()
    assert not page.evaluate("""() => ["ArrowDown", "Enter", "Escape"].some(key => {
      const event = new KeyboardEvent("keydown", { key, isComposing: true, cancelable: true });
      return !document.getElementById("q").dispatchEvent(event);
    })""")
    assert page.locator("[role=option]").first.is_visible()
    assert page.locator("[aria-selected=true]").count() == 0


def test_a_suggestion_is_chosen_by_touch(opened):
    page = opened(PHRASE, has_touch=True, is_mobile=True, viewport={"width": 360, "height": 740})
    page.locator("#q").tap()
    page.locator("#q").fill("kab")
    option = page.locator("[role=option]", has_text="Kabar Nusa").first
    option.wait_for()
    assert option.bounding_box()["height"] >= 44
    option.tap()
    page.wait_for_url("**q=media**")
    assert page.locator(":focus").count() == 0 or focused(page) != "q"


# Keys

def test_keys_move_between_box_and_hits(page):
    press(page, "/")
    assert focused(page) == "q"
    press(page, "j")
    assert page.locator("#q").input_value() == "j", "in the box a letter is a letter"
    press(page, "Tab", "Tab", "j", "j")
    assert focused(page) == titles(page)[1]
    press(page, "k")
    assert focused(page) == titles(page)[0]
    for _ in titles(page):
        press(page, "j")
    page.wait_for_url("**page=2")


def test_keys_move_between_the_matches_of_an_article(opened):
    page = opened("/articles/hs-2004-0228?q=perundingan")
    count = page.locator(".match").count()
    assert count > 1
    seen = []
    for key in ["n", "n", "p", "p"]:
        press(page, key)
        assert page.locator(":focus:target").count() == 1
        seen.append(page.url.partition("#match-")[2])
    assert seen == ["1", "2", "1", str(count)]
    page.go_back()
    assert page.url == "about:blank", "the matches are no steps of the history"


def test_a_citation_is_copied(opened):
    page = opened("/articles/hs-2004-0228", permissions=["clipboard-read", "clipboard-write"])
    page.locator(".cite summary").click()
    page.locator(".copy").first.get_by_role("button", name="Salin").click()
    page.locator(".copy").first.get_by_role("button", name="Tersalin").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied and page.locator(".copy").first.inner_text() == f"{copied} Tersalin"


def test_a_question_mark_lists_the_keys_and_they_can_be_switched_off(page):
    press(page, "?")
    dialog = page.get_by_role("dialog", name="Pintasan papan ketik")
    assert dialog.is_visible()
    dialog.get_by_label("Pakai pintasan ini").uncheck()
    dialog.get_by_role("button", name="Tutup").click()
    press(page, "/")
    assert focused(page) != "q"
    page.reload()
    press(page, "/")
    assert focused(page) != "q"
    page.get_by_role("button", name="Pintasan").click()
    dialog.get_by_label("Pakai pintasan ini").check()
    press(page, "Escape", "/")
    assert focused(page) == "q"


@pytest.mark.parametrize("modifier", ["Control", "Alt", "Meta"])
def test_a_key_with_a_modifier_is_the_browsers(page, modifier):
    page.keyboard.down(modifier)
    press(page, "j")
    page.keyboard.up(modifier)
    assert focused(page) != titles(page)[0]
