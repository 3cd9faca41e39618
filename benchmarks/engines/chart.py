"""The picture of a run: medians as multiples of the fastest peer's."""

from pathlib import Path
from typing import Any

from benchmarks.engines.queries import CLASSES, OPERATIONS

OURS = "warta"
COLOURS = {
    "warta": "#c1272d", "tantivy": "#1f5fa8", "lucene": "#2e8b57", "fts5": "#8a6d3b",
    "xapian": "#7d4fa0", "bm25s": "#d98200", "postgres": "#16a3a3", "whoosh": "#888888",
}
DRAWN_OPERATIONS = ("page", "rank")


def draw(figures: dict[str, Any], path: Path) -> None:
    """Draw one panel per size and operation, as SVG. Raises ImportError without matplotlib."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams |= {"svg.fonttype": "none", "svg.hashsalt": "warta"}
    from matplotlib import pyplot

    sizes = [size for size in figures["sizes"].values() if size["cells"]]
    canvas, panels = pyplot.subplots(
        len(sizes), len(DRAWN_OPERATIONS), figsize=(11, 0.8 + 3.4 * len(sizes)), squeeze=False,
        sharey=True)
    for row, size in zip(panels, sizes):
        for panel, operation in zip(row, DRAWN_OPERATIONS):
            _draw_panel(panel, size, operation)
    handles, labels = panels[0][0].get_legend_handles_labels()
    canvas.legend(handles, labels, loc="lower center", ncols=len(labels), frameon=False)
    canvas.tight_layout(rect=(0, 0.25 / len(sizes) / 2, 1, 1))
    canvas.savefig(path, metadata={"Date": None})
    pyplot.close(canvas)


def _draw_panel(panel: Any, size: dict[str, Any], operation: str) -> None:
    for name in size["build"]:
        points = _find_ratios(size["cells"][operation], name)
        ours = name == OURS
        panel.plot(
            [ratio for _, ratio in points], [kind for kind, _ in points], "D" if ours else "o",
            color=COLOURS[name], markersize=8 if ours else 5, label=name, zorder=3 if ours else 2,
            alpha=1 if ours else 0.75)
    panel.axvline(1, color="#444444", linewidth=0.8)
    panel.set_xscale("log")
    panel.xaxis.set_major_formatter("{x:g}×")
    panel.set_yticks(range(len(CLASSES)), CLASSES)
    panel.set_ylim(len(CLASSES) - 0.5, -0.5)
    panel.grid(axis="x", color="#dddddd", linewidth=0.6)
    panel.set_title(f"{size['label']}\n{OPERATIONS[operation]}", fontsize=9)
    panel.set_xlabel("p50, multiples of the fastest peer's (lower is better)", fontsize=8)


def _find_ratios(cells: dict[str, Any], name: str) -> list[tuple[int, float]]:
    """Return each class's place and the ratio of the engine's median to the fastest peer's."""
    ratios = []
    for place, kind in enumerate(CLASSES):
        peers = [cell["p50"] for other, cell in cells[kind].items() if other != OURS]
        if name in cells[kind] and peers:
            ratios.append((place, cells[kind][name]["p50"] / min(peers)))
    return ratios
