"""Cells that hold more than text: what people meant, and prose that only looks like such a cell."""

import json

import pytest

from indexer.record import Location, Record

from support.built_articles import build_article

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
    "Mobiledoc": {"version": "0.3.1", "markups": [["b"]], "atoms": [], "sections": [
        [1, "p", [[0, [0], 1, ONE[:5]], [0, [], 0, ONE[5:]]]], [3, "ul", [[[0, [], 0, TWO]]]],
        [2, "a.jpg"], [10, 0]], "cards": [["markdown", {"markdown": THREE}]]},
    "Mobiledoc 0.2": {"version": "0.2.0", "sections": [
        [], [[1, "p", [[[], 0, text]]] for text in (ONE, TWO, THREE)]]},
    "Lexical with cards": {"root": {"type": "root", "children": [
        {"type": "html", "html": f"<p>{ONE}</p>"}, block("paragraph", leaf(TWO)),
        {"type": "image", "src": "a.jpg"}, {"type": "markdown", "markdown": THREE}]}},
    "Quill beside HTML": {
        "delta": {"ops": [{"insert": f"{ONE}\n{TWO}\n{THREE}\n"}]}, "html": f"<p>{ONE}</p>"},
    "Slate's value": {"value": [block("paragraph", {"text": text}) for text in (ONE, TWO, THREE)]},
    "Sanity with a picture": [
        *({"_type": "block", "children": [{"_type": "span", "text": text}]}
          for text in (ONE, TWO, THREE)), {"_type": "image", "asset": {"_ref": "a"}}],
    "Notion": [{"object": "block", "type": "paragraph", "paragraph": {"rich_text": [
        {"type": "text", "text": {"content": text}, "plain_text": text}]}}
        for text in (ONE, TWO, THREE)],
    "Storyblok": {"component": "page", "body": {"type": "doc", "content": [
        block("paragraph", leaf(text), children_key="content") for text in (ONE, TWO, THREE)]}},
    "Elementor": [{"elType": "section", "elements": [{"widgetType": "text-editor", "settings": {
        "editor": f"<p>{ONE}</p><p>{TWO}</p><p>{THREE}</p>"}}]}],
    "nested lists": [[ONE], [TWO, [THREE]]],
    "paragraphs by tag": [{"p": ONE}, {"p": TWO}, {"p": THREE}],
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
    "%20".join(TEXT.split(" ")).replace("\n", "%0A"), "+".join(TEXT.split(" ")).replace(
        "\n", "%0A"),
    f'{{"{ONE}","{TWO}","{THREE}"}}', f"{{'{ONE}', '{TWO}', '{THREE}'}}",
    f'{{"{ONE}",NULL,"{TWO}","{THREE}"}}', f"frozenset({{'{ONE}', '{TWO}', '{THREE}'}})",
    f"deque(['{ONE}', '{TWO}', '{THREE}'], maxlen=9)", f"[('{ONE}',), ('{TWO}', '{THREE}')]",
    f"[b]{ONE}[/b]\n\n[url=https://a.example/1]{TWO}[/url]\n\n[quote=Wira]{THREE}[/quote]",
    f"[p]{ONE}[/p][img]https://a.example/1.jpg[/img][p][i]{TWO}[/i][/p][p]{THREE}[/p]",
    f"{ONE}/n/n{TWO}/n/n{THREE}", f"{ONE}/n{TWO}/n {THREE}",
    f"{ONE}\\n{TWO}\n{THREE}", f"{ONE}\\r\\n\\r\\n{TWO}\n\n{THREE}",
    f"\\t{ONE}\n\n\\t{TWO}\n\n{THREE}", json.dumps(TEXT),
    "".join(f"&amp;lt;p&amp;gt;{text}&amp;lt;/p&amp;gt;" for text in (ONE, TWO, THREE)),
    "<div>" + "".join(f"&lt;p&gt;{text}&lt;/p&gt;" for text in (ONE, TWO, THREE)) + "</div>",
    TEXT.replace("pasar", "[i]pasar[/i]"), f"{TEXT} [1234 chars]",
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
    '["Harga beras", {"a": 1}', '{"judul": "Harga", "harga": 5}', "{Harga beras}", "[[1], [2]]",
    "[b] adalah huruf kedua.", "[/n] ialah tanda.", r"Simpan di C:\naik\utama hari ini.",
    "Lihat kompas.com/nasional atau tempo.co/n/n1.", r"Jalur \\server\umum dipakai.",
    "1+1+1+1+1+1+1", "Beras+cabai+gula naik.", "Ia menulis [1234 chars] di sana.", "A &amp;c B",
    '"Naik," kata Wira, "lagi."', '[{"type": "gambar"}, {"type": "video"}]',
])
def test_prose_stays_as_it_is(prose):
    assert build(isi=prose).body == prose.replace("&amp;", "&")


