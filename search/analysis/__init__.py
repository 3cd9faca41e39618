"""How text becomes terms. The only way in is `Analyzer`."""

from search import kernel_loader
from search.analysis.analyzer import Analyzer
from search.analysis.token import Token
from search.analysis.vocabulary import Vocabulary, Words

kernel_loader.register("analysis", "search.analysis.tokenizer_kernel")

__all__ = ["Analyzer", "Token", "Vocabulary", "Words"]
