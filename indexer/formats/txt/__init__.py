"""Plain text.

    reader.py        reads the one article of a file
    front_matter.py  splits the fields above a text from it
"""
