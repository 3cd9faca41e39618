"""Cleaning: data beside expectation, and what holds for every text."""

import re
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from indexer.clean import Note, Removal, clean
from indexer.clean.lines import BLANKS

from support.examples import count_examples

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "seeds"

LEAD = "Harga cabai di Pasar Kenanga turun tajam sejak awal pekan karena panen tiba serentak."
NEXT = "Para pedagang berharap harga tidak jatuh lebih dalam lagi sampai akhir bulan ini."
LAST = "Pemerintah kota akan menyerap sebagian hasil panen melalui koperasi petani setempat."
BODY = f"{LEAD}\n\n{NEXT}\n\n{LAST}"


def notes(title, body):
    return [(note.kind, note.text) for note in clean(title, body).notes]


def reasons(title, body):
    return [(each.why, each.text) for each in clean(title, body).removed]


def test_a_clean_article_stays_as_it_is():
    cleaned = clean("Harga Cabai Turun", BODY)
    assert (cleaned.title, cleaned.body) == ("Harga Cabai Turun", BODY)
    assert cleaned.notes == () and cleaned.removed == ()


BOILERPLATE = [
    ("[iklan_2]", "advertisement"),
    ("ADVERTISEMENT", "advertisement"),
    ("SCROLL TO CONTINUE WITH CONTENT", "advertisement"),
    ("loading...", "advertisement"),
    ("Baca juga: Petani Lereng Wilis Panen Lebih Awal", "link"),
    ("Baca Juga : Petani Lereng Wilis Panen Lebih Awal?", "link"),
    ("Baca: Petani Lereng Wilis Panen Lebih Awal", "link"),
    ("[Baca Juga: Mengapa Harga Naik Tiap Lebaran?]", "link"),
    ("SIMAK JUGA: Gudang Koperasi Penuh", "link"),
    ("SIMAK JUGA - Gudang Koperasi Penuh", "link"),
    ("(Baca: Petani Lereng Wilis Panen Lebih Awal)", "link"),
    ("[BACA JUGA : Gudang Koperasi Penuh]", "link"),
    ("Home > Berita > Pasar Kenanga", "sections"),
    ("Home News Nasional Ekonomi", "sections"),
    ("Lihat juga Video 'Antrean Truk di Pasar Kenanga':", "link"),
    ('Tonton juga video "Panen Raya di Wilis" di sini:', "link"),
    ("Saksikan video: Panen Raya di Wilis", "link"),
    ("[Gambas:Video 20detik]", "video"),
    ('[gallery ids="1,2"]', "shortcode"),
    ("[embed]https://lembah.example/1[/embed]", "shortcode"),
    ('[vc_row][vc_column width="1/2"]', "shortcode"),
    ('[contact-form-7 id="12" title="Tulis"]', "shortcode"),
    ("Komentar (0)", "comments"),
    ("Bagikan", "share"),
    ("Share", "share"),
    ("Facebook Twitter WhatsApp", "share"),
    ("(Foto: Dok. Koperasi)", "photo"),
    ("Halaman 1 2 3 Selanjutnya", "pages"),
    ("Sumber", "empty"),
    ("|", "empty"),
    ("Dilarang keras mengambil konten tanpa izin tertulis dari Kabar Nusa.", "warning"),
    ("Tentang Kami | Redaksi | Pedoman Media Siber | Disclaimer", "footer"),
    ("Jl. Melati Raya No. 4, Kota Sentosa 12345", "footer"),
]


@pytest.mark.parametrize("line, why", BOILERPLATE)
def test_boilerplate_lines_are_removed(line, why):
    cleaned = clean("Judul yang Lain", f"{LEAD}\n{line}\n{NEXT}\n\n{LAST}")
    assert cleaned.removed == (Removal(line=2, text=line, why=why),)
    assert cleaned.body == BODY


NOTES = [
    ("Editor: Marsiti Anggadinata", "editor"),
    ("Editor : Marsiti Anggadinata", "editor"),
    ("Pewarta: Lesmana P.", "byline"),
    ("Penulis: Lesmana Prawira,", "byline"),
    ("Reporter: Lesmana", "byline"),
    ("Laporan wartawan Kabar Nusa, Lesmana Prawira", "byline"),
    ("Copyright © Kabar Nusa 2013", "copyright"),
    ("COPYRIGHT © Kabar Nusa 2013", "copyright"),
    ("Credit kabarnusa.com", "credit"),
    ("Sumber: Kabar Nusa", "credit"),
    ("Artikel ini telah tayang di kabarnusa.com dengan judul Cabai Turun", "credit"),
    ("Ikuti berita kami di Google News dan WhatsApp Channel Kabar Nusa", "source"),
    ("Ikuti kabar kami di Google News dan di WhatsApp channel kabarnusa.com",
     "source"),
    ("(Kn.SYS/B/E014/C/D-WS) 13-02-2007 21:10:05", "code"),
    ("(T008)", "code"),
    ("Tumpukan cabai di Pasar Kenanga. (Sumber: Lentera Pos) |", "caption"),
    ("Tumpukan cabai di Pasar Kenanga (Foto: Lentera Pos)", "caption"),
    ("Tumpukan cabai di Pasar Kenanga (c) Dok. Koperasi", "caption"),
]


@pytest.mark.parametrize("line, kind", NOTES)
def test_lines_about_the_article_become_notes(line, kind):
    cleaned = clean("Judul yang Lain", f"{LEAD}\n{NEXT}\n{line}\n\n{LAST}")
    assert cleaned.notes == (Note(kind=kind, text=line),)
    assert cleaned.body == BODY


KEPT = [
    "[sic]",
    "[Facebook dan Twitter diblokir sejak Jumat, kata menteri]",
    "[Video detik-detik gempa mengguncang pasar]",
    "[bersambung]",
    "[a] pasal satu",
    "Baca: itulah pesan guru kepada muridnya.",
    "Baca juga bagian kedua laporan ini. Di sana dijelaskan sebabnya.",
    "Simak juga bagaimana ia menjawab pertanyaan hakim tentang uang itu.",
    "Sumber daya air di lereng itu kian menipis, kata Lesmana.",
    "Perpustakaan adalah media penerang masyarakat, dan ia tumbuh dari bawah.",
    "Laporan wartawan Kabar Nusa dari Sentosa, massa melempari kantor itu.",
    "Banyak orang datang ke sana. Lima di antaranya berfoto (Foto: Lesmana)",
    "Sumber itu menolak disebut namanya.",
    "Bagikan beras kepada tetangga yang membutuhkan, pesannya.",
    "Bagikan dividen Rp 50 per saham",
    "Bagikan kendaraan dinas, bupati dikritik",
    "Bagikan berita bohong, seorang pemuda ditahan",
    "Share dividen naik",
    "Dilarang mengambil foto di ruang sidang, wartawan mengadu.",
    "Jalan itu rusak sejak lama, kata warga yang menelepon bupati.",
    "Jalan sepanjang 12345 meter diperbaiki pada musim kemarau.",
    "Gedung yang lama dijual, lalu dibelikan smartphone untuk murid.",
    "Laporan wartawan itu dicabut, polisi menghentikan perkaranya",
    "Editor majalah itu menolak berkomentar.",
    "Foto itu beredar luas di media sosial sejak Senin.",
    "Oleh karena itu, sidang ditunda.",
    "Iklan itu ditarik dari televisi pada Maret.",
    "Jalan Melati ditutup selama perbaikan.",
    "(c) menyampaikan laporan tahunan kepada dewan;",
    "Halaman rumahnya tergenang air setinggi lutut.",
    "Ikuti aturan lalu lintas, ujar polisi itu.",
    "Baca pesan di grup WhatsApp keluarga, Ani menangis.",
    "Ikuti saran dokter dan saluran resmi pemerintah, kata menteri.",
    "Rekomendasi itu diserahkan kepada menteri.",
    "Ia lahir di Desa Wonosari (Gunungkidul).",
]


