"""A file that a command writes: never over another unless ``--force`` says so, and never half of it for want of a folder."""

from __future__ import annotations

from pathlib import Path

from assistant.errors import CivsamError
from ui import texts


class SavingError(CivsamError):
    """The file cannot be written where it is asked for."""


def check_free(file: Path, *, force: bool) -> None:
    """Raises SavingError when the folder does not exist, or the file does and may not be replaced."""
    if file.is_dir():
        raise SavingError(texts.SAVE_IS_FOLDER, where=str(file), next_step=texts.SAVE_IS_FOLDER_NEXT)
    if not file.parent.is_dir():
        raise SavingError(texts.SAVE_NO_FOLDER, where=str(file.parent), next_step=texts.SAVE_NO_FOLDER_NEXT)
    if file.is_file() and not force:
        raise SavingError(texts.SAVE_EXISTS, where=str(file), next_step=texts.SAVE_EXISTS_NEXT)


def save(file: Path, text: str, *, force: bool) -> None:
    """Write the text as it is. Raises SavingError, and OSError when the system refuses."""
    check_free(file, force=force)
    file.write_text(text, encoding="utf-8", newline="")
