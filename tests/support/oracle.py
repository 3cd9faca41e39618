"""The oracle: an engine that is a list and a loop, slow and obviously right.

It keeps the contract of search/engine.py by brute force and shares no code with the engines
it judges, above all none for phrases, edit distance, filters, facets or order. Its matches carry
the articles of the page, as those of a cluster do.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from unicodedata import combining, normalize

import numpy as np

from search.engine import (
    MAX_PHRASE_FORMS,
    SCAN_BATCH,
    DayCounts,
    Document,
    Documents,
    EngineStatus,
    FrequentPhrase,
    HitKey,
    Matches,
    Request,
    Scan,
    ScannedHit,
    SimilarForm,
    Unlocked,
)
from search.explanation import Role, ScorePart
from search.facets import FACETS, Listing, Order
from search.page import Bucket, Story
from search.query import (
    REFINED,
    And,
    AtLeast,
    Boost,
    Channel,
    EarlyTerm,
    Everything,
    Fuzzy,
    Keyword,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Term,
    Weighted,
    Within,
)
from search.store.store import IndexState
from search.urls.identity import find_page, find_site

from support.memory_store import MemoryStore


class Oracle:
    """Documents in a dictionary, beside a store in memory."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store
        self.documents: dict[str, Document] = {}
        self._stories: dict[str, set[str]] | None = None

    def match(self, request: Request) -> Matches:
        state, removed = self._store.state_and_removals()
        everything = [each for id, each in self.documents.items() if id not in removed]
        brought = {id: number for number, id in self._store.newest_versions(state.change)}
        found = [each for each in everything if finds(each, request.node)]
        relaxed = not found and request.relaxed is not None
        if relaxed:
            found = [each for each in everything if finds(each, request.relaxed)]
        passing = [each for each in found if passes(each, request, but=None)]
        passing.sort(key=lambda each: each.article.id)
        dated = [each for each in passing if each.article.period]
        dated.sort(key=lambda each: each.article.period.start, reverse=request.sort != "oldest")
        ordered = dated + [each for each in passing if not each.article.period]
        if request.sort == "added":
            ordered.sort(key=lambda each: -brought.get(each.article.id, 0))
        stories = self.stories()
        hits = keep_firsts(ordered, stories) if request.collapse else ordered
        with_all = None
        if request.all_words and not relaxed:
            with_all = [each for each in everything if finds(each, request.all_words)
                        and passes(each, request, but=None)]
            with_all = len(keep_firsts(with_all, stories) if request.collapse else with_all)
        page = keep_later(hits, request)[request.offset:][:request.limit]
        facets = {name: facet(name, found, request, stories) for name in request.facets}
        listed = {name: list_facet(facets[name], listing)
                  for name, listing in request.listings.items() if name in facets}
        facets |= {name: buckets for name, (buckets, _) in listed.items()}
        omitted = {name: left for name, (_, left) in listed.items() if left}
        ids = tuple(each.article.id for each in page)
        ranked = request.sort == "relevance"
        refined = hits[:REFINED] if ranked else []
        tree = request.relaxed if relaxed else request.node
        explanations = [
            tuple(explain(each, tree, 1.0, Role.MATCH) if ranked else ()) + tuple(
                part for weight, phrase in request.refinements if each in refined
                for part in explain(each, phrase, weight, Role.REFINEMENT))
            for each in page if request.explain]
        return Matches(
            ids=ids, scores=(0.0,) * len(ids), total=len(hits), facets=facets, omitted=omitted,
            relaxed=relaxed,
            article_total=len(passing), with_all_words=with_all,
            days=count_days(found, request, stories) if request.days else None,
            stories=tuple(self.story(id) for id in ids),
            changes=tuple(brought.get(id, 0) for id in ids), explanations=tuple(explanations),
            articles=tuple(each.article for each in page))

    def scan(self, request: Request) -> Scan:
        state, removed = self._store.state_and_removals()
        everything = [each for id, each in self.documents.items() if id not in removed]
        brought = {id: number for number, id in self._store.newest_versions(state.change)}
        found = [each for each in everything if finds(each, request.node)]
        if not found and request.relaxed is not None:
            found = [each for each in everything if finds(each, request.relaxed)]
        passing = [each for each in found if passes(each, request, but=None)]
        hits = sorted(passing, key=lambda each: order(find_key(each), request))
        if request.sort == "added":
            hits.sort(key=lambda each: -brought[each.article.id])
        hits = keep_firsts(hits, self.stories()) if request.collapse else hits
        later = keep_later(hits, request)
        ids = [each.article.id for each in later]
        scanned = tuple(ScannedHit(id, brought[id]) for id in ids)
        batches = (scanned[at:at + SCAN_BATCH] for at in range(0, len(ids), SCAN_BATCH))
        return Scan(len(hits), batches)

    def stories(self) -> dict[str, set[str]]:
        """Return for each article the ids of its story, its own among them.

        They are found once for each state of the documents: most tests ask many times.
        """
        if self._stories is None:
            self._stories = find_stories(self.documents)
        return self._stories

    def story(self, id: str) -> Story | None:
        ids = self.stories().get(id, {id})
        articles = [self.documents[each].article for each in sorted(ids)] if len(ids) > 1 else []
        articles.sort(key=lambda each: each.period.start if each.period else float("inf"))
        outlets = [each.outlet for each in articles]
        order = sorted(set(outlets), key=lambda each: (-outlets.count(each), each is None, each))
        ids_by_age = tuple(each.id for each in articles)
        return Story(min(ids), len(ids), tuple(order), ids_by_age) if len(ids) > 1 else None

    def similar_forms(self, form, distance, field=None, limit=100):
        _, removed = self._store.state_and_removals()
        articles = Counter()
        for id, document in self.documents.items():
            if id not in removed:
                fields = [field] if field else ["title", "body"]
                articles.update({
                    other for each in fields for _, other in document.terms(each, Channel.FORM)})
        near = [SimilarForm(other, count_edits(form, other), count)
                for other, count in articles.items() if count_edits(form, other) <= distance]
        near.sort(key=lambda each: (each.edits, -each.articles, each.form))
        return tuple(near[:limit])

    def count_articles(self, terms, enough=None):
        _, removed = self._store.state_and_removals()
        live = [each for id, each in self.documents.items() if id not in removed]
        return tuple(sum(finds(each, term) for each in live) for term in terms)

    def frequent_phrases(self, prefix, limit):
        _, removed = self._store.state_and_removals()
        articles = Counter()
        for id, document in self.documents.items():
            if id not in removed:
                articles.update(list_phrases(document.terms("title", Channel.FORM)))
        phrases = [FrequentPhrase(text, count) for text, count in articles.items()
                   if count > 1 and text.startswith(prefix)]
        return tuple(sorted(phrases, key=lambda each: (-each.articles, each.text))[:limit])

    def find_forms(self, forms):
        _, removed = self._store.state_and_removals()
        return forms & {
            form.encode() for id, document in self.documents.items() if id not in removed
            for field in document.words for _, form in document.terms(field, Channel.FORM)}

    def lists(self, id: str) -> bool:
        return id in self.documents and id not in self._store.state_and_removals()[1]

    def find_listed(self, ids):
        return set(filter(self.lists, ids))

    def follow(self, documents: Documents, more: bool = False) -> None:
        state, last = self._store.state(), self._store.last_change()
        changed = {change.id for change in self._store.changes(state.change)}
        self.documents = {id: each for id, each in self.documents.items() if id not in changed}
        for page in self._store.pages(state.change, last):
            for document in documents([article for _, article in page]):
                self.documents[document.article.id] = document
        self._stories = None
        self._store.advance(IndexState(generation=1, change=last, signature="oracle"), changed)

    def rebuild(self, documents: Documents, unlocked: Unlocked) -> Iterator[int]:
        self.follow(documents)
        yield from range(1, len(self.documents) + 1)

    def status(self) -> EngineStatus:
        return EngineStatus(address="oracle", analyzer="oracle", stale=None)

    def count_bytes(self):
        return 0

    def find_warning(self):
        return None

    def version(self) -> str:
        state, removed = self._store.state_and_removals()
        return f"{state.change}.{len(removed)}"

    def checkpoint(self) -> None:
        return None

    def verify(self) -> list[str]:
        return []

    def close(self) -> None:
        pass


