"""From a record to an article: which field means what."""

import pytest

from indexer.article import pipeline
from indexer.record import Location, Record, Rejection

from support.built_articles import build_article

FOUND_OUT = {
    "outlet_source", "outlet_written", "date_source", "undated", "dateline", "place", "agency",
    "editor", "footers", "boilerplate", "repaired",
}


def build(**fields):
    return build_article(Record(location=Location("a.jsonl", 7), fields=fields))


def given_by(found):
    """What the record itself said, of an article's extra fields."""
    return {name: value for name, value in found.extra.items() if name not in FOUND_OUT}


@pytest.mark.parametrize("fields, expected", [
    ({"title": "Judul"}, {"title": "Judul", "body": ""}),
    ({"title": "", "body": "Isi."}, {"title": "", "body": "Isi."}),
    ({"body": "Isi."}, {"title": "", "body": "Isi."}),
    ({"title": None, "body": "Isi."}, {"title": "", "body": "Isi."}),
    ({"text": "Isi."}, {"title": "", "body": "Isi."}),
    ({"text": "Isi.", "body": ""}, {"body": "Isi.", "extra": {}}),
    ({"text": "Isi.", "body": None}, {"body": "Isi.", "extra": {}}),
    ({"text": "", "body": "Isi."}, {"body": "Isi.", "extra": {}}),
    ({"text": "Lain.", "body": "Isi."}, {"body": "Isi.", "extra": {"text": "Lain."}}),
    ({"title": 1945}, {"title": "1945"}),
    ({"title": "a\nb\t 😀 e\u0301"}, {"title": "a b 😀 e\u0301"}),
    ({"judul": "Judul", "isi": "Isi.", "link": "https://kabar.example/1"},
     {"title": "Judul", "body": "Isi.", "url": "https://kabar.example/1", "extra": {}}),
    ({"body": "<p>Harga &amp; upah</p><p>naik.</p>"}, {"body": "Harga & upah\n\nnaik."}),
    ({"title": "Judul", "url": "https://kabar.example/1"}, {"url": "https://kabar.example/1"}),
    ({"judul": ["Judul"], "isi": ["Satu.", "Dua."], "link": ["https://kabar.example/1"]},
     {"title": "Judul", "body": "Satu.\n\nDua.", "url": "https://kabar.example/1", "extra": {}}),
    ({"title": "Judul", "media": ["Kabar Nusa"], "tanggal": ["26/4/2019"], "tags": ["beras"]},
     {"outlet": "Kabar Nusa", "published": "2019-04-26", "extra": {"tags": ["beras"]}}),
    ({"title": "Judul", "body": []}, {"body": "", "extra": {}}),
    ({"title": "Judul", "url": ""}, {"url": None}),
    ({"title": "Judul", "url": " \n"}, {"url": None, "extra": {}}),
    ({"title": "Judul", "url": None}, {"url": None}),
    ({"title": "Judul"}, {"url": None, "outlet": None, "published": None, "extra": {}}),
])
def test_title_body_and_url(fields, expected):
    found = build(**fields)
    names = expected.keys() - {"extra"}
    assert {name: getattr(found, name) for name in names} == {
        name: expected[name] for name in names}
    assert given_by(found) == expected.get("extra", given_by(found))


@pytest.mark.parametrize("given, id", [
    ("a1", "a1"), (7, "7"), ("00", "00"), (-3, "-3"), (10 ** 20, "1" + "0" * 20), (1.5, "1.5"),
    ("a/b c?d#é", "a/b c?d#é"), ("007", "007"), ("https://a.example/1", "https://a.example/1"),
    ("😀", "😀"), ("A", "A"), ("x" * 512, "x" * 512), ("Nan", "Nan"), (" tepi ", " tepi "),
    ("/depan", "/depan"), ("dua\nbaris\n", "dua\nbaris\n"),
])
def test_an_id_is_kept_as_given(given, id):
    assert build(id=given, title="Judul").id == id


@pytest.mark.parametrize("absent", [{}, *({"id": value} for value in (
    "", None, "  ", "NA", "-", "0", 0, 0.0, "#N/A", "n/a", "None", "NULL", "undefined", "--", "…",
    "tidak ada"))])
