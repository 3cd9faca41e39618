"""Which lines are no part of an article, told by the line alone."""

import re

from indexer.clean.cleaned import Verdict, noted, removed
from indexer.clean.menus import SECTIONS

LONGEST = 300
"""Code points of the longest line that may be boilerplate or a note as a whole."""

_HEADLINE = r"(?![,.])(?:(?![.!?…][\"”’']?\s+[A-Z]).){0,150}?(?:(?<![.,;])|\.\.\.)"
_JUGA = r"(?:(?:baca|simak|lihat|tonton|saksikan|dengarkan)[ _]?(?:juga|pula))"
_NAMES = r"[^.,/|&(:;!?]{0,40}(?:[.,/|&(][^.,/|&(:;!?]{0,40}){0,6}"
_NO_SENTENCE = r"(?-i:(?!.*\b[a-z]+ [a-z]+ [a-z]+\b))"
"""What goes on without words in small letters one after the other, as sentences have them."""
NOT_SPOKEN = r"(?!.*\b(?:kata|ujar|tutur|ucap|jelas|imbuh|pesan|pinta|lanjut)(?:nya)?\b)"
"""What goes on without a word that says who speaks."""
_NAMED = rf"(?-i:(?=[A-Z\d@*]|[\w@/. -]{{0,24}}$)){_NO_SENTENCE}{_NAMES}"
"""The same of people."""
_SECTIONS = (
    r"redaksi|tentang kami|kontak kami|hubungi kami"
    r"|pedoman(?: media| pemberitaan)?(?: media)? siber|disclaimer|privacy policy|kebijakan privasi"
    r"|info iklan|about us|contact us|term of service"
    r"|kode etik|sitemap|peta situs|syarat (?:dan|&) ketentuan|ketentuan layanan"
)
_LINKS = (
    rf"[\[(*>'\" ]{{0,3}}(?:{_JUGA}|(?:simak|lihat|tonton|saksikan) "
    r"(?:video|live|foto|infografis)|baca ?: )"
)
_SHARES = (
    r"bagikan|share\b|tweet\b|facebook|twitter|whatsapp|telegram|linkedin|e-?mail\b|copy link"
    r"|salin tautan|tautan ter|#growfearless"
)
_SHARED = (
    r"artikel|berita|tulisan|article|post|this|ini|on|to|via|with|ke|kepada|di|lewat|melalui|dan"
    r"|teman|friends|keluarga|anda|media|social|sosial|facebook|twitter|whatsapp|telegram|line"
    r"|linkedin|instagram|e-?mail|x"
)
"""What a prompt to share says, and nothing else."""
_WRITERS = (
    r"(?:pewarta|penulis|reporter|wartawan|kontributor|penerjemah|oleh|by|teks|jurnalis|author"
    r"|ditulis oleh) ?:|\(?laporan "
)
_HOST = r"(?:[\w-]{1,40}\.){1,4}(?:com|co|id|net|org|tv|news|my\.id|info|me)"
_SETTINGS = r"(?: [\w-]{1,30}=(?>\"[^\"]*\"|'[^']*'|[^][\s\"']{1,100})){%s,12} ?/?\]"
_TAG = (
    rf"\[(?>[a-z][a-z\d]{{1,30}}_[\w-]{{1,40}}){_SETTINGS % 0}|\[/[a-z][\w-]{{1,40}}\]"
    rf"|\[[a-z][a-z\d-]{{1,30}}{_SETTINGS % 1}"
)
"""What WordPress replaces by a picture, a column, a form: a name with a dash below, or settings."""

