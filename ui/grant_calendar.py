"""Deadlines as a calendar (iCalendar, RFC 5545) and as a table (CSV): text in memory.

One event for each last day to come, whole day, repeated every year where the source gives a day without a year and the grant
is known to be there. A day of a year gone by is no event: it is not known when the next one is.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final

from assistant.grants import deadlines
from assistant.grants.cards import (
    Field,
    Grant,
    GrantStatus,
    Time,
    is_dated,
    is_open,
    known_since,
    standing_of,
    status_on,
)
from assistant.grants.deadlines import Deadline, WeekRule, Yearly
from ui import grant_words as words

_LINE: Final = 75  # octets, RFC 5545 3.1
_WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
COLUMNS: Final = (
    "id", "bidrag", "givare", "kommun", "status", "öppet nu", "läge", "nästa sista dag", "tid enligt källan", "belopp",
    "vem kan söka", "källans datum", "att tänka på", "faktablad", "adress",
)  # fmt: skip


def ics(grants: Iterable[Grant], today: date) -> str:
    """The last days to come as a calendar file."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Civsam//Bidrag//SV",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_escaped('Civsam: sista dagar för bidrag')}",
    ]
    for grant in grants:
        if status_on(grant, today) in (GrantStatus.ENDED, GrantStatus.PAUSED):
            continue
        for number, time in enumerate(grant.times):
            lines += _event(grant, time, number, today)
    return "".join(_folded(line) for line in (*lines, "END:VCALENDAR"))


def _event(grant: Grant, time: Time, number: int, today: date) -> Iterator[str]:
    window = deadlines.next_window(time.deadline, today)
    if window is None:
        return
    about = f" ({time.concerns})" if time.concerns else ""
    yield "BEGIN:VEVENT"
    yield f"UID:{grant.id}-{number}@civsam"
    yield f"DTSTAMP:{today:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{window.closes:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{window.closes + timedelta(days=1):%Y%m%d}"
    certain = status_on(grant, today) is GrantStatus.OPEN
    if certain and (rule := _rule(time.deadline)):
        yield f"RRULE:{rule}"
    doubt = "" if certain else " (osäkert)"
    yield f"SUMMARY:{_escaped(f'Sista dag: {grant.name}{about} – {grant.giver}{doubt}{_how_sure(grant, today)}')}"
    yield f"DESCRIPTION:{_escaped(_description(grant, time, today))}"
    if grant.document.source_url:
        yield f"URL:{grant.document.source_url}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _how_sure(grant: Grant, today: date) -> str:
    """A day of an old source is never given without saying how old."""
    if is_dated(grant, today):
        return ""
    written = known_since(grant)
    return f" (senast kända datum, från {written.last.year})" if written else " (källan saknar datum)"


def _rule(deadline: Deadline) -> str:
    match deadline:
        case Yearly(closes):
            if closes == (2, 29):
                return "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1"
            return f"FREQ=YEARLY;BYMONTH={closes.month};BYMONTHDAY={-1 if closes.day == 31 else closes.day}"
        case WeekRule(weekday, week):
            return f"FREQ=YEARLY;WKST=MO;BYWEEKNO={week};BYDAY={_WEEKDAYS[weekday - 1]}"
        case _:
            return ""


def _description(grant: Grant, time: Time, today: date) -> str:
    lines = [
        f"Källan säger: {time.quote.text.strip(' |').replace(' | ', ' – ')}",
        words.caveat(grant, today),
        words.STATUS[GrantStatus.UNKNOWN] + "." if status_on(grant, today) is GrantStatus.UNKNOWN else "",
        words.decides(grant),
        f"Faktablad: {grant.document.title}",
    ]
    return "\n".join(line for line in lines if line)


def _escaped(text: str) -> str:
    """Text as an iCalendar value, RFC 5545 3.3.11."""
    kept = "".join(character for character in text if character == "\n" or character.isprintable())
    return kept.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    """The line in pieces of at most 75 octets, never in the middle of a character."""
    pieces, piece, size = [], "", 0
    for character in line:
        width = len(character.encode("utf-8"))
        if size + width > _LINE:
            pieces.append(piece)
            piece, size = " ", 1
        piece += character
        size += width
    return "\r\n".join([*pieces, piece]) + "\r\n"


def table(grants: Iterable[Grant], today: date) -> str:
    """The grants as semicolon-separated values, which a Swedish spreadsheet opens as columns."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for grant in grants:
        writer.writerow([_harmless(cell) for cell in _row(grant, today)])
    return "\ufeff" + text.getvalue()


def _row(grant: Grant, today: date) -> Iterator[str]:
    standing = standing_of(grant, today)
    ended = status_on(grant, today) is GrantStatus.ENDED
    coming = standing.window if standing.state is not deadlines.State.CLOSED and not ended else None
    written = known_since(grant)
    yield grant.id
    yield grant.name
    yield grant.giver
    yield words.place(grant)
    yield words.STATUS[status_on(grant, today)]
    yield {True: "ja", False: "nej", None: "framgår inte"}[is_open(grant, today)]
    yield words.when(grant, today)
    yield coming.closes.isoformat() if coming else ""
    yield " / ".join(f"{time.concerns}: {time.words}" if time.concerns else time.words for time in grant.times)
    for field in (Field.AMOUNT, Field.WHO):
        yield " / ".join(quote.text.strip(" |") for quote in grant.fields.get(field, ()))
    yield str(written) if written else ""
    yield words.caveat(grant, today)
    yield grant.document.title
    yield grant.document.source_url or ""


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t")) else cell
