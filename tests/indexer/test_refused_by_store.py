"""Articles that the store of an archive does not take: reported, while the others are stored."""

import json

import pytest

from indexer.ingest.run import Run, name_sources
from indexer.rejected import RejectedFile
from search import Archive
from search.store.opensearch.versions import MAX_ARTICLE_BYTES

from support.fake_cluster import open_fake_store
from support.oracle import Oracle

pytest.importorskip("opensearchpy")


@pytest.fixture
def archive(analyzer):
    """An archive whose articles are on a fake cluster."""
    store = open_fake_store()
    return Archive(store=store, engine=Oracle(store), analyzer=analyzer)


def test_an_article_that_is_refused_is_reported_and_the_run_goes_on(archive, write, tmp_path):
    bodies = {"besar": "gempa " * (MAX_ARTICLE_BYTES // 6), "kecil": "Gempa di Palu."}
    path = write("articles.jsonl", [
        {"id": id, "title": f"Judul {id}", "body": body} for id, body in bodies.items()])
    rejections = []
    rejected = tmp_path / "rejected.jsonl"
    run = Run(archive, name_sources([path]), RejectedFile(rejected),
              on_rejection=rejections.append)
    for _ in run.execute():
        pass
    run.close()
    assert (run.report.read, run.report.added, run.report.rejected) == (2, 1, 1)
    [rejection] = rejections
    assert rejection.location.line == 1 and "'besar' is larger than" in rejection.reason
    assert "cut it into parts" in json.loads(rejected.read_text())["rejected"]["reason"]
    assert [article.id for article in archive.export()] == ["kecil"]
