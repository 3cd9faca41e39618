"""Marks what stands beside the article of a page: comments, teasers, columns, offers.

Names of blocks, their headings and their links give it away.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from indexer.formats.html.own_parts import ABOUT_SITE, TAGS_OF_PARTS, shares_words
from indexer.formats.html.page_blocks import (
    HEADING_TAGS,
    INSIDE_TEXT,
    SENTENCE_END,
    PageBlock,
    Passage,
    find_first_passages,
    find_titled,
    get_kind,
    get_link,
    get_names,
    list_words,
)

NAMES_BESIDE = re.compile(
    r"comment(?!ary)|komentar|tanggapan|diskusi|disqus|cookie|consent|gdpr|relat(?!iv)|terkait"
    r"|baca-?juga|lihatjg|linksisip|(?<!entry-)(?<!post-)(?<!article-)footer|copyright|breadcrumb"
    r"|newsletter|berlangganan",
    re.IGNORECASE)
"""Classes and ids of blocks beside an article, unless its title is in them."""

_WEAK_NAMES_BESIDE = re.compile(
    r"sidebar|widget|popul|trending|terkini|terbaru|latest|recent|recom|rekomend|promo|langganan"
    r"|share|social|sosmed|iklan|banner|\bads?\b|advert|tags?\b|tools|paging|pagination|author"
    r"|penulis|lainnya|most__",
    re.IGNORECASE)
"""Names that blocks around whole articles have as well: they count only where little text is."""

_NAMES_OF_LISTS = re.compile(
    r"widget|popul|trending|terkini|terbaru|latest|recent|recom|rekomend|share|social|sosmed|tags?"
    r"|tools|paging|pagination|lainnya|most__", re.IGNORECASE)
"""Those of lists of links. What has none is the article's, whatever its name."""

_MAX_TOLD = 20
_OTHERS = re.compile(r"relat|terkait|baca|lihat|link|breadcrumb", re.IGNORECASE)
_MAX_SHARE_OF_OTHERS = 0.5
"""A block with more of a page's prose is no list of other articles, whatever its name."""

_MIN_SHARE_OF_WHOLE, _MIN_PARAGRAPHS = 0.8, 3
"""A block with so much of a page's prose, paragraphs right in it, is its article, whatever its
name: comments are blocks of their own, and leave more to the article."""

_COLUMN_NAMES = re.compile(
    r"side-?bar|\bside\b|aside|(?<!rata-)kanan|(?<![\w-])right\b|col-?right|right-?col|\brail\b"
    r"|samping|(?<![\w-])secondary\b|widget-?area|\bwidgets\b", re.IGNORECASE)
"""Names of columns beside an article, believed where the title stands above text elsewhere."""

MIN_PROSE_BESIDE_TITLE = 2
_OFFER = re.compile(
    r"\b(?:berlangganan|langganan|subscri(?:be|ption)s?)\b|\b(?:punya|memiliki) akun\b"
    r"|\b(?:rp\.? ?\d[\d.]* |rupiah )?(?:per bulan|sebulan|/bulan)\b.*\bbatalkan\b"
    r"|\bakses tanpa batas\b|\b(?:masuk|log ?in|daftar)\b.{0,40}\bmembaca\b.{0,20}\bartikel\b",
    re.IGNORECASE)
"""What offers a subscription says."""

_HEAD_BESIDE = re.compile(
    r"\W*(?:\d{1,5} )?(?:komentar|tanggapan|comments?|responses?|replies)(?: \(?\d{1,5}\)?)?\W*"
    r"|\W*(?:\d{1,5} )?(?:komentar|tanggapan) (?:anda|netizen|pembaca|pengunjung|terbaru|warganet)"
    r"(?: \(?\d{1,5}\)?)?\W*|\W*(?:beri(?:kan)?|kirim(?:kan)?|tulis(?:kan)?) (?:komentar|tanggapan)"
    r"(?: anda)?\W*|\W*apa (?:komentar|pendapat|tanggapan) (?:anda|kamu|kalian)\W*"
    r"|\W*(?:tinggalkan (?:balasan|komentar)|leave a (?:reply|comment)|(?:baca|lihat|simak) juga"
    r"|(?:(?:berita|artikel|kabar|video|foto|tulisan|postingan|posts?|articles?|news|stories) )?"
    r"(?:terkait|lain(?:nya)?|terpopuler|populer|terbaru|terkini|pilihan|rekomendasi|trending"
    r"|sebelumnya|berikutnya)(?: (?:lainnya|anda|hari ini|minggu ini))?"
    r"|(?:related|recent|popular|latest|more|recommended|trending)(?: (?:posts?|articles?|news"
    r"|stories|reads?))?|you (?:may|might) also like|rekomendasi(?: untuk anda)?"
    r"|paling (?:banyak )?(?:dibaca|populer)|most (?:read|popular)|jangan lewatkan"
    r"|(?:tentang|profil) penulis|about the author|written by .{2,30})\W*",
    re.IGNORECASE)
