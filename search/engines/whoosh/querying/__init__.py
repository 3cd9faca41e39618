"""Answers requests: from a tree of terms to a page of ids, with totals, facets and stories.

    collector.py         merges what each segment found into one page
    explainer.py         says what the score of each hit is made of
    scanner.py           walks through all hits in order
    day_counts.py        counts the hits of each day
    count_cache.py       keeps counts of the whole archive
    collapser.py         keeps the first hit of each story
    segment_pass.py      runs a program over one segment
    program.py           compiles a tree of terms into steps for the kernels
    program_cache.py     keeps the programs of the last queries
    refinement.py        refines the scores of the first hits
    leaf_postings.py     looks up phrases, prefixes and fuzzy words
    restrictions.py      finds the documents of a period, a site, a page or an id
    positions.py         finds forms like another right behind certain forms
    article_counts.py    counts the articles that have a term or a phrase
    similar_forms.py     finds the forms near another one, and counts their articles
    frequent_phrases.py  finds the frequent phrases of titles that begin with some letters
    reader_cache.py      keeps the newest sound commit open
    facet_values.py      finds those values of a facet that a listing needs
    snapshot.py          holds one commit, unchanged whatever writers do
"""
