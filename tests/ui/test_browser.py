"""The page as a person meets it, in Debian's Chromium."""

from __future__ import annotations

import re
from typing import Any

import pytest
from browsing import ENGLISH, QUESTION, answered, ask, box, in_view, needs_chromium, playwright, status, words_on
from page_fakes import FakeAssistant
from page_server import serving

from ui import texts

pytestmark = needs_chromium


def test_the_page_opens_in_swedish(page: Any) -> None:
    assert page.evaluate("document.documentElement.lang") == "sv"
    assert page.title() == texts.TITLE
    shown = words_on(page)
    for words in (texts.TAGLINE, "I dag är det", texts.INFORMS, texts.SOURCES_EMPTY, "För utvärderare"):
        assert words in shown
    assert ENGLISH.findall(shown) == []


def test_an_answer_streams_in_and_brings_its_sources(
    page: Any, fake: FakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fake, "pause", 2.0)  # long enough to look, also on a busy machine
    ask(page)
    reply = page.locator('[data-testid="bot"]').last
    playwright.expect(reply).to_contain_text("Startbidraget är 1 000 kr")
    assert page.locator("a.cite").count() == 0  # still on its way
    page.locator("a.cite").first.wait_for()
    playwright.expect(reply).to_contain_text(texts.EXTRACTS)
    assert page.locator("#kalla-1 mark").all_inner_texts() == ["Startbidrag", "löpande", "1 000 kr"]
    assert box(page).input_value() == ""
    status(page, "Svaret är klart")
    assert ENGLISH.findall(words_on(page)) == []


@pytest.mark.parametrize("number", [1, 2])
def test_a_click_on_a_number_brings_its_card_forward(page: Any, number: int) -> None:
    answered(page)
    page.locator("a.cite", has_text=f"[{number}]").click()
    assert page.evaluate("document.activeElement.id") == f"kalla-{number}"
    page.wait_for_timeout(700)
    assert in_view(page, f"#kalla-{number}")
    assert page.locator(".kort.vald").count() == 1
    page.locator(f"#kalla-{number} a.tillbaka").click()
    assert page.evaluate("document.activeElement.textContent") == f"[{number}]"


def test_the_whole_page_works_with_the_keyboard(page: Any) -> None:
    box(page).focus()
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    page.locator("a.cite").first.wait_for()
    for _ in range(12):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.className") == "cite":
            break
    assert page.evaluate("document.activeElement.textContent") == "[2]"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "kalla-2"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.kort').id") == "kalla-2"


def test_a_line_break_needs_shift(page: Any) -> None:
    box(page).focus()
    page.keyboard.type("rad ett")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("rad två")
    assert box(page).input_value() == "rad ett\nrad två"


def test_an_example_asks_and_a_new_conversation_begins_again(page: Any, fake: FakeAssistant) -> None:
    page.get_by_role("button", name="Vad är ett IOP?").click()
    page.locator("a.cite").first.wait_for()
    assert fake.asked[-1].text == "Vad är ett IOP?"
    assert page.evaluate("document.activeElement.dataset.testid") == "user"  # the button went away, not the focus
    assert not page.get_by_text(texts.EXAMPLES_HEADING).is_visible()
    page.get_by_role("button", name=texts.RESTART).click()
    page.get_by_text(texts.EXAMPLES_HEADING).wait_for()
    assert page.locator('[data-testid="bot"]').count() == 0
    assert page.locator(".kort").count() == 0
    answered(page)
    assert fake.asked[-1].history == ()


def test_a_follow_up_carries_the_history_and_older_numbers_stop_being_links(page: Any, fake: FakeAssistant) -> None:
    answered(page)
    answered(page, "Och sedan?")
    status(page, "Svaret är klart")
    playwright.expect(page.locator("a.cite")).to_have_count(2)
    assert [turn.text for turn in fake.asked[-1].history if turn.role == "user"] == [QUESTION]
    assert page.get_by_text(texts.SOURCES_EARLIER).count() == 1


def test_two_visitors_do_not_share_a_conversation(page: Any, browser: Any, address: str, fake: FakeAssistant) -> None:
    answered(page, "Den förstas fråga")
    other = browser.new_page()
    other.goto(address)
    answered(other, "Den andras fråga")
    assert fake.asked[-1].history == ()
    assert "Den förstas fråga" not in words_on(other)
    other.reload()
    playwright.expect(other.locator('[data-testid="user"]')).to_have_text("Den andras fråga")
    other.close()
    assert "Den andras fråga" not in words_on(page)


