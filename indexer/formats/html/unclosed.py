"""Ends the title and the comments of a page where their end is missing.

Parsers take all that follows for theirs.
"""

import re
from itertools import zip_longest

_TITLE = re.compile(r"<title\b[^<>]{0,200}>[^<\n]{1,1000}", re.IGNORECASE)
_TITLE_END = re.compile(r"</title", re.IGNORECASE)
_MARK = re.compile(r"<!--|--!?>")
_HEAD = re.compile(r"<!--(?!\[if)[^<>\n]{0,200}(?P<end>>?)", re.IGNORECASE)
"""The beginning of a comment, to the first mark that may have been meant for its end."""


def close_title(page: str) -> str:
    """Return a page whose title ends: as it stands, one without an end tag takes in all the rest.

    >>> close_title("<title>Beras\\n<p>Naik.")
    '<title>Beras</title>\\n<p>Naik.'
    """
    if "</title" in page or _TITLE_END.search(page):
        return page
    return _TITLE.sub(r"\g<0></title>", page, count=1)


def close_comments(page: str) -> str:
    """Return a page whose comments end.

    One ends with its first `>` if another one begins before it ends, or none ends after it. If
    there is no `>`, it ends where the next tag or line begins.

    >>> close_comments("<!-- iklan ><p>Naik.</p><!-- akhir -->")
    '<!-- iklan --><p>Naik.</p><!-- akhir -->'
    >>> close_comments("<!-- iklan --!><p>Naik."), close_comments("<p>Naik.<!-- iklan\\n<p>Turun.")
    ('<!-- iklan --><p>Naik.', '<p>Naik.<!-- iklan-->\\n<p>Turun.')
    """
    if "--!>" not in page and page.count("<!--") == page.count("-->"):
        return page
    pieces, copied, marks = list[str](), 0, list(_MARK.finditer(page))
    for mark, following in zip_longest(marks, marks[1:]):
        if mark[0] == "--!>":
            pieces += page[copied:mark.start()], "-->"
            copied = mark.end()
        elif mark[0] == "<!--" and (following is None or following[0] == "<!--"):
            head = _HEAD.match(page, mark.start())
            if head and (head["end"] or following is None):
                pieces += page[copied:head.start("end")], "-->"
                copied = head.end()
    return "".join([*pieces, page[copied:]])