def test_without_an_id_the_url_gives_one_and_without_a_url_the_text(absent):
    with_url = build(url="https://kabar.example/1", title="Judul", **absent)
    assert with_url.id == build(url="https://kabar.example/1", title="Judul baru", **absent).id
    assert with_url.id != build(url="https://kabar.example/2", title="Judul", **absent).id
    with_text = build(title="Judul", body="Isi.", **absent)
    assert with_text.id == build(title="Judul", body="Isi.", rubric="Ekonomi", **absent).id
    others = [build(title=title, body=body, **absent)
              for title, body in (("Judul", "Isi!"), ("Judu", "lIsi."))]
    assert len({with_url.id, with_text.id, *(other.id for other in others)}) == 4


@pytest.mark.parametrize("url", [
    "https://kabar.example/", "https://kabar.example", "https://kabar.example/#", "a.example",
    "javascript:void(0)", "http://localhost:8080/"])
def test_a_url_that_is_no_pages_is_no_identity(url):
    one, other = build(url=url, title="Judul"), build(url=url, title="Lain")
    assert (one.url, other.url) == (url, url) and one.id != other.id
    assert one.id == build(title="Judul").id


@pytest.mark.parametrize("written, body", [
    (r"Beras naik.\n\nKata \"pedagang\" Jum\'at.", "Beras naik.\n\nKata \"pedagang\" Jum'at."),
    (r"Beras naik.\r\nCabai turun.\r\nGula tetap.", "Beras naik.\n\nCabai turun.\n\nGula tetap."),
    ("&lt;p&gt;Beras naik.&lt;/p&gt;&lt;p&gt;Cabai &amp;amp; gula.&lt;/p&gt;",
     "Beras naik.\n\nCabai & gula."),
    # What may be meant so stays.
    (r"Berkas ada di C:\naskah.", r"Berkas ada di C:\naskah."),
    ("Tulis \\n dan \\n.\nLalu simpan.", "Tulis \\n dan \\n.\n\nLalu simpan."),
    (r"Berkas C:\nama\naskah ada.", r"Berkas C:\nama\naskah ada."),
    ("Tulis &lt;p&gt;a&lt;/p&gt; di sana.", "Tulis <p>a</p> di sana."),
])
def test_what_was_escaped_once_too_often_is_read(written, body):
    assert build(title="Judul", body=written).body == body


PLACEHOLDERS = ["NA", "#N/A", "N/A", "n/a", "-", "?", "(kosong)", "Tidak  Ada", "null", "NULL",
                "undefined", "Unknown", "http://", "nan", "NaT", "<NA>", r"\N", " - "]


@pytest.mark.parametrize("value", PLACEHOLDERS)
def test_what_stands_for_nothing_is_nothing(value):
    fields = dict.fromkeys("media tanggal link penulis kategori tag".split(), value)
    found = build(title="Judul", body="Isi.", **fields)
    assert (found.outlet, found.published, found.url) == (None, None, None)
    assert given_by(found) == dict.fromkeys(("byline", "rubric", "tags"))
    assert found.id == build(title="Judul", body="Isi.").id


@pytest.mark.parametrize("value", PLACEHOLDERS)
def test_a_title_and_a_text_may_be_any_word(value):
    word = " ".join(value.split())
    assert (build(title=value, body="Isi.").title, build(judul="Judul", isi=value).body) == (
        word, word)


@pytest.mark.parametrize("penulis", ["-", None])
def test_where_the_byline_is_not_known_the_text_may_say_it(penulis):
    found = build(title="Judul", body="Penulis: Wira Asih\n\nHarga beras naik.", penulis=penulis)
    assert found.extra["byline"] == "Wira Asih"


@pytest.mark.parametrize("value", ["NA Media", "Kosong Satu", "N", "Nan", "-A-", "😀", "http://a",
                                   "tidak ada lagi"])
def test_what_only_begins_so_is_a_name(value):
    assert build(title="Judul", penulis=value, media=value).extra["byline"] == value
    assert build(title="Judul", outlet=value).outlet == value


def test_derived_ids_are_the_same_in_every_version():
    assert build(url="https://kabar.example/1", title="Judul").id == "7409a71b853681a7"
    assert build(title="Judul", body="Isi.").id == "bd09a89568ad1218"
    assert build(title="Judul", body="Isi.", media="Kabar Nusa", tanggal="26/4/2019").id == (
        "7b62a686e55e3815")


