"""The formats that are read. To add one, write its reader and add a row here."""

import io
import re
from pathlib import Path
from typing import BinaryIO, cast

from indexer.fields.synonyms import find_field
from indexer.formats.format import MAIL_SEPARATOR, Format, lazily
from indexer.formats.io import archive
from indexer.formats.io.compressed import COMPRESSED

_SHORT_ENDINGS = {".tgz": ".gz", ".tbz2": ".bz2", ".txz": ".xz"}
"""Endings of compressed tar files, and the compression that they mean."""

_ROWS = (
    Format(
        name="txt", endings=(".txt", ".rst", ".sgml", ".sgm", ".trec"), read=lazily("txt.reader"),
        start=re.compile(
            rb"(?:<\?xml[^<>]{0,200}\?>\s{0,99})?<DOC>\s{0,99}<(?:DOCNO|DOCID)>", re.IGNORECASE)),
    Format(name="markdown", endings=(".md", ".markdown"), read=lazily("markdown")),
    Format(
        name="jsonl", endings=(".jsonl", ".ndjson", ".jl"),
        read=lazily("json.reader", "read_lines")),
    Format(name="csv", endings=(".csv",), read=lazily("csv.reader")),
    Format(name="tsv", endings=(".tsv",), read=lazily("csv.reader")),
    Format(
        name="html", endings=(".html", ".htm", ".xhtml", ".xht", ".shtml"),
        read=lazily("html.reader"),
        start=re.compile(rb"<(?:!doctype html|html)[^<>]{0,300}>\s{0,99}<", re.IGNORECASE)),
    Format(
        name="feed", endings=(".rss", ".atom", ".xml"), read=lazily("feed.reader"),
        start=re.compile(
            rb"(?:<\?[^<>]{0,500}\?>\s{0,99}|<!--(?:(?!-->).){0,2000}-->\s{0,99}"
            rb"|<!DOCTYPE (?!html)[^<>]{0,300}>\s{0,99}){0,9}"
            rb"<(?:[A-Za-z_][\w.-]{0,40}:)?(?:rss|feed|RDF)[\s>]", re.DOTALL)),
    Format(
        name="newsml", endings=(".nitf", ".newsml"), read=lazily("newsml"),
        start=re.compile(
            rb"(?:\s{0,99}<(?:\?[^>]{0,500}\?|!--[^>]{0,500}--|!DOCTYPE\s[^>\[]{0,500}"
            rb"(?:\[[^\]]{0,2000}\]\s{0,9})?)>){0,9}\s{0,99}<(?:\w{1,40}:)?"
            rb"(?:nitf|newsMessage|newsItem|NewsML)[\s>]")),
    Format(
        name="xml", endings=(".enex",), read=lazily("xml_rows"),
        start=re.compile(
            rb"<\?xml[^<>]{0,500}\?>(?:\s{0,99}(?:<!--(?:(?!-->).){0,2000}-->|<\?[^<>]{0,500}\?>"
            rb"|<!DOCTYPE (?!html)[^<>\[]{0,300}>)){0,9}\s{0,99}"
            rb"<(?!(?:\w{1,40}:)?(?:rss|feed|RDF|urlset|sitemapindex|opml|html)\b)[A-Za-z_]"
            rb"|<(?:mediawiki|mysqldump|resultset|pma_xml_export|articles?|berita|news|root|data"
            rb"|TEI|items|documents?|records|rows|dataset|database|corpus)[\s>]",
            re.DOTALL)),
    Format(name="eml", endings=(".eml", ".emlx"), read=lazily("eml")),
    Format(name="mhtml", endings=(".mhtml", ".mht"), read=lazily("mhtml")),
    Format(
        name="mbox", endings=(".mbox",), read=lazily("mbox"),
        start=re.compile(MAIL_SEPARATOR + rb"\r?\n[\w-]{1,60}:")),
    Format(
        name="json", endings=(".json", ".jsonld"), read=lazily("json.reader"),
        start=re.compile(rb'(?:\[\s{0,99})?\{\s{0,99}"[^"\\\n]{1,64}"\s{0,99}:')),
    Format(name="yaml", endings=(".yaml", ".yml"), read=lazily("yaml_lists")),
    Format(
        name="ris", endings=(".ris",), read=lazily("ris"),
        start=re.compile(rb"TY  ?- ?[A-Z]{3,8}\s")),
    Format(name="xlsx", endings=(".xlsx", ".xlsm", ".xls"), read=lazily("xlsx")),
    Format(name="docx", endings=(".docx",), read=lazily("docx")),
    Format(name="epub", endings=(".epub",), read=lazily("epub")),
    Format(name="pdf", endings=(".pdf",), read=lazily("pdf"), start=re.compile(rb"%PDF-\d")),
    Format(name="parquet", endings=(".parquet",), read=lazily("parquet")),
    Format(name="sql", endings=(".sql",), read=lazily("sql.reader")),
    Format(name="sqlite", endings=(".sqlite", ".sqlite3", ".db"), read=lazily("sqlite")),
    Format(name="warc", endings=(".warc",), read=lazily("warc"), compressed_by_record=True),
    Format(name="wacz", endings=(".wacz",), list_members=lazily("warc", "list_wacz")),
    Format(name="zip", endings=(".zip",), list_members=archive.list_zip),
    Format(name="tar", endings=(".tar", *_SHORT_ENDINGS), list_members=archive.list_tar),
)

