"""Index pages, which are no articles, and articles that look a little like them."""

import pytest

from support.portal_pages import OTHERS, TOPICS
from support.reading import fields, read, rejected

TITLE, DATE, TEXT = TOPICS[1]
WEBSITE = '<meta property="og:type" content="website">'
ARTICLE = '<meta property="og:type" content="article">'


def link(at, tag="a"):
    inner = f'<a href="/baca/{at}/kabar">{OTHERS[at % 6][:50]} {at}</a>'
    return inner if tag == "a" else f"<{tag}>{inner}</{tag}>"


def build(body, title="Kabar Nusa", head=WEBSITE, canonical=None):
    canonical = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    return (f"<!DOCTYPE html><html><head><title>{title}</title>{head}{canonical}</head><body>{body}"
            "<footer>Hak cipta dilindungi undang-undang, dilarang mengutip tanpa izin.</footer>"
            "</body></html>")


def cards(count=8, tag="div", summary=True, heading="h3"):
    return "".join(
        f'<{tag} class="kartu">{link(at, heading)}<span>2 jam lalu</span>'
        f"{f'<p>{OTHERS[(at + 1) % 6]}</p>' if summary else ''}</{tag}>" for at in range(count))


def pictured(card, count=6):
    return "".join(
        card.format(link=f'<a href="/baca/{at}"><img src="/foto/{at}.jpg" alt=""></a>', at=at,
                    headline=f"{OTHERS[at % 6][:45]}", text=f"{OTHERS[at - 1]} {OTHERS[at - 2]}")
        for at in range(count))


def stories(count=6, heading="h2", card="<div>{link}<p>{text}</p></div>"):
    return "".join(card.format(
        link=f'<{heading}><a href="/baca/{at}">{OTHERS[at][:45]}</a></{heading}>',
        text=f"{OTHERS[at - 1]} {OTHERS[at - 2]}") for at in range(count))


LEAD = (f'<div class=utama><h1><a href="/baca/utama">{TITLE}</a></h1><p>{TEXT[0]} {TEXT[1]}</p>'
        "</div>")
RELATED = "<h4>Berita Terkait</h4><ul>" + "".join(
    f"<li>{link(at)}</li>" for at in range(15)) + "</ul>"
SENTENCES = "".join(f"<p>{each}</p>" for each in TEXT)