@pytest.mark.parametrize("written, read", [
    (r"Kata dia, \u201cnaik\u201d lagi.", "Kata dia, “naik” lagi."),
    ("Kata dia, &amp;quot;naik&amp;quot; &amp;amp; lagi.", 'Kata dia, "naik" & lagi.'),
    (r'Kata dia, \"naik\" lagi.', 'Kata dia, "naik" lagi.'),
    (r"Bendera \ud83c\uddee dikibarkan.", "Bendera \U0001f1ee dikibarkan."),
    ("&amp;#8220;Naik&amp;#8221;, kata dia.", "“Naik”, kata dia."),
])
def test_what_was_escaped_twice_is_read(written, read):
    assert build(isi=written).body == read


@pytest.mark.parametrize("written, read", [
    ("Ｈａｒｇａ Ｂｅｒａｓ Naik", "Harga Beras Naik"), ("𝐇𝐚𝐫𝐠𝐚 𝗕𝗲𝗿𝗮𝘀 Naik", "Harga Beras Naik"),
    (r"Harga \u201cBeras\u201d Naik", "Harga “Beras” Naik"),
    ("Harga &amp;quot;Beras&amp;quot; Naik", 'Harga "Beras" Naik'),
    (r"Harga \"Beras\" Naik\nLagi", 'Harga "Beras" Naik Lagi'),
    ("<b>Harga</b> [i]Beras[/i] Naik", "Harga Beras Naik"), ("## Harga Beras", "Harga Beras"),
    ("**Harga Beras**", "Harga Beras"), ("Harga Beras Naik |", "Harga Beras Naik"),
    ("Harga Beras Naik… [120 chars]", "Harga Beras Naik…"), ("Harga < 5 ribu", "Harga < 5 ribu"),
    ("#HargaBeras Naik", "#HargaBeras Naik"), (r"C:\naik", r"C:\naik"), ("ｶﾞ½ m²", "ｶﾞ½ m²"),
])
def test_a_title_loses_what_programs_put_into_it(written, read):
    assert build(judul=written).title == read


def test_a_title_in_a_list_is_one_line():
    assert build(judul="['Harga Beras Naik']").title == "Harga Beras Naik"
    assert build(judul="b'Harga Beras'").title == "Harga Beras"
    assert build(judul="[UPDATE] Harga Beras").title == "[UPDATE] Harga Beras"


def test_names_in_a_list_are_names():
    built = build(isi=ONE, penulis="['Wira', 'Ani']", tags="['beras', 'cabai']",
                  media="['Kabar Nusa']", url="['https://kabarnusa.example/a/1']")
    assert (built.extra["byline"], built.extra["tags"]) == (["Wira", "Ani"], ["beras", "cabai"])
    assert build(isi=ONE, tags="{beras,cabai}").extra["tags"] == ["beras", "cabai"]
    assert (built.outlet, built.url) == ("Kabar Nusa", "https://kabarnusa.example/a/1")


def test_captions_of_an_editor_stand_beside_the_text():
    built = build(isi=json.dumps({"blocks": [
        {"type": "image", "data": {"file": {"url": "a.jpg"}, "caption": "Pasar lama"}},
        {"type": "paragraph", "data": {"text": f"<b>{ONE}</b>"}}]}))
    assert (built.body, built.extra["captions"]) == (ONE, ["Pasar lama"])


@pytest.mark.parametrize("cell", ["[" * 100_000, "['" * 50_000, "{'a':" * 50_000 + "}",
                                  "['" + "\\" * 50_001 + "']", ".," * 200_000, "A.,A" * 100_000,
                                  "naik.,Harga " * 50_000,
                                  "[b]" * 50_000 + "[/b]", "[img]" * 50_000 + "[/p]",
                                  r"\t" * 50_000, "/n" * 50_000, "&amp;" * 50_000,
                                  "{'a', " * 30_000 + "}", '["' + "[" * 50_000 + '"]',
                                  '{"value": ' * 900 + '"a"' + "}" * 900])
def test_hostile_cells_are_read_at_once(cell):
    assert build(isi=cell).body
