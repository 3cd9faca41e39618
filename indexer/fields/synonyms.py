"""The names that people give to fields, and ours."""

import re
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from indexer.fields import composed_names


def combine_names(first: str, second: str) -> str:
    """Return all names made of one of these words and one of those, in either order.

    >>> combine_names("judul", "berita artikel")
    'judul_berita berita_judul judul_artikel artikel_judul'
    """
    pairs = [(one, other) for one in first.split() for other in second.split()]
    return " ".join(name for one, other in pairs for name in (f"{one}_{other}", f"{other}_{one}"))


_KINDS = "berita artikel news article post"
"""What databases call an article, before or behind what they call a field of it."""

_SYNONYMS = {
    "id": """
        id article_id id_artikel artikel_id news_id berita_id id_berita post_id nid doc_id guid uuid
    """,
    "title": f"""
        title judul headline judul_berita judul_artikel news_title article_title og:title dc:title
        tajuk heading kepala_berita post_title web_title judul_posting judul_konten news_headline
        page_title meta_title headlines resolved_title given_title
        berita_name news_name article_name judul_link title_link headline_link judul_text title_text
        judul_name title_name {combine_names("judul title headline", _KINDS)}
        tittle titel title_clean clean_title judul_clean judul_bersih hed title_raw raw_title
        judul_raw nama_berita nama_artikel titulo título titre titolo
    """,
    "body": f"""
        body text isi konten content article artikel teks isi_berita isi_artikel berita
        article_text article_body article_content full_text news_text news_content main_text
        content:encoded narasi isi_lengkap isi_konten konten_berita isi_posting post_content
        body_text body_html content_text content_html clean_text cleaned_text plaintext page_content
        text_content full_content content_body body_content article_html hoax_text raw_text uraian
        introtext body_xhtml bodies {combine_names("isi teks konten content text body", _KINDS)}
        isi_teks isi_text body_paragraphs content_paragraphs isi_bersih paragraphs paragraf
        text_clean content_clean clean_content body_content text_raw content_raw raw_content isi_raw
        deskripsi_lengkap
        detail_berita story_text mobiledoc lexical markdown description deskripsi summary ringkasan
        excerpt description_text description_html
        content_snippet content:encoded_snippet meta_description og:description abstract snippet
        standfirst trail_text
    """,
    "outlet": """
        outlet media nama_media media_name publisher penerbit source_name news_source
        sumber_berita surat_kabar koran newspaper site_name og:site_name nama_situs situs portal
        publication sumber sumber_media media_online nama_koran publisher_name news_outlet
        publication_name nama_sumber meta_site_name container_title source website site
        source_domain
        source_hostname domain hostname
    """,
    "published": f"""
        published date_time_pub date published_at publish_date date_published published_date
        publication_date
        pub_date tanggal tanggal_terbit tgl_terbit tgl waktu_terbit waktu tanggal_publikasi
        tanggal_berita news_date article_date date_publish posted_at post_date
        article:published_time dc:date datetime publish_up tanggal_tayang tgl_tayang tanggal_muat
        tgl_muat tanggal_publish tgl_publish tgl_publikasi tanggal_posting tgl_posting tgl_post
        tgl_berita published_time published_on publish_time hari_tanggal iso_date issued
        dcterms:issued web_publication_date first_published versioncreated seendate
        {combine_names("tanggal tgl date waktu datetime", _KINDS)} waktu_publikasi waktu_tayang
        tanggal_rilis tgl_rilis release_date date_released posted_date date_posted
        jadwal_tayang jadwal_terbit published_parsed
        tanggal_waktu tgl_jam tanggal_jam publication_time published_datetime tanggal_konten
        tanggal_upload tgl_upload waktu_upload
        upload_date uploaded_at date_uploaded upload_time tanggal_unggah tgl_unggah waktu_unggah
        released dated terbit tayang rilis dimuat diterbitkan ditayangkan dipublikasikan fecha
        time timestamp
        created created_at created_utc date_created created_date created_on created_time
        creation_date
        dcterms:created content_created first_created tanggal_dibuat tgl_dibuat dibuat_pada
        tanggal_input tgl_input dibuat
    """,
    "url": """
        url link tautan permalink canonical canonical_url article_url news_url url_berita
        link_berita url_artikel link_artikel news_link og:url href uri page_url web_url
        final_url canonical_link share_url resolved_url responded_url requested_url request_url
        given_url loc main_entity_of_page alternate judul_link_href title_link_href link_href
        title_url title_href judul_href judul_url headline_url headline_href link_url source_url
    """,
    "byline": """
        byline author authors penulis reporter wartawan jurnalis journalist creator dc:creator
        nama_penulis pewarta post_author author_name nama_wartawan nama_reporter kontributor oleh
        byline_text article_author
    """,
    "rubric": """
        rubric rubrik kategori category categories kanal section rubrikasi kategori_berita
        nama_kategori category_name article:section section_name
    """,
    "tags": """
        tags tag keywords keyword kata_kunci tagar label_tag labels hashtag hashtags metakey
        article:tag meta_keywords
    """,
    "place": "place tempat lokasi location",
    "agency": "agency kantor_berita news_agency agensi",
}
"""The names of each field of ours, the most trusted first; blanks, case and punctuation are
ignored. Among the names of a body, those of summaries come last, and so do those of the creation of
a record among the names of a date. Names for the time of crawling or changing a record are missing
on purpose: they are no dates of publication."""