FORMATS = {format.name: format for format in _ROWS}
"""The formats by name."""

_MISNAMED = {"txt": FORMATS, "html": {"feed"}, "feed": FORMATS, "xlsx": ()}
"""What files of a format may be in truth.

People save anything as text, and feeds as pages; other formats are XML, too; and sites offer tables
as workbooks that are HTML or text.
"""

ADVICE = {
    ".xlsb": "save it as .xlsx or .csv", ".ods": "save it as .xlsx or .csv",
    ".numbers": "save it as .xlsx or .csv",
    ".doc": "save it as .docx", ".odt": "save it as .docx", ".rtf": "save it as .docx",
    ".pages": "save it as .docx", ".wps": "save it as .docx",
    ".bib": "export it as RIS", ".enw": "export it as RIS", ".nbib": "export it as RIS",
    ".mdb": "export its tables as CSV", ".accdb": "export its tables as CSV",
    ".dbf": "export it as CSV", ".sav": "export it as CSV", ".rds": "export it as CSV",
    ".rar": "pack its files as .zip", ".7z": "pack its files as .zip",
    ".msg": "save it as .eml", ".pst": "export it as .mbox",
    ".mobi": "convert it to .epub", ".azw3": "convert it to .epub",
    ".php": "save the page as the browser shows it, as .html",
    ".aspx": "rename it to .html if it is a saved page",
    ".asp": "rename it to .html if it is a saved page",
}
"""What to do with files of formats that are not read but often hold articles, by their ending."""

_TABLE_HEAD = re.compile(rb"(?P<line>[^\r\n]{5,1000}[\t,;|][^\r\n]{0,1000})\r?\n(?P<row>[^\r\n])")
_PAGE_START = re.compile(
    rb"<(?:!doctype html|html|head|meta|style|body|div|table|h[1-6])[\s>]", re.IGNORECASE)
_OLD_WORKBOOK = re.compile(
    rb"\xd0\xcf\x11\xe0|<\?xml[^<>]{0,200}\?>\s{0,99}(?:<\?mso-application[^<>]{0,99}\?>\s{0,99})?"
    rb"<(?:\w{1,20}:)?Workbook\s")
_IS_OLD_WORKBOOK = "a workbook of an older Excel: save it as .xlsx or .csv"
_RTF_START = re.compile(rb"\{\\rtf\d")
_IS_RTF = "this is RTF, not text: save it as text or HTML, or read it as it is with --format txt"


def find_format(file_name: str) -> tuple[Format | None, str]:
    """Return the format that a file's name says, and the ending of its compression.

    Both may be missing: None, and "".

    >>> [(format and format.name, compression) for format, compression in map(
    ...     find_format, ("a.JSONL.gz", "a.tgz", "a.txt", "a.gz", "a.zip.gz"))]
    [('jsonl', '.gz'), ('tar', '.gz'), ('txt', ''), (None, '.gz'), (None, '.gz')]
    """
    endings = [ending.lower() for ending in Path(file_name).suffixes]
    compression = endings.pop() if endings and endings[-1] in COMPRESSED else ""
    last = endings[-1] if endings else ""
    format = next((each for each in FORMATS.values() if last in each.endings), None)
    if format and format.name in ("zip", "wacz") and compression:
        return None, compression  # its directory is at its end, so it cannot be read as a stream
    return format, _SHORT_ENDINGS.get(last, compression)


def sniff_format(file: BinaryIO, named: Format) -> Format:
    """Return the format that a file's first bytes show, or else the one that its name says.

    A table is recognised by columns called title and body alone: else its beginning proves
    nothing. Raises ValueError for RTF called .txt and for older workbooks, which no format reads.
    """
    if named.name not in _MISNAMED:
        return named
    start = cast(io.BufferedReader, file).peek(1).removeprefix(b"\xef\xbb\xbf").lstrip()
    if named.name == "txt" and _RTF_START.match(start):
        raise ValueError(_IS_RTF)
    if named.name in ("xlsx", "feed") and _OLD_WORKBOOK.match(start):
        raise ValueError(_IS_OLD_WORKBOOK)
    if named.name == "xlsx" and _PAGE_START.match(start):
        return FORMATS["html"]
    if named.name in ("txt", "xlsx") and (separator := _find_separator(start)):
        return FORMATS["tsv" if separator == "\t" else "csv"]
    matching = (
        each for each in FORMATS.values()
        if each.name in _MISNAMED[named.name] and each.start and each.start.match(start))
    return next(matching, named)


def _find_separator(start: bytes) -> str:
    r"""Return what parts the names of columns in the first line of a table, "" if there is none.

    Two names with a comma between them may be a text, unless the line below is in quotes.

    >>> _find_separator(b"judul\tisi\nBeras naik\tPetani"), _find_separator(b"judul,isi\nBeras")
    ('\t', '')
    """
    if not (head := _TABLE_HEAD.match(start)):
        return ""
    names = head["line"].decode("utf-8", "replace").strip()
    separator = max("\t;|,", key=names.count)
    fields = {find_field(each.strip(" \"'")) for each in names.split(separator)}
    is_plain = separator == "," and names.count(",") == 1 and head["row"] != b'"'
    return separator if {"title", "body"} <= fields and not is_plain else ""
