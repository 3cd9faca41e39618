"""Finds what an address names, and refuses this computer, its network and what is not HTTP.

A name is resolved once. What is connected to is the address that was checked, so a name that
resolves to another one a moment later (DNS rebinding) gains nothing.
"""

import socket
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import quote, urljoin, urlsplit

_PORTS = {"http": 80, "https": 443}
_NAT64 = IPv6Network("64:ff9b::/96")
_NAT64_LOCAL = IPv6Network("64:ff9b:1::/48")
_IN_PATH = "/%:@!$&'()*+,;=~"


class FetchError(Exception):
    """Something could not be fetched; if that is `temporary`, a later run may succeed."""

    def __init__(self, message: str, temporary: bool = False) -> None:
        super().__init__(message)
        self.temporary = temporary


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What a request is for. `path` has the query, too; `url` is the whole of it."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def origin(self) -> str:
        """Scheme, host and port, without the port that is usual."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = self.port == _PORTS[self.scheme]
        return f"{self.scheme}://{host}" + ("" if usual else f":{self.port}")

    @property
    def url(self) -> str:
        """The address with everything escaped."""
        return self.origin + self.path


def join_address(base: str, reference: str) -> str:
    """Return the address that a reference means where it stands. Raises FetchError if it is none.

    >>> join_address("https://kabar.example/berita/", "../rss")
    'https://kabar.example/rss'
    """
    try:
        return urljoin(base, reference)
    except ValueError:
        raise FetchError(f"{reference[:80]} is no address") from None


def parse_target(url: str) -> Target:
    """Return what an address names. Raises FetchError if it cannot be requested."""
    try:
        parts = urlsplit(url.strip())
        port, host = parts.port, parts.hostname or ""
        host = host if ":" in host else host.encode("idna").decode()
        path = quote(parts.path, safe=_IN_PATH) or "/"
        query = quote(parts.query, safe=_IN_PATH + "?")
    except ValueError:  # so is the error of half a surrogate pair
        raise FetchError("this is no address") from None
    if parts.scheme not in _PORTS or not host:
        raise FetchError("only addresses that begin with http:// or https:// are fetched")
    if "@" in parts.netloc:
        raise FetchError("addresses with a user or a password are not fetched")
    return Target(scheme=parts.scheme, host=host, port=_PORTS[parts.scheme] if port is None else
                  port, path=f"{path}?{query}" if query else path)


def resolve(target: Target, allow_private: bool) -> list[str]:
    """Return the IP addresses to connect to. Raises FetchError if none may be."""
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchError(f"{target.host} is not known: {error}", temporary=True) from None
    addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
    allowed = [each for each in addresses if allow_private or is_public(each)]
    if not allowed:
        raise FetchError(f"{_name(target.host, addresses[0])} not a public address: "
                         "--allow-private fetches from there all the same")
    return allowed


def _name(host: str, address: str) -> str:
    """Return a host with its address, or once if it is written as one.

    >>> _name("kabar.example", "10.0.0.7"), _name("10.0.0.7", "10.0.0.7")
    ('kabar.example is 10.0.0.7, which is', '10.0.0.7 is')
    """
    return f"{host} is" if host == address else f"{host} is {address}, which is"


def is_public(address: str) -> bool:
    """Return whether an IP address is one of the open internet, and so is any that it stands for.

    >>> [is_public(each) for each in ("93.184.216.34", "10.0.0.1", "::ffff:127.0.0.1", "ff0e::1")]
    [True, False, False, False]
    """
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address):
        if ip in _NAT64_LOCAL or ip.is_site_local:
            return False
        if embedded := list(_list_embedded(ip)):
            return all(is_public(str(each)) for each in embedded)
    return ip.is_global and not (ip.is_multicast or ip.is_reserved)


def _list_embedded(ip: IPv6Address) -> Iterator[IPv4Address]:
    """Yield the IPv4 addresses that one of IPv6 leads to, behind a tunnel or a translator."""
    if ip.ipv4_mapped:
        yield ip.ipv4_mapped
    if ip.sixtofour:
        yield ip.sixtofour
    if ip.teredo:
        yield from ip.teredo
    if ip in _NAT64:
        yield IPv4Address(int(ip) & 0xFFFFFFFF)
