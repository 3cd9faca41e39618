"""Each compiled kernel against its reference implementation, to the last bit."""

from contextlib import ExitStack

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engines.whoosh import kernels
from search.engines.whoosh.kernels import (
    NAMES,
    DictionaryArrays,
    FacetPlan,
    FieldPostings,
    PageLimits,
    PhraseTerms,
    PostingArrays,
    Program,
    Refinements,
    Renumbering,
    SegmentArrays,
    SlotBounds,
    reference,
)
from search.engines.whoosh.kernels import scratch as scratch
from search.engines.whoosh.kernels import types
from search.engines.whoosh.segments.builder import bounds, invert, letters, texts
from search.engines.whoosh.segments.segment import BLOCK_SIZE, count_blocks
from search.kernel_loader import compiled_modules

COMPILED = kernels.implementations(*compiled_modules("loading"), *compiled_modules("searching"))

SEARCHING = {"add_up", "alike", "evaluate", "gather", "phrase", "rank_anew", "refine"}
"""The kernels that only searches need."""

NEED_SCRATCH = {"alike", "gather", "phrase", "refine"}
"""The kernels whose last argument is scratch memory."""

pytestmark = pytest.mark.skipif(not COMPILED, reason="numba is not installed")

FACETS, VALUES = 5, 4
"""The number of facets of a segment, and of values of each."""

WORDS = st.sampled_from(["a", "ab", "ba", "abc", "acb", "bca", "runding", "rundnig", "é", "éa",
                         "日本", "a" * 99, "dunia"])
KEYS = st.sampled_from([0, 1, 2, (1 << 32) - 1])
FREQS = st.sampled_from(["<u2", "<u4"])


def take(lent):
    """Return scratch memory that is lent; nothing else works here meanwhile."""
    with lent as memory:
        return memory


def test_scratch_memory_is_lent_to_one_at_a_time_and_little_of_it_kept():
    with scratch.for_terms(9) as one, scratch.for_terms(9) as other:
        assert not np.shares_memory(one, other)
    with scratch.for_terms(9) as again:
        assert np.shares_memory(again, one)
    with ExitStack() as lent:
        for _ in range(3 * scratch.MOST_IDLE):
            lent.enter_context(scratch.for_fuzzy(9))
    assert len(scratch._idle) == scratch.MOST_IDLE
    with scratch.for_fuzzy(scratch.MAX_KEPT_BYTES) as large:
        assert large.nbytes > scratch.MAX_KEPT_BYTES
    assert all(piece.nbytes <= scratch.MAX_KEPT_BYTES for piece in scratch._idle)


def same(name, *arguments):
    """Return the result of both versions, which must be equal; compare the arrays they fill too."""
    copies = [[copy(each) for each in arguments] for _ in range(2)]
    one = getattr(reference, name)(*copies[0])
    other = COMPILED[name](*copies[1])
    compare(one, other)
    if name not in NEED_SCRATCH:
        compare(copies[0], copies[1])
    return one


def copy(value):
    """Return a copy of an array or of a named tuple of arrays; each as writable as it is."""
    if isinstance(value, tuple):
        return type(value)(*map(copy, value))
    if not isinstance(value, np.ndarray):
        return value
    copied = value.copy()
    copied.flags.writeable = value.flags.writeable
    return copied


def compare(one, other):
    if isinstance(one, (tuple, list)):
        assert len(one) == len(other)
        for left, right in zip(one, other):
            compare(left, right)
    elif isinstance(one, np.ndarray):
        assert one.tolist() == other.tolist()
    else:
        assert one == other


def build_dictionary(words):
    made = texts(sorted(word.encode() for word in words))
    return types.forbid_writing(DictionaryArrays(**made, letters=letters(made)))


@st.composite
def found(draw, most=3 * BLOCK_SIZE):
    """Documents, some in the same block and some far apart, and scores."""
    near = st.integers(0, min(most, 40) - 1)
    docs = draw(st.sets(st.one_of(near, near.map(lambda n: n + BLOCK_SIZE - 20) if most > BLOCK_SIZE
                                  else near, st.integers(0, most - 1)), max_size=30))
    return scored(sorted(docs))


def scored(docs):
    docs = np.array(docs, np.uint32)
    return docs, ((docs * 7919 + 13) % 97 / np.float32(10)).astype(np.float32)