def test_a_text_that_two_outlets_or_days_have_is_two_articles():
    stated = [{}, {"media": "Kabar Nusa"}, {"media": "Harian Sagara"}, {"tanggal": "26/4/2019"},
              {"tanggal": "27/4/2019"}, {"media": "Kabar Nusa", "tanggal": "27/4/2019"}]
    ids = [build(title="Jadwal", body="Isi.", **fields).id for fields in stated]
    assert len(set(ids)) == len(ids)
    again = {"outlet": " kabar  NUSA", "date": "Sabtu, 27 April 2019 10:00 WIB"}
    assert build(title="Jadwal", body="Isi.", **again).id == ids[-1]


@pytest.mark.parametrize("fields, reason", [
    ({}, "neither a title nor a body"),
    ({"title": "", "body": ""}, "neither a title nor a body"),
    ({"title": " \n", "text": "\t"}, "neither a title nor a body"),
    ({"title": None}, "neither a title nor a body"),
    ({"byline": "Wira"}, "neither a title nor a body"),
    ({"title": ["Judul", "Lain"]}, "title must be text"),
    ({"title": [["Judul"]]}, "title must be text"),
    ({"title": {"id": "Judul"}}, "title must be text"),
    ({"title": True}, "title must be text"),
    ({"title": "Judul", "body": ["Isi.", 1]}, "body must be text"),
    ({"title": "Judul", "body": "i" * 10_000_001}, "a text of 10,000,006 characters"),
    ({"title": "Judul", "text": {"isi": 1}}, "body must be text"),
    ({"title": "Judul", "id": [1]}, "id must be text"),
    ({"title": "Judul", "id": False}, "id must be text"),
    ({"title": "Judul", "guid": "x" * 513}, "513 characters"),
    ({"title": "Judul", "url": ["u", "v"]}, "url must be text"),
    ({"title": "Judul", "outlet": {"host": "Kabar Nusa"}}, "outlet must be text"),
    ({"title": "Judul", "id": "x" * 513}, "513 characters"),
])
def test_a_record_without_use_is_rejected_at_its_place(fields, reason):
    rejection = build(**fields)
    assert isinstance(rejection, Rejection)
    assert str(rejection).startswith("a.jsonl:7: ") and reason in rejection.reason


BODY = "26 April 2019\n\nPalu (Kabar Nusa) - Harga beras naik."


@pytest.mark.parametrize("fields, outlet, source, written", [
    ({}, "Kabar Nusa", "dateline", None), ({"outlet": ""}, "Kabar Nusa", "dateline", None),
    ({"outlet": None}, "Kabar Nusa", "dateline", None),
    ({"outlet": " \t"}, "Kabar Nusa", "dateline", None),
    ({"outlet": "Lentera Pos"}, "Lentera Pos", "field", None), ({"outlet": 7}, "7", "field", None),
    ({"media": "antaranews.com"}, "ANTARA", "field", "antaranews.com"),
])
def test_an_outlet_is_looked_for_unless_it_is_given(fields, outlet, source, written):
    found = build(body=BODY, **fields)
    assert (found.outlet, found.extra["outlet_source"]) == (outlet, source)
    assert found.extra.get("outlet_written") == written and given_by(found) == {}


def test_a_page_of_a_site_that_nobody_knows_may_have_copied_an_article():
    def of(source, outlet, credit):
        fields = {"title": "Judul", "body": f"Isi.\n\n{credit}", "outlet": outlet}
        return build_article(Record(
            location=Location("a.html"), fields=fields, source=source)).outlet

    assert of("metadata", "salinan.example", "Copyright © ANTARA 2013") == "ANTARA"
    assert of("metadata", "salinan.example", "Copyright © Harian Sagara 2013") == "salinan.example"
    assert of("metadata", "KOMPAS.com", "Copyright © ANTARA 2013") == "KOMPAS.com"
    assert of("field", "salinan.example", "Copyright © ANTARA 2013") == "salinan.example"


@pytest.mark.parametrize("fields, published, source", [
    ({}, "2019-04-26", "line"),
    ({"published": ""}, "2019-04-26", "line"),
    ({"published": "", "date": ""}, "2019-04-26", "line"),
    ({"date": "\n"}, "2019-04-26", "line"),
    ({"published": None}, "2019-04-26", "line"),
    ({"url": "https://kabar.example/2019/04/27/beras"}, "2019-04-27", "url"),
    ({"published": "2007"}, "2007", "field"),
    ({"published": 2007}, "2007", "field"),
    ({"date": "Selasa, 13 Februari 2007 21:10 WIB"}, "2007-02-13T21:10:00+07:00", "field"),
    ({"tanggal": "26/4/2007"}, "2007-04-26", "field"),
    ({"tanggal": {"$date": {"$numberLong": "1556262300000"}}}, "2019-04-26T14:05:00+07:00",
     "field"),
    ({"date": {"date": "2019-04-26 15:05:00.000000", "timezone_type": 3,
               "timezone": "Asia/Makassar"}}, "2019-04-26T14:05:00+07:00", "field"),
    pytest.param({"published": "", "date": "2007"}, "2007", "field"),
])
def test_a_date_is_looked_for_unless_it_is_given(fields, published, source):
    found = build(body=BODY, **fields)
    assert (found.published, found.extra["date_source"]) == (published, source)
    assert given_by(found) == {} and "undated" not in found.extra


