"""Feeds the query parser, or the readers of files, with bytes that coverage leads to new branches.

    pip install atheris
    PYTHONPATH=.:tests python -P -m support.coverage_fuzz queries -max_total_time=300
    PYTHONPATH=.:tests python -P -m support.coverage_fuzz files -max_total_time=300 -max_len=60000

The first byte of a file says which format it has. An exception that no caller expects ends the run,
and leaves its bytes in a file `crash-…`. The other options are those of libFuzzer.
"""

import io
import logging
import pkgutil
import sys
import tempfile
from importlib import import_module
from pathlib import Path

LEFT_OUT = (".assistant", ".cli", "__main__")
"""Modules of `indexer` that read no files."""


def import_readers():
    """Import all that reads files, so that its branches are seen."""
    import indexer

    for module in pkgutil.walk_packages(indexer.__path__, "indexer."):
        if not any(part in module.name for part in LEFT_OUT):
            import_module(module.name)


def read_query(data):
    """Read bytes as a query, and write it again."""
    from search.errors import SearchError
    from search.syntax import parse_query

    try:
        str(parse_query(data.decode("utf-8", "replace")))
    except SearchError:
        pass


def read_file(data):
    """Read bytes as a file of the format that the first of them names."""
    from indexer import formats
    from indexer.formats.registry import FORMATS
    from indexer.ingest.load import FileReader

    names = sorted(FORMATS)
    if data:
        name = names[data[0] % len(names)]
        results = formats.read_stream(io.BytesIO(data[1:]), f"berkas.{name}", name)
        for _ in FileReader().trace_results(results):
            pass


def write_samples(folder):
    """Write a sample of each format into a folder, to begin with."""
    from indexer.formats.registry import FORMATS

    from support.samples import SAMPLES

    for number, name in enumerate(sorted(FORMATS)):
        if name in SAMPLES:
            (folder / name).write_bytes(bytes([number]) + SAMPLES[name])


def main():
    import atheris

    program, kind, *options = sys.argv
    logging.disable(logging.CRITICAL)
    with atheris.instrument_imports(
            include=["indexer", "search.syntax"], enable_loader_override=False):
        import_module("search.syntax")
        if kind == "files":
            import_readers()
    with tempfile.TemporaryDirectory() as corpus:
        if kind == "files":
            write_samples(Path(corpus))
        atheris.Setup([program, corpus, *options], read_file if kind == "files" else read_query)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