@pytest.mark.parametrize("line", KEPT)
def test_sentences_that_only_look_like_it_stay(line):
    cleaned = clean("Judul yang Lain", f"{LEAD}\n\n{line}\n\n{LAST}")
    assert (cleaned.notes, cleaned.removed) == ((), ())
    assert line in cleaned.body.split("\n\n")


PROMPTS = """
    Bagikan Share Tweet Facebook WhatsApp Baca Simak Lihat Tonton Saksikan Ikuti Cek Dapatkan
    Temukan Gabung Halaman Laman Selanjutnya Komentar Iklan Gulir Sumber Kredit Editor Penulis
    Laporan Foto Gambar Redaksi Copyright Jalan Gedung Graha Telepon Dilarang Artikel Konten
""".split()
LIKE_PROMPTS = """
    onderdil diskon kendaraan tokoh viaduk inisiatif danau padang olehan dividen beritanya
    artikelnya videonya livery fotografer infografisnya jugaan waduk saluranku channelnya
    komentarnya halamannya mengambilkan allround nextar ofset bahasanya kamiluddin pilihannya
""".split()


@pytest.mark.parametrize("prompt", PROMPTS)
def test_a_word_that_only_begins_like_what_a_prompt_goes_on_with_makes_none(prompt):
    lines = [f"{prompt} {word} {rest}" for word in LIKE_PROMPTS for rest in (
        "bagi semua orang di kota", "untuk warga", "naik tajam, pedagang mengeluh")]
    for line in lines:
        cleaned = clean("Judul yang Lain", f"{LEAD}\n\n{line}\n\n{LAST}")
        assert (cleaned.notes, cleaned.removed) == ((), ())
        cleaned = clean("Judul yang Lain", f"{BODY}\n\n{line}")
        assert (cleaned.notes, cleaned.removed) == ((), ())


@pytest.mark.parametrize("line", [
    "Bagikan:", "Share this:", "Share on Facebook", "Bagikan artikel ini ke teman Anda",
    "Bagikan ke media sosial", "Bagikan di Facebook, WhatsApp, dan X", "Bagikan ini"])
def test_prompts_to_share_name_where_and_with_whom(line):
    assert reasons("Judul", f"{LEAD}\n\n{line}\n\n{LAST}") == [("share", line)]


def test_a_link_takes_its_headline_along():
    assert reasons("J", f"{LEAD}\nBaca juga:\nPanen Tiba di Wilis\n{NEXT}") == [
        ("link", "Baca juga:"), ("link", "Panen Tiba di Wilis")]
    assert clean("J", f"{LEAD}\nBaca juga:\n{NEXT}\n{LAST}").body == BODY


@pytest.mark.parametrize("head", ["Terkini Lainnya", "Tautan Sahabat", "Berita Terkait",
                                  "Artikel Terkait:", "TERPOPULER", "Rekomendasi"])
def test_a_menu_goes_with_its_headlines(head):
    menu = f"{head}\nPanen Tiba di Wilis\nKoperasi Membeli Truk Baru"
    assert clean("J", f"{BODY}\n\n{menu}").body == BODY
    assert clean("Judul yang Lain", f"{menu}\n\n{BODY}").body == BODY


def test_blocks_of_different_kinds_at_the_end():
    body = f"{BODY} (ptr)\n\nEditor: Marsiti\nCopyright © Kabar Nusa 2013\n\nTerkini Lainnya"
    cleaned = clean("J", body)
    assert cleaned.body == BODY
    assert [note.kind for note in cleaned.notes] == ["code", "editor", "copyright"]


FOOT = [
    ("Tag: jembatan, banjir", "tags"), ("Tags : Jembatan | Banjir Kota Sentosa", "tags"),
    ("Topik: banjir", "tags"), ("Kata kunci: banjir; jembatan", "tags"),
    ("#jembatan #banjir", "tags"), ("Tag: #jembatan #banjir", "tags"),
    ("The post Jembatan Sagara Dibuka appeared first on Kabar Nusa.", "credit"),
    ("Dapatkan berita pilihan langsung di Telegram kami.", "source"),
    ("Ikuti saluran WhatsApp Kabar Nusa untuk berita terbaru setiap hari.", "source"),
    ("Ilustrasi (Shutterstock)", "caption"), ("Ilustrasi jembatan (Foto: Wira)", "caption"),
    ("Sumber foto: Kabar Nusa", "caption"),
    ("0 Komentar", "comments"), ("Tinggalkan Balasan", "comments"), ("Leave a Reply", "comments"),
    ("Nama *", "comments"),
    ("Alamat email Anda tidak akan dipublikasikan. Ruas yang wajib ditandai *", "comments"),
    ("Baca selengkapnya: Jembatan Sagara Dibuka", "link"), ("Selengkapnya", "link"),
    ("1 2 3 Selanjutnya", "pages"), ("1 2 3 … 9 Next »", "pages"),
    ("Dibaca: 123 kali", "counter"), ("1.234 views", "counter"),
    ("Konten Bersponsor", "advertisement"), ("Sponsored Content", "advertisement"),
]


@pytest.mark.parametrize("line, name", FOOT)
@pytest.mark.parametrize("form", [
    "{body}\n\n{line}", "{body}\n{line}", "{body}\n\n{line}\n\n(ptr)"])
def test_lines_at_the_foot_are_none_of_the_article(form, line, name):
    cleaned = clean("Judul yang Lain", form.format(body=BODY, line=line))
    taken = [(each.kind, each.text) for each in cleaned.notes]
    assert (name, line) in taken + [(each.why, each.text) for each in cleaned.removed]
    assert cleaned.body == BODY


@pytest.mark.parametrize("line", [
    "The post Jembatan Sagara Dibuka appeared first on Kabar Nusa.", "#jembatan #banjir",
    "Topik: banjir", "Selengkapnya", "1 2 3 Selanjutnya", "Konten Bersponsor", "Nama *"])
def test_what_is_of_the_page_at_the_foot_alone_stays_elsewhere(line):
    cleaned = clean("Judul yang Lain", f"{LEAD}\n\n{line}\n\n{LAST}")
    assert cleaned.body == f"{LEAD}\n\n{line}\n\n{LAST}"


@pytest.mark.parametrize("last", [
    "Topik: siapa yang membayar jembatan itu?", "Tag harga itu dilepas dari kemejanya.",
    "Topik: warga menuntut jembatan yang rusak itu segera dibangun lagi.",
    "Waktu: Jumat, 26 April 2019\n\nTempat: Balai Kota\n\nTopik: Sungai Kita",
    "Ikuti anjuran dokter lewat saluran WhatsApp resmi, kata menteri.",
    "Ikuti berita terbaru lewat Telegram kami, ujarnya.", "Ikuti saja arus sungai itu.",
    "Baca buku itu selengkapnya.", "Ilustrasi buku itu dibuat Wira (34).",
    "Dibaca berulang kali, surat itu basah.", "123 kali ia menulis.", "Komentar pun berdatangan.",
    "Sumber foto itu: telepon milik warga yang ikut menonton di sana.", "1 2 3", "# 1"])
