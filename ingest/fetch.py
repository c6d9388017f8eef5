"""``civsam fetch``: ask for every original in the catalogue, keep what came, and say what is new, changed or gone."""

from __future__ import annotations

import hashlib
import ssl
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from assistant.domain import PartialDate
from assistant.errors import DocumentError, PathMissing
from assistant.retrieval import storage
from ingest.access import refuse_staff_dir
from ingest.catalogue import Entry, host_and_port, read_catalogue
from ingest.clean import clean_pages
from ingest.fetch_border import Border, Refused
from ingest.fetch_manners import PAUSE, Manners
from ingest.fetch_types import suffix_of
from ingest.fetch_web import Fault, Page, Web, WebLimits
from ingest.guard import GuardedReader
from ingest.lock import writer_lock
from ingest.originals import FOLDER, ORIGINAL, Originals, SourceState, Version, now_text
from ingest.progress import Progress
from ingest.quarantine import Quarantine
from ingest.readers import SUPPORTED_SUFFIXES, Reading


class Outcome(StrEnum):
    """What asking for one original gave."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    GONE = "gone"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Fetched:
    """One original, and what asking for it gave. ``reason`` and ``next_step`` are Swedish, empty when all is well."""

    url: str
    sheets: tuple[str, ...]
    outcome: Outcome
    reason: str = ""
    next_step: str = ""
    version: Version | None = None
    versions: int = 0
    outdated_sheets: tuple[str, ...] = ()  # whose source has changed since they were written
    moved_to: str = ""


@dataclass(frozen=True, slots=True)
class FetchReport:
    """What a fetch did, source by source."""

    sources: tuple[Fetched, ...]
    forgotten: tuple[str, ...]

    def count(self, outcome: Outcome) -> int:
        """How many sources had this outcome."""
        return sum(source.outcome is outcome for source in self.sources)


@dataclass(frozen=True)
class Surroundings:
    """What tests replace: how names are resolved and which addresses are allowed, TLS, limits, pause and clock."""

    border: Callable[[Collection[tuple[str, int]]], Border] = Border
    context: ssl.SSLContext | None = None
    limits: WebLimits = field(default_factory=WebLimits)
    pause: float = PAUSE
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = lambda: datetime.now(UTC)


def fetch(
    corpus_dir: Path,
    data_dir: Path,
    only: Sequence[str] = (),
    *,
    progress: Progress | None = None,
    around: Surroundings | None = None,
) -> FetchReport:
    """Ask for the originals of the sheets named in ``only`` (none: of all). What came is stored source by source.

    Those of sheets for staff only are kept in ``staff/``; one that is also of an open sheet is asked for twice.

    Raises PathMissing for an id without a source, WriterBusy, DataDirUnusable, IndexBroken.
    """
    refuse_staff_dir(data_dir)
    around = around or Surroundings()
    every, inner = read_catalogue(corpus_dir), storage.staff_dir(data_dir)
    wanted = [entry.url for entry in _wanted(every, only, corpus_dir)]
    places = [(data_dir, read_catalogue(corpus_dir, staff=False))]
    hidden = tuple(entry for entry in every if entry.for_staff)
    if hidden or (inner / FOLDER).is_dir():
        inner.mkdir(parents=True, mode=0o700, exist_ok=True)
        places.append((inner, hidden))
    rounds = [_round(place, catalogue, wanted, progress or Progress(), around) for place, catalogue in places]
    sources = [source for one in rounds for source in one.sources]
    return FetchReport(
        tuple(sorted(sources, key=lambda source: wanted.index(source.url))),
        tuple(url for one in rounds for url in one.forgotten),
    )


def _round(
    data_dir: Path, catalogue: Sequence[Entry], urls: Collection[str], progress: Progress, around: Surroundings
) -> FetchReport:
    """The originals of one collection, those at ``urls`` asked for."""
    wanted = sorted((entry for entry in catalogue if entry.url in urls), key=lambda entry: list(urls).index(entry.url))
    with writer_lock(data_dir / FOLDER, "hämtning"):
        originals = Originals(data_dir)
        forgotten = originals.forget({entry.url for entry in catalogue})
        quarantine = Quarantine(data_dir)
        quarantine.keep_only((entry.url for entry in catalogue), web=True)
        border = around.border({host_and_port(entry.url) for entry in catalogue if _has_port(entry.url)})
        with Web(border, around.limits, around.context) as web, GuardedReader() as reader:
            manners = Manners(web, around.pause, around.sleep)
            visit = _Visit(web, manners, reader, originals, quarantine, around)
            return FetchReport(tuple(visit.all(_spread_over_hosts(wanted), progress)), forgotten)


class _Visit:
    """One round over the sources."""

    def __init__(
        self,
        web: Web,
        manners: Manners,
        reader: GuardedReader,
        originals: Originals,
        quarantine: Quarantine,
        around: Surroundings,
    ) -> None:
        self._web = web
        self._manners = manners
        self._reader = reader
        self._originals = originals
        self._quarantine = quarantine
        self._now = around.now

    def all(self, entries: Sequence[Entry], progress: Progress) -> list[Fetched]:
        """Every source in turn; the list is saved after each, so that a stop loses nothing."""
        fetched = []
        with progress.stage("Hämtar källor", len(entries)) as advance:
            for entry in entries:
                fetched.append(self._one(entry))
                self._originals.save()
                advance(1)
        return fetched

    def _one(self, entry: Entry) -> Fetched:
        state = self._originals.of(entry.url)
        state.checked = now_text(self._now())
        try:
            page = self._web.get(entry.url, _conditions(state), before=self._manners.before)
            fetched = self._came(entry, state, page)
        except (Fault, Refused) as fault:
            is_gone = isinstance(fault, Fault) and fault.is_gone
            fetched = self._failed(entry, state, fault.what, fault.next_step, is_gone=is_gone)
        state.outcome, state.reason = fetched.outcome.value, fetched.reason
        return fetched

    def _came(self, entry: Entry, state: SourceState, page: Page) -> Fetched:
        if _is_front_page(entry.url, page.url):
            return self._failed(
                entry, state, "Sidan finns inte längre: adressen leder till webbplatsens startsida",
                "Leta upp källan på nytt och rätta kalla_url, eller avsluta faktabladet", is_gone=True,
            )  # fmt: skip
        if page.data is None:
            if state.latest is None:
                return self._failed(
                    entry, state, "Webbplatsen svarade oändrad, men inget är hämtat förut", "Försök igen senare"
                )
            return self._kept(entry, state, page, Outcome.UNCHANGED)
        suffix = suffix_of(page.headers.get("content-type", ""), page.data)
        if suffix is None:
            kind = page.headers.get("content-type", "").partition(";")[0].strip()[:60]
            endings = ", ".join(SUPPORTED_SUFFIXES)
            what = f"Källan är av en typ som inte går att läsa ({kind or 'okänd'})"
            self._quarantine.add(entry.url, page.data, what, f"Det som går att läsa: {endings}", _reported(self._now))
            return self._failed(entry, state, what, f"Kontrollera kalla_url. Det som går att läsa: {endings}")
        try:
            reading = self._reader.read(page.data, suffix, where=entry.url)
            text = text_digest(reading)
        except DocumentError as error:
            self._quarantine.add(entry.url, page.data, error.what, error.next_step, _reported(self._now))
            return self._failed(entry, state, f"Källan hämtades men går inte att läsa: {error.what}", error.next_step)
        self._quarantine.clear([entry.url])
        return self._read(entry, state, page, suffix, text, reading.date)

    def _read(self, entry: Entry, state: SourceState, page: Page, suffix: str, text: str, dated: str | None) -> Fetched:
        assert page.data is not None
        latest, today = state.latest, self._now().date()
        if latest and latest.text == text and self._originals.path(latest).exists():
            return self._kept(entry, state, page, Outcome.UNCHANGED)
        state.versions.append(self._originals.keep(page.data, suffix, text, today, dated))
        if latest and latest.text != text:
            state.changed = today.isoformat()
            state.outdated |= {sheet.id: str(sheet.hamtad) for sheet in entry.sheets}
            return self._kept(entry, state, page, Outcome.CHANGED)
        if latest is None and dated:
            self._mark_if_newer(entry, state, dated)
        return self._kept(entry, state, page, Outcome.UNCHANGED if latest else Outcome.NEW)

    @staticmethod
    def _mark_if_newer(entry: Entry, state: SourceState, dated: str) -> None:
        """A source that dates itself after the day when its sheet was read has changed since."""
        try:
            when = PartialDate.parse(dated)
        except ValueError:
            return
        for sheet in entry.sheets:
            if when.first > sheet.hamtad.last:
                state.changed = str(when)
                state.outdated[sheet.id] = str(sheet.hamtad)

    @staticmethod
    def _kept(entry: Entry, state: SourceState, page: Page, outcome: Outcome) -> Fetched:
        if page.data is not None or "etag" in page.headers:
            state.etag = page.headers.get("etag", "")
            state.last_modified = page.headers.get("last-modified", "")
        state.final_url, state.gone = page.url, ""
        return _fetched(entry, state, outcome, moved_to=page.url if page.url != entry.url else "")

    def _failed(self, entry: Entry, state: SourceState, what: str, next_step: str, *, is_gone: bool = False) -> Fetched:
        if is_gone:
            state.gone = state.gone or self._now().date().isoformat()
        return _fetched(entry, state, Outcome.GONE if is_gone else Outcome.FAILED, what, next_step)


def text_digest(reading: Reading) -> str:
    """A hash of the words of a reading: what a visitor sees, not how the page was put together this time."""
    words = " ".join(word for page in clean_pages(reading.pages) for word in page.text.split())
    return hashlib.sha256(words.encode("utf-8")).hexdigest()


def _fetched(
    entry: Entry, state: SourceState, outcome: Outcome, reason: str = "", next_step: str = "", *, moved_to: str = ""
) -> Fetched:
    outdated = tuple(sheet.id for sheet in entry.sheets if state.outdated.get(sheet.id) == str(sheet.hamtad))
    sheets = tuple(sheet.id for sheet in entry.sheets)
    return Fetched(entry.url, sheets, outcome, reason, next_step, state.latest, len(state.versions), outdated, moved_to)


def _wanted(catalogue: Sequence[Entry], only: Sequence[str], corpus_dir: Path) -> list[Entry]:
    by_sheet = {sheet.id: entry for entry in catalogue for sheet in entry.sheets}
    wanted: dict[str, Entry] = {}
    for name in only:
        entry = by_sheet.get(name.removesuffix(f"/{ORIGINAL}"))
        if entry is None:
            raise PathMissing(
                f"Det finns inget faktablad {name!r} med en kalla_url",
                where=str(corpus_dir),
                next_step="Kontrollera stavningen. Utan id hämtas alla källor",
            )
        wanted[entry.url] = entry
    return list(wanted.values()) if only else list(catalogue)


def _spread_over_hosts(entries: Sequence[Entry]) -> list[Entry]:
    """One of each host in turn, so that the pause at one is spent at the others."""
    seen: dict[str, int] = {}
    ranked = []
    for number, entry in enumerate(entries):
        host = entry.url.split("/")[2]
        seen[host] = seen.get(host, 0) + 1
        ranked.append((seen[host], number, entry))
    return [entry for *_, entry in sorted(ranked, key=lambda item: item[:2])]


def _conditions(state: SourceState) -> Mapping[str, str]:
    """What lets the server answer that nothing has changed."""
    if state.latest is None:
        return {}
    conditions = {"If-None-Match": state.etag, "If-Modified-Since": state.last_modified}
    return {name: value for name, value in conditions.items() if value}


def _is_front_page(asked: str, got: str) -> bool:
    """True when a page was asked for and its site's front page came: how many sites say that a page is gone."""
    return asked.split("/", 3)[3:] not in ([""], []) and got.split("/", 3)[3:] in ([""], [])


def _has_port(url: str) -> bool:
    try:
        return bool(host_and_port(url)[0])
    except ValueError:
        return False


def _reported(now: Callable[[], datetime]) -> str:
    return now().date().isoformat()
