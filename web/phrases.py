"""The texts of the pages in Indonesian and English. A phrase is one row."""

LANGUAGES = ("id", "en")
"""The default comes first."""

PHRASES = {
    # Every page
    "search": ("Cari", "Search"),
    "query_label": ("Kata yang dicari", "Search query"),
    "placeholder": ("Contoh: {example}", "For example: {example}"),
    "help": ("Bantuan", "Help"),
    "api": ("API", "API"),
    "contact": ("Hubungi kami", "Contact"),
    "other_language": ("English", "Indonesia"),
    "skip": ("Langsung ke isi", "Skip to content"),
    "skip_hits": ("Langsung ke hasil", "Skip to the results"),
    "skip_filters": ("Langsung ke saringan", "Skip to the filters"),
    "menu": ("Menu utama", "Main menu"),
    # Suggestions and keys, with the script
    "suggested": ("Saran pencarian", "Suggested searches"),
    "completion_title": ("judul", "title"),
    "keys": ("Pintasan papan ketik", "Keyboard shortcuts"),
    "key_box": ("Ke kotak pencarian", "Go to the search box"),
    "key_hits": ("Berita berikutnya, berita sebelumnya", "Next story, previous story"),
    "key_matches": ("Kata yang cocok berikutnya, sebelumnya", "Next match, previous match"),
    "key_help": ("Tampilkan daftar ini", "Show this list"),
    "keys_on": ("Pakai pintasan ini", "Use these shortcuts"),
    "close": ("Tutup", "Close"),
    "copy": ("Salin", "Copy"),
    "copied": ("Tersalin", "Copied"),
    "busy": (
        "Layanan sedang sibuk. Cobalah beberapa detik lagi.",
        "The service is busy. Try again in a few seconds.",
    ),
    "too_many": (
        "Terlalu banyak permintaan dalam satu menit. Cobalah sebentar lagi.",
        "Too many requests in one minute. Try again in a moment.",
    ),
    # Counts; `_one` is the singular
    "articles": ("{n} artikel", "{n} articles"),
    "articles_one": ("{n} artikel", "{n} article"),
    "stories": ("{n} berita", "{n} stories"),
    "stories_one": ("{n} berita", "{n} story"),
    "outlets": ("{n} media", "{n} outlets"),
    "outlets_one": ("{n} media", "{n} outlet"),
    "updated": ("diperbarui {n} kali", "updated {n} times"),
    "updated_one": ("diperbarui sekali", "updated once"),
    # The results
    "all_articles": ("Semua artikel", "All articles"),
    "range": ("{first}–{last} dari {total}", "{first}–{last} of {total}"),
    "relaxed": (
        "Tidak ada artikel yang memuat semua kata itu. Hasil di bawah ini memuat sedikitnya satu "
        "di antaranya.",
        "No article contains all of these words. These contain at least one of them.",
    ),
    # How the query was read; `remark_` and the kind of a remark
    "read_as": ("Dibaca sebagai", "Read as"),
    "alternative": ("Cari sebagai: {query}", "Search for this instead: {query}"),
    "equivalent": (
        "{text} dicari juga sebagai {writings}.",
        "{text} is also looked for as {writings}.",
    ),
    "offered": (
        "Artikel dengan {text} yang juga memuat {writings} tampil lebih dulu.",
        "Articles with {text} that also have {writings} come first.",
    ),
    "or": ("atau", "or"),
    "as_typed": ("Cari seperti diketik saja", "Search only as typed"),
    "expand": (
        "Cari juga singkatan dan ejaan lain",
        "Also search for acronyms and other spellings",
    ),
    "remark_no_word": (
        "{text} tidak memuat kata. Ketik sedikitnya satu kata atau angka.",
        "There is no word in {text}. Type at least one word or number.",
    ),
    "remark_headline": (
        "{text} dibaca sebagai kata, karena pencarian ini tampak seperti judul berhuruf besar. "
        "Untuk menghubungkan atau menyisihkan kata, tulis AND, OR, atau NOT.",
        "{text} is read as a word, because this looks like a headline in capitals. For an "
        "operator, write AND, OR or NOT.",
    ),
    "remark_lone_operator": (
        "{text} tidak menghubungkan apa pun di tempatnya, jadi tidak dibaca sebagai operator.",
        "{text} has nothing to join where it stands, so it is not read as an operator.",
    ),
    "remark_small_operator": (
        "{text} dibaca sebagai kata biasa. Operator ditulis dengan huruf besar.",
        "{text} is read as an ordinary word. Operators are written in capitals.",
    ),
    "remark_unknown_field": (
        "{text} bukan awalan yang dikenal, jadi dibaca sebagai kata. Yang ada: judul:, isi:, "
        "media:, sebelum:, sejak:, pada:, terakhir:, situs:, url:, id:",
        "{text} is not the name of a field, so it is read as a word. There are title:, body:, "
        "outlet:, before:, after:, on:, past:, site:, url: and id:",
    ),
    "remark_apart_field": (
        "{text} dibaca sebagai kata. Tulis yang dicari tepat di belakang titik dua, tanpa spasi.",
        "{text} is read as a word. Write what is looked for right behind the colon, without a "
        "space.",
    ),
    "remark_separated": (
        "{text} dibaca sebagai kata-kata terpisah. Tanda kutip menyatukannya.",
        "{text} is read as separate words. Quotation marks keep them together.",
    ),
    "remark_bar": (
        "{text} tidak menghubungkan apa pun. Di antara pilihan, tulis OR atau ATAU.",
        "{text} joins nothing. Write OR between alternatives.",
    ),
    "remark_boost": (
        "{text} diabaikan: bagian pencarian tidak dapat diberi bobot.",
        "{text} is ignored: no part of a query can be given a weight.",
    ),
    "remark_wildcard": (
        "{text}: tanda * hanya berlaku di akhir kata.",
        "{text}: a * works at the end of a word only.",
    ),
    "remark_distance": (
        "{text}: kata hanya boleh berbeda satu atau dua huruf.",
        "{text}: a word may differ by one or two letters only.",
    ),
    "remark_unclosed_quote": (
        "Tanda kutip {text} tidak ditutup, jadi frasanya sampai akhir.",
        "The quotation mark {text} is never closed, so the phrase goes on to the end.",
    ),
    "remark_unclosed_parenthesis": (
        "Kurung {text} tidak ditutup, jadi kelompoknya sampai akhir.",
        "The parenthesis {text} is never closed, so the group goes on to the end.",
    ),
    "remark_too_many_joined": (
        "{text} dibaca sebagai kata-kata terpisah, karena kata bersambung terlalu banyak.",
        "{text} is read as separate words, because there are too many joined ones.",
    ),
    "remark_address": (
        "{text} dibaca sebagai alamat artikel. Tanda kutip mencari kata-katanya.",
        "{text} is read as the address of an article. Quotation marks search for its words.",
    ),
    "remark_site": (
        "{text} dibaca sebagai situs: dicari semua artikelnya. Tanda kutip mencari kata-katanya.",
        "{text} is read as a site: these are its articles. Quotation marks search for its words.",
    ),
    "remark_id": (
        "{text} dibaca sebagai id artikel. Tanda kutip mencari kata-katanya.",
        "{text} is read as the id of an article. Quotation marks search for its words.",
    ),
    "remark_known_id": (
        "Ada juga artikel dengan id {text}. Tulis id: di depannya untuk melihatnya.",
        "There is also an article with the id {text}. Write id: before it to see that.",
    ),
    "most": (
        "{with_all} artikel memuat semua {words} kata; {total} memuat sedikitnya {needed} di "
        "antaranya.",
        "{with_all} with all {words} words, {total} with at least {needed} of them.",
    ),
    "most_uncounted": (
        "{total} artikel memuat sedikitnya {needed} dari {words} kata.",
        "{total} with at least {needed} of {words} words.",
    ),
    "most_none": (
        "Tidak ada artikel yang memuat semua {words} kata; {total} memuat sedikitnya {needed} di "
        "antaranya.",
        "None with all {words} words, {total} with at least {needed} of them.",
    ),
    "story_outlets": ("{n} media memuat berita ini", "{n} outlets carry this story"),
    "story_articles": ("{n} artikel memuat berita ini", "{n} articles on this story"),
    "compare": ("Bandingkan", "Compare"),
    "takeaway": ("Langkah berikutnya", "Next steps"),
    "export": ("Unduh semua hasil", "Download all results"),
    "look_closer": ("Lihat lebih dekat", "Look closer"),
    "embed_search": ("Di situs Anda", "On your site"),
    "cite_search": ("Kutip pencarian ini", "Cite this search"),
    "search_citation": (
        "{site}, pencarian “{query}”: {count}. {address} (dibuka {date}).",
        "{site}, search for “{query}”: {count}. {address} (accessed {date}).",
    ),
    # The timeline of the results
    "timeline": ("Menurut waktu", "Over time"),
    "peak": ("Paling banyak: {when} ({n})", "Peak: {when} ({n})"),
    "peak_share": (
        "Porsi terbesar: {when} ({share} dari semua artikel)",
        "Greatest share: {when} ({share} of all articles)",
    ),
    "as_share": ("Sebagai porsi", "As shares"),
    "as_count": ("Sebagai jumlah", "As counts"),
    "as_table": ("Sebagai tabel", "As a table"),
    "wider": ("Perlebar waktunya", "Zoom out"),
    "undated_count": ("{n} tanpa tanggal", "{n} undated"),
    "imprecise_count": (
        "{n} hanya diketahui tahun atau bulannya", "{n} known by year or month only"),
    "view": ("Tampilan", "View"),
    "ringkas": ("Ringkas", "Brief"),
    "lengkap": ("Lengkap", "Full"),
    "kwic": ("Konteks", "In context"),
    "since": ("sejak {date}", "since {date}"),
    "until": ("sampai {date}", "until {date}"),
    "collapse": ("Gabungkan salinan", "Group duplicates"),
    "uncollapse": ("Pisahkan salinan", "Show duplicates"),
    "untitled": ("(tanpa judul)", "(untitled)"),
    "undated": ("tanpa tanggal", "undated"),
    "feed": ("Ikuti pencarian ini", "Follow this search"),
    # What the archive has
    "outlets_link": ("Isi arsip", "Coverage"),
    "coverage": ("Media dalam arsip", "Outlets in the archive"),
    "coverage_hint": (
        "Jumlah artikel tiap media, tanggal artikel pertama dan terakhirnya, dan tahun yang "
        "kosong.",
        "How many articles there are of each outlet, the dates of the first and the last, and the "
        "years without any.",
    ),
    "see_coverage": (
        "Lihat media dan tahun yang ada di arsip", "See which outlets and years there are"),
    "see_outlet": (
        "Lihat tahun mana saja yang ada dari {outlet}", "See which years there are of {outlet}"),
    "column_articles": ("Artikel", "Articles"),
    "column_stories": ("Berita", "Stories"),
    "first_day": ("Artikel pertama", "First article"),
    "last_day": ("Artikel terakhir", "Last article"),
    "last_added": ("Terakhir ditambah", "Last added to"),
    "gap_years": ("Tahun tanpa artikel", "Years without articles"),
    "gap_months": ("Bulan tanpa artikel", "Months without articles"),
    "only_year": ("Hanya diketahui tahunnya", "Only the year known"),
    "month_table": ("Artikel menurut bulan", "Articles by month"),
    "days": ("Hari", "Days"),
    "no_articles_that_day": (
        "Tidak ada artikel dari tanggal ini.", "There are no articles from this day."),
    # Orders, named as in the address
    "sort": ("Urutkan", "Sort by"),
    "relevance": ("Paling sesuai", "Best match"),
    "newest": ("Terbaru", "Newest"),
    "oldest": ("Terlama", "Oldest"),
    "added": ("Terakhir masuk", "Last added"),
    # Facets, named as in the address; `none_` labels articles without a value
    "outlet": ("Media", "Outlet"),
    "none_outlet": ("Tanpa media", "No outlet"),
    "year": ("Tahun", "Year"),
    "none_year": ("Tanpa tanggal", "Undated"),
    "rubric": ("Rubrik", "Section"),
    "none_rubric": ("Tanpa rubrik", "No section"),
    "place": ("Tempat", "Place"),
    "none_place": ("Tanpa tempat", "No place"),
    "byline": ("Penulis", "Author"),
    "none_byline": ("Tanpa nama penulis", "No author"),
    "tag": ("Kata kunci", "Tag"),
    "none_tag": ("Tanpa kata kunci", "No tag"),
    "agency": ("Kantor berita", "News agency"),
    "none_agency": ("Tanpa kantor berita", "No news agency"),
    "none_own": ("Tanpa {facet}", "No {facet}"),  # for those that the operator adds
    "more": ("{n} lainnya", "{n} more"),
    # Filters
    "filters": ("Saring hasil", "Filters"),
    "filter": ("Saring", "Filter"),
    "without": ("Kecualikan {value}", "Leave out {value}"),
    "hidden_values": ("Cari di {n} lainnya", "Search {n} more"),
    "more_values": ("Tampilkan lebih banyak", "Show more"),
    "within": ("{facet} yang berawal dengan", "{facet} that begins with"),
    "every_filter": ("Semua saringan", "All filters"),
    "dates": ("Rentang tanggal", "Dates"),
    "from": ("Dari", "From"),
    "to": ("Sampai", "To"),
    "date_hint": (
        "Misalnya 2013, 2013-06, 29/6/2013, 29 Juni 2013, atau kemarin",
        "For example 2013, 2013-06, 29/6/2013, 29 June 2013 or yesterday",
    ),
    "apply": ("Terapkan", "Apply"),
    "active": ("Saringan aktif", "Active filters"),
    "except": ("kecuali", "except"),
    "remove": ("Hapus saringan {value}", "Remove filter: {value}"),
    "see_filters": ("Lihat semuanya di saringan", "See all of them among the filters"),
    "clear": ("Hapus semua saringan", "Clear all filters"),
    # Pages of results
    "pages": ("Halaman", "Pages"),
    "page_size": ("Jumlah per halaman", "Number per page"),
    "page": ("Halaman {n}", "Page {n}"),
    "previous": ("Sebelumnya", "Previous"),
    "next": ("Berikutnya", "Next"),
    "window": (
        "Hanya {n} hasil pertama yang dapat dibuka. Persempit dengan saringan.",
        "Only the first {n} results can be opened. Add a filter to narrow the search.",
    ),
    # The start page
    "holdings": ("{articles} dari {outlets}, {years}.", "{articles} from {outlets}, {years}."),
    "updated_on": ("Terakhir diperbarui {when}.", "Last updated {when}."),
    "try": ("Coba:", "Try:"),
    "largest": ("Media dengan artikel terbanyak:", "Outlets with the most articles:"),
    # Nothing found
    "word_missing": ("Tidak ada artikel yang memuat {word}.", "No article has {word}."),
    "words_apart": ("Satu per satu:", "One by one:"),
    "undo_filter": ("Tanpa saringan {name}", "Without the filter {name}"),
    "search_instead": ("Lihat saran di halaman pencarian", "See suggestions on the search page"),
    "no_matches": ("Tidak ada artikel yang cocok.", "No articles match."),
    "suggest_spelling": ("Mungkin maksud Anda", "Did you mean"),
    "suggest_expand": ("Singkatannya ditulis penuh", "With the acronym written out"),
    "suggest_unquote": ("Tanpa tanda kutip", "Without quotation marks"),
    "suggest_unfilter": ("Tanpa saringan", "Without filters"),
    "suggest_drop": (
        "Tanpa kata yang tidak ada di arsip", "Without the words that no article has"),
    "tips": ("Yang bisa dicoba:", "You could try:"),
    "tip_words": ("pakai kata yang lebih sedikit atau lebih umum.", "fewer or more general words."),
    "tip_fuzzy": (
        "tambahkan ~ di akhir kata yang ejaannya meragukan, misalnya nuklri~.",
        "a ~ after a word you are not sure how to spell, as in nuklri~.",
    ),
    "tip_prefix": (
        "tambahkan * setelah awal kata, misalnya nukl*.",
        "a * after the start of a word, as in nukl*.",
    ),
    "tip_quotes": (
        "lepaskan tanda kutip agar kata tidak harus berurutan.",
        "no quotation marks, so that the words can be in any order.",
    ),
    # Trends: searches side by side over time
    "trends": ("Tren", "Trends"),
    "trends_hint": (
        "Bandingkan sampai lima pencarian menurut waktu.",
        "Compare up to five searches by time.",
    ),
    "trends_query": ("Pencarian {n}", "Search {n}"),
    "trends_more": ("Bandingkan lebih banyak", "Compare more"),
    "trends_button": ("Bandingkan", "Compare"),
    "trends_title": ("Tren: {queries}", "Trends: {queries}"),
    "trends_link": ("Lihat menurut waktu", "View by time"),
    "trend": (
        "{query}: {articles}, tidak satu pun dalam grafik.",
        "{query}: {articles}, none of them in the chart.",
    ),
    "trend_peak": (
        "{query}: {articles}. Puncak: {when} ({count}).",
        "{query}: {articles}. Peak: {when} ({count}).",
    ),
    "trend_share": (
        "{query}: {articles}. Puncak: {when} ({share}, yaitu {count} dari {total}).",
        "{query}: {articles}. Peak: {when} ({share}, or {count} of {total}).",
    ),
    "interval": ("Selang waktu", "Interval"),
    "count_by": ("Hitung per", "Count by"),
    "interval_auto": ("otomatis", "automatic"),
    "interval_year": ("tahun", "year"),
    "interval_month": ("bulan", "month"),
    "interval_week": ("minggu", "week"),
    "interval_day": ("hari", "day"),
    "share": (
        "Sebagai porsi dari semua artikel di arsip",
        "As a share of all articles in the archive",
    ),
    "when": ("Waktu", "Time"),
    "archive_total": ("Seluruh arsip", "Whole archive"),
    "trends_undated": ("Tanpa tanggal", "Undated"),
    "trends_imprecise": ("Tanggalnya tidak lengkap", "Date not exact enough"),
    "trends_data": ("Unduh:", "Download:"),
    # A concordance: each match on a line
    "concordance": ("Konkordansi", "Concordance"),
    "concordance_hint": (
        "Setiap kemunculan kata yang dicari, dengan teks di kiri dan kanannya.",
        "Every match, with the text to its left and right.",
    ),
    "concordance_link": ("Lihat tiap kecocokan dalam kalimatnya", "View each match in context"),
    "concordance_button": ("Tampilkan", "Show"),
    "concordance_read": (
        "{lines} baris dari {read} artikel yang dibaca; {total} artikel ditemukan.",
        "{lines} lines from the {read} articles that were read; {total} were found.",
    ),
    "concordance_incomplete": (
        "Masih ada kecocokan lain: persempit pencarian atau minta lebih banyak baris.",
        "There are more matches: narrow the search, or ask for more lines.",
    ),
    "width": ("Huruf di tiap sisi", "Characters on each side"),
    "lines": ("Baris", "Lines"),
    "line_order": ("Urutkan menurut", "Sort by"),
    "order_left": ("kata di kiri", "the word to the left"),
    "order_right": ("kata di kanan", "the word to the right"),
    "order_date": ("tanggal", "date"),
    "left": ("Kiri", "Left"),
    "match": ("Kecocokan", "Match"),
    "right": ("Kanan", "Right"),
    "source": ("Artikel", "Article"),
    # Significant terms: what the hits are about
    "terms": ("Istilah", "Terms"),
    "terms_of": ("Istilah menonjol: {query}", "Significant terms: {query}"),
    "terms_link": ("Lihat istilah yang menonjol", "View significant terms"),
    "terms_hint": (
        "Kata dan nama yang jauh lebih sering muncul di sini daripada di artikel lain, menurut "
        "{read} artikel teratas (satu dari tiap berita).",
        "Words and names that are far more frequent here than in other articles, judged by the "
        "first {read} articles, one of each story.",
    ),
    "terms_count": ("Artikel yang dibaca", "Among those read"),
    "terms_none": (
        "Tidak ada istilah yang menonjol: terlalu sedikit artikel, atau terlalu beragam.",
        "No term stands out: the articles are too few, or too diverse.",
    ),
    # The copies of a story
    "copies": ("Salinan yang dibandingkan", "Copies compared"),
    "copies_hint": (
        "{n} dari {total} artikel berita ini, menurut waktu. Yang lain dibandingkan kata demi kata "
        "dengan yang paling awal.",
        "{n} of the {total} articles of this story, by time. The others are compared with the "
        "earliest, word by word.",
    ),
    "copies_link": ("Bandingkan salinannya", "Compare the copies"),
    "earliest": ("Paling awal", "The earliest"),
    "changed": (
        "Kata yang ditambah: {inserted}, dihapus: {deleted}",
        "Words inserted: {inserted}, deleted: {deleted}"),
    "unchanged": ("Tidak ada perbedaan kata", "No word differs"),
    "compared_part": (
        "Hanya awal teksnya yang dibandingkan.", "Only the beginning of the text was compared."),
    "insertion": ("ditambah:", "inserted:"),
    "deletion": ("dihapus:", "deleted:"),
    "end_of_change": ("akhir perubahan.", "end of change."),
    # The page that writes the code to embed a search, and what is embedded in a frame
    "embed": ("Sematkan pencarian", "Embed a search"),
    "embed_link": ("Sematkan pencarian ini", "Embed this search"),
    "embed_hint": (
        "Pasang pencarian arsip ini di situs Anda. Pilih isinya, lihat contohnya, lalu salin "
        "kodenya.",
        "Show a search of this archive on your site. Choose what it shows, see an example, and "
        "copy the code.",
    ),
    "embed_label": ("Cari di arsip berita", "Search the news archive"),
    "embed_query": ("Pencarian awal (boleh kosong)", "Initial search (may be empty)"),
    "embed_outlets": ("semua", "all"),
    "embed_past": ("Atau waktu terakhir", "Or a recent period"),
    "past": ("Waktu terakhir", "Recent period"),
    "past_": ("semua waktu", "any time"),
    "past_7d": ("7 hari terakhir", "the last 7 days"),
    "past_30d": ("30 hari terakhir", "the last 30 days"),
    "past_1y": ("setahun terakhir", "the last year"),
    "embed_size": ("Hasil sekali tampil", "Results at a time"),
    "embed_language": ("Bahasa", "Language"),
    "language_id": ("Indonesia", "Indonesian"),
    "language_en": ("Inggris", "English"),
    "embed_theme": ("Latar", "Background"),
    "theme_page": ("ikut halaman", "same as the page"),
    "theme_light": ("terang", "light"),
    "theme_dark": ("gelap", "dark"),
    "theme_auto": ("ikut perangkat", "same as the device"),
    "embed_accent": ("Warna tombol", "Button colour"),
    "embed_update": ("Perbarui contoh dan kode", "Update example and code"),
    "embed_example": ("Contoh", "Example"),
    "embed_open": ("Lihat hasil pencarian ini", "See the results of this search"),
    "embed_code": ("Kode untuk situs Anda", "Code for your site"),
    "embed_code_hint": (
        "Tempel di halaman yang Anda inginkan. Baris pertama, skripnya, cukup sekali di tiap "
        "halaman. Tanpa skrip, pembaca mendapat kotak pencarian biasa.",
        "Paste it into a page. The first line, the script, is needed only once on a page. Without "
        "scripts, readers get a plain search box.",
    ),
    "embed_copy": ("Salin kode", "Copy the code"),
    "embed_copied": ("Kode sudah disalin.", "Code copied."),
    "embed_frame": ("Tanpa skrip: sebagai bingkai", "Without a script: as a frame"),
    "embed_frame_hint": (
        "Untuk situs yang tidak mengizinkan skrip dari luar.",
        "For sites that do not allow scripts from elsewhere.",
    ),
    "embed_frame_open": ("Lihat isi bingkai", "See what is in the frame"),
    "embed_off": ("Bingkai tidak diizinkan", "Frames are not allowed"),
    "embed_off_hint": (
        "Arsip ini belum mengizinkan situs lain menampilkannya dalam bingkai. Pengelolanya dapat "
        "mengaturnya (embed_origins). Kode dengan skrip dapat dipakai tanpa izin.",
        "This archive does not let other sites show it in a frame. Whoever runs it can allow that "
        "(embed_origins). The code with the script needs no permission.",
    ),
    "embed_all": ("Lihat semua di arsip", "See all in the archive"),
    # An article
    "results": ("Hasil pencarian", "Results"),
    "back": ("Kembali ke hasil pencarian", "Back to the results"),
    "hit_place": ("{n} dari {total}", "{n} of {total}"),
    "hit_before": ("Hasil sebelumnya", "Previous result"),
    "hit_after": ("Hasil berikutnya", "Next result"),
    "matches": ("{n} kecocokan", "{n} matches"),
    "matches_one": ("{n} kecocokan", "{n} match"),
    "match_before": ("Kecocokan sebelumnya", "Previous match"),
    "match_after": ("Kecocokan berikutnya", "Next match"),
    "original": ("Baca di situs asal", "Read the original"),
    "web_archive": ("Cari di arsip web", "Find it in the web archive"),
    "doubtful": (
        "Teks ini dibaca dari halaman web dan mungkin tidak utuh.",
        "This text was read from a web page and may not be whole.",
    ),
    "truncated": (
        "Teks ini sudah terpotong di sumbernya.", "This text was already cut at its source."),
    "same_story": ("Berita yang sama", "Same story"),
    "first_own": (
        "Menurut tanggalnya, artikel ini yang paling awal.",
        "By its date, this article was the first."),
    "first_other": (
        "Menurut tanggalnya, yang paling awal {outlet}.", "By its date, {outlet} was the first."),
    "first_unknown": (
        "Tanggalnya tidak menunjukkan mana yang paling awal.",
        "The dates do not tell which was the first."),
    "not_listed": ("{n} artikel lain tidak ditampilkan", "{n} more articles are not listed"),
    "this_article": ("artikel ini", "this article"),
    "related": ("Berita terkait", "Related articles"),
    "cite": ("Kutip artikel ini", "Cite this article"),
    "cite_plain": ("Catatan kaki", "Footnote"),
    "cite_apa": ("APA", "APA"),
    "cite_mla": ("MLA", "MLA"),
    "cite_files": ("Untuk pengelola pustaka:", "For reference managers:"),
    "permalink": ("Alamat tetap", "Permanent link"),
    "printed": ("Dibuka pada {day} di {address}", "Opened on {day} at {address}"),
    # What is known of an article: fields, and where values come from
    "details": ("Keterangan", "Details"),
    "removed": ("Baris yang dikeluarkan dari teks", "Lines taken out of the text"),
    "others": ("Isian lain dari sumbernya", "Other fields of the source"),
    "date": ("Tanggal", "Date"),
    "tags": ("Kata kunci", "Tags"),
    "field_title": ("Judul", "Title"),
    "field_body": ("Teks", "Text"),
    "field_agency": ("Kantor berita", "News agency"),
    "field_editor": ("Penyunting", "Editor"),
    "field_dateline": ("Pembuka teks", "Dateline"),
    "field_outlet_written": ("Nama media di sumbernya", "Outlet as the source writes it"),
    "field_captions": ("Keterangan gambar", "Captions"),
    "field_footers": ("Baris tentang artikel", "Lines about the article"),
    "field_repaired": ("Yang diperbaiki saat dibaca", "Repaired on reading"),
    "field_doubtful": ("Yang meragukan", "What is doubtful"),
    "field_truncated": ("Tanda teks terpotong", "Sign of the cut"),
    "field_boilerplate": ("Bukan bagian artikel", "Not part of the article"),
    "field_repeated": ("Paragraf yang berulang", "Repeated paragraphs"),
    "from_column": ("diambil dari isian “{name}”", "taken from the field “{name}”"),
    "title_from_slug": (
        "disusun dari kata-kata di alamat artikel", "made of the words in the article's address"),
    "outlet_from_field": ("disebut di sumbernya", "named by the source"),
    "outlet_from_metadata": ("disebut di halaman web", "named by the web page"),
    "outlet_from_feed": ("disebut di umpan situs", "named by the feed of the site"),
    "outlet_from_url": ("dikenali dari alamat artikel", "known by the article's address"),
    "outlet_from_copyright": ("dari baris hak cipta", "from the copyright line"),
    "outlet_from_credit": ("dari baris sumber berita", "from the credit line"),
    "outlet_from_dateline": ("dari pembuka teks", "from the dateline"),
    "outlet_from_channel": ("dari baris nama kanal", "from a line that names a channel"),
    "outlet_from_site": ("dari baris nama situs", "from a line that names the site"),
    "date_from_field": ("tertulis di sumbernya", "stated by the source"),
    "date_from_metadata": ("tertulis di halaman web", "stated by the web page"),
    "date_from_feed": ("tertulis di umpan situs", "stated by the feed of the site"),
    "date_from_updated": (
        "hari terakhir artikel diubah: terbitnya paling lambat hari itu",
        "the day of its last change: it appeared on that day at the latest"),
    "date_from_created": (
        "hari artikel dicatat di sumbernya; hari terbitnya bisa berbeda",
        "the day of its entry at the source; it may have appeared on another day"),
    "date_from_url": ("dari alamat artikel", "from the article's address"),
    "date_from_footer": ("dari baris penutup teks", "from the line that ends the text"),
    "date_from_line": ("dari baris tersendiri di teks", "from a line of its own in the text"),
    "date_from_dateline": ("dari pembuka teks", "from the dateline"),
    "date_from_text": (
        "hari yang disebut teks dan hampir pasti hari terbitnya",
        "a day that the text names and that is very likely the day of publication"),
    "date_from_partial": (
        "hari yang disebut teks, dengan tahun yang disimpulkan",
        "a day that the text names, with a year that was inferred"),
    "undated_none": (
        "tidak diketahui: teks tidak memuat tanggal", "unknown: there is no date in the text"),
    "undated_unsure": (
        "tidak diketahui: belum tentu hari terbitnya “{words}”",
        "unknown: this is not surely the day of publication: “{words}”"),
    "undated_no_year": (
        "tidak diketahui: tidak ada tahun yang cocok dengan “{words}”",
        "unknown: no year fits “{words}”"),
    "undated_which_year": (
        "tidak diketahui: ada beberapa tahun yang cocok dengan “{words}”",
        "unknown: several years fit “{words}”"),
    "undated_impossible": (
        "tidak diketahui: tanggal ini tidak ada atau belum tiba: “{words}”",
        "unknown: this day does not exist or lies in the future: “{words}”"),
    "undated_yearless": (
        "tidak diketahui: hari dan bulan tanpa tahun: “{words}”",
        "unknown: day and month without a year: “{words}”"),
    "undated_field": (
        "tidak diketahui: isian tanggal {words} tidak dapat dipakai",
        "unknown: the date {words} of the source cannot be used"),
    # The help, and how to search in a few lines
    "topics": ("Isi halaman", "On this page"),
    "hints": ("Cara mencari", "How to search"),
    "hint_words": ("enam pihak", "six parties"),
    "hint_phrase": ("kata-kata ini berurutan", "these words in this order"),
    "hint_not": ("tanpa kata Iran", "without the word Iran"),
    "hint_or": ("salah satunya", "either of them"),
    "hint_title": ("hanya di judul", "in the title only"),
    "hint_date": ("hanya yang terbit pada bulan itu", "only of that month"),
    "hint_prefix": ("kata dengan awal ini", "words that begin like this"),
    "hint_fuzzy": ("kata yang ejaannya mirip", "words spelled much like this"),
    "hints_more": ("Semua cara mencari", "All ways to search"),
    # Errors, by status
    "error": ("Terjadi kesalahan", "Something went wrong"),
    "error_400": ("Pencarian tidak dapat dibaca", "This query cannot be read"),
    "error_404": ("Tidak ditemukan", "Not found"),
    "error_404_tip": (
        "Halaman atau artikel ini tidak ada, atau sudah dihapus dari arsip.",
        "This page or article does not exist, or it was removed from the archive.",
    ),
    "error_422": ("Ada nilai yang keliru", "Invalid value"),
    "error_410": ("Kursor tidak berlaku lagi", "The cursor is gone"),
    "error_409": ("Versi lain sudah tersimpan", "Another version is stored"),
    "error_412": ("Versi lain sudah tersimpan", "Another version is stored"),
    "error_503": ("Arsip sedang tidak dapat menjawab", "The archive is unavailable"),
    "error_503_tip": (
        "Mungkin arsip sedang dipindahkan atau diperbaiki. Cobalah sebentar lagi.",
        "It may be moving, or under repair. Please try again in a while.",
    ),
    "error_422_tip": (
        "Alamat ini memuat nilai yang tidak dapat dibaca.",
        "This address has a value that cannot be read.",
    ),
    "try_again": ("Coba lagi", "Try again"),
    "home": ("Ke halaman pencarian", "Go to the search page"),
    # Limits of a query, named as search/errors.py has them
    "limit_length": (
        "Panjangnya {count} karakter, kelebihan {excess} dari batas {most}.",
        "It has {count} characters, {excess} over the limit of {most}.",
    ),
    "limit_depth": (
        "Tanda kurungnya bertingkat {count}, kelebihan {excess} dari batas {most}.",
        "Its parentheses are nested {count} deep, {excess} over the limit of {most}.",
    ),
    "limit_expansions": (
        "Ada {count} kata yang berakhir dengan * atau ~, kelebihan {excess} dari batas {most}.",
        "It has {count} words that end in * or ~, {excess} over the limit of {most}.",
    ),
    "limit_proximities": (
        "Ada {count} frasa dengan ~, kelebihan {excess} dari batas {most}.",
        "It has {count} phrases with ~, {excess} over the limit of {most}.",
    ),
    "limit_phrases": (
        "Ada {count} frasa dan kata bersambung, kelebihan {excess} dari batas {most}.",
        "It has {count} phrases and joined words, {excess} over the limit of {most}.",
    ),
    "limit_conditions": (
        "Ada {count} syarat, kelebihan {excess} dari batas {most}.",
        "It has {count} conditions, {excess} over the limit of {most}.",
    ),
    "limit_forms": (
        "Kata dengan * atau ~ mewakili lebih dari {most} kata di arsip ini. Tuliskan lebih banyak "
        "hurufnya.",
        "The words with * or ~ stand for more than {most} words of this archive. Write more of "
        "their letters.",
    ),
    "limit_time": (
        "Jawabannya memakan waktu terlalu lama. Kurangi kata dengan * atau ~, frasa, atau rentang "
        "waktunya.",
        "It takes too long to answer. Use fewer words with * or ~, fewer phrases, or a shorter "
        "range of dates.",
    ),
    # What an answer lacks, named as search/budget.py has it
    "partial": (
        "Jawaban ini tidak lengkap, karena akan memakan waktu terlalu lama. Yang kurang: {what}.",
        "This answer is incomplete, because the whole would have taken too long. Missing: {what}.",
    ),
    "omitted_hits": (
        "hasil dari sebagian arsip, juga dalam jumlahnya",
        "the results of a part of the archive, also in the numbers"),
    "omitted_word_counts": ("jumlah artikel per kata", "the numbers of articles by word"),
    "omitted_snippets": ("kutipan hasil yang terakhir", "the excerpts of the last results"),
    "omitted_timeline": ("lini masa", "the timeline"),
    "omitted_suggestions": ("saran pencarian lain", "suggestions of other searches"),
    "omitted_completions": ("sebagian saran", "some completions"),
    "omitted_lines": ("sebagian baris", "some of the lines"),
    "omitted_terms": ("sebagian istilah", "some of the terms"),
    "omitted_outlets": ("media yang terakhir", "the last outlets"),
    "omitted_related": ("berita terkait", "related articles"),
    "omitted_place": ("tempatnya di antara hasil", "its place among the results"),
    # How to write a condition, by its name in search/syntax/conditions.py
    "condition_date": (
        "Sesudah {name}: tulis tanggal, misalnya {name}:2019, {name}:2019-05, {name}:17/8/1945, "
        "atau {name}:kemarin.",
        "Write a date after {name}:, such as {name}:2019, {name}:2019-05, {name}:17/8/1945 or "
        "{name}:yesterday.",
    ),
    "condition_past": (
        "Sesudah {name}: tulis lamanya, misalnya {name}:30 hari, {name}:6m, atau {name}:minggu "
        "lalu.",
        "Write how long after {name}:, such as {name}:30 days, {name}:6m or {name}:last week.",
    ),
    "condition_site": (
        "Sesudah {name}: tulis nama situs saja, misalnya {name}:kabar.example.",
        "Write the name of a site alone after {name}:, such as {name}:kabar.example.",
    ),
    "condition_url": (
        "Sesudah {name}: tulis alamat lengkap sebuah artikel.",
        "Write the whole address of an article after {name}:.",
    ),
    "condition_id": (
        "Sesudah {name}: tulis id sebuah artikel.", "Write the id of an article after {name}:."),
    "condition_quote": (
        "Beri tanda kutip bila yang dicari kata-katanya.",
        "Put it in quotes to search for the words.",
    ),
    "plain": ("Cari kata-katanya saja: {query}", "Search for its words only: {query}"),
    "plain_shown": (
        "Hasil di bawah ini hanya untuk kata-katanya, tanpa tanda.",
        "Below are the results for its words alone.",
    ),
    # What became of a parameter of the address, by kind
    "notice_ignored": ("{name}: “{given}” diabaikan.", "{name}: “{given}” was ignored."),
    "notice_read_as": (
        "{name}: “{given}” dibaca sebagai “{used}”.", "{name}: “{given}” was read as “{used}”."),
    "notice_swapped": (
        "Tanggal awal lebih akhir daripada tanggal akhir, jadi keduanya ditukar: dari {used} "
        "sampai {given}.",
        "The dates were the wrong way round and have been swapped: from {used} to {given}.",
    ),
    "notice_cut": (
        "{name}: dari {given} nilai hanya {used} yang pertama dipakai.",
        "{name}: of {given} values only the first {used} are used.",
    ),
    "notice_repeated": (
        "{name} disebut lebih dari sekali. Yang dipakai: “{used}”.",
        "{name} was given more than once. This one is used: “{used}”.",
    ),
    "notice_past_end": (
        "Tidak ada halaman {given}. Ini halaman {used}, yang terakhir.",
        "There is no page {given}. This is page {used}, the last one.",
    ),
    # How to write a parameter
    "invalid_past": (
        "Tulis 30d, 4w, 6m, 1y, hari ini, kemarin, minggu lalu, atau bulan lalu, tanpa from dan "
        "to.",
        "Write 30d, 4w, 6m, 1y, hari ini, kemarin, minggu lalu or bulan lalu, without from and to.",
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
        "Tulis tanggal seperti 2019, 2019-09, 17/9/2019, atau 17 September 2019.",
        "Write a date such as 2019, 2019-09, 17/9/2019 or 17 September 2019.",
    ),
    "invalid_to": (
        "Tulis tanggal seperti 2019, 2019-09, 17/9/2019, atau 17 September 2019.",
        "Write a date such as 2019, 2019-09, 17/9/2019 or 17 September 2019.",
    ),
    "invalid_page": ("Halaman dihitung mulai 1.", "Pages are numbered from 1."),
    "invalid_page_size": ("Tulis angka, misalnya 10.", "Write a number, such as 10."),
    "invalid_sort": (
        "Urutan yang ada: relevance, newest, oldest, added; pada konkordansi: left, right, date.",
        "The sort orders are relevance, newest, oldest and added; of a concordance, left, right "
        "and date.",
    ),
    "invalid_interval": (
        "Selang waktu yang ada: auto, year, month, week, day. Bila batangnya terlalu banyak, pilih "
        "selang yang lebih panjang atau rentang tanggal yang lebih pendek.",
        "The intervals are auto, year, month, week and day. If there are too many bars, choose a "
        "longer interval or a shorter range of dates.",
    ),
    "invalid_collapse": (
        "Tulis story untuk menggabungkan berita yang sama, atau none untuk memisahkannya.",
        "Write story to group duplicates, or none to show them separately.",
    ),
}
"""Name → the phrase in each of LANGUAGES, with {placeholders} for values."""
