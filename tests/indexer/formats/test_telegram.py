"""Telegram's export of a channel."""

import json

import pytest

from support.reading import fields, read, rejected

POST = {
    "id": 7, "type": "message", "date": "2023-02-03T11:11:12", "date_unixtime": "1675393872",
    "author": "Wira", "text": [
        {"type": "bold", "text": "Harga beras naik"}, "\n\nHarga naik di ",
        {"type": "link", "text": "Palu"}, "."],
}


def export(*messages, **changes):
    chat = {"name": "Kabar Nusa", "type": "public_channel", "id": 5, "messages": [*messages]}
    return chat | changes


def read_export(*messages, **changes):
    return read(json.dumps(export(*messages, **changes), indent=1), "json")


def test_a_post_is_an_article_with_its_permalink():
    assert fields(read_export(POST)) == [{
        "title": "Harga beras naik", "body": "Harga naik di Palu.", "outlet": "Kabar Nusa",
        "published": "2023-02-03T10:11:12+07:00", "url": "https://t.me/c/5/7", "byline": "Wira"}]


@pytest.mark.parametrize("text", ["Naik.", [{"type": "bold", "text": "Naik."}], ["Na", "ik."]])
def test_a_text_without_a_bold_line_above_it_has_no_title(text):
    [found] = fields(read_export(POST | {"text": text}))
    assert found["body"] == "Naik." and "title" not in found


def test_messages_of_the_service_and_pictures_are_passed_over(caplog):
    service = {"id": 1, "type": "service", "action": "create_channel", "title": "Kabar Nusa"}
    found = read_export(service, POST | {"text": ""}, POST, 5, None)
    assert len(fields(found)) == 1 and not rejected(found)
    assert "passed over 4 messages" in caplog.text


def test_all_chats_of_a_person_are_read():
    chats = [export(POST), export(POST, type="private_group", id=6)]
    found = fields(read(json.dumps({"about": "", "chats": {"list": chats}}), "json"))
    assert [(each.get("url"), each.get("id")) for each in found] == [
        ("https://t.me/c/5/7", None), (None, "telegram-6-7")]


@pytest.mark.parametrize("changes, published", [
    ({"date_unixtime": "x"}, "2023-02-03T11:11:12"), ({"date_unixtime": "9" * 30}, POST["date"]),
    ({"date_unixtime": None, "date": None}, None),
])
def test_an_odd_time_is_no_obstacle(changes, published):
    [found] = fields(read_export(POST | changes))
    assert found.get("published") == published


def test_another_object_with_messages_is_no_export():
    [found] = fields(read('[{"type": "berita", "messages": [], "judul": "Naik"}]', "json"))
    assert found["judul"] == "Naik"


def test_a_page_of_an_export_is_rejected_with_what_to_do():
    messages = "".join(
        f'<div class="message default clearfix{more}" id="message{number}"><div class="body">'
        f'<div class="pull_right date details">10:0{number}</div>'
        f'<div class="text">Harga beras naik di Palu. Harga ikan turun di Poso.</div></div></div>'
        for number, more in enumerate(("", " joined")))
    page = f'<div class="page_wrap"><div class="history">{messages}</div></div>'
    [(_, why)] = rejected(read(f"<html><body>{page}</body></html>", "html"))
    assert "export the chat as JSON" in why
