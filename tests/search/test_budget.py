"""The budget of a request: wherever it ends, the answer says what it lacks, or is an error."""

from contextlib import suppress
from itertools import count

import pytest

from search import Article, Query
from search import archive as archive_module
from search import budget
from search.budget import Omission
from search.errors import ClusterTooSlow, QueryLimit, TooCostly, TooManyForms
from search.explore import Concordance, ConcordanceLayout
from search.query import STORY

WORDS = "gempa banjir nuklir perundingan sanksi".split()
ARTICLES = [
    Article(f"a{n}", f"Gempa Kali {n}", f"Banjir {WORDS[n % 5]} di Kali Progo. " * 3,
            outlet=f"Media {n % 3}", published=f"200{n % 9}-0{n % 9 + 1}-1{n % 9}")
    for n in range(60)]


@pytest.fixture(scope="module")
def archive(make_archive):
    """An archive of several segments, so that an answer may lack some."""
    archive = make_archive("whoosh")
    for first, last in ((0, 48), (48, 56), (56, 60)):
        list(archive.add(ARTICLES[first:last]))
    return archive


def search(archive, text, **given):
    page = archive.search(Query(text, **given))
    return page, archive.suggest(page), archive.count_words(page)


CHECKS = [*range(6), *(6 + n * n for n in range(22))]
"""How often the clock is looked at before the time ends."""

QUESTIONS = {
    "words": lambda archive: search(archive, "gempa sanksi nuklir banjir", interval="auto"),
    "fuzzy": lambda archive: search(archive, 'gempq~ banj* "kali progo"~4', collapse=STORY),
    "nothing": lambda archive: search(archive, "gempq prundingan", selected={"year": ("2001",)}),
    "acronym": lambda archive: search(archive, "gempa", page_size=100, explain=True, share=True,
                                      interval="month"),
    "terms": lambda archive: archive.significant_terms(Query("banjir")),
    "concordance": lambda archive: archive.concordance(Query("kali"), ConcordanceLayout()),
    "completions": lambda archive: archive.complete("gempa ka"),
    "related": lambda archive: archive.related("a1"),
    "all hits": lambda archive: [each.id for each in archive.find_all(
        Query("banj*", sort="newest")).articles],
}


@pytest.mark.parametrize("ask", QUESTIONS.values(), ids=QUESTIONS)
def test_wherever_the_time_ends_the_answer_is_whole_or_says_so(archive, ask, monkeypatch):
    whole, ends = _strip(ask(archive)), set()
    for checks in CHECKS:
        ticks = count()
        monkeypatch.setattr(budget, "wall_clock", count(step=1_000).__next__)
        monkeypatch.setattr(budget, "clock", lambda: next(ticks))
        with budget.limit_time(checks + 0.5) as spent:  # a second passes at each look at the clock
            try:
                answer = _strip(ask(archive))
            except TooCostly:
                ends.add("refused")
                continue
        if answer == whole and not spent.omitted:
            ends.add("whole")
            break
        assert spent.omitted, checks
        ends |= {*spent.omitted}
    assert "whole" in ends and len(ends) > 1
    assert _strip(ask(archive)) == whole  # nothing that is incomplete was kept


def test_hits_of_the_parts_that_were_searched_are_shown(archive, monkeypatch):
    found = {}
    for checks in range(40):
        ticks = count()
        monkeypatch.setattr(budget, "wall_clock", count(step=1_000).__next__)
        monkeypatch.setattr(budget, "clock", lambda: next(ticks))
        with budget.limit_time(checks + 0.5) as spent:
            try:
                page = archive.search(Query("gempa", highlight=False))
            except TooCostly:
                continue
        found[page.total] = Omission.HITS in spent.omitted
    assert found.pop(60) is False
    assert found and all(found.values())


def test_a_thread_that_waits_spends_nothing(monkeypatch):
    now = {"wall_clock": 0.0, "clock": 0.0}
    for name in now:
        monkeypatch.setattr(budget, name, lambda name=name: now[name])
    with budget.limit_time(2) as limited:
        assert not limited.is_spent
        now["wall_clock"] = 5.0
        assert not limited.is_spent
        now["clock"] = 2.0
        assert limited.is_spent