def test_an_article_may_end_so(last):
    cleaned = clean("Judul yang Lain", f"{BODY}\n\n{last}")
    assert cleaned.body == f"{BODY}\n\n{last}"


@pytest.mark.parametrize("below", [
    "Tag: jembatan, banjir", "#jembatan", "Dapatkan berita pilihan langsung di Telegram kami.",
    "0 Komentar", "Related Posts\nPanen Tiba di Wilis", "Unggah foto Anda"])
def test_whoever_wrote_an_article_is_known_above_other_lines(below):
    line = "Penulis: Lesmana Prawira | Editor: Marsiti Anggadinata"
    for parting in ("\n", "\n\n"):
        assert ("byline", line) in notes("J", f"{BODY}\n\n{line}{parting}{below}")


@pytest.mark.parametrize("code", ["(ptr)", "(den/asa)", "(has / has)", "(AFP/Cah)", "(*)", "[idc]"])
def test_initials_are_a_note_at_the_very_end_only(code):
    assert notes("J", f"{BODY} {code}") == [("code", code)]
    assert notes("J", f"{BODY}\n{code}") == [("code", code)]
    assert notes("J", f"{NEXT}\n\n{LEAD} {code}\n\n{LAST}") == []


@pytest.mark.parametrize("end", ["menurut Badan Pusat Statistik (BPS)", "pada Senin (25/4).",
                                 'lewat lagu "Senja" (versi baru).'])
def test_other_parentheses_at_the_end_stay(end):
    assert notes("J", f"{BODY}\n\nAngka itu disampaikan {end}") == []


INSIDE = [
    ("{} Baca juga: Panen Tiba di Wilis", ["Baca juga: Panen Tiba di Wilis"]),
    ("{}Baca juga:Panen Tiba di WilisBaca juga:Truk Baru untuk Koperasi Tani",
     ["Baca juga:Panen Tiba di Wilis", "Baca juga:Truk Baru untuk Koperasi Tani"]),
    ("{} Simak Video \"Panen Raya\" [Gambas:Video 20detik] (ads/raw) cabai harga cabai",
     ['Simak Video "Panen Raya"', "[Gambas:Video 20detik]", "(ads/raw)", "cabai harga cabai"]),
    ("{} Pewarta: Lesmana PrawiraEditor: M. MarsitiCopyright © Kabar Nusa 2025 "
     "Dilarang keras mengambil konten tanpa izin tertulis dari Kabar Nusa.",
     ["Pewarta: Lesmana Prawira", "Editor: M. Marsiti", "Copyright © Kabar Nusa 2025",
      "Dilarang keras mengambil konten tanpa izin tertulis dari Kabar Nusa."]),
    ("{} View in Single Page 1 2", ["View in Single Page 1 2"]),
    ("{} Sumber: Kabar Nusa", ["Sumber: Kabar Nusa"]),
    ("Baca Juga:,{}", ["Baca Juga:,"]),
    ("Baca juga:,Baca Juga:,{}", ["Baca juga:,", "Baca Juga:,"]),
    ("{} Mau notif berita penting & breaking news dari kami?",
     ["Mau notif berita penting & breaking news dari kami?"]),
]


@pytest.mark.parametrize("form, pieces", INSIDE)
def test_boilerplate_inside_a_paragraph_is_cut(form, pieces):
    cleaned = clean("J", form.format(f"{LEAD} {NEXT}"))
    assert cleaned.body == f"{LEAD} {NEXT}"
    found = [each.text for each in (*cleaned.notes, *cleaned.removed)]
    assert sorted(found) == sorted(pieces)


@pytest.mark.parametrize("text", [
    f"{LEAD} Baca juga: Panen Tiba di Wilis Lesmana menunggu kabar itu. {NEXT}",  # nobody knows
    f"{LEAD} Baca juga: panen tiba di wilisPara pedagang berharap harga naik",
    f"{LEAD} Baca juga: Panen Tiba di Wilis sesudah WartaKini memuat kabar itu. {NEXT}",
    f"{LEAD} Baca juga: Panen tiba di lereng Wilis Lesmana menunggu kabar itu. {NEXT}",
    f'{LEAD} Baca juga: Warga desa berkata "Kita menunggu." Mereka lalu pulang. {NEXT}',
    f'Di pintunya tertulis "Baca juga: Panen Tiba di WilisKota Raya." {NEXT}',
    f"{LEAD} Ia menjaga kata sandi (baca: kunci) rumah itu. {NEXT}",
    f"Ia membuka situs itu. Baca juga: demikian bunyi pesannya. {NEXT}",
    f"{LEAD} Ia berkata: Simak baik-baik pesan ini.",
])
def test_what_has_no_certain_end_stays(text):
    assert clean("J", text).body == text


MIDWAY = [
    f"{LEAD} ⟨Baca juga: Panen Tiba di Wilis⟩ {NEXT}",
    f"{LEAD}⟨Baca juga: Panen Tiba di Wilis⟩{NEXT}",
    f"{LEAD}⟨Baca juga: Harga Beras Dipantau DPRD⟩{NEXT}",
    f'{LEAD}⟨Baca juga: Harga Beras Naik di Wilis⟩"{NEXT}" kata Marsiti.',
    f'{LEAD} ⟨Baca juga: Mengapa Harga Naik?⟩ "{NEXT}" kata Marsiti.',
    f'{LEAD} ⟨Simak juga: Harga Beras Naik di Wilis⟩ "Kita menunggu," kata Marsiti.',
    f"{LEAD} ⟨Baca juga: Gudang Koperasi Penuh⟩ ⟨Baca juga: harga beras naik lagi⟩ ⟨BACA JUGA: "
    f"Panen Raya di Wilis⟩ {NEXT}",
    f"{LEAD} ⟨Baca juga: Video Panen di YouTube Ramai⟩ Menurut Lesmana, harga turun.",
    f"{LEAD} ⟨Baca juga: Harga Beras Naik di Wili.⟩ {NEXT}",
    f"{LEAD} ⟨(Baca juga: Gudang Koperasi Penuh)⟩ {NEXT}",
    f"{LEAD} ⟨Baca juga: Harga beras di lereng Wilis turun tajam⟩ Mereka menunggu panen.",
    f"{LEAD}⟨Baca juga:Harga beras di lereng Wilis turun tajam⟩{NEXT}",
    f"{LEAD} ⟨Baca juga: Harga beras di lereng Wilis turun tajam⟩ 2. Simpan di tempat kering.",
    f"{LEAD} ⟨Baca juga: Gudang Koperasi Penuh akibat Hujan⟩ Nah, petani menunggu panen.",
    f"{LEAD} ⟨Baca juga: Gudang Koperasi Penuh⟩ Adapun Lesmana menunggu panen.",
    f"{LEAD} ⟨Baca juga: Gudang Koperasi Penuh⟩ Dikutip dari laman koperasi, panen tiba.",
    f"{LEAD} ⟨Saksikan juga 'Panen Raya di Wilis':⟩ {NEXT}",
    f"{LEAD} ⟨Baca di halaman berikutnya >>>⟩ {NEXT}",
    f"⟨Baca juga,⟩ {NEXT}",
    f"⟨Baca Juga :,Baca Juga :,⟩ {NEXT}",
]