_RULES: tuple[tuple[str, tuple[tuple[str, Verdict], ...]], ...] = (
    (r"\[?(?:iklan|advertisement|adv|advertorial)\b|\[iklan_", (
        (r"\[?iklan(?:[_ -]?\d+)?\]?|\[?advertisement\]?|adv\.?|advertorial:?",
         removed("advertisement")),
        (r"advertisement (?:scroll|gulir) (?:to|untuk) .{0,60}", removed("advertisement")),
    )),
    (r"scroll to|gulir untuk|googletag|\(adsbygoogle|_x000d_|loading ?(?:\.|…)", (
        (r"(?:scroll to|gulir untuk) .{0,60}", removed("advertisement")),
        (r"googletag\..*|\(adsbygoogle.*|_x000d_|loading ?(?:\.{2,}|…)",
         removed("advertisement")),
    )),
    (r"\[gambas|view this|a post shared", (
        (r"\[gambas ?:.{0,60}\]|view this post on instagram|a post shared by .{0,150}",
         removed("video")),
    )),
    (r"(?:kirim|tulis|lihat semua|belum ada|tambah) ?komentar|komentar|comment", (
        (r"(?:komentar|comments?) ?(?:\(\d+\))"
         r"|(?:tulis|kirim|lihat semua|belum ada|tambah) ?komentar\.*", removed("comments")),
        (r"(?:kirim)? ?komentar menjadi tanggung.{0,80}", removed("comments")),
    )),
    (r"view in single|(?:halaman|page|laman)\b|(?:selanjut|berikut)nya\b|show all|lihat semua$", (
        (r"(?:view in single page|halaman|page|laman)(?: ?:)?(?: (?:\d{1,2}|all|selanjutnya"
         r"|berikutnya|sebelumnya|next|of|dari|/))+|(?:halaman )?(?:selanjutnya|berikutnya)"
         r"(?: ?[>»]{1,2})?|show all|lihat semua", removed("pages")),
    )),
    (_LINKS, (
        (rf"\[?{_JUGA}\]?", removed("link")),
        (rf"[\[(*>'\" ]{{0,3}}{_JUGA}(?: artikel| berita)?(?: ?[:;]| [-–]) ?{_HEADLINE}",
         removed("link")),
        (rf"baca ?: (?-i:[A-Z\d]){_HEADLINE}", removed("link")),
        (rf"'?(?:{_JUGA}|simak|lihat|tonton|saksikan) (?:video|live|foto|infografis)\b ?"
         rf"{_HEADLINE}", removed("link")),
    )),
    (r"(?:home|beranda)\b", (
        (rf"(?:home|beranda)(?: ?[|/>»›•·] ?[^|/>»›•·.!?]{{2,60}}){{1,8}}"
         rf"|(?:home|beranda)(?: (?:{'|'.join(sorted(SECTIONS))})\b){{1,30}}",
         removed("sections")),
    )),
    (_SHARES, (
        (rf"(?:bagikan|share)(?:[ :,/&]+(?:{_SHARED})\b){{0,12}} ?:?", removed("share")),
        (r"(?:(?:share|bagikan|tweet|facebook|twitter|whatsapp|telegram|linkedin|e-?mail|copy link"
         r"|salin tautan|x)[ |,/·•-]+){1,8}(?:facebook|twitter|whatsapp|telegram|line|linkedin"
         r"|e-?mail|copy link|salin tautan|x)|copy link|salin tautan|tautan tersalin",
         removed("share")),
        (r"#growfearless with fimela", removed("share")),
    )),
    (r"(?:cek|ikuti|dapatkan|simak|baca|follow|temukan|yuk|mari|gabung|silakan)\b", (
        (rf"{NOT_SPOKEN}[^\"“”]{{0,200}}"
         r"\b(?:di|dan|ikuti|gabung|lewat|melalui|juga|-)? ?(?:google ?news"
         r"|(?:whatsapp|wa) ?channel|(?:channel|saluran|kanal) (?:whatsapp|wa|telegram))\b"
         r"[^.!?,\"“”]{0,20}(?:[.,] ?[^.!?,\"“”]{0,20}){0,4}", noted("source")),
        (r"dapatkan update berita pilihan.{0,260}", noted("source")),
    )),
    (r"dilarang |konten ini ", (
        (r"dilarang (?:keras )?(?:mengambil|mengutip|menyalin|memperbanyak|menyebarluaskan) "
         r"(?:.{0,80}\b)?(?:konten|isi|artikel|berita|tulisan|materi)\b.{0,260}",
         removed("warning")),
        (r"konten ini diolah dengan bantuan .{0,60}", removed("warning")),
    )),
    (_SECTIONS, ((rf"(?:(?:{_SECTIONS})[ |,/·•-]*){{1,12}}", removed("footer")),)),
    (r"(?:jl|jalan|gedung|graha|alamat|telp|telepon|phone|faks?)\b", (
        (rf"(?:jl\.?|jalan|gedung|graha|alamat ?:) {_NO_SENTENCE}.{{5,200}}"
         r"\b(?:\d{5}\b|(?:telp|telepon|phone|fax)\b).{0,120}", removed("footer")),
        (r"(?:telp|telepon|phone|fax|faks)\.? ?: ?[-+()\d ,./]{5,60}", removed("footer")),
    )),
    (r"copyright|hak cipta|©|\(c\) ?\d", (
        (r"(?:copyright|hak cipta) ?(?:©|\(c\)|\d{4}|@).{0,200}"
         r"|©(?! ?(?:\d{4},? )?(?-i:[a-z]+ [a-z])) ?.{2,150}|\(c\) ?\d{4}.{0,100}",
         noted("copyright")),
    )),
    (r"(?:editor|penyunting|redaktur|uploader)(?: bahasa)? ?[:|]", (
        (rf"(?:editor|penyunting|redaktur|uploader)(?: bahasa)? ?[:|] ?{_NAMED}", noted("editor")),
    )),
    (_WRITERS, (
        (rf"[\w ]{{2,12}} ?: ?{_NAMED}\.?"
         rf"|[\w ]{{2,12}} ?: ?{_NAMED}[|/,] ?(?:editor|penyunting|redaktur) ?: ?{_NAMED}",
         noted("byline")),
        (rf"\(?laporan (?:wartawan|reporter|jurnalis|kontributor),? {_NO_SENTENCE}.{{2,100}}"
         r"(?<!\.)", noted("byline")),
    )),
    (r"\(?(?:sumber|credit|kredit|source)\b", (
        (rf"\(?(?:sumber|credit|kredit|source)(?: berita| artikel)? ?: ?"
         rf"(?:https?://\S{{2,200}}|{_HOST}|berbagai [\w ]{{2,30}}|{_NAMED})\.?\)?",
         noted("credit")),
        (rf"(?:credit|kredit) (?:{_HOST}|antara)", noted("credit")),
    )),
    (r"(?:sebagian )?(?:besar )?(?:artikel|berita|tulisan|konten) ini ", (
        (r"(?:sebagian )?(?:besar )?(?:artikel|berita|tulisan|konten) ini (?:telah |sudah )?"
         r"(?:tayang|terbit|dimuat|dipublikasikan|ditayangkan|diterbitkan)\b.{0,280}",
         noted("credit")),
    )),
    (r"\([\w.-]{1,12}[/)]", (
        (r"\((?:[\w.-]{1,12}/){1,6}[\w.-]{1,12}\) \d\d-\d\d-\d{4} \d\d:\d\d(?::\d\d)?",
         noted("code")),
        (r"\([a-z]{1,3}\d{2,4}(?:/[\w-]{1,8}){0,3}\)", noted("code")),
    )),
    (r"[\[(]? ?(?:foto|photo|gambar|image|dok)\b", (
        (r"[\[(] ?(?:foto|photo|gambar|image|dok)s?(?: ilustrasi)?\b ?[:./] ?.{1,150}[\])]",
         removed("photo")),
        (r"(?:foto|photo|gambar)(?: ilustrasi| utama)? ?: ?.{1,150}(?<![.!?])"
         r"|(?:foto|photo|gambar)(?: ilustrasi| utama)? ?: ?\S{1,40}(?: \S{1,40}){0,5}\.",
         noted("caption")),
    )),
    (r"\[/?[a-z]", (
        (r"\[(?P<name>gallery|embed|video|audio|playlist|youtube|instagram|twitter|tweet|facebook"
         rf"|tiktok)(?: https?://[^][\s]{{1,200}})?{_SETTINGS % 0}"
         r"(?:(?:https?:[^][]*)?\[/(?P=name)\])?",
         removed("shortcode")),
        (rf"(?>(?:{_TAG}) ?){{1,12}}+", removed("shortcode")),
    )),
)
_START = re.compile("|".join(f"({start})" for start, _ in _RULES), re.IGNORECASE)
"""How a line begins that may match a rule: the only question that clean text is asked."""
_STARTS = frozenset("""
    abo adv ala art aut bac bag bel ber bes by com cop cre cek dap dil dis dit dok e-m edi ema fac
    fak fax fol fot gab gal gam ged goo gra gul hak hal hom hub ikl iku ima inf jal jan jl jur keb
    ket kir kod kom kon kre lam lap lih lin loa mar ole pag ped pen pet pew pho pri red rep sak sal
    scr seb sel sha sho sil sim sit sou sum sya tam tau tel tem ter ten tek ton tul twe twi upl vie
    war wha yuk
""".split()) | {"by ", "by:", "a p", "jl.", "jl "}
"""The same, by three letters: a glance spares most lines that question."""
_OPENING = "[(*>'\"©#_ "
_FORMS = [
    [(re.compile(form, re.IGNORECASE), verdict) for form, verdict in rules] for _, rules in _RULES
]
_ABOUT_SITE = re.compile(r"[\w-]{2,30}(?:\.\w{2,10}){1,2} adalah (?:portal|situs|media|laman) ")
_RESERVED = re.compile(
    r".{0,120}\ball rights? reserved\b(?! (?!by|oleh|untuk)(?-i:[a-z]+ [a-z])).{0,60}",
    re.IGNORECASE)
