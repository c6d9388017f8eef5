"""The single writer's lock on a data directory."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.errors import DataDirUnusable, WriterBusy


@contextmanager
def writer_lock(data_dir: Path) -> Iterator[None]:
    """Hold LOCK while writing. The system lets go of it when the process ends, so a lock is never left behind.

    Raises WriterBusy at once when another process holds it, DataDirUnusable when the directory cannot be written.
    """
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(data_dir / "LOCK", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise DataDirUnusable(
            f"Det går inte att skriva i datamappen ({_reason(error)})",
            where=str(data_dir),
            next_step="Välj en annan mapp med --data-dir eller ändra rättigheterna",
        ) from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        raise WriterBusy(
            "En annan inläsning pågår redan", where=str(data_dir), next_step="Vänta tills den är klar och försök igen"
        ) from error
    try:
        yield
    finally:
        os.close(descriptor)


def _reason(error: OSError) -> str:
    reasons = {
        "PermissionError": "rättighet saknas",
        "NotADirectoryError": "det är ingen mapp",
        "FileExistsError": "det är ingen mapp",
    }
    return reasons.get(type(error).__name__, error.strerror or "okänt fel")
