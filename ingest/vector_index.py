"""Write the vector index of a generation, in a process that has never seen a document.

Chroma's files carry what lay in the memory of the process that wrote them: the graph's unused places are written as they
were found. A process that has read a document which is no longer there would leave scraps of it on the disk. A new one has
only the vectors.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np

from assistant.adapters.chroma import ChromaVectorIndex, not_written
from assistant.retrieval import storage
from assistant.settings import PROJECT


def build(folder: Path, advance: Callable[[int], object]) -> None:
    """The index of the vectors saved in this folder, written by a child; ``advance`` is told how many were added.

    Raises IndexBroken when the child cannot, or ends before it is done.
    """
    with subprocess.Popen(
        [sys.executable, "-m", "ingest.vector_index", str(folder.resolve())],
        cwd=PROJECT,
        stdin=subprocess.PIPE,  # never written to: it closes when this process ends, however that comes about
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as child:
        assert child.stdout is not None
        try:
            for line in child.stdout:
                advance(int(line))
        except BaseException:
            child.kill()
            raise
        # the child watches its input, and "with" would close that before it has ended by itself
        ended = child.wait()
    if ended != 0:
        raise not_written(folder)


def write(folder: Path, advance: Callable[[int], object]) -> None:
    """The same in this process. Raises IndexBroken and OSError."""
    ChromaVectorIndex.build(folder / storage.CHROMA, np.load(folder / storage.VECTORS, mmap_mode="r"), advance)


def _end_with_parent() -> None:
    os.read(0, 1)  # not through the buffer, whose lock would be held when the interpreter ends
    os._exit(1)


if __name__ == "__main__":
    threading.Thread(target=_end_with_parent, daemon=True).start()
    write(Path(sys.argv[1]), lambda added: (sys.stdout.write(f"{added}\n"), sys.stdout.flush()))
