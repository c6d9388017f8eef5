"""The single writer's lock on a data directory."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.errors import DataDirUnusable, WriterBusy


@contextmanager
def writer_lock(data_dir: Path, work: str = "inläsning") -> Iterator[None]:
    """Hold LOCK while writing; ``work`` names it for whoever comes second.

    The system lets go of it when the process ends, so a lock is never left behind.
    Raises WriterBusy at once when another process holds it, DataDirUnusable when the directory cannot be written.
    """
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(data_dir / "LOCK", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise DataDirUnusable(
            f"Det går inte att skriva i datamappen ({reason(error)})",
            where=str(data_dir),
            next_step="Välj en annan mapp med --data-dir eller ändra rättigheterna",
        ) from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        raise WriterBusy(
            f"En annan {work} pågår redan", where=str(data_dir), next_step="Vänta tills den är klar och försök igen"
        ) from error
    try:
        yield
    finally:
        os.close(descriptor)


_REASONS = {
    errno.EACCES: "rättighet saknas",
    errno.EPERM: "rättighet saknas",
    errno.ENOTDIR: "det är ingen mapp",
    errno.EEXIST: "det är ingen mapp",
    errno.EISDIR: "LOCK är en mapp",
    errno.EROFS: "disken är skrivskyddad",
    errno.ENOSPC: "disken är full",
    errno.EDQUOT: "utrymmet är slut",
    errno.EFBIG: "filen blir större än den får vara",
}


def reason(error: OSError) -> str:
    """Why the system refused, in Swedish."""
    return _REASONS.get(error.errno or 0, "läs- eller skrivfel")
