"""The C library's memory, where it is glibc's: told to give back to the system what a process that serves for long lets go of.

Left alone glibc keeps it. Threads are spread over up to eight heaps for each core, and every question has a thread of its own, so
each heap in turn grows to hold what only one generation or answer needs at a time. And the size from which a block lies
by itself, to be given back when it is let go of, rises to that of the largest block that ever was (32 MB at most): then such
blocks too leave holes in the heaps. The figures: evals/README.md.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Mapping
from typing import Final

HEAPS: Final = 2  # Python's threads take turns, so more would seldom let two of them in at once
BY_ITSELF: Final = 1 << 20  # bytes: a block so large lies outside the heaps
_ARENA_MAX, _MMAP_THRESHOLD = -8, -3  # glibc's numbers of the two, in malloc.h
_OWN: Final = ("MALLOC_ARENA_MAX", "MALLOC_MMAP_THRESHOLD_", "GLIBC_TUNABLES")


def give_back(environment: Mapping[str, str] = os.environ) -> bool:
    """Tell it, before the first thread is started. False, and nothing done, where it is another library's memory or where
    whoever runs the process has set glibc's own variables.
    """
    if sys.platform != "linux" or any(environment.get(name) for name in _OWN):
        return False
    library = ctypes.CDLL(None)
    if not hasattr(library, "gnu_get_libc_version"):  # musl has no such settings
        return False
    return bool(library.mallopt(_ARENA_MAX, HEAPS) and library.mallopt(_MMAP_THRESHOLD, BY_ITSELF))
