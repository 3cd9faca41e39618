"""How often rules and classifiers are right about real articles.

dating.py       inferred dates against known ones
planted.py      stated dates planted into real articles
points.py       fits the weights of the date classifier
attribution.py  outlets against known ones
cleaning.py     what cleaning takes away
extraction.py   the text of saved pages against the texts of their keepers
stories.py      near-duplicates against pairs judged by readers (stories.tsv)
roots.py        stems against pairs of word and root (roots.tsv, and published suites)
affix_points.py fits the points of the stemmer
words.py        counts words, for the word lists of the stemmer
"""
