"""The conformance cases: suites of articles, and of searches with what must be true of them."""

from pathlib import Path

import yaml

FILES = sorted((Path(__file__).parents[1] / "conformance" / "cases").glob("*.yaml"))
SUITES = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in FILES}
