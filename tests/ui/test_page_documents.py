from __future__ import annotations

import gc
import re
import weakref
from collections.abc import Iterator

import pytest
from hostile import HOSTILE, Page
from page_fakes import NEAR, NEWER, PLAN, TABLE, TODAY, FakeLibrary, cite, document, passage

from assistant.answer import Assistant
from assistant.domain import Document, PartialDate
from ingest.split import split
from ui import texts
from ui.blocks import Span
from ui.documents import documents_page
from ui.library import Wish, address, anchor, digest, in_order, is_old, passage_address, quote_address, read, with_words
from ui.reading import Wanted, reading_page, sections

ALL = (TABLE, PLAN, NEWER, NEAR)
TITLES = {one.id: one.title for one in ALL}


def read_page(one: object = TABLE, wanted: Wanted | None = None) -> str:
    return reading_page(one, split(one), TITLES, TODAY, wanted)  # type: ignore[arg-type]


def test_the_list_tells_what_every_document_is_worth() -> None:
    text = Page(documents_page(ALL, Wish(), TODAY)).text
    for words in (
        "4 dokument",
        "Kumla kommun · Regler för bidrag",
        "Område: Kumla",
        "Gäller nu, från maj 2024",
        "Ersatt av nyare dokument. Giltighet: från 2018 till 31 december 2021",
        "Nyare dokument: Plan för samverkan 2022–2030",
        "Källan är från mars 2026.",
        "Bara delar av källan finns med.",
    ):
        assert words in text
    assert texts.FACT_SHEET_EXPLAINED not in text  # said once where it is read, not on every line


@pytest.mark.parametrize(
    ("wish", "found"),
    [
        (Wish(), [TABLE, NEAR, PLAN, NEWER]),
        (Wish(text="samverkan PLAN"), [PLAN, NEWER]),
        (Wish(text="foreningsbidrag provkoping"), [TABLE]),
        (Wish(text="region örebro"), [PLAN, NEWER]),
        (Wish(kind="handlingsplan", in_force_only=True), [NEWER]),
        (Wish(area="Kumla"), [TABLE, NEAR]),
        (Wish(area="Nora"), []),
    ],
)
def test_a_wish_admits(wish: Wish, found: list[object]) -> None:
    assert [one for one in (TABLE, NEAR, PLAN, NEWER) if wish.admits(one, TODAY) and wish.names(one)] == found


def test_texts_are_searched_too_and_titles_come_first() -> None:
    library = FakeLibrary(TABLE, PLAN, NEWER, NEAR)
    assert with_words(library, "FÖRENINGSBYRÅN") == {NEAR.id}
    assert with_words(library, "foreningsbyra kontakt") == {NEAR.id}
    assert with_words(library, "öreningsbyrån") == with_words(library, " ") == frozenset()
    wish = Wish(text="plan")
    page = Page(documents_page(ALL, wish, TODAY, {NEAR.id, PLAN.id}))
    assert "Visar 3 av 4 dokument: 2 med orden i titeln och 1 med orden bara i texten." in page.text
    assert page.text.count(texts.IN_TEXT) == 1
    assert page.text.index("Plan för samverkan 2022–2030") < page.text.index(texts.IN_TEXT)


def test_what_is_chosen_holds_for_texts_too() -> None:
    page = Page(documents_page(ALL, Wish(text="kontakta", kind="handlingsplan"), TODAY, {NEAR.id})).text
    assert texts.IN_TEXT not in page and texts.DOCUMENTS_NONE in page


def test_the_words_of_a_version_are_read_once_and_gone_with_it() -> None:
    class Counting(FakeLibrary):
        read = 0

        def documents(self) -> Iterator[Document]:
            self.read += 1
            return super().documents()

    library = Counting()
    assert with_words(library, "planen") and with_words(library, "startbidrag")
    assert library.read == 1
    gone = weakref.ref(library)
    del library
    gc.collect()
    assert gone() is None


def test_the_form_keeps_what_was_chosen_and_says_so_when_nothing_fits() -> None:
    html = documents_page(ALL, Wish('"><b>x', "handlingsplan", "regionen", in_force_only=True), TODAY)
    assert 'value="&#34;&#62;&#60;b&#62;x"' in html
    assert '<option value="handlingsplan" selected>' in html
    assert '<option value="regionen" selected>Hela länet</option>' in html
    assert 'value="ja" checked>' in html
    assert texts.DOCUMENTS_NONE in html
    assert "Visar 0 av 4 dokument" in html
    assert texts.SHOW_ALL in html


def test_titles_stand_in_swedish_order() -> None:
    names = ("Öar", "zon", "Ärende", "ås", "Arv")
    assert [one.title for one in in_order(document("x", title=name) for name in names)] == [
        "Arv", "zon", "ås", "Ärende", "Öar",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "old"),
    [
        ({"source_date": PartialDate.parse("2024")}, False),
        ({"source_date": PartialDate.parse("2024-11-20")}, True),
        ({"source_date": PartialDate.parse("2026"), "decided": PartialDate.parse("2010")}, False),
        ({"decided": PartialDate.parse("2010")}, True),
        ({}, False),
    ],
)
def test_a_source_older_than_two_years_is_old(fields: dict[str, object], old: bool) -> None:
    assert is_old(document("x", **fields), TODAY) is old


def test_a_document_is_read_whole_with_its_facts() -> None:
    html = read_page()
    text = Page(html).text
    for words in (
        TABLE.title, texts.FACT_SHEET, texts.FACT_SHEET_EXPLAINED, "Gäller nu, från maj 2024", texts.OFFICIAL_SOURCE,
        "Aktivitetsbidrag", "Styrelsen skriver under ansökan.",
    ):  # fmt: skip
        assert words in text
    assert '<h2 id="avsnitt-bidrag">Bidrag</h2>' in html
    assert html.count("<th ") == 3
    assert "##" not in text


