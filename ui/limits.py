"""What someone wants the search limited to: places, kinds of document, only what is in force, and on which day. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from assistant.domain import AREAS, Filters
from ui import texts


@dataclass(frozen=True, slots=True)
class Limits:
    """Empty means everything, as it is today. ``day`` as it was written: it may be no date at all."""

    areas: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    in_force_only: bool = False
    day: str = ""

    @classmethod
    def of(cls, areas: object, kinds: object, in_force_only: object, day: object) -> Limits:
        """From what the page sends, whatever that is: lists of names, yes or no, and a day. What is not ours is left out."""
        return cls(
            _names(AREAS, areas),
            _names(texts.KINDS, kinds),
            bool(in_force_only),
            day.strip() if isinstance(day, str) else "",
        )

    @property
    def filters(self) -> Filters:
        return Filters(self.areas, self.kinds, self.in_force_only)

    @property
    def chosen(self) -> int:
        """How many choices are made."""
        return len(self.areas) + len(self.kinds) + self.in_force_only + bool(self.day)

    def on(self, today: date) -> date:
        """The day to answer for. Raises ValueError when what was written is no date."""
        return date.fromisoformat(self.day) if self.day else today


def _names(ours: Iterable[str], sent: object) -> tuple[str, ...]:
    return tuple(name for name in ours if name in sent) if isinstance(sent, list | tuple) else ()