def draw_moves(lengths, every):
    """Return how many positions each word stands behind the one before it: mostly 1."""
    moves = np.ones(int(lengths.sum()), np.uint8)
    moves[::every] = 32 if every > 1 else 1
    moves[(np.cumsum(lengths) - lengths)[lengths > 0]] = 0
    return moves


@st.composite
def fields(draw, documents=st.lists(st.lists(st.integers(0, 5), max_size=12), max_size=9)):
    """A field of six terms in some documents, which may be far apart, as arrays and a field."""
    words = draw(documents)
    spread = draw(st.sampled_from([1, 9_000, BLOCK_SIZE - 1]))
    texts = [[]] * (len(words) * spread if words else 1)
    for number, terms in enumerate(words):
        texts[number * spread] = terms
    lengths = np.array([len(terms) for terms in texts], np.int64)
    flat = np.array([term for terms in texts for term in terms], np.uint32)
    moves = draw_moves(lengths, draw(st.sampled_from([1, 2, 5])))
    made = invert(flat, moves, lengths, 6, draw(FREQS) == "<u4")
    weights = draw(st.sampled_from([(5.0, 0.25, 0.1), (1.0, 0.25, 0.75 / 7), (0.0, 1.0, 0.0)]))
    field = FieldPostings(
        made["docs"], made["freqs"], made["at"], lengths.astype(np.uint32), *weights)
    for array in (*made.values(), field.lengths):
        array.flags.writeable = False  # as in a file
    return made, field, count_blocks(len(texts))


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
    points = np.array([ord(char) for char in wanted], np.uint32)
    same("alike", build_dictionary(words), points, distance, take(scratch.for_fuzzy(len(words))))


@given(found(), found())
def test_add_up(one, other):
    docs, _ = same("add_up", *one, *other)
    assert set(docs.tolist()) == set(one[0].tolist()) | set(other[0].tolist())


@given(fields(), st.sets(st.integers(0, 5), min_size=1))
def test_gather(field, terms):
    made, field, width = field
    same("gather", field, width, np.array(sorted(terms), np.int64),
         take(scratch.for_terms(len(field.docs))))


@st.composite
def flats(draw):
    """A segment of five fields and some facets, as kernels take it."""
    made = [draw(fields()) for _ in range(2)]
    longest = max(made, key=lambda field: len(field[1].lengths))
    count, width = len(longest[1].lengths), longest[2]
    kind = longest[1].freqs.dtype
    same_size = [field for field in made if field[2] == width] * 5
    chance = draw(st.randoms(use_true_random=False))
    arrays, weights = [], []
    for own, field, _ in same_size[:types.FIELDS]:
        lengths = np.resize(field.lengths, count) if len(field.lengths) else np.zeros(count, "<u4")
        arrays += [field.docs, field.freqs.astype(kind), field.at, lengths.astype("<u4"),
                   own["positions"].astype(kind), own["positions_at"]]
        weights += field[4:]
    ordinals = [np.random.default_rng(chance.randrange(99)).integers(0, 4, count, "<u4")
                for _ in range(FACETS)]
    start = np.random.default_rng(chance.randrange(99)).integers(-1, 20, count)
    return pack([*arrays, start, start + 3, *ordinals], weights, kind, width, count)


def pack(arrays, weights, kind, width, count):
    table, at, file = [], 0, b""
    for array in arrays:
        table += [at, at + array.nbytes]
        file += array.tobytes() + bytes(-array.nbytes % 64)
        at = len(file)
    arrays = (np.frombuffer(file or b" ", np.uint8), np.array(table, np.int64),
              np.array(weights, np.float64), np.zeros(0, kind))
    for array in arrays:
        array.flags.writeable = False
    return SegmentArrays(*arrays, width, count)


PLACES = st.sampled_from([[0], [1], [0, 1], [1, 0]])
"""Fields of a segment."""


@given(flats(), PLACES, st.lists(st.integers(0, 5), min_size=2, max_size=4), st.integers(0, 8),
       st.integers(0, 9))
