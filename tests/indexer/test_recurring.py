"""Paragraphs that recur in the articles of one outlet leave them, and nothing else does."""

import json
from itertools import product

import pytest

from indexer.article.pipeline import trace_article
from indexer.ingest import recurring
from indexer.ingest.recurring import MIN_ARTICLES, RecurringParagraphs, strip_recurring
from indexer.record import Location, Record

ADVERT = "Saksikan juga pesta kembang api Lentera Muara bersama Bank Sagara di Pantai Wungu."
THINGS = ("pasar ikan", "jalan desa", "kebun kopi", "dermaga kayu", "pabrik tahu", "gudang garam")
DEEDS = ("dibongkar", "diperbaiki", "dijual", "dilelang", "dibersihkan", "diresmikan")
PAIRS = [f"{thing} {deed}" for thing, deed in product(THINGS, DEEDS)]
OUTLET = "Lentera Muara"


def build(number, *, end=(ADVERT,), head=(), outlet=OUTLET, title=None, **fields):
    what = PAIRS[number]
    body = [*head, f"Warga melihat {what} pekan ini sesudah rapat nomor {number} di balai desa.",
            f"Menurut lurah, {what} itu sudah lama direncanakan oleh panitia {number}.",
            f"Anggaran untuk {what} mencapai {number + 3} juta rupiah menurut bendahara.", *end]
    title = f"{what.capitalize()} pekan ini" if title is None else title
    return {"title": title, "body": "\n\n".join(body), "outlet": outlet,
            "url": f"https://muara.example/{outlet}/{number}".replace(" ", "-"), **fields}


def trace(fields):
    return trace_article(Record(location=Location("berkas"), fields=fields))


def strip(articles, *, hold=True):
    traces = ((None, trace(each)) for each in articles)
    return [result for _, result in strip_recurring(traces, hold=hold)]


def find_stripped(traces):
    return [number for number, each in enumerate(traces)
            if any(removal.why == "recurring" for removal in each.removed)]


def test_articles_with_long_further_fields_are_not_held_long(monkeypatch):
    monkeypatch.setattr(recurring, "MAX_HELD_CHARACTERS", 10_000)
    read = []
    traces = ((None, read.append(1) or trace(build(each, page="x" * 4_000))) for each in range(9))
    next(strip_recurring(traces, hold=True))
    assert len(read) == 3


def test_a_paragraph_of_many_articles_is_kept_as_their_boilerplate():
    traces = strip(map(build, range(8)))
    assert find_stripped(traces) == list(range(8))
    for each in traces:
        assert ADVERT not in each.article.body and len(each.article.body.split("\n\n")) == 3
        assert each.article.extra["boilerplate"] == [ADVERT]
        assert (each.removed[-1].text, each.removed[-1].why) == (ADVERT, "recurring")


@pytest.mark.parametrize("titles", [2, 3, 4])
def test_versions_under_alternating_titles_count_once_for_each_title(titles):
    articles = [build(number, title=f"Kabar warga {number % titles}") for number in range(12)]
    assert find_stripped(strip(articles)) == []


@pytest.mark.parametrize("paragraph", [
    "Pembaca setia boleh memesan buku Cerita Dari Muara lewat Toko Sagara sampai Desember.",
    "Saksikan juga Festival Layar Muara bersama para bintang tamu pada akhir pekan nanti.",
    "Pertanyaan tentang lomba itu dijawab lewat https://lomba.example/tanya setiap hari.",
    "Lomba foto perahu dibuka lagi, dan gambarnya dikirim kepada @lentera.muara segera.",
])
@pytest.mark.parametrize("place", ["head", "end"])
def test_adverts_of_many_kinds_are_found_at_both_ends(paragraph, place):
    traces = strip(build(number, **{"end": (), place: (paragraph,)}) for number in range(9))
    assert find_stripped(traces) == list(range(9))