"""Headings of what sites show beside an article."""

_HEAD_OF_CARDS = re.compile(
    r"\W*(?:(?:baca|lihat|simak) )?(?:berita|artikel|kabar|tulisan|video|foto|info|kisah|opini"
    r"|resep|liputan)\b.{0,20} (?:lain(?:nya)?|terkait|terbaru|terkini|terpopuler|populer|pilihan"
    r"|rekomendasi|selanjutnya|berikutnya)\W*|\W*(?:pilihan|rekomendasi|terpopuler|terkini)\W*"
    r"|\W*(?:recommended|related|more|latest|recent|popular|read next|next|you (?:may|might))\b"
    r".{0,30}", re.IGNORECASE)
"""The same, believed only above cards: it may be a heading of the article as well."""

_MAX_CARD_LINES, _MAX_CARD_PROSE, _MAX_CARDS = 5, 2, 500
_MAX_FORM_CHARACTERS = 400
_COMMENTS = re.compile(r"komentar|tanggapan|comment|respon|repl|balasan|pendapat", re.IGNORECASE)
_SURE_COMMENTS = re.compile(r"komentar|comment|balasan|\d", re.IGNORECASE)
"""What a heading has that is no part's of an article, as `Tanggapan` may be."""

_LIST_TAGS = frozenset("ul ol dl".split())
_MAX_HEADS_OF_COMMENTS = 50
_MAX_SHARE_HEADED = 0.5
_MAX_BOX_CHARACTERS = 600
_MAX_HEAD_CHARACTERS = 40
_OFFER_WORDS = ("langganan", "subscri", " akun", "batalkan", "tanpa batas", "membaca")
_MAX_OFFER_LINE_CHARACTERS = 300
_MAX_OFFER_CHARACTERS = 600
_MIN_HEADLINE_CHARACTERS = 20
_MIN_TITLE_WORDS, _MIN_SHARED_WORDS = 4, 2
"""Long words of a title that no column has, and those of them that the text below it has."""

_MIN_PROSE_OF_COLUMN, _MIN_WORDS_OF_COLUMN, _MAX_SHARED_WITH_COLUMN = 2, 20, 0.15
"""Prose and long words of a column, and the share of its words in the text below the title."""

_MIN_TEASERS = 3
"""Blocks of one kind, each with a link and a few lines, from which on they are teasers."""

_MIN_SHARE_OF_TEASERS = 0.8
"""The share of blocks of one kind that begin with a link, if their links are short."""

_MIN_SHARE_OF_LINK_LINES = 0.4
"""The share of links among the lines of a block from which on the others are their teasers."""

_MAX_TEASER_LINES = 5
_MAX_SHARE_OF_WEAK_NAMES = 0.3


def mark_beside(blocks: list[PageBlock], passages: list[Passage], title: int) -> bool:
    """Mark the blocks beside the article; return whether the page offers a subscription.

    `title` is the number of the passage that is its title, or -1.
    """
    _mark_other_articles(blocks)
    _mark_named(blocks, passages)
    _mark_columns(blocks, passages, title)
    _mark_headed(blocks, passages, title)
    has_offer = _mark_offers(blocks, passages)
    _mark_teasers(blocks, passages)
    _mark_cards(blocks, passages, title)
    _mark_forms(blocks, passages)
    return has_offer


