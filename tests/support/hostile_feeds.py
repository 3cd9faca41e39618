"""Servers that are hostile to `indexer fetch`, and what becomes of a run that asks them.

    PYTHONPATH=.:tests python -P -m support.hostile_feeds

Each server has bytes for some paths, which it writes as they are. A run must end with a report that
blames no fault of Warta, store nothing of this computer's files, and leave the next feed readable.
"""

import argparse
import gzip
import socketserver
import sys
import tempfile
import threading
import time
import zlib
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import NamedTuple

from indexer import fetch
from indexer.fetch import transport
from indexer.fetch.fetch_state import hold_fetch_state
from indexer.fetch.polite_client import PoliteClient
from search import open_archive
from search.log_lines import sanitize

OWN = "http://127.0.0.1:00000"
"""What a server replaces by its own address, which is as long."""

SECRET = "root:x:0:0"
"""How /etc/passwd begins."""

IDLE, TOTAL = 1, 2
"""Seconds without a byte, and of a whole answer: shorter than those of a real run."""

PAGES = 20
"""Pages that a run fetches of each feed."""

RSS, HTML, XML = "application/rss+xml", "text/html; charset=utf-8", "text/xml"
ATOM, JSON_FEED = "application/atom+xml", "application/feed+json"


def say(body, kind=RSS, status="200 OK", *lines):
    """Return an answer of HTTP, with more lines in its head."""
    body = body.encode() if isinstance(body, str) else body
    head = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}", *lines]
    return "\r\n".join([*head, "", ""]).encode("latin-1") + body


def encode(body, coding):
    """Return an answer whose body has a coding."""
    return say(body, RSS, "200 OK", f"Content-Encoding: {coding}")


def head(*lines):
    """Return the head of an answer that says nothing of its length."""
    return "\r\n".join(["HTTP/1.1 200 OK", f"Content-Type: {RSS}", *lines, "", ""]).encode()


def lead(to, status="302 Found"):
    """Return a redirection."""
    return say("", RSS, status, f"Location: {to}")


def item(title="Uji", link="http://127.0.0.1:1/1", body="Isi berita.", more=""):
    return (f"<item><title>{title}</title><link>{link}</link><description>{body}</description>"
            f"{more}</item>")


def rss(*items, before="", attributes=""):
    return (f'<?xml version="1.0"?>{before}<rss version="2.0" {attributes}><channel>'
            f"<title>Kabar</title>{''.join(items)}</channel></rss>")


def drip(piece, start=head(), times=60):
    """Return what writes a piece again and again, slowly."""
    def write():
        yield start
        for _ in range(times):
            yield piece
            time.sleep(0.1)
    return write


def flood(piece, start=head(), times=2_000):
    """Return what writes a piece again and again."""
    def write():
        yield start
        for _ in range(times):
            yield piece
    return write


def page(body, before=""):
    return say(f"<!doctype html><html><head><title>Uji</title>{before}</head><body>{body}", HTML)


def zipped(size):
    """Return so many blanks, compressed."""
    pack = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(pack.compress(b" " * (1 << 20)) for _ in range(size >> 20)) + pack.flush()


LAUGHS = "<!DOCTYPE r [<!ENTITY l0 'ha'>" + "".join(
    f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 10)) + "]>"
SITEMAP = ('<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
           'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{}</urlset>')
SITEMAPS = SITEMAP.replace("urlset", "sitemapindex")
ONE = rss(item())
CHUNKED = head("Transfer-Encoding: chunked")
SUMMARY = rss(item(link=f"{OWN}/halaman", body="Pendek."))
JSON = '{"version": "https://jsonfeed.org/version/1.1", "items": [%s]}'

