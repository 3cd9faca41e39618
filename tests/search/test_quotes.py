"""Any run of words that is copied from a text, and put in quotes, finds that text."""

import io
import json
import random
import re
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from search import Article, Query
from search.documents import build_documents
from search.engine import Request
from search.interpret import interpret
from search.syntax import MAX_LENGTH, parse
from search.syntax.words import has_word

from support.archives import open_whoosh
from support.oracle import finds

NEWS = Path(__file__).parents[3] / "shared" / "data" / "news" / "news_handout.jsonl.zst"
ARTICLES, RUNS = 1_500, 4_000
"""Real articles that are indexed, and runs of their words that are looked for."""

WORDS = ["hati", "hati-hati", "makan", "makanan", "dimakan", "pelaku", "dilakukan", "Talang",
         "KPU", "kata", "kata-kata", "berlari-larian", "Kim-Putin", "oknum",
         "ke-2", "U-23", "2-2", "25/4/2019", "(5,7", "Rp1.000.000", "B.J.", "di", "lari",
         "Jum'at", "sebaik-baiknya", "10%", "e-mail:", "100", "tanggung", "jawab", "🙂"]
JOINTS = st.sampled_from([" ", " ", " ", "  ", ", ", ". ", " - ", " – ", "-", "/"])
TEXTS = st.lists(st.tuples(st.sampled_from(WORDS), JOINTS), min_size=1, max_size=12).map(
    lambda pairs: "".join(word + joint for word, joint in pairs))


def bounds(text):
    """Return the words between blanks, as slices of the text."""
    return [match.span() for match in re.finditer(r"\S+", text)]


def finds_run(analyzer, text, run):
    """Return whether the run in quotes, and exactly so, finds an article with this body."""
    document, = build_documents(analyzer, [Article("1", "", text)])
    return all(finds(document, interpret(parse(query), analyzer).node)
               for query in (f'"{run}"', f'="{run}"', f'title:"{run}" OR body:"{run}"'))


@given(TEXTS, st.data())
def test_a_run_of_words_finds_its_text(analyzer, text, data):
    places = bounds(text)
    first = data.draw(st.integers(0, len(places) - 1))
    last = data.draw(st.integers(first, len(places) - 1))
    run = text[places[first][0]:places[last][1]]
    assume(has_word(run))  # signs alone find nothing
    assert finds_run(analyzer, text, run)


@given(st.lists(st.sampled_from(["hati", "makan", "makanan", "kata-kata", "Talang"]),
                min_size=2, max_size=6))
def test_neighbours_of_one_stem_find_only_as_many(analyzer, words):
    """A text in which the last word stands once is not found where it is doubled in quotes."""
    text = " ".join([*words[:-1], "batas", words[-1]])
    document, = build_documents(analyzer, [Article("1", "", text)])
    query = f'"batas {words[-1]} {words[-1]}"'
    assert not finds(document, interpret(parse(query), analyzer).node)


@pytest.mark.long  # it indexes real articles, and asks thousands of queries
def test_runs_of_real_articles_find_them(analyzer, tmp_path):
    archive = open_whoosh(tmp_path, analyzer)
    articles = read_articles(ARTICLES)
    for _ in archive.add(articles):
        pass
    chance, missed, tried = random.Random(16), [], 0
    while tried < RUNS:
        article = chance.choice(articles)
        run = draw_run(chance, article)
        if run is None:
            continue
        tried += 1
        for query in (f'"{run}"', f'="{run}"'):
            strict = interpret(parse(query), analyzer).node
            if article.id not in archive._engine.match(Request(strict, limit=ARTICLES)).ids:
                missed.append((article.id, query))
    assert not missed


def read_articles(count):
    """Return some real articles, spread over all."""
    if not NEWS.exists():
        pytest.skip("the real articles are not here")
    zstandard = pytest.importorskip("zstandard")
    with NEWS.open("rb") as packed:
        lines = io.TextIOWrapper(zstandard.ZstdDecompressor().stream_reader(packed), "utf-8")
        step = 24_562 // count
        records = [json.loads(line) for number, line in enumerate(lines) if number % step == 0]
    return [Article(each["id"], each["title"], each["body"]) for each in records[:count]]


def draw_run(chance, article):
    """Return a run of words of a title or of a paragraph that can stand in quotes, or None."""
    paragraphs = [article.title, *article.body.split("\n")]
    text = chance.choice([each for each in paragraphs if each.strip()])
    places = bounds(text)
    first = chance.randrange(len(places))
    last = min(first + chance.randint(0, 11), len(places) - 1)
    run = text[places[first][0]:places[last][1]]
    has_words = re.search(r"[^\W_]", run)
    return run if has_words and len(run) < MAX_LENGTH - 3 and not re.search('["“”„‟«»]', run) \
        else None


def test_words_in_quotes_come_before_other_forms_of_them_in_a_title(analyzer, tmp_path):
    """A cluster scores phrases otherwise, so this is no case of the conformance suite."""
    archive = open_whoosh(tmp_path, analyzer)
    list(archive.add([
        Article("forms", "Berasnya lokalnya", "Berasnya lokalnya, kata mereka. Berasnya lokalnya."),
        Article("typed", "Pasar kota", (
            "Petani menanam jagung dan kedelai di sawah yang kering, lalu menjualnya bersama beras "
            "lokal kepada pedagang dari kota lain sebelum musim hujan tiba dan jalan desa rusak.")),
        *(Article(f"other-{n}", "Rapat", "Warga membahas jalan yang rusak.") for n in range(9))]))
    assert [hit.article.id for hit in archive.search(Query('"beras lokal"')).hits] == [
        "typed", "forms"]