def test_phrase(segment, places, terms, slop, lacking):
    """A phrase is found in each of its fields that has all terms."""
    fields, _, _ = reference.unpack(segment)
    longest = max(int(each.positions.positions.max(initial=0)) + 1 for each in fields)
    most = sum(len(each.postings.docs) for each in fields)
    memory = take(scratch.for_phrase(len(terms), longest, most))
    among = np.arange(0, segment.documents, 2, np.uint32) if slop % 2 else np.zeros(0, np.uint32)
    among.flags.writeable = False

    def look_for(terms, needed, width):
        rows = np.tile(terms, len(places))
        rows[lacking:lacking + 1] = -1
        same("phrase", segment, PhraseTerms(
            np.array(places), rows, np.arange(len(terms)), needed, width, longest), among, memory)

    look_for(np.array(terms), np.ones(len(terms), np.int64), 0)
    look_for(*np.unique(terms, return_counts=True), len(terms) + slop)


PHRASES = st.lists(st.tuples(
    PLACES, st.lists(st.integers(0, 5), min_size=2, max_size=3), st.integers(0, 6)), max_size=3)


def list_rows(phrases):
    """Return the rows and terms of phrases, some in order and some with a slop."""
    rows, listed = [], []
    for places, terms, slop in phrases:
        different, needed = np.unique(terms, return_counts=True)
        some = ([(term, n, 1) for n, term in enumerate(terms)] if slop % 2 else
                [(term, n, least) for n, (term, least) in enumerate(zip(different, needed))])
        rows += [(place, len(some), 0 if slop % 2 else len(terms) + slop, 0) for place in places]
        rows[-1] = (*rows[-1][:3], 1)
        listed += some * len(places)
    return np.array(rows, np.int64).reshape(-1, 4), np.array(listed, np.int64).reshape(-1, 3)


@given(flats(), PHRASES, st.lists(st.tuples(*[st.integers(-1, 5)] * 2), max_size=3),
       st.integers(1, 3), st.integers(1, 99))
def test_refine(segment, phrases, early, every, step):
    """Phrases and early terms are looked for in some documents, given in any order."""
    fields, _, _ = reference.unpack(segment)
    longest = max(int(each.positions.positions.max(initial=0)) + 1 for each in fields)
    count = segment.documents
    docs = np.unique([*range(0, min(count, 9)), *range(0, count, 9_000),
                      *range(0, count, BLOCK_SIZE - 1)])[::every].astype(np.uint32)
    docs = docs[np.argsort(np.arange(len(docs)) * step % 7, kind="stable")]
    docs.flags.writeable = False
    wanted = Refinements(
        *list_rows(phrases), np.linspace(1, 2, len(phrases), dtype=np.float32), longest, 0, 1,
        np.array(early, np.int64).reshape(-1, 2).T.copy(),
        np.arange(1, len(early) + 1, dtype=np.float32))
    order, _, title, body = same(
        "refine", segment, docs, wanted, 0.9, take(scratch.for_phrase(3, longest, len(docs))))
    assert (np.diff(docs[order].astype(np.int64)) > 0).all()
    assert not np.any(title * body)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(-1, 4)), max_size=9),
       st.integers(0, 9), st.sampled_from([0.0, 0.005, 2.0]), st.integers(-9, 9))
def test_rank_anew(hits, first, recency, moved):
    """The first hits come by their new score, then their rank; the others stay where they are."""
    count = len(hits)
    docs, some = np.arange(count)[::-1].astype(np.uint32), min(first, count)
    scores, more, starts = (np.array([each[n] for each in hits]) for n in range(3))
    starts = np.where(starts < 0, types.UNDATED, starts + moved).astype(np.int64)
    ranks = (np.arange(count) * 7 % 10).astype(np.uint32)
    for array in (docs, starts, ranks):
        array.flags.writeable = False
    ordered, raised, gains = same(
        "rank_anew", docs, scores.astype(np.float32), np.arange(some)[::-1].copy(),
        (more[:some] / np.float32(3)).astype(np.float32), starts, ranks, recency)
    assert sorted(ordered.tolist()) == sorted(docs.tolist())
    assert ordered[some:].tolist() == docs[some:].tolist()
    assert (np.diff(raised[:some]) <= 0).all() and (gains >= 0).all()


TREES = st.recursive(
    st.one_of(st.tuples(st.just("term"), st.integers(0, 4), st.integers(-1, 5),
                        st.integers(0, 4), st.integers(-1, 5)),
              st.just(("everything",)), st.tuples(st.just("piece"), found())),
    lambda trees: st.tuples(st.sampled_from(["all", "any", "two", "raised", "without"]),
                            st.lists(trees, min_size=1, max_size=4)), max_leaves=8)


