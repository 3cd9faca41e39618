"""Small files of our own invention, one a format, and what a reader finds in them."""

import bz2
import gzip
import io
import json
import lzma
import sqlite3
import tarfile
import zipfile
from email import policy
from email.message import MIMEPart
from email.mime.image import MIMEImage
from importlib.util import find_spec

import openpyxl
import zstandard
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

PARAGRAPHS = [
    "PALU (Kabar Nusa) - Harga beras di pasar induk Palu naik sepuluh persen pada Jumat, kata "
    "pedagang yang sudah berjualan selama dua puluh tahun di pasar itu.",
    "Kenaikan itu terjadi karena pasokan dari Parigi terlambat tiba akibat jalan yang rusak "
    "sejak hujan lebat dua pekan lalu, menurut dinas perdagangan setempat.",
    "Pemerintah kota akan menggelar operasi pasar mulai pekan depan di empat kecamatan untuk "
    "menekan harga sebelum Ramadan tiba.",
]
HEAD = """<meta property="og:title" content="Harga beras naik di Palu">
<meta property="og:site_name" content="Kabar Nusa">
<meta property="article:published_time" content="2019-04-26T14:05:00+07:00">
<meta property="article:section" content="Ekonomi"><meta name="author" content="Wira Atmaja">
<meta name="keywords" content="beras, palu, beras"><meta name="description" content="Naik lagi.">
<link rel="canonical" href="https://kabarnusa.example/2019/04/26/beras">"""


def build_page(head=HEAD, body="".join(f"<p>{each}</p>\n" for each in PARAGRAPHS)):
    return (f"<!DOCTYPE html><html lang='id'><head><title>Harga beras - Kabar Nusa</title>{head}"
            "</head><body><nav><a href='/'>Beranda</a> <a href='/e'>Ekonomi</a></nav><article>"
            f"<h1>Harga beras naik di Palu</h1>{body}</article><script>var iklan = 1</script>"
            "<footer>Tentang kami</footer></body></html>")


PAGE_FIELDS = {
    "title": "Harga beras naik di Palu", "body": "\n\n".join(PARAGRAPHS), "byline": "Wira Atmaja",
    "published": "2019-04-26T14:05:00+07:00", "outlet": "Kabar Nusa", "tags": ["beras", "palu"],
    "url": "https://kabarnusa.example/2019/04/26/beras", "rubric": "Ekonomi",
    "description": "Naik lagi.",
}


