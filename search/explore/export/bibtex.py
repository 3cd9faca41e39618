"""BibTeX: references for LaTeX, with what LaTeX would read as commands escaped."""

import re
from collections.abc import Iterable, Iterator

from search.article import Article
from search.explore.export.citation import Citation, build_key, cite

_ESCAPES = str.maketrans({
    "\\": r"{\textbackslash}", "{": r"{\textbraceleft}", "}": r"{\textbraceright}",
    "~": r"{\textasciitilde}", "^": r"{\textasciicircum}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
})
_LIGATURES = re.compile("(?<=-)-|(?<=')'|(?<=[`?!])`|(?<=<)<|(?<=>)>|(?<=,),")
"""The second of two signs that LaTeX joins into another one: a dash, a quotation mark."""

_URL_ESCAPES = str.maketrans({"\\": "%5C", "{": "%7B", "}": "%7D", " ": "%20", '"': "%22"})


def write_bibtex(articles: Iterable[Article], _: object = None) -> Iterator[str]:
    r"""Yield the references to articles.

    >>> print(*write_bibtex([Article("a", "Gempa & {api}", published="2018-09")]), sep="")
    @article{a,
      title = {Gempa \& {\textbraceleft}api{\textbraceright}},
      date = {2018-09},
      year = {2018},
      month = {9},
    }
    <BLANKLINE>
    <BLANKLINE>
    """
    for article in articles:
        citation = cite(article)
        lines = (f"  {name} = {{{value}}},\n" for name, value in _list_fields(citation) if value)
        yield f"@article{{{build_key(article.id)},\n{''.join(lines)}}}\n\n"


def _list_fields(citation: Citation) -> Iterator[tuple[str, str]]:
    yield "title", _escape(citation.title)
    if citation.author:
        yield "author", f"{{{_escape(citation.author)}}}"  # one name, whatever words are in it
    yield "journal", _escape(citation.outlet)
    if citation.date:
        year, *rest = citation.date
        yield "date", "-".join([f"{year:04}", *(f"{part:02}" for part in rest)])
        yield "year", f"{year:04}"
        yield from zip(("month", "day"), map(str, rest))
    yield "url", citation.url.translate(_URL_ESCAPES)


def _escape(text: str) -> str:
    r"""Return a text as LaTeX shows it.

    >>> print(_escape("22--24 ''V'' 5%"))
    22-{}-24 '{}'V'{}' 5\%
    """
    return _LIGATURES.sub(r"{}\g<0>", text.translate(_ESCAPES))
