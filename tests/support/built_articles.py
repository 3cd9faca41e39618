"""Articles of records and files, without the decisions about them."""

from indexer.article.pipeline import trace_article
from indexer.article.trace import Trace
from indexer.ingest.load import FileReader, ReadOptions
from indexer.record import Rejection


def build_article(record, mapping={}):
    """Return the article in a record, or why there is none."""
    result = trace_article(record, mapping)
    return result.article if isinstance(result, Trace) else result


def read_articles(paths, reject, options=ReadOptions()):
    """Yield the articles in files and folders; pass each rejection to `reject`."""
    reader = FileReader(options)
    for path in reader.find_files(paths):
        for result in [path] if isinstance(path, Rejection) else reader.trace(path):
            if isinstance(result, Trace):
                yield result.article
            elif isinstance(result, Rejection):
                reject(result)