_CREDITED = re.compile(
    r"(?:(?![.!?] [A-Z]).){0,250}\((?i:foto|photo|dok|sumber foto|credit|kredit)\b[^()]{1,100}\)"
    r" ?\|?"
    r"|.{0,280}\((?i:sumber|source)\b[^()]{1,60}\) ?\|"
    r"|(?:(?!\([bc]\)).){3,250}\(c\) [A-Z@][^()]{1,60}(?:\([^()]{1,30}\)[^()]{0,20})?(?<![.,;])")
"""A picture's caption."""
_PHOTOGRAPHER = re.compile(r"[\w-]{2,30}(?:\.\w{2,4}){1,2}/[A-Z][\w.' -]{2,40}")
_EMPTY = re.compile(r"(?:sumber|source|editor|penulis|tags?)? ?[:,.|]?", re.IGNORECASE)
_MENUS = frozenset("""
    terkini lainnya|tautan sahabat|berita terkait|artikel terkait|terpopuler|rekomendasi|
    berita lainnya|artikel lainnya|berita terkini|berita terpopuler|berita populer|video terkait|
    topik terkait|berita rekomendasi|rekomendasi untuk anda|pilihan editor|video lainnya|
    video pilihan|berita pilihan|trending topic|most popular|konten terkait|terkait|
    related posts|related articles|related news|baca lainnya|terpopuler hari ini|tag terkait
""".replace("\n", "").replace("    ", "").split("|"))


