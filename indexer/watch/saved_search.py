"""The file of saved searches, in TOML: what is looked for, and who hears of it.

    site = "https://arsip.example"      # where the pages are, for links

    [smtp]
    host = "localhost"
    sender = "warta@arsip.example"

    [[search]]
    name = "Revisi UU KPK"
    q = '"revisi UU KPK"'
    outlet = ["Kabar Nusa"]
    mail = ["redaksi@arsip.example"]
    post = ["https://layanan.example/berita"]
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from search import Query, Sort
from search.errors import InvalidValue, SearchError, describe_parse_error
from search.facets import ALL_FILTERS
from search.syntax import parse

SECURITY = ("none", "starttls", "tls")
"""How the connection to the mail server is protected."""

_FILE_KEYS = ("site", "smtp", "search")
_SMTP_KEYS = ("host", "port", "sender", "security", "user")
_SEARCH_KEYS = ("name", "q", "from", "to", "past", "expand", "mail", "post", *ALL_FILTERS)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """The server that takes mail, and the address that it comes from.

    With a `user`, the password is read from WATCH_SMTP_PASSWORD.
    """

    host: str
    port: int
    sender: str
    security: str
    user: str | None


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who hears of new hits: `kind` is mail or post, `address` is of mail or a URL."""

    kind: str
    address: str

    def __str__(self) -> str:
        """Return what a log may say: the path of a URL may be a secret."""
        shown = self.address if self.kind == "mail" else urlsplit(self.address).hostname
        return f"{self.kind} {shown}"


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search with its name, and all who hear of it."""

    name: str
    query: Query
    recipients: tuple[Recipient, ...]


@dataclass(frozen=True, slots=True)
class WatchFile:
    """All saved searches of a file."""

    site: str | None
    server: MailServer | None
    searches: tuple[SavedSearch, ...]


def read_watch_file(path: Path) -> WatchFile:
    """Return the searches of a file. Raises InvalidValue, naming what is wrong in it."""
    try:
        values = tomllib.loads(path.read_text("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise InvalidValue(f"{path.name} is not TOML: {describe_parse_error(error)}") from None
    try:
        return _build_file(values)
    except InvalidValue as error:
        named = f"{error.parameter}: " if error.parameter else ""
        raise InvalidValue(f"{path.name}: {named}{error}") from None


def _build_file(values: Mapping[str, Any]) -> WatchFile:
    _check_keys(values, _FILE_KEYS, "the file")
    site = _read_url(values["site"], "site").rstrip("/") if "site" in values else None
    server = _build_server(values["smtp"]) if "smtp" in values else None
    tables = values.get("search", [])
    if not isinstance(tables, list) or not tables:
        raise InvalidValue("write a table [[search]] for each search")
    searches = tuple([_build_search(table) for table in tables])
    names = [each.name for each in searches]
    for name in names:
        if names.count(name) > 1:
            raise InvalidValue(f"two searches have the name {name!r}: give each its own")
    if not server and any(who.kind == "mail" for each in searches for who in each.recipients):
        raise InvalidValue("mail needs a table [smtp] with host and sender")
    return WatchFile(site, server, searches)


def _build_server(values: Any) -> MailServer:
    if not isinstance(values, dict):
        raise InvalidValue("smtp is a table: write [smtp]")
    _check_keys(values, _SMTP_KEYS, "[smtp]")
    security = values.get("security", "none")
    if security not in SECURITY:
        raise InvalidValue(f"security is one of: {', '.join(SECURITY)}")
    port = values.get("port", {"none": 25, "starttls": 587, "tls": 465}[security])
    if isinstance(port, bool) or not isinstance(port, int) or not 0 < port < 65_536:
        raise InvalidValue("port is a number from 1 to 65535")
    return MailServer(
        host=_read_line(values, "host"), port=port, sender=_read_address(values.get("sender")),
        security=security, user=_read_line(values, "user") if "user" in values else None)


def _build_search(values: Any) -> SavedSearch:
    if not isinstance(values, dict):
        raise InvalidValue("search is a list of tables: write [[search]]")
    name = _read_line(values, "name")
    try:
        _check_keys(values, _SEARCH_KEYS, "a search")
        recipients = tuple(dict.fromkeys([
            *(Recipient("mail", _read_address(each)) for each in _read_list(values, "mail")),
            *(Recipient("post", _read_url(each, "post")) for each in _read_list(values, "post"))]))
        if not recipients:
            raise InvalidValue("write to whom new hits go, as mail or post")
        return SavedSearch(name, _build_query(values), recipients)
    except SearchError as error:
        raise InvalidValue(f"search {name!r}: {_describe(error)}") from None


def _build_query(values: Mapping[str, Any]) -> Query:
    expand = values.get("expand", True)
    if not isinstance(expand, bool):
        raise InvalidValue("write true or false", "expand")
    text = values.get("q", "")
    if not isinstance(text, str):
        raise InvalidValue("write a text", "q")
    parse(text)
    since, until, past = (_write(values[name], name) if name in values else None
                          for name in ("from", "to", "past"))
    return Query(
        text, selected={name: tuple([_write(each, name) for each in _read_list(values, name)])
                        for name in ALL_FILTERS},
        since=since, until=until, past=past, expand=expand, sort=Sort.ADDED, facets=())


def _describe(error: SearchError) -> str:
    parameter = getattr(error, "parameter", None)
    return f"{parameter}: {error}" if parameter else str(error)


def _check_keys(values: Mapping[str, Any], known: tuple[str, ...], where: str) -> None:
    for name in values:
        if name not in known:
            raise InvalidValue(f"{name!r} is not known in {where}: choose from {', '.join(known)}")


def _read_list(values: Mapping[str, Any], name: str) -> list[Any]:
    """Return the values under a name, one or several."""
    value = values.get(name, [])
    return value if isinstance(value, list) else [value]


def _read_line(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name)
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise InvalidValue(f"write a {name}, on one line")
    return value.strip()


def _read_address(value: Any) -> str:
    """Return an address of mail, which must be of ASCII: not every server takes others."""
    text = value if isinstance(value, str) else ""
    name, _, host = text.partition("@")
    if not name or not host or not text.isascii() or any(
            not char.isprintable() or char in " ,;<>\"()@" for char in name + host):
        raise InvalidValue(f"{value!r} is not an address of mail")
    return text


def _read_url(value: Any, name: str) -> str:
    try:
        parts = urlsplit(value if isinstance(value, str) else "")
        if parts.scheme in ("http", "https") and parts.hostname and parts.port != 0 and (
                value.isascii() and value.isprintable() and " " not in value):
            return str(value)
    except ValueError:
        pass
    raise InvalidValue(f"{value!r} is not an address that begins with http:// or https://", name)


def _write(value: Any, name: str) -> str:
    """Return a value of a filter, which may be a number or a date, as text."""
    if isinstance(value, bool) or not isinstance(value, (str, int, date)):
        raise InvalidValue("write a text, a number or a date", name)
    return f"{value:04}" if isinstance(value, int) else str(value)
