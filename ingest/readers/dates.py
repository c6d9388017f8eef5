"""The date a text states about itself."""

from __future__ import annotations

import re
from datetime import date

from assistant.language.values import MONTHS

_STATED = re.compile(
    r"(?:senast|sidan)\s(?:uppdaterad|ändrad|granskad|uppdaterades|ändrades)\s?(?:av\s[^\n\d]{1,60})?:?\s{0,3}(?:den\s)?"
    r"(?:(\d{4})-(\d{2})-(\d{2})|(\d{1,2})\s(" + "|".join(MONTHS) + r"),?\s(\d{4}))",
    re.IGNORECASE,
)


def find_date(text: str) -> str | None:
    """The ISO date after "Senast uppdaterad" or the like, None when there is none."""
    found = _STATED.search(text)
    if not found:
        return None
    year, month, day, spoken_day, spoken_month, spoken_year = found.groups()
    try:
        if year:
            return date(int(year), int(month), int(day)).isoformat()
        return date(int(spoken_year), MONTHS.index(spoken_month.lower()) + 1, int(spoken_day)).isoformat()
    except ValueError:
        return None
