"""The tables of results, which are under version control."""

from pathlib import Path

from relevance.sets import HERE

RESULTS = HERE / "results"


def write_table(name: str, head: list[str], rows: list[list[str]], show: bool = True) -> None:
    """Write a table to results/NAME.tsv, and print it."""
    text = "".join("\t".join(row) + "\n" for row in [head, *rows])
    RESULTS.mkdir(exist_ok=True)
    Path(RESULTS / f"{name}.tsv").write_text(text, "utf-8")
    if show:
        print(text.expandtabs(24))
