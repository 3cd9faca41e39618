"""Each compiled kernel against its plain twin, to the last bit."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engines.whoosh import kernels
from search.engines.whoosh.build import bounds, invert, letters, texts
from search.engines.whoosh.kernels import NAMES, Calendar, Plane, plain
from search.engines.whoosh.segment import WINDOW, windows

COMPILED = kernels.compiled()

pytestmark = pytest.mark.skipif(not COMPILED, reason="numba is not installed")

WORDS = st.sampled_from(["a", "ab", "ba", "abc", "acb", "bca", "runding", "rundnig", "é", "éa",
                         "日本", "a" * 99, "dunia"])
FREQS = st.sampled_from(["<u2", "<u4"])


def same(name, *arguments):
    """What both give, which must be equal; arrays that they fill are compared too."""
    copies = [[each.copy() if isinstance(each, np.ndarray) else each for each in arguments]
              for _ in range(2)]
    one = getattr(plain, name)(*copies[0])
    other = COMPILED[name](*copies[1])
    compare(one, other)
    compare(copies[0], copies[1])
    return one


def compare(one, other):
    if isinstance(one, (tuple, list)):
        assert len(one) == len(other)
        for left, right in zip(one, other):
            compare(left, right)
    elif isinstance(one, np.ndarray):
        assert one.tolist() == other.tolist()
    else:
        assert one == other


@st.composite
def found(draw, most=3 * WINDOW):
    """Documents, some in the same window and some far apart, and scores."""
    near = st.integers(0, min(most, 40) - 1)
    docs = draw(st.sets(st.one_of(near, near.map(lambda n: n + WINDOW - 20) if most > WINDOW
                                  else near, st.integers(0, most - 1)), max_size=30))
    return scored(sorted(docs))


def scored(docs):
    docs = np.array(docs, np.uint32)
    return docs, ((docs * 7919 + 13) % 97 / np.float32(10)).astype(np.float32)


@st.composite
def fields(draw, documents=st.lists(st.lists(st.integers(0, 5), max_size=12), max_size=9)):
    """A field of six terms in some documents, which may be far apart, as arrays and a plane."""
    words = draw(documents)
    spread = draw(st.sampled_from([1, 9_000, WINDOW - 1]))
    texts = [[]] * (len(words) * spread if words else 1)
    for number, terms in enumerate(words):
        texts[number * spread] = terms
    lengths = np.array([len(terms) for terms in texts], np.int64)
    flat = np.array([term for terms in texts for term in terms], np.uint32)
    made = invert(flat, lengths, 6, draw(FREQS) == "<u4")
    weights = draw(st.sampled_from([(5.0, 0.25, 0.1), (1.0, 0.25, 0.75 / 7), (0.0, 1.0, 0.0)]))
    plane = Plane(made["docs"], made["freqs"], lengths.astype(np.uint32), *weights)
    for array in plane[:3]:
        array.flags.writeable = False  # as in a file
    return made, plane, windows(len(texts))


def at_of(made, width, term):
    return made["at"][term * width:(term + 1) * width + 1]


@given(st.sets(st.one_of(WORDS, st.text(max_size=5))), st.one_of(WORDS, st.text(max_size=5)))
def test_find(words, wanted):
    terms = sorted(word.encode("utf-8", "surrogatepass") for word in words)
    made = texts(terms)
    term = wanted.encode("utf-8", "surrogatepass")
    place = same("find", made["text"], made["text_at"], np.frombuffer(term, np.uint8))
    assert place == (terms.index(term) if term in terms
                     else -1 - sum(each < term for each in terms))


@given(st.sets(WORDS), WORDS, st.integers(1, 2))
def test_alike(words, wanted, distance):
    made = texts(sorted(word.encode() for word in words))
    points = np.array([ord(char) for char in wanted], np.uint32)
    same("alike", made["text"], made["text_at"], letters(made), points, distance)


@given(fields(), st.integers(0, 5), st.integers(0, 5), found(40))
def test_weigh_and_intersect(field, term, other_term, candidates):
    made, plane, width = field
    second = plane._replace(weight=5.0)
    places = (plane, at_of(made, width, term), second, at_of(made, width, other_term))
    docs, _ = same("weigh", *places, 0.9, 1.7)
    assert (np.diff(docs.astype(np.int64)) > 0).all()
    same("intersect", *candidates, *places, 0.9, 1.7)
    same("intersect", *scored(docs), *places, 0.9, 1.7)


@given(found(), found())
def test_both_and_without(one, other):
    docs, _ = same("both", *one, *other)
    assert set(docs.tolist()) == set(one[0].tolist()) & set(other[0].tolist())
    docs, _ = same("without", *one, other[0])
    assert set(docs.tolist()) == set(one[0].tolist()) - set(other[0].tolist())


@given(st.lists(found(), min_size=2, max_size=5))
def test_add_up(pieces):
    docs = np.concatenate([docs for docs, _ in pieces])
    values = np.concatenate([values for _, values in pieces])
    found, _ = same("add_up", docs, values, bounds(np.array([len(d) for d, _ in pieces])))
    assert found.tolist() == sorted(set(docs.tolist()))


@given(fields(), st.sets(st.integers(0, 5), min_size=1))
def test_gather(field, terms):
    made, plane, width = field
    same("gather", plane, made["at"], width, np.array(sorted(terms), np.int64))


@given(fields(), st.lists(st.integers(0, 5), min_size=2, max_size=4), st.integers(0, 8))
def test_phrase(field, terms, slop):
    made, plane, width = field
    places = (plane, made["at"], width, made["hits"], made["hits_at"])
    terms = np.array(terms, np.int64)
    same("phrase", *places, terms, np.arange(len(terms)), np.ones(len(terms), np.int64), 0)
    different, needed = np.unique(terms, return_counts=True)
    same("phrase", *places, different, np.arange(len(different)), needed, len(terms) + slop)


@given(found(200), st.booleans(), st.integers(0, 12), st.randoms(use_true_random=False),
       st.booleans(), st.booleans(), st.booleans(), st.booleans(),
       st.sampled_from([None, (4, 0), (0, 4), (4, 4)]))
def test_choose(found, scored, limit, chance, outlets, years, within, counted, asked):
    ranks = list(range(200))
    chance.shuffle(ranks)
    columns = [np.array([chance.randrange(4) for _ in range(200)], np.uint32) for _ in range(4)]
    for column in columns:
        column.flags.writeable = False  # as in a file
    start = np.array([chance.randrange(-1, 20) for _ in range(200)], np.int64)
    chosen = [np.array([1, 0, 1, 0] if wanted else [], np.uint8) for wanted in (outlets, years)]
    count = 4 if counted else 0
    calendar = asked and Calendar(columns[2], asked[0], columns[3], asked[1])
    total, *_, counts = same(
        "choose", *found, scored, np.array(ranks, np.uint32), limit, columns[0], chosen[0], count,
        columns[1], chosen[1], count, calendar, start, start + 3, within, 5, 12)
    for numbers, wanted in zip(counts[2:], asked or (0, 0)):
        assert len(numbers) == wanted and numbers.sum() == (total if wanted else 0)


@given(st.sets(WORDS), st.sets(WORDS))
def test_unite(one, other):
    made = [texts(sorted(word.encode() for word in words)) for words in (one, other)]
    _, _, sources = same("unite", *(array for each in made for array in each.values()))
    assert len(sources) == len(one | other)


@given(fields(), st.randoms(use_true_random=False))
def test_moving_postings(field, chance):
    made, plane, width = field
    count = len(plane.lengths)
    kept = np.array([chance.random() < 0.7 for _ in range(count)], bool)
    moves = np.where(kept, np.cumsum(kept) - 1, -1).astype(np.int64)
    terms, new_width = np.array([0, 2, 3, 5, 6, 8], np.int64), windows(int(kept.sum()))
    places = (made["docs"], made["freqs"], made["at"], width, terms, moves, new_width)
    counts = [np.zeros(9 * new_width + 1, np.int64) for _ in range(2)]
    same("tally_moved", *places, *counts)
    plain.tally_moved(*places, *counts)
    at, hits_at = (np.cumsum(each) for each in counts)
    for kind in ("<u2", "<u4"):
        room = (np.zeros(at[-1], "<u2"), np.zeros(at[-1], kind), np.zeros(hits_at[-1], kind))
        same("move", *places[:2], made["hits"], made["at"], made["hits_at"], *places[3:],
             at[:-1].copy(), hits_at[:-1].copy(), *room)


@given(fields())
def test_inverting(field):
    made, plane, width = field
    lengths = plane.lengths.astype(np.int64)
    flat = np.zeros(int(lengths.sum()), np.uint32)
    flat[:] = np.arange(len(flat)) * 5 % 7 % 6
    at, hits_at = same("tally", flat, lengths, 6, width)
    room = (np.empty(at[-1], "<u2"), np.empty(at[-1], "<u2"), np.empty(hits_at[-1], "<u2"))
    for array in room:
        array[:] = 0
    same("invert", flat, lengths, width, at, hits_at, *room)


def test_every_kernel_has_a_compiled_twin():
    assert COMPILED.keys() == set(NAMES)
