"""Translates trees of terms, filters and orders into the query language of OpenSearch.

Nothing here asks the cluster. Scores are those of BM25. A term in title or body is scored in a
field that has the words of both, those of the title several times: nearly BM25F. Whatever else is
looked for adds what it scores in each field, times the weight of that. An exact phrase scores the
sum of its terms. The words near each other are found by intervals, which use no position twice, and
scored as a sloppy phrase. A term that counts the more the earlier it stands counts twice as much up
to the position at which it would count half. A prefix and a fuzzy word add a constant, since a
rewriting that scores would look at some forms only.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from search.engine import HitKey
from search.engines.opensearch.columns import (
    ALL,
    CHANGE,
    END,
    EVERYWHERE,
    ID,
    KEY,
    PAGE,
    SITE,
    STACK,
    START,
    UNDATED_HIGH,
    UNDATED_LOW,
    name_facet,
    name_terms,
    shorten,
    write_key,
)
from search.facets import Value
from search.fields import SEARCHABLE, TEXT
from search.period import Period
from search.query import (
    And,
    AtLeast,
    Boost,
    Channel,
    EarlyTerm,
    Everything,
    Filters,
    Fuzzy,
    Keyword,
    Leaf,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Restriction,
    Sort,
    Term,
    Weighted,
    Within,
)

ClusterQuery = dict[str, Any]
"""A query as the cluster takes it."""


FormsNear = Mapping[Fuzzy, Sequence[str]]
"""The forms that a fuzzy word behind others finds."""

_EVERYTHING: ClusterQuery = {"match_all": {"boost": 0.0}}
NOTHING: ClusterQuery = {"match_none": {}}

_MOST_APART = 2.0
"""The weight of a phrase in the title, which measured best: it does not saturate with the body."""

_EVERY_FORM = 2_147_483_647
_KEYWORDS = {"url": PAGE, "site": SITE}


class LeafNames:
    """The names of leaves and restrictions, by which a cluster says which of them find a hit.

    A leaf has a name in each of its fields: its number and the field, as in "3.title".
    """

    def __init__(self) -> None:
        self._numbers: dict[Leaf | Restriction | EarlyTerm, int] = {}

    def find(self, leaf: Leaf | Restriction | EarlyTerm, field: str) -> str:
        """Return the name of a leaf in a field."""
        return f"{self._numbers.setdefault(leaf, len(self._numbers))}.{field}"


def translate(
    node: Node | EarlyTerm, near: FormsNear | None = None, names: LeafNames | None = None
) -> ClusterQuery:
    """Return the query that finds and scores what a tree does.

    `near` has the forms of each of `list_fuzzy_behind`. With `names`, leaves get these.
    """
    return _Translator(near or {}, names).translate(node)


def list_fuzzy_behind(node: Node) -> Iterator[Fuzzy]:
    """Yield the fuzzy words of a tree that stand behind others."""
    match node:
        case Fuzzy() if node.before:
            yield node
        case And(children) | Or(children) | AtLeast(_, children):
            for child in children:
                yield from list_fuzzy_behind(child)
        case Not(child) | Weighted(_, child):
            yield from list_fuzzy_behind(child)
        case Boost(child, boosts):
            yield from list_fuzzy_behind(child)
            for _, boost in boosts:
                yield from list_fuzzy_behind(boost)


def list_fields(leaf: Leaf | EarlyTerm) -> tuple[tuple[str, float], ...]:
    """Return the fields in which a leaf is looked for, and the weight of each."""
    if isinstance(leaf, EarlyTerm) or leaf.field is None:
        most = _MOST_APART if isinstance(leaf, (Phrase, Prefix, Fuzzy)) else TEXT[0].weight
        return tuple([(field.name, min(field.weight, most)) for field in TEXT])
    return ((leaf.field, min(SEARCHABLE[leaf.field].weight, 1.0)),)


def scores_everywhere(leaf: Leaf | EarlyTerm) -> bool:
    """Return whether a leaf is scored in the field that has title and body."""
    return isinstance(leaf, Term) and leaf.field is None


def build_filters(filters: Filters, *but: str) -> list[ClusterQuery]:
    """Return a query for each filter, without the values selected of the facets `but`."""
    queries = [_select(name, values) for name, values in filters.selected.items()
               if values and name not in but]
    queries += [_exclude(_select(name, values)) for name, values in filters.excluded.items()
                if values]
    return queries + ([_lie_within(filters.within)] if filters.within else [])


def keep(queries: Sequence[ClusterQuery]) -> ClusterQuery:
    """Return a query that finds what all of these do, and scores nothing."""
    return {"bool": {"filter": list(queries)}} if queries else _EVERYTHING


def hide(query: ClusterQuery, ids: Collection[str]) -> ClusterQuery:
    """Return a query that finds the same without the articles that have these ids."""
    if not ids:
        return query
    return {"bool": {"must": [query], "must_not": [find_ids(ids)]}}


def find_ids(ids: Collection[str]) -> ClusterQuery:
    """Return a query for the articles that have these ids."""
    return {"ids": {"values": sorted(map(write_key, ids))}}


def order_by(sort: Sort) -> list[ClusterQuery]:
    """Return what puts hits in an order."""
    undated = UNDATED_HIGH if sort is Sort.OLDEST else UNDATED_LOW
    direction = "asc" if sort is Sort.OLDEST else "desc"
    by_date: list[ClusterQuery] = [{START: {"order": direction, "missing": undated}}, {KEY: "asc"}]
    match sort:
        case Sort.RELEVANCE:
            return [{"_score": "desc"}, *by_date]
        case Sort.ADDED:
            return [{CHANGE: "desc"}]
    return by_date


def write_sort_values(key: HitKey, sort: Sort) -> list[Any]:
    """Return what a hit with this key has in an order by date."""
    undated = UNDATED_HIGH if sort is Sort.OLDEST else UNDATED_LOW
    return [undated if key.start is None else key.start, shorten(key.id)]


def come_up_to(key: HitKey, sort: Sort) -> ClusterQuery:
    """Return a query for the hits that come up to a key in an order by date, that one included."""
    order = {"range": {KEY: {"lte": shorten(key.id)}}}
    dated = {"exists": {"field": START}}
    if key.start is None:
        return _any([dated, keep([_exclude(dated), order])])
    earlier = {"range": {START: {"lt" if sort is Sort.OLDEST else "gt": key.start}}}
    return _any([earlier, keep([{"term": {START: key.start}}, order])])


class _Translator:
    """Translates one tree."""

    def __init__(self, near: FormsNear, names: LeafNames | None) -> None:
        self._near, self._names = near, names

    def translate(self, node: Node | EarlyTerm) -> ClusterQuery:
        match node:
            case EarlyTerm():
                return self._prefer_early(node)
            case Everything():
                return _EVERYTHING
            case And(children):
                return self._every(children)
            case Or(children):
                return _any(list(map(self.translate, children)))
            case AtLeast(count, children):
                some = list(map(self.translate, children))
                return _any(some, max(count, 1))
            case Boost(child, boosts):
                raising = [_multiply(self.translate(boost), weight) for weight, boost in boosts]
                found = self.translate(child)
                return {"bool": {"must": [found], "should": raising}} if raising else found
            case Weighted(weight, child):
                return _multiply(self.translate(child), weight)
            case Not(child):
                return self._every((Not(child),))
            case Within() | Keyword():
                return self._restrict(node)
        return self._look_for(node)

    def _every(self, children: Sequence[Node]) -> ClusterQuery:
        wanted = [self.translate(child) for child in children if not isinstance(child, Not)]
        unwanted = [self.translate(child.child) for child in children if isinstance(child, Not)]
        if not unwanted and len(wanted) == 1:
            return wanted[0]
        query = {"must": wanted or [_EVERYTHING]}
        return {"bool": {**query, "must_not": unwanted} if unwanted else query}

    def _restrict(self, restriction: Restriction) -> ClusterQuery:
        match restriction:
            case Within(period):
                found = [_lie_within(period)]
            case Keyword("id", value):
                found = [find_ids([value])]
            case Keyword(name, value):
                found = [{"term": {_KEYWORDS[name]: shorten(value)}}]
        return {"bool": _name({"filter": found}, self._find_name(restriction, ID))}

    def _look_for(self, leaf: Leaf) -> ClusterQuery:
        if isinstance(leaf, Term) and scores_everywhere(leaf):
            return self._look_everywhere(leaf)
        return _any([
            self._look_in(leaf, field, weight) for field, weight in list_fields(leaf)])

    def _look_everywhere(self, term: Term) -> ClusterQuery:
        """Return the query for a term in title or body; it names the fields that have it."""
        found = {"term": {ALL[term.channel]: _name(
            {"value": term.term, "boost": 1.0}, self._find_name(term, EVERYWHERE))}}
        if not self._names:
            return found
        fields = [self._look_in(term, field, weight) for field, weight in list_fields(term)]
        return {"bool": {"must": [found], "should": [_multiply(_any(fields), 0.0)]}}

    def _prefer_early(self, early: EarlyTerm) -> ClusterQuery:
        """Return the query for a term in the title, or else in the body, there above all early."""
        title, body = (name_terms(field.name, Channel.STEM) for field in TEXT)
        in_title, in_body = ({"term": {terms: {"value": early.term, "boost": 1.0}}}
                             for terms in (title, body))
        first = {"span_first": {"match": {"span_term": {body: early.term}}, "end": early.half}}
        found: list[ClusterQuery] = [
            {"must": [in_title]},
            {"must": [in_body], "should": [first], "must_not": [in_title], "boost": 0.5}]
        return _any([{"bool": _name(query, self._find_name(early, field.name))}
                     for field, query in zip(TEXT, found)])

    def _look_in(self, leaf: Leaf, field: str, weight: float) -> ClusterQuery:
        """Return the query for a leaf in one field."""
        channel = leaf.channel if isinstance(leaf, (Term, Phrase)) else Channel.FORM
        terms, name = name_terms(field, channel), self._find_name(leaf, field)
        match leaf:
            case Term(term):
                return {"term": {terms: _name({"value": term, "boost": weight}, name)}}
            case Phrase(words, None):
                return {"match_phrase": {terms: _name(
                    {"query": " ".join(words), "boost": weight}, name)}}
            case Phrase(words, int(slop)):
                return _stand_near(words, slop, terms, weight, name)
            case Prefix() | Fuzzy():
                found = {"filter": self._resemble(leaf, terms), "boost": weight}
                return {"constant_score": _name(found, name)}
        raise TypeError(f"{leaf!r} is no leaf")

    def _resemble(self, leaf: Prefix | Fuzzy, terms: str) -> ClusterQuery:
        """Return what finds the forms that are like a leaf, however many they are."""
        match leaf:
            case Prefix(prefix, _, before) if before:
                return _begin_behind(before, prefix, terms)
            case Prefix(prefix):
                return {"prefix": {terms: {"value": prefix, "rewrite": "constant_score"}}}
            case Fuzzy(_, _, _, before) if before:
                return _follow(before, self._near.get(leaf, ()), terms)
            case Fuzzy(form, distance):
                return {"fuzzy": {terms: {
                    "value": form, "fuzziness": distance, "prefix_length": 0,
                    "transpositions": True, "rewrite": "constant_score"}}}

    def _find_name(self, leaf: Leaf | Restriction | EarlyTerm, field: str) -> str | None:
        return self._names.find(leaf, field) if self._names else None


def _stand_near(
    words: Sequence[str], slop: int, terms: str, weight: float, name: str | None
) -> ClusterQuery:
    """Return what finds words in any order within len(words) + slop positions.

    In a sloppy phrase a word counts the places that it is moved, so words in another order take
    more of them.
    """
    found = {"intervals": {terms: {"all_of": {
        "ordered": False, "max_gaps": slop,
        "intervals": [{"match": {"query": word}} for word in words]}}}}
    moved = slop + 2 * (len(words) - 1)
    scored = {"match_phrase": {terms: {"query": " ".join(words), "slop": moved}}}
    return {"bool": _name({"filter": [found], "should": [scored], "boost": weight}, name)}


def _begin_behind(before: Sequence[str], prefix: str, terms: str) -> ClusterQuery:
    """Return what finds forms with a prefix right behind others."""
    if prefix:
        return {"match_phrase_prefix": {terms: {
            "query": " ".join([*before, prefix]), "max_expansions": _EVERY_FORM}}}
    behind = [*({"match": {"query": word}} for word in before), {"wildcard": {"pattern": "*"}}]
    return {"intervals": {terms: {"all_of": {
        "ordered": True, "max_gaps": 0, "intervals": behind}}}}


def _follow(before: Sequence[str], forms: Sequence[str], terms: str) -> ClusterQuery:
    """Return what finds one of some forms right behind others."""
    words = " ".join([*before, STACK.join(forms)])
    phrase = {"match_phrase": {terms: {"query": words, "analyzer": "terms"}}}
    return phrase if forms else NOTHING


def _any(queries: Sequence[ClusterQuery], least: int = 1) -> ClusterQuery:
    """Return a query for what `least` of the queries find, which adds up their scores."""
    if len(queries) == least == 1:
        return queries[0]
    return {"bool": {"should": list(queries), "minimum_should_match": least}}


def _multiply(query: ClusterQuery, weight: float) -> ClusterQuery:
    return {"bool": {"must": [query], "boost": weight}}


def _exclude(query: ClusterQuery) -> ClusterQuery:
    return {"bool": {"must_not": [query]}}


def _select(name: str, values: Sequence[Value]) -> ClusterQuery:
    """Return a query for the articles that have one of some values of a facet."""
    column = name_facet(name)
    known = [shorten(value) if isinstance(value, str) else value
             for value in values if value is not None]
    queries: list[ClusterQuery] = [{"terms": {column: known}}] if known else []
    if None in values:
        queries.append(_exclude({"exists": {"field": column}}))
    return _any(queries)


def _lie_within(period: Period) -> ClusterQuery:
    return keep([{"range": {START: {"gte": period.start}}}, {"range": {END: {"lte": period.end}}}])


def _name(query: ClusterQuery, name: str | None) -> ClusterQuery:
    return {**query, "_name": name} if name else query
