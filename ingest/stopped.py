"""An ingest that came to nothing: what serves stays, and the person who ran it is told all that stood in the way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from assistant.errors import CivsamError, Unreadable
from ingest.readers import SUPPORTED_SUFFIXES
from ingest.reading import Failure
from ingest.skipped import skipped_words

MOST_TOLD: Final = 10  # faults in one message: more than that is not read
AS_BEFORE: Final = "Kunskapsbasen är som förut"


class Stopped(Exception):
    """Nothing is read in. ``apart`` are the faults of files for staff only, which are kept where only staff can see them."""

    def __init__(self, error: CivsamError, apart: Sequence[Failure] = ()) -> None:
        self.error, self.apart = error, tuple(apart)
        super().__init__(str(error))

    def told(self, serving: str) -> CivsamError:
        """The error, with what becomes of that which serves as the last thing that is said."""
        error = self.error
        steps = ". ".join(part.rstrip(".") for part in (error.next_step, serving) if part)
        return type(error)(error.what, where=error.where, next_step=steps)


def nothing_read(failed: Sequence[Failure], apart: Sequence[Failure], skipped: Sequence[str]) -> Stopped:
    """What stops an ingest of files that cannot be read, or of no files at all."""
    every = [*failed, *apart]
    if len(every) == 1:
        return Stopped(every[0].error, apart)
    parts = [f"Inget dokument gick att läsa ({len(every)} filer){':' if every else '.'}", *_faults(every)]
    parts += [skipped_words(skipped)] if skipped else []
    endings = ", ".join(sorted(SUPPORTED_SUFFIXES))
    next_step = "Rätta filerna och läs in igen" if every else f"Ange en mapp med filer som slutar på {endings}"
    return Stopped(Unreadable("\n".join(parts), next_step=next_step), apart)


def what_serves(has_base: bool, withdrawn: Sequence[str]) -> str:
    """What is said of the knowledge base there was; nothing when there was none."""
    if not withdrawn:
        return AS_BEFORE if has_base else ""
    named = ", ".join(withdrawn[:MOST_TOLD]) + (" med flera" if len(withdrawn) > MOST_TOLD else "")
    return (
        f"Det här är nu bara för personal och visas inte längre för alla: {named}. I övrigt är kunskapsbasen som förut"
    )


def _faults(every: Sequence[Failure]) -> Iterable[str]:
    yield from (f"- {failure.error}" for failure in every[:MOST_TOLD])
    if len(every) > MOST_TOLD:
        yield f"- och {len(every) - MOST_TOLD} till"
