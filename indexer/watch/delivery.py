"""Delivers new hits: by mail, or as JSON in a POST request. Raises DeliveryError."""

import hashlib
import json
import os
import smtplib
import ssl
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate
from http.client import HTTPException
from typing import Any
from urllib.parse import quote
from urllib.request import HTTPRedirectHandler, Request, build_opener

from indexer.watch.saved_search import MailServer, Recipient, SavedSearch
from search.page import Hit
from search.serialization import serialize_hit
from search.urls.address_path import escape_id
from search.version import VERSION

TIMEOUT_SECONDS = 30
"""How long a server may take to answer."""

_FIELDS = ("id", "title", "outlet", "byline", "published", "date_precision", "url")


class DeliveryError(Exception):
    """New hits could not be delivered: they are tried again in the next run."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """Some new hits of a search for one recipient. `site` is where the pages are, if known."""

    search: SavedSearch
    recipient: Recipient
    hits: Sequence[Hit]
    site: str | None = None

    @property
    def id(self) -> str:
        """The same for the same hits, so that a receiver can tell a repetition."""
        named = [self.search.name, self.recipient.kind, self.recipient.address,
                 *(f"{hit.change} {hit.article.id}" for hit in self.hits)]
        return hashlib.sha256(json.dumps(named).encode()).hexdigest()[:32]

    def find_link(self, hit: Hit) -> str | None:
        """Return the address of the article on the site, or of its outlet's."""
        if self.site is None:
            return hit.article.url
        return f"{self.site}/articles/{quote(escape_id(hit.article.id), safe='')}"

    def to_dict(self) -> dict[str, Any]:
        """Return the delivery as it is posted."""
        return {
            "id": self.id, "search": self.search.name, "query": self.search.query.text,
            "hits": [self._describe(hit) for hit in self.hits],
        }

    def _describe(self, hit: Hit) -> dict[str, Any]:
        values = serialize_hit(hit)
        return {name: values[name] for name in _FIELDS} | {
            "link": self.find_link(hit), "snippets": [each.text for each in hit.snippets]}


def deliver(delivery: Delivery, server: MailServer | None) -> None:
    """Deliver new hits. Raises DeliveryError."""
    try:
        if delivery.recipient.kind == "post":
            _post(delivery)
        elif server:
            _send_mail(build_mail(delivery, server), server)
    except (OSError, HTTPException, smtplib.SMTPException, ValueError) as error:
        raise DeliveryError(str(error) or type(error).__name__) from error


def build_mail(delivery: Delivery, server: MailServer) -> EmailMessage:
    """Return the message that lists new hits."""
    count, mail = len(delivery.hits), EmailMessage()
    mail["Subject"] = f"{delivery.search.name}: {count:,} new article{'s' if count > 1 else ''}"
    mail["From"], mail["To"] = server.sender, delivery.recipient.address
    mail["Date"] = formatdate()
    mail["Message-ID"] = f"<{delivery.id}@{server.sender.partition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content("\n\n".join(map(_Lines(delivery).write, delivery.hits)) + "\n")
    return mail


class _Lines:
    """Writes hits as the lines of a message."""

    def __init__(self, delivery: Delivery) -> None:
        self._delivery = delivery

    def write(self, hit: Hit) -> str:
        article = hit.article
        title = " ".join(article.title.split()) or "(untitled)"
        about = [each for each in (article.outlet, (article.published or "")[:10]) if each]
        lines = [title, " · ".join(about), *(each.text for each in hit.snippets[:1]),
                 self._delivery.find_link(hit) or ""]
        return "\n".join(line for line in lines if line)


class _NoRedirect(HTTPRedirectHandler):
    """Takes a redirection for a failure: following it would drop what is posted."""

    def redirect_request(self, *_: Any) -> None:
        return None


def _post(delivery: Delivery) -> None:
    body = json.dumps(delivery.to_dict()).encode()
    request = Request(delivery.recipient.address, body, method="POST", headers={
        "Content-Type": "application/json", "User-Agent": f"Warta/{VERSION}"})
    with build_opener(_NoRedirect).open(request, timeout=TIMEOUT_SECONDS):
        pass


def _connect(server: MailServer) -> smtplib.SMTP:
    """Return a connection; where it is protected, the certificate of the server is checked."""
    address, context = (server.host, server.port), ssl.create_default_context()
    if server.security == "tls":
        return smtplib.SMTP_SSL(*address, timeout=TIMEOUT_SECONDS, context=context)
    connection = smtplib.SMTP(*address, timeout=TIMEOUT_SECONDS)
    if server.security == "starttls":
        connection.starttls(context=context)
    return connection


def _send_mail(mail: EmailMessage, server: MailServer) -> None:
    with closing(_connect(server)) as connection:
        if server.user:
            connection.login(server.user, os.environ.get("WATCH_SMTP_PASSWORD", ""))
        connection.send_message(mail)
        with suppress(OSError, smtplib.SMTPException):  # the message is accepted all the same
            connection.quit()
