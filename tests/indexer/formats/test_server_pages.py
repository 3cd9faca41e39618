"""Pages that a server or a site shows instead of an article, and articles that are like them."""

import pytest

from support.portal_pages import OTHERS, TOPICS
from support.reading import fields, read, rejected

FILES = ["2019-01.html", "berita pagi.txt", "foto/"]
ROWS = "\n".join(f'<a href="{each.replace(" ", "%20")}">{each}</a>   2019-02-01 10:00   12K'
                 for each in FILES)
SORTED = '<a href="?C=N;O=D">Name</a> <a href="?C=M;O=A">Last modified</a> <a href="?C=S">Size</a>'
CELLS = "".join(f'<tr><td><a href="./{each}">{each}</a></td><td>12 KiB</td><td>01/02/2019</td></tr>'
                for each in FILES)


def build(body, title="Kabar Nusa", head=""):
    head = f"<head><title>{title}</title>{head}</head>"
    return f"<!DOCTYPE html><html>{head}<body>{body}</body></html>"


INDEX, UP = "Index of /arsip/2019", '<a href="/arsip/">Parent Directory</a>'
FOLDERS = {
    "apache, preformatted": build(
        f"<h1>{INDEX}</h1><pre>{SORTED}<hr>{UP}   -\n{ROWS}<hr></pre>"
        "<address>Apache/2.4.38 (Debian) Server at arsip.example Port 80</address>", INDEX),
    "apache, table": build(
        f"<h1>{INDEX}</h1><table><tr><th>{SORTED}</th></tr><tr><td>{UP}</td></tr>{CELLS}</table>",
        INDEX),
    "apache, list": build(f"<h1>{INDEX}</h1><ul><li>{UP}</li>" + "".join(
        f'<li><a href="{each}"> {each}</a></li>' for each in FILES) + "</ul>", INDEX),
    "apache, with a notice": build(
        f"<h1>{INDEX}</h1><pre>{SORTED}<hr>{UP}\n{ROWS}</pre><p>{TOPICS[0][2][0]}</p>", INDEX),
    "nginx": build(f'<h1>Index of /a/</h1><hr><pre><a href="../">../</a>\n{ROWS}</pre><hr>',
                   "Index of /a/"),
    "nginx, empty": build('<h1>Index of /a/</h1><hr><pre><a href="../">../</a></pre>',
                          "Index of /a/"),
    "nginx, names cut": build('<h1>Index of /a/</h1><pre>' + "\n".join(
        f'<a href="{each[:60].replace(" ", "-")}.html">{each[:40].replace(" ", "-")}..&gt;</a>  1K'
        for each in OTHERS) + "</pre>", "Index of /a/"),
    "python": build("<h1>Directory listing for /a/</h1><hr><ul>" + "".join(
        f'<li><a href="{each}">{each}</a></li>' for each in FILES) + "</ul><hr>",
        "Directory listing for /a/"),
    "lighttpd": build(
        f'<h2>Index of /a/</h2><div class="list"><table><tr><td><a href="../">..</a>/</td></tr>'
        f'{CELLS}</table></div><div class="foot">lighttpd/1.4.53</div>', "Index of /a/"),
    "caddy": build(
        '<header><h1><a href="/">/</a><a href="/a/">a</a>/</h1></header><main><div><b>1</b> '
        'directory <b>2</b> files</div><table><tr><td><a href="..">Go up</a></td></tr>'
        f"{CELLS}</table></main><footer>Served with <a href=https://c.example>Caddy</a></footer>",
        "/a/"),
    "iis": build(
        '<H1>a.example - /a/</H1><hr><pre><A HREF="/">[To Parent Directory]</A><br><br>' + "<br>"
        .join(f' 2/1/2019 10:00 AM  12 <A HREF="/a/{each}">{each}</A>' for each in FILES)
        + "</pre>", "a.example - /a/"),
    "without a title": build("".join(
        f'<p><a href="/unduh/{at}.pdf">{at}.pdf</a> 12 kB</p>' for at in range(4))),
    "in Indonesian": build(f"<h1>Indeks dari /a/</h1><table>{CELLS}</table>", "Indeks dari /a/"),
}
CARDS = "<h3>Terpopuler</h3>" + "".join(
    f'<div><h3><a href="/b/{at}">{each[:40]}</a></h3><p>{each}</p></div>'
    for at, each in enumerate(OTHERS))
