"""The report of a run, in Markdown and as a picture.

    python -m benchmarks.engines.report FOLDER

writes README.md and summary.svg from the figures.json of a folder, even of an interrupted run. What
was not measured is left out.
"""

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.engines import chart
from benchmarks.engines.queries import CLASSES, OPERATIONS
from benchmarks.figures import fit_exponent

Figures = dict[str, Any]


def write_report(figures: Figures, folder: Path) -> Path:
    """Write the report and its picture into a folder; return the report's path."""
    figures = figures | {"left_out": dict(figures["left_out"])}
    try:
        chart.draw(figures, folder / "summary.svg")
    except Exception as error:  # matplotlib is missing, or the run stopped before the queries
        figures["left_out"]["summary.svg"] = str(error) or repr(error)
    path = folder / "README.md"
    path.write_text(render_report(figures), encoding="utf-8")
    return path


def render_report(figures: Figures) -> str:
    """Return the whole report."""
    sizes = list(figures["sizes"].values())
    parts = [_render_head(figures), _render_failures(figures.get("failed", [])),
             _render_classes(), *map(_render_size, sizes)]
    if len(sizes) > 1:
        parts.append(_render_growth(sizes))
    if "indexing" in figures:
        parts.append(_render_indexing(figures["indexing"]))
    if "serving" in figures:
        parts.append(_render_serving(figures["serving"]))
    parts += [_read_notes(), _render_left_out(figures)]
    return "\n\n".join(part for part in parts if part) + "\n"


def render_table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table.

    >>> print(render_table(["class", "ms"], [["rare", 0.1]]))
    | class | ms |
    |---|---|
    | rare | 0.1 |
    """
    lines = [head, ["---"] * len(head), *rows]
    written = ["| " + " | ".join(map(str, line)) + " |" for line in lines]
    return "\n".join([written[0], written[1].replace(" ", ""), *written[2:]])


def _render_head(figures: Figures) -> str:
    machine = figures["machine"]
    versions = ", ".join(f"{name} {number}" for name, number in machine["versions"].items())
    peers = ", ".join(f"{name} {number}" for name, number in figures["peers"].items())
    sizes = ", ".join(size["label"] for size in figures["sizes"].values())
    return f"""# {machine['date']}: {sizes}

{machine['processor']}, {machine['cores']} cores, {machine['memory_gb']} GB,
Linux {machine['kernel']}; load {machine['load']} at the start, {machine['load_end']} at the end;
{machine['minutes']} minutes.
Commit {machine['commit']}.

Python {machine['python']}, {versions}. Engines: {peers}.