UNREADABLE = [
    "besok", "31 Februari 2019", "2019-13", True, ["2019", "2020"], {"tahun": 2019}, "2999-01-01"]


@pytest.mark.parametrize("name", ["published", "date", "tanggal"])
@pytest.mark.parametrize("raw", UNREADABLE)
def test_an_unreadable_date_is_kept_and_the_text_is_asked(name, raw):
    found = build(body=BODY, **{name: raw})
    assert (found.published, given_by(found)) == ("2019-04-26", {name: raw})
    undated = build(body="Isi.", **{name: raw})
    assert (undated.published, given_by(undated)) == (None, {name: raw})
    assert undated.extra["undated"].endswith("no date in the text")


@pytest.mark.parametrize("given", [
    "0001-01-01T00:00:00", "1970-01-01 00:00:00", "Mon, 30 Nov -0001 00:00:00 +0000",
    "26 April 2019 14:05 AM", 0,
])
def test_what_is_no_date_is_said_so(given):
    found = build(title="Judul", date=given)
    assert found.extra["undated"].startswith(f"{str(given)!r} is no date")
    assert (found.published, given_by(found)) == (None, {"date": given})


def test_what_is_to_come_is_said_so():
    assert "is in the future" in build(title="Judul", date="2999-01-01").extra["undated"]


def test_what_is_found_out_is_kept_beside_the_text():
    body = ("Judul\n\nPalu (ANTARA) - Harga naik.\n\nBaca juga: Harga Turun\n\n"
            "Penulis: Wira\nEditor: Marsiti")
    found = build(body=body, tags=["beras"], extra={"place": "Donggala"})
    assert (found.title, found.body) == ("Judul", "Harga naik.")
    assert found.extra == {
        "outlet_source": "dateline", "undated": "no date in the text",
        "dateline": "Palu (ANTARA) -", "place": "Donggala", "agency": "ANTARA", "byline": "Wira",
        "editor": "Marsiti", "footers": ["Penulis: Wira", "Editor: Marsiti"],
        "boilerplate": ["Baca juga: Harga Turun"], "tags": ["beras"],
    }


PAGE = "https://www.kabarsagara.example/2019/04/26/pasar-dibuka"


@pytest.mark.parametrize("parting", ["\n", "\n\n"])
def test_an_address_at_the_head_is_the_article_s(parting):
    text = f"Pasar Dibuka Lagi{parting}{PAGE}{parting}Harga beras di pasar itu naik lagi."
    found = build(body=text)
    assert (found.title, found.url) == ("Pasar Dibuka Lagi", PAGE)
    assert found.body == "Harga beras di pasar itu naik lagi."
    assert (found.outlet, found.published) == ("kabarsagara.example", "2019-04-26")
    given = build(body=text, url="https://lembah.example/1")
    assert (given.url, given.published) == ("https://lembah.example/1", None)


@pytest.mark.parametrize("line", [
    "https://youtu.be/abcdefgh", "https://kabarsagara.example/2019/04/26/pasar.jpg",
    f"{PAGE}\nhttps://lembah.example/1",
])
def test_addresses_that_are_hardly_the_article_s(line):
    found = build(body=f"Pasar Dibuka Lagi\n\n{line}\n\nHarga beras di pasar itu naik lagi.")
    assert (found.title, found.url, found.published) == ("Pasar Dibuka Lagi", None, None)


@pytest.mark.parametrize("foot, extra", [
    ("Penulis: Wira | Editor: Marsiti\nTag: beras, pasar", ("Wira", "Marsiti", ["beras", "pasar"])),
    ("(Penulis: Wira | Editor: Marsiti)\n#beras #pasar", ("Wira", "Marsiti", ["beras", "pasar"])),
    ("Penulis: Wira, Editor: Marsiti\nTag: Beras Naik | beras | Beras Naik",
     ("Wira", "Marsiti", ["Beras Naik", "beras"])),
])
def test_writer_editor_and_tags_at_the_foot(foot, extra):
    found = build(body=f"{BODY}\n\n{foot}").extra
    assert (found["byline"], found["editor"], found["tags"]) == extra


