"""The table of fields by which programs say that a record is not published."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from indexer.fields.synonyms import combine_names, fold_name
from indexer.publication.status import (
    has_passed,
    is_any_of,
    is_draft_or_not_shown,
    is_false,
    is_hidden,
    is_hidden_status,
    is_missing,
    is_no,
    is_set,
    is_to_come,
    is_true,
)

_ARTICLE_WORDS = "post artikel article berita news konten content posting publication"
_STATUS_WORDS = "status state sts st flag"
_OTHER_STATUS_WORDS = """
    document doc dokumen entry item page halaman editorial redaksi review approval persetujuan
    moderasi workflow"""
_PUBLISHING_WORDS = """
    publish published publikasi publishing publication terbit diterbitkan tayang ditayangkan tampil
    ditampilkan aktif active visible posting enable enabled approve"""
_INDONESIAN = """
    aktif tampil tampilkan ditampilkan tayang tayangkan ditayangkan terbit terbitkan diterbitkan
    publikasi publikasikan dipublikasi dipublikasikan publik disetujui setujui approve_redaksi"""
_HIDING_WORDS = """
    draft draf konsep private privat deleted dihapus terhapus hapus trash trashed sampah hidden hide
    sembunyi sembunyikan disembunyikan tersembunyi unpublished unlisted protected embargoed
    embargo disabled suspended blocked diblokir nonaktif inactive rahasia scheduled terjadwal
    autosave"""

_MOMENTS = """
    published_at published_on first_published_at published_at_gmt last_published
    diterbitkan_pada dipublikasikan_pada ditayangkan_pada terbit_pada tayang_pada
    sys.published_at sys.published_version attributes.published_at"""
_DAYS = """
    published publish_date published_date date_published publication_date tanggal_terbit
    tgl_terbit tanggal_tayang tgl_tayang waktu_tayang waktu_terbit tanggal_publish tgl_publish
    tanggal_publikasi tgl_publikasi"""
"""Names of the moment of publication: in databases, and there as well as in what scrapers write."""

_OF_AN_EDITOR = """
    user_id author_id created_by updated_by deleted_at id_user user id_admin admin_id id_penulis
    penulis_id editor_id id_editor document_id"""
_OF_A_DATABASE = f"""{_OF_AN_EDITOR}
    created_at updated_at created_on updated_on date_created date_updated slug category_id
    id_kategori kategori_id uuid revision_id sys.id sys.created_at attributes.created_at"""
"""Names of what only the database of a site holds beside its articles."""

_SIGNS = """
    publish is_publish is_published status post_status status_publish status_berita status_artikel
    is_active aktif tampil"""
"""Names that, together with a day, say whether a record is published."""

_OF_JOOMLA = "introtext fulltext catid publish_up asset_id alias created_by_alias"


class HidingRule(NamedTuple):
    """A row: fields by which a record says that it is not published, an example and the opposite.

    `fields` and `beside` are names in any case and punctuation. `matches` takes a value without
    wrapping; if the row `needs_wrapping`, only one that was wrapped. The reason repeats the value,
    unless the row `is_bare`. A record with the address of its page was public, and refutes a row
    that `yields_to_address`; one with a status that is public refutes a row that
    `yields_to_status`. Where a row `asks_file`, the column's other values decide.
    """

    name: str
    fields: str
    matches: Callable[[Any], bool]
    example: Mapping[str, Any]
    counter_example: Mapping[str, Any]
    beside: str = ""
    is_bare: bool = False
    needs_wrapping: bool = False
    yields_to_address: bool = False
    yields_to_status: bool = False
    asks_file: bool = False


def _is_level(value: Any) -> bool:
    """Return whether this is one of Joomla's access levels that visitors do not have."""
    return str(value).isdecimal() and str(value) not in ("0", "1", "5")


def _is_other_namespace(value: Any) -> bool:
    """Return whether pages of this namespace of MediaWiki are no articles.

    Odd ones are talk. From 100 on each site has its own, of which 118 is for drafts.
    """
    number = int(value) if str(value).isdecimal() else 0
    return number % 2 == 1 or 0 < number < 100 or number == 118


def _redirects(value: Any) -> bool:
    """Return whether a page of MediaWiki sends its readers to another one."""
    return value is not None and not is_false(value)