FEEDS = {
    # how it is sent
    "nothing": b"", "garbage": bytes(range(256)) * 40, "without a head": ONE.encode(),
    "a slow answer": drip(b"x" * 10), "a silent server": drip(b"", b"", 30),
    "an endless answer": flood(item().encode() * 100),
    "an endless line": flood(b"x" * 9_999, b"HTTP/1.1 200 "),
    "endless headers": flood(b"X: y\r\n" * 99, b"HTTP/1.1 200 OK\r\n"),
    "endless interim answers": flood(b"HTTP/1.1 100 Continue\r\n\r\n" * 99, b""),
    "a folded header": head("X: a", *[" b"] * 100) + ONE.encode(),
    "a cut answer": head("Content-Length: 99999") + ONE.encode(),
    "a length below zero": head("Content-Length: -5") + ONE.encode(),
    "a length beyond all": head(f"Content-Length: {'9' * 5_000}") + ONE.encode(),
    "two lengths": head("Content-Length: 5", "Content-Length: 500") + ONE.encode(),
    "a length in words": head("Content-Length: banyak") + ONE.encode(),
    "a chunk beyond all": CHUNKED + b"FFFFFFFFFFFFFFFF\r\nabc",
    "a chunk below zero": CHUNKED + b"-5\r\nhello\r\n0\r\n\r\n",
    "a chunk with a long extension": CHUNKED + b"5;" + b"a" * 3_000_000 + b"\r\nhello\r\n0\r\n\r\n",
    "chunks of one byte": CHUNKED + b"1\r\na\r\n" * 100_000,
    "trailers without an end": flood(b"X: y\r\n" * 99, CHUNKED + b"0\r\n"),
    "status 000": b"HTTP/1.1 000 No\r\n\r\n", "status 999": say("", RSS, "999 No"),
    "status 204": say("", RSS, "204 No Content"), "status 206": say(ONE, RSS, "206 Partial"),
    "304 that was not asked for": say("", RSS, "304 Not Modified"),
    # codings
    "a gzip bomb": cache(lambda: encode(zipped(300 << 20), "gzip")),
    "gzip in gzip": cache(lambda: encode(gzip.compress(zipped(50 << 20)), "gzip, gzip")),
    "a deflate bomb": cache(lambda: encode(zlib.compress(bytes(100 << 20)), "deflate")),
    "a thousand codings": encode(ONE, ",".join(["gzip"] * 1_000)),
    "a coding that is not there": encode(ONE, "gzip"), "brotli": encode(ONE, "br"),
    "cut gzip": cache(lambda: encode(gzip.compress(ONE.encode())[:-9], "gzip")),
    "gzip of many members": cache(lambda: encode(
        gzip.compress(b"") * 100_000 + gzip.compress(ONE.encode()), "gzip")),
    "gzip and more": cache(lambda: encode(gzip.compress(ONE.encode()) + b"x" * 99_999, "gzip")),
    # headers
    "a long ETag": say(ONE, RSS, "200 OK", f'ETag: "{"e" * 60_000}"'),
    "an ETag of control characters": say(ONE, RSS, "200 OK", 'ETag: "\x01\x02"'),
    "a date that is none": say(ONE, RSS, "200 OK", "Last-Modified: kemarin"),
    "a charset that is a codec": say(ONE, f"{RSS}; charset=zlib_codec"),
    "UTF-7": say(ONE, f"{RSS}; charset=utf-7"), "a PDF": say(b"%PDF-1.4" + bytes(999), RSS),
    "a picture": say(b"\x89PNG\r\n\x1a\n" + bytes(9_999), "image/png"),
    # redirections
    "a circle": lead(f"{OWN}/feed"), "an empty Location": lead(""),
    "a file": lead("file:///etc/passwd"),
    "ftp": lead("ftp://127.0.0.1/"), "half an IPv6 address": lead("http://[::1/"),
    "a port beyond all": lead("http://127.0.0.1:99999/"), "a closed port": lead("//127.0.0.1:1/"),
    "a login": lead("http://u:p@127.0.0.1:1/"), "control characters": lead("/\x01\x7f é"),
    "a long Location": lead("/" + "a" * 60_000),
    # XML
    "entities of entities": say(rss(item("&l9;"), before=LAUGHS)),
    "a long entity": say(rss(item("&a;" * 9_999), before=(
        f"<!DOCTYPE r [<!ENTITY a '{'a' * 99_999}'>]>"))),
    "an external entity": say(rss(item("&x;"), before=(
        "<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"))),
    "an external parameter entity": say(rss(item(), before=(
        "<!DOCTYPE r [<!ENTITY % x SYSTEM 'file:///etc/passwd'>%x;]>"))),
    "an external DTD": say(rss(item(), before=f"<!DOCTYPE rss SYSTEM '{OWN}/halaman'>")),
    "deep elements": say(rss("<a>" * 200_000 + "</a>" * 200_000)),
    "crowded attributes": say(rss(item(), attributes=" ".join(f'a{n}="1"' for n in range(99_999)))),
    "crowded namespaces": say(rss(item(), attributes=" ".join(
        f'xmlns:n{n}="u{n}"' for n in range(99_999)))),
    "open comments": say("<rss><channel>" + "<!--" * 500_000),
    "processing instructions": say(rss("<?x y?>" * 200_000, item())),
    "UTF-16": say(ONE.encode("utf-16")), "UTF-32": say(ONE.encode("utf-32")),
    "EBCDIC": say(ONE.encode("cp500")), "NUL": say(ONE.replace("Uji", "U\0j\0i")),
    # items
    "thousands of copies": say(rss(*[item()] * 5_000)),
    "links that lead inside": say(rss(*[item(str(n), link) for n, link in enumerate((
        "file:///etc/passwd", "javascript:alert(1)", "http://[::1", "http://127.0.0.1:1/", "//",
        "http://127.0.0.1:1/\x7f", "http://xn--a/", f"http://{'a' * 300}.example/",
        f"http://x/{'b' * 99_999}", "http://x:99999999/", "data:text/html,a"))])),
    "a long title": say(rss(item("judul " * 500_000))),
    "many categories": say(rss(item(more="<category>k</category>" * 200_000))),
    "many enclosures": say(rss(item(more="<enclosure url='file:///etc/passwd'/>" * 9_999))),
    "dates that are none": say(rss(*[item(str(n), more=f"<pubDate>{date}</pubDate>")
                                     for n, date in enumerate((
                                         "9" * 99_999, "Mon, 99 Jan 99999 99:99:99 +9999", "-1",
                                         "1e400", "9999-12-31T23:59:59+14:00", "٢٠٢٠-٠١-٠١"))])),
    "Atom that bases itself on a file": say(
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="file:///etc/"><entry><id>a</id>'
        '<title>Uji</title><link href="passwd"/><content>Isi.</content></entry></feed>', ATOM),
    "deep JSON": say("[" * 99_999, JSON_FEED),
    "a long number": say(JSON % ("9" * 9_999), JSON_FEED),
    "JSON of other types": say(JSON % (
        '{"id": 1e400, "url": 5, "content_text": ["x"]}, null, 5, [], '
        r'{"id": "\ud800", "url": "http://x/\ud800", "content_text": "isi \ud800"}'), JSON_FEED),
    "a million empty items": cache(lambda: say(JSON % ",".join(["{}"] * 1_000_000), JSON_FEED)),
    # sitemaps and pages
    "a sitemap of itself": say(SITEMAPS.format(f"<sitemap><loc>{OWN}/feed</loc></sitemap>"), XML),
    "a sitemap of files": say(SITEMAPS.format(
        "<sitemap><loc>file:///etc/passwd</loc></sitemap>"
        "<sitemap><loc>http://127.0.0.1:1/</loc></sitemap>"), XML),
    "a sitemap of fifty thousand": say(SITEMAP.format("".join(
        f"<url><loc>{OWN}/p{n}</loc><news:news><news:title>Uji</news:title></news:news></url>"
        for n in range(50_000))), XML),
    "a page of itself": page("", f'<link rel="alternate" type="{RSS}" href="/feed">'),
    "a page whose feed is a file": page("", (
        f'<base href="file:///"><link rel="alternate" type="{RSS}" href="etc/passwd">')),
}

