"""Limits the time of each request, and says what its answer lacks for that."""

from typing import Any

from flask import Flask

from search import budget
from web.settings import get_settings


def register(app: Flask) -> None:
    """Give every request its time. What is sent after it was answered, as an export, has no limit.
    """

    @app.before_request
    def begin() -> None:
        budget.begin(get_settings().time_limit)

    @app.teardown_request
    def end(_: BaseException | None) -> None:
        budget.end()


def is_partial() -> bool:
    """Return whether the answer to this request lacks anything."""
    return bool(budget.list_omissions())


def describe_omissions() -> dict[str, Any]:
    """Return what an answer of the API says of what it lacks."""
    omitted = list(map(str, budget.list_omissions()))
    return {"partial": bool(omitted), "left_out": omitted}
