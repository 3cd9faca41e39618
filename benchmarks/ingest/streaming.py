"""How much memory reading takes, whatever the size: gigabytes of each format through a pipe.

    python -m benchmarks.ingest.streaming            4 GB of JSON Lines, 1 GB of the others
    python -m benchmarks.ingest.streaming 10 jsonl   10 GB of JSON Lines
"""

import io
import json
import os
import resource
import sys
import tarfile
import time
from collections.abc import Iterator
from threading import Thread

from indexer.formats import read_stream
from indexer.record import Record

BODY = "\n\n".join(
    "Harga beras di pasar induk naik lagi pekan ini, kata pedagang yang “sudah lama” berjualan, "
    "sehingga pembeli mengurangi belanja dan menunggu operasi pasar." for _ in range(15))
GIGABYTE = 1_000_000_000


def parts(format: str) -> tuple[bytes, bytes, bytes]:
    """What a file of this format begins with, one record of it, and its end."""
    fields = json.dumps({"title": "Harga beras naik", "body": BODY}, ensure_ascii=False).encode()
    row = f'Harga beras naik,"{BODY}"\n'.encode()
    item = f"<item><title>Harga</title><description>{BODY}</description></item>\n".encode()
    return {
        "jsonl": (b"", fields + b"\n", b""),
        "json": (b"[" + fields, b",\n" + fields, b"]"),
        "csv": (b"title,body\n", row, b""),
        "an endless quote in csv": (b'title,body\nHarga,"', BODY.encode() + b"\n", b""),
        "an endless line of jsonl": (b"", b"x" * 3_000, b""),
        "feed": (b"<rss><channel><title>K</title>", item, b"</channel></rss>"),
        "tar": (b"", member(BODY.encode()), b"\0" * 1_024),
    }[format]


def member(content: bytes) -> bytes:
    """A file in a tar."""
    info = tarfile.TarInfo("berita/2019/04/26/harga-beras-naik.txt")
    info.size = len(content)
    return info.tobuf() + content + b"\0" * (-len(content) % 512)


def written(format: str, size: float) -> Iterator[bytes]:
    """Pieces of a file of about this size."""
    begin, record, end = parts(format)
    many = record * (2_000_000 // len(record))
    yield begin
    for _ in range(int(size / len(many))):
        yield many
    yield end


def pour(format: str, size: float, end: int) -> None:
    """Write the file into a pipe."""
    with os.fdopen(end, "wb") as pipe:
        for piece in written(format, size):
            pipe.write(piece)


def measure(format: str, size: float) -> None:
    """Print records, seconds and the peak of resident memory."""
    reading, writing = os.pipe()
    Thread(target=pour, args=(format, size, writing), daemon=True).start()
    began, records, others = time.monotonic(), 0, 0
    with io.open(reading, "rb") as file:
        for found in read_stream(file, format, format.split()[-1]):
            records += isinstance(found, Record)
            others += not isinstance(found, Record)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024  # in KiB on Linux
    seconds = time.monotonic() - began
    print(f"{size / GIGABYTE:5.1f} GB of {format:24} {records:10,} records, {others:3} rejections,"
          f" {seconds:6.1f} s, at most {peak:4.0f} MB", flush=True)


def main() -> None:
    """Each in a process of its own, for a peak is a process's."""
    size = float(sys.argv[1]) * GIGABYTE if len(sys.argv) > 1 else 4 * GIGABYTE
    kinds = sys.argv[2:] or [
        "jsonl", "json", "csv", "tar", "feed", "an endless quote in csv",
        "an endless line of jsonl"]
    for format in kinds:
        if os.fork() == 0:
            share = 1 if format in ("jsonl", *sys.argv) else 1 / 40 if format == "feed" else 1 / 4
            measure(format, size * share)
            os._exit(0)
        os.wait()


if __name__ == "__main__":
    main()