def test_without_a_budget_there_is_no_limit():
    assert not budget.is_spent() and budget.list_omissions() == ()
    budget.refuse_if_spent()
    budget.omit(Omission.HITS)
    with budget.limit_time(0):
        assert budget.is_spent()
        with budget.without_limit():
            budget.refuse_if_spent()
        with pytest.raises(TooCostly, match="ask for less"):
            budget.refuse_if_spent()
    budget.refuse_if_spent()


def _strip(answer):
    """Return an answer without the time that it took."""
    if isinstance(answer, Concordance):
        return answer.read, answer.complete, answer.lines
    if isinstance(answer, tuple) and hasattr(answer[0], "took_ms"):
        return {**{name: getattr(answer[0], name) for name in answer[0].__slots__
                   if name not in ("took_ms", "parsed")}, "more": answer[1:]}
    return answer


def count_forms(archive, text, monkeypatch):
    """Return how many forms a query may look for at the least, to be answered."""
    for most in count():
        monkeypatch.setattr(budget, "MAX_FORMS", most)
        with budget.limit_time(9), suppress(TooManyForms):
            search(archive, text)
            return most


def test_all_forms_of_a_request_are_counted_together(archive, monkeypatch):
    one, other = (count_forms(archive, text, monkeypatch) for text in ("gemp*", "banjr~"))
    assert one and other
    assert count_forms(archive, "gemp* banjr~", monkeypatch) == one + other
    with budget.limit_time(9):  # with queries of which nothing is kept yet
        archive.search(Query("banjr~ gemp*"))
        with pytest.raises(TooManyForms, match="write more letters") as caught:
            archive.search(Query("gemp* kali"))
    assert (caught.value.limit, caught.value.most) == (QueryLimit.FORMS, one + other)
    assert archive.search(Query("gemp*")).total, "without a budget nothing is limited"


def test_once_the_forms_are_spent_nothing_more_is_done(archive, monkeypatch):
    monkeypatch.setattr(budget, "MAX_FORMS", 0)
    with budget.limit_time(9) as spent:
        with pytest.raises(TooManyForms):
            archive.search(Query("gemp* progo"))
        assert spent.is_spent
        with pytest.raises(TooManyForms):
            archive.search(Query("banjir"))


def test_what_passes_while_others_work_is_counted_by_the_clock(monkeypatch):
    passed, used = iter([100.0, 100.0, 103.0]), iter([0.0, 1.0, 1.5, 2.0])
    monkeypatch.setattr(budget, "wall_clock", lambda: next(passed))
    monkeypatch.setattr(budget, "clock", lambda: next(used))
    with budget.limit_time(10.0) as limit:
        with budget.wait():  # for 3 seconds, in half a second of our own
            pass
        assert limit.remaining == 10.0 - 2.0 - 2.5


def test_without_a_limit_nothing_is_counted():
    with budget.wait():
        assert budget.find_remaining() is None


@pytest.mark.parametrize("elsewhere, error", [(0.0, TooCostly), (0.9, ClusterTooSlow)])
def test_a_refusal_says_who_took_the_time(elsewhere, error, monkeypatch):
    monkeypatch.setattr(budget, "wall_clock", lambda ticks=count(0, 1000): next(ticks))
    monkeypatch.setattr(budget, "clock", lambda ticks=count(0, 1000): next(ticks))
    with budget.limit_time(1.0) as limit, pytest.raises(TooCostly) as raised:
        limit.take(elsewhere)
        budget.refuse_if_spent()
    assert type(raised.value) is error
    assert ("try again later" in str(raised.value)) == (error is ClusterTooSlow)


def test_not_much_text_is_highlighted_at_once(archive, monkeypatch):
    query, runs = Query("banjir", page_size=50), []
    whole = archive.search(query).hits

    def highlight(articles, *more):
        runs.append(sum(len(each.body) for each in articles))
        return cut(articles, *more)

    cut = archive_module.highlight
    monkeypatch.setattr(archive_module, "highlight", highlight)
    monkeypatch.setattr(archive_module, "_HIGHLIGHTED_CHARACTERS", 200)
    assert archive.search(query).hits == whole
    longest = max(len(each.body) for each in ARTICLES)
    assert len(runs) > 10 and max(runs) <= 200 + longest
