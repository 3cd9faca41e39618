"""References in words: a plain one as footnotes have it, APA (7th edition) and MLA (9th edition).

Names stay as they are written. Most Indonesian names have no family name to put first.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from search.explore.export.citation import Citation

_MLA_MONTHS = "Jan. Feb. Mar. Apr. May June July Aug. Sept. Oct. Nov. Dec.".split()

_WORDS = {
    "id": {"untitled": "Tanpa judul", "undated": "t.t."},
    "en": {"untitled": "Untitled", "undated": "n.d."},
}


class Reference(NamedTuple):
    """A reference in words, in three parts: the one in the middle is set in italics."""

    before: str
    outlet: str
    after: str

    @property
    def text(self) -> str:
        """The reference without italics."""
        return "".join(self)


def refer_plainly(citation: Citation, language: str) -> Reference:
    """Return a reference as a footnote has it; `language` is "id" or "en".

    >>> quake = Citation("a", "Gempa Palu", "Rina", "Kabar", "https://k.example/1", (2018, 9, 28))
    >>> refer_plainly(quake, "id").text
    'Rina, “Gempa Palu”, Kabar, 28 September 2018, https://k.example/1'
    """
    before = [citation.author, f"“{_name(citation, language)}”"]
    after = [_write_date(citation, language), citation.url]
    return Reference(
        _join(", ", before) + (", " if citation.outlet else ""), citation.outlet,
        "".join(f", {part}" for part in after if part))


def refer_apa(citation: Citation, language: str) -> Reference:
    """Return a reference as APA has it.

    >>> quake = Citation("a", "Gempa Palu", "", "Kabar", "https://k.example/1", (2018, 9, 28))
    >>> refer_apa(quake, "en").text
    'Gempa Palu. (2018, September 28). Kabar. https://k.example/1'
    """
    year, *rest = (f"{citation.date[0]:04}" if citation.date else _say("undated", language),
                   _write_apa_day(citation, language))
    when = f"({_join(', ', [year, *rest])})."
    title = _stop(_name(citation, language))
    before = [_stop(citation.author), when, title] if citation.author else [title, when]
    return Reference(
        " ".join(before) + " " * bool(citation.outlet), citation.outlet,
        _join(" ", ["." if citation.outlet else "", citation.url]))


def refer_mla(citation: Citation, language: str) -> Reference:
    """Return a reference as MLA has it.

    >>> quake = Citation("a", "Gempa Palu", "Rina", "Kabar", "https://k.example/1", (2018, 9, 28))
    >>> refer_mla(quake, "en").text
    'Rina. “Gempa Palu.” Kabar, 28 Sept. 2018, https://k.example/1.'
    """
    before = [_stop(citation.author), f"“{_stop(_name(citation, language))}”"]
    after = _join(", ", [_write_mla_date(citation, language), citation.url])
    return Reference(
        _join(" ", before) + " " * bool(citation.outlet or after), citation.outlet,
        (", " if citation.outlet and after else "") + after + "." * bool(citation.outlet or after))


STYLES: Mapping[str, Callable[[Citation, str], Reference]] = {
    "plain": refer_plainly, "apa": refer_apa, "mla": refer_mla}
"""What writes a reference in each style."""


def _say(word: str, language: str) -> str:
    return _WORDS[language][word]


def _name(citation: Citation, language: str) -> str:
    return citation.title or f"[{_say('untitled', language)}]"


def _join(separator: str, parts: list[str]) -> str:
    return separator.join(filter(None, parts))


def _stop(text: str) -> str:
    """Return a text with the full stop that it needs at its end."""
    return text if not text or text.endswith((".", "?", "!", "…")) else f"{text}."


def _write_date(citation: Citation, language: str) -> str:
    pattern = ("", "yyyy", "MMMM yyyy", "d MMMM yyyy")[len(citation.date)]
    return _format(citation, pattern, language)


def _write_apa_day(citation: Citation, language: str) -> str:
    day = "MMMM d" if language == "en" else "d MMMM"
    return _format(citation, ("", "", "MMMM", day)[len(citation.date)], language)


def _write_mla_date(citation: Citation, language: str) -> str:
    if language != "en" or len(citation.date) < 2:
        return _write_date(citation, language)
    year, month, *day = citation.date
    return " ".join([*map(str, day), _MLA_MONTHS[month - 1], f"{year:04}"])


def _format(citation: Citation, pattern: str, language: str) -> str:
    """Return a date in a pattern of CLDR, which names no part that is not known."""
    if not pattern:
        return ""
    year, month, day = (*citation.date, 1, 1)[:3]
    from babel.dates import format_date  # takes 30 ms, which hardly any command needs

    return format_date(date(year, month, day), pattern, language)