PASSWORD = "<form><input name=a><input type=password><button>Masuk</button></form>"
GONE = "Maaf, halaman yang Anda cari tidak tersedia atau sudah dipindahkan."
ERRORS = {
    "number": build("<h1>404</h1><p>Halaman yang Anda cari tidak ditemukan.</p>", "404 - Kabar"),
    "number, with cards": build(f"<h1>404</h1><p>{GONE}</p>{CARDS}", "404 - Kabar"),
    "heading only": build(f"<h1>Halaman Tidak Ditemukan</h1><p>{GONE}</p>"),
    "heading only, with cards": build(f"<h1>Halaman Tidak Ditemukan</h1><p>{GONE}</p>{CARDS}"),
    "words only": build(f"<div><b>Ups</b><p>{GONE}</p></div>"),
    "article is gone": build("<h2>Kabar Nusa</h2><p>Artikel ini sudah dihapus oleh redaksi.</p>"),
    "wordpress": build("<h1>Oops! That page can&rsquo;t be found.</h1><p>It looks like nothing was "
                       "found at this location.</p>", "Page not found – Kabar"),
    "server": build("<h1>Internal Server Error</h1><p>The server encountered an internal error.",
                    "500 Internal Server Error"),
    "database": build("<h1>Error establishing a database connection</h1>", "Database Error"),
    "maintenance": build("<h1>Situs sedang dalam pemeliharaan</h1><p>Kami segera kembali.</p>"),
    "forbidden": build("<h1>Akses Ditolak</h1><p>Anda tidak memiliki izin untuk membuka halaman "
                       "ini.</p>", "403 Forbidden"),
    "suspended": build("<h1>Account Suspended</h1><p>Contact your hosting provider.</p>"),
    "parked": build("<h1>a.example</h1><p>Domain ini dijual.</p>", "a.example"),
    "robots": build("<h1>a.example</h1><p>Checking if the site connection is secure. a.example "
                    "needs to review the security of your connection.</p>", "Just a moment..."),
    "login": build(f"<h2>Silakan masuk</h2>{PASSWORD}<p>Kabar Nusa</p>", "Kabar Nusa - Login"),
    "nothing found": build(
        "<h1>Hasil pencarian: kopi</h1><p>Tidak ada hasil untuk kata kunci itu.</p>",
        "Hasil pencarian - Kabar"),
    "nothing found, wordpress": build(
        "<h1>Nothing Found</h1><p>Sorry, but nothing matched your search terms.</p>",
        "You searched for kopi - Kabar"),
    "login wall": build("<p>Anda harus masuk untuk membaca artikel ini.</p><a href=/m>Masuk</a>"),
}
REDIRECTS = {
    "refresh": build('<p>Jika tidak berpindah, <a href="/b">klik di sini</a>.</p>', "Kabar",
                     '<meta http-equiv="Refresh" content="0; URL=/b">'),
    "moved": build('<h1>301 Moved Permanently</h1><p>The document has moved <a href="/b">here</a>.',
                   "301 Moved Permanently"),
    "found": build("<center><h1>302 Found</h1></center><hr><center>nginx</center>", "302 Found"),
    "by a script": build("<p>Redirecting to https://kabar.example/b</p>", "Redirecting..."),
    "in Indonesian": build("<p>Anda sedang dialihkan ke halaman baru.</p>", "Mengalihkan..."),
}
CONSENT = {
    "title": build("<h1>Sebelum Anda melanjutkan</h1><p>Kami memakai kuki dan data.</p>"),
    "words": build("<p>Situs ini memakai kuki untuk mengukur kunjungan.<button>Terima</button>"),
}
RULES = "".join(f"<p>{each}</p>" for each in TOPICS[0][2])
ABOUT = {
    "address": build("<h1>Kontak Kami</h1><p>Kantor redaksi: Jalan Muara 7.", "Kontak - Kabar"),
    "rules": build(f"<h1>Pedoman Pemberitaan Media Siber</h1>{RULES}", "Kabar Nusa",
                   '<meta property="og:type" content="article">'),
    "privacy, without a heading": build(f"<b>Privasi</b>{RULES}", "Kebijakan Privasi | Kabar"),
}
KINDS = {"files in a folder": FOLDERS, "went wrong": ERRORS, "redirect": REDIRECTS,
         "cookies": CONSENT, "about the site": ABOUT}


