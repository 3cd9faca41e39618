"""Benchmark Warta beside other search engines, on the same tokens and queries.

    python benchmarks/run.py ARTICLES.jsonl.zst --sizes 25k,200k,1M \\
        --into benchmarks/runs/DATE-MACHINE
"""

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).parents[1])
    from benchmarks.engines.session import main

    main()