def test_what_replaces_what_are_links_and_only_to_what_there_is() -> None:
    assert '<p>Nyare dokument: <a href="/dokument/prov-plan-2022">' in read_page(PLAN)
    assert '<p>Ersätter: <a href="/dokument/prov-plan">' in read_page(NEWER)
    assert texts.REPLACES not in reading_page(NEWER, split(NEWER), {}, TODAY)
    assert texts.NO_SOURCE in read_page(NEWER)


@pytest.mark.parametrize("quote", ["minst tio medlemmar", "| Startbidrag | löpande | 1 000 kr |"])
def test_the_quoted_words_are_marked_where_the_card_points(quote: str) -> None:
    one = cite(passage(TABLE), quote)
    place, _, fragment = quote_address(one).partition("#")
    assert place == f"/dokument/prov-bidrag?fran={one.start}&till={one.end}&citat={digest(quote)}"
    html = read_page(TABLE, Wanted(Span(one.start, one.end), digest(quote)))
    marks = Page(html).marks
    assert "".join(marks).replace(" ", "") == quote.replace("|", "").replace(" ", "")
    assert html.count(f'id="{fragment}"') == 1
    assert texts.QUOTE_HERE in html


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(Span(10, 30), digest("något annat")),
        Wanted(Span(0, 10**9), digest(TABLE.text)),
        Wanted(Span(30, 10), digest("")),
        Wanted(Span(5, 5), digest("")),
    ],
)
def test_nothing_is_marked_when_the_words_do_not_stand_there_any_more(wanted: Wanted) -> None:
    html = read_page(TABLE, wanted)
    assert "<mark" not in html
    assert texts.QUOTE_GONE in html


def test_a_passage_leads_to_its_section() -> None:
    first = split(NEWER)[0]
    assert first.headings == ("Mål",)
    assert passage_address(first) == "/dokument/prov-plan-2022#avsnitt-mal"
    assert f'id="{anchor(first.headings)}"' in read_page(NEWER)
    assert passage_address(passage(NEAR, headings=())) == "/dokument/nara"


def test_sections_nest_and_names_never_collide() -> None:
    text = "# Ett\n\nText.\n\n## Två\n\n### Tre\n\nDjup text.\n\n## Två!\n\nMer.\n\n# Ett\n\nIgen.\n"
    one = document(text, title="Något annat")
    html = read_page(one)
    assert [section.path[-1] for section in sections(one, split(one))] == ["Ett", "Tre", "Två!", "Ett"]
    for heading in (
        '<h2 id="avsnitt-ett">Ett</h2>',
        '<h3 id="avsnitt-ett-tva">Två</h3><h4 id="avsnitt-ett-tva-tre">Tre</h4>',
        '<h3 id="avsnitt-ett-tva-2">Två&#33;</h3>',
    ):
        assert heading in html
    assert html.count('id="avsnitt-ett"') == 1


def test_a_document_without_headings_or_passages_is_still_read() -> None:
    assert "Kontakta föreningsbyrån." in read_page(NEAR)
    assert "Kontakta föreningsbyrån." in reading_page(NEAR, (), {}, TODAY)


def test_an_id_that_is_a_path_becomes_an_address() -> None:
    assert address("mapp/Å b?#&x") == "/dokument/mapp/%C3%85%20b%3F%23%26x"


def test_a_version_that_was_closed_meanwhile_is_asked_for_again() -> None:
    tries = []

    def do(library: object) -> str:
        tries.append(library)
        if len(tries) < 3:
            raise ValueError("fileno() on closed file")
        return "läst"

    assert read(object, do) == "läst"  # type: ignore[arg-type, return-value]
    tries.clear()
    with pytest.raises(ValueError, match="alltid"):
        read(object, lambda _: (_ for _ in ()).throw(ValueError("alltid")))  # type: ignore[arg-type, return-value]


def test_every_word_of_the_real_documents_is_shown(real_assistant: Assistant) -> None:
    library = real_assistant.generation
    for one in library.documents():
        parts = sections(one, library.passages_of(one))
        shown = "".join(one.text[part.start : part.end] for part in parts)
        body = "".join(line for line in one.text.splitlines() if not line.startswith("#"))
        assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", body), one.id


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_documents_stay_text(text: str) -> None:
    bad = document(
        f"# {text}\n\n{text}\n\n| {text} | b |\n|---|---|\n| {text} | x |\n",
        title=text, publisher=text, kind=text, id=text, completeness=text, source_url=f"https://a.example/{text}",
        municipalities=(text,), superseded_by=(text,), supersedes=(text,),
    )  # fmt: skip
    plain = set(Page(documents_page(ALL, Wish(), TODAY) + read_page(PLAN)).tags) | {"h3", "h4", "mark", "table"}
    for html in (
        documents_page([bad], Wish(text, text, text), TODAY),
        reading_page(bad, split(bad), {text: text}, TODAY, Wanted(Span(0, 9), digest(bad.text[:9]))),
    ):
        page = Page(html)
        assert set(page.tags) <= plain | {"ul", "ol", "li", "details", "summary", "th", "tr", "td", "tbody", "div"}
        assert "script" not in page.tags
        assert not {name for name, _ in page.attributes} & {"onerror", "onclick", "onload", "onmouseover", "src"}
        assert all(link.startswith(("/", "#", "https://a.example", "data:image/svg")) for link in page.links)
