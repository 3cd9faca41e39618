"""Whatever lies in the folder, stands in an article or is asked: a sound answer or a clear error.

The table in README.md says which.
"""

import io
import json
import sqlite3
from itertools import combinations, islice, permutations
from pathlib import Path
from string import ascii_lowercase

import pytest
import zstandard

from search import Archive, Article, Query, Sort
from search.arrays import FORMAT
from search.engines.whoosh.commits import generation
from search.errors import (
    ArticleNotFound,
    EngineError,
    InvalidValue,
    NotSearchable,
    QuerySyntaxError,
)
from search.syntax import MAX_LENGTH
from web import create_app

from support.built_articles import read_articles
from support.index_files import files, set_format

ROOT = Path(__file__).parents[2]
NEWS = ROOT.parent / "shared" / "data" / "news" / "news_handout.jsonl.zst"
ARTICLES = [Article(f"a{n}", "Judul", f"Perundingan ke-{n}.") for n in range(6)]
PDF = b"%PDF-1.7 and so on, long enough to be looked at\n" * 20


@pytest.fixture
def archive(opened):
    """Six articles in two commits, neither of which shares a segment with the other."""
    archive = opened()
    add(archive, *ARTICLES[:3])
    add(archive, *ARTICLES[3:])
    return archive


def add(archive, *articles):
    for _ in archive.add(articles):
        pass


def ids(archive, text="", **options):
    page = archive.search(Query(text, page_size=100, **options))
    assert page.total == len(page.hits) or page.total > 100
    return [hit.article.id for hit in page.hits]


# The folder


def test_files_of_others_are_left_alone(archive, opened, folder):
    foreign = [folder / "catatan.txt", folder / "index-lama" / "catatan.txt",
               folder / "index-1" / "catatan.pdf", folder / "index-1" / "commit-lama.arrays"]
    foreign[1].parent.mkdir()
    for path in foreign:
        path.write_bytes(PDF)
    add(opened(), Article("b", "Judul", "Perundingan lagi."))
    assert len(ids(opened(), "perundingan")) == 7 and opened().verify() == []
    assert all(path.read_bytes() == PDF for path in foreign)
    list(opened().rebuild())
    assert len(ids(opened(), "perundingan")) == 7 and opened().verify() == []
    assert all(path.read_bytes() == PDF for path in foreign[:2]), "a generation goes as a whole"


OTHERS = {
    "photos": ["DSC_0001.jpg", "DSC_0002.jpg"], "a checkout": [".git/HEAD", "README.md"],
    "a name like ours": ["articles.csv", "index-lama/commit-1.arrays", "writer.lock.bak"],
}
NOBODYS = {"nothing": [], "hidden files": [".gitkeep"], "a new disk": ["lost+found/x"],
           "what is remembered beside": ["fetch.state", "folders.state", "queries.sqlite"]}


def fill(folder, names):
    folder.mkdir()
    for name in names:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(PDF)


@pytest.mark.parametrize("names", OTHERS.values(), ids=OTHERS)
def test_a_folder_of_others_is_no_empty_archive(opened, folder, indexer, names):
    fill(folder, names)
    before = sorted(folder.rglob("*"))
    for words in (["search", "x"], ["status"], ["export"], ["remove", "x"], ["rebuild"]):
        ran = indexer(*words)
        assert ran.code == 2 and "holds other files" in ran.err and "indexer add" in ran.err, words
    assert "holds other files" in indexer("verify").err
    assert create_app(opened()).test_client().get("/readyz").status_code == 503
    assert sorted(folder.rglob("*")) == before, "nothing was written"


@pytest.mark.parametrize("names", OTHERS.values(), ids=OTHERS)
def test_an_archive_begins_among_files_of_others_with_a_warning(opened, folder, caplog, names):
    fill(folder, names)
    add(opened(), *ARTICLES)
    assert "holds other files" in caplog.text and "*.lock" in caplog.text
    caplog.clear()
    add(opened(), Article("b", "Judul", "Perundingan lagi."))
    assert not caplog.text and len(ids(opened(), "perundingan")) == 7
    assert all((folder / name).read_bytes() == PDF for name in names)


