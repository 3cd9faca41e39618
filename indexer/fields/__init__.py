"""The fields of a record: their names and their values.

    field_mapping.py   maps the fields of a record to ours
    synonyms.py        lists the names that people give to fields
    placeholders.py    recognises values that mean "nothing"
    wrapped_values.py  unwraps values that JSON writes as objects
    values.py          reads values as text
"""