INDEX_PAGES = {
    "list": build(f"<h1>Indeks Berita</h1><ul>{cards(tag='li')}</ul>", "Indeks Berita - Kabar"),
    "cards": build(cards()),
    "articles": build(cards(tag="article")),
    "called an article": build(cards(), head=ARTICLE),
    "links only": build("<h1>Arsip</h1>" + "".join(f"<li>{link(at)}</li>" for at in range(9))),
    "no blocks": build("".join(f"{link(at)}<br>{OTHERS[at % 6]}<br><br>" for at in range(9))),
    "headings in one block": build("<div>" + "".join(
        f"{link(at, 'h2')}<p>12 Mei 2016</p><p>{OTHERS[at % 6]}</p>" for at in range(7))
        + "</div>"),
    "table": build("<table>" + "".join(
        f"<tr><td>{link(at, 'h3')}<p>{OTHERS[at % 6]}</p></td><td>{link(at + 1, 'h3')}"
        f"<p>{OTHERS[at % 5]}</p></td></tr>" for at in range(5)) + "</table>"),
    "tag with an introduction": build(
        f"<h1>Topik kopi</h1><p>{OTHERS[0]}</p>{cards(10)}", "Topik kopi | Kabar Nusa",
        canonical="https://kabar.example/topik/kopi"),
    "front page with a welcome": build(
        f"<h1>Kabar Nusa</h1><p>Selamat datang di situs berita warga kepulauan ini.</p>{cards(12)}",
        canonical="https://kabar.example/"),
    "front page with a long lead": build(
        f"<div class=utama>{link(7, 'h2')}<p>{TEXT[0]}</p><p>{TEXT[1][:90]}.</p></div>{cards(12)}"),
    "pictures alone": build("<h1>Galeri Foto</h1>" + "".join(
        f'<figure><a href="/foto/{at}"><img src=a.jpg></a><figcaption>{OTHERS[at % 6]}</figcaption>'
        "</figure>" for at in range(9)) + "<p>Tentang Kami | Redaksi | Pedoman | Kontak</p>"),
    "pages of a paper": build("<h1>E-Paper</h1>" + "".join(
        f'<div><a href="/epaper/{at}"><img src=a.jpg></a><p>Halaman {at}</p></div>'
        for at in range(16)) + "<p>Unduh edisi lengkap atau berlangganan untuk membacanya.</p>"),
    "search": build(f"<h1>Hasil pencarian: kopi</h1>{cards(5, summary=False)}"),
    "link and summary in a line": build("".join(
        f"<p>{link(at)} {OTHERS[at % 6]}</p>" for at in range(8)), head=ARTICLE),
    "link, dash and summary": build("<ul>" + "".join(
        f"<li>{link(at)} - {OTHERS[at % 6]}</li>" for at in range(8)) + "</ul>"),
    "read on behind the summary": build("".join(
        f'<div><h3>{OTHERS[at][:40]}</h3><p>{OTHERS[at - 1]} <a href="/b/{at}">Selengkapnya</a></p>'
        "</div>" for at in range(6))),
    "read on below the summary": build("".join(
        f'<div class=k><h3>{OTHERS[at][:40]}</h3><p>{OTHERS[at - 1]}</p><a href="/b/{at}">Baca '
        "selengkapnya »</a></div>" for at in range(6))),
    "read on, no blocks": build("<hr>".join(
        f'<b>{OTHERS[at][:40]}</b><br>{OTHERS[at - 1]}<br><a href="/b/{at}">Read more</a>'
        for at in range(6))),
    "section with lines about it": build(
        f"<h1>Ekonomi</h1><p>8 Mei 2016</p><p>Menampilkan 1-8 dari 200</p>{cards(8)}",
        "Ekonomi - Kabar"),
    "read on in brackets": build("".join(
        f"<div><b>{OTHERS[at][:40]}</b><br>{OTHERS[at - 1]} <a href=/b/{at}>[selanjutnya]</a></div>"
        for at in range(6))),
    "read on in brackets, one line": build("".join(
        f"<p><b>{OTHERS[at][:40]}</b> {OTHERS[at - 1]} <a href=/b/{at}>(baca)</a></p>"
        for at in range(6))),
    "name of the site and a slogan": build(
        f"<h1>Kabar Nusa</h1><p>Kabar warga setiap pagi, dari ujung ke ujung.</p>{cards(8)}"),
    "short headings": build("".join(
        f'<div><h3><a href="/b/{at}">{" ".join(each.split()[:2])}</a></h3><p>{each}</p></div>'
        for at, each in enumerate(OTHERS))),
    "several sentences each": build("".join(
        f"{link(at, 'h2')}<p>{OTHERS[at % 6]}</p><p>{OTHERS[at - 1]}</p>" for at in range(6))),
    "month with an introduction": build(
        f"<h1>Mei 2017</h1><p>{OTHERS[0]}</p>" + "".join(
            f"<div>{link(at, 'h2')}<p>{OTHERS[at % 6]}</p><a href=/b/{at}>Read more</a></div>"
            for at in range(8)), "Mei 2017 - Kabar", canonical="https://kabar.example/2017/05"),
    "second page of a blog": build(
        f"<h1>Blog Warga</h1><p>{OTHERS[0]}</p>{cards(8)}", "Blog Warga - Kabar",
        canonical="https://kabar.example/blog/page/2/"),
    "search with words about it": build(
        f"<h1>Kopi lereng</h1><p>Ada delapan kabar yang cocok dengan kata itu.</p>{cards(8)}",
        "Kopi lereng - Kabar", canonical="https://kabar.example/?s=kopi+lereng"),
    "main heading is a link": build(f"{LEAD}{stories()}"),
    "main heading is a link, below that of the site": build(
        f'<h1><a href="/">Kabar Nusa</a></h1>{LEAD}{stories()}'),
    "main heading is a link, with two paragraphs": build(
        f"<h1><a href=/baca/utama>{TITLE}</a></h1><p>{TEXT[0]}</p><p>{TEXT[1]}</p>"
        + stories(heading="h3")),
    "every heading is a main one": build(stories(heading="h1")),
    "link around the main heading": build(
        f"<a href=/baca/utama><h1>{TITLE}</h1></a><p>{TEXT[0]} {TEXT[1]}</p>{stories()}"),
    "linked pictures": build("<h1>Kabar Nusa</h1>" + pictured(
        "<div class=kartu>{link}<h3>{headline}</h3><p>{text}</p></div>")),
    "linked pictures, without a name": build(pictured(
        "<article><div>{link}</div><div><h2>{headline}</h2><i>12 Mei 2016</i><p>{text}</p></div>"
        "</article>")),
    "linked pictures in a list": build("<ul>" + pictured(
        "<li>{link}<b>{headline}</b><p>{text}</p></li>") + "</ul>"),
    "linked pictures in a table": build("<table>" + pictured(
        "<tr><td>{link}</td><td><b>{headline}</b><br>{text}</td></tr>") + "</table>"),
    "links over whole cards": build(pictured(
        '<div class=kartu><h3>{headline}</h3><p>{text}</p><a href="/baca/{at}"></a></div>')),
    "author": build(
        f"<h1>Wira Atmaja</h1><p>{OTHERS[0]} {OTHERS[1]}</p>{cards(8)}", "Wira Atmaja - Kabar",
        canonical="https://kabar.example/penulis/wira-atmaja"),
    "topic with a long introduction": build(
        f"<h1>Berita Kopi Lereng Terbaru Hari Ini</h1><p>{OTHERS[0]} {OTHERS[1]} {OTHERS[2]}</p>"
        f"<p>{OTHERS[3]}</p>{cards(14)}", "Berita Kopi Lereng Terbaru Hari Ini"),
    "sitemap": build("<h1>Semua Kanal</h1>" + "".join(
        f"<h3>Kanal {at}</h3><ul><li><a href=/k/{at}>Terkini</a><li><a href=/k/{at}/foto>Foto</a>"
        "</ul>" for at in range(5)), "Semua Kanal"),
    "gallery": build("<h1>Foto</h1>" + "".join(
        f"<figure><a href=/foto/{at}><img src=/f/{at}.jpg></a><figcaption>{link(at)}</figcaption>"
        "</figure>" for at in range(12)), "Foto"),
    "short titles": build("<h1>Berita</h1>" + "".join(
        f"<p><a href=/b/{at}>Desa Lawe {at}</a></p>" for at in range(12)), "Berita"),
    "clickable cards": build("".join(
        f"<div onclick=\"location.href='/b/{at}'\"><h3>{each[:40]}</h3><p>{each}</p></div>"
        for at, each in enumerate(OTHERS))),
    "cards with data": build("".join(
        f"<div data-href=/b/{at}><h3>{each[:40]}</h3><p>{each}</p><i>2 jam lalu</i></div>"
        for at, each in enumerate(OTHERS))),
    "long summaries, each with a link to read on": build("<table><tr><td>" + "".join(
        f"<b>{each[:40]}</b><br>{each} {' '.join(OTHERS)} <a href=b.php?id={at}>[detail]</a><br>"
        for at, each in enumerate(OTHERS)) + "</td></tr></table>"),
}
ARTICLES = {
    "website": build(f"<h1>{TITLE}</h1>{SENTENCES}{RELATED}", TITLE),
    "one sentence": build(f"<h1>{TITLE}</h1><p>{TEXT[5]}</p>{RELATED}", TITLE),
    "one short sentence": build(f"<h1>{TITLE}</h1><p>Pasar Sela ditutup hari ini.</p>{RELATED}"
                                f"{cards(12)}", f"{TITLE} - Kabar"),
    "one sentence, no title": build(f"<h2>Kebun kopi sekolah</h2><p>{TEXT[5]}</p>{RELATED}"),
    "links between paragraphs": build(f"<h1>{TITLE}</h1>" + "".join(
        f"<p>{each}</p><p><b>Baca juga: {link(at)}</b></p>" for at, each in enumerate(TEXT)),
        TITLE),
    "related articles as articles": build(
        f"<article><h1>{TITLE}</h1><p>{TEXT[0]}</p><p>{TEXT[1]}</p></article>"
        f"{cards(12, tag='article')}", TITLE),
    "title links to itself": build(
        f'<h3><a href="/2018/kopi">{TITLE}</a></h3><p>{TEXT[0]}</p>{RELATED}',
        f"Kabar: {TITLE}", canonical="https://kabar.example/2018/kopi",
        head=f'<meta property="og:title" content="{TITLE}">'),
    "below a category": build(
        f"<h1>{TITLE}</h1><p>{TEXT[0]}</p>{RELATED}", TITLE,
        canonical="https://kabar.example/kategori/murid-sekolah-bukit-salam-menanam-kopi"),
    "title like a list": build(
        f"<h1>Indeks Harga Pangan Naik Lagi</h1><p>{TEXT[0]}</p>{RELATED}",
        "Indeks Harga Pangan Naik Lagi - Kabar"),
    "poem": build("<h1>Pasar Sebelum Subuh</h1><p>Lampu minyak dinyalakan<br>ibu menata kangkung"
                  "<br>embun masih menempel<br>di ujung daun</p><p>Seorang bapak datang</p>"
                  f"{cards(12)}{RELATED}", "Pasar Sebelum Subuh - Kabar"),
    "prices": build("<h1>Harga Pangan Hari Ini</h1><ul>" + "".join(
        f"<li><span>{each}</span> <b>Rp 1{at}.250</b></li>" for at, each in enumerate(
            ("Beras medium", "Cabai merah", "Bawang putih", "Telur ayam", "Gula pasir")))
        + f"</ul>{cards(12)}{RELATED}", "Harga Pangan Hari Ini - Kabar"),
    "every paragraph begins with a link": build(
        f"<h1>{TITLE}</h1>" + "".join(
            f'<p><a href="/t/{at}">{each[:40]}</a>{each[40:]}</p>' for at, each in enumerate(TEXT)),
        TITLE),
    "cut, with a link to read on": build(
        f"<h1>{TITLE}</h1><p>{TEXT[0]}</p><a href=/baca/9>Baca selengkapnya</a>{RELATED}", TITLE),
    "paragraphs that begin with links": build(
        f"<h1>{TITLE}</h1><p>{TEXT[0]}</p>" + "".join(
            f"<p>{link(at)} {OTHERS[at]}</p>" for at in range(3)) + f"<p>{TEXT[1]}</p>", TITLE),
    "headings with links to read on": build(
        f"<h1>{TITLE}</h1>" + "".join(
            f"<h2>{each[:30]}</h2><p>{each}</p><p>{OTHERS[at]} {OTHERS[at - 1]}</p>"
            for at, each in enumerate(TEXT[:5])) + "".join(
            f"<p>{each}<p><a href=/b>Selengkapnya</a>" for each in OTHERS[:3]), TITLE),
    "links to others": build(f"<h1>Sepuluh Kedai Kopi Lereng</h1><p>{TEXT[0]}</p>" + "".join(
        f'<h2><a href="https://kedai{at}.example/">Kedai kopi lereng nomor {at}</a></h2>'
        f"<p>{OTHERS[at % 6]}</p>" for at in range(10)), "Sepuluh Kedai Kopi Lereng"),
    "contents": build(f"<h1>{TITLE}</h1><ol>" + "".join(
        f'<li><a href="#b{at}">{each[:40]}</a></li>' for at, each in enumerate(TEXT)) + "</ol>"
        + "".join(f'<h2 id="b{at}">{each[:40]}</h2><p>{each}</p>' for at, each in enumerate(TEXT)),
        TITLE),
    "title links to itself, beside others": build(
        f'<h1><a href="/2018/kopi">{TITLE}</a></h1><p>{TEXT[0]}</p><p>{TEXT[1]}</p>{RELATED}',
        canonical="https://kabar.example/2018/kopi"),
    "title links, and is the window's": build(
        f"{LEAD}<p>{TEXT[2]}</p>{RELATED}", f"{TITLE} - Kabar Nusa"),
    "brief of a blog beside related ones": build(f"{LEAD}{RELATED}"),
    "one article of a blog": build(f"{LEAD}{SENTENCES}{RELATED}"),
    "linked pictures below": build(f"<h1>{TITLE}</h1><p>{TEXT[0]}</p>" + pictured(
        "<div>{link}<h3>{headline}</h3><p>{headline}</p></div>"), TITLE),
    "linked pictures in the text": build(f"<h1>{TITLE}</h1>" + "".join(
        f"<p>{each}</p><p><a href=/foto/{at}><img src=/f/{at}.jpg></a></p>"
        for at, each in enumerate(TEXT)), TITLE),
    "gallery": build(f"<h1>{TITLE}</h1><p>{TEXT[0]}</p>" + "".join(
        f"<div><a href=/foto/{at}.jpg><img src=/f/{at}.jpg></a><p>{each}</p></div>"
        for at, each in enumerate(TEXT[1:])), TITLE),
    "pictures lead to shops": build("<h1>Enam Kedai Kopi Lereng</h1>" + "".join(
        f'<div><a href="https://kedai{at}.example/"><img src=/f/{at}.jpg></a><h2>Kedai kopi {at}'
        f"</h2><p>{each}</p></div>" for at, each in enumerate(OTHERS)), "Enam Kedai Kopi Lereng"),
    "figures": build("<h1>Tarif Angkot Kota Sela</h1><table>" + "".join(
        f"<tr><td>Rute {at}</td><td>{at}.00</td><td>{at + 1}.30</td><td>Halte Pasar Ikan</td></tr>"
        for at in range(30)) + f"</table>{RELATED}", "Tarif Angkot Kota Sela"),
    "prompts between paragraphs": build(f"<h1>{TITLE}</h1><div>" + "".join(
        f"<p>{each}</p><div class=terkait><b>Baca juga:</b> {link(at)}</div>"
        for at, each in enumerate(TEXT)) + f"</div>{cards(5)}", TITLE),
    "two clickable pictures": build(
        f"<h1>{TITLE}</h1>{SENTENCES}" + "".join(
            f"<div onclick=\"window.open('/f/{at}.jpg')\">Foto {at}</div>" for at in range(2))),
}


@pytest.mark.parametrize("name", INDEX_PAGES)
def test_index_pages_are_rejected_with_the_reason(name):
    [(_, reason)] = rejected(read(INDEX_PAGES[name], "html"))
    assert "lists other articles" in reason


@pytest.mark.parametrize("name", ARTICLES)
def test_articles_beside_many_links_are_read(name):
    assert fields(read(ARTICLES[name], "html"))


def test_a_page_that_loads_its_text_from_json_ld_is_no_index_page():
    script = ('<script type="application/ld+json">{"@type": "NewsArticle", "headline": "'
              + TITLE + '", "articleBody": "' + " ".join(TEXT[:2]) + '"}</script>')
    [article] = fields(read(build(cards(12), TITLE, head=script), "html"))
    assert TEXT[0] in article["body"]


def test_an_error_page_with_links_is_called_one():
    [(_, reason)] = rejected(read(build(cards(12), "404 Not Found"), "html"))
    assert "error" in reason
