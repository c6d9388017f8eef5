"""Lines that belong to a web page and not to its matter, also when the page was saved as text."""

from __future__ import annotations

import re

_NOISE = re.compile(
    r"(?:[-*] |#+ )*(?:hade du nytta av\b.*|var (?:den här |denna )?(?:informationen|sidan|innehållet)\b.*\?|"
    r"hjälpte (?:informationen|sidan|den här sidan)\b.*\?|hittade du (?:det|informationen)\b.*\?|"
    r"dela (?:sidan|artikeln|på facebook|på x|på linkedin|.{0,20}e-post)|skriv ut(?: sidan)?|lyssna(?: på sidan)?|"
    r"(?:till|tillbaka till) (?:toppen|början).*|(?:hoppa|gå) (?:direkt )?till (?:innehåll|huvudinnehåll)\w*|"
    r"(?:vi|webbplatsen|den här webbplatsen|denna webbplats) använder (?:kakor|cookies)\b.*|"
    r"(?:om|läs mer om|hantera|godkänn) (?:alla |våra )?(?:kakor|cookies)\b.*|logotyp för .*|meny|sök|stäng|"
    r"you must be logged in to .*)\.?",
    re.IGNORECASE,
)


def without_furniture(text: str) -> str:
    """The text without lines such as "Hade du nytta av …", cookie notices and "Hoppa till innehåll"."""
    return "\n".join(line for line in text.split("\n") if not _NOISE.fullmatch(line.strip()))