JOINING = {
    "all": (types.KEEP, types.BOTH),
    "raised": (types.RAISE, types.ADD),
    "without": (None, types.WITHOUT),
}
"""The steps that join a term, or a list, to the list below."""


def assemble(tree, steps, pieces, level, pool):
    """Append the steps of a tree; return how many lists and pools they need."""
    kind, *rest = tree
    if kind == "term":
        steps.append((types.TERM, *rest))
        return level + 1, pool
    if kind == "everything":
        steps.append((types.EVERYTHING, 0, 0, 0, 0))
        return level + 1, pool
    if kind == "piece":
        steps.append((types.PIECE, len(pieces), 0, 0, 0))
        pieces.append(rest[0])
        return level + 1, pool
    if kind in ("any", "two"):
        needed, probed = [], rest[0][1:] if kind == "two" else []
        for child in rest[0][:len(rest[0]) - len(probed)]:
            needed.append(assemble(child, steps, pieces, level, pool + 1))
            steps.append((types.POUR, pool, 0, 0, 0))
        for nth, child in enumerate(probed, 1):
            steps.append((types.LIST, pool, nth, 0, 0))
            needed.append(assemble(child, steps, pieces, level + 1, pool + 1))
            steps.append((types.BOTH, 0, 0, 0, 0))
            steps.append((types.POUR, pool, 0, 0, 0))
        steps.append((types.COLLECT, pool, 1 if kind == "any" else 2, 0, 0))
        return tuple(map(max, zip(*needed)))
    first, *others = rest[0]
    needed, skips = [assemble(first, steps, pieces, level, pool)], []
    for child in others:
        skips.append(len(steps))
        steps.append(None)
        of_term, of_list = JOINING[kind]
        if child[0] == "term" and of_term is not None:
            steps.append((of_term, *child[1:]))
        else:
            needed.append(assemble(child, steps, pieces, level + 1, pool))
            steps.append((of_list, 0, 0, 0, 0))
    for skip in skips:
        steps[skip] = types.SKIP, len(steps), 0, 0, 0
    return tuple(map(max, zip(*needed)))


@st.composite
def plans(draw):
    """A plan that counts some facets, filters by some, and does both for some, in any order."""
    columns = draw(st.permutations(range(FACETS)))
    filters = draw(st.integers(0, FACETS))
    counted = [draw(st.booleans()) or number >= filters for number in range(FACETS)]
    rows, counts = [], 0
    for number, column in enumerate(columns[:draw(st.integers(filters, FACETS))]):
        first = counts if counted[number] else -1
        counts += VALUES * counted[number]
        rows.append((column, first, VALUES * number if number < filters else -1))
    masks = [draw(st.sampled_from([[1, 0, 1, 0], [0, 0, 0, 1], [1, 1, 1, 1], [0] * 4]))
             for _ in range(filters)]
    return FacetPlan(np.array(rows, np.int64).reshape(-1, 3), filters, counts,
                     np.array(sum(masks, []), np.uint8), *pack_facets([], 0, 0))


def pack_facets(places, count, first):
    """Return the words of documents, and a row for each facet: its byte, -1 for the only value."""
    words = np.random.default_rng(7).integers(0, 1 << 62, count, np.uint64)
    rows = [(8 * place if place >= 0 else -1, first + VALUES * number)
            for number, place in enumerate(places)]
    return (words & np.uint64(0x0303030303030303),
            np.array(rows, np.int64).reshape(-1, types.PACKED_FIRST_COUNT + 1))


def assemble_boosts(boosts, steps, pieces):
    """Append steps that add to the scores of the bottom list; return where each boost begins, and
    how many lists and pools they need."""
    begins, needed = [], [(1, 0)]
    for boost in boosts:
        begins.append(len(steps))
        if boost[0] == "term":
            steps.append((types.RAISE, *boost[1:]))
        else:
            needed.append(assemble(boost, steps, pieces, 1, 0))
            steps.append((types.ADD, 0, 0, 0, 0))
    return begins, tuple(map(max, zip(*needed)))


