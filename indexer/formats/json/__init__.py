"""JSON and JSON Lines.

    reader.py      reads arrays, objects and lists inside objects, and lines
    values.py      cuts a file into its values
    envelope.py    finds what a value says around its articles, when it is too long to be held
    json_lines.py  reads one object a line
    json_feed.py   reads JSON Feed (jsonfeed.org)
    unwrapping.py  finds the articles inside an API's answer
    phpmyadmin.py  reads the rows in phpMyAdmin's exports
    rescue.py      salvages sound articles from broken JSON
"""
