"""How many of the first ten hits hold a word or term just as it was typed."""

from relevance.sets import read_phrases

from search import Archive, Query

PHRASES = {
    "typed words": ("words.tsv", "{}", "={}"),
    "typed terms": ("terms.tsv", "{}", '="{}"'),
    "quoted terms": ("terms.tsv", '"{}"', '="{}"'),
}
"""The lists of words and terms, what is asked for one, and the query that finds the articles with
it just as it is typed."""


def list_typed(archive: Archive, name: str) -> list[tuple[str, int, int]]:
    """Return each phrase of a list, how many of the first ten hits hold it, and how many could.

    No more are possible than articles hold it.
    """
    list_name, asked, exact = PHRASES[name]
    counts = []
    for phrase in read_phrases(list_name):
        query = exact.format(phrase)
        total = archive.search(Query(query, page_size=0, facets=())).total
        hits = archive.search(Query(asked.format(phrase), facets=(), highlight=False)).hits
        held = sum(any(part.spans for part in archive.mark_matches(hit.article, query))
                   for hit in hits)
        counts.append((phrase, held, min(total, 10)))
    return counts
