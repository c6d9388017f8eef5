from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from hostile import Page
from page_fakes import TODAY

from ui import texts
from ui.about import about_page
from ui.frame import footer, header


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from strings(tuple(value.values()))
    elif isinstance(value, Iterable):
        for part in value:
            yield from strings(part)


def lix(sentences: list[str]) -> float:
    """Words a sentence plus the share of words longer than six letters."""
    words = re.findall(r"[\wåäöÅÄÖ-]+", " ".join(sentences))
    long = [word for word in words if len(word) > 6]
    ends = sum(max(1, len(re.findall(r"[.!?:]", sentence))) for sentence in sentences)
    return len(words) / ends + 100 * len(long) / len(words)


def test_the_page_is_easy_to_read() -> None:
    fixed = [
        text
        for name, value in vars(texts).items()
        if name.isupper() and name not in {"REPORT_URL", "KINDS", "MONTHS"}
        for text in strings(value)
        if " " in text
    ]
    assert len(fixed) > 40
    assert lix(fixed) <= 40


def test_the_header_tells_the_day_and_the_footer_that_we_only_inform() -> None:
    assert "I dag är det 21 november 2026." in header(TODAY)
    assert texts.INFORMS in footer()


def test_the_page_about_the_service_is_whole() -> None:
    html = about_page()
    assert '<html lang="sv">' in html
    for words in (
        "WCAG 2.1", "sparar inte", "faktablad", "Ansvarig utgivare: anges av den som driver tjänsten.", "IMY",
        # what the law about accessibility asks a statement to have: who, how far, what not, why, when, where to tell
        "Den som står bakom tjänsten", "följer lagen delvis", "Brister vi känner till", "Hur vi har prövat",
        f"gjordes {texts.STATEMENT_DAY}", "Säg till om ett hinder", "Digg", texts.REPORT_URL,
    ):  # fmt: skip
        assert words in html
    page = Page(html)
    assert {link[1:] for link in page.links if link.startswith("#")} <= {value for _, value in page.attributes}


def test_long_numbers_are_grouped() -> None:
    assert texts.thousands(20_000) == "20\N{NO-BREAK SPACE}000"
