"""Acronyms and other spellings: every row of the table, and what an operator may add."""

import pytest

from search import Article, Query
from search.documents import build_documents
from search.errors import InvalidValue
from search.interpret import Equivalents, interpret
from search.interpret.equivalent_nodes import MAX_WRITINGS
from search.interpret.equivalents import read_file, read_own_rows, read_rows
from search.interpret.old_spelling import list_old_spellings
from search.interpret.scoring import OFFERED
from search.query import Boost
from search.syntax import parse

from support.oracle import finds

ROWS = read_own_rows()
APPLIED = [row for row in ROWS if row.rule != "offer"]
OFFERS = [row for row in ROWS if row.rule == "offer"]


@pytest.fixture(scope="module")
def table(analyzer):
    return Equivalents(analyzer)


@pytest.fixture(scope="module")
def answers(analyzer, table):
    """A function that returns whether a query finds a text, as its body."""
    def answer(query, text, table=table):
        [document] = build_documents(analyzer, [Article("a", "", text)])
        return finds(document, interpret(parse(query), analyzer, table).node)

    return answer


@pytest.fixture(scope="module")
def offers(analyzer, table):
    """A function that returns whether what a query offers is in a text."""
    def offer(query, text):
        [document] = build_documents(analyzer, [Article("a", "", text)])
        node = interpret(parse(query), analyzer, table).node
        while isinstance(node, Boost):
            if any(finds(document, boost) for weight, boost in node.boosts
                   if weight == OFFERED):
                return True
            node = node.child
        return False

    return offer


def name(row):
    return f"{row.rule} {row.writing} {row.others[0]}"


