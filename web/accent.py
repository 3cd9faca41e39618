"""The accent colour of the pages: whether it can be read, and its shades in both schemes."""

import re

CONTRAST = 4.5
"""The contrast of text with what is behind it, at least (WCAG 2.2, AA)."""

_PAPER, _CHIP, _WHITE, _DARK = "#fdfcfa", "#f1e7df", "#ffffff", "#191715"
"""The lightest and the darkest paper of the light scheme, what is written on the accent, and the
paper of the dark scheme: see style.css."""

_VISIBLE, _DARK_LINK = 3.0, 6.5
"""The contrast of a shape with the dark paper, and that of links on it."""

_COLOUR = re.compile("#[0-9a-fA-F]{6}")
_STEPS = 50

_STYLESHEET = """\
:root {{ --accent: {}; --link: {}; --bar: {}; --chip: {}; }}
@media (prefers-color-scheme: dark) {{
  :root {{ --accent: {}; --link: {}; --bar: {}; --chip: {}; }}
}}
"""


def is_colour(text: str) -> bool:
    """Return whether this is a colour as `#rrggbb`."""
    return _COLOUR.fullmatch(text) is not None


def measure_contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG defines it, from 1 to 21.

    >>> round(measure_contrast("#000000", "#ffffff"), 1)
    21.0
    """
    darker, lighter = sorted(map(_measure_luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def is_legible(accent: str) -> bool:
    """Return whether an accent can be read on light paper, and white text on it."""
    return measure_contrast(accent, _CHIP) >= CONTRAST


def darken(accent: str) -> str:
    """Return the nearest darker shade of a colour that is legible."""
    return next(shade for shade in _list_shades(accent, "#000000") if is_legible(shade))


def build_stylesheet(accent: str) -> str:
    """Return the style sheet that gives the pages an accent, which must be legible."""
    dark, link = (
        next(shade for shade in _list_shades(accent, _WHITE)
             if measure_contrast(shade, _DARK) >= contrast) for contrast in (_VISIBLE, _DARK_LINK))
    return _STYLESHEET.format(
        accent, accent, _mix(accent, _PAPER, 0.6), _mix(accent, _PAPER, 0.92),
        dark, link, _mix(dark, _DARK, 0.3), _mix(link, _DARK, 0.85))


def _list_shades(colour: str, other: str) -> list[str]:
    """Return shades from one colour to another."""
    return [_mix(colour, other, step / _STEPS) for step in range(_STEPS + 1)]


def _mix(colour: str, other: str, share: float) -> str:
    """Return a colour with a share of another in it."""
    pairs = zip(_split(colour), _split(other))
    return "#" + "".join(f"{round(one + (two - one) * share):02x}" for one, two in pairs)


def _split(colour: str) -> tuple[int, ...]:
    """Return the red, green and blue of a colour, each up to 255."""
    return tuple(int(colour[at:at + 2], 16) for at in (1, 3, 5))


def _measure_luminance(colour: str) -> float:
    shares = [value / 255 for value in _split(colour)]
    red, green, blue = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
                        for share in shares]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
