"""What the pages say, in Indonesian and English; and how each writes dates and numbers."""

import re

LANGUAGES = ("id", "en")

_MONTHS = {
    "id": "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November "
          "Desember".split(),
    "en": "January February March April May June July August September October November "
          "December".split(),
}

PHRASES = {
    "id": {
        "tagline": "Arsip berita Indonesia",
        "search": "Cari",
        "query_label": "Kata kunci",
        "placeholder": "Contoh: \"perundingan enam pihak\"",
        "help": "Bantuan",
        "api": "API",
        "other_language": "English",
        "skip": "Langsung ke isi",
        "results": "{n} artikel",
        "results_one": "{n} artikel",
        "everything": "Semua artikel",
        "any": "Tidak ada artikel yang memuat semua kata itu. Yang tampil memuat sedikitnya satu "
               "di antaranya.",
        "stories": "{n} berita",
        "stories_one": "{n} berita",
        "collapse": "Gabungkan berita yang sama",
        "uncollapse": "Pisahkan berita yang sama",
        "told": "{count} memuat berita ini: {outlets}",
        "told_too": "Berita yang sama",
        "sort": "Urutkan",
        "relevance": "Paling sesuai",
        "newest": "Terbaru",
        "oldest": "Terlama",
        "filters": "Saring hasil",
        "outlet": "Media",
        "year": "Tahun",
        "none_outlet": "Tanpa media",
        "none_year": "Tanpa tanggal",
        "more": "{n} lainnya",
        "dates": "Rentang tanggal",
        "from": "Dari",
        "to": "Sampai",
        "date_hint": "TTTT, TTTT-BB, atau TTTT-BB-HH",
        "apply": "Terapkan",
        "active": "Saringan aktif",
        "remove": "Hapus saringan {value}",
        "clear": "Hapus semua saringan",
        "untitled": "(tanpa judul)",
        "undated": "tanpa tanggal",
        "pages": "Halaman",
        "previous": "Sebelumnya",
        "next": "Berikutnya",
        "page": "Halaman {n}",
        "range": "{first}–{last} dari {total}",
        "empty": "Tidak ada artikel yang cocok.",
        "empty_filters": "Tanpa saringan: {count}",
        "empty_tips": "Yang bisa dicoba:",
        "tip_words": "pakai kata yang lebih sedikit atau lebih umum;",
        "tip_fuzzy": "tambahkan ~ di akhir kata yang ejaannya meragukan, misalnya nuklri~;",
        "tip_prefix": "tambahkan * setelah awal kata, misalnya nukl*;",
        "tip_quotes": "lepaskan tanda kutip agar kata tidak harus berurutan.",
        "past_end": "Halaman ini melewati hasil terakhir.",
        "first_page": "Ke halaman pertama",
        "window": "Hanya {n} hasil pertama yang dapat dibuka. Persempit dengan saringan.",
        "original": "Baca di situs asal",
        "updated": "diperbarui {n} kali",
        "updated_one": "diperbarui sekali",
        "back": "Kembali ke hasil pencarian",
        "error_400": "Pencarian tidak dapat dibaca",
        "error_404": "Tidak ditemukan",
        "error_422": "Ada nilai yang keliru",
        "error_503": "Arsip sedang tidak dapat menjawab",
        "error": "Terjadi kesalahan",
        "error_404_tip": "Halaman atau artikel ini tidak ada, atau sudah dihapus dari arsip.",
        "home": "Ke halaman pencarian",
        "details": "Keterangan",
        "wrong_q": "Pencarian paling panjang 512 karakter, dengan paling banyak 20 tanda kurung "
                   "bertingkat, 8 kata yang berakhir dengan * atau ~, 8 frasa, dan 3 di "
                   "antaranya dengan ~.",
        "wrong_twice": "Alamat ini menyebut satu nilai dua kali.",
        "wrong_year": "Tahun ditulis dengan empat angka, misalnya 2007.",
        "wrong_from": "Awal rentang tanggal ditulis TTTT, TTTT-BB, atau TTTT-BB-HH, dan tidak "
                      "sesudah akhirnya.",
        "wrong_to": "Akhir rentang tanggal ditulis TTTT, TTTT-BB, atau TTTT-BB-HH.",
        "wrong_page": "Halaman dihitung mulai 1, dan hanya sampai hasil ke-10.000. Persempit "
                      "pencarian dengan saringan.",
        "wrong_page_size": "Jumlah hasil per halaman adalah 0 sampai 100.",
        "wrong_sort": "Urutan yang ada: relevance, newest, oldest.",
        "wrong_collapse": "Yang dapat digabungkan: story; atau none untuk tidak.",
    },
    "en": {
        "tagline": "Indonesian news archive",
        "search": "Search",
        "query_label": "Words to search for",
        "placeholder": "Try \"perundingan enam pihak\"",
        "help": "Help",
        "api": "API",
        "other_language": "Bahasa Indonesia",
        "skip": "Skip to content",
        "results": "{n} articles",
        "results_one": "{n} article",
        "everything": "All articles",
        "any": "No article holds all of these words. Those shown hold at least one.",
        "stories": "{n} stories",
        "stories_one": "{n} story",
        "collapse": "Join articles that tell the same",
        "uncollapse": "Show articles that tell the same apart",
        "told": "{count} tell this: {outlets}",
        "told_too": "The same story",
        "sort": "Sort by",
        "relevance": "Best match",
        "newest": "Newest",
        "oldest": "Oldest",
        "filters": "Narrow the results",
        "outlet": "Outlet",
        "year": "Year",
        "none_outlet": "No outlet",
        "none_year": "Undated",
        "more": "{n} more",
        "dates": "Dates",
        "from": "From",
        "to": "To",
        "date_hint": "YYYY, YYYY-MM or YYYY-MM-DD",
        "apply": "Apply",
        "active": "Active filters",
        "remove": "Remove the filter {value}",
        "clear": "Remove all filters",
        "untitled": "(untitled)",
        "undated": "undated",
        "pages": "Pages",
        "previous": "Previous",
        "next": "Next",
        "page": "Page {n}",
        "range": "{first}–{last} of {total}",
        "empty": "No article matches.",
        "empty_filters": "Without filters: {count}",
        "empty_tips": "You could try:",
        "tip_words": "fewer or more common words;",
        "tip_fuzzy": "a ~ after a word whose spelling is in doubt, as in nuklri~;",
        "tip_prefix": "a * after the beginning of a word, as in nukl*;",
        "tip_quotes": "no quotes, so that the words need not stand in order.",
        "past_end": "This page lies past the last result.",
        "first_page": "To the first page",
        "window": "Only the first {n} results can be opened. Narrow the search with a filter.",
        "original": "Read the original",
        "updated": "updated {n} times",
        "updated_one": "updated once",
        "back": "Back to the results",
        "error_400": "The query cannot be read",
        "error_404": "Not found",
        "error_422": "A value is not valid",
        "error_503": "The archive cannot answer now",
        "error": "Something went wrong",
        "error_404_tip": "There is no such page or article, or it was removed from the archive.",
        "home": "Go to the search page",
        "details": "Details",
        "wrong_q": "A query has at most 512 characters, 20 levels of parentheses, 8 words that "
                   "end in * or ~, 8 phrases, and 3 of them with ~.",
        "wrong_twice": "This address gives a value twice.",
        "wrong_year": "A year is written with four digits, as in 2007.",
        "wrong_from": "The first date is written YYYY, YYYY-MM or YYYY-MM-DD, and does not lie "
                      "after the last.",
        "wrong_to": "The last date is written YYYY, YYYY-MM or YYYY-MM-DD.",
        "wrong_page": "Pages are counted from 1 and go to the 10,000th result. Narrow the search "
                      "with a filter.",
        "wrong_page_size": "A page has 0 to 100 results.",
        "wrong_sort": "The orders are relevance, newest and oldest.",
        "wrong_collapse": "Hits are joined by story, or by none.",
    },
}


def say(language: str, phrase: str, **values: object) -> str:
    """The phrase in a language, with its values filled in."""
    return PHRASES[language][phrase].format(**values)


def number(language: str, value: int) -> str:
    """A whole number with the language's thousands mark.

    >>> number("id", 24562), number("en", 24562)
    ('24.562', '24,562')
    """
    written = f"{value:,}"
    return written.replace(",", ".") if language == "id" else written


def date(language: str, published: str) -> str:
    """A date as exactly as it is known.

    >>> date("id", "2007-02-13T21:10:00+07:00"), date("en", "2011-12"), date("id", "2011")
    ('13 Februari 2007, 21.10 WIB', 'December 2011', '2011')
    """
    year, month, day, clock = re.fullmatch(  # type: ignore[union-attr]
        r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d:\d\d).*)?)?)?", published
    ).groups()
    words = [str(int(day))] if day else []
    words += [_MONTHS[language][int(month) - 1]] if month else []
    text = " ".join([*words, year])
    if not clock:
        return text
    return f"{text}, {clock.replace(':', '.') if language == 'id' else clock} WIB"
