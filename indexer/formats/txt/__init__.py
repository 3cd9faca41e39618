"""Plain text files.

    reader.py        reads one article a file
    front_matter.py  reads the header above the text
"""
