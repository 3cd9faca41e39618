"""Printing on standard output and standard error."""

import json
import sys
from contextlib import suppress
from typing import Any

import click


def print_error(line: str) -> None:
    """Print a line on standard error if possible: a full or closed log must not stop any work.

    On a terminal the line replaces the progress line.
    """
    _write_error(f"\r\x1b[K{line}\n" if is_terminal() else f"{line}\n")


def print_progress(line: str) -> None:
    """Show a line of progress in place of the one before, if standard error is a terminal."""
    if is_terminal():
        _write_error(f"\r\x1b[K{line} ")


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
    """Print a value as one line of JSON; lone surrogates, which UTF-8 cannot hold, are escaped."""
    try:
        line = json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        line = json.dumps(value).encode()
    sys.stdout.buffer.write(line + b"\n")


def print_text(text: str) -> None:
    """Print a text as it is, in UTF-8 on every system."""
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))


def sanitize(text: str) -> str:
    """Replace control characters, which could command the terminal, by blanks."""
    return "".join(char if char.isprintable() else " " for char in text)


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
