"""Reads the messages in Telegram's export of a chat, result.json, given as a record."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from indexer.record import Record

_CHATS = frozenset("""
    personal_chat bot_chat private_group private_supergroup public_supergroup private_channel
    public_channel saved_messages
""".split())
_WITH_PERMALINKS = ("supergroup", "channel")
_WIB = timezone(timedelta(hours=7))
_KEPT = {"author": "byline", "forwarded_from": "forwarded_from", "via_bot": "via_bot"}
"""What else is kept of a message, and our names for it."""

_OTHER_MESSAGES = "messages without text, or of Telegram's service"


def is_export(fields: Mapping[str, Any]) -> bool:
    """Return whether an object is the export of a chat, or of all chats of a person.

    >>> is_export({"name": "Kabar", "type": "public_channel", "id": 5, "messages": []})
    True
    """
    if isinstance(fields.get("messages"), list):
        return fields.get("type") in _CHATS
    return any(is_export(chat) for chat in _list_chats(fields)[:1])


def read_messages(export: Record, passed_over: Counter[str]) -> Iterator[Record]:
    """Yield a record for each message with a text. The others are counted in `passed_over`."""
    for chat in _list_chats(export.fields) or [export.fields]:
        for message in chat.get("messages") or ():
            fields = _read_message(message, chat) if isinstance(message, dict) else {}
            if fields:
                yield Record(location=export.location, fields=fields, notes=export.notes)
            else:
                passed_over[_OTHER_MESSAGES] += 1


def _list_chats(fields: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    chats = fields.get("chats")
    listed = chats.get("list") if isinstance(chats, dict) else None
    return [chat for chat in listed if isinstance(chat, dict)] if isinstance(listed, list) else []


def _read_message(message: Mapping[str, Any], chat: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a message, none if it has no text."""
    pieces = _list_pieces(message.get("text"))
    body = "".join(text for _, text in pieces).strip()
    if message.get("type") != "message" or not body:
        return {}
    title = _find_title(pieces)
    fields = {
        "title": title, "body": body.removeprefix(title).strip() or body,
        "outlet": chat.get("name"), "published": _read_time(message, "date"),
        "updated": _read_time(message, "edited"), **_identify(message, chat),
    } | {ours: message.get(name) for name, ours in _KEPT.items()}
    return {name: value for name, value in fields.items() if value}


def _list_pieces(text: Any) -> list[tuple[str, str]]:
    """Return the kind and the text of each piece of a message."""
    pieces = text if isinstance(text, list) else [text]
    split = ((piece.get("type"), piece.get("text")) if isinstance(piece, dict) else ("", piece)
             for piece in pieces)
    return [(str(kind), text) for kind, text in split if isinstance(text, str)]


def _find_title(pieces: list[tuple[str, str]]) -> str:
    """Return the first line of a message if it alone is bold, else ""."""
    (kind, first), *rest = pieces
    alone = rest and (first.endswith("\n") or rest[0][1].startswith("\n"))
    return first.strip() if kind == "bold" and alone and "\n" not in first.strip() else ""


def _read_time(message: Mapping[str, Any], name: str) -> str | None:
    """Return the time of a message in WIB. `date` alone is the time where it was exported."""
    try:
        seconds = int(message[f"{name}_unixtime"])
        return datetime.fromtimestamp(seconds, _WIB).isoformat()
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        written = message.get(name)
        return written if isinstance(written, str) else None


def _identify(message: Mapping[str, Any], chat: Mapping[str, Any]) -> dict[str, str]:
    """Return the permalink of a message; an id if its chat has no permalinks."""
    number, chat_number = message.get("id"), chat.get("id")
    if not isinstance(number, int) or not isinstance(chat_number, int):
        return {}
    if str(chat.get("type")).endswith(_WITH_PERMALINKS):
        return {"url": f"https://t.me/c/{chat_number}/{number}"}
    return {"id": f"telegram-{chat_number}-{number}"}