@pytest.mark.parametrize("names", NOBODYS.values(), ids=NOBODYS)
def test_a_folder_without_files_of_others_is_an_empty_archive(opened, folder, caplog, names):
    fill(folder, names)
    assert ids(opened()) == [] and opened().verify() == []
    add(opened(), *ARTICLES)
    assert len(ids(opened())) == 6 and not caplog.text


@pytest.mark.parametrize("content", [b"", b"x", PDF, b"WARTAARR" + PDF, bytes(1000)])
@pytest.mark.parametrize("which", ["list", "segment", "one list more"])
def test_a_file_of_others_in_the_place_of_ours_is_damage(archive, opened, folder, which, content):
    path, segment = files(folder, 2)
    path = {"list": path, "segment": segment}.get(which, path.with_name("commit-9.arrays"))
    path.write_bytes(content)
    assert set(ids(opened(), "perundingan")) in ({"a0", "a1", "a2"}, {f"a{n}" for n in range(6)})
    assert str(path) in opened().verify()[0]
    add(opened(), Article("b", "Judul", "Perundingan lagi."))
    assert len(ids(opened(), "perundingan")) == 7 and opened().verify() == []


@pytest.mark.parametrize("file", [0, 1])
def test_an_index_of_a_newer_program_is_refused_and_left_as_it_is(archive, opened, folder, file):
    path = files(folder, 2)[file]
    set_format(path, FORMAT + 1)
    newer, refused = path.read_bytes(), f"newer format {FORMAT + 1}: update this program"
    for use in (lambda: ids(opened(), "perundingan"), opened().verify):
        with pytest.raises(EngineError, match=refused):
            use()
    with pytest.raises(NotSearchable, match=f"stored, .* {refused}"):
        add(opened(), Article("b", "Judul", "Perundingan lagi."))
    assert path.read_bytes() == newer


