"""An answer → two or three short questions its own sources go on to answer. Pure.

A question is made from a heading of a cited document ("Bilagor" → "Vilka bilagor behövs?"), so there is something to
find; it names the place, or goes on from the question before, so that the same document is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from assistant.domain import MUNICIPALITIES, Answer, Document, Outcome
from assistant.language.swedish import content_words, fold, stem
from assistant.selection.offers import GRANT_RULES
from assistant.validity import is_outdated
from ui import texts

MOST: Final = 3
_HEADING: Final = re.compile(
    r"^#{1,6}\s+(.+?)\s*$|^\|(.+)\|\s*\n\|[\s:|-]+\|\s*$", re.MULTILINE
)  # or a table's first row
_EDITORIAL: Final = re.compile(r"\bäldre\b|historisk|förslag|\b(?:19|20)\d\d\b")  # what no longer has to be so
_EXAMPLES: Final = re.compile(r"\bexempel\b")  # what some have got, not what there is to get


class Candidate(NamedTuple):
    """A question, and the heading it was made from."""

    question: str
    heading: str


def followups(answer: Answer) -> tuple[str, ...]:
    """At most three, from the sources in force first; none when there was no answer.

    Nobody is led on to apply for what an outdated source tells of.
    """
    if answer.outcome is Outcome.NOT_FOUND:
        return ()
    cited = sorted(answer.citations, key=lambda citation: is_outdated(citation.status))
    documents = {
        citation.passage.document.id: citation.passage.document
        for citation in cited
        if not (is_outdated(citation.status) and citation.passage.document.kind == GRANT_RULES)
    }
    told = {fold(heading.casefold()) for citation in answer.citations for heading in citation.passage.headings[-1:]}
    asked = [_gist(text) for text in (answer.question.text, *(turn.text for turn in answer.question.history))]
    found: dict[str, None] = {}
    for document in documents.values():
        for candidate in candidates(document):
            new = not any(_gist(candidate.question) <= before for before in asked)
            if new and fold(candidate.heading.casefold()) not in told:
                found.setdefault(candidate.question)
    return tuple(found)[:MOST]


def candidates(document: Document) -> Iterator[Candidate]:
    """Every question the document's headings give, the most useful first."""
    headings = [name for name in _headings(document.text) if not _EDITORIAL.search(name.casefold())]
    for pattern, question, kinds in texts.FOLLOW_UPS:
        heading = next((one for one in headings if re.fullmatch(pattern, one, re.IGNORECASE)), None)
        if heading and document.kind in kinds:
            yield Candidate(question.format(place=_place(document), it=f" {_it(document)}"), heading)


def _place(document: Document) -> str:
    """Where, or in what: as few words as lead to the right document."""
    if len(document.municipalities) == 1 and document.municipalities[0] in MUNICIPALITIES:
        return f" i {document.municipalities[0]}"
    return f" i {_it(document)}" if document.kind in texts.THE_KIND else ""


def _it(document: Document) -> str:
    return texts.THE_KIND.get(document.kind or "", texts.IT)


def _gist(text: str) -> set[str]:
    return {stem(word) for word in content_words(text)}


def _headings(text: str) -> Iterator[str]:
    """The headings of a document and the columns of its tables, in order; of a table of examples, no columns."""
    over = ""
    for found in _HEADING.finditer(text):
        heading, columns = found.groups()
        over = heading or over
        if heading:
            yield heading
        elif not _EXAMPLES.search(over.casefold()):
            yield from (cell.strip() for cell in columns.split("|"))