@pytest.mark.parametrize("text", MIDWAY)
def test_prompts_are_cut_where_their_end_is_certain(text):
    cleaned = clean("J", f"{re.sub('[⟨⟩]', '', text)}\n\n{LAST}")
    assert cleaned.body == re.sub("( ?⟨[^⟩]*⟩ ?)+", " ", text).strip() + f"\n\n{LAST}"
    found = "".join(each.text for each in cleaned.removed)
    assert found.replace(" ", "") == "".join(re.findall("⟨(.*?)⟩", text)).replace(" ", "")


def test_headlines_that_run_on_behind_the_last_sentence_are_a_menu():
    menu = ("Panen Raya Tiba di Lereng Wilis Harga Cabai Turun Tajam Mengapa Truk Koperasi Mogok? "
            "Pasar Kenanga Dibuka Lagi Marsiti Terpilih Memimpin Koperasi")
    source = "Telusuri artikel terbaru Kabar melalui Chatbot di Whatsapp"
    cleaned = clean("J", f"{BODY} {menu} {source}")
    assert cleaned.body == BODY
    assert cleaned.notes == (Note(kind="source", text=source),)
    assert cleaned.removed == (Removal(line=5, text=menu, why="menu"),)
    assert clean("J", f"{BODY} {menu}").body == f"{BODY} {menu}"


@pytest.mark.parametrize("menu", [
    "Home", "Home\nNasional", "News\nNasional\nEkonomi", "Beranda / Ekonomi"])
def test_names_of_sections_at_the_head_are_removed(menu):
    cleaned = clean("", f"{menu}\nHarga Cabai Turun\n{BODY}")
    assert (cleaned.title, cleaned.body) == ("Harga Cabai Turun", BODY)
    assert {each.why for each in cleaned.removed} == {"sections"}


@pytest.mark.parametrize("head", ["Ekonomi", "Nasional\n\nPolitik", "Politik, Ekonomi, Hukum"])
def test_headings_that_sections_are_named_like_stay(head):
    assert clean("Rapor Menteri", f"{head}\n\n{BODY}").body == f"{head}\n\n{BODY}"


@pytest.mark.parametrize("line, expected", [
    ("Jakarta, Jumat 26 April 2019 14:05 WIB",
     [("details", "Jakarta"), ("date", "Jumat 26 April 2019 14:05 WIB")]),
    ("26 April 2019 | 14:05 WIB Oleh: Wira Kenanga",
     [("date", "26 April 2019 | 14:05 WIB"), ("byline", "Oleh: Wira Kenanga")]),
    ("Terakhir diubah 27 April 2019", [("details", "Terakhir diubah 27 April 2019")]),
    ("Kategori: Ekonomi", [("rubric", "Kategori: Ekonomi")]),
])
def test_a_line_at_the_head_that_says_more_than_its_date_is_noted_in_parts(line, expected):
    assert notes("Harga Cabai Turun", f"{line}\n\n{BODY}") == expected
    assert clean("Harga Cabai Turun", f"{LEAD}\n\n{line}\n\n{NEXT}").notes == ()


@pytest.mark.parametrize("line, separators", [
    ("| 26 April 2019", ["|"]), ("(26 April 2019)", ["(", ")"]), ("Sagara — 26 April 2019", ["—"]),
    ("Wira Kenanga - Jumat, 26 April 2019 |", ["-", "|"]), ("26 April 2019 | Ekonomi", ["|"]),
])
def test_what_separates_a_date_from_other_words_is_removed_and_not_lost(line, separators):
    cleaned = clean("Harga Cabai Turun", f"{line}\n\n{BODY}")
    assert [(each.why, each.text) for each in cleaned.removed] == [
        ("empty", mark) for mark in separators]
    kept = "".join(each.text for each in cleaned.notes + cleaned.removed)
    assert sorted(kept.replace(" ", "")) == sorted(line.replace(" ", ""))


@pytest.mark.parametrize("line", [
    "Peristiwa Malari, 15 Januari 1974", "Pada 26 April 2019 warga berkumpul.",
    "Batas pendaftaran: 26 April 2019", "Tiga menit membaca doa"])
def test_a_line_at_the_head_with_another_day_stays(line):
    assert clean("Harga Cabai Turun", f"{line}\n\n{BODY}").body.startswith(line)


def test_what_follows_a_signature_is_a_menu_if_nothing_else():
    menu = "Panen Raya Tiba di Wilis\nPasar Kenanga"
    assert clean("J", f"{BODY}\n(Kabarnusa.com/Lesmana P.)\n{menu}").body == BODY
    assert clean("J", f"{BODY}\n(Kabarnusa.com/Lesmana P.)\n{LEAD} Ya.").body.endswith("Ya.")


def test_a_comma_that_no_link_follows_is_cut_at_the_end():
    assert reasons("J", f"{BODY},") == [("empty", ",")]
    assert clean("J", f"{LEAD},\n\n{LAST}").body == f"{LEAD},\n\n{LAST}"
    assert clean("J", f"{BODY} Ya,").body == f"{BODY} Ya,"


TORN = [
    ("Mereka akan ber-\nunding lagi besok.", "Mereka akan berunding lagi besok."),
    ("Mereka memberi-\nkan beras itu.", "Mereka memberikan beras itu."),
    ("Beras dibagi kepada anak-\nanak desa.", "Beras dibagi kepada anak-anak desa."),
    ("Daunnya kemerah-\nmerahan sejak pagi.", "Daunnya kemerah-merahan sejak pagi."),
    ("Ibu menjual sayur-\nmayur segar.", "Ibu menjual sayur-mayur segar."),
    ("Ia datang dari ke-\nIndonesiaan itu.", "Ia datang dari ke- Indonesiaan itu."),
    ("Persib -julukan Maung-\nkalah lagi.", "Persib -julukan Maung- kalah lagi."),
    # A word stands elsewhere in the text as it is whole, or with a hyphen.
    ("Antrean itu pan-\njang sekali. Panjang benar.",
     "Antrean itu panjang sekali. Panjang benar."),
    ("Atap itu ru-\nsak parah.", "Atap itu ru- sak parah."),
    ("Para peng-\nrusak lari. Pengrusak atau peng-rusak?",
     "Para pengrusak lari. Pengrusak atau peng-rusak?"),
    ("Pasar-\nmalam usai. Pasarmalam atau pasar-malam?",
     "Pasar- malam usai. Pasarmalam atau pasar-malam?"),
    ("Ia membeli perja-\nlanan. Juga seperjalanan.",
     "Ia membeli perja- lanan. Juga seperjalanan."),
]


@pytest.mark.parametrize("torn, text", TORN)
def test_words_torn_at_the_end_of_a_line_are_put_together(torn, text):
    cleaned = clean("Judul yang Lain", f"{torn}\n\n{LAST}")
    assert cleaned.body == f"{text}\n\n{LAST}"
    lost = torn.count("-") - text.count("-")
    assert [each.text for each in cleaned.removed] == ["-"] * lost


def test_paragraphs_stand_once():
    again = LEAD.upper()
    cleaned = clean("J", f"{BODY}\n\n{again}\n\nYa.\n\nYa.\n\n{NEXT}")
    assert cleaned.body == f"{BODY}\n\nYa.\n\nYa."
    assert cleaned.removed == (
        Removal(line=7, text=again, why="repeated"), Removal(line=13, text=NEXT, why="repeated"))


