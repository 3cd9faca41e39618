"""What the operator of a service sets: its name, its accent colour, who to write to.

Settings are the keys of a TOML file, which SEARCH_SETTINGS names. Each may be given in the
environment too, as SEARCH_ and its name in capitals, which comes first: SEARCH_NAME.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import fields as dataclass_fields
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

from flask import current_app, request
from marshmallow import RAISE, Schema, ValidationError, fields, validate
from werkzeug.urls import iri_to_uri

from search import Sort
from search.errors import QuerySyntaxError, describe_parse_error
from search.keys import ORIGIN
from search.syntax import parse
from web import accent
from web.phrases import LANGUAGES

EXPORT_LIMIT = 100_000
"""Articles that an export may have, unless the operator sets another limit."""

LEAST_RATE = 30
"""The lowest rate limit: what the dearest request costs."""

MAX_EXAMPLES = 6

ANY_ORIGIN = "*"
"""What `embed_origins` says to let every site show the search."""

IN_MEMORY = "memory"
"""What `rate_limit_storage` says to let each process count for itself."""

_KEY = "warta-settings"
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class MetricsAccess(StrEnum):
    """Who may read /metrics without an admin key: nobody whose request comes through a proxy.

    And of the others who asks from this computer, or from a private address. OFF: nobody at all.
    """

    LOCAL = "local"
    PRIVATE = "private"
    OFF = "off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of a service; each has a default.

    `tagline` is in each of LANGUAGES. `languages` are those of the pages, the usual one first.
    `accent` is a colour, `#rrggbb`, or None for ours. `examples` are queries that the pages
    suggest; without any, they come from the archive. `contact` is a mail address or a URL. `sort`
    is the order of results unless a page is asked for another. `public_url` is where browsers find
    the service, without a path. `embed_origins` are the sites that may show it in a frame.
    `script` says whether pages may have scripts. An export has at most `export_limit` articles.
    With `require_key` programs need a key. In a minute an address may spend `rate_limit` and a key
    `key_rate_limit`, or any number if that is 0; `rate_limit_storage` is the URL of a Redis that
    counts for several processes. `proxy_hops` servers in front are trusted.
    `concurrency` requests are answered at once by each process, and `queue` more wait for up to
    `patience` seconds. An answer takes at most `time_limit` seconds of work, or lacks something.
    `metrics` says who may read these. With `request_log` each request is
    printed as a line of JSON. Queries are logged, and forgotten after `query_log_days`; 0 for none.
    """

    name: str = "Warta"
    tagline: tuple[str, ...] = ("Arsip berita Indonesia", "Indonesian news archive")
    accent: str | None = None
    examples: tuple[str, ...] = ()
    contact: str | None = None
    languages: tuple[str, ...] = LANGUAGES
    sort: Sort = Sort.RELEVANCE
    public_url: str | None = None
    embed_origins: tuple[str, ...] = ()
    script: bool = True
    export_limit: int = EXPORT_LIMIT
    concurrency: int = 4
    queue: int = 16
    patience: float = 2.0
    require_key: bool = False
    time_limit: float = 1.0
    rate_limit: int = 0
    key_rate_limit: int = 0
    rate_limit_storage: str = IN_MEMORY
    proxy_hops: int = 0
    metrics: MetricsAccess = MetricsAccess.LOCAL
    request_log: bool = False
    query_log_days: int = 0

    def get_tagline(self, language: str) -> str:
        """Return the tagline in one of LANGUAGES."""
        return self.tagline[LANGUAGES.index(language)]

    @property
    def contact_url(self) -> str | None:
        """Where a link to whoever runs the service leads."""
        if self.contact is None:
            return None
        return self.contact if "://" in self.contact else f"mailto:{self.contact}"


NAMES = tuple(field.name for field in dataclass_fields(Settings))
"""The names of all settings."""

_LISTS = ("examples", "languages", "embed_origins")


class Tagline(fields.Field[tuple[str, ...]]):
    """A line of text, or a table with one in each of LANGUAGES."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> tuple[str, ...]:
        lines = dict.fromkeys(LANGUAGES, value) if isinstance(value, str) else value
        if not isinstance(lines, dict) or lines.keys() != set(LANGUAGES) or not all(
                isinstance(line, str) and _is_line(line) for line in lines.values()):
            raise ValidationError('write a line of text, or one in each language: '
                                  '{id = "Arsip berita", en = "News archive"}')
        return tuple([str(lines[language]) for language in LANGUAGES])


class Count(fields.Integer):
    """A number from 0 on, in digits."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        written = str(value)
        if isinstance(value, bool) or not (written.isascii() and written.isdigit()):
            raise self.make_error("invalid", input=value)
        return super()._deserialize(value, *args, **kwargs)


