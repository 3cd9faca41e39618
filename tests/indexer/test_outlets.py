"""Which outlet published an article, and how that is known."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import outlets
from indexer.clean import Note
from indexer.outlets import UNATTRIBUTED, Attribution, find_outlet, hosts, lists, resolve_alias
from indexer.outlets.dateline import Dateline, split_dateline
from indexer.outlets.origin import get_form

KINDS = ("date", "editor", "code", "credit", "copyright", "byline", "site", "caption", "source")


def noted(*lines):
    return [Note(kind=kind, text=text) for kind, text in lines]


@pytest.mark.parametrize("kind, line, outlet, source", [
    ("credit", "Credit antaranews.com", "ANTARA", "credit"),
    ("credit", "Credit Antara", "ANTARA", "credit"),
    ("credit", "Credit hariansagara.example", "hariansagara.example", "credit"),
    ("credit", "Credit sagara.example", "sagara.example", "credit"),
    ("credit", "Kredit: Harian Sagara", "Harian Sagara", "credit"),
    ("credit", "Sumber: Harian Sagara", "Harian Sagara", "credit"),
    ("credit", "Sumber : Harian Sagara.", "Harian Sagara", "credit"),
    ("credit", "Sumber: Media Indonesia", "mediaindonesia.com", "credit"),
    ("credit", "Sumber: Antara", "ANTARA", "credit"),
    ("credit", "(Sumber: tempo.co)", "Tempo.co", "credit"),
    ("credit", "Sumber: https://www.republika.co.id/berita/1", "Republika", "credit"),
    ("credit", "Sumber: http://www.kabarsagara.example/berita/1", "kabarsagara.example", "credit"),
    ("credit", "The post Harga Naik appeared first on kabarsagara.example.", "kabarsagara.example",
     "credit"),
    ("credit", "The post Harga Naik appeared first on Harian Sagara.", "Harian Sagara", "credit"),
    ("credit", "Artikel ini telah tayang di Kompas.com dengan judul Beras Naik", "KOMPAS.com",
     "credit"),
    ("credit", "Artikel ini telah tayang diCNN Indonesia.", "CNN Indonesia", "credit"),
    ("copyright", "Copyright © ANTARA 2013", "ANTARA", "copyright"),
    ("copyright", "COPYRIGHT © ANTARA News Gorontalo2025", "ANTARA", "copyright"),
    ("copyright", "Copyright © ANTARA 2025 Dilarang keras mengambil isi", "ANTARA", "copyright"),
    ("copyright", "Copyright © 2025Liputan6.comKLY Semua", "Liputan6.com", "copyright"),
    ("copyright", "Copyright © 2023. Republika.co.id. All rights reserved.", "Republika",
     "copyright"),
    ("copyright", "Copyright 2008 - 2025 PT. Kompas Cyber Media (Grup). All Rights Reserved.",
     "KOMPAS.com", "copyright"),
    ("copyright", "©2025 BBC. Semua hak dilindungi", "BBC Indonesia", "copyright"),
    ("copyright", "Copyright © Harian Sagara 2013", "Harian Sagara", "copyright"),
    ("copyright", "COPYRIGHT © Harian Sagara 2013", "Harian Sagara", "copyright"),
    ("copyright", "Copyright © 2013 Harian Sagara.", "Harian Sagara", "copyright"),
    ("copyright", "Copyright © 2013 Surya Sagara Media", "Surya Sagara Media", "copyright"),
    ("copyright", "Copyright (c) Harian Sagara", "Harian Sagara", "copyright"),
    ("copyright", "© Harian Sagara", "Harian Sagara", "copyright"),
    ("copyright", "Hak cipta © 2013 Harian Sagara", "Harian Sagara", "copyright"),
    ("source", "Cek artikel lain di Google News dan ikuti WhatsApp channel mediaindonesia.com",
     "mediaindonesia.com", "channel"),
    ("source", "Ikuti Whatsapp Channel Republika", "Republika", "channel"),
    ("source", "Dapatkan berita pilihan setiap hari dari Kompas.com. Mari bergabung.",
     "KOMPAS.com", "channel"),
    ("site", "Kompas.com", "KOMPAS.com", "site"),
    ("site", "salinan.example", "salinan.example", "site"),
])
def test_a_line_about_the_article(kind, line, outlet, source):
    found = find_outlet(None, noted((kind, line)), None)
    assert found == Attribution(outlet=outlet, source=source, evidence=line)
    assert find_outlet(None, noted((kind, f"  {line} \r\n")), None).outlet == outlet


@pytest.mark.parametrize("trap, kind, line", [
    ("Sumber alone", "credit", "Sumber"),
    ("Sumber alone", "credit", "Sumber:"),
    ("a picture's source", "caption", "Pasar beras (Sumber: Warta Jauh) |"),
    ("a picture's source", "caption", "Sumber: Warta Jauh"),
    ("Sumber in running text", "credit", "Isi itu, kata sumber: Harga beras naik."),
    ("Sumber in running text", "credit", "Pasar beras (Sumber: Warta Jauh) |"),
    ("a short sentence", "credit", "Sumber daya alam melimpah."),
    ("a short sentence", "credit", "Kredit macet ikut naik."),
    ("a credit without a colon", "credit", "Credit Harian Sagara"),
    ("a company", "credit", "Sumber: Toko Sagara."),
    ("a company's site", "credit", "Sumber: sagara.example"),
    ("an account", "credit", "Sumber: twitter @kabarsagara"),
    ("a person", "credit", "Sumber: Wira Sasmita"),
    ("a wire", "credit", "Sumber: Reuters"),
    ("a wire", "credit", "Sumber: AFP"),
    ("a broadcaster that is read", "credit", "Sumber: BBC"),
    ("pictures", "copyright", "© Getty Images 2019"),
    ("a year alone", "copyright", "Copyright © 2013"),
    ("a year alone", "credit", "Sumber: 2013"),
    ("a photographer", "caption", "Pasar beras. (c) Wira Sasmita"),
    ("a channel without a name", "source", "Cek artikel lain di Google News dan WA Channel"),
    ("an editor", "editor", "Editor: Harian Sagara"),
    ("a date", "date", "26 April 2019"),
    ("a sentence on top", "site", "Harga beras naik"),
    ("nothing", "credit", ""),
])
def test_lines_that_credit_no_outlet(trap, kind, line):
    assert find_outlet(None, noted((kind, line)), None) == UNATTRIBUTED, trap


@pytest.mark.parametrize("url, outlet", [
    ("https://www.kompas.com/a/1", "KOMPAS.com"),
    ("https://news.detik.com/berita/d-1", "detik.com"),
    ("http://20.detik.com/a", "detik.com"),
    ("https://muslim.okezone.com/read/1", "Okezone"),
    ("https://kolom.tempo.co/read/1", "Tempo.co"),
    ("https://koran.tempo.co/read/1", "Koran Tempo"),
    ("https://kalbar.antaranews.com/berita/1", "ANTARA"),
    ("https://m.antaranews.com/berita/1", "ANTARA"),
    ("https://jabar.tribunnews.com/2019/1", "Tribunnews"),
    ("https://wartakota.tribunnews.com/2019/1", "Warta Kota"),
    ("https://www.tribunjabar.id/2019/1", "Tribunnews"),
    ("https://pos-kupang.com/a", "Pos Kupang"),
    ("http://www.detiknews.com/read/1", "detik.com"),
    ("https://juara.bolasport.com/read/1", "Juara.net"),
    ("https://radarsolo.jawapos.com/solo/1", "Radar Solo"),
    ("https://www.jawapos.com/nasional/1", "Jawa Pos"),
    ("https://kaltim.prokal.co/read/1", "Kaltim Post"),
    ("https://nova.grid.id/read/1", "Tabloid NOVA"),
    ("https://id.beritasatu.com/home/1", "Investor Daily"),
    ("http://print.kompas.com/baca/1", "Kompas"),
    ("https://kabarbanten.pikiran-rakyat.com/1", "Kabar Banten"),
    ("https://kendaripos.fajar.co.id/1", "Kendari Pos"),
    ("https://www.bolasport.com/read/1", "BolaSport.com"),
    ("https://www.bbc.com/indonesia/dunia-1", "BBC Indonesia"),
    ("https://www.bbc.com/news/world-1", "bbc.com"),
    ("http://www.goal.com/id-ID/news/1", "Goal Indonesia"),
    ("http://m.goal.com/s/id-ID/news/1", "Goal Indonesia"),
    ("http://www.goal.com/en/news/1", "goal.com"),
    ("HTTPS://WWW.KOMPAS.COM:443/a?b#c", "KOMPAS.com"),
    ("//www.kompas.com/a", "KOMPAS.com"), ("www.kompas.com/a", "KOMPAS.com"),
    ("kabarsagara.example/1", "kabarsagara.example"),
    ("https://web.archive.org/web/20190426/http://www.tempo.co/read/1", "Tempo.co"),
    ("https://web.archive.org/web/20190426id_/https:/kabarsagara.example/1",
     "kabarsagara.example"),
    ("https://www.google.com/amp/s/www.kompas.com/a", "KOMPAS.com"),
    ("https://www-kompas-com.cdn.ampproject.org/v/s/www.kompas.com/a", "KOMPAS.com"),
    ("https://www.kabarsagara.example/1", "kabarsagara.example"),
    ("https://sagara.blogspot.com/2019/1.html", "sagara.blogspot.com"),
    ("https://www.kompasiana.com/wira/1", "Kompasiana"),
    ("https://notkompas.com/a", "notkompas.com"),
    ("https://kompas.com.sagara.example/a", "kompas.com.sagara.example"),
])
def test_a_url(url, outlet):
    assert find_outlet(None, [], url) == Attribution(outlet=outlet, source="url", evidence=url)


@pytest.mark.parametrize("url", [
    None, "", " ", "kompas.com", "mailto:redaksi@kompas.com", "https://", "///",
    "http://127.0.0.1/a", "http://localhost/a", "http://[::1]/a", "file:///srv/kompas.com",
    "https://t.co/kompas.com", "https://www.facebook.com/kompas.com", "https://news.google.com/a",
    "https://cdn-2.amazonaws.com/kompas.com", "https://web.archive.org/", "https://archive.ph/abc",
    "https://sagara.cloudfront.net/a", "https://id.wikipedia.org/wiki/Kompas", "http://a b.com/",
])
def test_urls_that_lead_to_no_outlet(url):
    assert find_outlet(None, [], url) == UNATTRIBUTED


@pytest.mark.parametrize("body, notes, url, outlet, source", [
    # what is listed before what is not
    ("JAKARTA, KOMPAS.com - Isi.", [("credit", "Sumber: Lentera Pos")], None, "KOMPAS.com",
     "dateline"),
    ("Palu (Kabar Nusa) - Isi.", [("credit", "Sumber: Lentera Pos")], None, "Lentera Pos",
     "credit"),
    ("Palu (Kabar Nusa) - Isi.", [], None, "Kabar Nusa", "dateline"),
    ("Palu (Kabar Nusa) - Isi.", [], "https://nusa.example/", "Kabar Nusa", "dateline"),
    # a copyright before a credit, the last credit before others
    ("Isi.", [("credit", "Sumber: Lentera Pos"), ("copyright", "© Kabar Nusa 2013")], None,
     "Kabar Nusa", "copyright"),
    ("Isi.", [("credit", "Sumber: Lentera Pos"), ("credit", "Sumber: Kabar Nusa")], None,
     "Kabar Nusa", "credit"),
    ("JAKARTA, KOMPAS.com - Isi.", [("credit", "Credit antaranews.com")], None, "ANTARA",
     "credit"),
    # who prints another's article still published it
    ("KOMPAS.com - Isi.", [("credit", "Artikel ini telah tayang di TribunJabar.id")],
     "https://regional.kompas.com/1", "KOMPAS.com", "url"),
    ("KOMPAS.com - Isi.", [("credit", "Artikel ini telah tayang di TribunJabar.id")], None,
     "KOMPAS.com", "dateline"),
    # a site that copied
    ("Isi.", [("site", "salinan.example"), ("source", "Ikuti WhatsApp channel mediaindonesia.com")],
     None, "mediaindonesia.com", "channel"),
    ("Isi.", [("site", "salinan.example"), ("credit", "Credit antaranews.com")],
     "https://salinan.example/1", "ANTARA", "credit"),
    ("KOMPAS.com - Isi.", [("site", "salinan.example")], "https://salinan.example/1", "KOMPAS.com",
     "dateline"),
    # agencies
    ("Jakarta (ANTARA) - Isi.", [], None, "ANTARA", "dateline"),
    ("Shenzhen (ANTARA/Business Wire) – Isi.", [], None, "ANTARA", "dateline"),
    ("Jakarta (ANTARA) - Isi.", [], "https://www.bisnis.com/1", "Bisnis.com", "url"),
    ("Jakarta (ANTARA) - Isi.", [], "https://radarsagara.example/1", "radarsagara.example", "url"),
    ("Jakarta (ANTARA News) - Isi.", [], "https://salinan.example/1", "ANTARA", "dateline"),
    ("Jakarta (ANTARA) - Isi.", [("site", "salinan.example")], None, "ANTARA", "dateline"),
    ("London (AFP) - Isi.", [], None, None, None),
    ("London (BBC) - Isi.", [], None, None, None),
    ("Moskow-Seoul (CB) - Isi.", [], None, None, None),
    ("Moskow-Seoul (CB) - Isi.", [("credit", "Credit antaranews.com")], None, "ANTARA", "credit"),
    ("Moskow (ANTARA News) - Isi.", [("copyright", "Copyright © ANTARA 2013")], None, "ANTARA",
     "copyright"),
    ("BEIJING - Isi.", [], None, None, None),
])
def test_which_is_believed(body, notes, url, outlet, source):
    found = find_outlet(split_dateline(body)[0], noted(*notes), url)
    assert (found.outlet, found.source) == (outlet, source)


def test_the_evidence_is_what_was_read():
    dateline = Dateline(text="Palu (Kabar Nusa) -", place="Palu", outlet="Kabar Nusa", agency=None)
    assert find_outlet(dateline, [], None).evidence == "Palu (Kabar Nusa) -"
    assert find_outlet(None, noted(("credit", "Sumber:\n Harian Sagara")), None).evidence == (
        "Sumber: Harian Sagara")


ROWS = lists.read_rows("outlets")


def parts(column):
    return [part for part in column.split("|") if part]


@pytest.mark.parametrize("name, aliases, addresses", ROWS, ids=[name for name, _, _ in ROWS])
def test_each_outlet(name, aliases, addresses):
    assert resolve_alias(name) == name
    for alias in (*parts(aliases), *(each for each in parts(addresses) if "/" not in each)):
        for written in (alias, alias.upper(), f" {alias.lower()}\n"):
            assert resolve_alias(written) == name
    for address in parts(addresses):
        assert address == address.lower()
        for url in (f"https://{address}/a", f"http://www.{address}/a", f"https://x.{address}/a"):
            assert hosts.find_url_outlet(url) == name
    assert addresses


@pytest.mark.parametrize("name, aliases, addresses", ROWS, ids=[name for name, _, _ in ROWS])
def test_a_name_that_is_a_site_is_one(name, aliases, addresses):
    for alias in parts(aliases):
        whole = [each for each in parts(addresses) if each.startswith(alias.lower())]
        assert whole or not get_form("site").fullmatch(alias), f"{alias} belongs among the hosts"


def test_no_name_of_an_outlet_stands_twice():
    names = [
        lists.fold_name(each) for name, aliases, addresses in ROWS
        for each in {lists.fold_name(name) for name in (name, *parts(aliases))}
    ]
    addresses = [each for _, _, addresses in ROWS for each in parts(addresses)]
    assert len(names) == len(set(names)) and len(addresses) == len(set(addresses))
    owners = {lists.fold_name(each): name for name, _, column in ROWS for each in parts(column)}
    known = lists.outlets_by_name()
    assert all(owners.get(key, known[key]) == known[key] for key in names)


@pytest.mark.parametrize("one, other", [
    ("Jakarta Globe", "Jakarta Post"), ("KOMPAS.com", "Kompas"), ("KOMPAS.com", "Kompas TV"),
    ("Tempo.co", "Koran Tempo"), ("Tempo.co", "Majalah Tempo"), ("Tempo.co", "Tempo"),
    ("Merdeka.com", "Suara Merdeka"), ("Merdeka.com", "Rakyat Merdeka"), ("Merdeka.com", "Merdeka"),
    ("Tribunnews", "Warta Kota"), ("Tribunnews", "Surya"), ("SINDOnews", "Koran Sindo"),
    ("Bola.net", "Bola.com"), ("VOA Indonesia", "VOA-Islam"), ("Suara.com", "Suara Pembaruan"),
    ("JPNN", "Jawa Pos"), ("Pos Kota", "Warta Kota"), ("Posmetro Medan", "Tribun Medan"),
    ("CNN Indonesia", "CNBC Indonesia"), ("BeritaSatu", "Suara Pembaruan"),
    ("RRI", "VOI"), ("VIVA", "VOI"), ("Beritagar.id", "Lokadata"), ("Bernas.id", "Harian Jogja"),
    ("BeritaSatu", "Investor Daily"), ("Indopos", "INDOPOSCO"), ("Kaltim Post", "Prokal"),
    ("Koran Sindo", "Seputar Indonesia"), ("Jawa Pos", "Radar Solo"), ("Grid.ID", "Majalah Hai"),
    ("Hidayatullah.com", "Hidayatullah"), ("Tempo.co", "Indonesiana"), ("Republika", "Retizen"),
    ("Pikiran Rakyat", "Kabar Banten"), ("Fajar", "Kendari Pos"),
])
def test_two_papers_stay_two(one, other):
    assert resolve_alias(one) != resolve_alias(other)


@pytest.mark.parametrize("name, canonical", [
    ("antaranews.com", "ANTARA"), ("Antara", "ANTARA"), ("LKBN Antara", "ANTARA"),
    ("kalbar.antaranews.com", "ANTARA"), ("TEMPO.CO", "Tempo.co"), ("detikNews", "detik.com"),
    ("detikFinance", "detik.com"), ("finance.detik.com", "detik.com"),
    ("Media Indonesia", "mediaindonesia.com"), ("poskotanews", "Pos Kota"),
    ("www.kompas.com", "KOMPAS.com"), ("idntimes", "IDN Times"),
    (" Harian Sagara ", "Harian Sagara"), ("salinan.example", "salinan.example"), ("", ""),
    ("...", "..."), ("©", "©"),
])
def test_joined(name, canonical):
    assert resolve_alias(name) == canonical


TEXTS = st.lists(st.one_of(
    st.sampled_from(["Sumber: ", "Copyright © ", "Credit ", "(c) ", "2013", "ANTARA", "Kompas.com",
                     " All rights reserved", "WhatsApp channel ", "telah tayang di ", "https://"]),
    st.characters()), max_size=12).map("".join)


@given(st.lists(st.tuples(st.sampled_from(KINDS), TEXTS), max_size=4), TEXTS)
def test_whatever_the_words_an_outlet_is_a_name(notes, url):
    found = find_outlet(None, noted(*notes), url)
    assert (found.outlet is None) == (found.source is None) == (found.evidence == "")
    assert found.outlet is None or found.outlet == found.outlet.strip() != ""


@given(st.text())
def test_what_is_joined_stays_joined(name):
    assert resolve_alias(resolve_alias(name)) == resolve_alias(name)


@pytest.mark.parametrize("piece", [
    "A", " ", ".", "a.", "-", "(c) ", "© ", "2013 ", "Sumber: ", "Copyright © ", "A ", "/",
    "Artikel ini telah tayang di ", "WhatsApp channel ", "https://", "www.", "a-.", "amp/",
])
def test_no_line_takes_long(piece):
    line = piece * (200_000 // len(piece))
    urls = [f"{start}{line}" for start in ("https://", "https://web.archive.org/web/", "x:")]
    find_outlet(None, noted(("credit", "Sumber: Antara")), "https://sagara.example/")
    began = time.process_time()
    for kind in KINDS:
        find_outlet(None, noted((kind, line), (kind, f"Sumber: {line}"), (kind, f"© {line}")), None)
    for url in urls:
        find_outlet(None, [], url)
    outlets.resolve_alias(line)
    assert time.process_time() - began < 0.5