@pytest.mark.parametrize("reason, name", [
    (reason, name) for reason, pages in KINDS.items() for name in pages])
def test_a_page_without_an_article_is_rejected_with_the_reason(reason, name):
    [(_, given)] = rejected(read(KINDS[reason][name], "html"))
    assert reason in given


TITLE, _, TEXT = TOPICS[0]
BRIEF = f"<h1>{TITLE}</h1><p>{TEXT[0]}</p>"
ARTICLES = {
    "files to download": build(BRIEF + "".join(
        f'<p><a href="/unduh/{each}">{each}</a></p>' for each in ("a.pdf", "b.pdf", "c.pdf"))
        + f"<p>{TEXT[1]}</p><p>{TEXT[2]}</p>", TITLE),
    "sections in folders": build("".join(
        f'<li><a href="/{each.lower()}/">{each}</a></li>'
        for each in ("Nasional", "Ekonomi", "Olahraga", "Hiburan")) + BRIEF, TITLE),
    "title like a listing": build("<h1>Index of Happiness Turun</h1><p>" + TEXT[0],
                                  "Index of Happiness Turun"),
    "refreshes itself": build(BRIEF, TITLE, '<meta http-equiv="refresh" content="300">'),
    "refreshes itself, with its address": build(
        BRIEF + f"<p>{TEXT[1]}", TITLE, '<meta http-equiv="refresh" content="900; url=/b/1">'),
    "form to log in": build(BRIEF + PASSWORD, TITLE),
    "wall below the lead": build(f"{BRIEF}<p>Silakan masuk untuk membaca selengkapnya.</p>", TITLE),
    "notice of cookies": build(f"{BRIEF}<p>Situs ini memakai kuki.</p>", TITLE),
    "about an error": build(
        f"<h1>Situs Dinas Tampilkan Galat 404</h1><p>{TEXT[0]}</p>", "Situs Dinas Tampilkan Galat"),
    "about a page": build(
        "<h1>Kitab Kuno Dipamerkan</h1><p>Halaman terakhir kitab itu tidak ditemukan, kata Wira."
        "</p>", "Kitab Kuno Dipamerkan"),
    "about works": build(
        "<h1>Pemeliharaan Jalan Dimulai</h1><p>Mohon maaf atas ketidaknyamanan ini, kata Wira.</p>",
        "Pemeliharaan Jalan Dimulai"),
    "about cookies": build(
        "<h1>Kue Kuki Lebaran Laris</h1><p>Kami membuat kuki sejak subuh di pasar.</p>",
        "Kue Kuki Lebaran Laris - Kabar"),
    "about cookies, title in bold": build(
        "<b>Kuki Laris</b><p>Kami membuat kuki sejak subuh, kata Wati, perajin di Desa Lor.</p>"),
    "about a door": build(
        "<h1>Pameran Lewat Pintu Timur</h1><p>Anda harus masuk lewat pintu timur untuk melihat "
        "pameran.</p>", "Pameran Lewat Pintu Timur"),
    "about traffic": build(
        "<h2>Arus Dialihkan</h2><p>Anda akan dialihkan petugas ke jalan lama nanti malam.</p>"),
    "about rules": build(f"<h1>Pedoman Media Siber Direvisi</h1><p>{TEXT[0]}", "Kode Etik"),
    "on a page of the newsroom": build(f"<h1>{TITLE}</h1><p>{TEXT[0]}", "Redaksi - Kabar Nusa"),
    "a road": build("<h1>Jalan Sedang Dalam Perbaikan</h1><p>Warga diminta memutar lewat pasar.",
                    "Jalan Sedang Dalam Perbaikan"),
}


@pytest.mark.parametrize("name", ARTICLES)
def test_an_article_that_is_like_such_a_page_is_read(name):
    assert len(fields(read(ARTICLES[name], "html"))) == 1
