"""JSON and JSON Lines.

    reader.py      reads arrays, objects and lists inside objects, and lines
    values.py      cuts a file into its values
    json_lines.py  reads one object a line
    json_feed.py   reads JSON Feed (jsonfeed.org)
    unwrapping.py  finds the articles inside an API's answer
    rescue.py      salvages sound articles from broken JSON
"""
