"""``civsam grants``: the grants as lines, JSON, a calendar or a table; and proposals for a new document."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from assistant.grants.cards import Grant, GrantStatus, closing_days, in_order, status_on
from assistant.retrieval import storage
from assistant.settings import Settings
from ui import grant_words as words
from ui.as_json import grants_json
from ui.grant_calendar import ics, table
from ui.saving import check_free, save


def report(options: Namespace, settings: Settings, today: date) -> str:
    """What the command writes. Raises CivsamError, and OSError when a file cannot be written."""
    generation = storage.open_current(settings.data_dir)
    try:
        grants = chosen(generation.grants, options.municipality, options.before, options.status, today)
    finally:
        generation.close()
    written = _saved(options, grants, today)
    if options.json:
        return json.dumps(grants_json(grants, today), ensure_ascii=False, indent=1)
    return "\n".join([*_lines(grants, today), *_without_days(options.before, today), *written])


def _saved(options: Namespace, grants: Sequence[Grant], today: date) -> list[str]:
    """The files that are asked for, all of them or none."""
    files = [(file, text) for file, text in ((options.ics, ics), (options.csv, table)) if file]
    for file, _ in files:
        check_free(file, force=options.force)
    for file, text in files:
        save(file, text(grants, today), force=options.force)
    return [f"Sparat i {file}." for file, _ in files]


def _without_days(before: date | None, today: date) -> list[str]:
    """What whoever asks for last days should know of those that are not shown."""
    if before is None:
        return []
    return [words.DAY_HAS_PASSED] if before < today else [words.ROLLING_LEFT_OUT]


def chosen(
    grants: Sequence[Grant], municipality: str | None, before: date | None, status: str | None, today: date
) -> list[Grant]:
    """Those asked for, by next deadline; what has ended only when it is asked for. ``before``: with a last day by then."""
    found = [grant for grant in grants if municipality is None or municipality in grant.areas]
    if status is None:
        found = [grant for grant in found if status_on(grant, today) is not GrantStatus.ENDED]
    else:
        found = [grant for grant in found if status_on(grant, today).value == status]
    if before is not None:
        found = [grant for grant in found if closing_days(grant, today, before)]
    return in_order(found, today)


def _lines(grants: Sequence[Grant], today: date) -> list[str]:
    if not grants:
        return ["Inga bidrag passar."]
    lines = [f"{len(grants)} bidrag, efter nästa sista dag:"]
    for grant in grants:
        lines += [
            f"– {grant.name} ({grant.giver}; {words.place(grant)})",
            f"    {words.when(grant, today)} {words.STATUS[status_on(grant, today)]}. {words.caveat(grant, today)}".rstrip(),
            f"    Källan: {grant.quote.text.strip(' |')} [{grant.document.id}]",
        ]
    return [*lines, "Den som ger bidraget avgör alltid."]


def proposals(file: Path) -> str:
    """Proposed cards for a document, as YAML. Raises CivsamError."""
    from assistant.errors import PathMissing
    from ingest.documents import build_document
    from ingest.grant_proposals import propose
    from ingest.structures import Read

    if not file.is_file():
        raise PathMissing(f"{file} finns inte", where="filen du angav", next_step="Kontrollera stavningen")
    document, passages, _ = build_document(file, file.parent)
    return propose(Read(document, passages), file).text.rstrip()
