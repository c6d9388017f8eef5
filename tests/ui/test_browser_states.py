"""Every state of the chat: told in plain Swedish, without a word of English, judged by axe-core, on any screen."""

from __future__ import annotations

from typing import Any

import pytest
from browsing import ENGLISH, answered, ask, axe, box, needs_chromium, playwright, status, words_on
from page_fakes import FakeAssistant
from page_server import serving

from assistant.language_model.writing import NO_REPLY
from ui import texts
from ui.line import Line

pytestmark = needs_chromium
# What is asked, and what has to stand on the page then.
STATES = {
    "a table of places": ("jämför Kumla, Nora och Askersund", texts.SIDE_GAP),
    "a long list": ("lista allt", "Visa 18 till"),
    "nothing found": ("inget", texts.NOT_FOUND_NEXT),
    "written by a model": ("ai", texts.AI_GENERATED),
    "the model is down": ("modellen är nere", NO_REPLY),
    "no index": ("blir det fel?", "Inget är inläst än."),
    "an unforeseen fault": ("krasch", texts.UNEXPECTED),
    "refused": ("vägra", "Frågan går inte att förstå."),
    "empty": ("", texts.EMPTY_QUESTION.split(".")[0]),
    "too long": ("x" * 2001, "Frågan är för lång"),
    "Markdown and HTML": ("# <b>Rubrik</b> | a | ```js", "Startbidraget är 1 000 kr"),
}


@pytest.mark.parametrize("state", STATES)
def test_every_state_is_told_in_swedish_accessible_and_fits(page: Any, state: str) -> None:
    asked, told = STATES[state]
    page.emulate_media(reduced_motion="reduce")
    ask(page, asked)
    page.get_by_text(told).first.wait_for()
    page.wait_for_timeout(300)
    assert ENGLISH.findall(words_on(page).replace("<b>Rubrik</b>", "")) == []
    for width, height, scheme in ((1280, 900, "light"), (320, 256, "dark")):  # the second is 400 % of 1280 × 1024
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.wait_for_timeout(300)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert axe(page) == []


CUT = "[...document.querySelectorAll('.tabell')].filter(one => one.scrollWidth > one.clientWidth).length"


@pytest.mark.parametrize("width", (320, 360))
def test_on_a_phone_a_table_is_cards_with_the_columns_names(page: Any, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    ask(page, "jämför Kumla, Nora och Askersund")
    page.locator("a.cite").first.wait_for()
    assert page.locator(".tabell").count() > 1  # in the answer and in its sources
    assert page.evaluate(CUT) == 0
    assert page.locator("#samtal .tabell thead").is_hidden()
    assert page.locator(".kallor .kolumn", has_text="Belopp:").first.is_visible()
    page.set_viewport_size({"width": 1280, "height": 900})
    assert page.locator("#samtal .tabell thead").is_visible()
    assert page.locator(".kolumn >> visible=true").count() == 0
    shades = page.locator("#samtal .tabell").evaluate("one => getComputedStyle(one).backgroundAttachment")
    assert shades == "local, local, scroll, scroll"  # a shadow where there is more to the side


def test_from_load_to_source_with_the_keyboard_alone(page: Any) -> None:
    for _ in range(15):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('#ruta textarea')"):
            break
    page.keyboard.type("Vilka bidrag finns?")
    page.keyboard.press("Enter")
    page.locator("a.cite").first.wait_for()
    for _ in range(15):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.matches('a.cite')"):
            break
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "kalla-2"
    reached: list[str] = []
    for _ in range(4):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.textContent"))
    assert any(texts.READ_WHOLE in words for words in reached)
    assert any(texts.SOURCE in words for words in reached)
    for _ in range(6):
        if page.evaluate("document.activeElement.matches('a.tillbaka')"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "[2]"


def test_who_waits_sees_the_line_and_whoever_finds_it_full_keeps_the_question(
    browser: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.app.Line", lambda _: Line(at_once=1, waiting=1))
    context = browser.new_context(locale="en-US", reduced_motion="reduce")
    context.set_default_timeout(10_000)
    with serving(lambda: FakeAssistant(0.1)) as address:
        first, second, third = (context.new_page() for _ in range(3))
        for tab in (first, second, third):
            tab.goto(address)
            box(tab).wait_for()
        ask(first, "långsam")
        playwright.expect(first.locator('[data-testid="bot"]').last).to_contain_text("Startbidraget")
        ask(second, "Min tur?")
        status(second, texts.in_line(1))
        assert axe(second) == []
        ask(third, "Och jag?")
        status(third, texts.CROWDED)
        assert box(third).input_value() == "Och jag?"
        assert ENGLISH.findall(words_on(third)) == []
        first.get_by_role("button", name=texts.STOP).click()
        second.locator("a.cite").first.wait_for()
        ask(third, "Och jag?")
        third.locator("a.cite").first.wait_for()
    context.close()


def test_the_rest_of_a_long_list_unfolds_and_is_printed_whole(page: Any) -> None:
    ask(page, "lista allt")
    page.get_by_text("Visa 18 till").wait_for()
    last = page.locator("li", has_text="Punkt 29").first
    assert not last.is_visible()
    page.emulate_media(media="print")
    assert last.is_visible()
    page.emulate_media(media="screen")
    page.get_by_text("Visa 18 till").click()
    assert last.is_visible()
    answered(page, "Och nu?")
