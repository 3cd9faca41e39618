"""Clean articles: the text itself, and beside it all that stood around it.

Lines about the article become notes, boilerplate is removed, paragraphs stand once, and
lines that were torn apart are joined. Nothing is lost: every word of the input is in the
title, the body, a note or a removal. Cleaning what is clean changes nothing.
"""

from collections.abc import Iterable, Iterator

from indexer.clean import head_and_end, inline_rules, line_rules, lines, repeats, titles
from indexer.clean.cleaned import Cleaned, Findings, Note, Paragraph, Removed

__all__ = ["Cleaned", "Note", "Removed", "clean"]


def clean(title: str, body: str) -> Cleaned:
    r"""The article without what is not its own.

    A title is recovered from the first line where none is given. A body that would vanish
    stays as it was.

    >>> cleaned = clean("", "Judul\n\nIsi.\n\nBaca juga: Harga Cabai Turun\nEditor: Marsiti")
    >>> cleaned.title, cleaned.body, cleaned.notes
    ('Judul', 'Isi.', (Note(kind='editor', text='Editor: Marsiti'),))
    >>> cleaned.removed
    (Removed(line=5, text='Baca juga: Harga Cabai Turun', why='link'),)
    """
    found = Findings()
    title = titles.tidy(title, found)
    of_title = found.in_order()
    own, left = _cleaned(title, body, found)
    if not left:
        return Cleaned(title, body, *of_title)
    return Cleaned(own, "\n\n".join([text for _, text in left]), *found.in_order())


def _cleaned(title: str, body: str, found: Findings) -> tuple[str, list[Paragraph]]:
    paragraphs = lines.paragraphs(body, found)
    if inline_rules.marked(body):
        paragraphs = _all_cut(paragraphs, found)
    known = titles.Title(title)
    left = _once(known, paragraphs, found)
    own, left = head_and_end.without_head(left, title, known, found)
    return own, left if own == title else _once(titles.Title(own), left, found)


def _once(
    title: titles.Title, paragraphs: Iterable[Paragraph], found: Findings
) -> list[Paragraph]:
    """The paragraphs without repetitions, nor what stands at the very end."""
    seen = repeats.Seen(title)

    def cut(last: Paragraph) -> Paragraph:
        return inline_rules.cut(last, found) if inline_rules.marked_end(last.text) else last

    def kept(left: Paragraph) -> bool:
        return _own(left, found) and not seen.again(left, found)

    left = [each for each in paragraphs if not seen.again(each, found)]
    return head_and_end.without_end(left, cut, kept, found)


def _all_cut(paragraphs: Iterable[Paragraph], found: Findings) -> Iterator[Paragraph]:
    for paragraph in paragraphs:
        if not inline_rules.marked(paragraph.text):
            yield paragraph
        elif (left := inline_rules.cut(paragraph, found)) is paragraph or _own(left, found):
            yield left


def _own(left: Paragraph, found: Findings) -> bool:
    """Whether what is left of a paragraph is still the article's."""
    if left.text and (verdict := line_rules.kind(left.text)):
        found.take(left.text, left.line, verdict)
        return False
    return bool(left.text)
