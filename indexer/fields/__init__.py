"""The fields of a record: their names and their values.

    field_mapping.py   maps the fields of a record to ours
    mapped_fields.py   holds mapped fields and reads those that an article has
    synonyms.py        lists the names that people give to fields
    composed_names.py  takes names apart that a program put together
    placeholders.py    recognises values that mean "nothing"
    wrapped_values.py  unwraps values that JSON writes as objects
    values.py          reads values as text
"""
