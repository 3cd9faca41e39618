"""Writes lines for logs and terminals of texts that anybody may have written.

A control character could command the terminal, a line break forge a line, and a mark of direction
turn one around.
"""

import logging


def sanitize(text: str) -> str:
    """Return a text with a blank for each character that is not printed.

    >>> sanitize("a\\x1b[2Jb\\r\\nc")
    'a [2Jb  c'
    """
    return text if text.isprintable() else "".join(
        [char if char.isprintable() else " " for char in text])


class LineFormatter(logging.Formatter):
    """Writes each record on a line of its own. The lines of a traceback follow it, indented."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        """Return the message on one line."""
        return sanitize(super().formatMessage(record))

    def formatException(self, ei: object) -> str:
        """Return a traceback, none of whose lines begins as a record does."""
        return _indent(super().formatException(ei))  # type: ignore[arg-type]

    def formatStack(self, stack_info: str) -> str:
        """Return a stack in the same way."""
        return _indent(super().formatStack(stack_info))


def _indent(text: str) -> str:
    return "\n".join(f"  {sanitize(line)}" for line in text.splitlines())


def log_to_stderr(format: str) -> None:
    """Print warnings and errors on standard error, unless the process has another log."""
    handler = logging.StreamHandler()
    handler.setFormatter(LineFormatter(format))
    logging.basicConfig(handlers=[handler], level=logging.WARNING)
