"""Saved web pages.

    reader.py            reads the article of a page, or several
    articles.py          finds the articles of a page that has several
    beside.py            marks comments, teasers, columns and offers beside an article
    data_table.py        reads a page that is a table of articles
    directory.py         tells directories and timetables from articles with a table
    embedded_data.py     reads the article that a page has as data for its scripts
    extraction.py        extracts the text, and says how far the evidence agrees
    forum.py             finds the replies in a thread of a forum
    headline.py          picks the heading that is the article's title
    index_page.py        tells pages that list articles from pages that have one
    layout.py            locates title and text in the page
    metadata.py          reads what the page states in its head and in JSON-LD
    own_parts.py         finds the asides and footers that are parts of the article
    page_blocks.py       reads the blocks of a page and its visible lines
    passages.py          weighs which block of the page has the article
    posts.py             finds the posts of a page that only their headings part
    preprocessing.py     prepares a page for extraction
    server_page.py       tells pages that are shown instead of an article: data/server_page.ini
    unclosed.py          ends titles and comments whose end is missing
    visible_metadata.py  reads the date and byline that a page shows
"""
