"""Addresses of pages of every kind."""

from urllib.parse import urlencode

from support.news import EVIL, EVIL_OUTLET

PAGES = [
    "/", "/?q=gempa", "/?q=zzz", "/?q=gempa&year=1950", "/?q=gempa+rendang", "/?page=2", "/?page=9",
    "/?q=nuklir&outlet=Kabar+Nusa&outlet=none&year=2007&from=2007&to=2013-06&sort=newest",
    f"/?{urlencode({'q': EVIL, 'outlet': EVIL_OUTLET})}", "/?q=%22enam+pihak%22~3&page_size=3",
    "/articles/kn-1", "/articles/kn-1?q=nuklir", "/articles/x-3", "/articles/jahat?q=script",
    f"/articles/kn-1?q={'(' * 21}a", "/articles/kn-1?q=nuklir&year=2007&page=2&facet=outlet",
    "/help", "/help/api",
]
MENDED = [
    "/?page=0", "/?warna=merah", "/?q=a&q=b", "/?from=2013&to=2007", "/?page=1001", "/?year=x",
    "/?sort=x", "/?from=13/2/2007",
]
UNREADABLE = [f"/?q={'(' * 21}a", f"/?q={'x' * 513}", f"/tren?q=a&q={'(' * 21}a",
              f"/konkordansi?q={'(' * 21}a&width=20", f"/istilah?q={'(' * 21}a"]
ERRORS = [("/zzz", 404), ("/articles/tidak-ada", 404), ("/articles", 404), ("/outlets/zzz", 404)]
ALL = PAGES + MENDED + UNREADABLE + [path for path, _ in ERRORS]