def test_what_a_killed_writer_leaves_half_written_is_not_read(archive, opened, folder):
    listed, segment = (path.read_bytes() for path in files(folder, 2))
    path = generation.folder(folder, 1)
    orphan = path / "MAIN_0123456789abcdef.arrays"
    orphan.write_bytes(segment[:len(segment) // 2])
    (path / "unfinished").write_bytes(listed[:len(listed) // 2])
    assert len(ids(opened(), "perundingan")) == 6 and opened().verify() == []
    add(opened(), Article("b", "Judul", "Perundingan lagi."))
    assert len(ids(opened(), "perundingan")) == 7 and opened().verify() == []
    assert not orphan.exists() and not (path / "unfinished").exists()


@pytest.mark.parametrize("content", [PDF, bytes(4096), b"SQLite format 3\0" + PDF])
def test_a_store_that_is_no_database_is_refused(opened, folder, content):
    folder.mkdir()
    (folder / "articles.sqlite").write_bytes(content)
    for use in (lambda: ids(opened()), lambda: add(opened(), *ARTICLES), opened().verify,
                opened().status):
        with pytest.raises(EngineError, match="cannot (read|write) .*articles.sqlite"):
            use()
    assert (folder / "articles.sqlite").read_bytes() == content


@pytest.mark.parametrize("table", ["catatan(x)", "state(x)"])
def test_a_database_of_another_program_is_refused(opened, folder, table):
    folder.mkdir()
    with sqlite3.connect(folder / "articles.sqlite") as connection:
        connection.execute(f"CREATE TABLE {table}")
    for use in (lambda: ids(opened()), lambda: add(opened(), *ARTICLES), opened().verify):
        with pytest.raises(EngineError, match="articles.sqlite"):
            use()
    with sqlite3.connect(folder / "articles.sqlite") as connection:
        assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (1,)


# Articles


@pytest.mark.parametrize("name", ["id", "title", "body", "outlet", "url"])
def test_half_a_surrogate_pair_is_refused_by_name(name):
    with pytest.raises(InvalidValue, match=f"{name} contains half a surrogate pair at 1"):
        Article(**{"id": "a", name: "é\ud800"})


@pytest.mark.parametrize("article, query, marks", [
    (Article("a", "", ""), "", []),
    (Article("a", "Judul", "... -- !?"), "judul", []),
    (Article("a\0b", "Ju\0dul", "kata\0sapi c\0\0", outlet="Ka\0bar"), '"kata sapi" outlet:bar',
     ["kata", "sapi"]),
    (Article("a", "Judul", "x" * 1_000_000), "x" * 100, ["x" * 640]),
    (Article("a", "Judul", "x" * 1_000_000), "x" * 512, ["x" * 640]),
    (Article("a", "Judul", "awal " + "y" * 900_000 + " akhir"), "akhir", ["akhir"]),
    (Article("a", "\u202eluduJ\u202c", "\u200fkata\u200e \u202esapi\u202c",
             outlet="\u2067Kabar\u2069"),
     '"kata sapi" luduj outlet:kabar', ["kata", "sapi"]),
    (Article("a", "Judul", "שלום مرحبا kata"), "مرحبا", ["مرحبا"]),
])
def test_odd_articles_are_kept_as_they_are_and_found(archive, article, query, marks):
    add(archive, article)
    page = archive.search(Query(query, page_size=100))
    [hit] = [hit for hit in page.hits if hit.article.id == article.id]
    assert hit.article == article
    assert [word for snippet in hit.snippets for word in snippet.list_matches()] == marks
    assert archive.verify() == []


def test_seventy_thousand_times_the_same_word_are_counted(opened, folder):
    archive = opened()
    add(archive, Article("a", "Judul", "sapi " * 70_000 + "kerbau sapi kuda"))
    for n in range(3):  # commits that are merged with it
        add(archive, Article(f"b{n}", "Judul", "sapi kerbau"))
    [(segment, _)] = generation.open_segments(generation.folder(folder, 1))
    field = segment.fields["body"]
    docs, freqs = field.read_postings(field.find(b"sapi"))
    assert sorted(freqs.tolist()) == [1, 1, 1, 70_001]
    assert field.read_positions(field.find(b"kuda")).tolist() == [70_002]
    for text, expected in {
        "sapi": {"a", "b0", "b1", "b2"}, '"kerbau sapi kuda"': {"a"}, '"sapi kuda"': {"a"},
        '"kuda sapi"': set(), '"kuda kerbau"~1': {"a"}, '"kuda kerbau"~0': set(), "kud*": {"a"},
    }.items():
        assert set(ids(archive, text)) == expected, text
    assert archive.verify() == []


def test_seventy_thousand_times_the_same_word_are_marked(opened):
    archive, body = opened(), "sapi " * 70_000 + "kerbau sapi kuda"
    add(archive, Article("a", "Judul", body))
    [hit] = archive.search(Query('sapi "kerbau sapi"')).hits
    assert any({"kerbau", "sapi"} <= set(snippet.list_matches()) for snippet in hit.snippets)
    _, every = archive.mark_matches(hit.article, "sapi")
    assert every.spans == (*((5 * n, 5 * n + 4) for n in range(70_000)), (350_007, 350_011))
    _, last = archive.mark_matches(hit.article, '"kerbau sapi"')
    assert last.spans == ((350_000, 350_006), (350_007, 350_011))


@pytest.mark.long
def test_ten_million_words_are_indexed_and_found(opened):
    archive = opened()
    body = " ".join(f"kata{n % 1_000}" for n in range(10_000_000)) + " akhirnya selesai"
    add(archive, Article("a", "Judul", body), *ARTICLES)
    for text, expected in {
        "akhirnya": ["a"], '"akhirnya selesai"': ["a"], '"kata999 akhirnya"': ["a"],
        '"kata7 akhirnya"': [], "kata99* -ke": ["a"], "judul -kata1": [f"a{n}" for n in range(6)],
    }.items():
        assert sorted(ids(archive, text, highlight=False)) == expected, text
    [hit] = archive.search(Query("akhirnya")).hits
    assert hit.article.body == body and body.startswith(hit.snippets[0].text)
    assert archive.verify() == []


def test_five_thousand_outlets_are_all_counted_in_order(opened):
    archive = opened()
    names = [f"Kabar {n:04}" for n in range(5_000)]
    many = [Article(f"a{n}", "Judul", "Isi.", outlet=name) for n, name in enumerate(names)]
    add(archive, *many, Article("x", "", "Isi.", outlet=names[4_321]), Article("y", "", "Isi."))
    expected = [(names[4_321], 2), *((name, 1) for name in names if name != names[4_321])]
    for query in (Query("isi"), Query("isi", selected={"outlet": (names[7],)})):
        found = archive.search(query).facets["outlet"]
        assert [(bucket.value, bucket.count) for bucket in found] == [*expected, (None, 1)]
    assert ids(archive, "isi", selected={"outlet": (names[4_321],)}) == ["a4321", "x"]
    assert ids(archive, "outlet:4999") == ["a4999"]


def test_every_year_that_can_be_written_is_counted_filtered_and_sorted(opened):
    archive = opened()
    add(archive, *(Article(f"a{year:04}", "", "Isi.", published=f"{year:04}")
                   for year in range(1, 10_000)))
    add(archive, Article("tanpa", "", "Isi."))
    years = archive.search(Query("isi")).facets["year"]
    assert [bucket.value for bucket in years] == [*range(9_999, 0, -1), None]
    assert {bucket.count for bucket in years} == {1}
    assert ids(archive, since="0001", until="0003", sort=Sort.OLDEST) == ["a0001", "a0002", "a0003"]
    assert ids(archive, since="9998", sort=Sort.NEWEST) == ["a9999", "a9998"]
    assert ids(archive, until="0001-12-30") == []
    assert ids(archive, selected={"year": ("9999", "0001")}) == ["a9999", "a0001"]
    for sort, first in ((Sort.OLDEST, "a0001"), (Sort.NEWEST, "a9999")):
        assert ids(archive, "isi", sort=sort)[0] == first
        page = archive.search(Query("isi", sort=sort, page=100, page_size=100))
        assert page.hits[-1].article.id == "tanpa", "the undated come last both ways"


# Queries


def full(parts, between=" "):
    """As many of the parts as a query holds."""
    parts, text = list(parts), ""
    while parts and len(text) + len(between) + len(parts[0]) <= MAX_LENGTH:
        text += (between if text else "") + parts.pop(0)
    return text


COMMON = ("yang di dan dengan untuk dari pada ini itu dalam tidak akan telah oleh juga ke ada "
          "bisa kata saya lebih sudah karena para tahun kepada bahwa adalah atau hari").split()
TWOS = ["".join(two) for two in permutations(ascii_lowercase, 2)]
EIGHTS = [f"{two}rinaka"[:8] for two in TWOS]

ANSWERED = [
    "*" * 512, "* " * 256, "~" * 512, "=" * 512, "-" * 512, '"' * 512, '" ' * 256, "title:" * 85,
    "\0" * 512, "\ud800" * 512, "\ud800* \udfff~ =\ud800", "\u202e\u200f" * 256, "😀" * 512,
    "\ufdfa" * 512, "a" + "\u0301" * 511, "x" * 512, "x" * 511 + "*", "x" * 511 + "~",
    "(" * 20 + "a" + ")" * 20, "()" * 256, ")" * 512, "NOT (" * 20 + "a*" + ")" * 20,
    "NOT " * 127 + "a", "AND " * 128, "OR " * 170, "a AND OR NOT b OR AND " * 23,
    "-a" * 256, "-a " * 170, full(f"-{two}" for two in TWOS), full(COMMON * 9),
    full(COMMON * 9, " OR "), full(f"={word}" for word in COMMON * 9),
    full(f'"{" ".join(two)}"' for two in list(permutations(COMMON, 2))[:8]),
    full((f'"{" ".join(nine)}"' for nine in islice(permutations(COMMON, 9), 8)), " OR "),
    f'"{full(COMMON * 9)[:505]}"~999', f'"{full(["yang di"] * 99)[:505]}"~999',
    f'"{"1 2 " * 125}"~99', "-".join(["a"] * 256), "-".join(TWOS)[:511] + "*",
    "-".join(TWOS)[:511] + "~", '"a b c"~500', '"yang di dan"~500',
    full(f'"{" ".join(two)}"~500' for two in list(combinations(COMMON, 2))[:3]),
    full((f'"{" ".join(four)}"~9' for four in list(permutations(COMMON, 4))[:3]), " OR "),
    full(f"{letter}~" for letter in "aeiunrst"), full(f"{letter}*" for letter in "mdkpsbta"),
    full((f"{letter}*" for letter in "mdkpsbta"), " OR "), full(f"{word}~" for word in EIGHTS[:8]),
    full(f"-{letter}*" for letter in "mdkpsbta"), full(f"ka-{two}~" for two in TWOS[:8]),
    full("-".join(two) for two in permutations(COMMON, 2)),  # beyond eight, as separate words
]
REFUSED = [
    full(f'"{" ".join(two)}"' for two in permutations(COMMON, 2)),
    full((f'"{" ".join(two)}"' for two in permutations(COMMON, 2)), " OR "),
    "x" * 513, "*" * 513, "(" * 512, "(" * 256 + ")" * 256, "-(" * 256, "title:(" * 73,
    full(f"{letter}~" for letter in ascii_lowercase), full(f"{two}~" for two in TWOS),
    full((f"{two}* OR {two}~" for two in TWOS), " OR "), full(f"({two}*)" for two in TWOS),
    full(f"ka-{two}~" for two in TWOS), full(f"-title:{two}*" for two in TWOS),
    full(f'"{" ".join(two)}"~500' for two in combinations(COMMON, 2)),
    full((f'"{" ".join(three)}"~99' for three in permutations(COMMON, 3)), " OR "),
]


def shortened(text):
    return f"{text[:20]}… {len(text)}"


@pytest.fixture(scope="module")
def seeds(make_archive):
    archive = make_archive("whoosh")
    for _ in archive.add(read_articles([ROOT / "seeds"], pytest.fail)):
        pass
    return archive


@pytest.fixture(scope="module")
def news(make_archive):
    """Real news, a few thousand articles."""
    if not NEWS.exists():
        pytest.skip("../shared/data/news is not here")
    archive = make_archive("whoosh")
    with open(NEWS, "rb") as file:
        lines = io.TextIOWrapper(zstandard.ZstdDecompressor().stream_reader(file), "utf-8")
        rows = map(json.loads, islice(lines, 4_000))
        add(archive, *(Article(row["id"], row["title"], row["body"]) for row in rows))
    return archive


@pytest.mark.parametrize("corpus", ["seeds", pytest.param("news", marks=pytest.mark.long)])
@pytest.mark.parametrize("text", ANSWERED, ids=shortened)
def test_the_worst_that_may_be_asked_is_answered(request, corpus, text):
    assert len(text) <= MAX_LENGTH
    page = request.getfixturevalue(corpus).search(Query(text))
    assert len(page.hits) == min(page.total, 10)
    if page.match == "all" and page.total:
        assert sum(bucket.count for bucket in page.facets["year"]) == page.total


@pytest.mark.parametrize("text", REFUSED, ids=shortened)
def test_what_would_cost_too_much_is_refused_before_anything_is_looked_up(text):
    engineless = Archive(store=None, engine=None, analyzer=None)
    with pytest.raises(QuerySyntaxError, match="shorten|remove|keep"):
        engineless.search(Query(text))


@pytest.mark.parametrize("id", ["\ud800", "a0\udfff", "\ud83d\ude00"])
def test_no_article_has_an_id_with_half_a_surrogate_pair(archive, id):
    with pytest.raises(ArticleNotFound, match=r"no article has the id '.*\\ud"):
        archive.article(id)
    assert archive.remove([id, "a1"]) == ["a1"]
    assert len(ids(archive)) == 5 and archive.verify() == []
