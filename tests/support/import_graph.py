"""The import graph of the packages: numbers and diagrams.

    python tests/support/import_graph.py [CHECKOUT]

It prints Markdown: how many modules, imports between them and layers there are, and for each
package a Mermaid diagram of what is directly inside it. An arrow means "imports".
"""

import sys
from collections.abc import Iterator

import grimp

PACKAGES = ("search", "indexer", "web")
CONTAINERS = ("search", "search.engines.whoosh", "search.analysis", "indexer", "web")
Edge = tuple[str, str]


def main() -> None:
    """Print the graph of a checkout, the current folder by default."""
    sys.path.insert(0, sys.argv[1] if len(sys.argv) > 1 else ".")
    graph = grimp.build_graph(*PACKAGES)
    edges = [(one, other) for one in graph.modules
             for other in graph.find_modules_directly_imported_by(one)]
    print(f"{len(graph.modules)} modules, {len(edges)} imports.\n")
    print("| package | parts | imports between them | layers |\n|---|---|---|---|")
    for container in CONTAINERS:
        parts, inner = split(container, graph.modules, edges)
        print(f"| `{container}` | {len(parts)} | {len(inner)} | {count_layers(parts, inner)} |")
    for container in CONTAINERS:
        print(f"\n### {container}\n\n```mermaid\ngraph TD")
        for one, other in sorted(split(container, graph.modules, edges)[1]):
            print(f"  {one} --> {other}")
        print("```")


def split(container: str, modules: set[str], edges: list[Edge]) -> tuple[set[str], set[Edge]]:
    """Return the parts directly inside a package, and the imports between them."""
    parts = set(_find_parts(container, modules))
    pairs = (tuple(_find_parts(container, edge)) for edge in edges)
    return parts, {pair for pair in pairs if len(pair) == 2 and pair[0] != pair[1]}


def _find_parts(container: str, modules: set[str] | Edge) -> Iterator[str]:
    prefix = f"{container}."
    for module in modules:
        if module.startswith(prefix):
            yield module.removeprefix(prefix).split(".")[0]


def count_layers(parts: set[str], edges: set[Edge]) -> int:
    """Return the number of parts on the longest chain of imports.

    Raises RecursionError if any imports run in a circle.
    """
    def depth(part: str) -> int:
        return 1 + max((depth(other) for one, other in edges if one == part), default=0)

    return max(map(depth, parts))


if __name__ == "__main__":
    main()
