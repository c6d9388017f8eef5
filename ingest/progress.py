"""How far a long job has come: a bar on a terminal, nothing otherwise."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Progress:
    """Says nothing. Base for the terminal's bar."""

    @contextmanager
    def stage(self, name: str, total: int) -> Iterator[Callable[[int], object]]:
        """A stage with ``total`` steps; call what is yielded with the number of steps just done."""
        yield lambda _: None


class BarProgress(Progress):
    """A tqdm bar per stage on standard error."""

    @contextmanager
    def stage(self, name: str, total: int) -> Iterator[Callable[[int], object]]:
        """Draw a bar while the stage lasts."""
        from tqdm import tqdm

        with tqdm(total=total, desc=name, unit="st", file=sys.stderr, leave=False) as bar:
            yield bar.update


def progress_for_terminal() -> Progress:
    """A bar when a person is watching."""
    return BarProgress() if sys.stderr.isatty() else Progress()
