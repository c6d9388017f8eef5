"""The documents, the reading view and the about page, in Debian's Chromium."""

from __future__ import annotations

from typing import Any

import pytest
from browsing import ENGLISH, answered, axe, needs_chromium, playwright, words_on

from ui import texts

pytestmark = needs_chromium
VIEWS = (
    "halsa",
    "dokument",
    "dokument?sok=finns+inte",
    "dokument/prov-bidrag",
    "dokument/prov-plan",
    "dokument/borta",
    "om",
)


def test_the_card_leads_to_the_quoted_words_in_the_whole_document(page: Any) -> None:
    answered(page)
    with page.context.expect_page() as opening:
        page.locator("#kalla-1").get_by_role("link", name=texts.READ_WHOLE).click()
    opened = opening.value
    opened.get_by_role("heading", level=1, name="Föreningsbidrag i Provköping").wait_for()
    assert opened.locator("mark").all_inner_texts() == ["Startbidrag", "löpande", "1 000 kr"]
    assert opened.locator("mark#citat").evaluate("mark => Math.round(mark.getBoundingClientRect().top)") in range(900)
    assert ENGLISH.findall(words_on(opened)) == []
    assert page.locator("a.cite").count() == 2  # the conversation is still there


def test_the_documents_are_searched_and_read_without_any_script(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}dokument")
    playwright.expect(page.get_by_role("status")).to_have_text("4 dokument")
    page.get_by_label(texts.SEARCH_DOCUMENTS).fill("samverkan")
    page.get_by_label(texts.KIND).select_option(label="Handlingsplan")
    page.get_by_label(texts.IN_FORCE_ONLY).check()
    page.get_by_role("button", name=texts.SHOW).click()
    playwright.expect(page.get_by_role("status")).to_contain_text("Visar 1 av 4 dokument: 1 med orden i titeln")
    assert page.get_by_label(texts.SEARCH_DOCUMENTS).input_value() == "samverkan"
    page.get_by_role("link", name="Plan för samverkan 2022–2030").click()
    page.get_by_role("link", name="Plan för samverkan 2018–2021").click()
    playwright.expect(page.locator(".giltighet")).to_contain_text("Ersatt av nyare dokument")
    context.close()


def test_the_keyboard_reaches_everything(leaving: Any, address: str) -> None:
    page = leaving
    page.goto(f"{address}dokument")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == texts.SKIP
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "sok"
    page.keyboard.type("provkoping")
    page.keyboard.press("Enter")
    playwright.expect(page.get_by_role("status")).to_contain_text("Visar 1 av 4 dokument: 1 med orden i titeln")


@pytest.mark.parametrize("view", ["halsa", "dokument/prov-bidrag"])
def test_no_table_is_cut_off_on_a_phone(browser: Any, address: str, view: str) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(address + view)
    frames = page.locator(".tabell")
    assert frames.count()
    assert all(frame.evaluate("one => one.scrollWidth <= one.clientWidth") for frame in frames.all())
    assert page.locator("td .kolumn").first.is_visible()
    context.close()


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_is_swedish_accessible_and_fits(browser: Any, address: str, view: str) -> None:
    context = browser.new_context(locale="en-US", viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    requests: list[str] = []
    opened.on("request", lambda request: requests.append(request.url))
    opened.goto(address + view)
    assert opened.evaluate("document.documentElement.lang") == "sv"
    assert texts.TITLE in opened.title()
    assert ENGLISH.findall(words_on(opened)) == []
    for width, scheme in ((1280, "light"), (320, "light"), (320, "dark")):
        opened.set_viewport_size({"width": width, "height": 256 if scheme == "dark" else 800})  # 400 % of 1280 × 1024
        opened.emulate_media(color_scheme=scheme)
        assert opened.evaluate("document.documentElement.scrollWidth") <= width
    assert all(url.startswith((address, "data:")) for url in requests)
    assert opened.evaluate("document.querySelectorAll('script').length") == 0
    for scheme in ("dark", "light"):
        opened.emulate_media(color_scheme=scheme)
        assert axe(opened) == []
    context.close()


def test_paper_gets_the_answer_and_its_sources_and_nothing_to_click(leaving: Any) -> None:
    page = leaving
    answered(page)
    page.emulate_media(media="print")
    for shown in ('[data-testid="bot"]', '[data-testid="user"]', "#kalla-2", "#huvud .idag"):
        assert page.locator(shown).first.is_visible(), shown
    for hidden in ("#ruta", "#vidare", "#igen", "#efter", ".kopiera", "a.tillbaka"):
        assert not page.locator(hidden).first.is_visible(), hidden
    height = page.evaluate("document.querySelector('#kallpanel').scrollHeight")
    assert page.locator("#kallpanel").bounding_box()["height"] >= height - 1  # nothing is cut off
    page.goto(page.url + "dokument/prov-bidrag")
    page.emulate_media(media="print")
    assert not page.get_by_role("navigation").first.is_visible()
    assert page.get_by_text("Styrelsen skriver under").is_visible()


def test_nothing_moves_for_those_who_asked_for_that(page: Any) -> None:
    page.emulate_media(reduced_motion="reduce")
    answered(page)
    moving = page.evaluate(
        "[...document.querySelectorAll('*')].filter(e => { const s = getComputedStyle(e);"
        " return s.scrollBehavior === 'smooth' || (s.animationName !== 'none' && parseFloat(s.animationDuration) > 0) })"
        ".map(e => e.className)"
    )
    assert moving == []
