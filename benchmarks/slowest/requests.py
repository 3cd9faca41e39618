"""Requests to every route that searches, made and changed at random; nearly all are valid."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from search.explore import EXPORT_FORMATS
from search.facets import DEFAULT_FACETS, FACETS, MAX_LIMIT
from search.syntax import MAX_EXPANSIONS, MAX_LENGTH, MAX_PHRASES, MAX_PROXIMITIES

WORDS = ("yang di dan itu dengan untuk dari dalam pada ini tidak akan juga ke karena oleh sudah "
         "presiden pemerintah indonesia jakarta negara orang tahun hari menteri kata harga pers "
         "gempa banjir KPK DPR TNI AS RI MA kerja perundingan menandatangani").split()
"""Words that nearly every article has, and some that have a meaning besides."""

LETTERS = "abcdefghijklmnoprstuwy"

FIELDS = ("", "", "", "title:", "body:", "outlet:")

ROUTES: dict[str, tuple[str, ...]] = {
    "/api/v1/search": ("page_size", "facet", "interval", "share", "collapse", "explain", "sort",
                       "view", "page", "from", "facet_limit", "facet_prefix", "facet_sort",
                       "without"),
    "/": ("page_size", "facet", "view", "sort", "page", "collapse", "facet_prefix", "facet_sort",
          "without"),
    "/api/v1/terms": ("from",),
    "/istilah": ("from",),
    "/api/v1/concordance": ("width", "lines", "order", "collapse"),
    "/konkordansi": ("width", "lines", "order"),
    "/api/v1/suggest": ("completions",),
    "/api/v1/trends": ("interval", "share", "trend", "from"),
    "/tren": ("trend", "share"),
    "/feed.atom": ("page_size", "sort"),
    "/api/v1/export": ("dated", "format", "from"),
    "/api/v1/coverage": ("outlets", "by"),
}
"""What may be changed of a request to each route, besides its query."""

CHANGES: dict[str, Callable[[random.Random], tuple[str, list[str]]]] = {
    "page_size": lambda dice: ("page_size", [str(dice.choice((0, 10, 50, 100)))]),
    "page": lambda dice: ("page", [str(dice.choice((1, 2, 50, 100)))]),
    "facet": lambda dice: ("facet", [",".join(dice.sample(list(FACETS), dice.randint(0, 9)))]),
    "facet_limit": lambda dice: ("facet_limit", [str(dice.choice((1, 100, MAX_LIMIT)))]),
    "facet_prefix": lambda dice: ("facet_prefix", [
        f"{dice.choice(('outlet', 'year', 'tag', 'place'))}:{dice.choice(LETTERS)}"]),
    "facet_sort": lambda dice: ("facet_sort", [dice.choice(("count", "value"))]),
    "without": lambda dice: (f"exclude_{dice.choice(('tag', 'outlet', 'place'))}",
                             dice.sample(WORDS, dice.choice((1, 10, 30)))),
    "interval": lambda dice: ("interval", [dice.choice(("auto", "day", "week", "month"))]),
    "share": lambda dice: ("share", [dice.choice(("true", "false"))]),
    "collapse": lambda dice: ("collapse", [dice.choice(("story", "none"))]),
    "explain": lambda dice: ("explain", [dice.choice(("true", "false"))]),
    "sort": lambda dice: ("sort", [dice.choice(("relevance", "newest", "oldest", "added"))]),
    "dated": lambda dice: ("sort", [dice.choice(("newest", "oldest"))]),
    "format": lambda dice: ("format", [dice.choice(list(EXPORT_FORMATS))]),
    "view": lambda dice: ("view", [dice.choice(("ringkas", "lengkap"))]),
    "from": lambda dice: ("from", [dice.choice(("2001", "2010-05", "2019"))]),
    "width": lambda dice: ("width", [str(dice.choice((10, 60, 200)))]),
    "lines": lambda dice: ("limit", [str(dice.choice((1, 100, 1_000)))]),
    "order": lambda dice: ("sort", [dice.choice(("left", "right", "date"))]),
    "completions": lambda dice: ("limit", [str(dice.choice((1, 8, 20)))]),
    "outlets": lambda dice: ("page_size", [str(dice.choice((10, 50)))]),
    "by": lambda dice: ("by", [dice.choice(("year", "month"))]),
    "trend": lambda dice: ("q", [build_query(dice) for _ in range(dice.randint(1, 5))]),
}
"""How each parameter may be given."""


@dataclass(frozen=True)
class WrittenRequest:
    """A route and its parameters, each with its values."""

    path: str
    parameters: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def address(self) -> str:
        """The path with its parameters, as it is asked for."""
        pairs = [(name, value) for name, values in self.parameters for value in values]
        return f"{self.path}?{urlencode(pairs)}"


def build_token(dice: random.Random) -> str:
    """Return a part of a query."""
    word, other = dice.choice(WORDS), dice.choice(WORDS)
    run = " ".join(dice.choices(WORDS, k=dice.randint(2, 6)))
    letters = "".join(dice.choices(LETTERS, k=dice.choice((1, 1, 2, 3))))
    token = dice.choice((
        word, f"{word}~", f"{word[:4]}~2", f"{letters}*", f"={word}", f"{word}-{other}",
        f'"{run}"', f'"{run}"~{dice.choice((3, 50, 500))}', f"({word} OR {other})",
        f"-{word}", f"+{letters}*", f"{word} OR {letters}*", f"({letters}* AND NOT {word})"))
    return dice.choice(FIELDS) + token if token[0] not in "(+-" and " OR " not in token else token


def build_query(dice: random.Random) -> str:
    """Return a query of some parts, within its limits more often than not."""
    return cut(" ".join(build_token(dice) for _ in range(dice.choice((1, 2, 4, 8, 16)))))


def cut(query: str) -> str:
    """Return the parts of a query that come before it exceeds a limit."""
    kept: list[str] = []
    for part in query.split(" "):
        longer = " ".join([*kept, part])
        expansions = longer.count("*") + longer.count("~")
        if (len(longer) > MAX_LENGTH or expansions > MAX_EXPANSIONS
                or longer.count('"') > 2 * MAX_PHRASES or longer.count('"~') > MAX_PROXIMITIES):
            break
        kept.append(part)
    return " ".join(kept)


def build_request(dice: random.Random) -> WrittenRequest:
    """Return a request to any route."""
    path = dice.choice(list(ROUTES))
    parameters = {} if path == "/api/v1/coverage" else {"q": (build_query(dice),)}
    for name in ROUTES[path]:
        if dice.random() < 0.6:
            written, values = CHANGES[name](dice)
            parameters[written] = tuple(values)
    return WrittenRequest(path, tuple(_reconcile(parameters, path).items()))


def change(request: WrittenRequest, other: WrittenRequest, dice: random.Random) -> WrittenRequest:
    """Return a request like another, with a parameter or a part of its query changed.

    Now and then it gets the query of the `other` one.
    """
    parameters = dict(request.parameters)
    if dice.random() < 0.4 or "q" not in parameters:
        written, values = CHANGES[dice.choice(ROUTES[request.path])](dice)
        parameters[written] = tuple(values)
    elif dice.random() < 0.2 and "q" in dict(other.parameters):
        parameters["q"] = dict(other.parameters)["q"][:1]
    else:
        parameters["q"] = tuple([_change_query(query, dice) for query in parameters["q"]])
    return replace(request, parameters=tuple(_reconcile(parameters, request.path).items()))


def _reconcile(parameters: Mapping[str, tuple[str, ...]], path: str) -> dict[str, tuple[str, ...]]:
    """Return parameters that the API takes together: what one needs of another is added."""
    valid = dict(parameters)
    if "facet_prefix" in valid:
        name = valid["facet_prefix"][0].partition(":")[0]
        counted = valid.get("facet", (",".join(DEFAULT_FACETS),))[0].split(",")
        valid["facet"] = (",".join(filter(None, dict.fromkeys([*counted, name]))),)
    if "share" in valid and path == "/api/v1/search":
        valid.setdefault("interval", ("auto",))
    return valid


def _change_query(query: str, dice: random.Random) -> str:
    parts = query.split(" ")
    at = dice.randrange(len(parts))
    parts[at:at + dice.randint(0, 2)] = [build_token(dice) for _ in range(dice.randint(0, 2))]
    return cut(" ".join(parts))
