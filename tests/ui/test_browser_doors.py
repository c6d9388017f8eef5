"""The other doors in a real browser: without JavaScript, by axe-core, and from the chat to a file and to feedback."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from browsing import answered, axe, needs_chromium, playwright, visiting
from door_fakes import DoorFake
from page_server import serving
from pypdf import PdfReader

from assistant.settings import Settings
from ui import texts
from ui.feedback_store import FILE, FeedbackStore

pytestmark = needs_chromium
QUESTION = "Hur mycket är startbidraget?"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def address(data: Path) -> Iterator[str]:
    with serving(DoorFake, Settings(data_dir=data)) as running:
        yield running


@pytest.fixture(params=[1280, 320])
def scriptless(browser: Any, address: str, request: pytest.FixtureRequest) -> Iterator[Any]:
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": request.param, "height": 800}, color_scheme="dark"
    )
    context.set_default_timeout(10_000)
    opened = context.new_page()
    opened.goto(address)
    yield opened
    context.close()


def fits(page: Any) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_from_the_empty_chat_to_a_source_without_javascript(scriptless: Any) -> None:
    scriptless.get_by_role("link", name=texts.PLAIN_LINK).first.click()
    scriptless.get_by_label(texts.QUESTION_LABEL).fill(QUESTION)
    scriptless.get_by_role("button", name=texts.SEND).click()
    playwright.expect(scriptless.locator(".svar")).to_contain_text("Startbidraget är 1 000 kr")
    assert scriptless.url.endswith("/enkel")
    assert fits(scriptless)
    scriptless.get_by_role("link", name="[2]").click()
    playwright.expect(scriptless.locator("#kalla-2")).to_be_in_viewport()
    scriptless.get_by_label(texts.QUESTION_LABEL).fill("Och sedan?")
    scriptless.get_by_role("button", name=texts.SEND).click()
    playwright.expect(scriptless.get_by_role("listitem").filter(has_text=QUESTION).first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing(browser: Any, address: str, scheme: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    for path in ("enkel", "api", "aterkoppling"):
        page.goto(address + path)
        assert axe(page) == []
        assert fits(page)
    for question in (QUESTION, "inget", "fel"):
        page.goto(f"{address}enkel")
        page.locator("summary").first.click()
        page.get_by_label(texts.QUESTION_LABEL).fill(question)
        page.get_by_label(texts.LIMIT_IN_FORCE).check()
        page.get_by_role("button", name=texts.SEND).click()
        page.locator("main").wait_for()
        assert axe(page) == []
        assert fits(page)
    context.close()


def test_an_answer_in_the_chat_becomes_a_file(browser: Any, address: str) -> None:
    with visiting(browser, address) as page:
        answered(page, QUESTION)
        page.get_by_text(texts.EXPORT_HEADING, exact=True).click()
        with page.expect_download() as saved:
            page.get_by_role("button", name="PDF").click()
        assert saved.value.suggested_filename == f"civsam-{date.today()}.pdf"
        text = " ".join(sheet.extract_text() for sheet in PdfReader(saved.value.path()).pages)
        assert f"Fråga: {QUESTION}" in " ".join(text.split())
        assert axe(page) == []


def test_a_thumb_in_the_chat_is_stored_and_the_conversation_stays(browser: Any, address: str, data: Path) -> None:
    with visiting(browser, address) as page:
        answered(page, QUESTION)
        page.get_by_text(texts.FEEDBACK_HEADING, exact=True).click()
        page.get_by_role("button", name=texts.FEEDBACK_SEND).click()
        assert not (data / FILE).exists(), "without a thumb and a yes nothing is sent"
        page.get_by_label("Nej").check()
        page.get_by_label(texts.FEEDBACK_WHY).select_option("Uppgifterna är gamla")
        page.get_by_label(texts.feedback_consent(90)).check()
        with page.expect_popup() as opened:
            page.get_by_role("button", name=texts.FEEDBACK_SEND).click()
        playwright.expect(opened.value.get_by_role("heading", name=texts.FEEDBACK_THANKS)).to_be_visible()
        playwright.expect(page.locator("#samtal")).to_contain_text("Startbidraget är 1 000 kr")
    (feedback,) = FeedbackStore(data, 90).every(date.today())
    assert (feedback.reason, feedback.questions) == ("gammalt", ())
