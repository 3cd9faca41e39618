"""How text becomes terms. The only way in is `Analyzer`."""

from search.analysis.analyzer import Analyzer
from search.analysis.token import Token
from search.analysis.vocabulary import Vocabulary, Words

__all__ = ["Analyzer", "Token", "Vocabulary", "Words"]
