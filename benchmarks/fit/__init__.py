"""How often rules and classifiers are right about real articles.

dating.py       inferred dates against known ones
planted.py      stated dates planted into real articles
points.py       fits the weights of the date classifier
attribution.py  outlets against known ones
cleaning.py     what cleaning takes away
stories.py      near-duplicates against pairs judged by readers (stories.tsv)
"""