@given(flats(), TREES, st.lists(TREES, max_size=3), st.integers(0, 12), st.booleans(),
       st.booleans(), st.booleans(), plans(), st.booleans(),
       st.lists(st.integers(-1, 7), max_size=4))
def test_evaluate(segment, tree, boosts, limit, scored, reverse, within, plan, all_live, places):
    count = segment.documents
    words, rows = pack_facets(places, count, plan.counts)
    plan = plan._replace(
        counts=plan.counts + VALUES * len(places), packed=words, packed_rows=rows)
    ranks = np.arange(count)[::-1 if reverse else 1].astype(np.uint32)
    steps, pieces = [], []
    needed = assemble(tree, steps, pieces, 0, 0)
    tail = len(steps)
    begins, more = assemble_boosts(boosts, steps, pieces)
    factors = np.linspace(1, 2, len(steps))
    gains = np.array([factors[number:].sum() if number in begins else -1.0
                      for number in range(len(steps))])
    held = [(docs[docs < count], scores[docs < count]) for docs, scores in pieces]
    program = Program(
        np.array(steps, np.int64), factors, tail, gains, *map(max, needed, more),
        np.concatenate([np.zeros(0, np.uint32), *(docs for docs, _ in held)]),
        np.concatenate([np.zeros(0, np.float32), *(scores for _, scores in held)]),
        bounds(np.array([len(docs) for docs, _ in held], np.int64)))
    live = (np.arange(0 if all_live else count) % 4 % 3).astype(np.uint8)
    set_apart = np.flatnonzero(live == types.APART)
    page = types.forbid_writing(PageLimits(limit, scored, ranks, within, 5, 12, len(set_apart)))
    arguments = (segment, live, program, 0.9, page, plan)
    memory = take(scratch.for_program(program))
    memory[:] = 7
    answer = reference.evaluate(*arguments, memory)
    compare(answer, COMPILED["evaluate"](*arguments, memory))
    found, total, docs, scores, counts, apart, _ = answer
    assert found >= total + len(apart) and len(docs) == min(limit, total) == len(scores)
    assert not set(docs) & set(set_apart) and set(apart) <= set(set_apart)
    for number, (_, first, _) in enumerate(plan.rows.tolist()):
        if number >= plan.filters:
            assert counts[first:first + VALUES].sum() == total
        elif first >= 0:
            assert counts[first:first + VALUES].sum() >= total
    for _, first in rows.tolist():
        assert counts[first:first + VALUES].sum() == total


def test_packed_facets_of_more_documents_than_are_fetched_at_once():
    count, nothing = 1_300, np.zeros(1, np.int64)
    field = [np.zeros(0, "<u2"), np.zeros(0, "<u2"), nothing, np.zeros(count, "<u4"),
             np.zeros(0, "<u2"), nothing]
    columns = [np.zeros(count, np.int64)] * 2 + [np.zeros(count, "<u4")] * FACETS
    segment = pack(field * types.FIELDS + columns, [1.0] * 3 * types.FIELDS,
                   np.dtype("<u2"), 1, count)
    steps = np.array([(types.EVERYTHING, 0, 0, 0, 0)], np.int64)
    program = Program(
        steps, np.zeros(1), 1, np.array([-1.0]), 1, 0, np.zeros(0, np.uint32),
        np.zeros(0, np.float32), nothing)
    page = types.forbid_writing(
        PageLimits(0, False, np.arange(count, dtype=np.uint32), False, 0, 0, 0))
    words, rows = pack_facets([2, -1, 7], count, 0)
    plan = FacetPlan(np.zeros((0, 3), np.int64), 0, 3 * VALUES, np.zeros(0, np.uint8), words, rows)
    memory = take(scratch.for_program(program))
    arguments = segment, np.zeros(0, np.uint8), program, 0.9, page, plan, memory
    answer = reference.evaluate(*arguments)
    compare(answer, COMPILED["evaluate"](*arguments))
    second = words >> np.uint64(16) & np.uint64(0xFF)
    assert answer[4][:VALUES].tolist() == np.bincount(second.astype(int), minlength=4).tolist()


@given(st.sets(WORDS), st.sets(WORDS))
def test_unite(one, other):
    _, _, united = same("unite", build_dictionary(one), build_dictionary(other))
    assert united.text.tobytes() == b"".join(sorted(word.encode() for word in one | other))