def _is_line(text: str) -> bool:
    return bool(text.strip()) and text.isprintable() and len(text) <= 200


def _check_name(text: str) -> None:
    if not _is_line(text) or len(text) > 40:
        raise ValidationError("write a name of at most 40 characters, on one line")


def _check_accent(colour: str) -> None:
    if not accent.is_colour(colour):
        raise ValidationError('write a colour as "#a3201d"')
    if not accent.is_legible(colour):
        raise ValidationError(
            f"{colour} is too light to be read on paper: write a darker one, such as "
            f'"{accent.darken(colour)}"')


def _check_example(text: str) -> None:
    try:
        parse(text)
    except QuerySyntaxError as error:
        raise ValidationError(f"{text!r} is no query: {error}") from None
    if not text.strip():
        raise ValidationError("an example has no words: write a query")


def _check_contact(text: str) -> None:
    if not (_ADDRESS.fullmatch(text) or _is_url(text)):
        raise ValidationError('write a mail address or a URL, such as "redaksi@news.example"')


def _check_public_url(text: str) -> None:
    if not (_is_url(text) and urlsplit(text).path in ("", "/") and not set("?#") & set(text)):
        raise ValidationError('write scheme and host only, such as "https://news.example"')


def _check_origin(text: str) -> None:
    if text != ANY_ORIGIN and not ORIGIN.fullmatch(text):
        raise ValidationError(
            f'{text!r} is no origin: write scheme and host, such as "https://blog.example", or '
            f'"{ANY_ORIGIN}" for every site')


def _check_rate(number: int) -> None:
    if 0 < number < LEAST_RATE:
        raise ValidationError(f"write at least {LEAST_RATE}, what an export costs, or 0 for none")


def _check_languages(names: list[str]) -> None:
    if not names or len(set(names)) < len(names) or not set(names) <= set(LANGUAGES):
        raise ValidationError(f"write one or more of these, each once: {', '.join(LANGUAGES)}")


def _is_url(text: str) -> bool:
    try:
        parts = urlsplit(text)
        parts.port
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in text


def _build_list(check: Any, **options: Any) -> fields.List[Any]:
    return fields.List(
        fields.String(validate=check, error_messages={"invalid": "write text in quotes"}),
        error_messages={"invalid": 'write a list: ["…", "…"]'}, **options)


_TEXT: dict[str, Any] = {"invalid": "write text in quotes"}
_RATE: dict[str, Any] = {"invalid": "write what may be spent in a minute, 0 for any number"}
_FROM_TO = "write a number from {min} to {max}"

SettingsSchema = Schema.from_dict({
    "name": fields.String(validate=_check_name, error_messages=_TEXT),
    "tagline": Tagline(),
    "accent": fields.String(validate=_check_accent, error_messages=_TEXT),
    "examples": _build_list(_check_example, validate=validate.Length(
        max=MAX_EXAMPLES, error="write at most {max} examples")),
    "contact": fields.String(validate=_check_contact, error_messages=_TEXT),
    "languages": _build_list(None, validate=_check_languages),
    "sort": fields.Enum(Sort, by_value=True, error_messages={
        "unknown": f"write one of: {', '.join(Sort)}"}),
    "public_url": fields.String(validate=_check_public_url, error_messages=_TEXT),
    "embed_origins": _build_list(_check_origin),
    "script": fields.Boolean(error_messages={"invalid": "write true or false"}),
    "export_limit": Count(error_messages={
        "invalid": "write the most articles that an export may have, 0 for none"}),
    "concurrency": Count(validate=validate.Range(1, 256, error=_FROM_TO)),
    "queue": Count(validate=validate.Range(0, 1_000, error=_FROM_TO)),
    "patience": fields.Float(
        validate=validate.Range(0.1, 60, error="write seconds, from {min} to {max}"),
        error_messages={"invalid": "write seconds, such as 2"}),
    "require_key": fields.Boolean(error_messages={"invalid": "write true or false"}),
    "time_limit": fields.Float(
        validate=validate.Range(0.05, 60, error="write seconds, from {min} to {max}"),
        error_messages={"invalid": "write seconds, such as 1"}),
    "rate_limit": Count(validate=_check_rate, error_messages=_RATE),
    "key_rate_limit": Count(validate=_check_rate, error_messages=_RATE),
    "rate_limit_storage": fields.String(validate=validate.Regexp(
        f"{IN_MEMORY}$|rediss?://.|unix://.",
        error=f'write "{IN_MEMORY}", or the address of a Redis, such as "redis://127.0.0.1:6379"'),
        error_messages=_TEXT),
    "proxy_hops": Count(validate=validate.Range(0, 10, error=_FROM_TO), error_messages={
        "invalid": "write how many servers in front are trusted, 0 for none"}),
    "metrics": fields.Enum(MetricsAccess, by_value=True, error_messages={
        "unknown": f"write one of: {', '.join(MetricsAccess)}"}),
    "request_log": fields.Boolean(error_messages={"invalid": "write true or false"}),
    "query_log_days": Count(
        validate=validate.Range(0, 3_650, error=_FROM_TO),
        error_messages={"invalid": "write days, 0 for no log"}),
}, name="SettingsSchema")
"""The settings as they are written."""