@pytest.mark.parametrize("paragraph", [
    '"Kami bekerja siang dan malam bersama warga," kata Suryadi Panca.',
    "Lurah menyatakan \"pekerjaan itu akan selesai sebelum musim hujan tiba\" kepada Rohani Putri.",
    "Berikut susunan pengurus yang disahkan Suryadi Panca dalam rapat:",
    "Sebelumnya, peristiwa serupa pernah terjadi beberapa kali pada musim hujan.",
    "Laporan wartawan kami Rohani Putri langsung dari balai desa.",
    "Demikian dikatakan Panca.",
])
def test_text_of_articles_stays_however_often_it_recurs(paragraph):
    assert not find_stripped(strip(build(number, end=(paragraph,)) for number in range(9)))


def test_the_background_of_a_story_stays():
    background = "Sebelumnya, sungai Bening meluap dan merendam balai desa Wungu selama dua hari."
    told = "Banjir dari Bening kembali datang pada malam hari sesudah hujan."
    articles = [build(number, head=(told,), end=(background,)) for number in range(9)]
    assert not find_stripped(strip(articles))


def test_agency_copy_of_several_outlets_stays():
    articles = [build(number, outlet=outlet) for number in range(8)
                for outlet in (OUTLET, "Kabar Wungu")]
    assert not find_stripped(strip(articles))


@pytest.mark.parametrize("articles", [
    [build(number) for number in range(MIN_ARTICLES - 1)],
    [build(number % 2) | {"url": f"https://muara.example/{number}"} for number in range(20)],
    [build(number, outlet="", url="") for number in range(9)],
    [build(number, title=ADVERT) for number in range(9)],
    [build(number, boilerplate="ya") for number in range(9)],
], ids=["too few", "two titles", "no outlet", "it is the title", "a field of that name"])
def test_what_is_no_proof_removes_nothing(articles):
    assert not find_stripped(strip(articles))


def test_a_small_share_of_an_outlet_is_none(monkeypatch):
    monkeypatch.setattr(recurring, "MIN_SHARE", 0.5)
    articles = [build(number, end=(ADVERT,) if number < 6 else ()) for number in range(30)]
    assert not find_stripped(strip(articles))


def test_versions_of_one_article_keep_their_text():
    text = [f"Warga bertemu Suryadi Panca{suffix} di balai desa pada hari Senin bersama tamu."
            for suffix in ("", " lagi", " juga", " pula")]
    articles = [{"title": f"{PAIRS[at]} versi {at}", "body": "\n\n".join(text), "outlet": OUTLET,
                 "url": f"https://muara.example/v/{at}"} for at in range(9)]
    assert not find_stripped(strip(articles))


def test_a_stream_loses_what_recurred_before():
    traces = strip(map(build, range(9)), hold=False)
    assert find_stripped(traces) == list(range(MIN_ARTICLES - 1, 9))


def test_what_was_exported_stays_as_it_is(indexer, write, tmp_path):
    path = write("a.jsonl", list(map(build, range(MIN_ARTICLES - 1))))
    indexer("add", path, folder=tmp_path / "satu")
    exported = indexer("export", folder=tmp_path / "satu").out
    again = write("b.jsonl", exported + "".join(
        json.dumps(build(number)) + "\n" for number in range(10, 20)))
    indexer("add", again, folder=tmp_path / "dua")
    bodies = {each["title"]: each["body"] for each in map(
        json.loads, indexer("export", folder=tmp_path / "dua").out.splitlines())}
    assert [ADVERT in bodies[build(number)["title"]] for number in (0, 3, 10, 19)] == [
        True, True, False, False]


def test_the_paragraphs_remembered_are_bounded(monkeypatch):
    monkeypatch.setattr(recurring, "_MAX_PARAGRAPHS", 40)
    known = RecurringParagraphs()
    for number in range(36):
        edges = known.learn(trace(build(number)))
        assert max(len(known._origins), len(known._recurrences)) <= 40
    assert known.strip(trace(build(0)), edges).removed