![Medians as multiples of the fastest peer's (lower is better)](summary.svg)

All engines are asked the same queries in turn, in one process, on the same tokens. Their totals
agree on every query. *Recombined* articles are not real: they are runs of three real sentences
drawn at random, with about one synthetic rare word in a hundred."""


def _render_failures(failed: list[Figures]) -> str:
    if not failed:
        return ""
    rows = [f"- {failure['stage']}: {failure['reason']}" for failure in failed]
    return "## Failed stages\n\nTheir figures are missing below.\n\n" + "\n".join(rows)


def _render_classes() -> str:
    rows = [[kind, meaning] for kind, meaning in CLASSES.items()]
    return "Fifteen queries of each class, the same at every size:\n\n" + render_table(
        ["class", "what is asked"], rows)


def _render_size(size: Figures) -> str:
    parts = [f"## {_capitalize(size['label'])}", f"Load at the start: {size['load']}."]
    if size["cells"]:
        parts += [f"### {_capitalize(label)}\n\n{_render_cells(size, operation)}"
                  for operation, label in OPERATIONS.items()]
    parts += [_render_builds(size), _render_threads(size["threads"]),
              "\n".join(f"- Not at this size: {name}, {reason}."
                        for name, reason in size["left_out"].items())]
    return "\n\n".join(part for part in parts if part)


def _render_cells(size: Figures, operation: str) -> str:
    """Return the ratios of medians to the fastest engine's, and the p99 in ms."""
    cells, names = size["cells"][operation], list(size["build"])
    rows = []
    for kind, row in cells.items():
        best = min(row, key=lambda name: row[name]["p50"], default=None)
        if best is not None:
            fastest = row[best]["p50"]
            rows.append([kind, f"{best} {fastest:.3f}",
                         *(_format_cell(row.get(name), fastest) for name in names)])
    legend = ("p50 as a multiple of the fastest engine's, whose ms are given; p99 in ms in "
              "parentheses. `*`: one cold round only. –: not supported.")
    return f"{legend}\n\n" + render_table(["class", "fastest", *names], rows)


def _format_cell(cell: Figures | None, fastest: float) -> str:
    if cell is None:
        return "–"
    return f"{cell['p50'] / fastest:.2f} ({cell['p99']:.2f}){'*' * cell['cold']}"


def _render_builds(size: Figures) -> str:
    if not size["build"]:
        return ""
    rows = [_build_row(name, costs, size["workers"].get(name))
            for name, costs in size["build"].items()]
    reused = any("reused" in costs for costs in size["build"].values())
    legend = "†: built by an earlier run, from the same tokens.\n\n" * reused
    return f"### Index and worker\n\n{legend}" + render_table(
        ["engine", "build s", "CPU s", "peak MB", "disk MB", "worker resident MB", "private MB",
         "first answer ms", "from start ms"], rows)


def _build_row(name: str, build: Figures, worker: Figures | None) -> list[object]:
    costs = build["process"]
    row = [name + "†" * build.get("reused", False), build["s"], costs["cpu_s"],
           costs["peak_mb"], build["mb"]["all"]]
    if worker is None:
        return row + ["–"] * 4
    memory = worker["memory_mb"].values()  # resident and private
    if name == "postgres":  # another process holds the memory
        memory = ["–", "–"]
    return [*row, *memory, worker["open_ms"], worker["start_ms"]]


def _render_threads(threads: Figures) -> str:
    if not threads:
        return ""
    ways = next(iter(threads.values()))
    rows = [[way, *(f"{rates[way]['per_s']:,} ({rates[way]['p99']:.1f})"
                    for rates in threads.values())] for way in ways]
    return ("### Threads\n\nPages per second, all classes mixed; p99 in ms in parentheses.\n\n"
            + render_table(["", *threads], rows))


def _render_growth(sizes: list[Figures]) -> str:
    """Return the growth exponents of each engine measured at two sizes at least."""
    names = [name for name in sizes[0]["build"]
             if sum(name in size["build"] for size in sizes) > 1]
    rows = [[f"{operation} {kind}", *(
        _format_exponent(sizes, operation, kind, name) for name in names)]
        for operation in ("page", "rank") for kind in CLASSES]
    return ("## Growth with size\n\nThe exponent e of p50 ~ articles^e, by least squares over the "
            "sizes of this run: 0 does not grow, 1 grows as the articles do.\n\n"
            + render_table(["", *names], rows))


def _format_exponent(sizes: list[Figures], operation: str, kind: str, name: str) -> str:
    cells = [(size["articles"], size["cells"][operation][kind].get(name))
             for size in sizes if size["cells"]]
    points = {articles: cell["p50"] for articles, cell in cells if cell}
    return f"{fit_exponent(list(points.items())):.2f}" if len(points) > 1 else "–"


def _render_indexing(indexing: Figures) -> str:
    rows = [[name, f"{row['articles']:,}", row["wall_s"], row["cpu_s"], f"{row['per_s']:,}",
             f"{row['per_cpu_s']:,}", row["peak_mb"], row["mb"]]
            for name, row in indexing.items()]
    known = ("*Words known*: a new archive that is given the words the first one remembers."
             if indexing["warta, words known"]["words_kept"] else
             "This version keeps no words between processes: *words known* repeats the first row.")
    return f"""## Indexing, end to end

From raw JSONL to a searchable archive, from the start of a process to its end. Warta runs
`indexer add`, which stems, stores the articles, and syncs each batch to disk. tantivy splits words
with its default tokenizer, does not stem, stores the text, and is fed by Python. {known}
*Held out*: the last part of the articles, added to an archive that holds the others.

""" + render_table(["", "articles", "s", "CPU s", "articles/s", "articles/CPU s", "peak MB",
                    "disk MB"], rows)


def _render_serving(ways: Figures) -> str:
    rows = [[kind, *(f"{way[kind]['p50']:.2f} ({way[kind]['p99']:.2f})" for way in ways.values())]
            for kind in next(iter(ways.values()))]
    return ("## A whole search\n\np50 (p99) in ms of a search with total, facets and ten "
            "highlighted hits, on the real articles, title and body apart: through the archive; "
            "through `GET /api/v1/search` in Flask's test client; and through waitress on "
            "127.0.0.1, by one client that keeps its connection.\n\n"
            + render_table(["class", *ways], rows))


def _read_notes() -> str:
    return (Path(__file__).parent / "NOTES.md").read_text(encoding="utf-8").strip()


def _render_left_out(figures: Figures) -> str:
    rows = [f"- {name}: {reason}" for name, reason in figures["left_out"].items()]
    return "## Not measured at all\n\n" + ("\n".join(rows) or "Every engine was available.")


def _capitalize(text: str) -> str:
    return text[0].upper() + text[1:]


if __name__ == "__main__":
    into = Path(sys.argv[1])
    print(write_report(json.loads((into / "figures.json").read_text(encoding="utf-8")), into))
