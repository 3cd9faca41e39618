"""Turns text into terms. The entry point is `Analyzer`.

    analyzer.py          tokenizes texts, for articles and queries alike
    word_scanner.py      finds the words of a text
    folding.py           folds spellings that readers type alike into one form
    stemmer.py           finds the stem of a word
    derivation.py        finds the root that a word is likeliest derived from
    affixes.py           prefixes and suffixes, as tables
    numbers.py           reads numbers, amounts and dates in digits
    word_lists.py        our corrections, in data/
    token.py             the values: tokens and entries
    word_columns.py      the words of many texts as columns of numbers
    vocabulary.py        what each chunk of text means, by number
    chunking.py          splits texts into chunks
    interner.py          numbers different strings
    dynamic_array.py     arrays that grow
    tokenizer_kernel.py  the compiled kernels of chunking and interning
    kernel_types.py      arguments that the kernels take together
    vocabulary_cache.py  saves the vocabulary beside an archive
    vocabulary_validation.py  checks a saved vocabulary before it is used
"""

from search import kernel_loader
from search.analysis.analyzer import Analyzer
from search.analysis.token import Token, list_words
from search.analysis.vocabulary import TokenizedText, Vocabulary

kernel_loader.register("analysis", "search.analysis.tokenizer_kernel")

__all__ = ["Analyzer", "Token", "TokenizedText", "Vocabulary", "list_words"]
