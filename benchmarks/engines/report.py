"""The run as a page to read."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.engines.queries import KINDS
from benchmarks.figures import exponent

OPERATIONS = {
    "page": "page: ten best, exact total, outlets and years",
    "rank": "rank: ten best only",
    "shown": "shown: a page, and the ten hits with their matches marked",
}

Figures = dict[str, Any]


def page(figures: Figures) -> str:
    """The whole report, in Markdown."""
    parts = [_head(figures), _classes(), *map(_size, figures["sizes"].values())]
    if len(figures["sizes"]) > 1:
        parts.append(_growth(figures["sizes"]))
    parts += [_indexing(figures), _serving(figures), _notes(), _left_out(figures)]
    return "\n\n".join(parts) + "\n"


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table.

    >>> print(table(["class", "ms"], [["rare", 0.1]]))
    | class | ms |
    |---|---|
    | rare | 0.1 |
    """
    lines = [head, ["---"] * len(head), *rows]
    written = ["| " + " | ".join(map(str, line)) + " |" for line in lines]
    return "\n".join([written[0], written[1].replace(" ", ""), *written[2:]])


def _head(figures: Figures) -> str:
    at = figures["machine"]
    versions = ", ".join(f"{name} {number}" for name, number in at["versions"].items())
    peers = ", ".join(f"{name} {number}" for name, number in figures["peers"].items())
    sizes = ", ".join(size["label"] for size in figures["sizes"].values())
    return f"""# {at['date']}: {sizes}

{at['processor']}, {at['cores']} cores, {at['memory_gb']} GB, Linux {at['kernel']};
load {at['load']} at the start, {at['load_end']} at the end; {at['minutes']} minutes.
Commit {at['commit']}.

Python {at['python']}, {versions}. Engines: {peers}.

![Medians as multiples of the fastest peer's](summary.svg)

All engines are asked in turn in one process, query by query, on the same tokens; their totals
agreed on every query. *Recombined* articles are runs of three real sentences drawn at random,
with about one synthetic rare word in a hundred; they are no real articles."""


def _classes() -> str:
    rows = [[kind, meaning] for kind, meaning in KINDS.items()]
    return "Fifteen queries of each class, the same at every size:\n\n" + table(
        ["class", "what is asked"], rows)


def _size(size: Figures) -> str:
    parts = [f"## {_title(size['label'])}", f"Load at the start {size['load']}."]
    parts += [f"### {_title(text)}\n\n{_cells(size, operation)}"
              for operation, text in OPERATIONS.items()]
    parts += [f"### Index and worker\n\n{_builds(size)}", _threads(size), _missing(size)]
    return "\n\n".join(part for part in parts if part)


def _cells(size: Figures, operation: str) -> str:
    """Ratios of medians to the fastest engine's, and p99 in ms."""
    cells, names = size["cells"][operation], list(size["build"])
    rows = []
    for kind, row in cells.items():
        best = min(row, key=lambda name: row[name]["p50"], default=None)
        if best is not None:
            fastest = row[best]["p50"]
            rows.append([kind, f"{best} {fastest:.3f}",
                         *(_cell(row.get(name), fastest) for name in names)])
    legend = ("p50 as a multiple of the fastest engine's, which is given in ms; behind it the p99 "
              "in ms. `*`: one cold round only. –: it cannot.")
    return f"{legend}\n\n" + table(["class", "fastest", *names], rows)


def _cell(cell: Figures | None, fastest: float) -> str:
    if cell is None:
        return "–"
    return f"{cell['p50'] / fastest:.2f} ({cell['p99']:.2f}){'*' * cell['cold']}"


def _builds(size: Figures) -> str:
    rows = [_built(name, built, size["workers"][name]) for name, built in size["build"].items()]
    reused = any("reused" in built for built in size["build"].values())
    legend = "†: built by an earlier run, from the same tokens.\n\n" * reused
    return legend + table(
        ["engine", "build s", "CPU s", "peak MB", "disk MB", "worker resident MB", "private MB",
         "first answer ms", "from start ms"], rows)