def test_items_of_lists_may_stand_twice_but_for_a_copy():
    item = "- Nama Lomba: Kejuaraan Panjat Tebing Kota Sentosa"
    facts = "Marsiti Anggadinata (Panjat Tebing Sentosa) - 13"
    assert clean("J", f"{BODY}\n{item}\n{facts}\n{item}\n{facts}").removed == ()
    copy = f"{BODY}\nSusunan\n{item}\n{facts}"
    assert clean("J", f"{copy}\n{copy}").body == clean("J", copy).body


WRAPPED = """\
Harga cabai di Pasar Kenanga turun tajam sejak awal pekan
karena panen tiba serentak. Para pedagang berharap harga
tidak jatuh lebih dalam lagi sampai akhir bulan ini.
"""


def test_wrapped_lines_are_joined():
    assert clean("J", f"{WRAPPED}\n{WRAPPED.upper()[:40]}").body.split("\n\n")[0] == (
        " ".join(WRAPPED.split()))
    mixed = f"{WRAPPED.splitlines()[0]}\nkarena panen tiba serentak.\n{NEXT}\n{LAST}"
    assert clean("J", mixed).body == BODY


def test_texts_of_links_on_lines_of_their_own_are_joined():
    torn = "Pelatih\nTimnas Sentosa\n, Lesmana Prawira, memuji\nMarsiti\ndan kawan-kawan.\n" + NEXT
    assert clean("J", torn).body == (
        f"Pelatih Timnas Sentosa, Lesmana Prawira, memuji Marsiti dan kawan-kawan.\n\n{NEXT}")
    assert clean("J", f"SENTOSA\n- {LEAD}\n{NEXT}").body == f"SENTOSA - {LEAD}\n\n{NEXT}"


@pytest.mark.parametrize("lines", [
    "1. Air\n2. Api\n3. Tanah",
    "- beras ketan\n- gula merah\n- kelapa parut",
    "Aku berjalan di malam sunyi\ndi bawah bulan yang pucat\nmencari jejak yang hilang\n"
    "di antara batu dan rumput",
    f"Awal Karier\n{LEAD}",
    f'"Kami menunggu," ujarnya.\n"Sampai kapan pun."\nYa, {NEXT}',
])
def test_lists_verse_and_headings_are_not_joined(lines):
    assert clean("Judul yang Lain", f"{NEXT}\n\n{lines}\n\n{LAST}").body.split("\n\n")[1:-1] == (
        lines.split("\n"))


TITLES = [
    ("", f"Harga Cabai Turun\n\n{BODY}", "Harga Cabai Turun"),
    ("", f"Harga Cabai Turun\n{BODY}", "Harga Cabai Turun"),
    ("", f"kabarnusa.com\n\nHarga Cabai Turun\n\n{BODY}", "Harga Cabai Turun"),
    ("", f"26 April 2019\nHarga Cabai Turun?\n\n{BODY}", "Harga Cabai Turun?"),
    ("", f"Harga Cabai Turun\n\nSenin, 19 Des 2011\n\n{BODY}", "Harga Cabai Turun"),
    ("", f"“Cabai Kini Murah”\n\n{BODY}", "“Cabai Kini Murah”"),
    ("", f"Harga Cabai Turun...\n\n{BODY}", "Harga Cabai Turun..."),
    ("", f"Harga Cabai Turun, Lalu…\n\n{BODY}", "Harga Cabai Turun, Lalu…"),
    ("", f"“Harga Cabai Turun…”\n\n{BODY}", "“Harga Cabai Turun…”"),
    ("", f"Cabai Murah\n\nCabai Murah\nWira\n{BODY}", "Cabai Murah"),
    ("", f"Harga Cabai Turun...\n{BODY}", "Harga Cabai Turun..."),
    ("", f"harga cabai turun\n{BODY}", ""),
    ("", f"harga cabai turun.\n\n{BODY}", ""),
    ("", f"Cabai, beras, gula, dll...\n\n{BODY}", ""),
    ("", BODY, ""),
    ("", f"Harga cabai turun hari ini.\n\n{BODY}", ""),
    ("", f"Harga cabai turun,\n\n{BODY}", ""),
    ("", f"SENTOSA, Kabar Nusa - Harga turun\n\n{BODY}", ""),
    ("", f"Harga cabai yang\n\nturun tajam kini naik lagi di Pasar Kenanga.\n\n{BODY}", ""),
    ("", f"{'Harga Cabai ' * 13}\n\n{BODY}", ""),
    ("", "Harga Cabai Turun", ""),
    ("Harga&nbsp;Cabai &amp;amp; Beras\xa0", BODY, "Harga Cabai & Beras"),
    ("Harga Cabai Turun | Kabarnusa.com", BODY, "Harga Cabai Turun"),
    ("Harga Cabai Turun - Halaman all - Kabarnusa.com", BODY, "Harga Cabai Turun"),
    ("Harga Cabai Turun - Pedagang Resah", BODY, "Harga Cabai Turun - Pedagang Resah"),
    ("Harga Cabai Turun", f"Cabai Kini Murah\n\n{BODY}", "Harga Cabai Turun"),
]


@pytest.mark.parametrize("given_title, body, title", TITLES)
def test_titles(given_title, body, title):
    assert clean(given_title, body).title == title


def test_a_title_is_not_said_again():
    body = f"Harga : Cabai Turun di Kenanga!\n\n{BODY}\n\nHarga Cabai Turun di Kenanga"
    for title, text in [("Harga: Cabai Turun di Kenanga", body),
                        ("", f"Harga Cabai Turun di Kenanga\n{body}")]:
        cleaned = clean(title, text)
        assert cleaned.body == BODY
        assert [each.why for each in cleaned.removed] == ["title repeated"] * 2


def test_a_title_before_the_dateline_is_cut():
    cleaned = clean("Harga Cabai Turun di Kenanga",
                    f"Harga Cabai Turun di Kenanga Tim Redaksi SENTOSA, KABAR.com- {BODY}")
    assert cleaned.body == f"Tim Redaksi SENTOSA, KABAR.com- {BODY}"
    assert cleaned.removed == (
        Removal(line=1, text="Harga Cabai Turun di Kenanga", why="title repeated"),)


def test_dates_and_names_at_the_head_are_notes():
    head = "Harga Cabai Turun\nLesmana Prawira\n4 November 2025, 21:13 WIB\nOleh Lesmana Prawira"
    assert notes("Harga Cabai Turun", f"{head}\nCabai di pasar. (AFP)\n{BODY}") == [
        ("byline", "Lesmana Prawira"), ("date", "4 November 2025, 21:13 WIB"),
        ("byline", "Oleh Lesmana Prawira"), ("caption", "Cabai di pasar. (AFP)")]
    assert notes("J", f"{BODY}\n\n4 November 2025\n\n{LEAD} Begitulah.") == []


@pytest.mark.parametrize("body", ["", " \n", "Komentar (0)", "[iklan_2]\n\nSumber", "(ptr)"])
def test_no_article_is_emptied(body):
    cleaned = clean("Judul", body)
    assert (cleaned.body, cleaned.notes, cleaned.removed) == (body, (), ())


@pytest.mark.parametrize("path", sorted((ROOT / "seeds" / "teks").glob("*.txt")), ids=str)
def test_the_demonstration_corpus_keeps_its_titles(path):
    text = path.read_text("utf-8").strip()
    first, below, *_ = text.split("\n")
    assert clean("", text).title == (first if len(first) <= 150 and not below else "")


