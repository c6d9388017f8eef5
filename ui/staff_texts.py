"""The Swedish words about documents for staff only."""

from __future__ import annotations

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


def not_backed_up(folder: str) -> str:
    return f"Dokumenten för personal är inte med. Spara dem för sig: civsam backup FIL.tar.gz --data-dir {folder}"
