"""Xapian, through Debian's python3-xapian, built for Debian's own Python 3.11."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.engines.peers import MARK_TAGS
from benchmarks.engines.queries import Query
from benchmarks.engines.tokens import Entry

DEBIAN = "/usr/lib/python3/dist-packages"
FORM, OUTLET = "XF", "XO"
"""Prefixes of forms and outlets; stems have none."""

MAX_TERM_BYTES = 240
"""Xapian accepts 245."""

OUTLETS, YEARS, DAYS = range(3)
"""Value slots."""


def _import_binding() -> Any:
    """Return the binding. Debian's packages are on the path during the import only, as its last."""
    sys.path.append(DEBIAN)
    try:
        import xapian
    finally:
        sys.path.remove(DEBIAN)
    return xapian


xapian = _import_binding()


class Xapian:
    """Terms and positions are added one by one; Xapian analyzes no text."""

    LACKS = {"fuzzy": "has none before 1.5", "prefix shown": "the forms are not stored"}

    @staticmethod
    def version() -> str:
        return str(xapian.version_string())

    @classmethod
    def build(cls, entries: Iterable[Entry], folder: Path) -> None:
        database = xapian.WritableDatabase(str(folder), xapian.DB_CREATE_OR_OVERWRITE)
        for entry in entries:
            database.add_document(_build_document(entry))
        database.commit()
        database.close()

    def __init__(self, folder: Path) -> None:
        self._database = xapian.Database(str(folder))

    def prepare(self, query: Query) -> Any:
        make = xapian.Query
        terms = [make(word) for word in query.words]
        match query.kind:
            case "phrase":
                return make(make.OP_PHRASE, terms, len(terms))
            case "or3":
                return make(make.OP_OR, terms)
            case "prefix":
                return make(make.OP_WILDCARD, FORM + query.words[0], 0,
                            make.WILDCARD_LIMIT_ERROR, make.OP_SYNONYM)
            case "outlet":
                return make(make.OP_FILTER, terms[0], make(OUTLET + query.outlet))
            case "date":
                days = make(make.OP_VALUE_RANGE, DAYS, f"{query.since:08}", f"{query.until:08}")
                return make(make.OP_FILTER, terms[0], days)
        return make(make.OP_AND, terms)

    def rank(self, prepared: Any) -> list[int]:
        return [match.docid for match in self._start_enquiry(prepared).get_mset(0, 10)]

    def page(self, prepared: Any) -> tuple[int, Any]:
        enquiry = self._start_enquiry(prepared)
        spies = [xapian.ValueCountMatchSpy(slot) for slot in (OUTLETS, YEARS)]
        for spy in spies:
            enquiry.add_matchspy(spy)
        found = enquiry.get_mset(0, 10, self._database.get_doccount())
        for spy in spies:
            [(value.term, value.termfreq) for value in spy.values()]
        return found.get_matches_estimated(), found

    def shown(self, prepared: Any) -> list[str]:
        _, found = self.page(prepared)
        stem = xapian.Stem("none")
        return [
            found.snippet(match.document.get_data(), 160, stem,
                          xapian.MSet.SNIPPET_BACKGROUND_MODEL, *MARK_TAGS, "…").decode()
            for match in found
        ]

    def close(self) -> None:
        self._database.close()

    def _start_enquiry(self, prepared: Any) -> Any:
        enquiry = xapian.Enquire(self._database)
        enquiry.set_query(prepared)
        return enquiry


def _build_document(entry: Entry) -> Any:
    document = xapian.Document()
    for prefix, terms in (("", entry.stems), (FORM, entry.forms)):
        for position, term in enumerate(terms.split(" ")):
            document.add_posting((prefix + term).encode()[:MAX_TERM_BYTES], position)
    document.add_boolean_term(OUTLET + entry.outlet)
    document.add_value(OUTLETS, entry.outlet)
    document.add_value(YEARS, str(entry.year))
    document.add_value(DAYS, f"{entry.day:08}")
    document.set_data(entry.stems)
    return document