GIVEN = [
    ("000", "", ["code", "code", "editor", "copyright"], [], 11),
    ("001", "", ["credit"], ["repeated"] * 15, 16),
    ("002", "", ["date"], [], 16),
    ("003", "", ["caption"], ["advertisement", "empty", "comments"], 13),
    ("004", "Washington Kim akan Mengadakan Pembicaraan dengan Putin",
     ["site", "caption", "code", "source", "editor"],
     ["title repeated", "link", "link", "menu", "menu"], 12),
]


@pytest.mark.skipif(not SHARED.exists(), reason="../shared/seeds is not here")
@pytest.mark.parametrize("name, title, kinds, whys, paragraphs", GIVEN)
def test_the_articles_given(name, title, kinds, whys, paragraphs):
    [path] = SHARED.glob(f"{name}_*.txt")
    cleaned = clean("", path.read_text("utf-8"))
    assert cleaned.title == title
    assert [note.kind for note in cleaned.notes] == kinds
    assert [each.why for each in cleaned.removed] == whys
    assert len(cleaned.body.split("\n\n")) == paragraphs
    assert "\n" not in cleaned.body.replace("\n\n", "")


PIECES = [
    LEAD, NEXT, *(line for line, _ in BOILERPLATE), *(line for line, _ in NOTES), *KEPT,
    "Judul Pendek", "Awal Karier", "lanjut tanpa henti", ", lalu", "(ptr)", "(den/asa) harga",
    "26 April 2019", "4 November 2025, 21:13 WIB", "kabarnusa.com", "Baca juga:", "Baca juga:,",
    "Terkini Lainnya", "“Ya,”", '"', ".", "…", "dan", "- butir", "1. butir", "SENTOSA", "- Hai.",
    "Simak Video \"Panen\"", "Tags", "Sumber:", "Lesmana Prawira", "Cabai. (AFP)", "\u2028",
    "uga:,", "Baca juga: Panen Tiba di Wilis", "Baca juga,", "(Baca: Panen Tiba di Wilis)", "ber-",
    "unding lagi", "anak-", "anak", "Home", "News Nasional", "(Kabarnusa.com/Ani)", "Ya.,", ">>>",
    "Baca juga: Harga Naik Lagi. ", "Telusuri artikel terbaru Kabar melalui Chatbot di Whatsapp",
    "[Gambas:", "googletag", "SCROLL TO", "Editor:", "Penulis: A", "(c) B", "Foto: C",
]
MARKS = st.sampled_from(["\n", "\n\n", " ", ""])
BODIES = st.lists(
    st.tuples(st.sampled_from(PIECES) | st.text(max_size=12), MARKS)
).map(lambda parts: "".join(piece + mark for piece, mark in parts))
GIVEN_TITLES = st.sampled_from(["", "Judul Pendek", LEAD, "Awal Karier", "kabarnusa.com"])


def clean_until_titled(title, body):
    """Clean twice, and once more where the first result has no title but the second has.

    Cleaning puts paragraphs apart, which may make a title of a first line that was none.
    Returns the last two results, which must be equal.
    """
    cleaned = clean(title, body)
    again = clean(cleaned.title, cleaned.body)
    if again.title and not cleaned.title:
        return again, clean(again.title, again.body)
    return cleaned, again


@settings(max_examples=count_examples(500))
@example("", f"{LEAD}\nBaca juga:, Terkini Lainnya")
@example("", f"{LEAD}\n{LEAD} (ptr)")
@example("", f"{LEAD}\n{NEXT} Ini uga:, dan [Gambas: googletag")
@example("", f"a\n{LEAD}")
@given(GIVEN_TITLES, BODIES)
def test_cleaning_what_is_clean_changes_nothing(title, body):
    cleaned, again = clean_until_titled(title, body)
    assert (again.title, again.body) == (cleaned.title, cleaned.body)
    assert (again.notes, again.removed) == ((), ())


@example("Judul Pendek", f"| 26 April 2019\n{LEAD}")
@example("", f"{NEXT} |\n{LEAD}")
@example("Harga Cabai Turun - | - kabarnusa.com", LEAD)
@example("<b>Harga</b> Cabai [12 chars]", LEAD)
@example("", f"__A__\n{LEAD}")
@settings(max_examples=count_examples(500))
@given(GIVEN_TITLES, BODIES)
def test_nothing_is_lost_or_invented(title, body):
    cleaned = clean(title, body)
    texts = [cleaned.title, cleaned.body, *(each.text for each in cleaned.notes + cleaned.removed)]
    count = re.compile(r"\S").findall
    assert Counter(count(title + body)) == Counter(count("".join(texts)))


@example("", "a\x1c11")
@example("", 'a\x1f"\x1f\n&.1]";)')
@given(GIVEN_TITLES, st.text(st.sampled_from(
    "aB .,:;!?()[]\"'-/&|\n\r\t\x1c\x1f\x85\xa0\u2028©12")))
def test_any_text_can_be_cleaned(title, body):
    assert bool(clean(title, body).body.strip()) == bool(body.strip())
    cleaned, again = clean_until_titled(title, body)
    assert (again.title, again.body) == (cleaned.title, cleaned.body)


def build_hostile_texts(scale):
    """Return texts by name; `scale` says how often each repeats something."""
    return {
        "a line": "a" * 200 * scale,
        "words": "Baca juga " * 20 * scale,
        "links": "Baca juga: Panen Tiba di Wilis " * 6 * scale,
        "ended links": "Baca juga: Panen Tiba di WilisYa. " * 6 * scale,
        "headline": "Baca juga: " + "A " * 100 * scale,
        "menu in one line": "Panen Tiba di Wilis " * 10 * scale
        + "Telusuri artikel terbaru di chatbot di Whatsapp",
        "sections": "Home\nNews\n" * 50 * scale,
        "commas": f"{LEAD}" + "," * 200 * scale,
        "torn words": "ber-\nunding " * 30 * scale,
        "signature": f"{BODY}\n(Kabarnusa.com/Ani)" + "\nPanen Tiba" * 50 * scale,
        "glued links": LEAD + "Baca juga:Panen Tiba" * 10 * scale,
        "parentheses": "(" * 200 * scale,
        "codes": "Ya. " + "(ab/cd) " * 25 * scale,
        "code lines": BODY + "\n(ptr)" * 50 * scale,
        "lines": "a\n" * 100 * scale,
        "equal lines": f"{LEAD}\n" * 50 * scale,
        "lines that begin alike": "".join(f"{LEAD}{at}\n" for at in range(50 * scale)),
        "torn lines": "dan\nlalu\n" * 50 * scale,
        "menus": "Terkini Lainnya\n" * 100 * scale,
        "menus and headlines": "Terkini Lainnya\nAir\n" * 50 * scale + f"\n{LEAD}",
        "announced": "Baca juga:\nAir\n" * 50 * scale + LEAD,
        "blanks": " " * 200 * scale + "\n" * 100 * scale,
        "dates": "26 April 2019\n" * 20 * scale + BODY,
        "hosts": "a." * 100 * scale,
        "names": "Editor: " + "A " * 100 * scale,
        "scripts": "googletag.cmd.push(function() {" * 8 * scale,
        "brackets": "[Gambas:" * 25 * scale,
        "copyright": "Copyright ©" * 20 * scale,
        "quotes": '"' * 200 * scale,
        "dashes": "A - " * 50 * scale,
        "entities": "&amp;" * 40 * scale,
        "words torn anywhere": "pan-\njang " * 20 * scale + "panjang",
        "words of all kinds": "pan-\njang " + " ".join(map(str, range(30 * scale))),
        "tags": f"{BODY}\n" + "#tag\n" * 50 * scale,
        "lists of tags": f"{BODY}\n" + "Tag: a, b\nTopik: c\n" * 25 * scale,
    }


