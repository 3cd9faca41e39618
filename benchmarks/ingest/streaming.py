"""Memory of reading: gigabytes of each format through a pipe.

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


def build_parts(format: str) -> tuple[bytes, bytes, bytes]:
    """Return the start of a file of this format, one record, and the end of the file."""
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
        "tar": (b"", build_member(BODY.encode()), b"\0" * 1_024),
    }[format]


def build_member(content: bytes) -> bytes:
    """Return a file as a member of a tar archive."""
    info = tarfile.TarInfo("berita/2019/04/26/harga-beras-naik.txt")
    info.size = len(content)
    return info.tobuf() + content + b"\0" * (-len(content) % 512)


def generate_file(format: str, size: float) -> Iterator[bytes]:
    """Yield the chunks of a file of about this many bytes."""
    begin, record, end = build_parts(format)
    chunk = record * (2_000_000 // len(record))
    yield begin
    for _ in range(int(size / len(chunk))):
        yield chunk
    yield end


def write_file(format: str, size: float, descriptor: int) -> None:
    """Write the file into a pipe."""
    with os.fdopen(descriptor, "wb") as pipe:
        for chunk in generate_file(format, size):
            pipe.write(chunk)


def measure(format: str, size: float) -> None:
    """Print the records, the seconds and the peak of resident memory."""
    reading, writing = os.pipe()
    Thread(target=write_file, args=(format, size, writing), daemon=True).start()
    began, records, rejections = time.monotonic(), 0, 0
    with io.open(reading, "rb") as file:
        for item in read_stream(file, format, format.split()[-1]):
            records += isinstance(item, Record)
            rejections += not isinstance(item, Record)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024  # in KiB on Linux
    seconds = time.monotonic() - began
    print(f"{size / GIGABYTE:5.1f} GB of {format:24} {records:10,} records, "
          f"{rejections:3} rejections, {seconds:6.1f} s, {peak:4.0f} MB at most", flush=True)


def main() -> None:
    """Measure each format in a process of its own: the peak is one of the whole process."""
    size = float(sys.argv[1]) * GIGABYTE if len(sys.argv) > 1 else 4 * GIGABYTE
    formats = sys.argv[2:] or [
        "jsonl", "json", "csv", "tar", "feed", "an endless quote in csv",
        "an endless line of jsonl"]
    for format in formats:
        if os.fork() == 0:
            share = 1 if format in ("jsonl", *sys.argv) else 1 / 40 if format == "feed" else 1 / 4
            measure(format, size * share)
            os._exit(0)
        os.wait()


if __name__ == "__main__":
    main()
