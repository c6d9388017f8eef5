"""The gate before the screen: a quote must stand where it claims to, and a statement may hold no value of its own. Pure."""

from __future__ import annotations

import re

from assistant.domain import Citation
from assistant.swedish import normalise
from assistant.values import values

_LIMITS = re.compile(
    r"\b(?:inte|ej|inga|ingen|inget|aldrig|endast|bara|enbart|högst|max|minst|lägst|senast|tidigast|utan)\b"
)


def is_verbatim(citation: Citation) -> bool:
    """True when the quote is exactly what the document says at the stated place, inside the cited passage."""
    passage = citation.passage
    inside = passage.start <= citation.start < citation.end <= passage.end
    return inside and passage.document.text[citation.start : citation.end] == citation.quote


def unsupported(text: str, quotes: tuple[str, ...], context: str = "") -> frozenset[str]:
    """The numbers, dates, negations and limits of ``text`` that none of the quotes has.

    ``context`` is what the source itself puts around the quotes: title, headings and column names.
    """
    source = "\n".join((*quotes, context))
    missing = values(text) - values(source)
    return missing | (set(_LIMITS.findall(normalise(text))) - set(_LIMITS.findall(normalise(source))))
