"""Says what the robots.txt of a site permits us (RFC 9309)."""

from protego import Protego

AGENT = "Warta"
"""What a robots.txt calls us."""

MAX_BYTES = 500 << 10
"""What is read of a robots.txt, as the standard asks."""

_MAX_CRAWL_DELAY = 86_400.0


class Robots:
    """The rules of a site for us."""

    def __init__(self, text: str) -> None:
        self._rules = Protego.parse(text)

    def allow(self, url: str) -> bool:
        """Return whether an address may be fetched.

        >>> Robots("User-agent: *\\nDisallow: /arsip/*.pdf$").allow("http://a.example/arsip/1.pdf")
        False
        """
        return bool(self._rules.can_fetch(url, AGENT))

    @property
    def crawl_delay(self) -> float:
        """Seconds to wait between two requests; 0 if nothing is said.

        >>> Robots("User-agent: warta\\nCrawl-delay: 2.5").crawl_delay
        2.5
        """
        return min(self._rules.crawl_delay(AGENT) or 0.0, _MAX_CRAWL_DELAY)
