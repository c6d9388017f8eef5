"""The Swedish words about documents for staff only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

MARK: Final = "Bara för personal"
NOT_PUBLIC: Final = "Mappen innehåller dokument som bara är för personal. Den kan inte visas för alla"
RESTORE_ELSEWHERE: Final = "Säkerhetskopian innehåller dokument som bara är för personal. Inget är ändrat"


def use_folder_above(folder: str) -> str:
    return f"Kör i stället med --data-dir {folder}"


def restore_into(folder: str) -> str:
    return f"Återställ den i personalens mapp: --data-dir {folder}"


def for_staff(documents: int, folder: str, generation: str) -> str:
    """What an ingest says of the collection that the public does not see."""
    return f"Bara för personal: {documents} dokument. Allt, också de, finns i {folder} ({generation})."


def restore_publishes(ids: Sequence[str]) -> str:
    named = ", ".join(ids[:5]) + (" med flera" if len(ids) > 5 else "")
    return f"Kopian visar för alla det som är bara för personal: {named}. Inget är ändrat"


def restore_publishes_next(folder: str) -> str:
    return f"Återställ i en tom mapp med --data-dir. Ska alla få läsa dem: ta först bort {folder}"


STAFF_BACKED_UP: Final = (
    "Filen innehåller också det som är bara för personal. Ge den inte till en dator som bara ska visa det som alla får läsa: "
    "gör den filen med --public."
)
LOG_BACKED_UP: Final = "Redaktörernas logg är med i filen."
NOT_BACKED_UP: Final = "Det som är bara för personal, och redaktörernas logg, är inte med."
STAFF_RESTORED: Final = "Det som är bara för personal är också återställt."
