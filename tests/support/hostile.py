"""Hostile values: what articles, queries and addresses may have to do harm. One table for all."""

from search import Article

SCRIPTS = (
    "<script>window.harmed=1</script>", "\"><img src=x onerror=window.harmed=1>",
    "'><svg/onload=window.harmed=1>", "</title><script>window.harmed=1</script>",
    "<!--><script>window.harmed=1</script>-->",
    "<iframe srcdoc='<script>parent.harmed=1</script>'>",
    "]]><script>window.harmed=1</script>", "</script><script>window.harmed=1</script>",
    "<a href=javascript:window.harmed=1>x</a>", "{{ 7*7 }}{% raw %}", "${7*7}", "&lt;script&gt;",
    "<mark>x</mark>", "<style>*{display:none}</style>", "<base href=//evil.example>",
    "<meta http-equiv=refresh content=0;url=//evil.example>", "`-window.harmed`", "\u2028\u2029")

FORMULAS = ("=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "=HYPERLINK(\"http://evil.example\")",
            "-2+3+cmd", "|calc", "%0A=1", "＝1+1", "＋1", "－1", "＠SUM(A1)")

CONTROLS = ("\x1b[2J\x1b]0;x\x07", "\x1b]8;;http://evil.example\x07x\x1b]8;;\x07", "\x9b31m",
            "a\x00b", "\x08\x08\x08", "\u202egnp.exe", "a\r\nX-Harm: 1", "\x7f")

URLS = ("javascript:window.harmed=1", " javascript:window.harmed=1", "JaVaScRiPt:window.harmed=1",
        "data:text/html,<script>window.harmed=1</script>", "vbscript:x", "//evil.example/x",
        "https://a.example/\"><script>window.harmed=1</script>", "http://a.example/'onclick='x",
        "https://a.example/\r\nX-Harm: 1", "http://[::1", "file:///etc/passwd")

VALUES = (*SCRIPTS, *FORMULAS, *CONTROLS, *URLS)


def build_articles():
    """Return articles with hostile titles, bodies, outlets, ids, URLs, tags and other fields."""
    return [
        Article(f"h{number}{value}", f"Kabar {value}", f"Kabar gempa {value}. {value}",
                outlet=f"Media {value}"[:200] if value.strip() else None, published="2007-02-13",
                url=URLS[number % len(URLS)],
                extra={"byline": value, "tags": [value, "gempa"], "rubric": value, "place": value,
                       value: value})
        for number, value in enumerate(VALUES)]