FIELDS = tuple(_SYNONYMS)
"""Our names of fields."""

SINGLE_TEXT_FIELDS = frozenset("id title body outlet published url".split())
"""The fields that hold one text; each other one may hold several."""

_SUMMARY_NAMES = frozenset("""
    description deskripsi summary ringkasan excerpt descriptiontext descriptionhtml contentsnippet
    contentencodedsnippet metadescription ogdescription abstract snippet standfirst trailtext
""".split())
"""Folded names of a body that may only summarise a longer one."""

_CREATION_NAMES = frozenset("""
    timestamp created createdat createdutc datecreated createddate createdon createdtime
    creationdate
    dctermscreated contentcreated firstcreated tanggaldibuat tgldibuat dibuatpada tanggalinput
    tglinput dibuat
""".split())
"""Folded names of a date at which a record was created: before its article appeared, or when a
program read it."""

WEAK_TITLES = {
    "perihal": 2, "subject": 2, "header": 2, "topik": 3, "topic": 3, "name": 4, "nama": 4}
"""Folded names of what may be a title if a record has no other, the most trusted first, and how
many words it must have: a subject may be a school's, and a name a person's."""

_NUMBERED = re.compile(
    r"(?P<stem>paragraf|paragraphs?|para|prg|alinea|kalimat|isi|isi[ _-]?berita|isi[ _-]?artikel"
    r"|isi[ _-]?paragraf|content|konten|body|text|teks|narasi|(?P<loose>p|par|bag|bagian|part|baris"
    r"|line|section))(?:[ _-]ke)?[ _.\-/\[]{0,2}0*(?P<number>\d{1,3})\]?", re.IGNORECASE)
"""A column that holds one part of a text, or, with a loose stem, of anything."""

_RANKED_FIELDS = {
    re.sub(r"[\W_]+", "", name): (field, rank)
    for field, names in _SYNONYMS.items() for rank, name in enumerate(names.split())
}

_DRUPAL_NAME = re.compile(
    r"(?:field|node)_(?P<inner>(?!media)\w+?)(?:__?value)?|(?P<base>title|body)__?value",
    re.IGNORECASE)
"""How Drupal decorates names. Its `field_media` holds files, not an outlet."""

_SOLR_NAME = re.compile(
    r"(?P<inner>[A-Za-z]{3,40})_(?:txt|t|s|dt|tdt|pdt|ss|txts|text_general|(?:txt|text)_id)")
"""How Solr marks the type of a field."""

_MAX_NAME_CHARACTERS = 64
"""Longer names are not looked up."""

_COMPOSED_RANK = 1_000
"""What the rank of a name that is put together begins at."""


def find_field(name: str) -> str | None:
    """Return our name for a field, None if the name is unknown.

    >>> find_field("Tanggal Terbit"), find_field("pubDate"), find_field("harga")
    ('published', 'published', None)
    """
    ranked = find_ranked_field(name)
    return ranked[0] if ranked else None


def find_ranked_field(name: str) -> tuple[str, int] | None:
    """Return our name for a field and how far down the name stands among its synonyms.

    Our own name has rank -1. Return None if the name is unknown.
    """
    if name in _SYNONYMS:
        return name, -1
    return None if len(name) > _MAX_NAME_CHARACTERS else _find_ranked(name)


@lru_cache(2_048)
def _find_ranked(name: str) -> tuple[str, int] | None:
    if ranked := _find_whole(name):
        return ranked
    numbered = split_number(name)
    if numbered:
        return None if numbered.is_loose else _RANKED_FIELDS["isi"]
    if solr := _SOLR_NAME.fullmatch(name):
        return _find_whole(solr["inner"])
    return _find_composed(name)


