from __future__ import annotations

from datetime import date

import pytest
from hostile import HOSTILE, Page, assert_harmless
from markdown_it import MarkdownIt
from page_fakes import NEAR, PLAN, TABLE, TODAY, answered, cite, document, passage

from assistant.domain import Hit, Question, Status
from ui import texts
from ui.markup import web_address
from ui.sources import card, earlier, is_publishers_own, panel, validity

QUESTION = Question("Vilka bidrag finns?", TODAY)


def test_a_card_says_everything_a_reader_needs() -> None:
    text = Page(card(cite(passage(TABLE), "Styrelsen skriver under ansökan."))).text
    for words in (
        "1Föreningsbidrag i Provköping",
        "Faktablad",
        texts.FACT_SHEET_EXPLAINED,
        "Kumla kommun · Regler för bidrag",
        "Gäller nu, från maj 2024",
        "Avsnitt: Bidrag › Så söker du",
        texts.QUOTED_FACT_SHEET,
        "Bara delar av källan finns med.",
        texts.OFFICIAL_SOURCE,
    ):
        assert words in text


def test_an_original_is_never_called_a_fact_sheet_and_names_its_pages() -> None:
    text = Page(card(cite(passage(PLAN, first_page=3, last_page=4), "Fullmäktige antog den"))).text
    assert texts.FACT_SHEET not in text
    assert texts.QUOTED_ORIGINAL in text
    assert "sidorna 3–4" in text
    assert "Beslutad".lower() not in text.lower()


def test_a_card_can_take_the_focus_and_has_the_number_as_its_address() -> None:
    assert '<li class="kort" id="kalla-7" tabindex="-1">' in card(cite(passage(TABLE), "löpande", number=7))


def test_exactly_the_quote_is_marked() -> None:
    assert Page(card(cite(passage(TABLE), "minst tio"))).marks == ["minst tio"]


def test_a_long_passage_shows_the_quote_first_and_folds_the_rest() -> None:
    page = Page(card(cite(passage(PLAN), "Fullmäktige antog den i december.")))
    assert page.marks == ["Fullmäktige antog den i december."] * 2
    assert texts.WHOLE_PASSAGE in page.text


@pytest.mark.parametrize("status", Status)
def test_validity_is_told_in_words(status: Status) -> None:
    html = validity(TABLE, status, {})
    assert texts.STATUSES[status] in html
    assert f'class="giltighet {status.value}"' in html
    assert "från maj 2024" in html


def test_superseded_names_the_newer_document_when_it_is_in_the_same_answer() -> None:
    assert texts.REPLACED_BY not in validity(PLAN, Status.SUPERSEDED, {})
    newer = validity(PLAN, Status.SUPERSEDED, {"prov-plan-2022": "Plan 2022–2025"})
    assert (
        "Ersatt av nyare dokument. Giltighet: från 2018 till 31 december 2021. Nyare dokument: Plan 2022–2025" in newer
    )


def test_the_second_card_of_a_document_points_to_the_first() -> None:
    here = passage(TABLE)
    html = panel(answered(QUESTION, citations=(cite(here, "löpande"), cite(here, "minst tio", number=2))))
    assert Page(html).text.count(texts.FACT_SHEET_EXPLAINED) == 2  # first card, near miss
    assert "Samma källa som [1]" in Page(html).text


def test_near_misses_are_cards_without_number_and_never_repeat_a_source() -> None:
    here = passage(TABLE)
    hits = (Hit(here, 0.5), Hit(passage(NEAR), 0.4))
    html = panel(answered(QUESTION, citations=(cite(here, "löpande"),), near_misses=hits))
    assert texts.NEAR_MISSES_HEADING in html
    assert html.count('class="kort nara"') == 1
    assert texts.NO_SOURCE in html


def test_the_panel_before_during_and_without_sources() -> None:
    assert texts.SOURCES_EMPTY in panel(None)
    assert texts.SOURCES_PENDING in panel(None, pending=True)
    assert texts.SOURCES_NONE in panel(answered(QUESTION, citations=(), statements=(), near_misses=()))


def test_an_earlier_answer_keeps_its_sources_without_taking_the_ids() -> None:
    html = earlier(answered(QUESTION))
    assert "[2] Plan för samverkan 2018–2021" in Page(html).text
    assert "kalla-" not in html
    assert earlier(answered(QUESTION, citations=())) == ""


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "data:text/html,x", "//evil.example", "ftp://a.example", "https://", "", None,
        "https://kumla.se@evil.example", "https://a.example/\n", "https://[::1", " https://a.example",
    ],
)  # fmt: skip
def test_only_web_addresses_become_links(url: str | None) -> None:
    assert web_address(url) is None
    html = card(cite(passage(document("Text.", source_url=url)), "Text."))
    assert [link for link in Page(html).links if not link.startswith("/dokument/")] == ["#samtal"]


def test_a_link_leaves_without_telling_where_from() -> None:
    html = card(cite(passage(document("Text.", source_url='https://a.example/?a="b"&c=d')), "Text."))
    assert 'rel="noopener noreferrer external"' in html
    assert Page(html).links[1] == 'https://a.example/?a="b"&c=d'


@pytest.mark.parametrize(
    ("url", "publisher", "own"),
    [
        ("https://www.kumla.se/x", "Kumla kommun", True),
        ("https://ljusnarsberg.se", "Ljusnarsbergs kommun", True),
        ("https://minasidor.laxa.se/", "Laxå kommun", True),
        ("https://utveckling.regionorebrolan.se/x", "Region Örebro län", True),
        ("https://www.lansstyrelsen.se/orebro", "Länsstyrelsen i Örebro län", True),
        ("https://www.orebro.se", "Örebro Föreningsråd", False),
        ("https://orebro.example.se", "Örebro kommun", False),
        ("https://kumla.se.evil.example/", "Kumla kommun", False),
        ("https://www.theartofsweden.se", "Region Örebro län (återgivet på theartofsweden.se)", False),
        ("https://kumla.se", None, False),
    ],
)
def test_official_is_said_only_of_the_publishers_own_address(url: str, publisher: str | None, own: bool) -> None:
    assert is_publishers_own(url, publisher) is own


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_fields_stay_text(text: str) -> None:
    bad = document(
        f"{text}\n\n| {text} | {text} |\n|---|---|\n| {text} | x |\n\n- {text}\n",
        title=text, publisher=text, kind=text, id=text, completeness=text, source_url=f"https://a.example/{text}",
    )  # fmt: skip
    here = passage(bad, headings=(text, text))
    answer = answered(QUESTION, citations=(cite(here, text.splitlines()[0]),), near_misses=(Hit(passage(bad, 1), 0.1),))
    html = panel(answer)
    assert_harmless(html)
    assert_harmless(earlier(answer))
    assert MarkdownIt("commonmark", {"html": True}).enable("table").render(html).strip() == html


def test_dates_are_told_as_exactly_as_they_are_known() -> None:
    assert texts.swedish_date(date(2026, 11, 1)) == "1 november 2026"
    assert [texts.swedish_date(day) for day in (TABLE.valid_from, PLAN.valid_from, PLAN.valid_to) if day] == [
        "maj 2024",
        "2018",
        "31 december 2021",
    ]
