"""A visitor to the page, for the browser tests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from page_fakes import FakeAssistant
from page_server import serving


@pytest.fixture(scope="module")
def fake() -> FakeAssistant:
    return FakeAssistant(0.12)


@pytest.fixture(scope="module")
def address(fake: FakeAssistant) -> Iterator[str]:
    with serving(lambda: fake) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from browsing import ARGUMENTS, CHROMIUM, playwright

    with playwright.sync_playwright() as tool:
        opened = tool.chromium.launch(executable_path=str(CHROMIUM), headless=True, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    from browsing import visiting

    with visiting(browser, address) as opened:
        yield opened


@pytest.fixture
def leaving(browser: Any, address: str) -> Iterator[Any]:
    """A visitor who goes on to other pages."""
    from browsing import visiting

    with visiting(browser, address, leaves=True) as opened:
        yield opened
