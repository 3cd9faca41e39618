"""Proxies: which client a request comes from, where servers in front pass it on.

Each server in front adds the address that it was asked from to `X-Forwarded-For`. The last ones
are true as many hops as there are trusted servers; what stands before them, anybody may have
written.
"""

from collections.abc import Iterable
from ipaddress import IPv6Address, ip_address, ip_network
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.middleware.proxy_fix import ProxyFix

PEER = "REMOTE_ADDR"
"""The variable of WSGI that has the address of whoever asks."""

_SITE_BITS = 64
"""Bits of an IPv6 address that one client does not choose itself."""


class TrustedProxies:
    """A WSGI application that believes what so many servers in front say of the client.

    It believes servers of its own network alone: what comes from a public address comes from a
    client that has found a way around them.
    """

    def __init__(self, application: WSGIApplication, hops: int) -> None:
        """Put an application behind `hops` trusted servers, at least one."""
        self._plain = application
        self._fixed = ProxyFix(application, x_for=hops, x_proto=hops, x_host=0)

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer a request."""
        public = _is_public(environ.get(PEER, ""))
        application = self._plain if public else self._fixed
        return application(environ, start_response)


def group_address(address: str) -> str:
    """Return what all addresses of one client have in common: of IPv6 the first 64 bits.

    >>> group_address("203.0.113.9"), group_address("::ffff:203.0.113.9")
    ('203.0.113.9', '203.0.113.9')
    >>> group_address("2001:db8:1:2:a::1"), group_address("[2001:db8:1:2::9]:80")
    ('2001:db8:1:2::/64', '2001:db8:1:2::/64')
    >>> group_address("203.0.113.9:4711"), group_address("apa saja")
    ('203.0.113.9', 'unknown')
    """
    bare = address.strip().removeprefix("[").partition("]")[0]
    if bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        known = ip_address(bare.partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(known, IPv6Address) and known.ipv4_mapped:
        known = known.ipv4_mapped
    if isinstance(known, IPv6Address):
        return str(ip_network((known, _SITE_BITS), strict=False))
    return str(known)


def _is_public(address: str) -> bool:
    """Return whether an address is one of the internet; a local socket has none."""
    try:
        return ip_address(address.partition("%")[0]).is_global
    except ValueError:
        return False
