"""Text as it stands in files.

    markup.py  reads HTML as text
    repair.py  repairs line breaks, invisible characters and mojibake
"""
