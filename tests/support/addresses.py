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
ERRORS = [
    (f"/?q={'(' * 21}a", 400), (f"/?q={'x' * 513}", 400),
    ("/zzz", 404), ("/articles/tidak-ada", 404), ("/articles/", 404), ("/help/", 404),
    ("/?page=0", 422), ("/?warna=merah", 422), ("/?q=a&q=b", 422), ("/?from=2013&to=2007", 422),
    ("/?page=1001", 422), ("/?year=x", 422), ("/?sort=x", 422), ("/?from=13/2/2007", 422),
]
ALL = PAGES + [path for path, _ in ERRORS]