def _find_whole(name: str) -> tuple[str, int] | None:
    drupal = _DRUPAL_NAME.fullmatch(name)
    return _RANKED_FIELDS.get(fold_name(drupal["inner"] or drupal["base"] if drupal else name))


def _find_composed(name: str) -> tuple[str, int] | None:
    """Return what a name says that is put together. Plain names are trusted more.

    >>> [_find_composed(name) for name in ("data/harga", "event_date")]
    [None, None]
    >>> find_field("data/judul"), find_field("news_canonicalUrl"), find_field("date_gmt")
    ('title', 'url', 'published')
    """
    inner = [ranked for each in composed_names.list_inner_names(name)
             if (ranked := _find_whole(each))]
    if inner:
        return inner[0][0], inner[0][1] + _COMPOSED_RANK
    if (rest := composed_names.strip_kind(name)) and (ranked := _find_whole(rest)):
        if ranked[0] in composed_names.STRIPPED_FIELDS:
            return ranked[0], ranked[1] + _COMPOSED_RANK
    return ("published", _COMPOSED_RANK) if composed_names.is_date(name) else None


class NumberedName(NamedTuple):
    """The name of a column that holds one part of a text: what it calls it, and the number.

    If it `is_loose`, it may also hold a part of anything else.
    """

    stem: str
    number: int
    is_loose: bool = False


def split_number(name: str) -> NumberedName | None:
    """Return the parts of the name of a column that holds one part of a text; None of others.

    >>> split_number("Paragraf 02")[:2], split_number("body[0]")[:2], split_number("isi")
    (('paragraf', 2), ('body', 0), None)
    >>> split_number("p1")
    NumberedName(stem='p', number=1, is_loose=True)
    """
    if not name or len(name) > _MAX_NAME_CHARACTERS or not (name[-1].isdigit() or name[-1] == "]"):
        return None
    match = _NUMBERED.fullmatch(name)
    return NumberedName(
        fold_name(match["stem"]), int(match["number"]), match["loose"] is not None
    ) if match else None


@lru_cache(256)
def is_summary(name: str) -> bool:
    """Return whether a field of this name is a body only if there is no other body."""
    return len(name) <= _MAX_NAME_CHARACTERS and fold_name(name) in _SUMMARY_NAMES


@lru_cache(256)
def is_creation(name: str) -> bool:
    """Return whether a field of this name dates the record, and its article as a last resort.

    >>> is_creation("created_at"), is_creation("published_at")
    (True, False)
    """
    return len(name) <= _MAX_NAME_CHARACTERS and fold_name(name) in _CREATION_NAMES


def fold_name(name: str) -> str:
    """Return a name without case, blanks and punctuation."""
    return re.sub(r"[\W_]+", "", name.casefold())


def apply_mapping(names: Collection[str], mapping: Mapping[str, str]) -> dict[str, str]:
    """Return the field that each of these names stands for in a mapping, in the mapping's order.

    A name in the mapping that matches none of them exactly matches all that fold to the same.

    >>> apply_mapping(["uraian lengkap", "Judul"], {"Uraian_Lengkap": "body", "Kepala": "title"})
    {'uraian lengkap': 'body'}
    """
    folded: dict[str, list[str]] = {}
    for name in names if mapping else ():
        if name not in mapping and (key := fold_name(name)):
            folded.setdefault(key, []).append(name)
    return {
        name: field for theirs, field in mapping.items()
        for name in ([theirs] if theirs in names else folded.get(fold_name(theirs), ()))
    }


def parse_mapping(entries: Iterable[str]) -> dict[str, str]:
    """Return the mapping (their name → our field) that entries NAME=FIELD describe.

    Raises ValueError with a message that says what to write instead.

    >>> parse_mapping(["judul berita=title", "a=b=body"])
    {'judul berita': 'title', 'a=b': 'body'}
    """
    mapping: dict[str, str] = {}
    for entry in entries:
        theirs, _, field = (part.strip() for part in entry.rpartition("="))
        if not theirs or field not in FIELDS:
            raise ValueError(f"{entry}: write NAME=FIELD; FIELD is one of {', '.join(FIELDS)}")
        if mapping.setdefault(theirs, field) != field:
            raise ValueError(f"{entry}: {theirs} is already mapped to {mapping[theirs]}")
    return mapping
