"""The texts of the pages in Indonesian and English. A phrase is one row."""

LANGUAGES = ("id", "en")
"""The default comes first."""

PHRASES = {
    # Every page
    "tagline": ("Arsip berita Indonesia", "Indonesian news archive"),
    "search": ("Cari", "Search"),
    "query_label": ("Kata kunci", "Search query"),
    "placeholder": ('Contoh: "perundingan enam pihak"', 'Try "perundingan enam pihak"'),
    "help": ("Bantuan", "Help"),
    "api": ("API", "API"),
    "other_language": ("English", "Bahasa Indonesia"),
    "skip": ("Langsung ke isi", "Skip to content"),
    # Counts; `_one` is the singular
    "articles": ("{n} artikel", "{n} articles"),
    "articles_one": ("{n} artikel", "{n} article"),
    "stories": ("{n} berita", "{n} stories"),
    "stories_one": ("{n} berita", "{n} story"),
    "updated": ("diperbarui {n} kali", "updated {n} times"),
    "updated_one": ("diperbarui sekali", "updated once"),
    # The results
    "all_articles": ("Semua artikel", "All articles"),
    "range": ("{first}–{last} dari {total}", "{first}–{last} of {total}"),
    "relaxed": (
        "Tidak ada artikel yang memuat semua kata itu. Yang tampil memuat sedikitnya satu di "
        "antaranya.",
        "No article contains all of these words. These contain at least one of them.",
    ),
    "story": ("{count} memuat berita ini: {outlets}", "{count} on this story: {outlets}"),
    "collapse": ("Gabungkan berita yang sama", "Group duplicates"),
    "uncollapse": ("Pisahkan berita yang sama", "Show duplicates separately"),
    "untitled": ("(tanpa judul)", "(untitled)"),
    "undated": ("tanpa tanggal", "undated"),
    # Orders, named as in the address
    "sort": ("Urutkan", "Sort by"),
    "relevance": ("Paling sesuai", "Best match"),
    "newest": ("Terbaru", "Newest"),
    "oldest": ("Terlama", "Oldest"),
    # Facets, named as in the address; `none_` labels articles without a value
    "outlet": ("Media", "Outlet"),
    "none_outlet": ("Tanpa media", "No outlet"),
    "year": ("Tahun", "Year"),
    "none_year": ("Tanpa tanggal", "Undated"),
    "byline": ("Penulis", "Byline"),
    "none_byline": ("Tanpa nama penulis", "No byline"),
    "more": ("{n} lainnya", "{n} more"),
    # Filters
    "filters": ("Saring hasil", "Filters"),
    "dates": ("Rentang tanggal", "Dates"),
    "from": ("Dari", "From"),
    "to": ("Sampai", "To"),
    "date_hint": ("TTTT, TTTT-BB, atau TTTT-BB-HH", "YYYY, YYYY-MM or YYYY-MM-DD"),
    "apply": ("Terapkan", "Apply"),
    "active": ("Saringan aktif", "Active filters"),
    "remove": ("Hapus saringan {value}", "Remove filter: {value}"),
    "clear": ("Hapus semua saringan", "Clear all filters"),
    # Pages of results
    "pages": ("Halaman", "Pages"),
    "page": ("Halaman {n}", "Page {n}"),
    "previous": ("Sebelumnya", "Previous"),
    "next": ("Berikutnya", "Next"),
    "past_end": ("Halaman ini melewati hasil terakhir.", "This page is past the last result."),
    "first_page": ("Ke halaman pertama", "Go to the first page"),
    "window": (
        "Hanya {n} hasil pertama yang dapat dibuka. Persempit dengan saringan.",
        "Only the first {n} results can be opened. Add a filter to narrow the search.",
    ),
    # Nothing found
    "no_matches": ("Tidak ada artikel yang cocok.", "No articles match."),
    "without_filters": ("Tanpa saringan: {count}", "Without filters: {count}"),
    "tips": ("Yang bisa dicoba:", "You could try:"),
    "tip_words": ("pakai kata yang lebih sedikit atau lebih umum;", "fewer or more general words;"),
    "tip_fuzzy": (
        "tambahkan ~ di akhir kata yang ejaannya meragukan, misalnya nuklri~;",
        "a ~ after a word you are not sure how to spell, as in nuklri~;",
    ),
    "tip_prefix": (
        "tambahkan * setelah awal kata, misalnya nukl*;",
        "a * after the start of a word, as in nukl*;",
    ),
    "tip_quotes": (
        "lepaskan tanda kutip agar kata tidak harus berurutan.",
        "no quotation marks, so that the words can be in any order.",
    ),
    # An article
    "back": ("Kembali ke hasil pencarian", "Back to the results"),
    "original": ("Baca di situs asal", "Read the original"),
    "details": ("Keterangan", "Details"),
    "same_story": ("Berita yang sama", "Same story"),
    # Errors, by status
    "error": ("Terjadi kesalahan", "Something went wrong"),
    "error_400": ("Pencarian tidak dapat dibaca", "This query cannot be read"),
    "error_404": ("Tidak ditemukan", "Not found"),
    "error_404_tip": (
        "Halaman atau artikel ini tidak ada, atau sudah dihapus dari arsip.",
        "This page or article does not exist, or it was removed from the archive.",
    ),
    "error_422": ("Ada nilai yang keliru", "Invalid value"),
    "error_503": ("Arsip sedang tidak dapat menjawab", "The archive is unavailable"),
    "home": ("Ke halaman pencarian", "Go to the search page"),
    # Errors, by parameter
    "invalid_q": (
        "Pencarian paling panjang 512 karakter, dengan paling banyak 20 tanda kurung "
        "bertingkat, 8 kata yang berakhir dengan * atau ~, 8 frasa, dan 3 di antaranya dengan "
        "~.",
        "A query can have at most 512 characters, 20 levels of parentheses, 8 words ending in "
        "* or ~, and 8 phrases, 3 of them with ~.",
    ),
    "invalid_repeated": (
        "Alamat ini menyebut satu parameter lebih dari sekali.",
        "The address gives a parameter more than once.",
    ),
    "invalid_too_many": (
        "Saringan yang sama paling banyak memuat 50 nilai, seluruhnya 2.000 karakter.",
        "A filter can have at most 50 values, with 2,000 characters together.",
    ),
    "invalid_year": (
        "Tahun ditulis dengan empat angka, misalnya 2007.",
        "Write the year with four digits, as in 2007.",
    ),
    "invalid_from": (
        "Awal rentang tanggal ditulis TTTT, TTTT-BB, atau TTTT-BB-HH, dari tahun 0001, dan tidak "
        "sesudah akhirnya.",
        "Write the start of the date range as YYYY, YYYY-MM or YYYY-MM-DD, from the year 0001 on. "
        "It cannot be after the end.",
    ),
    "invalid_to": (
        "Akhir rentang tanggal ditulis TTTT, TTTT-BB, atau TTTT-BB-HH, dari tahun 0001.",
        "Write the end of the date range as YYYY, YYYY-MM or YYYY-MM-DD, from the year 0001 on.",
    ),
    "invalid_page": (
        "Halaman dihitung mulai 1, dan hanya sampai hasil ke-10.000. Persempit pencarian "
        "dengan saringan.",
        "Pages are numbered from 1 and end at the 10,000th result. Add a filter to narrow the "
        "search.",
    ),
    "invalid_page_size": (
        "Jumlah hasil per halaman adalah 0 sampai 100.",
        "A page can have 0 to 100 results.",
    ),
    "invalid_sort": (
        "Urutan yang ada: relevance, newest, oldest.",
        "The sort orders are relevance, newest and oldest.",
    ),
    "invalid_collapse": (
        "Tulis story untuk menggabungkan berita yang sama, atau none untuk tidak.",
        "Write story to group duplicates, or none to show them separately.",
    ),
}
"""Name → the phrase in each of LANGUAGES, with {placeholders} for values."""