def finds(document: Document, node: Node) -> bool:
    """Return whether the tree finds the document."""
    match node:
        case Everything():
            return True
        case Within(period):
            own = document.article.period
            return own is not None and period.start <= own.start and own.end <= period.end
        case Keyword("id", value):
            return document.article.id == value
        case Keyword("url", value):
            return find_page(document.article.url) == value
        case Keyword("site", value):
            host = find_site(document.article.url)
            return f".{host}".endswith(f".{value}")
        case And(children):
            return all(finds(document, child) for child in children)
        case Or(children):
            return any(finds(document, child) for child in children)
        case AtLeast(count, children):
            return sum(finds(document, child) for child in children) >= count
        case Boost(child) | Weighted(_, child):
            return finds(document, child)
        case Not(child):
            return not finds(document, child)
    return bool(list_fields(document, node))


def list_fields(
    document: Document, leaf: Term | Phrase | Prefix | Fuzzy | EarlyTerm
) -> list[str]:
    """Return the fields in which the leaf finds the document; an early term is in the first."""
    if isinstance(leaf, EarlyTerm):
        return list_fields(document, Term(leaf.term))[:1]
    fields = [leaf.field] if leaf.field else ["title", "body"]
    return [field for field in fields if matches(document, field, leaf)]


def explain(document: Document, node: Node, weight: float, role: Role) -> list[ScorePart]:
    """Return the leaves that find the document, without scores, which the oracle has not."""
    if not finds(document, node):
        return []
    match node:
        case Everything() | Not() | Within() | Keyword():
            return []
        case And(children) | Or(children) | AtLeast(_, children):
            return [part for child in children for part in explain(document, child, weight, role)]
        case Weighted(more, child):
            return explain(document, child, weight * more, role)
        case Boost(child, boosts):
            return explain(document, child, weight, role) + [
                part for more, boost in boosts
                for part in explain(document, boost, weight * more, Role.BOOST)]
    fields = dict.fromkeys(list_fields(document, node), 0.0)
    return [ScorePart(role, node, weight, fields)]