@pytest.mark.parametrize("line, name", [
    ("Penulis: Wira Asih,", "Wira Asih"), ("Penulis: Wira Asih.", "Wira Asih"),
    ("Penulis: Wira A.", "Wira A."), ("Oleh: Wira Asih , ", "Wira Asih"),
])
def test_a_name_at_the_foot_ends_without_signs(line, name):
    assert build(body=f"{BODY}\n\n{line}").extra["byline"] == name


def test_tags_of_the_record_are_believed():
    found = build(body=f"{BODY}\n\nTag: pasar", tags=["beras"])
    assert found.extra["tags"] == ["beras"] and "Tag: pasar" in found.extra["footers"]


@pytest.mark.parametrize("line", [
    "26 April 2019, 2:05 PM", "April 26, 2019 2:05 pm", "4/26/2019", "26.04.2019", "20190426",
    "Fri, 26 Apr 2019 07:05:00 GMT", "14:05 WIB, 26 April 2019", "1556262300", "2019/4/26",
    "5/4/2019 2:05 PM", "26/04/19",
])
def test_a_line_leaves_the_text_as_a_date_only_where_it_is_the_date(line):
    found = build(body=f"Pasar Dibuka Lagi\n\n{line}\n\nHarga beras di pasar itu naik lagi.")
    taken = line in found.extra.get("footers", ())
    assert taken == (found.published is not None) == (line not in found.body)
    assert not taken or found.published.startswith("2019-04-26")


EXPORTED = build(id="a", body=BODY, published="2007", byline="Wira", revision=3).to_dict()


def test_what_was_exported_is_taken_back_as_it_is():
    assert build_article(Record(location=Location("a"), fields=EXPORTED)).to_dict() == EXPORTED
    odd = EXPORTED | {"title": " a \n", "body": "26 April 2019\n\nBaca juga: <p>Harga</p>",
                      "outlet": "antaranews.com", "published": None, "date_precision": "none"}
    assert build_article(Record(location=Location("a"), fields=odd)).to_dict() == odd


@pytest.mark.parametrize("changed", [
    {"id": ""}, {"id": 7}, {"published": "26/4/2007"}, {"date_precision": "none"}, {"extra": []},
    {"revision": 0}, {"outlet": 7}, {"url": " "}, {"title": None},
])
def test_what_only_looks_like_it_is_a_record_like_others(changed):
    taken_back, like_others = (
        pipeline.trace_article(Record(location=Location("a"), fields=fields))
        for fields in (EXPORTED, EXPORTED | changed))
    assert taken_back.decisions == () != like_others.decisions
    assert like_others.article.to_dict() != EXPORTED | changed


@pytest.mark.parametrize("fields, extra", [
    ({"byline": "Wira", "tags": ["beras", 1]}, {"byline": "Wira", "tags": ["beras", 1]}),
    ({"n": 0, "b": False, "l": [], "o": {}}, {"n": 0, "b": False, "l": [], "o": {}}),
    ({"Title": "Lain", "N": 3}, {"Title": "Lain", "N": 3}),
    ({"penulis": "Wira", "kategori": "Ekonomi"}, {"byline": "Wira", "rubric": "Ekonomi"}),
    ({"published": "2007", "date": "2019"}, {"date": "2019"}),
    ({"extra": {"byline": "Wira"}}, {"byline": "Wira"}),
    ({"extra": {"byline": "", "tags": None}}, {"byline": "", "tags": None}),
    ({"extra": {"title": "Lain", "id": 1, "date": "x", "extra": {"extra": 1}}},
     {"title": "Lain", "id": 1, "date": "x", "extra": {"extra": 1}}),
    ({"extra": {"byline": "Wira"}, "tags": ["a"]}, {"byline": "Wira", "tags": ["a"]}),
    ({"extra": {"byline": "Wira", "tags": 2}, "tags": ["a"]},
     {"tags": ["a"], "extra": {"byline": "Wira", "tags": 2}}),
    ({"byline": None, "rubrik": ""}, {"byline": None, "rubric": ""}),
    ({"extra": "teks"}, {"extra": "teks"}),
    ({"extra": []}, {"extra": []}),
    ({"extra": None}, {}),
    ({"extra": {"a": {"b": [{"c": None}]}}}, {"a": {"b": [{"c": None}]}}),
])
def test_everything_else_is_kept_in_extra(fields, extra):
    assert given_by(build(title="Judul", **fields)) == extra


