"""From a record to an article.

    pipeline.py      takes a record through the steps, one function each
    draft.py         holds what the steps have worked out so far
    stated_date.py   reads the date that a record states
    stated_title.py  reads the title that a record states, or that a slug has
    extra.py         collects the fields that have no place of their own
    identity.py      collects what identifies an article: its id, URL or text
    trace.py         holds the article with every decision and its evidence
"""
