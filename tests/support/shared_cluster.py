"""The cluster that tests share: started once, however many processes run the tests.

`pytest --cluster=3` starts three nodes; `--cluster=http://a:9200` uses a cluster that runs.
"""

import itertools
import shutil
import tempfile
import urllib.request
import uuid

import pytest

from support.cluster import OLDEST, Cluster, Unavailable
from support.engines import ENGINES

ABSENT = "needs a cluster: `make test-cluster`"


def add_options(parser):
    parser.addoption("--cluster", metavar="NODES",
                     help="run the tests marked `cluster` too, on so many nodes of OpenSearch, or "
                          "on the cluster at these URLs, joined by commas")
    parser.addoption("--opensearch", metavar="VERSION", default=OLDEST,
                     help=f"start nodes of this version (default: {OLDEST})")


class SharedCluster:
    """A plugin of pytest that starts the cluster, ends it, and skips tests where there is none.

    `urls` are the addresses of its nodes, and `reason` says why there are none.
    """

    def __init__(self, config):
        given = getattr(config, "workerinput", {}).get("cluster")
        self._nodes = None if given else config.getoption("cluster")
        self.version = config.getoption("opensearch")
        self.urls, self.reason = given or ([], ABSENT)
        self._cluster, self._folder = None, None
        self._prefix = f"warta-test-{uuid.uuid4().hex[:8]}-"
        self._numbers = itertools.count()
        if config.getoption("cluster"):
            ENGINES.append("opensearch")

    def new_address(self):
        """Return the address of an archive that does not exist yet; it is deleted at the end."""
        return f"opensearch:{','.join(self.urls)}/{self._prefix}{next(self._numbers)}"

    def pytest_sessionstart(self):
        if not self._nodes:
            return
        try:
            self.urls, self.reason = self._find_or_start(), None
        except Unavailable as error:
            self.reason = str(error)

    def _find_or_start(self):
        if not self._nodes.isdigit():
            return self._nodes.split(",")
        self._folder = tempfile.mkdtemp(prefix="warta-cluster-")
        self._cluster = Cluster(self._folder, int(self._nodes), self.version).__enter__()
        return self._cluster.urls

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node):
        node.workerinput["cluster"] = self.urls, self.reason

    @pytest.hookimpl(tryfirst=True)  # before tests are selected by their marks
    def pytest_collection_modifyitems(self, items):
        for item in items:
            if hasattr(item, "callspec") and "opensearch" in item.callspec.params.values():
                item.add_marker("cluster")

    def pytest_runtest_setup(self, item):
        if self.reason and item.get_closest_marker("cluster"):
            pytest.skip(self.reason)

    def pytest_sessionfinish(self):
        if self._cluster:
            self._cluster.__exit__()
        elif self.urls:
            urllib.request.urlopen(urllib.request.Request(
                f"{self.urls[0]}/{self._prefix}*", method="DELETE"), timeout=60).close()
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)