PAGES_OF_ITEMS = {
    "an endless page": flood(b"<p>Isi halaman.</p>" * 99, head()), "a slow page": drip(b"x"),
    "a page in a circle": lead(f"{OWN}/halaman"),
    "a page that leads to a file": lead("file:///etc/passwd"),
    "a compressed page": cache(lambda: encode(zipped(300 << 20), "gzip")),
    "a deep page": page("<div>" * 300_000 + "<p>Isi."),
    "a page of ampersands": page("&" * 3_000_000),
    "a page whose original is a file": page(
        f"<article><p>{'Isi halaman yang panjang. ' * 40}</p></article>",
        '<link rel="canonical" href="file:///etc/passwd">'),
    "a page of deep JSON": page("<p>Isi.", (
        f'<script type="application/ld+json">{"[" * 99_999}</script>')),
}

ROBOTS = {
    "robots.txt that is slow": drip(b"Disallow: /x\n"),
    "robots.txt without an end": flood(b"Disallow: /*a*b*c*d*e*f$\n" * 99),
    "robots.txt of many names": say("User-agent: a\n" * 200_000 + "Disallow: /x\n"),
    "robots.txt of stars": say("User-agent: *\nDisallow: /" + "*a" * 3_000 + "$\n"),
    "robots.txt in a circle": lead("/robots.txt"),
    "robots.txt that is a file": lead("file:///etc/passwd"),
    "robots.txt of other bytes": say(bytes(range(256)) * 99),
    "robots.txt in UTF-16": say("User-agent: *\nDisallow: /x\n".encode("utf-16")),
    "a delay beyond all": say("User-agent: *\nCrawl-delay: 99999999\n"),
    "an infinite delay": say("User-agent: *\nCrawl-delay: inf\n"),
    "a delay that is no number": say("User-agent: *\nCrawl-delay: nan\nRequest-rate: 1/0s\n"),
}