def _built(name: str, built: Figures, worker: Figures) -> list[object]:
    costs, memory = built["process"], worker["memory_mb"]
    served = name != "postgres"  # whose memory is another process's
    return [
        name + "†" * built.get("reused", False), built["s"], costs["cpu_s"], costs["peak_mb"],
        built["mb"]["all"], memory["Rss"] if served else "–",
        memory["Private_Dirty"] if served else "–", worker["open_ms"], worker["start_ms"],
    ]


def _threads(size: Figures) -> str:
    names = list(size["threads"])
    if not names:
        return ""
    ways = size["threads"][names[0]]
    rows = [[way, *(f"{size['threads'][name][way]['per_s']:,} "
                    f"({size['threads'][name][way]['p99']:.1f})" for name in names)]
            for way in ways]
    return ("### Threads\n\nPages a second, all classes mixed, and p99 in ms.\n\n"
            + table(["", *names], rows))


def _missing(size: Figures) -> str:
    return "\n".join(f"- Not at this size: {name}, {why}."
                     for name, why in size["left_out"].items())


def _growth(sizes: Figures) -> str:
    """The exponent of the median's growth, of each engine with two sizes at least."""
    rows = []
    every = list(next(iter(sizes.values()))["build"])
    names = [name for name in every if sum(name in size["build"] for size in sizes.values()) > 1]
    for operation in ("page", "rank"):
        for kind in KINDS:
            rows.append([f"{operation} {kind}", *(
                _exponent(sizes.values(), operation, kind, name) for name in names)])
    return ("## Growth with size\n\nThe exponent e of p50 ~ articles^e, by least squares over the "
            "sizes of this run: 0 does not grow, 1 grows as the articles do.\n\n"
            + table(["", *names], rows))


def _exponent(sizes: Iterable[Figures], operation: str, kind: str, name: str) -> str:
    points = [(size["articles"], size["cells"][operation][kind][name]["p50"]) for size in sizes
              if name in size["cells"][operation][kind]]
    return f"{exponent(points):.2f}" if len(points) > 1 else "–"


def _indexing(figures: Figures) -> str:
    rows = [[name, f"{row['articles']:,}", row["wall_s"], row["cpu_s"], f"{row['per_s']:,}",
             f"{row['per_cpu_s']:,}", row["peak_mb"], row["mb"]]
            for name, row in figures["indexing"].items()]
    kept = figures["indexing"]["warta, words known"]["words_kept"]
    known = ("*Words known*: a fresh archive that was given the first one's remembered words."
             if kept else "This version keeps no words between processes: *words known* is the "
             "first row once more.")
    return f"""## Indexing, end to end

From raw JSONL to a searchable archive, in a process of its own, from its start to its end.
Warta is `indexer add`: it stems, stores the articles, and syncs each batch to disk. tantivy
splits words with its default tokenizer, stems nothing, stores the text, and is fed by Python.
{known} *Held out*: the last part of the articles, added to an archive that holds the others.

""" + table(["", "articles", "s", "CPU s", "articles/s", "articles/CPU s", "peak MB",
             "disk MB"], rows)


def _serving(figures: Figures) -> str:
    ways = figures["serving"]
    rows = [[kind, *(f"{way[kind]['p50']:.2f} ({way[kind]['p99']:.2f})" for way in ways.values())]
            for kind in next(iter(ways.values()))]
    return ("## A whole search\n\np50 (p99) in ms of a search with total, facets and ten "
            "highlighted hits on the real articles, title and body apart: the archive alone; "
            "`GET /api/v1/search` through Flask's test client; and through waitress on 127.0.0.1, "
            "one client that keeps its connection.\n\n" + table(["class", *ways], rows))


def _notes() -> str:
    return (Path(__file__).parent / "NOTES.md").read_text(encoding="utf-8").strip()


def _left_out(figures: Figures) -> str:
    rows = [f"- {name}: {why}" for name, why in figures["left_out"].items()]
    return "## Not measured at all\n\n" + ("\n".join(rows) or "Every engine was at hand.")


def _title(text: str) -> str:
    return text[0].upper() + text[1:]
