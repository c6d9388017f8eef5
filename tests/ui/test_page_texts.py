from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from hostile import Page
from page_fakes import TODAY

from assistant.settings import Settings
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


def fixed_texts() -> list[str]:
    return [
        text
        for name, value in vars(texts).items()
        if name.isupper() and name not in {"REPORT_URL", "KINDS", "MONTHS"}
        for text in strings(value)
        if " " in text
    ]


def test_the_page_is_easy_to_read() -> None:
    fixed = fixed_texts()
    assert len(fixed) > 40
    assert lix(fixed) <= 40


def test_every_part_of_the_page_about_the_service_is_easy_to_read() -> None:
    for heading, paragraphs in texts.ABOUT:
        filled = [words.replace("{operator}", "Kumla kommun").replace("{contact}", "oss") for words in paragraphs]
        if len(" ".join(filled).split()) > 30:  # of a few words it says nothing
            assert lix(filled) <= 40, heading


def test_the_header_tells_the_day_and_the_footer_that_we_only_inform() -> None:
    assert "I dag är det 21 november 2026." in header(TODAY)
    assert texts.INFORMS in footer()


def test_the_page_about_the_service_is_whole() -> None:
    html = about_page(Settings(operator="Provköpings kommun", operator_contact="prov@example.org, växel 019-00 00 00"))
    assert '<html lang="sv">' in html
    for words in (
        "WCAG 2.1", "sparar inte", "faktablad", "Ansvarig för tjänsten: Provköpings kommun.", "IMY",
        # what the law about accessibility asks a statement to have: who, how far, what not, why, when, where to tell
        "Den som står bakom tjänsten: Provköpings kommun.", "följer lagen delvis", "Brister vi känner till",
        "Hur vi har prövat", f"gjordes {texts.STATEMENT_DAY}", "Hör av dig hit: prov@example.org, växel 019-00 00 00.",
        "Digg", texts.REPORT_URL,
    ):  # fmt: skip
        assert words in html
    assert "fyll i" not in html
    page = Page(html)
    assert {link[1:] for link in page.links if link.startswith("#")} <= {value for _, value in page.attributes}


def test_what_the_operator_has_not_stated_is_marked() -> None:
    html = about_page(Settings())
    assert texts.FILL_IN_NOTE in html
    assert html.count(f"<mark>{texts.FILL_IN_OPERATOR}</mark>") == 3
    assert f"<mark>{texts.FILL_IN_CONTACT}</mark>" in html
    assert "{" not in html[html.index("<main") : html.index("</main")]
    assert "<b>" not in about_page(Settings(operator="<b>Elak</b>"))


def test_the_privacy_note_says_what_this_installation_does() -> None:
    plain, model = about_page(Settings()), about_page(Settings(chat_model="openai:prov", feedback_days=0))
    assert texts.ABOUT_MODEL[False] in plain
    assert texts.ABOUT_MODEL[True] in model
    assert "Allt sådant tas bort efter 90 dagar." in plain
    assert texts.ABOUT_NO_FEEDBACK in model


def test_the_privacy_note_says_whether_visits_are_logged() -> None:
    plain, logged = about_page(Settings()), about_page(Settings(log="json"))
    assert texts.ABOUT_LOG[False] in plain and texts.ABOUT_LOG[True] not in plain
    assert texts.ABOUT_LOG[True] in logged and texts.ABOUT_LOG[False] not in logged
    assert "{log}" not in plain + logged


def test_long_numbers_are_grouped() -> None:
    assert texts.thousands(20_000) == "20\N{NO-BREAK SPACE}000"