class WrongSettings(Exception):
    """A setting is wrong; the message is one line that says what to write."""


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Return the settings of a file and of the environment. Raises WrongSettings."""
    path = environment.get("SEARCH_SETTINGS")
    written = _read_file(path) if path else {}
    given = {name: f"SEARCH_{name.upper()}" for name in NAMES}
    given = {name: variable for name, variable in given.items() if environment.get(variable)}
    written |= {name: _split(name, environment[variable]) for name, variable in given.items()}
    places = {name: f"{path}: {name}" for name in written} | given
    return build_settings(written, places)


def build_settings(written: Mapping[str, Any], places: Mapping[str, str] = {}) -> Settings:
    """Return settings that were written as in a file. Raises WrongSettings.

    `places` says where each was written, if not under its own name.
    """
    try:
        loaded: dict[str, Any] = SettingsSchema(unknown=RAISE).load(written)
    except ValidationError as error:
        _refuse(error.messages_dict, written, places)
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in loaded.items()}
    if "public_url" in values:
        values["public_url"] = iri_to_uri(values["public_url"].rstrip("/"))
    return Settings(**values)


def _read_file(path: str) -> dict[str, Any]:
    try:
        return tomllib.loads(Path(path).read_text("utf-8-sig"))
    except OSError as error:
        raise WrongSettings(f"SEARCH_SETTINGS={path} cannot be read: {error.strerror}: write the "
                            "path of a TOML file") from None
    except (ValueError, RecursionError) as error:
        raise WrongSettings(f"{path} is not TOML: {describe_parse_error(error)}") from None


def _split(name: str, value: str) -> str | list[str]:
    """Return a setting of the environment as it would be written in a file."""
    return [each.strip() for each in value.split(",")] if name in _LISTS else value


def _refuse(
    messages: Mapping[str, Any], written: Mapping[str, Any], places: Mapping[str, str]
) -> NoReturn:
    """Raise WrongSettings for the first setting that is wrong."""
    name, nested = next(iter(messages.items()))
    place = places.get(name, name)
    if name not in NAMES:
        raise WrongSettings(f"{place} is no setting: write one of {', '.join(NAMES)}")
    message = nested if isinstance(nested, list) else next(iter(nested.values()))
    raise WrongSettings(f"{place} = {written[name]!r}: {message[0]}")


def keep_settings(settings: Settings) -> dict[str, Settings]:
    """Return what an application keeps of its settings in its `extensions`."""
    return {_KEY: settings}


def get_settings() -> Settings:
    """Return the settings of the application that answers this request."""
    settings: Settings = current_app.extensions[_KEY]
    return settings


def make_absolute(address: str) -> str:
    """Return an address of this service as other sites can follow it."""
    return (get_settings().public_url or _write_host(request.host_url)) + address


@lru_cache(64)  # a page has several such addresses
def _write_host(url: str) -> str:
    """Return the URL of a host in ASCII, without a slash at its end."""
    return iri_to_uri(url.rstrip("/"))