OPENINGS = sorted({line.split(":")[0] + mark for line, _ in [*BOILERPLATE, *NOTES]
                   for mark in (": ", " ", "")}
                  | {"Oleh ", "(", "[", "[aa ", "Judul ", "SENTOSA ", ""})
OPENINGS += ["Tag: ", "#a", "The post ", "Ikuti berita terbaru ", "1 ", "Ilustrasi ", "Dibaca "]
FILLINGS = ["A", "A ", "a", "a ", ",", ", A", "/", "/A", "(", "(A", ") ", ".", ". ", "|", "| A",
            "-", "- ", "A.", "'", "©", "1", "1 ", "(c) A", "Editor: A", "Juga: ", "Simak ",
            "[su_column_inner_abcdefghijklmnop]", "[su_x a=b]", '[aa a="b" c=d] ', "a=b "]


@pytest.mark.parametrize("filling", FILLINGS)
@pytest.mark.parametrize("size", [
    pytest.param(75, marks=pytest.mark.long), pytest.param(290, marks=pytest.mark.long), 690,
])
def test_no_form_takes_long_to_fail(size, filling):
    began = time.process_time()
    for opening in OPENINGS:
        text = (opening + filling * size)[:size]
        for line in (f"{text}!", f"Ya. {text}~"):
            clean("", f"{line}\n{BODY}")
            clean("J", f"{BODY}\n{line}")
    assert time.process_time() - began < 5


@pytest.mark.parametrize("name", build_hostile_texts(1))
@pytest.mark.parametrize("scale, seconds", [
    (100, 1), pytest.param(1_000, 5, marks=pytest.mark.long),
])
def test_hostile_text_is_cleaned_in_time(scale, seconds, name):
    text = build_hostile_texts(scale)[name]
    began = time.process_time()
    clean("", text)
    clean(text, text)
    assert time.process_time() - began < seconds


TITLES_OF_HOSTILES = ["&amp;" * 200, "&" * 1_000, "a - b.com" * 20_000,
                      "Judul Panjang" + " - Halaman all" * 10_000]


@pytest.mark.parametrize("number", range(len(TITLES_OF_HOSTILES)))
def test_hostile_titles_are_made_tidy_in_time(number):
    began = time.process_time()
    cleaned = clean(TITLES_OF_HOSTILES[number], BODY)
    assert clean(cleaned.title, cleaned.body).title == cleaned.title
    assert time.process_time() - began < 2


@pytest.mark.parametrize("line", [
    "Editor: pekerjaan yang sepi. Begitulah ia memulai ceramahnya.",
    "Penulis: orang yang selalu terlambat, kata dia sambil tertawa.",
    "Sumber: air dari mata air di bukit.",
    "© 1978 tertera di piringan hitam itu, kata kolektor.",
    "All rights reserved bukan sekadar hiasan, ujar hakim.",
])
def test_a_sentence_that_begins_as_a_credit_stays(line):
    body = f"{LEAD}\n\n{line}\n\n{BODY}"
    assert line in clean("Judul", body).body


@pytest.mark.parametrize("line, kind", [
    ("Editor: Wira S. dan Asri bin Umar", "editor"), ("Penulis: wir / sar", "byline"),
    ("Sumber: kabarnusa.com", "credit"), ("Sumber: berbagai sumber", "credit"),
    ("© 2019 Kabar Nusa", "copyright"), ("All Rights Reserved by Kabar Nusa", "copyright"),
])
def test_a_credit_is_noted(line, kind):
    cleaned = clean("Judul", f"{LEAD}\n\n{BODY}\n\n{line}")
    assert [(note.kind, note.text) for note in cleaned.notes] == [(kind, line)]


OPENING = "Harga cabai di Pasar Kenanga turun tajam, kata Ani."


@pytest.mark.parametrize("headline, sentence", [
    ("Koperasi Wilis Buka Gudang Baru, Petani Lereng Boleh Menyimpan Panen Sampai Akhir Tahun",
     "Sementara itu, pedagang menunggu pembeli."),
    ("Petani Wilis Panen Lebih Awal", "Akan tetapi harga belum naik."),
    ("Petani Wilis Panen Lebih Awal", "Ani mengatakan, harga akan naik lagi."),
    ("Petani Wilis Panen Lebih Awal", "Pedagang menunggu pembeli, seperti pedagang lain."),
    ("Kisah Petani di Lereng Wilis Panen Lebih Awal", "Menurutnya, harga akan naik lagi."),
    ("Kisah Petani di Lereng Wilis Panen Lebih Awal", "Kondisi itu membuat pedagang gelisah."),
])
def test_a_prompt_inside_a_line_ends_where_a_sentence_certainly_begins(headline, sentence):
    cleaned = clean("Judul", f"{OPENING} Baca juga: {headline} {sentence}\n\nPasar tutup sore.")
    assert cleaned.body == f"{OPENING} {sentence}\n\nPasar tutup sore."
    assert [each.text for each in cleaned.removed] == [f"Baca juga: {headline}"]


@pytest.mark.parametrize("rest", [
    "Petani Wilis Ditangkap Polisi AKP Wira Ani mengatakan, harga akan naik lagi.",  # a full name
    "Petani Wilis Panen Lebih Awal Sari mengatakan, harga akan naik lagi.",  # or Awal Sari
    "Petani Wilis Panen Badan Urusan Beras mencatat, harga beras naik.",
    "Petani Wilis Panen Warung Sagara menjual sagara milik Koperasi Sagara.",
])
def test_a_prompt_stays_where_a_name_may_begin_in_it(rest):
    body = f"{OPENING} Baca juga: {rest}\n\nPasar tutup sore."
    assert clean("Judul", body).body == body


@pytest.mark.parametrize("heading", [
    "Kelebihan Gudang Koperasi Selanjutnya, inilah kelebihan gudang milik koperasi itu.",
    "Sejarah Benteng Sagara Dilansir dari laman kota, Benteng Sagara dibangun di atas bukit.",
])
def test_a_prompt_stays_where_a_heading_may_stand_behind_its_headline(heading):
    body = f"{OPENING} Baca juga: Petani Wilis Panen Lebih Awal {heading}\n\nPasar tutup sore."
    assert clean("Judul", body).body == body


HEADINGS = ["Cara menyimpan cabai di gudang:", "Cara menjual cabai di pasar kota:"]


def test_a_table_of_contents_leaves_its_headings_where_they_belong():
    texts = ["Cabai turun sejak awal pekan ini.", HEADINGS[0], "Keringkan dahulu.", HEADINGS[1],
             "Timbang dahulu."]
    cleaned = clean("Judul", "\n".join(["Daftar Isi", *HEADINGS, *texts]))
    assert cleaned.body.split("\n\n") == texts
    assert [each.text for each in cleaned.removed] == ["Daftar Isi", *HEADINGS]