@pytest.mark.parametrize("given, revision, extra", [
    (1, 1, {}), (7, 7, {}), ((1 << 53) - 1, (1 << 53) - 1, {}),
    *((value, 1, {"revision": value}) for value in (
        0, -1, 1 << 53, 1.0, True, "7", None, "", [1])),
])
def test_a_revision_is_a_number_of_versions_or_a_field_like_others(given, revision, extra):
    found = build(title="Judul", revision=given)
    assert (found.revision, given_by(found)) == (revision, extra)


def test_a_rejection_keeps_the_fields_of_its_record():
    assert build(byline="Wira", url=None).fields == {"byline": "Wira", "url": None}


@pytest.mark.parametrize("name", ["id", "title", "body", "outlet", "url"])
def test_half_a_surrogate_pair_is_replaced(name):
    found = build(**{"title": "Judul", name: "a\ud800b"})
    assert getattr(found, name) == "a\ufffdb"


def test_half_a_surrogate_pair_in_extra_is_replaced():
    found = build(title="Judul", byline="a\ud800b", extra={"z\ud800": [{"k\udfff": "\ud83d"}]})
    assert given_by(found) == {"byline": "a\ufffdb", "z\ufffd": [{"k\ufffd": "\ufffd"}]}
    assert given_by(build(title="Judul", byline="\ud83d\ude00")) == {"byline": "😀"}


def test_the_record_is_left_as_it_was():
    fields = {"title": "Judul", "date": "2007", "byline": "Wira"}
    build_article(Record(location=Location("a.jsonl"), fields=fields))
    assert fields == {"title": "Judul", "date": "2007", "byline": "Wira"}


def test_the_one_value_of_a_field_of_drupals_is_taken():
    found = build(nid=[{"value": 12}], title=[{"value": "Beras naik"}],
                  body=[{"value": "<p>Harga naik.</p>", "format": "basic", "summary": ""}])
    assert (found.id, found.title, found.body) == ("12", "Beras naik", "Harga naik.")
    several = [{"value": "Satu"}, {"value": "Dua"}]
    assert "title must be text" in str(build(title=several, body="Isi."))


def test_a_text_that_was_cut_is_marked():
    begin, text = "Warga mulai membersihkan saluran a", "Warga mulai membersihkan saluran air."
    cut = f"{begin}… [+9 chars]"
    assert build(judul="Pasar", content=cut, full_content=f"{text} {text}").body == f"{text} {text}"
    assert build(judul="Pasar", content=cut, full_content=f"Menu. {text[6:]}").body == f"{begin}…"
    built = build(judul="Pasar", isi="Warga mulai membersihkan saluran a… [+1551 chars]")
    assert (built.body, built.extra["truncated"]) == (
        "Warga mulai membersihkan saluran a…", "[+1551 chars]")
    built = build(judul="Pasar", isi="Harga naik [+15 persen]")
    assert (built.body, "truncated" in built.extra) == ("Harga naik [+15 persen]", False)


def test_the_reason_names_the_longest_text_and_how_to_read_it():
    reason = build(byline="Wira", naskah="Harga beras di pasar naik.", catatan="Beras").reason
    assert reason.startswith("neither a title nor a body; the longest text is 'naskah'")
    assert reason.endswith("--map 'naskah=body'")
    assert build(naskah="Beras").reason == "neither a title nor a body"


@pytest.mark.parametrize("written, outlet, url, title", [
    ("Harga Beras Naik - Kabar Nusa", "Kabar Nusa", None, "Harga Beras Naik"),
    ("Harga Beras Naik | kabarnusa", "kabarnusa.example", None, "Harga Beras Naik"),
    ("KabarNusa: Harga Beras Naik", "", "https://www.kabarnusa.example/a/1", "Harga Beras Naik"),
    ("Harga Beras Naik – Nasional KabarNusa.example", "", "https://kabarnusa.example/a/1",
     "Harga Beras Naik"),
    ("Harga Beras Naik - Kabar Nusa - KabarNusa.example", "Kabar Nusa",
     "https://kabarnusa.example/a/1", "Harga Beras Naik"),
    ("Kabar Nusa | Harga Beras: Naik Lagi", "Kabar Nusa", None, "Harga Beras: Naik Lagi"),
    *((title, "Kabar Nusa", "https://kabarnusa.example/a/1", title) for title in (
        "Harga Beras Naik - Warga Resah", "Kabar Nusantara: Harga Beras Naik",
        "Kabar Nusa - Beras", "Harga Beras Naik, Kata Kabar Nusa", "Gubernur: Kabar Nusa",
        "Beras di Kabar Nusa: Harga Naik Lagi")),
])
def test_the_name_of_the_site_leaves_a_title(written, outlet, url, title):
    built = build(title=written, body="Harga naik.", outlet=outlet, url=url)
    assert built.title == title
    assert ("footers" in built.extra) == (title != written)