RSS = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE rss [<!ENTITY x "y">]>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Kabar Nusa</title>
<link>https://kabarnusa.example</link>
{}
</channel></rss>"""
ITEM = """<item><title>Judul {0} &amp; lagi</title><link>https://kabarnusa.example/{0}</link>
<guid>https://kabarnusa.example/{0}</guid><dc:creator>Wira</dc:creator><category>Ekonomi</category>
<pubDate>Fri, 26 Apr 2019 14:05:00 +0700</pubDate><description>Ringkasan {0}.</description>
<content:encoded><![CDATA[<p>Isi {0} &eacute;.</p><p>Lanjutan.</p>]]></content:encoded></item>
"""


NITF = """<nitf><head><title>Judul {0}</title>
<docdata management-status="usable"><doc-id id-string="kn-{0}"/>
<date.issue norm="20190426T140500+0700"/></docdata></head>
<body><body.head><hedline><hl1>Judul {0}</hl1></hedline><byline>Oleh <person>Wira Atmaja</person>
<byttl>Wartawan</byttl></byline><distributor>Kabar Nusa</distributor>
<dateline><location>Palu</location></dateline></body.head><body.content>
<p lede="true">Isi {0} &eacute; <org>Bulog</org>.</p><hl2>Pasokan</hl2><p>Lanjutan.</p>
<media media-type="image"><media-caption>Pasar.</media-caption></media></body.content></body>
</nitf>
"""
NEWSML = """<?xml version="1.0" encoding="UTF-8"?>
<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header><sent>2019-04-26</sent></header>
<itemSet>{}</itemSet></newsMessage>"""
NEWS_ITEM = """<newsItem guid="urn:newsml:kabarnusa.example:{0}" version="1">
<rightsInfo><copyrightHolder><name>PT Kabar</name></copyrightHolder></rightsInfo>
<itemMeta><itemClass qcode="ninat:text"/>
<provider qcode="nprov:KN"><name>Kabar Nusa</name></provider>
<versionCreated>2019-04-26T14:05:00+07:00</versionCreated><pubStatus qcode="stat:usable"/>
</itemMeta>
<contentMeta><headline>Judul {0}</headline><by>Wira Atmaja</by><located><name>Palu</name></located>
<subject qcode="a:1"><name>Ekonomi</name></subject></contentMeta>
<contentSet><inlineXML contenttype="application/nitf+xml">{1}</inlineXML></contentSet></newsItem>
"""


def build_zip(members):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def build_tar(members):
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        link = tarfile.TarInfo("tautan.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return file.getvalue()


def build_workbook(sheets):
    """Return a workbook, given the rows of each sheet by its name."""
    file, workbook = io.BytesIO(), openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    workbook.save(file)
    return file.getvalue()


def build_database(script):
    """Return an SQLite database that a script made."""
    connection = sqlite3.connect(":memory:")
    connection.executescript(script)
    return connection.serialize()


def build_capture(url, content, status="200 OK", kind="response", compress=False, **headers):
    """Return one record of a web archive: the answer to a request for a page, in WARC 1.0.

    `headers` are those of HTTP, with underscores for hyphens.
    """
    file = io.BytesIO()
    writer = WARCWriter(file, gzip=compress)
    headers = {"Content_Type": "text/html", **headers}
    http = StatusAndHeaders(
        status, [(name.replace("_", "-"), value) for name, value in headers.items()], "HTTP/1.1")
    writer.write_record(writer.create_warc_record(
        url, kind, payload=io.BytesIO(content), http_headers=http,
        warc_headers_dict={"WARC-Date": "2024-02-03T04:05:06Z"}))
    return file.getvalue()


def build_mhtml(page, url, pages=(), charset="utf-8", declare=True, transfer="quoted-printable"):
    """Return a page as Chrome saves it, in bytes: `page` at `url`, or several pages by address."""
    message = MIMEPart(policy=policy.SMTP.clone(cte_type="8bit"))
    message["From"] = "<Saved by Blink>"
    if url:
        message["Snapshot-Content-Location"] = url
    message["Date"] = "Fri, 26 Apr 2024 14:05:00 +0700"
    message.make_related()
    for address, content in pages or [(url, page)]:
        part = MIMEPart(policy=message.policy)
        part.set_content(content, subtype="html", charset=charset, cte=transfer)
        if not declare:
            part.replace_header("Content-Type", "text/html")
        if address:
            part["Content-Location"] = address
        message.attach(part)
    message.attach(MIMEImage(b"\x89PNG\r\n", "png"))
    message.set_boundary("----MultipartBoundary--a----")
    return b"MIME-Version: 1.0\r\n" + message.as_bytes()


def build_document(paragraphs, name="word/document.xml"):
    """Return a document of a word processor.

    A paragraph is the name of its style and its text, or what stands inside its element.
    """
    styled = '<w:pPr><w:pStyle w:val="{}"/></w:pPr><w:r><w:t xml:space="preserve">{}</w:t></w:r>'
    inside = (each if isinstance(each, str) else styled.format(*each) for each in paragraphs)
    text = "".join(f"<w:p>{each}</w:p>" for each in inside)
    relation = ("http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
                "officeDocument")
    return build_zip({
        "_rels/.rels": f'<Relationships><Relationship Type="{relation}" Target="{name}"/>'
                       "</Relationships>",
        name: '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
              f"<w:body>{text}</w:body></w:document>"})


def build_pdf(pages, title=""):
    """Return a PDF file, given the lines of each page."""
    kids = " ".join(f"{3 + 2 * n} 0 R" for n in range(len(pages)))
    objects = ["<< /Type /Catalog /Pages 2 0 R >>",
               f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>"]
    for number, lines in enumerate(pages):
        drawn = "".join(f"({line}) Tj T*\n" for line in lines)
        stream = f"BT /F1 12 Tf 14 TL 72 770 Td\n{drawn}ET"
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {4 + 2 * number} 0 R "
            "/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> "
            ">> >>", f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream"]
    objects.append(f"<< /Title ({title}) >>")
    content, places = "%PDF-1.4\n", []
    for number, written in enumerate(objects, 1):
        places.append(len(content))
        content += f"{number} 0 obj\n{written}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = (f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size "
           f"{len(places) + 1} /Root 1 0 R /Info {len(places)} 0 R >>\nstartxref\n{len(content)}\n"
           "%%EOF\n")
    return (content + end).encode("latin-1")


def build_parquet(rows, **options):
    """Return a table in Parquet; only its first bytes where pyarrow is not installed."""
    if not find_spec("pyarrow"):
        return b"PAR1"
    import pyarrow
    import pyarrow.parquet

    file = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), file, **options)
    return file.getvalue()


def build_book(pages, order=None):
    """Return a book in EPUB, given its pages by name and the order in which they are read."""
    names = pages if order is None else order
    items = "".join(
        f'<item id="i{n}" href="{name.replace(" ", "%20")}" media-type="application/xhtml+xml"/>'
        for n, name in enumerate(names))
    refs = "".join(f'<itemref idref="i{n}"/>' for n in range(len(names)))
    return build_zip({
        "META-INF/container.xml": '<container><rootfiles><rootfile full-path="OEBPS/buku.opf"/>'
                                  "</rootfiles></container>",
        "OEBPS/buku.opf": '<package xmlns="http://www.idpf.org/2007/opf"><metadata '
                          'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Kabar Nusa edisi 7'
                          "</dc:title><dc:publisher>Kabar Nusa</dc:publisher></metadata>"
                          f"<manifest>{items}</manifest><spine>{refs}</spine></package>",
    } | {f"OEBPS/{name}": page for name, page in pages.items()})


ARCHIVES = {
    "zip": build_zip, "tar": build_tar,
    "tar.gz": lambda members: gzip.compress(build_tar(members), mtime=0),
    "tar.zst": lambda members: zstandard.ZstdCompressor().compress(build_tar(members)),
    "tar.bz2": lambda members: bz2.compress(build_tar(members)),
    "tar.xz": lambda members: lzma.compress(build_tar(members)),
}

_NUMBERS = range(6)
_CAPTURES = [
    build_capture(f"https://kabarnusa.example/{n}", build_page().replace(
        "Harga beras naik di Palu", f"Judul {n}").encode()) for n in _NUMBERS]
_TEXTS = {
    "jsonl": "".join(f'{{"title": "Judul {n}", "body": "Isi {n}é."}}\n' for n in _NUMBERS),
    "csv": "title,body\n" + "".join(f'Judul {n},"Isi\n{n}"\n' for n in _NUMBERS),
    "tsv": "title\tbody\n" + "".join(f"Judul {n}\tIsi {n}\n" for n in _NUMBERS),
    "json": json.dumps([{"title": f"Judul {n}", "tags": ["a", {"b": n}]} for n in _NUMBERS]),
    "feed": RSS.format("".join(ITEM.format(n) for n in _NUMBERS)),
    "sql": "INSERT INTO berita (judul, isi) VALUES\n" + ",\n".join(
        f"('Judul {n}', 'Isi {n}é.')" for n in _NUMBERS) + ";\n",
    "txt": "Judul: Judul 0\nTanggal: 2019\n\nIsi.",
    "html": build_page(),
    "markdown": "---\ntitle: Judul 0\ndate: 2019\n---\n\n## Pasar\n\nIsi *é*, [kata](/a) Wira.\n",
    "mbox": "".join(
        f"From wira@kabarnusa.example Fri Apr 26 14:05:00 2019\nSubject: Judul {n}\n\nIsi {n}é.\n\n"
        for n in _NUMBERS),
    "ris": "".join(
        f"TY  - NEWS\nTI  - Judul {n}\nDA  - 2019/04/26/\nAB  - Isi {n}é.\nER  - \n\n"
        for n in _NUMBERS),
    "yaml": "".join(f"- judul: Judul {n}\n  isi: Isi {n}é.\n" for n in _NUMBERS),
    "xml": "<data>\n" + "".join(
        f"<berita><judul>Judul {n}</judul><isi>Isi {n}é.</isi></berita>\n"
        for n in _NUMBERS) + "</data>",
    "newsml": NEWSML.format("".join(
        NEWS_ITEM.format(n, "<p>Isi.</p>") for n in _NUMBERS)),
    "eml": "From: Wira <wira@kabarnusa.example>\nSubject: Judul 0\nDate: 26 Apr 2019\n\nIsi é.\n",
}
_BINARIES = {
    "parquet": build_parquet([{"judul": f"Judul {n}", "isi": f"Isi {n}é."} for n in _NUMBERS]),
    "pdf": build_pdf([["Judul 0", "Isi."], ["Lanjutan."]]),
    "docx": build_document([("Title", "Judul 0"), ("", "Isi."), ("", "Lanjutan é.")]),
    "epub": build_book({f"{n}.xhtml": build_page().replace(
        "Harga beras naik di Palu", f"Judul {n}") for n in _NUMBERS}),
    "mhtml": build_mhtml(build_page(), "https://kabarnusa.example/2019/04/26/beras"),
    "warc": b"".join(_CAPTURES), "wacz": build_zip({"archive/data.warc": b"".join(_CAPTURES)}),
    "xlsx": build_workbook({"Berita": [
        ["Judul", "Isi"], *([f"Judul {n}", f"Isi {n}é."] for n in _NUMBERS)]}),
    "sqlite": build_database("CREATE TABLE berita(judul, isi);" + "".join(
        f"INSERT INTO berita VALUES('Judul {n}', 'Isi {n}é.');" for n in _NUMBERS)),
}
SAMPLES = _BINARIES | {name: content.encode() for name, content in _TEXTS.items()} | {
    name: build({f"{n}.txt": f"Judul {n}".encode() for n in _NUMBERS})
    for name, build in ARCHIVES.items()
}
"""A valid file of each format, in bytes. Articles have the titles `Judul 0` to `Judul 5`."""
