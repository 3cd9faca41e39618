"""Lines that are no part of an article where they stand below it, and may be one elsewhere."""

import re

from indexer.clean.cleaned import Verdict, noted, removed
from indexer.clean.line_rules import NOT_SPOKEN

_LONGEST = 300
_WORD = r"[^\s,;|:!?#]{1,30}"
_TAG = rf"{_WORD}(?: {_WORD}){{0,4}}"
_HASHTAGS = r"#\w{2,40}(?:[ ,|]{1,3}#\w{2,40}){0,30}"
_NETWORK = (
    r"(?:telegram|whats ?app|wa|google ?news|instagram|facebook|twitter|youtube|tiktok|threads"
    r"|newsletter|notifikasi|aplikasi)")
_OURS = (
    rf"(?:(?:saluran|kanal|channel|grup|akun|aplikasi) (?:resmi )?{_NETWORK}"
    rf"|{_NETWORK} (?:channel|kami|resmi)"
    r"|(?:berita|informasi|kabar|artikel) (?:pilihan|terbaru|terkini|menarik|lainnya))")
_NEXT = r"(?:selanjutnya|berikutnya|next|last|akhir|semua|all|›|»|>)"
_COUNTED = r"[\d.,]{1,12} ?(?:k|rb|ribu|jt|juta)?"
_FORMS = [
    (re.compile(form, re.IGNORECASE), verdict) for form, verdict in (
        (rf"(?:tags?|topik|kata kunci|keywords?|tagar)(?: terkait| artikel| berita)? ?: ?"
         rf"(?:{_TAG}(?: ?[,;|] ?{_TAG}){{0,30}}(?<!\.)|{_HASHTAGS})", noted("tags")),
        (_HASHTAGS, noted("tags")),
        (r"the post .{1,250} appeared first on .{2,80}", noted("credit")),
        (r"(?:cek|ikuti|dapatkan|simak|follow|gabung|bergabung|yuk|ayo|mari"
         rf"|jangan (?:lewatkan|lupa)|klik|baca|temukan|update)\b"
         rf"(?=.*\b{_NETWORK}\b)(?=.*\b{_OURS}\b)"
         rf"(?!.*[\"“”]){NOT_SPOKEN}.*", noted("source")),
        (r"(?:tinggalkan|leave a|batalkan|cancel|tulis) (?:balasan|komentar|reply|comment)"
         r"(?: (?:batalkan balasan|cancel reply))?"
         r"|(?:komentar|comment|nama|name|e-?mail|situs web|website) ?\*|situs web|website"
         r"|(?:alamat email anda tidak akan dipublikasikan"
         r"|your email address will not be published)\..{0,100}"
         r"|(?:simpan nama, email|save my name, email).{10,120}"
         r"|(?:\d{1,5}|no|tidak ada|belum ada) (?:komentar|comments?|balasan)",
         removed("comments")),
        (r"(?:baca |klik )?selengkapnya(?: ?[:»>→].{0,170}(?<![.,;])| (?:di sini|klik di sini))?"
         r"|read more(?: ?[:»>→].{0,170}(?<![.,;]))?", removed("link")),
        (rf"(?:halaman ?:? ?)?(?:\d{{1,2}} ){{1,12}}(?:\.{{2,3}} |… )?(?:\d{{1,3}} )?{_NEXT}"
         rf"(?: {_NEXT})?", removed("pages")),
        (r"ilustrasi(?: [^.!?()]{1,80})? ?\([^()]{2,60}\)"
         r"|(?:sumber|kredit|credit) (?:foto|gambar|ilustrasi|video) ?: ?.{2,100}(?<!\.)",
         noted("caption")),
        (rf"(?:telah |sudah )?(?:dibaca|dilihat|hits?|views?|post views|pembaca)(?: ?:| )"
         rf" ?{_COUNTED}(?: ?(?:kali|x|views?|orang))?"
         rf"|{_COUNTED} (?:views?|kali dibaca|x dibaca|shares?|pembaca)",
         removed("counter")),
        (r"konten (?:bersponsor|promosi)|(?:sponsored|promoted)(?: content)?|bersponsor",
         removed("advertisement")),
    )
]
_LABELLED = re.compile(
    r"(?!penulis|editor|reporter|pewarta)[\w/ ]{3,24} ?: ?\S.{0,80}", re.IGNORECASE)
"""A line of a programme, of which a topic may be the next."""


def kind(text: str, above: str) -> Verdict | None:
    """The verdict on the last line of a text, below another.

    >>> kind("Tag: jembatan, banjir", "Air surut."), kind("12 Komentar", "Air surut.")
    (Verdict(name='tags', noted=True), Verdict(name='comments', noted=False))
    >>> kind("Topik: Sungai Kita", "Tempat: Balai Kota")
    """
    if len(text) > _LONGEST:
        return None
    verdict = next((verdict for form, verdict in _FORMS if form.fullmatch(text)), None)
    programme = verdict and verdict.name == "tags" and _LABELLED.fullmatch(above)
    return None if programme else verdict
