"""Documents for a cluster that are built in other processes."""

import os
import signal
from functools import partial

import pytest

from search import Article
from search.analysis import Analyzer
from search.documents import build_documents
from search.engines.opensearch.worker import build_page
from search.engines.opensearch.worker_pool import DocumentBuilders

PAGES = [[(n, Article(str(n), f"Judul {n}", f"Gempa {n} di Palu.\n\nAda KPU-nya.",
                      extra={"tag": ["a"]})) for n in range(first, first + 3)]
         for first in range(1, 22, 3)]


@pytest.fixture(scope="module")
def documents():
    return partial(build_documents, Analyzer())


@pytest.fixture
def make_builders():
    made = []

    def make(jobs, fingerprint=Analyzer().fingerprint):
        made.append(DocumentBuilders(fingerprint, jobs))
        return made[-1]

    yield make
    for each in made:
        each.close()


def read(built):
    return [[(each.id, each.change, each.bands, each.bitmap.tolist(), each.words,
              sorted(each.write("x"))) for each in page] for page in built]


def build(builders, documents, pages=PAGES):
    found = list(builders.build(iter(pages), documents))
    assert [page for page, _ in found] == pages
    return read(built for _, built in found)


def build_here(documents):
    return read(build_page(page, documents) for page in PAGES)


def test_several_processes_build_what_one_does(make_builders, documents):
    builders = make_builders(3)
    assert build(builders, documents) == build_here(documents)
    assert 1 <= len(builders._processes) <= 2


def test_one_page_starts_no_process(make_builders, documents):
    builders = make_builders(3)
    build(builders, documents, PAGES[:1])
    assert not builders._processes and builders._threads is None


def test_one_job_starts_no_process(make_builders, documents):
    builders = make_builders(1)
    assert build(builders, documents) == build_here(documents)
    assert builders._threads is None


@pytest.mark.long  # starts processes of its own, as the one above does
def test_what_a_killed_process_had_to_do_is_done_here(make_builders, documents, caplog):
    builders = make_builders(2)
    build(builders, documents)
    for process in builders._processes:
        os.kill(process._process.pid, signal.SIGKILL)
    assert build(builders, documents) == build_here(documents)
    assert "going on without" in caplog.text


@pytest.mark.long  # the same
def test_a_process_with_other_word_lists_builds_nothing(make_builders, documents, caplog):
    assert build(make_builders(2, "other"), documents) == build_here(documents)
    assert "other word lists" in caplog.text


@pytest.mark.long  # the same
def test_processes_start_again_after_they_were_ended(make_builders, documents):
    builders = make_builders(2)
    for _ in range(2):
        assert build(builders, documents) == build_here(documents)
        assert builders._processes
        builders.close()
        assert not builders._processes


@pytest.mark.long  # the same
def test_a_build_that_is_broken_off_disturbs_no_other(make_builders, documents):
    builders = make_builders(2)
    pages = builders.build(iter(PAGES), documents)
    next(pages)
    pages.close()
    assert build(builders, documents) == build_here(documents)