def test_there_are_enough_rows():
    variants = sum(row.rule == "variant" for row in ROWS)
    assert variants >= 60 and len(ROWS) - variants >= 120
    assert len({(row.rule, row.writing) for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", APPLIED, ids=name)
def test_a_row_finds_its_example(row, answers):
    query = row.writing if " " not in row.writing else f'"{row.writing}"'
    assert answers(query, row.example)
    assert not answers(query, row.example, table=None), "the row is not needed for it"
    assert not answers(query, row.counter_example)


@pytest.mark.parametrize("row", APPLIED, ids=name)
def test_its_other_writings_find_the_first(row, answers):
    text = f"kabar {row.writing} kemarin"
    for other in row.others:
        assert answers(f'"{other}"', text)
        assert answers(other.replace(",", ""), text)
        assert answers(f'"{other} kemarin"', text)
        is_hyphen = other == row.writing.replace("-", "").lower()  # what an index knows by itself
        assert is_hyphen or not answers(f'="{other}"', text)


@pytest.mark.parametrize("row", OFFERS, ids=name)
def test_an_ambiguous_acronym_prefers_what_it_offers(row, answers, offers, analyzer, table):
    applied = [each for each in APPLIED if each.writing == row.writing]
    assert not answers(row.writing, row.example)
    assert applied or offers(row.writing, row.example)
    assert not offers(row.writing, row.counter_example)
    assert not offers(row.writing.lower(), row.example)
    found = interpret(parse(row.writing), analyzer, table).equivalents
    assert [each.writings for each in found if not each.applied] == [row.others]


@pytest.mark.parametrize("query, text, found", [
    ("as roda", "Amerika Serikat punya roda", False),
    ("serangan AS", "serangan Amerika Serikat", True),
    ("serangan a.s. roda", "serangan roda Amerika Serikat", False),
    ("menteri keuangan Korea Utara", "Menkeu Korut", True),
    ('"presiden Korea Utara"', "presiden Korut", True),
    ('"presiden Korut"', "presiden Korea Utara", True),
    ('"presiden Korut"', "presiden di utara Korea", False),
    ('"PBB dan Korut"', "Perserikatan Bangsa-Bangsa dan Korea Utara", True),
    ("title:Korut", "Korea Utara", False),
    ("body:Korut", "Korea Utara", True),
    ("body:(Korut KPK)", "Korea Utara dan KPK", True),
    ("=Korut", "Korea Utara", False),
    ("Korut*", "Korea Utara", False),
    ("Korut-Korsel", "Korea Utara-Korea Selatan", True),
    ("KPK BUKAN DPR", "KPK memanggil Dewan Perwakilan Rakyat", False),
    ("KPK-nya", "Komisi Pemberantasan Korupsi", True),
    ("BENDERA AS BERKIBAR", "bendera Amerika Serikat berkibar", False),
    ("AS KPK", "Amerika Serikat dan KPK", True),
    ("UU", "undangan pesta", False),
    ('"Gatot Subroto"', "Gatot Soebroto", True),
    ("Tjokroaminoto", "Cokroaminoto", True),
    ("Suryadi", "Soerjadi", True),
    ("Djokovic", "Jokovic", True),
    ("Koeman", "kuman", False),
    ("kuman", "Koeman", False),
    ("Jaya", "Yaya", False),
    ("buku", "boekoe", False),
])
def test_where_other_writings_count(query, text, found, answers):
    assert answers(query, text) is found


@pytest.mark.parametrize("form, spellings", [
    ("soekarno", ["sukarno"]), ("subroto", ["soebroto"]), ("jack", ["djack"]), ("joe", []),
    ("tjahjo", ["cahjo", "cahyo"]), ("jokowi", ["djokowi"]), ("koeman", []), ("covid19", []),
    ("tandjung", ["tanjung"]), ("tanjung", []), ("djarum", []), ("joel", []), ("toer", []),
    ("sonya", []), ("radya", []), ("bandoeng", ["bandung"]), ("koedoes", ["kudus"]),
    ("koepang", ["kupang"]), ("lampoeng", ["lampung"]), ("widjaja", ["wijaja", "wijaya"]),
    ("sjarif", ["syarif"]), ("muljadi", ["moeljadi", "muldjadi"]),
])
def test_old_spellings(form, spellings, analyzer):
    assert list_old_spellings(form, analyzer) == spellings


def test_an_operator_adds_rows(tmp_path, answers, analyzer):
    path = tmp_path / "rows.tsv"
    path.write_text("# ours\nany\tWKN\tWarung Kopi Nusa | Warung Nusa\n", "utf-8")
    table = Equivalents(analyzer, [*read_own_rows(), *read_file(path)])
    assert answers("wkn", "antre di Warung Nusa", table)
    assert answers("Warung Kopi Nusa", "antre di WKN", table)
    assert answers("Korut", "Korea Utara", table)


@pytest.mark.parametrize("line, part", [
    ("any\tKPK", "3 to 5 columns"), ("all\tKPK\tKomisi", "'all' is not a rule"),
    ("any\tKPK\tKomisi|", "without a letter"), ("any KPK Komisi", "tab"),
    ("any\tA\tB\tc\td\te", "3 to 5 columns"),
])
def test_a_faulty_row_is_named_with_its_line(line, part):
    with pytest.raises(InvalidValue, match=part) as raised:
        read_rows(f"# first\n\n{line}\nany\tX\tYz\n", "rows.tsv")
    assert "rows.tsv:3: " in str(raised.value)


def test_every_faulty_row_is_named():
    with pytest.raises(InvalidValue) as raised:
        read_rows("x\nany\tKPK\tKomisi\ny\n", "f")
    assert [line[:3] for line in str(raised.value).splitlines()] == ["f:1", "f:3"]


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    with pytest.raises(InvalidValue, match="rows.tsv.*SEARCH_EQUIVALENTS"):
        read_file(tmp_path / "rows.tsv")


def test_a_long_list_of_acronyms_stays_within_a_limit(analyzer, table):
    shorts = [row.writing for row in APPLIED if row.rule == "any" and " " not in row.writing]
    found = interpret(parse(" ".join(shorts[:70])), analyzer, table).equivalents
    assert 0 < sum(len(each.writings) for each in found) <= MAX_WRITINGS
    assert found[0].text == shorts[0]


def test_a_rare_spelling_counts_no_more_than_the_common_one_that_was_typed(make_archive):
    archive = make_archive("whoosh")
    articles = [Article(f"a{n}", "", f"rapat {n} di provinsi itu") for n in range(20)]
    for _ in archive.add([*articles, Article("b", "", "rapat 99 di propinsi itu")]):
        pass
    hits = archive.search(Query("provinsi", page_size=21)).hits
    assert len(hits) == 21 and hits[-1].article.id == "b"
