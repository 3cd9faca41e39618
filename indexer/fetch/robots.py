"""Says what the robots.txt of a site permits us (RFC 9309)."""

import re

from protego import Protego

AGENT = "Warta"
"""What a robots.txt calls us."""

MAX_BYTES = 500 << 10
"""What is read of a robots.txt, as the standard asks."""

_MAX_CRAWL_DELAY = 86_400.0

_USER_AGENT = re.compile(r"\s*user(?:-|\s*)agent(?:\s*:|\s)\s*([^#]*)", re.IGNORECASE)


class Robots:
    """The rules of a site for us."""

    def __init__(self, text: str) -> None:
        self._rules = Protego.parse("\n".join(map(_anonymize, text.splitlines())))

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


def _anonymize(line: str) -> str:
    """Return a line of a robots.txt, with one name for all programs that we are not.

    Protego keeps each rule of a group for each name: a thousand of both are a million.

    >>> [_anonymize(line) for line in ("User-agent: Lain", "USER AGENT warta # ya", "Allow: /")]
    ['User-agent: other', 'User-agent: warta', 'Allow: /']
    """
    named = _USER_AGENT.match(line)
    if not named:
        return line
    name = named[1].strip().lower()
    own = name.replace("*", "")
    is_ours = name == "*" or own and AGENT.lower().startswith(own)
    return f"User-agent: {(own or name) if is_ours else 'other'}"
