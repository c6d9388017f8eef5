"""What someone wants the search limited to: places, kinds of document, only what is in force, and on which day. Pure."""

from __future__ import annotations

from collections.abc import Sequence
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
    def of(
        cls, areas: Sequence[str] | None, kinds: Sequence[str] | None, in_force_only: bool, day: str | None
    ) -> Limits:
        """From what the page sends; names that are not ours are left out."""
        return cls(
            tuple(area for area in AREAS if area in (areas or ())),
            tuple(kind for kind in texts.KINDS if kind in (kinds or ())),
            bool(in_force_only),
            (day or "").strip(),
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