def _mark_named(blocks: list[PageBlock], passages: list[Passage]) -> None:
    """Mark what names say is beside the article. Blocks around title or most text are not.

    A weak name that a block around the title has too says nothing: page builders call all widgets.
    """
    paragraphs = _measure_prose(blocks, passages)
    least = _MAX_SHARE_OF_WEAK_NAMES * blocks[0].characters
    of_title = " ".join([get_names(each.element) for each in blocks[1:] if each.has_title
                         and each.element.tag not in ("html", "body")])
    told = _find_told(blocks, passages)
    shared = tuple(name for name in of_title.split() if _WEAK_NAMES_BESIDE.search(name))
    for at, block in enumerate(blocks[1:], 1):
        beside = blocks[block.parent].beside or block.beside
        if not beside and not block.has_title and block.element.tag not in ("html", "body"):
            names = get_names(block.element)
            name = NAMES_BESIDE.search(names)
            share = _MAX_SHARE_OF_OTHERS if name and _OTHERS.match(name[0]) else (
                _MIN_SHARE_OF_WHOLE if paragraphs[at] >= _MIN_PARAGRAPHS else 1.1)
            beside = bool(name and block.characters < share * blocks[0].characters) or (
                block.characters < least and bool(_WEAK_NAMES_BESIDE.search(names))
                and _has_weak_name(names, shared) and at not in told)
        block.beside = beside and not (block.has_title and block.characters > least)


def _measure_prose(blocks: list[PageBlock], passages: list[Passage]) -> Counter[int]:
    """Set the characters of prose in each block; return the paragraphs of prose right in it."""
    paragraphs = Counter[int]()
    for each in passages:
        if each.is_prose:
            blocks[each.block].characters += len(each.text)
            paragraphs[blocks[each.block].parent] += blocks[each.block].element.tag == "p"
    for block in reversed(blocks[1:]):
        blocks[block.parent].characters += block.characters
    return paragraphs


def _find_told(blocks: Sequence[PageBlock], passages: Sequence[Passage]) -> set[int]:
    """Return the numbers of blocks named as lists that have sentences, and no links, instead.

    They are on the subject of the other prose.
    """
    named = [at for at, each in enumerate(blocks) if each.characters and not each.has_title
             and _NAMES_OF_LISTS.search(get_names(each.element))][:_MAX_TOLD]
    counts = _count_words(each.text for each in passages if each.is_prose and named)
    found = set[int]()
    for at in named:
        inside = _list_inside(blocks, passages, at)
        if all(map(_is_sentence, inside)):
            own = _count_words(each.text for each in inside)
            others = {word for word, count in counts.items() if count > own[word]}
            if shares_words(others, [each.text for each in inside]):
                found.add(at)
    return found


def _count_words(texts: Iterable[str]) -> Counter[str]:
    """Return in how many texts each long word stands."""
    return Counter(word for text in texts for word in list_words(text))


def _list_inside(
    blocks: Sequence[PageBlock], passages: Sequence[Passage], at: int
) -> list[Passage]:
    """Return the passages inside a block."""
    inside = [False] * len(blocks)
    for number in range(at, len(blocks)):
        inside[number] = number == at or inside[blocks[number].parent]
    return [each for each in passages if inside[each.block]]


def _is_sentence(passage: Passage) -> bool:
    return bool(passage.is_prose and not passage.link_characters
                and SENTENCE_END.search(passage.text) and not ABOUT_SITE.search(passage.text))


def _has_weak_name(names: str, shared: tuple[str, ...]) -> bool:
    """Return whether a block has a weak name that does not begin with one that the title has."""
    return any(_WEAK_NAMES_BESIDE.search(name) and not name.startswith(shared)
               for name in names.split())


def _mark_other_articles(blocks: list[PageBlock]) -> None:
    """Mark the `<article>`s whose heading links to their own page, if one has the title."""
    articles = [each for each in blocks if each.element.tag == "article"]
    if any(each.has_title for each in articles):
        for each in articles:
            each.beside |= not each.has_title and bool(get_link(each.element))


def _mark_columns(blocks: list[PageBlock], passages: list[Passage], title: int) -> None:
    """Mark what is named a column beside the block that has the title and text of its own."""
    numbers = [at for at in range(title + 1, len(passages)) if passages[at].is_prose] if (
        title >= 0) else []
    counts = Counter(find_titled(blocks, passages[at].block)[0] for at in numbers)
    if not any(count >= MIN_PROSE_BESIDE_TITLE for at, count in counts.items() if at):
        return
    for number in numbers:
        around, column = find_titled(blocks, passages[number].block)
        names = get_names(blocks[column].element)
        if not blocks[column].has_title and _COLUMN_NAMES.search(names) and any(
                _is_around(blocks, around, at) and at != around for at, count in counts.items()
                if count >= MIN_PROSE_BESIDE_TITLE):
            blocks[column].beside = True


