"""The id of an article whose record gives none."""

from hashlib import blake2b

from indexer.article.draft import Draft
from indexer.urls.identity import normalize_url
from indexer.urls.parsing import identifies_page

_ID_BYTES = 8


def derive_id(draft: Draft) -> str:
    """Return an id that is the same for the same page or, without a page's URL, the same text.

    The outlet and the day that a record names are part of the text's identity: agencies write for
    many outlets.
    """
    if draft.stated_url and identifies_page(draft.stated_url):
        return _hash(normalize_url(draft.stated_url))
    origin = " ".join(draft.stated_outlet.casefold().split()), (draft.stated_date or "")[:10]
    stated = draft.stated_title, draft.stated_body, *(origin if any(origin) else ())
    return _hash("\n".join(stated))


def _hash(text: str) -> str:
    return blake2b(text.encode(), digest_size=_ID_BYTES).hexdigest()
