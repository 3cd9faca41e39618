"""Draw the README's performance chart from the figures of a run.

    python benchmarks/engines/readme_chart.py benchmarks/runs/RUN/figures.json IMAGE.svg

It draws horizontal bars, one group for each query class, one bar for each engine: the median time
of a results page in milliseconds. Lower is better.
"""

import json
import sys
from html import escape
from pathlib import Path
from typing import Any

SIZE = "200k"
ENGINES = {"warta": ("Warta", "#b3261e"), "tantivy": ("tantivy", "#5b7083"),
           "lucene": ("Lucene", "#b9c4cd")}
CLASSES = {
    "rare": "a rare word", "common": "a common word", "and2": "two words, AND",
    "and3": "three words, AND", "or3": "three words, OR", "phrase": "a phrase",
    "prefix": "a prefix", "fuzzy": "a fuzzy word", "date": "a word, by date",
    "outlet": "a word, by outlet",
}
WIDTH, LEFT, RIGHT, TOP, BAR, GAP = 860, 150, 60, 84, 12, 14


def main() -> None:
    """Write the chart of a run."""
    figures, image = map(Path, sys.argv[1:])
    image.write_text(draw(json.loads(figures.read_text())["sizes"][SIZE]))


def draw(figures: dict[str, Any]) -> str:
    """Return the chart of one size as SVG."""
    cells = figures["cells"]["page"]
    most = max(cells[kind][engine]["p50"] for kind in CLASSES for engine in ENGINES)
    scale = (WIDTH - LEFT - RIGHT) / most
    step = BAR * len(ENGINES) + GAP
    height = TOP + step * len(CLASSES) + 10
    title = f"Median time of a results page over {figures['articles']:,} articles, in ms"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'font-family="system-ui, sans-serif" font-size="13"><title>{escape(title)}</title>',
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        f'<text x="20" y="30" font-size="17" font-weight="600" fill="#1f2328">{escape(title)}'
        '<tspan font-weight="400" fill="#59636e">  (lower is better)</tspan></text>',
    ]
    parts += _legend()
    for row, (kind, label) in enumerate(CLASSES.items()):
        parts += _group(label, cells[kind], TOP + row * step, scale)
    return "\n".join([*parts, "</svg>\n"])


def _legend() -> list[str]:
    parts = []
    for place, (name, colour) in enumerate(ENGINES.values()):
        left = LEFT + 110 * place
        parts.append(f'<rect x="{left}" y="48" width="12" height="12" fill="{colour}"/>'
                     f'<text x="{left + 18}" y="59" fill="#1f2328">{name}</text>')
    return parts


def _group(label: str, cells: dict[str, Any], top: int, scale: float) -> list[str]:
    middle = top + BAR * len(ENGINES) / 2 + 4
    parts = [f'<text x="{LEFT - 10}" y="{middle}" text-anchor="end" fill="#1f2328">{label}</text>']
    for place, (engine, (_, colour)) in enumerate(ENGINES.items()):
        p50, y = cells[engine]["p50"], top + BAR * place
        parts.append(
            f'<rect x="{LEFT}" y="{y}" width="{p50 * scale:.1f}" height="{BAR - 2}" '
            f'fill="{colour}"/><text x="{LEFT + p50 * scale + 5:.1f}" y="{y + 9}" font-size="10" '
            f'fill="#59636e">{p50:.2f}</text>')
    return parts


if __name__ == "__main__":
    main()
