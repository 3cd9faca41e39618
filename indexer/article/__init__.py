"""From a record to an article.

    pipeline.py  turns a record into an article, step by step
    trace.py     records each decision and its evidence
"""
