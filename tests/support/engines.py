"""The engines that every test of the contract runs on."""

from search import kernel_loader
from search.engines.whoosh import WhooshEngine

ENGINES = ["oracle", "whoosh", "reference"]
"""The oracle, the embedded engine, and that engine with the reference kernels, as without numba."""


class ReferenceEngine(WhooshEngine):
    """The embedded engine, its queries evaluated by the reference kernels."""

    def match(self, request):
        with kernel_loader.use_reference():
            return super().match(request)

    def scan(self, request):
        with kernel_loader.use_reference():
            return super().scan(request)

    def similar_forms(self, *given, **named):
        with kernel_loader.use_reference():
            return super().similar_forms(*given, **named)

    def count_articles(self, *given, **named):
        with kernel_loader.use_reference():
            return super().count_articles(*given, **named)

    def frequent_phrases(self, *given, **named):
        with kernel_loader.use_reference():
            return super().frequent_phrases(*given, **named)