RETRIES = ("9" * 5_000, "-1", "nan", "1e400", "²", "Fri, 31 Dec 9999 23:59:59 GMT")

SERVERS = {
    **{name: {"/feed": content} for name, content in FEEDS.items()},
    **{name: {"/feed": say(SUMMARY), "/halaman": content}
       for name, content in PAGES_OF_ITEMS.items()},
    **{name: {"/feed": say(ONE), "/robots.txt": content} for name, content in ROBOTS.items()},
    **{f"Retry-After {each[:9]}": {"/feed": say("", RSS, "429 Too Many", f"Retry-After: {each}")}
       for each in RETRIES},
}


class _Handler(socketserver.StreamRequestHandler):
    timeout = 30

    def handle(self):
        """Write what there is for the path of a request."""
        path = self.rfile.readline(99_999).decode("latin-1").split(" ")[1:2]
        while self.rfile.readline(99_999).strip():
            pass
        content = self.server.paths.get(*path or [""], say("", HTML, "404 Not Found"))
        content = content() if callable(content) else content
        for piece in [content] if isinstance(content, bytes) else content:
            self.wfile.write(piece.replace(OWN.encode(), self.server.address))


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = allow_reuse_address = True

    def handle_error(self, *_):
        """Say nothing of clients that have gone."""


@contextmanager
def serve(paths):
    """Serve answers by path while the block runs; return the address."""
    with _Server(("127.0.0.1", 0), _Handler) as server:
        server.address = b"http://127.0.0.1:%05d" % server.server_address[1]
        server.paths = {path: content() if hasattr(content, "cache_info") else content
                        for path, content in paths.items()}
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield server.address.decode()
        finally:
            server.shutdown()


class Fetched(NamedTuple):
    """What became of a run: the outcomes of a hostile feed and of a good one, and its seconds of
    processor time."""

    hostile: object
    good: object
    seconds: float


def fetch_from(archive, folder, name):
    """Fetch from a hostile server, and then from a good one. Raises whatever ends the run."""
    good = {"/feed": say(rss(item(f"Baik {name}", f"http://127.0.0.1:1/{len(name)}")))}
    options = fetch.FetchOptions(full=True, max_pages=PAGES, rejected=folder / "rejected.jsonl")
    with (serve(SERVERS[name]) as hostile, serve(good) as other,
          hold_fetch_state(folder / "fetch.state") as state):
        client = PoliteClient(state, "redaksi@news.example", delay=0, allow_private=True,
                              sleep=lambda seconds: None)
        began = time.process_time()
        outcomes = list(fetch.fetch_feeds(
            archive, state, client, [f"{hostile}/feed", f"{other}/feed"], options))
        return Fetched(*outcomes, time.process_time() - began)


@contextmanager
def limit_time():
    """Let servers take less time than they may in a real run."""
    kept = transport.IDLE_SECONDS, transport.TOTAL_SECONDS
    transport.IDLE_SECONDS, transport.TOTAL_SECONDS = IDLE, TOTAL
    try:
        yield
    finally:
        transport.IDLE_SECONDS, transport.TOTAL_SECONDS = kept


def find_fault(archive, fetched):
    """Return what should not have come of a run, or None."""
    if "fault in Warta" in (fetched.hostile.failure or ""):
        return fetched.hostile.failure
    if fetched.good.failure:
        return f"the good feed: {fetched.good.failure}"
    texts = (f"{each.title} {each.body}" for each in archive.export())
    return "a file was read" if any(SECRET in text for text in texts) else None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*", default=list(SERVERS))
    faults, slowest = [], (0.0, "")
    names = parser.parse_args().names
    with tempfile.TemporaryDirectory() as root, limit_time():
        archive = open_archive(f"whoosh:{root}/archive")
        for name in names:
            fetched = fetch_from(archive, Path(root), name)
            slowest = max(slowest, (fetched.seconds, name))
            if fault := find_fault(archive, fetched):
                faults.append((name, fault))
            said = sanitize(fetched.hostile.failure or "read")
            print(f"{fetched.seconds:6.2f} s  {name}: {said}"[:120])
    print(f"{len(names)} servers, {len(faults)} faults, at most {slowest[0]:.1f} s: {slowest[1]}")
    for each in faults:
        print(*each)
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