def kind(text: str) -> Verdict | None:
    """The verdict on a line that is no part of an article wherever it stands.

    >>> kind("Baca juga: Harga Cabai Turun"), kind("Editor : Marsiti A.")
    (Verdict(name='link', noted=False), Verdict(name='editor', noted=True))
    >>> kind("Simak juga perkembangan harganya. Menurut Ani, harga turun.")
    """
    if len(text) > LONGEST:
        return None
    if (start := _may_match(text)) and start.lastindex:
        for form, verdict in _FORMS[start.lastindex - 1]:
            if form.fullmatch(text):
                return verdict
    if len(text) < 30 and text.rstrip(" :").lower() in _MENUS:
        return removed("menu")
    if len(text) < 10 and _EMPTY.fullmatch(text):
        return removed("empty")
    return _by_its_end(text)


def _may_match(text: str) -> re.Match[str] | None:
    first = text[:3]
    if first[0] in _OPENING:
        first = text.lstrip(_OPENING)[:3] if text[0] in "'\"" else ""
    return _START.match(text) if not first or first.lower() in _STARTS else None


def _by_its_end(text: str) -> Verdict | None:
    if (text[-1] in ")|" or "(c)" in text) and _CREDITED.fullmatch(text):
        return noted("caption")
    if len(text) < 80 and "/" in text and _PHOTOGRAPHER.fullmatch(text):
        return noted("caption")
    if "adalah" in text[:60] and _ABOUT_SITE.match(text):
        return noted("source")
    if "eserved" in text and _RESERVED.fullmatch(text):
        return noted("copyright")
    return None