@given(fields(), st.integers(0, 1 << 32))
def test_moving_postings(field, seed):
    made, field, width = field
    count = len(field.lengths)
    kept = np.random.default_rng(seed).random(count) < 0.7
    moves = np.where(kept, np.cumsum(kept) - 1, -1).astype(np.int64)
    terms, new_width = np.array([0, 2, 3, 5, 6, 8], np.int64), count_blocks(int(kept.sum()))
    source = (PostingArrays(made["docs"], made["freqs"], made["positions"]),
              SlotBounds(made["at"], made["positions_at"]),
              Renumbering(terms, moves, width, new_width))
    counts = SlotBounds(*(np.zeros(9 * new_width + 1, np.int64) for _ in range(2)))
    same("tally_moved", *source, counts)
    reference.tally_moved(*source, counts)
    reached = SlotBounds(*map(np.cumsum, counts))
    begins = SlotBounds(*(each[:-1].copy() for each in reached))
    for kind in ("<u2", "<u4"):
        same("move", *source, begins, PostingArrays(
            np.zeros(reached.at[-1], "<u2"), np.zeros(reached.at[-1], kind),
            np.zeros(reached.positions_at[-1], kind)))


@given(st.lists(st.lists(st.integers(0, 4), max_size=9), min_size=1, max_size=5))
def test_expand(documents):
    numbers = np.array([number for each in documents for number in each], np.uint32)
    counts = np.array([len(each) for each in documents], np.int64)
    steps = np.array([1, 1, 0, 1, 1, 32], np.uint8)
    entries, moves, sizes, words = same(
        "expand", numbers, counts, np.array([0, 1, 1, 4, 5, 6], np.int64), steps)
    of = [[0], [], [1, 2, 3], [4], []]
    assert entries.tolist() == [entry for each in documents for n in each for entry in of[n]]
    assert sizes.tolist() == [sum(len(of[n]) for n in each) for each in documents]
    assert words.tolist() == [sum(len(of[n]) - (n == 2) for n in each) for each in documents]
    assert moves.tolist() == [move for each in documents for move in list_moves(each)]


def list_moves(chunks):
    """Return how many positions the words of these chunks stand behind those before them."""
    moves, chunks = [], [chunk for chunk in chunks if chunk != 1]
    for before, chunk in zip([None, *chunks], chunks):
        moves += [32 if before == 4 else 1] * (chunk in (0, 2, 3)) + [0, 1] * (chunk == 2)
    return [0, *moves[1:]] if moves else []


@given(fields())
def test_inverting(field):
    made, field, width = field
    lengths = field.lengths.astype(np.int64)
    flat = np.zeros(int(lengths.sum()), np.uint32)
    flat[:] = np.arange(len(flat)) * 5 % 7 % 6
    reached = same("tally", flat, lengths, 6, width)
    for kind in ("<u2", "<u4"):
        same("invert", flat, draw_moves(lengths, 3), lengths, width, reached, PostingArrays(
            np.zeros(reached.at[-1], "<u2"), np.zeros(reached.at[-1], kind),
            np.zeros(reached.positions_at[-1], kind)))


@given(st.lists(KEYS, max_size=12), st.lists(st.tuples(KEYS, st.integers(0, 30)), max_size=12),
       st.integers(0, 20), st.integers(0, 4))
def test_agreeing(held, wanted, first, most):
    """Each document is paired with those before it that have its key, the nearest first."""
    held = sorted((key, document) for document, key in enumerate(held))
    wanted.sort()
    more = np.full(len(wanted), most)
    pairs = same(
        "agreeing", *(np.array([each[n] for each in held], "<u4") for n in (0, 1)), first,
        *(np.array([each[n] for each in wanted], kind) for n, kind in enumerate(("<u4", "<i8"))),
        more)
    before = [[(first + document << 32) + asked for key, document in reversed(held)
               if key == own and first + document < asked][:most] for own, asked in wanted]
    assert pairs.tolist() == [pair for each in before for pair in each]


def test_every_kernel_has_a_compiled_version():
    assert COMPILED.keys() == set(NAMES)


def test_the_kernels_of_searches_are_loaded_only_to_search():
    assert COMPILED.keys() == set(NAMES)
    assert kernels.implementations(*compiled_modules("loading")).keys() == set(NAMES) - SEARCHING
