"""Text as it stands in files.

    markup.py     reads HTML as text
    cells.py      reads cells that hold a list, bytes or the document of an editor
    rich_text.py  reads the documents of editors
    repair.py     repairs line breaks, invisible characters and mojibake
"""
