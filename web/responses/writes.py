"""What became of the articles that a program sent, a problem where one was not stored."""

from typing import Any

from search.errors import ConditionFailed, RevisionConflict
from web.parameters.incoming import UnusableArticle

_BUSY = ("not stored: another program was writing for too long, or the archive cannot be written; "
         "send this line again")


def describe_fault(fault: UnusableArticle) -> dict[str, Any]:
    """Return the problem of what is no article, with its fields."""
    errors = [{"field": each.field, "message": each.message} for each in fault.faults]
    return {"status": 422 if fault.is_json else 400, "title": "Invalid article",
            "detail": str(fault), "errors": errors}


def describe_conflict(conflict: RevisionConflict, id: str | None) -> dict[str, Any]:
    """Return the problem of an article of which a newer version is stored."""
    status = 412 if isinstance(conflict, ConditionFailed) else 409
    return {"status": status, "id": id, "title": "Another version is stored",
            "detail": str(conflict)}


def describe_failure() -> dict[str, Any]:
    """Return the problem of an article that could not be stored now."""
    return {"status": 503, "title": "The archive is unavailable", "detail": _BUSY}
