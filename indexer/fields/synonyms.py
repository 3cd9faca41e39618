"""Which field means what: the names that people give, and ours."""

import re
from collections.abc import Collection, Iterable, Mapping

_SYNONYMS = {
    "id": "id _id article_id id_artikel artikel_id news_id id_berita berita_id idberita post_id nid"
    " doc_id guid uuid",
    "title": "title judul headline judul_berita judul_artikel news_title article_title og:title"
    " dc:title tajuk heading kepala_berita post_title",
    "body": "body text isi konten content article artikel teks isi_berita isi_artikel berita"
    " article_text article_body article_content full_text news_text news_content main_text"
    " maintext content:encoded narasi isi_lengkap isi_konten konten_berita isi_posting"
    " post_content body_text body_html content_text content_html clean_text plaintext page_content"
    " uraian introtext description deskripsi summary ringkasan excerpt",
    "outlet": "outlet media nama_media media_name publisher penerbit source_name news_source"
    " sumber_berita surat_kabar koran newspaper site_name og:site_name nama_situs situs portal"
    " publication sumber sumber_media media_online nama_koran publisher_name news_outlet"
    " nama_sumber source website site source_domain domain hostname",
    "published": "published date published_at publish_date date_published published_date"
    " publication_date pub_date tanggal tanggal_terbit tgl_terbit tgl waktu_terbit waktu"
    " tanggal_publikasi tanggal_berita news_date article_date date_publish posted_at post_date"
    " article:published_time dc:date datetime publish_up tanggal_tayang tgl_tayang tanggal_muat"
    " tgl_muat tanggal_publish tgl_publish tgl_publikasi tanggal_posting tgl_posting tgl_post"
    " tgl_berita published_time published_on publish_time hari_tanggal seendate",
    "url": "url link tautan permalink canonical canonical_url article_url news_url url_berita"
    " link_berita url_artikel link_artikel news_link og:url href uri page_url web_url source_url",
    "byline": "byline author authors penulis reporter wartawan jurnalis journalist creator"
    " dc:creator nama_penulis pewarta post_author author_name nama_wartawan"
    " nama_reporter kontributor oleh",
    "rubric": "rubric rubrik kategori category categories kanal section rubrikasi"
    " kategori_berita nama_kategori category_name article:section",
    "tags": "tags tag keywords keyword kata_kunci tagar label_tag labels hashtag hashtags metakey"
    " article:tag",
    "place": "place tempat lokasi location",
    "agency": "agency kantor_berita news_agency agensi",
}
"""Names by what they mean, in the order in which they are believed. A summary is the body only
where nothing else is. Moments of writing, crawling or changing a record are no dates of it."""

OURS = tuple(_SYNONYMS)
_MEANING = {
    re.sub(r"[\W_]+", "", name): (ours, rank)
    for ours, names in _SYNONYMS.items() for rank, name in enumerate(names.split())
}
_SUMMARIES = frozenset("description deskripsi summary ringkasan excerpt".split())
"""Names of a body that may be about something longer."""

_DRUPAL = re.compile(
    r"(?:field|node)_(?P<inner>(?!media)\w+?)(?:__?value)?|(?P<base>title|body)__?value",
    re.IGNORECASE)
"""The names that Drupal makes of others; its media are files."""

TEXTS = frozenset("id title body outlet published url".split())
"""Ours that are one text; of the others there may be several."""

_MANY = 64
"""Characters of a name, at the most, that is looked up."""


def meaning(name: str) -> str | None:
    """Our name for a field, None if it is not known.

    >>> meaning("Tanggal Terbit"), meaning("pubDate"), meaning("site-name"), meaning("harga")
    ('published', 'published', 'outlet', None)
    """
    found = meant(name)
    return found[0] if found else None


def is_summary(name: str) -> bool:
    """Whether a field of this name is a text only where there is no other."""
    return folded(name) in _SUMMARIES if len(name) <= _MANY else False


def meant(name: str) -> tuple[str, int] | None:
    """What a name means, and its rank among those that mean it: our own name comes first."""
    if name in _SYNONYMS:
        return name, -1
    if len(name) > _MANY:
        return None
    within = _DRUPAL.fullmatch(name)
    return _MEANING.get(folded(within["inner"] or within["base"] if within else name))


def folded(name: str) -> str:
    """A name without what writers of it differ in."""
    return re.sub(r"[\W_]+", "", name.casefold())


def mapped(known: Collection[str], mapping: Mapping[str, str]) -> dict[str, str]:
    """What those of these names mean that a mapping has, in its order.

    A name that none of them is just so is known as its writers differ in it.

    >>> mapped(["uraian lengkap", "Judul"], {"Uraian_Lengkap": "body", "Kepala": "title"})
    {'uraian lengkap': 'body'}
    """
    loose: dict[str, list[str]] = {}
    for name in known if mapping else ():
        if name not in mapping and (bare := folded(name)):
            loose.setdefault(bare, []).append(name)
    return {name: ours for theirs, ours in mapping.items()
            for name in ([theirs] if theirs in known else loose.get(folded(theirs), ()))}


def mapping_of(entries: Iterable[str]) -> dict[str, str]:
    """Theirs → ours, from entries NAME=OURS. Raises ValueError saying what to write.

    >>> mapping_of(["judul berita=title", "a=b=body"])
    {'judul berita': 'title', 'a=b': 'body'}
    """
    mapping: dict[str, str] = {}
    for entry in entries:
        theirs, _, ours = (part.strip() for part in entry.rpartition("="))
        if not theirs or ours not in OURS:
            raise ValueError(f"{entry}: write NAME=OURS, where OURS is one of {', '.join(OURS)}")
        if mapping.setdefault(theirs, ours) != ours:
            raise ValueError(f"{entry}: {theirs} stands for {mapping[theirs]} already: say it once")
    return mapping
