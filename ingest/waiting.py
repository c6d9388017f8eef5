"""Editors' data whose document was refused in the same run: the document is to be mended first, the data may be right."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from ingest.access import names_of
from ingest.reading import Failure
from ingest.structures import Refused


class Told(NamedTuple):
    """The files of data that are wrong in themselves, and a warning for every other."""

    failed: list[Failure]
    warnings: list[str]


def tell_apart(refused: Sequence[Refused], unread: Sequence[Failure]) -> Told:
    """``refused`` are files of data, ``unread`` the documents that could not be read."""
    sheets = {name: failure.path for failure in unread for name in names_of(Path(failure.path))}
    told = Told([], [])
    for path, error in refused:
        if error.awaits in sheets:
            told.warnings.append(
                f"{path} hör till {error.awaits!r}, som inte gick att läsa, och är inte läst. "
                f"Rätta först {sheets[error.awaits]}"
            )
        else:
            told.failed.append(Failure(str(path), error))
    return told