RULES = (
    HidingRule(
        "status", f"""
        status state wp_status wp:status _status pubstatus stage workflow_step lifecycle
        moderation_state moderation_status workflow_state workflow_status
        publish published publikasi visibility visibilitas post_visibility privacy privasi
        hak_akses access access_level level_akses acl approval persetujuan flags
        blogger_status blogger:status current_state current_status publish_state
        estado estatus situacao stato statut zustand
        {combine_names(_STATUS_WORDS, _ARTICLE_WORDS + _PUBLISHING_WORDS + _OTHER_STATUS_WORDS)}""",
        is_hidden_status, {"status": "Pending-Review"}, {"status": "success"}),
    HidingRule(
        "not published", f"""
        publish posting dipublish is_public public visible active approved approve is_approved
        is_approve publikasikan terbitkan tayangkan tampilkan {_INDONESIAN}
        {combine_names(f"is {_STATUS_WORDS} {_ARTICLE_WORDS}", _PUBLISHING_WORDS)}""",
        is_hidden, {"is_published": 0}, {"aktif": "Y"}),
    HidingRule(
        "T for tidak", f"""
        {_INDONESIAN} publish active is_active is_published is_aktif is_tampil is_publish status
        published""",
        lambda value: value in ("T", "t"), {"aktif": "T"}, {"aktif": "t"}, asks_file=True),
    HidingRule(
        "not published, in a word", "published terbit tayang", is_no,
        {"published": False}, {"published": 0}),
    HidingRule(
        "status: N", "status status_berita status_artikel",
        is_any_of({"n", "tidak", "tdk", "belum", "blm"}), {"status": "N"}, {"status": "Y"}),
    HidingRule(
        "published: 0", "published terbit tayang", is_false,
        {"published": "0", "created_at": "2019-03-04"}, {"published": 1, "created_at": "2019"},
        beside=f"{_OF_A_DATABASE} created publish_up date tanggal modified"),
    HidingRule(
        "draft", f"""
        {_HIDING_WORDS} {combine_names("is in app", _HIDING_WORDS)} password_protected
        is_password_protected""",
        is_true, {"draft": "true"}, {"private": False}),
    HidingRule(
        "deleted", """
        deleted_at deleted_on deleted_date date_deleted soft_deleted_at trashed_at dihapus_pada
        tgl_hapus tanggal_hapus waktu_hapus unpublished_at""",
        is_set, {"deleted_at": "2019-03-04 10:00:00"}, {"deleted_at": None}, is_bare=True),
    HidingRule(
        "password", "post_password wp_post_password wp:post_password", is_set,
        {"post_password": "buka"}, {"post_password": ""}, is_bare=True),
    HidingRule(
        "password of a post", "password", is_set,
        {"password": "buka", "slug": "warga", "comment_status": "open"},
        {"password": "buka", "user": "wira"},
        beside="comment_status ping_status sticky post_status layout permalink categories tags",
        is_bare=True),
    HidingRule(
        "status: 0", "status", is_false,
        {"nid": [{"value": 13}], "status": [{"value": False}]}, {"judul": "Hoaks", "status": 0},
        beside=f"""
        {_OF_AN_EDITOR} nid vid langcode drupal_internal__nid publish_up catid updated_at slug
        category_id id_kategori kategori_id"""),
    HidingRule(
        "status: 0, wrapped as Drupal does", "status", is_false,
        {"status": [{"value": False}]}, {"status": False}, needs_wrapping=True),
    HidingRule(
        "status: 0 of a row", f"status {combine_names('status sts', _ARTICLE_WORDS)}", is_false,
        {"status": 0, "created_at": "2019-03-04"},
        {"status": 0, "created_at": "2019-03-04", "url": "https://kabar.example/warga/1"},
        beside=f"{_OF_A_DATABASE} created {_DAYS} tanggal_posting tgl_posting tgl_post tgl_input",
        yields_to_address=True),
    HidingRule(
        "no moment of publication", _MOMENTS, is_missing,
        {"published_at": None, "created_at": "2019-03-04"},
        {"published_at": None, "created_at": "2019-03-04", "url": "https://kabar.example/warga/1"},
        beside=_OF_A_DATABASE, yields_to_address=True, yields_to_status=True),
    HidingRule(
        "no day of publication", _DAYS, is_missing,
        {"tgl_terbit": None, "id_user": 3}, {"tgl_terbit": None},
        beside=_OF_AN_EDITOR, yields_to_address=True, yields_to_status=True),
    HidingRule(
        "scheduled in a database", f"{_MOMENTS} {_DAYS}", is_to_come,
        {"published_at": "2999-01-02 03:04:05", "user_id": 3}, {"published_at": "2999-01-02"},
        beside=f"{_OF_A_DATABASE} {_SIGNS}", is_bare=True, yields_to_address=True),
    HidingRule(
        "to be published", "to_be_published akan_terbit akan_tayang",
        lambda value: is_true(value) or is_to_come(value),
        {"to_be_published": "2999-01-02"}, {"to_be_published": "2019-03-04"}, is_bare=True),
    HidingRule(
        "remark", "keterangan ket catatan remark remarks", is_draft_or_not_shown,
        {"keterangan": "belum tayang"}, {"keterangan": "review"}),
    HidingRule(
        "archived, in a database", "status state",
        is_any_of({"archived", "archive", "arsip", "diarsipkan"}),
        {"status": "arsip", "id_user": 3},
        {"status": "arsip", "id_user": 3, "url": "https://kabar.example/warga/1"},
        beside=f"{_OF_A_DATABASE} user_created user_updated", yields_to_address=True),
    HidingRule(
        "archived, of Drupal", "moderation_state", is_any_of({"archived"}),
        {"moderation_state": [{"target_id": "archived"}]}, {"moderation_state": "published"}),
    HidingRule(
        "archived, of Webflow and Notion", "archived is_archived _archived", is_true,
        {"isArchived": True, "isDraft": False}, {"archived": True},
        beside="is_draft _draft last_published in_trash"),
    HidingRule(
        "put away, in a database", "archived is_archived diarsipkan arsipkan", is_true,
        {"archived": True, "slug": "warga"},
        {"archived": True, "slug": "warga", "url": "https://kabar.example/warga/1"},
        beside=f"{_OF_A_DATABASE} draft published", yields_to_address=True),
    HidingRule(
        "not enabled, of Craft", "enabled", is_false,
        {"enabled": False, "postDate": "2019-03-04"}, {"enabled": False},
        beside="postDate sectionId siteId slug"),
    HidingRule(
        "scheduled, of Craft", "postDate", is_to_come,
        {"postDate": "2999-01-02", "enabled": True}, {"postDate": "2999-01-02"},
        beside="enabled sectionId siteId", is_bare=True),
    HidingRule(
        "state of Joomla", "state", lambda value: is_false(value) or str(value) == "-2",
        {"introtext": "Isi.", "state": "-2"}, {"introtext": "Isi.", "state": 2},
        beside=f"{_OF_JOOMLA} access"),
    HidingRule(
        "access of Joomla", "access", _is_level,
        {"introtext": "Isi.", "access": "2"}, {"introtext": "Isi.", "access": 1},
        beside="introtext fulltext catid publish_up"),
    HidingRule(
        "for members", "visibility", is_any_of({"members", "paid", "tiers"}),
        {"visibility": "paid", "slug": "warga"}, {"visibility": "public", "slug": "warga"},
        beside="slug uuid html mobiledoc lexical plaintext comment_id"),
    HidingRule(
        "for those who pay", "visibility post_visibility visibilitas",
        is_any_of({"members", "members only", "paid", "tiers", "subscribers"}),
        {"visibility": "paid"},
        {"visibility": "paid", "url": "https://kabar.example/warga/1"}, yields_to_address=True),
    HidingRule(
        "for some members", "visibility",
        lambda value: str(value).startswith(("label:", "status:", "product:")),
        {"visibility": "label:vip", "slug": "warga"}, {"visibility": "public", "slug": "warga"},
        beside="slug uuid html mobiledoc lexical plaintext comment_id"),
    HidingRule(
        "sent by mail alone", "status", is_any_of({"sent"}),
        {"status": "sent", "visibility": "members"}, {"status": "sent"},
        beside="email_only visibility mobiledoc lexical comment_id"),
    HidingRule(
        "for members, of Substack", "audience", is_any_of({"only_paid", "only_free", "founding"}),
        {"audience": "only_paid", "post_date": "2019-03-04"}, {"audience": "only_paid"},
        beside="post_date post_id is_published body_html"),
    HidingRule(
        "scheduled", """
        publish_up scheduled_at scheduled_for publish_on publish_at go_live_at jadwal_tayang
        jadwal_terbit embargo embargo_until embargo_date embargoed_until tanggal_embargo""",
        is_to_come, {"publish_up": "2999-01-02 03:04:05"}, {"publish_up": "2019-03-04"},
        is_bare=True),
    HidingRule(
        "scheduled, of Hugo", "publishDate", is_to_come,
        {"publishDate": "2999-01-02", "date": "2019-03-04"}, {"publishDate": "2999-01-02"},
        beside="date lastmod", is_bare=True),
    HidingRule(
        "expired", "publish_down unpublish_on unpublish_at unpublish_date", has_passed,
        {"publish_down": "2019-03-04 05:06:07"}, {"publish_down": "0000-00-00 00:00:00"},
        is_bare=True),
    HidingRule(
        "expired, of Hugo", "expiryDate", has_passed,
        {"expiryDate": "2019-03-04", "date": "2019-03-03"}, {"expiryDate": "2019-03-04"},
        beside=f"{_OF_JOOMLA} nid vid date draft enabled sectionId siteId", is_bare=True),
    HidingRule(
        "scheduled, of TYPO3", "starttime", is_to_come,
        {"starttime": 32472144000, "crdate": 1551662400}, {"starttime": 32472144000},
        beside="tstamp crdate", is_bare=True),
    HidingRule(
        "expired, of TYPO3", "endtime", has_passed,
        {"endtime": "1551662400", "crdate": 1551662400}, {"endtime": 0, "crdate": 1551662400},
        beside="tstamp crdate", is_bare=True),
    HidingRule(
        "for members, of TYPO3", "fe_group", lambda value: is_set(value) and str(value) != "-1",
        {"fe_group": "-2", "crdate": 1551662400}, {"fe_group": "0", "crdate": 1551662400},
        beside="tstamp crdate"),
    HidingRule(
        "not live", "live", lambda value: value is False,
        {"live": False, "first_published_at": None}, {"live": False, "judul": "Siaran langsung"},
        beside="first_published_at has_unpublished_changes latest_revision_created_at"),
    HidingRule(
        "never published", "firstPublishedAt", is_missing,
        {"firstPublishedAt": 0, "creatorId": "a1"}, {"firstPublishedAt": 1551662400000,
                                                     "creatorId": "a1"},
        beside="creatorId latestVersion uniqueSlug"),
    HidingRule(
        "never published, of Prismic", "first_publication_date", is_missing,
        {"first_publication_date": None, "uid": "warga"}, {"first_publication_date": None},
        beside="last_publication_date uid alternate_languages"),
    HidingRule(
        "draft of Sanity", "_id documentId _originalId",
        lambda value: str(value).startswith(("drafts.", "versions.")),
        {"_id": "versions.r1.5f3e", "_type": "post"}, {"_id": "versions.r1.5f3e"},
        beside="_type _rev _createdAt _updatedAt _originalId", is_bare=True),
    HidingRule(
        "no article of MediaWiki", "ns namespace namespace_id", _is_other_namespace,
        {"ns": 118, "pageid": 5}, {"ns": 0, "pageid": 5},
        beside="pageid page_id revid rev_id revisions lastrevid revision_id wikitext"),
    HidingRule(
        "redirect of MediaWiki", "redirect is_redirect page_is_redirect", _redirects,
        {"redirect": "", "ns": 0}, {"redirect": False, "ns": 0},
        beside="ns namespace pageid page_id revid revisions lastrevid", is_bare=True),
    HidingRule(
        "hidden text", "texthidden suppressed", lambda value: value in (True, "", "true"),
        {"texthidden": "", "pageid": 5}, {"texthidden": False, "pageid": 5},
        beside="pageid revid ns"),
)

