"""Answer → the source cards beside it. Pure: domain nouns in, one line of safe HTML out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final
from urllib.parse import urlsplit

from assistant.domain import MUNICIPALITIES, Answer, Citation, Document, Passage, Status
from assistant.validity import status_of
from ui import staff_texts, texts
from ui.blocks import Span, blocks, quoted
from ui.library import PICTURE_ANCHOR, address, is_old, is_pdf, passage_address, quote_address, written
from ui.markup import element, escape
from ui.original import file_address, original_address
from ui.passages import render

_LONG: Final = 400  # characters of a passage; above this only the quoted blocks are open from the start


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


_MUNICIPALITIES: Final = {_folded(name) for name in MUNICIPALITIES}


def panel(answer: Answer | None, *, pending: bool = False) -> str:
    """Everything in the source column: one card per citation, then the near misses."""
    heading = element("h2", texts.SOURCES_HEADING)
    if answer is None:
        hint = texts.SOURCES_PENDING if pending else texts.SOURCES_EMPTY
        return element("section", heading, element("p", hint, css="tomt ensamt"), css="kallor")
    titles = {passage.document.id: passage.document.title for passage in _passages(answer)}
    first: dict[str, int] = {}
    for citation in answer.citations:
        first.setdefault(citation.passage.document.id, citation.number)
    cards = [card(citation, first[citation.passage.document.id], titles) for citation in answer.citations]
    body = element("ol", *cards) if cards else element("p", texts.SOURCES_NONE, css="tomt ensamt")
    return element("section", heading, body, near_misses(answer, titles), css="kallor")


def card(citation: Citation, first: int | None = None, titles: Mapping[str, str] | None = None) -> str:
    """One citation: what the source is, whether it is in force, the passage with the quoted words marked.

    ``first`` is the number of the first citation of the same document; what is said there is not repeated.
    """
    document = citation.passage.document
    repeated = first is not None and first != citation.number
    return element(
        "li",
        element("h3", element("span", str(citation.number), css="nummer"), element("span", escape(document.title))),
        _same_source(document, first) if repeated else origin(document),
        validity(document, citation.status, titles or {}),
        _place(citation.passage),
        _quotation(citation),
        "" if repeated else completeness(document),
        _links(document, quote_address(citation), citation.passage, citation),
        css="kort",
        attributes=f'id="kalla-{citation.number}" tabindex="-1"',
    )


def near_misses(answer: Answer, titles: Mapping[str, str] | None = None) -> str:
    """Passages close to the question; they are not numbered, since no statement rests on them."""
    cited = {citation.passage.id for citation in answer.citations}
    passages = [hit.passage for hit in answer.near_misses if hit.passage.id not in cited]
    if not passages:
        return ""
    cards = (_near_miss(passage, answer.question.today, titles or {}) for passage in passages)
    return element(
        "section",
        element("h2", texts.NEAR_MISSES_HEADING),
        element("p", texts.NEAR_MISSES_INTRO, css="tomt"),
        element("ul", *cards),
        css="narliggande",
    )


def earlier(answer: Answer) -> str:
    """The sources of an answer that is no longer the latest, folded under its text."""
    if not answer.citations:
        return ""
    lines = (
        element(
            "li",
            f"[{citation.number}] {escape(citation.passage.document.title)} ",
            source_link(citation.passage.document),
        )
        for citation in answer.citations
    )
    return element("details", element("summary", texts.SOURCES_EARLIER), element("ul", *lines), css="tidigare")


def validity(document: Document, status: Status, titles: Mapping[str, str]) -> str:
    """In force or not, in words: the colour only repeats them."""
    return element("p", escape(validity_words(document, status, titles)), css=f"giltighet {status.value}")


def validity_words(document: Document, status: Status, titles: Mapping[str, str]) -> str:
    """In force or not, with the dates as exactly as they are known."""
    words, days = texts.STATUSES[status], _period(document)
    if days and status in {Status.IN_FORCE, Status.NOT_YET}:
        sentence = f"{words}, {days}"
    else:
        sentence = f"{words}. {texts.PERIOD} {days}" if days else words
    newer = [titles[name] for name in document.superseded_by if name in titles]
    if status is Status.SUPERSEDED and newer:
        sentence += f". {texts.REPLACED_BY} {', '.join(newer)}"
    return sentence


def age(document: Document, today: date) -> str:
    """How old the source is; a warning when it is old."""
    day, old = written(document), is_old(document, today)
    words = element("p", texts.source_from(day, old=old), css="varning" if old else "svag") if day else ""
    return words + _of_its_source(document)


def _of_its_source(document: Document) -> str:
    """A warning when fetching has shown that the source is gone, or says something else than when the sheet was written."""
    if document.source_gone:
        return element("p", texts.source_gone(document.source_gone), css="varning")
    return element("p", texts.source_changed(document.source_changed), css="varning") if document.source_changed else ""


def related(words: str, ids: Sequence[str], titles: Mapping[str, str]) -> str:
    """Links to documents this one replaces or is replaced by; those that are not in the library are left out."""
    links = [element("a", escape(titles[name]), attributes=f'href="{address(name)}"') for name in ids if name in titles]
    return element("p", f"{words} ", ", ".join(links)) if links else ""


def is_publishers_own(url: str, publisher: str | None) -> bool:
    """Whether the address is at the publisher's own domain, judged by its name: kumla.se is Kumla kommun's."""
    labels = (urlsplit(url).hostname or "").split(".")
    words = re.findall(r"[a-z0-9]+", _folded((publisher or "").split("(")[0]))
    names = {"".join(words[:count]) for count in range(1, len(words) + 1)}
    if len(words) > 1 and words[1].startswith("kommun"):
        names.add(words[0].removesuffix("s"))
    elif len(words) > 1:
        names -= _MUNICIPALITIES
    return len(labels) > 1 and labels[-2].replace("-", "") in names


def _passages(answer: Answer) -> list[Passage]:
    return [citation.passage for citation in answer.citations] + [hit.passage for hit in answer.near_misses]


def _near_miss(passage: Passage, today: date, titles: Mapping[str, str]) -> str:
    document = passage.document
    text = element("blockquote", render(blocks(passage)))
    return element(
        "li",
        element("h3", element("span", escape(document.title))),
        origin(document),
        validity(document, status_of(document, today), titles),
        _place(passage),
        element("details", element("summary", texts.SHOW_PASSAGE), _says(document), text),
        completeness(document),
        _links(document, passage_address(passage), passage),
        css="kort nara",
    )


def _same_source(document: Document, first: int | None) -> str:
    return element("p", _badges(document), element("span", texts.same_source(first or 0)), css="ursprung")


def origin(document: Document, *, explained: bool = True) -> str:
    """Fact sheet or not (and what that means), publisher, what kind of document it is, and when it was decided."""
    kind = texts.kind(document.kind) if document.kind else ""
    decided = texts.decided(document.decided) if document.decided else ""
    facts = " · ".join(escape(fact) for fact in (document.publisher or texts.PUBLISHER_UNKNOWN, kind, decided) if fact)
    meaning = element("p", texts.FACT_SHEET_EXPLAINED, css="forklaring")
    return element("p", _badges(document), element("span", facts), css="ursprung") + (
        meaning if explained and document.is_fact_sheet else ""
    )


def _badges(document: Document) -> str:
    words = [staff_texts.MARK] if document.staff_only else []
    words += [texts.FACT_SHEET] if document.is_fact_sheet else []
    return "".join(element("span", one, css="faktablad") for one in words)


def _place(passage: Passage) -> str:
    words = place_words(passage)
    return element("p", escape(words), css="plats") if words else ""


def place_words(passage: Passage) -> str:
    """Where in the document: the headings above it and its pages; empty when neither is known."""
    first, last = passage.first_page, passage.last_page
    is_one = last in {None, first}
    pages = "" if first is None else f"sidan {passage.printed_page}" if is_one else f"sidorna {first}–{last}"
    if not passage.headings:
        return pages.capitalize()
    return ", ".join(part for part in (f"{texts.SECTION} {' › '.join(passage.headings)}", pages) if part)


def _quotation(citation: Citation) -> str:
    every, quote = blocks(citation.passage), Span(citation.start, citation.end)
    says = _says(citation.passage.document)
    near = quoted(every, quote)
    if len(citation.passage.text) <= _LONG or not near or len(near) == len(every):
        return says + element("blockquote", render(every, quote))
    whole = element("details", element("summary", texts.WHOLE_PASSAGE), element("blockquote", render(every, quote)))
    return says + element("blockquote", render(near, quote)) + whole


def _says(document: Document) -> str:
    return element("p", texts.QUOTED_FACT_SHEET if document.is_fact_sheet else texts.QUOTED_ORIGINAL, css="inledning")


def completeness(document: Document) -> str:
    """How much of the source is in the document, and when it was fetched."""
    words = [texts.COMPLETENESS.get(document.completeness or "", "")]
    if document.retrieved:
        words.append(texts.retrieved(document.retrieved))
    return element("p", escape(" ".join(filter(None, words))), css="tackning") if any(words) else ""


def _links(document: Document, here: str, passage: Passage, citation: Citation | None = None) -> str:
    new_tab = element("span", f" ({texts.NEW_TAB})", css="dold")
    links = [element("a", texts.READ_WHOLE, new_tab, attributes=f'href="{escape(here)}" target="_blank"')]
    if citation and is_pdf(document):
        page = f"{here.partition('#')[0]}#{PICTURE_ANCHOR}"
        links.append(element("a", texts.SEE_PAGE, new_tab, attributes=f'href="{escape(page)}" target="_blank"'))
    links.append(source_link(document, citation, passage) or element("span", texts.NO_SOURCE))
    if citation:
        links.append(element("a", texts.BACK, css="tillbaka", attributes='href="#samtal"'))
    return element("p", *links, css="lankar")


def source_link(document: Document, citation: Citation | None = None, passage: Passage | None = None) -> str:
    """The way to the source itself, or else to the file we have; empty when there is neither."""
    new_tab = element("span", f" ({texts.NEW_TAB})", css="dold")
    url = original_address(document, citation)
    if url is None:
        file = file_address(document, passage)
        return (
            element("a", texts.OPEN_FILE, new_tab, attributes=f'href="{escape(file)}" target="_blank"') if file else ""
        )
    words = texts.OFFICIAL_SOURCE if is_publishers_own(url, document.publisher) else texts.SOURCE
    attributes = f'href="{escape(url)}" target="_blank" rel="noopener noreferrer external"'
    return element("a", words, new_tab, css="utlank", attributes=attributes)


def _period(document: Document) -> str:
    since = f"från {texts.swedish_date(document.valid_from)}" if document.valid_from else ""
    until = f"till {texts.swedish_date(document.valid_to)}" if document.valid_to else ""
    return " ".join(part for part in (since, until) if part)
