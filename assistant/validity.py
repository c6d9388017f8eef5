"""In force, expired, superseded or unknown – on a given day. Pure."""

from __future__ import annotations

from datetime import date

from assistant.domain import Document, Status


def status_of(document: Document, today: date) -> Status:
    """The standing of a source on ``today``. A date known to the year or month counts as its whole span."""
    if document.valid_from and today < document.valid_from.first:
        return Status.NOT_YET
    ended = document.valid_to is not None and today > document.valid_to.last
    if document.superseded_by and (ended or document.valid_to is None):
        return Status.SUPERSEDED
    if ended:
        return Status.EXPIRED
    if document.valid_from or document.valid_to:
        return Status.IN_FORCE
    return Status.UNKNOWN


def is_outdated(status: Status) -> bool:
    """True for a source that must be named as outdated wherever it is shown."""
    return status in (Status.EXPIRED, Status.SUPERSEDED)


def covers_year(document: Document, year: int, today: date) -> bool | None:
    """Whether the document was in force at some time of a year; None when its span is not known.

    A document without an end is known to be in force up to today, not in years to come.
    """
    if not document.valid_from and not document.valid_to:
        return None
    starts = document.valid_from.first.year if document.valid_from else year
    ends = document.valid_to.last.year if document.valid_to else today.year
    return starts <= year <= ends