def test_a_fault_is_told_in_swedish_and_the_question_stays(page: Any) -> None:
    ask(page, "blir det fel?")
    status(page, texts.FAILED_STATUS)
    reply = page.locator('[data-testid="bot"]').last
    playwright.expect(reply).to_contain_text("Inget är inläst än.")
    playwright.expect(reply).to_contain_text("Be den som sköter tjänsten läsa in.")
    assert box(page).input_value() == "blir det fel?"
    ask(page, "krasch")
    playwright.expect(page.locator('[data-testid="bot"]').last).to_contain_text(texts.UNEXPECTED)
    shown = words_on(page)
    assert "RuntimeError" not in shown
    assert "Traceback" not in shown
    assert ENGLISH.findall(shown) == []


@pytest.mark.parametrize(("text", "told"), [("", "inte skrivit någon fråga"), ("x" * 20_000, "för lång")])
def test_an_empty_or_endless_question_is_told_and_kept(page: Any, text: str, told: str) -> None:
    ask(page, text)
    status(page, told)
    assert box(page).input_value() == text
    assert page.locator('[data-testid="bot"]').count() == 0


def test_stopping_stops(page: Any, fake: FakeAssistant) -> None:
    fake.closed.clear()
    ask(page, "långsam")
    playwright.expect(page.locator('[data-testid="bot"]').last).to_contain_text("Startbidraget")
    page.get_by_role("button", name=texts.STOP).click()
    playwright.expect(page.locator('[data-testid="bot"]').last).to_contain_text(texts.STOPPED)
    assert fake.closed.wait(3)
    playwright.expect(page.get_by_role("button", name=texts.STOP)).to_be_hidden()
    page.wait_for_timeout(300)
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    answered(page)


def test_a_new_conversation_wins_over_an_answer_on_its_way(page: Any) -> None:
    ask(page, "långsam")
    playwright.expect(page.locator('[data-testid="bot"]').last).to_contain_text("Startbidraget")
    page.get_by_role("button", name=texts.RESTART).click()
    page.get_by_text(texts.EXAMPLES_HEADING).wait_for()
    page.wait_for_timeout(800)
    assert page.locator('[data-testid="bot"]').count() == 0
    assert page.get_by_text(texts.EXAMPLES_HEADING).is_visible()


def test_a_question_too_early_stays_in_the_box(page: Any) -> None:
    ask(page, "långsam")
    playwright.expect(page.locator('[data-testid="bot"]').last).to_contain_text("Startbidraget")
    ask(page, "En till?")
    status(page, texts.BUSY.split(".")[0])
    assert box(page).input_value() == "En till?"
    page.get_by_role("button", name=texts.STOP).click()
    playwright.expect(page.locator('[data-testid="bot"]').last).to_contain_text(texts.STOPPED)


def test_hostile_words_make_no_request_and_no_element(page: Any) -> None:
    text = (
        "![x](https://tracker.example/a.png) <img src='https://tracker.example/b.png' onerror='window.x=1'> **f** $$y$$"
    )
    answered(page, text)
    question = page.locator('[data-testid="user"]').last
    assert question.inner_text() == text
    assert question.locator("img, strong, a, .katex").count() == 0
    assert page.evaluate("window.x") is None  # and the page fixture has seen no request elsewhere


def test_nothing_is_left_in_the_browser(page: Any) -> None:
    answered(page)
    assert page.context.cookies() == []
    kept = page.evaluate("[localStorage.length, Object.values(sessionStorage)]")
    assert kept[0] == 0
    (word,) = kept[1]  # drawn at random, gone with the tab: it finds the conversation again after a reload
    assert re.fullmatch(r"[0-9a-f]{32}", word)


@pytest.mark.parametrize(
    ("width", "height", "scheme"),
    [(320, 568, "light"), (320, 256, "dark"), (390, 844, "dark"), (1280, 900, "dark")],
)
def test_the_page_fits_any_screen(page: Any, width: int, height: int, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": height})
    for when in ("before", "after"):
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        answered(page, f"Fråga {when}")
    page.locator("a.cite").last.click()
    assert page.evaluate("document.activeElement.id") == "kalla-2"
    assert in_view(page, "#kalla-2")
    assert page.locator("a.utlank").first.evaluate("link => link.rel.includes('noopener') && link.target === '_blank'")


def test_a_lost_server_is_told_in_swedish(browser: Any) -> None:
    opened = browser.new_page(locale="en-US")
    with serving(lambda: FakeAssistant(0)) as address:
        opened.goto(address)
        answered(opened)
    ask(opened, "Och sedan?")
    opened.get_by_text("Anslutningen till tjänsten bröts.").first.wait_for(timeout=10_000)
    assert ENGLISH.findall(words_on(opened)) == []
    opened.close()


def test_links_tell_where_they_lead(page: Any) -> None:
    answered(page)
    playwright.expect(page.locator("#kalla-1 a.utlank")).to_contain_text(texts.OFFICIAL_SOURCE)
    playwright.expect(page.locator("#kalla-2 a.utlank")).to_contain_text(texts.SOURCE)
    assert page.locator("#kalla-2 a.utlank").get_attribute("href") == "https://example.org/plan.pdf"
