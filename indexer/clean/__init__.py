"""Cleans articles: separates the text itself from everything that stood around it.

Lines about the article become notes, boilerplate is removed, repeated paragraphs are dropped, and
lines that were torn apart are joined. Nothing is lost: every word of the input is in the title, the
body, a note or a removal. Cleaning is idempotent.

    lines.py, joining.py, hyphens.py   from lines to paragraphs
    line_rules.py                      lines that are no part of an article: data/line.ini
    head_and_end.py, end_rules.py      the head and the end of a body: data/edge.ini, data/end.ini
    inline_rules.py, prompts.py        boilerplate inside a paragraph: data/inline.ini, prompt.ini
    paragraph_end_rules.py             boilerplate behind a paragraph: data/paragraph_end.ini
    menus.py                           sections and headlines of the page: data/menu.ini
    titles.py, repeats.py              the title (data/title.ini), and what is repeated
    sentences.py                       how lines begin and end
    cleaned.py                         the result

The format of the tables is described in indexer/rules.py.
"""

from collections.abc import Iterable, Iterator

from indexer.clean import head_and_end, inline_rules, line_rules, lines, repeats, titles
from indexer.clean.cleaned import Cleaned, Findings, Note, Paragraph, Removal

__all__ = ["Cleaned", "Note", "Removal", "clean"]


def clean(title: str, body: str) -> Cleaned:
    r"""Return the article without what is not its own.

    A missing title is recovered from the first line. If nothing would be left of a body, it
    stays as it was.

    >>> cleaned = clean("", "Judul\n\nIsi.\n\nBaca juga: Harga Cabai Turun\nEditor: Marsiti")
    >>> cleaned.title, cleaned.body, cleaned.notes
    ('Judul', 'Isi.', (Note(kind='editor', text='Editor: Marsiti'),))
    >>> cleaned.removed
    (Removal(line=5, text='Baca juga: Harga Cabai Turun', why='link'),)
    """
    findings = Findings()
    title = titles.tidy_title(title, findings)
    notes, removed = findings.in_order()
    own_title, paragraphs = _clean_body(title, body, findings)
    if not paragraphs:
        return Cleaned(title=title, body=body, notes=notes, removed=removed)
    notes, removed = findings.in_order()
    own = "\n\n".join([text for _, text in paragraphs])
    return Cleaned(title=own_title, body=own, notes=notes, removed=removed)


def _clean_body(title: str, body: str, findings: Findings) -> tuple[str, list[Paragraph]]:
    paragraphs = lines.split_paragraphs(body, findings)
    if inline_rules.has_marker(body):
        paragraphs = _cut_inline(paragraphs, findings)
    known = titles.Title(title)
    left = _drop_repeats_and_end(known, paragraphs, findings)
    blank_lines = () if title else lines.find_blank_lines(body)
    own_title, left = head_and_end.remove_head(left, title, known, findings, blank_lines)
    if own_title != title:
        left = _drop_repeats_and_end(titles.Title(own_title), left, findings)
    return own_title, left


def _drop_repeats_and_end(
    title: titles.Title, paragraphs: Iterable[Paragraph], findings: Findings
) -> list[Paragraph]:
    """Return the paragraphs without repetitions, and without what stands at the very end."""
    repetitions = repeats.Repetitions(title)

    def cut(last: Paragraph) -> Paragraph:
        may_cut = inline_rules.may_end_in_boilerplate(last.text)
        return inline_rules.cut_boilerplate(last, findings) if may_cut else last

    def is_kept(left: Paragraph) -> bool:
        return _is_own(left, findings) and not repetitions.drop(left, findings)

    own = repeats.remove_contents(list(paragraphs), findings)
    left = [each for each in own if not repetitions.drop(each, findings)]
    return head_and_end.remove_end(left, cut, is_kept, findings)


def _cut_inline(paragraphs: Iterable[Paragraph], findings: Findings) -> Iterator[Paragraph]:
    for paragraph in paragraphs:
        if not inline_rules.has_marker(paragraph.text):
            yield paragraph
            continue
        left = inline_rules.cut_boilerplate(paragraph, findings)
        if left is paragraph or _is_own(left, findings):
            yield left


def _is_own(left: Paragraph, findings: Findings) -> bool:
    """Return whether what is left of a paragraph is still the article's; keep it otherwise."""
    if left.text and (verdict := line_rules.classify_line(left.text)):
        findings.add(left.text, left.line, verdict)
        return False
    return bool(left.text)
