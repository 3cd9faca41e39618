"""Cells that hold more than text: what people meant, and prose that only looks like such a cell."""

import json

import pytest

from indexer.article.pipeline import build_article
from indexer.record import Location, Record

ONE, TWO = "Harga beras di pasar naik sejak pekan lalu.", "Harga cabai rawit di pasar turun lagi."
THREE = "Para pedagang mengeluh karena pembeli berkurang."
TEXT = f"{ONE}\n\n{TWO}\n\n{THREE}"


def build(**fields):
    return build_article(Record(location=Location("a.csv"), fields={"judul": "Uji", **fields}))


def leaf(text):
    return {"type": "text", "text": text}


def block(kind, *children, children_key="children"):
    return {"type": kind, children_key: list(children)}


DOCUMENTS = {
    "Editor.js": {"blocks": [
        {"type": "paragraph", "data": {"text": ONE}},
        {"type": "list", "data": {"items": [TWO, {"content": THREE, "items": []}]}}]},
    "Quill": {"ops": [
        {"insert": ONE[:5]}, {"insert": ONE[5:], "attributes": {"bold": True}}, {"insert": "\n"},
        {"insert": {"image": "a.jpg"}}, {"insert": f"{TWO}\n{THREE}\n"}]},
    "Quill's list": [{"insert": f"{ONE}\n{TWO}\n"}, {"insert": f"{THREE}\n"}],
    "ProseMirror": {"type": "doc", "content": [
        block("paragraph", leaf(ONE[:5]), leaf(ONE[5:]), children_key="content"),
        block("bulletList", *(
            block("listItem", block("paragraph", leaf(text), children_key="content"),
                  children_key="content") for text in (TWO, THREE)), children_key="content")]},
    "Slate": [
        block("paragraph", {"text": ONE[:5]}, {"text": ONE[5:], "bold": True}),
        block("paragraph", {"text": TWO}), block("paragraph", {"text": THREE})],
    "Lexical": {"root": {"type": "root", "children": [
        block("paragraph", leaf(ONE[:5]), block("link", leaf(ONE[5:]))),
        block("paragraph", leaf(TWO)), block("paragraph", leaf(THREE))]}},
    "Draft.js": {"entityMap": {}, "blocks": [
        {"key": str(number), "type": "unstyled", "text": text, "entityRanges": []}
        for number, text in enumerate((ONE, TWO, THREE))]},
    "Sanity": [{"_type": "block", "children": [
        {"_type": "span", "text": text[:9]}, {"_type": "span", "text": text[9:]}]}
        for text in (ONE, TWO, THREE)],
    "Contentful": {"nodeType": "document", "content": [
        {"nodeType": "paragraph", "content": [{"nodeType": "text", "value": text}]}
        for text in (ONE, TWO, THREE)]},
    "paragraphs": [{"type": "p", "text": text} for text in (ONE, TWO, THREE)],
    "texts": [{"text": text} for text in (ONE, TWO, THREE)],
    "strings": [ONE, TWO, THREE],
}


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
@pytest.mark.parametrize("write", [json.dumps, repr, lambda document: document],
                         ids=["json", "python", "value"])
def test_the_document_of_an_editor_becomes_its_text(document, write):
    assert build(isi=write(document)).body == TEXT


@pytest.mark.parametrize("cell", [
    f"['{ONE}', '{TWO}', '{THREE}']", f'["{ONE}", "{TWO}", "{THREE}"]',
    f"('{ONE}', '{TWO}', '{THREE}')", f"[ '{ONE}',\n  \"{TWO}\",\n  None, '{THREE}', ]",
    f"['{ONE}' '{TWO}'\n '{THREE}']",
    f"array(['{ONE}', '{TWO}',\n       '{THREE}'], dtype=object)",
    f"[b'{ONE}', u'{TWO}', '{THREE}']", f"b'{ONE}\\n\\n{TWO}\\n\\n{THREE}'",
    f'b"{ONE}\\n\\n{TWO}\\n\\n{THREE}"',
    f"{ONE}_x000D_\n{TWO}_x000d_\n{THREE}", f"{ONE}_x000D_{TWO}_x000A_{THREE}",
    f"{ONE},{TWO},{THREE}", f"{ONE};{TWO};{THREE}", f"{ONE} | {TWO} | {THREE}",
    f"{ONE}|{TWO}|{THREE}", f"{ONE}\t{TWO}\t{THREE}", f"{ONE} || {TWO} || {THREE}",
    "%20".join(TEXT.split(" ")).replace("\n", "%0A"),
])
def test_a_cell_becomes_the_text_that_was_meant(cell):
    assert build(isi=cell).body == TEXT


def test_quotes_and_escapes_in_a_list_are_read():
    cell = r"""['Kata dia, "naik\u2026"', "Jum\'at \xa0itu", 'C:\data']"""
    assert build(isi=cell).body == 'Kata dia, "naik…"\n\nJum\'at \xa0itu\n\nC:\\data'.replace(
        "\xa0", " ").replace("  ", " ")


@pytest.mark.parametrize("prose", [
    "[UPDATE] Harga beras naik.", "['Harga beras', kata Wira, 'naik']", "[Foto] 'Harga beras'",
    "['Harga beras'] adalah judulnya.", "{Iklan} Harga beras naik.", '{"harga": 5}', "[1, 2]",
    "('Harga beras')", "b'Harga beras", "('Naik,' kata Wira.)", "[]", "{}", "[{}]",
    "Budi Wira, S.H.,M.H., dan Ani Sari, S.Sos.,MM datang bersama Dewi, S.Pd.,M.Pd. kemarin.",
    "Beras, cabai, dll.,Bandung punya semuanya.", "Naik 20% lalu 5%20 lagi.",
    "Kode _x0 dan _x00G_ dipakai.", '"Naik.",Kata dia sekali saja di pasar itu.',
    '["Harga beras", {"a": 1}', '{"judul": "Harga", "harga": 5}',
])
def test_prose_stays_as_it_is(prose):
    assert build(isi=prose).body == prose


def test_a_title_in_a_list_is_one_line():
    assert build(judul="['Harga Beras Naik']").title == "Harga Beras Naik"
    assert build(judul="b'Harga Beras'").title == "Harga Beras"
    assert build(judul="[UPDATE] Harga Beras").title == "[UPDATE] Harga Beras"


def test_names_in_a_list_are_names():
    built = build(isi=ONE, penulis="['Wira', 'Ani']", tags="['beras', 'cabai']",
                  media="['Kabar Nusa']", url="['https://kabarnusa.example/a/1']")
    assert (built.extra["byline"], built.extra["tags"]) == (["Wira", "Ani"], ["beras", "cabai"])
    assert (built.outlet, built.url) == ("Kabar Nusa", "https://kabarnusa.example/a/1")


def test_captions_of_an_editor_stand_beside_the_text():
    built = build(isi=json.dumps({"blocks": [
        {"type": "image", "data": {"file": {"url": "a.jpg"}, "caption": "Pasar lama"}},
        {"type": "paragraph", "data": {"text": f"<b>{ONE}</b>"}}]}))
    assert (built.body, built.extra["captions"]) == (ONE, ["Pasar lama"])


@pytest.mark.parametrize("cell", ["[" * 100_000, "['" * 50_000, "{'a':" * 50_000 + "}",
                                  "['" + "\\" * 50_001 + "']", ".," * 200_000, "A.,A" * 100_000,
                                  "naik.,Harga " * 50_000])
def test_hostile_cells_are_read_at_once(cell):
    assert build(isi=cell).body