def _is_around(blocks: Sequence[PageBlock], outer: int, at: int) -> bool:
    while at > outer:
        at = blocks[at].parent
    return at == outer


def _mark_headed(blocks: list[PageBlock], passages: list[Passage], title: int) -> None:
    """Mark the blocks without the title whose heading says that they are about other articles.

    Comments may be longer than the article. A line that is no heading opens a small box at most.
    """
    heads = [number for number, each in enumerate(passages)
             if len(each.text) - each.link_characters <= _MAX_HEAD_CHARACTERS
             and _HEAD_BESIDE.fullmatch(_get_own_words(each))]
    firsts = find_first_passages(blocks, passages) if heads and title >= 0 else {}
    for count, number in enumerate(heads):
        block = blocks[passages[number].block]
        is_heading = block.element.tag in HEADING_TAGS
        most = _MAX_BOX_CHARACTERS if not is_heading else blocks[0].characters * (
            1 if _COMMENTS.search(passages[number].text) else _MAX_SHARE_HEADED)
        outer, at = 0, passages[number].block
        while (at > 0 and firsts.get(at) == number and not blocks[at].has_title
               and blocks[at].characters <= most):
            outer, at = at, blocks[at].parent
        if outer:
            blocks[outer].beside = True
        if is_heading and count < _MAX_HEADS_OF_COMMENTS and _SURE_COMMENTS.search(
                passages[number].text):
            _mark_comments_below(blocks, outer or passages[number].block)


def _mark_comments_below(blocks: list[PageBlock], at: int) -> None:
    """Mark the lists and the blocks of one kind that follow the heading of comments right away.

    They end at the next heading.
    """
    below = list[PageBlock]()
    for each in blocks[at + 1:]:
        if each.parent == blocks[at].parent:
            if each.element.tag in HEADING_TAGS or each.has_title:
                break
            below.append(each)
    kinds = Counter(map(get_kind, below))
    for each in below:
        is_list = each.element.tag in _LIST_TAGS
        each.beside |= is_list or kinds[get_kind(each)] > 1 and each.element.tag != "p"


def mark_unrelated(blocks: list[PageBlock], passages: list[Passage], title: int) -> bool:
    """Mark the columns without a word of the title, beside a block that has it with text about it.

    They must also have few words of that text in common. Return whether there are any.
    """
    named = list_words(passages[title].text) if title >= 0 else set[str]()
    prose = [each for each in passages[title + 1:]
             if each.is_prose and not blocks[each.block].beside]
    if len(named) < _MIN_TITLE_WORDS or len(prose) <= 1:
        return False
    around, _ = find_titled(blocks, prose[0].block)
    own, texts = set[str](), defaultdict[int, list[str]](list)
    for each in prose:
        outer, column = find_titled(blocks, each.block)
        if outer == around:
            own |= list_words(each.text)
        elif outer < around and not blocks[column].has_title:
            texts[column].append(each.text)
    if len(named & own) < _MIN_SHARED_WORDS:
        return False
    unrelated = [column for column, found in texts.items() if _is_unrelated(found, named, own)
                 and not _is_of_text(blocks[passages[title].block], blocks[column])]
    for column in unrelated:
        blocks[column].beside = True
    for block in blocks[1:]:
        block.beside |= bool(unrelated) and blocks[block.parent].beside
    return bool(unrelated)


def _is_of_text(titled: PageBlock, column: PageBlock) -> bool:
    """Return whether a column goes on with the text.

    A footer does that has words of it, and what stands below the header of an `<article>`.
    """
    if column.element.tag in TAGS_OF_PARTS:
        return True  # without words of the text, it would be beside it
    articles = list(column.element.iterancestors("article"))
    return any(article in articles for header in titled.element.iterancestors("header")
               for article in header.iterancestors("article"))


