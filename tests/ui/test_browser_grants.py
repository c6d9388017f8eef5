"""The pages of the grants in Debian's Chromium: folded lines, links to a card, keyboard, small screens."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from browsing import axe, needs_chromium

from assistant.answer import Assistant
from ui.grant_page import Wish, grants_page
from ui.grant_profile_page import profile_page, read_profile

pytestmark = needs_chromium
TODAY = date(2026, 11, 25)
CARD = "kumla-startbidrag"


@pytest.fixture(scope="module")
def listed(real_assistant: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page with every grant, as a file."""
    file = tmp_path_factory.mktemp("sidor") / "bidrag.html"
    file.write_text(grants_page(real_assistant.generation.grants, Wish(), TODAY), encoding="utf-8")
    return file


@pytest.fixture
def narrow(browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 320, "height": 640})
    yield context.new_page()
    context.close()


def test_a_link_to_a_card_opens_it(narrow: Any, listed: Path) -> None:
    narrow.goto(f"{listed.as_uri()}#{CARD}")
    narrow.locator("details[open]").wait_for()
    assert narrow.locator("details[open]").count() == 1
    assert narrow.locator(f"#{CARD}").is_visible()
    assert 0 <= narrow.locator("details[open] > summary").evaluate("one => one.getBoundingClientRect().top") < 640


def test_a_line_opens_with_the_keyboard_and_on_paper_all_are_open(narrow: Any, listed: Path) -> None:
    narrow.goto(listed.as_uri())
    first = narrow.locator("details").first
    first.locator("summary").focus()
    narrow.keyboard.press("Enter")
    assert first.locator("dl").is_visible()
    last = narrow.locator("details").last.locator("dl")
    assert not last.is_visible()
    narrow.emulate_media(media="print")
    assert last.is_visible()


def test_the_list_is_short_accessible_and_fits(narrow: Any, listed: Path) -> None:
    narrow.goto(f"{listed.as_uri()}#{CARD}")
    assert narrow.evaluate("document.documentElement.scrollWidth") <= 320
    assert narrow.evaluate("document.documentElement.scrollHeight") < 25_000  # a hundred and thirty grants
    assert axe(narrow) == []


def test_the_form_of_the_profile_fits_and_its_faults_are_told(narrow: Any, real_assistant: Assistant) -> None:
    asked = read_profile({"slag": "hembygd", "medlemmar": "abc", "fran": "30", "till": "10"})
    narrow.set_content(profile_page(real_assistant.generation.grants[:9], asked, TODAY))
    assert narrow.evaluate("document.documentElement.scrollWidth") <= 320
    assert narrow.get_by_label("Antal medlemmar").input_value() == "abc"
    assert narrow.locator("[aria-invalid=true]").count() == 2
    assert axe(narrow) == []
    narrow.set_viewport_size({"width": 1280, "height": 900})
    tops = [narrow.locator(f"#{name}").evaluate("one => one.getBoundingClientRect().top") for name in ("fran", "till")]
    assert tops[0] == tops[1]
    lines = narrow.locator("form label").evaluate_all("all => all.map(one => one.getBoundingClientRect().height)")
    assert max(lines) < 40  # none breaks over two lines
