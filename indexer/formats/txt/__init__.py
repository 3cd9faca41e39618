"""Plain text.

    reader.py           reads the articles of a file, mostly one
    front_matter.py     splits the fields above a text from it
    press_databases.py  splits the exports of Nexis, Factiva and ProQuest
    blog_exports.py     splits the exports of Movable Type and TypePad
    trec.py             splits collections of TREC
    restructured_text.py  reads what Pelican and Nikola keep as .rst
"""