def test_little_is_remembered_of_a_paragraph_however_many_articles_have_it():
    known = RecurringParagraphs()
    for number in range(len(PAIRS)):
        known.learn(trace(build(number)))
    [one] = known._recurrences.values()
    assert one.articles == len(PAIRS)
    assert len(one.titles) * one.titles.itemsize == 8 * len(PAIRS)
    known.learn(trace(build(0, outlet="Kabar Nusa")))
    assert one.outlet is None and not one.titles


def test_adding_again_changes_nothing_and_never_brings_the_paragraph_back(indexer, write):
    articles = [build(number) for number in range(9)]
    whole, few = write("a.jsonl", articles), write("b.jsonl", articles[:2])
    assert '"added": 9' in indexer("add", "--json", whole).out
    before = indexer("export").out
    for path, count in ((whole, 9), (few, 2)):
        assert json.loads(indexer("add", "--json", path).out)["unchanged"] == count
        assert indexer("export").out == before
    assert ADVERT not in json.loads(before.splitlines()[0])["body"]


def test_a_run_learns_from_what_the_archive_got_last(indexer, write):
    for number in range(MIN_ARTICLES + 3):
        indexer("add", write(f"{number}.jsonl", [build(number)]))
    bodies = {each["title"]: each["body"] for each in map(
        json.loads, indexer("export").out.splitlines())}
    assert [ADVERT in bodies[build(number)["title"]] for number in range(MIN_ARTICLES + 3)] == [
        *[True] * (MIN_ARTICLES - 1), *[False] * 4]


def test_what_the_archive_has_of_another_outlet_stays(indexer, write):
    indexer("add", write("a.jsonl", [build(0, outlet="Kabar Wungu")]))
    indexer("add", write("b.jsonl", [build(number) for number in range(9)]))
    bodies = [json.loads(line)["body"] for line in indexer("export").out.splitlines()]
    assert len(bodies) == 10 and all(ADVERT in body for body in bodies)


def test_what_recurs_in_one_rubric_or_under_one_byline_stays():
    others = [build(number, end=(), byline="Rohani") for number in range(9)]
    for own in ({"title": "Prakiraan cuaca hari ke-{}"}, {"byline": "Harun Wibisana"}):
        recurring = [build(number, **{name: text.format(number) for name, text in own.items()})
                     for number in range(9, 18)]
        assert not find_stripped(strip([*others, *recurring]))
    assert find_stripped(strip([*others, *map(build, range(9, 18))])) == list(range(9, 18))


def test_a_paragraph_that_speaks_to_the_reader_needs_no_name():
    prompt = "Simak terus kabar desa di laman kami, dan kirimkan tulisan anda setiap pekan."
    assert find_stripped(strip(build(number, end=(prompt,)) for number in range(9))) == [*range(9)]


def test_an_article_stored_before_is_updated_once_and_stays_one_article(indexer, write):
    articles = [build(number) for number in range(9)]
    few, whole = write("b.jsonl", articles[:2]), write("a.jsonl", articles)
    assert json.loads(indexer("add", "--json", few).out)["added"] == 2
    figures = json.loads(indexer("add", "--json", whole).out)
    assert (figures["added"], figures["updated"], figures["replaced"]) == (7, 2, 0)
    assert json.loads(indexer("add", "--json", few).out)["unchanged"] == 2


def test_a_new_version_of_a_stripped_article_is_stored(indexer, write):
    articles = [build(number) for number in range(9)]
    indexer("add", write("a.jsonl", articles))
    changed = articles[0] | {"body": articles[0]["body"].replace("juta", "miliar")}
    assert json.loads(indexer("add", "--json", write("b.jsonl", [changed])).out)["updated"] == 1


def test_inspect_shows_what_recurs_in_the_records_that_it_shows(indexer, write):
    path = write("a.jsonl", [build(number) for number in range(9)])
    shown = indexer("inspect", path).out
    assert shown.count(f"recurring       {ADVERT}") == 9
    assert "recurring" not in indexer("inspect", "--limit", "2", path).out
