"""What the pages are made of, besides their templates.

    render.py        fills a template in the language that the request asks for
    templates.py     compiles the templates for each language
    details.py       says what is known of an article besides its text
    metadata.py      says what search engines read of a page
    facets.py        lists the values of facets beside the hits, each with its links
    hits.py          draws the hits of a page of results
    timeline.py      draws when the hits were published
    links.py         builds the links of the pages
    overview.py      says what the archive holds
    zero_results.py  finds ways out of a search that finds nothing
    existing_page.py finds the last page where one beyond is asked for
    notices.py       says what was changed of an address, and what is wrong with a query
    translator.py    says phrases, numbers and dates in the language of a page
    chart.py         draws SVG
    embed_code.py    writes what other sites copy to embed a search
    embed_script.py  names the versions of the script for other sites
"""