def _is_unrelated(texts: Sequence[str], named: set[str], own: set[str]) -> bool:
    """Return whether texts have no word of a title, and few of the text that is about it."""
    words = list_words(" ".join(texts))
    is_long = len(texts) >= _MIN_PROSE_OF_COLUMN and len(words) >= _MIN_WORDS_OF_COLUMN
    return is_long and not words & named and (
        len(words & own) <= _MAX_SHARED_WITH_COLUMN * min(len(words), len(own)))


def _get_own_words(passage: Passage) -> str:
    """Return what a passage says before the link with which it ends."""
    if not passage.link_characters or passage.begins_with_link:
        return passage.text
    return passage.text[:len(passage.text) - passage.link_characters].strip()


def _mark_offers(blocks: list[PageBlock], passages: list[Passage]) -> bool:
    """Mark the blocks that only offer a subscription; return whether there are any."""
    short = [each for each in passages if len(each.text) <= _MAX_OFFER_LINE_CHARACTERS]
    said_anywhere = "\n".join([each.text for each in short]).casefold()
    if not any(word in said_anywhere for word in _OFFER_WORDS):
        return False
    offers = {each.block for each in short if _OFFER.search(each.text)}
    found = set[int]()
    for at in offers:
        while at > 0 and blocks[at].element.tag in INSIDE_TEXT:
            at = blocks[at].parent
        if at > 0 and not blocks[at].has_title and blocks[at].characters <= _MAX_OFFER_CHARACTERS:
            found.add(at)
    if not found:
        return False
    lines, said = Counter[int](), Counter[int]()
    for each in passages:
        at = each.block
        while at > 0 and at not in found:
            at = blocks[at].parent
        lines[at] += 1
        said[at] += bool(_OFFER.search(each.text))
    offering = [at for at in found if 2 * said[at] >= lines[at]]
    for at in offering:
        blocks[at].beside = True
    return bool(offering)


def _mark_teasers(blocks: list[PageBlock], passages: list[Passage]) -> None:
    """Mark blocks of one kind side by side, each with a link to another article, as beside."""
    for each in passages:
        blocks[each.block].lines += 1
        blocks[each.block].link_lines += each.is_headline
    for block in blocks[1:]:
        block.beside |= _is_list_of_teasers(block)
    for at in _find_alternating(blocks, passages):
        blocks[at].beside = True
    for block in reversed(blocks[1:]):
        blocks[block.parent].lines += block.lines
        blocks[block.parent].link_lines += block.link_lines
    kinds = Counter(get_kind(block) for block in blocks[1:] if _may_be_teaser(block))
    cards = _find_cards(blocks, passages)
    for at, block in enumerate(blocks[1:], 1):
        block.beside |= blocks[block.parent].beside or at in cards or (
            _may_be_teaser(block) and kinds[get_kind(block)] >= _MIN_TEASERS)


def _is_list_of_teasers(block: PageBlock) -> bool:
    """Return whether headlines that are links alternate with other lines right in a block.

    `lines` and `link_lines` count only what is in no block inside it.
    """
    return (block.link_lines >= _MIN_TEASERS and not block.has_title
            and block.link_lines >= _MIN_SHARE_OF_LINK_LINES * block.lines)


def _find_alternating(blocks: list[PageBlock], passages: list[Passage]) -> list[int]:
    """Return the numbers of blocks without the title in which headlines that are links alternate
    with blocks of text, a headline first.

    The same link again and again, such as one to advertise here, is no headline.
    """
    links = defaultdict[int, set[str]](set)
    for each in passages:
        if each.is_headline and len(each.text) >= _MIN_HEADLINE_CHARACTERS:
            links[blocks[each.block].parent].add(each.text)
    found = {at for at, headlines in links.items()
             if len(headlines) >= _MIN_TEASERS and at > 0 and not blocks[at].has_title}
    if not found:
        return []
    lines = defaultdict[int, list[bool]](list)
    for each in passages:
        at = blocks[each.block].parent
        if at in found and blocks[each.block].element.tag != "p":
            lines[at].append(each.is_headline and len(each.text) >= _MIN_HEADLINE_CHARACTERS)
    return [at for at, are_links in lines.items() if are_links[0]
            and sum(are_links) >= max(_MIN_TEASERS, _MIN_SHARE_OF_LINK_LINES * len(are_links))]