@pytest.mark.parametrize("fields, title", [
    ({"slug": "harga-beras-naik"}, "Harga beras naik"),
    ({"url": "https://a.example/read/2019/04/26/12345678/harga-beras-naik"}, "Harga beras naik"),
    ({"url": "https://a.example/d-4567/harga_beras_naik-12345678.html?x=1"}, "Harga beras naik"),
    ({"url": "https://a.example/harga-beras-naik-1tXyZ2aBcDe/full"}, "Harga beras naik"),
    ({"url": "https://a.example/beras-naik"}, ""), ({"url": "https://a.example/read/4567"}, ""),
    ({"slug": "Beras"}, ""), ({"alias": "Wira si Penulis"}, ""), ({"url": "http://[a/b-c-d-e"}, ""),
])
def test_a_title_that_is_only_in_a_slug_is_taken_and_said_to_be(fields, title):
    built = build(isi="Harga beras di pasar naik sejak pekan lalu.", **fields)
    assert (built.title, built.extra.get("title_source")) == (title, "slug" if title else None)


HEADLINE = "Harga Beras Naik Tajam di Pasar"


@pytest.mark.parametrize("end", [
    " : Okezone Economy", " - Nasional", " | Republika Online", " - Nasional Tempo.co", " « Blog",
    " - detikFinance", " - Ekonomi - Bisnis.com", " - VIVA", " :: Jawa Pos", " | Halaman 2",
    " - ANTARA News Jawa Timur - Berita Terkini", " Halaman all - Kompas.com", " (Hal 3)",
    " - Page 2 of 3", " - JPNN.com Jatim", " | Home", " - Kontan Nasional"])
def test_sites_and_their_sections_leave_the_end_of_a_title(end):
    assert build(title=f"{HEADLINE}{end}", body="Isi.").title == HEADLINE


@pytest.mark.parametrize("title", [
    f"{HEADLINE} - Tahap Dua", f"{HEADLINE} - Warga Resah", f"{HEADLINE}: Nasional",
    f"{HEADLINE} - Jawa Barat", f"{HEADLINE} - Bagian 2", f"{HEADLINE} - Ekonomi Desa Tumbuh",
    f"{HEADLINE} : Kata Gubernur", "Nasional - Ekonomi", f"Nasional: {HEADLINE}",
    f"{HEADLINE} - tempo dulu", f"{HEADLINE} | Kisah Nusantara", f"{HEADLINE}-Nasional",
    "Rumah dengan Halaman 2 Hektare", f"{HEADLINE} | Indonesia"])
def test_subtitles_stay(title):
    assert build(title=title, body="Isi.").title == title


def test_the_rubric_of_an_article_leaves_the_end_of_its_title():
    title = f"{HEADLINE} - Kabar Kampung"
    assert build(title=title, body="Isi.", rubrik="Kabar kampung").title == HEADLINE
    assert build(title=title, body="Isi.").title == title


@pytest.mark.parametrize("word", [
    "N/A", "null", "-", "(tanpa judul)", "Untitled", "[No Title]", "tidak ada judul", "nan", "…"])
def test_a_word_for_a_missing_title_hides_no_better_one(word):
    body = "Harga beras di pasar naik sejak pekan lalu."
    found = build(title=word, body=body, slug="harga-beras-naik-tajam")
    assert (found.title, found.extra["title_source"]) == ("Harga beras naik tajam", "slug")
    assert build(title=word, body=f"{HEADLINE}\n\n{body}").title == HEADLINE
    assert build(title=word, body=body).title == word


