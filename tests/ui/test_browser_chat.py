"""What one can do with an answer, limits to the search, and what goes wrong, in Debian's Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from browsing import ENGLISH, QUESTION, answered, ask, axe, box, needs_chromium, playwright, status, visiting, words_on
from page_fakes import FakeAssistant
from page_server import serving

from ui import texts

pytestmark = needs_chromium


def button(page: Any, name: str) -> Any:
    return page.get_by_role("button", name=name, exact=True)


def replies(page: Any) -> Any:
    return page.locator('[data-testid="bot"]')


def unfold(page: Any) -> None:
    button(page, texts.LIMITS).click()
    page.get_by_label("Kumla", exact=True).wait_for()


def test_a_failed_question_is_asked_again_with_one_click(page: Any, fake: FakeAssistant) -> None:
    ask(page, "blir det fel?")
    status(page, texts.FAILED_STATUS)
    count = len(fake.asked)
    button(page, texts.RETRY).click()
    playwright.expect(replies(page)).to_have_count(1)
    page.wait_for_timeout(500)
    assert [question.text for question in fake.asked[count:]] == ["blir det fel?"]
    assert replies(page).count() == 1


def test_an_answer_of_extracts_cannot_be_retried_but_its_question_changed(page: Any, fake: FakeAssistant) -> None:
    answered(page, "Första frågan")
    answered(page, "Andra frågan")
    assert not button(page, texts.RETRY).is_visible()
    button(page, texts.EDIT).click()
    playwright.expect(box(page)).to_have_value("Andra frågan")
    status(page, texts.EDITING.split(".")[0])
    page.wait_for_timeout(300)
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    ask(page, "Bättre fråga")
    status(page, "Svaret är klart")
    assert page.locator('[data-testid="user"]').all_inner_texts() == ["Första frågan", "Bättre fråga"]
    assert [turn.text for turn in fake.asked[-1].history if turn.role == "user"] == ["Första frågan"]


def test_a_change_of_mind_keeps_the_answer(page: Any) -> None:
    answered(page)
    button(page, texts.EDIT).click()
    button(page, texts.EDIT_CANCEL).click()
    playwright.expect(box(page)).to_have_value("")
    status(page, texts.EDIT_CANCELLED)
    answered(page, "En fråga till")
    assert replies(page).count() == 2


def test_a_follow_up_is_asked_with_one_click(page: Any, fake: FakeAssistant) -> None:
    answered(page)
    page.get_by_text(texts.FOLLOW_UPS_HEADING).wait_for()
    offered = page.locator("#foljdfragor button:visible")
    words = offered.first.inner_text()
    assert words == "Hur stort är bidraget i Kumla?"
    offered.first.click()
    playwright.expect(replies(page)).to_have_count(2)
    status(page, "Svaret är klart")
    assert fake.asked[-1].text == words
    assert words not in offered.all_inner_texts()


def test_copying_gives_the_answer_with_its_sources(browser: Any, address: str) -> None:
    with visiting(browser, address, permissions=["clipboard-read", "clipboard-write"]) as page:
        answered(page)
        button(page, texts.COPY).click()
        page.get_by_text(texts.COPIED).first.wait_for()
        copied = page.evaluate("navigator.clipboard.readText()")
    for words in (
        QUESTION, "– Startbidraget är 1 000 kr och söks löpande. [1]",
        "[2] Plan för samverkan 2018–2021, Region Örebro län. Avsnitt: Uppföljning, sidan 3. Ersatt av nyare dokument: "
        "https://example.org/plan.pdf", texts.EXTRACTS,
    ):  # fmt: skip
        assert words in copied


def test_without_permission_the_text_is_there_to_copy(page: Any) -> None:
    answered(page)
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('nej')) }")
    button(page, texts.COPY).click()
    field = page.get_by_label(texts.COPY_TEXT)
    field.wait_for()
    assert "[2] Plan för samverkan" in field.input_value()
    assert page.evaluate("getSelection().toString().length > 100 || document.activeElement.selectionEnd > 100")
    assert page.get_by_text(texts.COPY_BY_HAND).count() >= 1
    assert axe(page) == []


def test_what_is_outdated_is_said_in_the_answer_itself(page: Any) -> None:
    answered(page)
    playwright.expect(replies(page).last).to_contain_text("[2] (källan är ersatt av en nyare)")


def test_limits_shape_the_search_and_are_told(page: Any, fake: FakeAssistant) -> None:
    assert not page.get_by_label("Kumla", exact=True).is_visible()  # folded away
    unfold(page)
    assert ENGLISH.findall(words_on(page)) == []
    page.get_by_label("Kumla", exact=True).check()
    page.get_by_label("Handlingsplan", exact=True).check()
    page.get_by_label(texts.LIMIT_IN_FORCE).check()
    page.get_by_label(texts.LIMIT_DAY).fill("2020-03-01")
    button(page, "Avgränsa sökningen (4 val)").wait_for()
    assert axe(page) == []
    answered(page)
    asked = fake.asked[-1]
    assert (asked.filters.areas, asked.filters.kinds, asked.filters.in_force_only) == (
        ("Kumla",), ("handlingsplan",), True,
    )  # fmt: skip
    assert asked.today.isoformat() == "2020-03-01"
    limits = "Sökningen begränsades till: Kumla, handlingsplan, endast gällande, som det var 1 mars 2020."
    playwright.expect(replies(page).last).to_contain_text(limits)
    button(page, texts.LIMIT_CLEAR).click()
    button(page, texts.LIMITS).wait_for()
    answered(page, "Utan gränser?")
    assert fake.asked[-1].filters.areas == ()
    assert limits not in replies(page).last.inner_text()


def test_a_day_that_is_no_day_is_told(page: Any, fake: FakeAssistant) -> None:
    unfold(page)
    page.get_by_label(texts.LIMIT_DAY).fill("i morgon")
    count = len(fake.asked)
    ask(page)
    status(page, texts.BAD_DAY.split(".")[0])
    assert len(fake.asked) == count
    assert box(page).input_value() == QUESTION


ABOVE_THE_BOX = """name => {
  const box = document.querySelector("#ruta").getBoundingClientRect();
  const button = [...document.querySelectorAll("#efter button")].find(one => one.textContent === name);
  const { top, bottom } = button.getBoundingClientRect();
  return top >= 0 && bottom <= box.top;
}"""


@pytest.mark.parametrize("size", [(1280, 900), (1280, 600)])
def test_what_unfolds_after_an_answer_is_not_hidden_behind_the_box(page: Any, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(reduced_motion="reduce")
    ask(page, "lista allt")
    page.get_by_text("Visa 18 till").wait_for()
    page.get_by_text("Visa 18 till").click()
    page.get_by_text(texts.EXPORT_HEADING, exact=True).click()
    page.wait_for_function(ABOVE_THE_BOX, arg="Markdown")


def test_two_tabs_of_one_visitor_do_not_mix(page: Any, address: str, fake: FakeAssistant) -> None:
    other = page.context.new_page()
    other.goto(address)
    box(other).wait_for()
    ask(page, "långsam i första fliken")
    answered(other, "Andra flikens fråga")
    assert fake.asked[-1].history == ()
    button(page, texts.STOP).click()
    playwright.expect(replies(page).last).to_contain_text(texts.STOPPED.split(".")[0])
    assert "första fliken" not in words_on(other)
    assert "Andra flikens" not in words_on(page)


def test_a_reload_in_the_middle_of_an_answer_ends_it_and_gets_it_again(leaving: Any, fake: FakeAssistant) -> None:
    page = leaving
    answered(page, "Först detta")
    fake.closed.clear()
    ask(page, "långsam")
    playwright.expect(replies(page).last).to_contain_text("Startbidraget")
    page.reload()
    box(page).wait_for()
    assert fake.closed.wait(10)  # nobody reads any more: the work stops
    playwright.expect(replies(page)).to_have_count(2)
    playwright.expect(replies(page).last).to_contain_text("Startbidraget")
    assert [turn.text for turn in fake.asked[-1].history if turn.role == "user"] == ["Först detta"]
    page.evaluate("document.getElementById('stoppa')?.click()")  # it may have come to its end by itself


def test_a_reload_keeps_the_conversation_and_its_filters(leaving: Any, fake: FakeAssistant) -> None:
    page = leaving
    unfold(page)
    page.get_by_label(texts.LIMIT_IN_FORCE).check()
    answered(page, "Kvar efteråt?")
    page.reload()
    status(page, texts.CAME_BACK)
    playwright.expect(page.locator('[data-testid="user"]')).to_have_text("Kvar efteråt?")
    page.locator("a.cite").first.click()
    assert page.evaluate("document.activeElement.id") == "kalla-1"
    answered(page, "Och nu?")
    assert fake.asked[-1].filters.in_force_only
    assert len(fake.asked[-1].history) == 2
    button(page, texts.RESTART).click()
    playwright.expect(replies(page)).to_have_count(0)
    page.reload()
    box(page).wait_for()
    page.wait_for_timeout(500)
    assert replies(page).count() == 0
    stored = page.evaluate("[document.cookie, localStorage.length, sessionStorage.length]")
    assert stored == ["", 0, 1]  # one random word, and nothing that anyone wrote


def test_a_text_too_large_to_send_is_told_and_stays(page: Any, fake: FakeAssistant) -> None:
    count = len(fake.asked)
    page.evaluate("document.querySelector('#ruta textarea').focus()")
    box(page).fill("x" * 300_000)
    button(page, texts.SEND).click()
    playwright.expect(page.get_by_role("alert")).to_have_text(texts.SCRIPT_WORDS["huge"])
    assert len(box(page).input_value()) == 300_000
    assert len(fake.asked) == count
    box(page).fill("x" * 20_000)
    playwright.expect(page.locator("#bruten")).to_be_hidden()
    button(page, texts.SEND).click()
    status(page, "Frågan är för lång")
    assert len(box(page).input_value()) == 20_000


def test_fifty_quick_clicks_ask_once_and_lose_nothing(page: Any, fake: FakeAssistant) -> None:
    box(page).fill("Klickar mycket")
    count = len(fake.asked)
    page.evaluate("for (let i = 0; i < 50; i += 1) document.querySelector('#skicka').click()")
    page.locator("a.cite").first.wait_for()
    page.wait_for_timeout(1500)
    assert len(fake.asked) - count == 1
    assert replies(page).count() == 1
    status(page, "")
    box(page).fill("")
    answered(page, "Och nu?")


def test_pasted_html_and_markdown_is_sent_as_it_is(page: Any, fake: FakeAssistant) -> None:
    text = "# Rubrik\n<b onclick=x()>fet</b> | a | b |\n```js\nalert(1)\n```"
    box(page).focus()
    page.evaluate(
        "text => { const data = new DataTransfer(); data.setData('text/html', `<b>${text}</b>`);"
        " data.setData('text/plain', text);"
        " const box = document.querySelector('#ruta textarea');"
        " if (box.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})))"
        " document.execCommand('insertText', false, text) }",
        text,
    )
    assert box(page).input_value() == text
    button(page, texts.SEND).click()
    page.locator("a.cite").first.wait_for()
    assert fake.asked[-1].text == text
    assert page.locator('[data-testid="user"] b, [data-testid="user"] h1, [data-testid="user"] code').count() == 0
    assert axe(page) == []


@pytest.fixture
def short_lived() -> Iterator[FakeAssistant]:
    yield FakeAssistant(0.1)


def test_a_connection_lost_in_mid_answer_is_told_and_the_words_stay(browser: Any, short_lived: FakeAssistant) -> None:
    context = browser.new_context(locale="en-US")
    opened = context.new_page()
    with serving(lambda: short_lived) as address:
        opened.goto(address)
        ask(opened, "långsam")
        playwright.expect(replies(opened).last).to_contain_text("Startbidraget")
    opened.get_by_text("Anslutningen till tjänsten bröts.").first.wait_for(timeout=15_000)
    assert "Startbidraget" in replies(opened).last.inner_text()
    assert ENGLISH.findall(words_on(opened)) == []
    context.close()


def test_axe_finds_nothing_in_any_state(page: Any) -> None:
    page.emulate_media(reduced_motion="reduce")  # a colour on its way to another is no colour to judge
    page.wait_for_timeout(500)
    assert axe(page) == []  # before anything
    unfold(page)
    assert axe(page) == []
    button(page, texts.LIMITS).click()
    ask(page, "långsam")
    playwright.expect(replies(page).last).to_contain_text("Startbidraget")
    assert axe(page) == []  # on its way
    button(page, texts.STOP).click()
    playwright.expect(replies(page).last).to_contain_text(texts.STOPPED.split(".")[0])
    assert axe(page) == []
    ask(page, "blir det fel?")
    status(page, texts.FAILED_STATUS)
    assert axe(page) == []
    answered(page, "Följ upp")
    button(page, texts.EDIT).click()
    status(page, texts.EDITING.split(".")[0])
    assert axe(page) == []
    ask(page, "inget")
    playwright.expect(page.locator(".narliggande")).to_be_visible()
    page.get_by_text(texts.SHOW_PASSAGE).first.click()
    assert axe(page) == []
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    page.wait_for_timeout(500)
    assert axe(page) == []
    page.set_viewport_size({"width": 320, "height": 568})
    assert axe(page) == []
