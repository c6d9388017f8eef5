"""From an answer to the page of the PDF it rests on, in Debian's Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from browsing import ENGLISH, answered, axe, needs_chromium, visiting, words_on
from page_server import serving
from pdf_fakes import PdfAssistant, PdfLibrary

from assistant.settings import Settings
from ui import texts

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    data = tmp_path_factory.mktemp("data")
    library = PdfLibrary(data, "plan.pdf")
    with serving(lambda: PdfAssistant(library), Settings(data_dir=data)) as running:
        yield running


def test_from_the_number_to_the_marked_words_on_the_page(browser: Any, address: str) -> None:
    with visiting(browser, address) as page:
        answered(page)
        page.locator("a.cite").first.click()
        with page.context.expect_page() as opening:
            page.locator("#kalla-1").get_by_role("link", name=texts.SEE_PAGE).click()
        opened = opening.value
        opened.locator(".blad img").wait_for()
        opened.wait_for_function("document.querySelector('.blad img').complete")
        assert opened.evaluate("document.querySelector('.blad img').naturalWidth") > 600
        sheet, mark = opened.locator(".blad").bounding_box(), opened.locator(".markerat").first.bounding_box()
        assert sheet["x"] <= mark["x"] < mark["x"] + mark["width"] <= sheet["x"] + sheet["width"]
        assert mark["height"] < 60
        assert ENGLISH.findall(words_on(opened)) == []
        for width, scheme in ((1280, "light"), (320, "dark")):
            opened.set_viewport_size({"width": width, "height": 700})
            opened.emulate_media(color_scheme=scheme)
            assert opened.evaluate("document.documentElement.scrollWidth") <= width
            assert axe(opened) == []
        opened.get_by_role("link", name=texts.PAGE_AS_TEXT).click()
        assert opened.url.endswith("#sida-2")
        opened.get_by_role("link", name=texts.PAGE_AFTER).click()
        opened.get_by_text("Sida 3 av 3.").wait_for()