def test_a_title_that_is_written_as_a_slug_is_read():
    text = "Harga beras di Palu naik lagi, kata Wira. Pedagang menunggu panen di Sigi bulan depan."
    built = build(title="harga-beras-naik-12345678", isi=text)
    assert (built.title, built.extra["title_source"]) == ("Harga beras naik", "slug")
    assert build(title="harga-beras-naik", isi=f"Beras Makin Mahal\n\n{text}").title == (
        "Beras Makin Mahal")
    for title in ("Ramai-ramai ke pasar", "harga-beras", "COVID-19-Palu-Sigi", "antre-antre-antre "
                  "di pasar"):
        assert build(title=title, isi=text).title == title


@pytest.mark.parametrize("dateline, published", [
    ("12 Maret 2021", "2021-03-12"), ("PALU, 12 Maret 2021", "2021-03-12"), ("Palu", None),
    ("2021-03-12", "2021-03-12"), ("2021-03-12T09:15:00+07:00", "2021-03-12T09:15:00+07:00"),
    ("2999-03-12", None), ("2021", None)])
def test_a_dateline_in_a_field_may_have_the_date(dateline, published):
    built = build(judul="Beras Mahal", isi="Beras makin mahal, kata Wira.", dateline=dateline)
    assert (built.published, built.extra["dateline"]) == (published, dateline)
    assert built.extra.get("date_source") == ("dateline" if published else None)


@pytest.mark.parametrize("fields, published, kept", [
    ({"terbit": "2021-03-12 09:15:00+07"}, "2021-03-12T09:15:00+07:00", None),
    ({"terbit": "ya", "tanggal": "2021-03-12"}, "2021-03-12", "ya"),
    ({"terbit": "1", "created_at": "2021-03-12"}, "2021-03-12", "1"),
    ({"terbit": "sudah"}, None, "sudah")])
def test_a_column_called_published_has_a_date_or_a_yes(fields, published, kept):
    built = build(judul="Beras Mahal", isi="Beras makin mahal, kata Wira.", **fields)
    assert (built.published, built.extra.get("terbit")) == (published, kept)


def test_a_slug_is_the_last_resort():
    text = "Beras Makin Mahal\n\nHarga beras di pasar naik sejak pekan lalu."
    built = build(isi=text, slug="harga-beras-naik")
    assert (built.title, built.extra["slug"]) == ("Beras Makin Mahal", "harga-beras-naik")
    built = build(judul="Beras Mahal", isi=text, slug="harga-beras-naik")
    assert (built.title, "title_source" in built.extra) == ("Beras Mahal", False)


def test_a_slug_alone_is_a_title_and_an_address_alone_is_no_article():
    first, other = build(slug="harga-beras-naik"), build(slug="harga-cabai-turun")
    assert (first.title, first.extra["title_source"]) == ("Harga beras naik", "slug")
    assert first.id != other.id
    assert "neither" in build(url="https://a.example/harga-beras-naik").reason


def test_the_much_longer_of_several_texts_is_the_body():
    short, long = "Harga beras naik.", "Harga beras di pasar naik sejak pekan lalu. " * 20
    built = build(judul="Beras", body=short, narasi=long)
    assert (built.body, built.extra["body_2"]) == (long.strip(), short)
    built = build(judul="Beras", body=long, narasi=short)
    assert (built.body, built.extra["narasi"]) == (long.strip(), short)


def test_markup_and_a_whole_page_make_no_longer_text():
    text = "Harga beras di pasar naik sejak pekan lalu. " * 6
    html = "".join(f"<p class='isi berita-panjang'>{each}.</p>" for each in text.split("."))
    for name, other in (("body_html", html), ("raw_text", f"Menu {text * 5}")):
        assert build(judul="Beras", body=text, **{name: other}).body == text.strip()


def test_the_two_columns_of_joomla_are_one_text_however_long_each_is():
    opening = "Harga beras di pasar naik sejak pekan lalu. " * 20
    built = build(judul="Beras", introtext=opening.strip(), fulltext="Pedagang mengeluh.")
    assert built.body == f"{opening.strip()}\n\nPedagang mengeluh."


def test_several_columns_that_are_mapped_to_the_body_are_joined():
    record = Record(location=Location("a.csv"), fields={
        "judul": "Beras", "simpulan": "Harga turun.", "narasi": "Harga naik.", "isi": "Lain."})
    built = build_article(record, {"narasi": "body", "simpulan": "body"})
    assert built.body == "Harga naik.\n\nHarga turun."
    assert built.extra["isi"] == "Lain." and "simpulan" not in built.extra
