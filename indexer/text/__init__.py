"""Text as files hold it.

    markup.py  reads HTML as text
    repair.py  repairs line breaks, invisible characters and mojibake
"""
