"""The engines that every test of the contract runs on."""

from search import kernel_loader
from search.engines.whoosh import WhooshEngine

ENGINES = ["oracle", "whoosh", "plain"]
"""The oracle, the embedded engine, and that engine as it is where numba is not installed."""


class PlainEngine(WhooshEngine):
    """The embedded engine, its queries evaluated by the reference kernels."""

    def match(self, request):
        with kernel_loader.use_reference():
            return super().match(request)