def _find_cards(blocks: list[PageBlock], passages: list[Passage]) -> set[int]:
    """Return the numbers of the blocks that are teasers of one line, which begins with a link.

    Nearly all blocks of the kind are such: paragraphs of an article may begin with a link too.
    """
    found = [each.block for each in passages if each.is_teaser
             and blocks[each.block].lines == 1 and blocks[each.block].element.tag != "p"]
    if len(found) < _MIN_TEASERS:
        return set()
    kinds = Counter(get_kind(blocks[at]) for at in found)
    all_kinds = Counter(map(get_kind, blocks[1:]))
    cards = {kind for kind, count in kinds.items() if count >= max(
        _MIN_TEASERS, _MIN_SHARE_OF_TEASERS * all_kinds[kind])}
    return {at for at in found if get_kind(blocks[at]) in cards}


def _mark_cards(blocks: list[PageBlock], passages: list[Passage], title: int) -> None:
    """Mark blocks of one kind, each with a heading and a sentence or two, that may have no links.

    They stand above the title, or below a heading that says that they are about other articles.
    The title must have other prose below it, and few of them may have a word of it there: the parts
    of an article look like them.
    """
    cards = _find_headed_blocks(blocks, passages) if title >= 0 else {}
    kinds = Counter(get_kind(blocks[at]) for at in cards)
    beside, named = set[int](), list_words(passages[title].text) if cards else set[str]()
    for kind in [kind for kind, count in kinds.items() if count >= _MIN_TEASERS]:
        group = [at for at in cards if get_kind(blocks[at]) == kind]
        head = passages[cards[group[0]][0] - 1].text if cards[group[0]][0] else ""
        is_above = cards[group[-1]][-1] < title
        if is_above or len(head) <= _MAX_HEAD_CHARACTERS and _HEAD_OF_CARDS.fullmatch(head) and (
                2 * sum(bool(named & _list_words_of(passages, cards[at])) for at in group)
                <= len(group)):
            beside.update(group)
    inside = {number for at in beside for number in cards[at]}
    if inside and any(
            each.is_prose and number not in inside and not blocks[each.block].beside
            for number, each in enumerate(passages[title + 1:], title + 1)):
        for at, block in enumerate(blocks[1:], 1):
            block.beside |= at in beside or blocks[block.parent].beside


def _list_words_of(passages: Sequence[Passage], numbers: Iterable[int]) -> set[str]:
    return list_words(" ".join(passages[number].text for number in numbers))


def _find_headed_blocks(
    blocks: Sequence[PageBlock], passages: Sequence[Passage]
) -> dict[int, list[int]]:
    """Return the passages of each block without the title that has a heading and little prose."""
    parents = {blocks[each.block].parent for each in passages
               if blocks[each.block].element.tag in HEADING_TAGS}
    found = {at: list[int]() for at in sorted(parents)
             if at > 0 and not blocks[at].has_title}
    if not _MIN_TEASERS <= len(found) <= _MAX_CARDS:
        return {}
    for number, each in enumerate(passages):
        at = each.block
        while at > 0 and at not in found:
            at = blocks[at].parent
        if at > 0:
            found[at].append(number)
    return {at: numbers for at, numbers in found.items() if len(numbers) <= _MAX_CARD_LINES
            and 1 <= sum(passages[number].is_prose for number in numbers) <= _MAX_CARD_PROSE}


def _mark_forms(blocks: list[PageBlock], passages: Sequence[Passage]) -> None:
    """Mark small blocks right around a form, such as one that asks for an address of mail."""
    around = {each.parent for each in blocks if each.element.tag == "form"} - {0}
    sizes = Counter[int]()
    for each in passages if around else ():
        at = each.block
        while at > 0 and at not in around:
            at = blocks[at].parent
        sizes[at] += len(each.text)
    small = {at for at in around if not blocks[at].has_title
             and sizes[at] <= _MAX_FORM_CHARACTERS and blocks[at].element.tag != "body"}
    for at, block in enumerate(blocks[1:] if small else (), 1):
        block.beside |= at in small or blocks[block.parent].beside


def _may_be_teaser(block: PageBlock) -> bool:
    return bool(block.link_lines and block.lines <= _MAX_TEASER_LINES
                and block.element.tag not in ("p", "td", "tr"))
