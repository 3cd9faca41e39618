"""How text becomes terms. The only way in is `Analyzer`."""

from search.analysis.analyzer import Analyzer, Word
from search.analysis.token import Token

__all__ = ["Analyzer", "Token", "Word"]