STEPS = ["Keringkan cabai itu dahulu.", "Timbang cabai itu dahulu.", "Cari pembeli dahulu."]
NAMES = ["Cara menyimpan cabai", "Cara menjual cabai", "Memilih pembeli cabai"]


def number(names):
    return [f"{at}. {name}" for at, name in enumerate(names, 1)]


def alternate(names):
    return [line for pair in zip(names, STEPS) for line in pair]


@pytest.mark.parametrize("label, contents, own", [
    ("DAFTAR ISI:", number(NAMES), alternate(number(NAMES))),
    ("DAFTAR ISI:", number(NAMES), alternate(NAMES)),
    ("Daftar Isi", NAMES, alternate(number(NAMES))),
    ("Daftar isi :", [f"- {name}" for name in NAMES], alternate(NAMES)),
    ("Daftar Isi [tutup]", number(NAMES), alternate(number(NAMES))),
    ("Daftar Isi", [f"{name} ..... 7" for name in number(NAMES)], alternate(number(NAMES))),
    ("Daftar Isi", number([NAMES[0], "Kiat berjualan", NAMES[2]]), alternate(number(NAMES))),
    ("Daftar Isi", number([*NAMES[:2], "Mencari pembeli"]), alternate(number(NAMES))),
    ("Daftar Isi", number(NAMES), [*alternate(number(NAMES)), *number(STEPS)]),
    ("Daftar Isi", number(NAMES), number(NAMES)),
])
@pytest.mark.parametrize("break_", ["\n", "\n\n"])
def test_numbered_contents_leave_and_the_numbered_rows_of_the_text_stay(
        label, contents, own, break_):
    cleaned = clean("Judul", break_.join([label, *contents, LEAD, *own]))
    assert cleaned.body.split("\n\n") == [LEAD, *own]
    assert [each.text for each in cleaned.removed] == [label, *contents]


def test_a_list_of_contents_that_is_the_text_itself_stays():
    texts = [LEAD, "DAFTAR ISI:", *number(NAMES), NEXT]
    assert clean("Judul", "\n".join(texts)).body.split("\n\n") == texts


def test_long_contents_take_no_time():
    rows = [f"{at}. Bagian tentang gudang {at}" for at in range(50_000)]
    began = time.process_time()
    clean("Judul", "\n".join(["Daftar Isi", *rows, *rows]))
    assert time.process_time() - began < 10


def test_rows_of_figures_are_no_repetitions_and_sentences_are():
    row = "Kendaraan golongan II: Rp 64.000 (tarif lama Rp 80.000)."
    sentence = "Pengelola menaikkan tarif tol lingkar Sagara sejak 6 Juni 2021 pukul 00.00."
    texts = ["Dari Sagara ke Wilis:", row, "Dari Wilis ke Sagara:", row, sentence]
    cleaned = clean("Judul", "\n\n".join([*texts, sentence]))
    assert cleaned.body.split("\n\n") == texts
    assert [each.why for each in cleaned.removed] == ["repeated"]


@pytest.mark.parametrize("above, own, below", [
    ("Tulisan di poster itu:", '"LOWONGAN BESAR DI PASAR KENANGA"', "Polisi "
     "menyelidiki siapa yang membuat poster itu."),
    ("Poster itu bertuliskan", "LOWONGAN BESAR DI PASAR KENANGA", "Polisi menyelidiki."),
    ("Poster itu palsu.", "Hasil Penelusuran", "Advertisement"),
])
def test_a_line_of_the_article_below_an_empty_link_stays(above, own, below):
    body = f"{OPENING}\n{above}\nBaca Juga\n{own}\n{below}\nPoster itu sudah dicabut warga."
    assert own in clean("Judul", body).body


@pytest.mark.parametrize("label", ["Baca Juga:", "Baca juga :", "Lihat juga:", "Simak juga:"])
@pytest.mark.parametrize("own", [
    '"LOWONGAN BESAR DI PASAR KENANGA"', "“Kami menunggu kabar itu”", "LOWONGAN DI PASAR KENANGA",
    "1. Fotokopi kartu", "- Fotokopi kartu",
])
def test_what_a_colon_announces_stays_below_the_label_of_a_link(label, own):
    body = f"{OPENING}\nTulisan di poster itu:\n{label}\n{own}\nPolisi menyelidiki poster itu."
    assert own in clean("Judul", body).body


def test_a_headline_between_a_colon_and_what_it_announces_leaves():
    body = (f"{OPENING}\nSyaratnya:\nBaca juga:\nPetani Wilis Panen Lebih Awal\n1. Kartu warga\n"
            "2. Ijazah terakhir\nPasar tutup sore.")
    cleaned = clean("Judul", body)
    assert "Panen" not in cleaned.body and "1. Kartu warga" in cleaned.body


def test_a_headline_below_an_empty_link_leaves():
    body = f"{OPENING}\nBaca Juga\nPetani Wilis Panen Lebih Awal\nPasar tutup sore."
    assert "Panen Lebih Awal" not in clean("Judul", body).body


def test_every_blank_that_a_line_may_hold_is_folded():
    within = {char for char in map(chr, range(sys.maxunicode))
              if char.isspace() and len(f"x{char}x".splitlines()) == 1}
    assert within == {" ", "\t", *BLANKS}
    bodies = {clean("Judul", f"Harga{blank}cabai “turun”.").body for blank in within}
    assert bodies == {"Harga cabai “turun”."}


@pytest.mark.parametrize("title, text", [
    ("Harga Cabai Turun, Pedagang Kenanga Minta…", BODY), ("Pasar Kenanga Ditutup, Asal..", BODY),
    ("Kapan Pasar Kenanga Dibuka Lagi?", BODY), ("harga cabai di kenanga turun", BODY),
    ("iPasar Dipakai Pedagang Kenanga", BODY), ("Pasar Kenanga Sepi", f"ePasar ramai. {BODY}"),
    ("Harga Cabai Turun di Kenanga", f"dan Wilis, kata Wira.\n\n{BODY}"),
    ("Harga Cabai di Kenanga Turun akibat Panen Raya", f"turun sejak pekan lalu.\n{BODY}"),
    ("Harga Cabai Turun di Kenanga", f', kata Wira, "sudah lama".\n\n{BODY}'),
    (LEAD[:-1], f"{LEAD[:-1]}\n\nWira Asri\n\n{NEXT}\n\n{LAST}"),
])
def test_a_first_line_above_a_blank_line_is_the_title(title, text):
    cleaned = clean("", f"{title}\n\n{text}")
    assert cleaned.title == title and cleaned.body.endswith(LAST)


@pytest.mark.parametrize("text", [
    f"harga cabai\nturun sejak pekan lalu.\n\n{BODY}",  # no blank line
    f"Harga Cabai Turun di Kenanga\ndan Wilis, kata Wira.\n\n{BODY}",
    f"Kepala Dinas Perdagangan (Disdag)\n\nmembuka pasar itu kemarin.\n\n{BODY}",
    f"Wira membeli cabai di pasar sejak pekan lalu\n\ndan beras di Wilis.\n\n{BODY}",
    f"Kepala Dinas Perdagangan Kota dan\n\nwakilnya membuka pasar itu kemarin.\n\n{BODY}",
    f"yang turun bukan hanya cabai. Mengapa?\n\n{BODY}", f"{LEAD}\n\n{NEXT}\n\n{LAST}",
])
def test_a_first_line_that_goes_on_is_no_title(text):
    assert clean("", text).title == ""