def matches(document: Document, field: str, leaf: Term | Phrase | Prefix | Fuzzy) -> bool:
    """Return whether the field matches the leaf."""
    forms = document.terms(field, Channel.FORM)
    match leaf:
        case Prefix(prefix, _, before):
            return any(form[:len(prefix)] == prefix and follows(forms, at, before)
                       for at, form in forms)
        case Fuzzy(form, distance, _, before):
            return any(count_edits(form, other) <= distance and follows(forms, at, before)
                       for at, other in forms)
    words = document.terms(field, leaf.channel)
    if isinstance(leaf, Term):
        return any(word == leaf.term for _, word in words)
    if leaf.slop is None:
        return any(all((at + nth, term) in words for nth, term in enumerate(leaf.terms))
                   for at, _ in words)
    width = len(leaf.terms) + leaf.slop
    spans = [[word for place, word in words if at <= place < at + width] for at, _ in words]
    return any(
        all(span.count(term) >= leaf.terms.count(term) for term in leaf.terms)
        for span in spans
    )


def follows(words: list[tuple[int, str]], place: int, before: tuple[str, ...]) -> bool:
    """Return whether some words stand right before a place, in order."""
    return all((place - len(before) + nth, word) in words for nth, word in enumerate(before))


def count_edits(one: str, other: str) -> int:
    """Return the optimal string alignment distance, by its textbook recurrence."""
    d = {(i, 0): i for i in range(len(one) + 1)} | {(0, j): j for j in range(len(other) + 1)}
    for i, a in enumerate(one, 1):
        for j, b in enumerate(other, 1):
            d[i, j] = min(d[i - 1, j] + 1, d[i, j - 1] + 1, d[i - 1, j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                d[i, j] = min(d[i, j], d[i - 2, j - 2] + 1)
    return d[len(one), len(other)]


def passes(document: Document, request: Request, but: str | None) -> bool:
    """Return whether the document passes all filters except `but`."""
    filters, article = request.filters, document.article
    if filters.within:
        period = article.period
        if not period or period.start < filters.within.start or period.end > filters.within.end:
            return False
    if any(value in values for name, values in filters.excluded.items()
           for value in FACETS[name].values(article)):
        return False
    return all(any(value in selected for value in FACETS[name].values(article))
               for name, selected in filters.selected.items() if selected and name != but)


def keep_later(ordered: list[Document], request: Request) -> list[Document]:
    """Return the documents that come after the key of the request."""
    if request.after is None:
        return ordered
    return [each for each in ordered
            if order(find_key(each), request) > order(request.after, request)]


def order(key: HitKey, request: Request) -> tuple[bool, int, str]:
    """Return what orders the keys of hits by date."""
    start = key.start or 0
    return key.start is None, start if request.sort == "oldest" else -start, key.id


def find_key(document: Document) -> HitKey:
    """Return the key of a document."""
    period = document.article.period
    return HitKey(period.start if period else None, document.article.id)


def keep_firsts(ordered: list[Document], stories: dict[str, set[str]]) -> list[Document]:
    """Return the first document of each story."""
    kept = []
    for each in ordered:
        if not any(other.article.id in stories[each.article.id] for other in kept):
            kept.append(each)
    return kept


def find_stories(documents: dict[str, Document]) -> dict[str, set[str]]:
    """Return for each id the ids of its story, its own among them."""
    stories = {id: {id} for id in documents}
    bodies = {id: runs(list_words(document)) for id, document in documents.items()}
    for (one, runs_of_one), (other, runs_of_other) in combinations(bodies.items(), 2):
        if similarity(runs_of_one, runs_of_other) >= 0.5:
            both = stories[one] | stories[other]
            stories |= dict.fromkeys(both, both)
    return stories


def similarity(one: list[tuple[str, ...]], other: list[tuple[str, ...]]) -> float:
    """Return the Jaccard similarity of the runs of five words of two bodies; 0 if either is short.
    """
    if min(len(one), len(other)) < 16:
        return 0.0
    return len(set(one) & set(other)) / len({*one, *other})


def list_words(document: Document) -> list[str]:
    """Return the words of the body, without what several are written together."""
    places = document.terms("body", Channel.FORM)
    return [form for nth, (place, form) in enumerate(places)
            if nth == 0 or place != places[nth - 1][0]]


def list_phrases(words: list[tuple[int, str]]) -> set[str]:
    """Return the runs of up to MAX_PHRASE_FORMS words side by side."""
    return {
        " ".join(form for _, form in run)
        for length in range(1, MAX_PHRASE_FORMS + 1)
        for at in range(len(words) - length + 1)
        for run in [words[at:at + length]]
        if [place for place, _ in run] == list(range(run[0][0], run[0][0] + length))
    }


def runs(words: list[str]) -> list[tuple[str, ...]]:
    """Return all runs of five words."""
    return [tuple(words[at:at + 5]) for at in range(len(words) - 4)]


def count_days(
    found: list[Document], request: Request, stories: dict[str, set[str]]
) -> DayCounts:
    """Return the buckets of days as arrays, the earliest first."""
    buckets = facet("day", found, request, stories)[::-1]
    known = [each for each in buckets if each.value]
    return DayCounts(
        np.array([date.fromisoformat(each.value).toordinal() for each in known], np.int64),
        np.array([each.count for each in known], np.int64),
        np.array([each.stories for each in known], np.int64) if request.collapse else None,
        sum(each.count for each in buckets if each.value is None))


def list_facet(buckets: tuple[Bucket, ...], listing: Listing) -> tuple[tuple[Bucket, ...], int]:
    """Return the buckets of a facet of names that a listing shows, and how many it leaves out."""
    prefix = simplify(listing.prefix)
    begin = [bucket for bucket in buckets if not listing.prefix
             or bucket.value is not None and prefix and simplify(bucket.value).startswith(prefix)]
    if listing.order == "value":
        buckets, begin = ([*sorted((each for each in some if each.value is not None),
                                   key=lambda each: (simplify(each.value), each.value)),
                           *(each for each in some if each.value is None)]
                          for some in (buckets, begin))
    if listing.selected_first:
        shown = [each for each in buckets if each.selected]
        shown += [each for each in begin if not each.selected][:listing.limit]
    else:
        shown = [each for nth, each in enumerate(begin)
                 if each.selected or listing.limit is None or nth < listing.limit]
    return tuple(shown), len([each for each in begin if each not in shown])


def simplify(name: str) -> str:
    """Return a name in lower case, without accents."""
    decomposed = normalize("NFKD", " ".join(name.lower().split()))
    return "".join(char for char in decomposed if not combining(char))


def facet(
    name: str, found: list[Document], request: Request, stories: dict[str, set[str]]
) -> tuple[Bucket, ...]:
    """Return the buckets of a facet in their order."""
    chosen = request.filters.selected.get(name, ())
    list_values = FACETS[name].values
    counted = [each for each in found if passes(each, request, but=name)]
    values = [value for each in counted for value in list_values(each.article)]
    all_values = set(values) | set(chosen)
    story_counts = {
        each: len({frozenset(stories[one.article.id])
                   for one in counted if each in list_values(one.article)})
        for each in all_values if request.collapse
    }
    buckets = [
        Bucket(each, values.count(each), each in chosen, story_counts.get(each))
        for each in all_values
    ]
    some = [bucket for bucket in buckets if bucket.value is not None]
    none = [bucket for bucket in buckets if bucket.value is None]
    if FACETS[name].order is Order.LATEST_FIRST:
        return (*sorted(some, key=lambda bucket: bucket.value, reverse=True), *none)
    some.sort(key=lambda bucket: bucket.value)
    return tuple(sorted(some + none, key=lambda bucket: -bucket.count))
