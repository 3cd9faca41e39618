"""Parsed pages: their elements, links and forms."""

from html.parser import HTMLParser
from types import SimpleNamespace
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit

from web.address import build_address
from web.hops import HOPS_PATH, read_state, take_hop

from support.api import SEARCH
from support.news import ARTICLES

VOID = {"base", "meta", "link", "input", "br", "img", "hr"}


def parse(text):
    """Return the elements of a page as a tree, with the whole addresses of links that are hops."""
    root = parse_as_it_is(text)
    for base in find(root, "base"):
        for node in [*find(root, "a"), *find(root, "link")]:
            if "href" in node.attrs:
                node.attrs["href"] = resolve(node, base.attrs["href"])
        for form in find(root, "form"):
            form.attrs["action"] = urljoin(base.attrs["href"], form.attrs["action"])
    return root


def resolve(link, base):
    """Return the whole address that a link of a page with a base leads to; a part of the page."""
    href, mark, part = link.attrs["href"].partition("#")
    if href.startswith(("/", "http")):
        return mark + part if "skip" in link.attrs.get("class", "") else href + mark + part
    parts = urlsplit(urljoin(base, href))
    assert parts.path.startswith(base)
    hop = parse_qsl(parts.query, keep_blank_values=True)
    whole = build_address(
        f"/{parts.path.removeprefix(base)}", take_hop(read_state(base.strip("/~")), hop))
    return whole + mark + part


def parse_as_it_is(text):
    """Return the elements of a page as a tree, which must be well formed."""
    root = SimpleNamespace(tag="", attrs={}, children=[], parent=None)
    here = [root]
    parser = HTMLParser()

    def start(tag, attrs):
        assert len(attrs) == len(dict(attrs)), f"an attribute twice in {tag}"
        node = SimpleNamespace(tag=tag, attrs=dict(attrs), children=[], parent=here[-1])
        here[-1].children.append(node)
        if tag not in VOID:
            here.append(node)

    def end(tag):
        assert here.pop().tag == tag, f"</{tag}> closes another element"

    parser.handle_starttag, parser.handle_endtag = start, end
    parser.handle_data = lambda data: here[-1].children.append(data)
    parser.feed(text)
    parser.close()
    assert here == [root], "an element was not closed"
    return root


def walk(node):
    yield node
    for child in node.children:
        if not isinstance(child, str):
            yield from walk(child)


def find(node, tag, **attrs):
    """Return the elements below a node with this tag and these attributes; `cls` is a class."""
    cls = attrs.pop("cls", None)
    return [
        each for each in walk(node) if each.tag == tag
        and (cls is None or cls in each.attrs.get("class", "").split())
        and all(each.attrs.get(name.rstrip("_")) == value for name, value in attrs.items())
    ]


def list_foreign_scripts(page):
    """Return the scripts of a page that are not files of the site. Linked data is no script."""
    return [each for each in find(page, "script")
            if each.attrs.get("type") != "application/ld+json" and (
                each.children or not each.attrs.get("src", "").startswith("/static/"))]


def text(node):
    parts = (child if isinstance(child, str) else text(child) for child in node.children)
    return " ".join("".join(parts).split())


def get(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status, path
    assert response.content_type == "text/html; charset=utf-8"
    return parse(response.text)


def english(path):
    return f"{path}{'&' if '?' in path else '?'}lang=en"


def api(client, path):
    """Return the response of the API to the search of a page."""
    pairs = [pair for pair in asked(path) if pair[0] != "lang"]
    return client.get(f"{SEARCH}?{urlencode(pairs)}").json


def asked(address):
    return parse_qsl(urlsplit(address).query, keep_blank_values=True)


def internal(page):
    """Return the links to other pages of this site, except the one that switches the language."""
    hrefs = [a.attrs["href"] for a in find(page, "a") if "hreflang" not in a.attrs]
    return [href for href in hrefs if href.startswith("/")
            and not href.startswith(("/api/", "/openapi.json"))]


def submitted(form, **typed):
    """Return the address that a browser requests on submitting a form."""
    fields = {field.attrs["name"]: typed for field in find(form, "input")}
    assert typed.keys() <= fields.keys()
    pairs = [
        (name, typed.get(name, field.attrs.get("value", "")))
        for field in find(form, "input") for name in [field.attrs["name"]]
    ]
    if form.attrs["action"].startswith(HOPS_PATH):
        state = read_state(form.attrs["action"].partition("#")[0].strip("/~"))
        pairs = take_hop(state, pairs) + [pair for pair in pairs if not pair[1]]
        return f"/?{urlencode(pairs)}"
    return f"{form.attrs['action']}?{urlencode(pairs)}"


def hits(page):
    """Return the ids of the articles that a page shows, from the links of their titles."""
    ids = {f"/articles/{quote(article.id, safe='')}": article.id for article in ARTICLES}
    links = [find(item, "a")[0] for listed in find(page, "ol", cls="hits")
             for item in find(listed, "li")]
    return [ids[urlsplit(link.attrs["href"]).path] for link in links]


def facet(page, heading):
    """Return the values of a facet: name → link."""
    [section] = [each for each in find(page, "section")
                 if [text(h) for h in find(each, "h2")] == [heading]]
    return {text(find(a, "span")[0]): a for a in find(section, "a")
            if find(a, "span", cls="count")}


def count(link):
    return int(text(find(link, "span", cls="count")[0]).replace(".", ""))


def backs(page):
    """Return the addresses of the links from an article back to the results."""
    return [a.attrs["href"] for a in find(page, "a") if text(a).startswith("←")]