_SYSTEM_NAMES = """
    meta metadata sys system workflow publication publishing cms _meta flags options settings
    properties"""
"""Names of an object in which programs keep what their other fields say elsewhere."""

RULES_BY_FIELD: dict[str, list[HidingRule]] = {}
for _rule in RULES:
    for _name in _rule.fields.split():
        if _rule not in RULES_BY_FIELD.setdefault(fold_name(_name), []):
            RULES_BY_FIELD[fold_name(_name)].append(_rule)

BESIDE = {rule.name: frozenset(map(fold_name, rule.beside.split())) for rule in RULES}
"""The folded names of which a record must have one, by the name of the rule."""

MOMENTS = frozenset(map(fold_name, f"{_MOMENTS} {_DAYS}".split()))
"""The folded names of moments of publication, which say something if they are empty."""

STATUSES = frozenset(
    key for key, rules in RULES_BY_FIELD.items() if {"status", "not published"}.intersection(
        rule.name for rule in rules)
    and not key.startswith(("visib", "postvisib", "priva", "hakakses")))
"""The folded names of fields that may say that a record is published, not only to whom."""

NUMERIC_STATUSES = frozenset(map(fold_name, f"""
    {combine_names(_STATUS_WORDS, _ARTICLE_WORDS)}
    {combine_names("status state sts", _OTHER_STATUS_WORDS)}""".split()))
"""The folded names of columns in which 0 may mean unpublished, or anything else."""

INDONESIAN = frozenset(map(fold_name, _INDONESIAN.split()))
"""The folded names of columns in which T more likely means `tidak` than true."""

SYSTEM_NAMES = frozenset(map(fold_name, _SYSTEM_NAMES.split()))
