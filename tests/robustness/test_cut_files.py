"""Files that are cut short or written over while a service has them mapped.

Reading a mapped file beyond its end kills the process, so all of it happens in a child.
"""

import os
import shutil
import traceback

import pytest

from search import Article, Query, kernel_loader
from search.analysis import Analyzer
from search.errors import SearchError

from support.archives import open_whoosh

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")

QUERIES = (Query("perundingan"), Query('"perundingan di palu"'), Query("kata* OR perun*"),
           Query("kata7x~", collapse="story"), Query("", page_size=50))
QUESTIONS = (*(lambda archive, query=query: archive.search(query).total for query in QUERIES),
             lambda archive: archive.related("a1"))


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "archive"
    archive = open_whoosh(folder, Analyzer(folder / "vocabulary.arrays"))
    kernel_loader.load(*kernel_loader.GROUPS)
    archive.warm()
    list(archive.add([
        Article(f"a{n}", f"Judul {n}", "Perundingan di Palu berakhir damai. " + " ".join(
            f"kata{n}x{m}" for m in range(80))) for n in range(60)]))
    list(archive.add([Article("b", "Judul", "Perundingan di Palu lagi."),
                      Article("c", "Judul", "Perundingan di Palu lagi.")]))
    archive.close()
    return folder


def run_in_child(question):
    """Return what `question` returned in a child: a small number; fails if it was killed."""
    child = os.fork()
    if not child:
        try:
            code = question()
        except BaseException:
            traceback.print_exc()
            code = 99
        os._exit(code)
    status = os.waitpid(child, 0)[1]
    assert os.WIFEXITED(status), f"killed by signal {os.WTERMSIG(status)}"
    return os.WEXITSTATUS(status)


def ask(archive):
    """Ask everything; return how many questions were answered by an error of ours."""
    errors = 0
    for question in QUESTIONS:
        try:
            assert question(archive)
        except SearchError as error:
            assert str(error)
            errors += 1
    return errors


def list_mapped(folder):
    return [folder / "vocabulary.arrays", folder / "articles.counter",
            *sorted(folder.glob("index-*/*.arrays"))]


@pytest.mark.parametrize("share", [
    0.5, *(pytest.param(share, marks=pytest.mark.long) for share in (0, 0.99))
])
def test_files_that_are_cut_end_no_process(folder, share):
    assert (folder / "vocabulary.arrays").stat().st_size

    def question(path):
        archive = open_whoosh(folder, Analyzer(folder / "vocabulary.arrays"))
        archive.warm()
        assert ask(archive) == 0
        os.truncate(path, int(path.stat().st_size * share))
        return ask(archive)

    for path in list_mapped(folder):
        sound = path.read_bytes()
        errors = run_in_child(lambda: question(path))
        assert errors <= len(QUESTIONS), path.name
        path.write_bytes(sound)


def test_a_copy_that_is_written_over_an_open_archive_is_read(folder, tmp_path):
    copy = shutil.copytree(folder, tmp_path / "copy")

    def question():
        archive = open_whoosh(folder, Analyzer(folder / "vocabulary.arrays"))
        archive.warm()
        assert ask(archive) == 0
        for path in list_mapped(folder):
            os.truncate(path, 0)
        assert ask(archive) > 0, "cut files are no answer"
        for path in list_mapped(folder):
            path.write_bytes((copy / path.relative_to(folder)).read_bytes())
        assert archive.verify() == []
        return ask(archive)

    assert run_in_child(question) == 0


def test_a_writer_goes_on_after_a_segment_was_cut(folder):
    def question():
        archive = open_whoosh(folder, Analyzer(folder / "vocabulary.arrays"))
        list(archive.add([Article("d", "Judul", "Perundingan di Palu.")]))
        for path in folder.glob("index-*/MAIN_*.arrays"):
            os.truncate(path, path.stat().st_size // 2)
        list(archive.add([Article("e", "Judul", "Perundingan di Palu.")]))
        assert archive.verify() == []
        return ask(archive)

    assert run_in_child(question) == 0
