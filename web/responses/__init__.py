"""What programs read: the JSON of the API, its description, and feeds.

    openapi.py  describes the API
    api.py      builds the JSON of the API
    bars.py     writes timelines of many bars as JSON
    schemas.py  describes the fields of the JSON
    writes.py   says what became of articles that a program sent
    oembed.py   describes a frame for other sites
    feeds.py    writes feeds as Atom, RSS and JSON Feed
"""
