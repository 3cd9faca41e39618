"""Printing on standard output and standard error."""

import json
import re
import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

import click

from search.log_lines import sanitize

__all__ = ["CommandGroup", "bold", "end_progress", "is_terminal", "pluralize", "print_error",
           "print_json", "print_progress", "print_text", "sanitize", "write_pieces"]

_UNSEEN = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""What JSON may have as it is, and a terminal takes for commands, line breaks or directions."""

_WHOLE = 1_000
"""More characters than the first sentence of any help has: click cuts what is longer."""


class CommandGroup(click.Group):
    """Commands that are listed with the whole first sentence of their help."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of the commands, with as many lines as it takes."""
        rows = [(name, command.get_short_help_str(_WHOLE))
                for name in self.list_commands(ctx) if (command := self.get_command(ctx, name))]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


def print_error(line: str) -> None:
    """Print a line on standard error if possible: a full or closed log must not stop any work.

    On a terminal the line replaces the progress line.
    """
    line = sanitize(line)
    _write_error(f"\r\x1b[K{line}\n" if is_terminal() else f"{line}\n")


def print_progress(line: str) -> None:
    """Show a line of progress in place of the one before, if standard error is a terminal."""
    if is_terminal():
        _write_error(f"\r\x1b[K{sanitize(line)} ")


def end_progress() -> None:
    """Leave the last line of progress where it is."""
    if is_terminal():
        _write_error("\n")


def _write_error(text: str) -> None:
    with suppress(OSError, ValueError):
        click.echo(text, nl=False, err=True)


def is_terminal() -> bool:
    """Return whether standard error is a terminal."""
    return sys.stderr is not None and sys.stderr.isatty()


def print_json(value: Any) -> None:
    """Print a value as one line of JSON, in which what is not seen is escaped.

    So are lone surrogates, which UTF-8 cannot hold.
    """
    line = json.dumps(value, ensure_ascii=False)
    try:
        written = _UNSEEN.sub(lambda match: f"\\u{ord(match[0]):04x}", line).encode()
    except UnicodeEncodeError:
        written = json.dumps(value).encode()
    sys.stdout.buffer.write(written + b"\n")


def print_text(text: str) -> None:
    """Print a text in UTF-8 on every system; see `write_pieces`."""
    write_pieces([text.encode("utf-8", "replace")])


def write_pieces(pieces: Iterable[bytes]) -> None:
    """Write what other programs read as it is; on a terminal without what would command that."""
    shown = sys.stdout.isatty()
    for piece in pieces:
        sys.stdout.buffer.write(_make_harmless(piece) if shown else piece)
    sys.stdout.buffer.flush()


def _make_harmless(piece: bytes) -> bytes:
    lines = piece.decode("utf-8", "replace").split("\n")
    return "\n".join([sanitize(line.expandtabs()) for line in lines]).encode()


def bold(text: str) -> str:
    """Return a text that a terminal shows in bold type."""
    return click.style(text, bold=True)


def pluralize(count: int, noun: str) -> str:
    """Return a count with its noun.

    >>> pluralize(1, "story"), pluralize(1_200, "article"), pluralize(0, "story")
    ('1 story', '1,200 articles', '0 stories')
    """
    plural = noun.removesuffix("y") + "ies" if noun.endswith("y") else noun + "s"
    return f"{count:,} {noun if count == 1 else plural}"
