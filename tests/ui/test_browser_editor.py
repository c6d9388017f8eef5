"""The editors' pages in a real browser, without JavaScript and on a narrow screen; and by axe-core."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import axe, needs_chromium, playwright
from door_fakes import DoorFake
from page_server import running
from pydantic import SecretStr
from sheets import sheet, write_sheets

from assistant.settings import Settings
from ui import editor_texts as texts
from ui.editor_access import hashed
from ui.editor_app import create_editor_app

pytestmark = needs_chromium
NAME, PASSWORD = "kultur.redaktor", "fyra gamla gula båtar"
PAGES = (
    "",
    "/lagg-till",
    "/ta-bort",
    "/ta-bort?dokument=dokument/oppet.md",
    "/las-in",
    "/aterkoppling",
    "/matningar",
    "/logg",
)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_sheets(
        tmp_path_factory.mktemp("k") / "corpus",
        {f"dokument/{name}.md": sheet(name, "## A\n\n- Ett.") for name in ("oppet", "gammalt")},
    )


@pytest.fixture(scope="module")
def address(corpus: Path) -> Iterator[str]:
    fake = DoorFake()
    settings = Settings(data_dir=corpus.parent / "data", corpus_dir=corpus, editors=SecretStr(hashed(NAME, PASSWORD)))
    with running(create_editor_app(settings, lambda _: fake)) as served:
        yield served


def visitor(browser: Any, address: str, **options: Any) -> tuple[Any, Any, list[str]]:
    """A context and a page that is logged in, and what it asked others for."""
    context = browser.new_context(viewport={"width": 320, "height": 800}, **options)
    context.set_default_timeout(30_000)
    foreign: list[str] = []
    context.on("request", lambda request: request.url.startswith((address, "data:")) or foreign.append(request.url))
    page = context.new_page()
    page.goto(address)
    page.get_by_label(texts.NAME).fill(NAME)
    page.get_by_label(texts.PASSWORD).fill(PASSWORD)
    page.get_by_role("button", name=texts.LOGIN).click()
    playwright.expect(page.get_by_role("heading", level=1)).to_have_text(texts.START)
    return context, page, foreign


def test_a_document_is_added_without_javascript(browser: Any, address: str, corpus: Path, tmp_path: Path) -> None:
    context, page, foreign = visitor(browser, address, java_script_enabled=False, color_scheme="dark")
    (cookie,) = context.cookies()
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["expires"]) == (True, "Strict", -1)
    page.get_by_role("link", name=texts.UPLOAD).click()
    file = tmp_path / "Minnen från mötet.txt"
    file.write_text("Minnesanteckningar\n\nVi sa nej till förslaget.\n", encoding="utf-8")
    page.get_by_label(texts.FILE, exact=True).set_input_files(file)
    page.get_by_label(texts.FOLDER, exact=True).select_option("bara-personal")
    page.get_by_role("button", name=texts.SEND, exact=True).click()
    playwright.expect(page.get_by_role("status")).to_contain_text(
        "Minnen från mötet.txt är sparad. Den är bara för personal"
    )
    assert (corpus / "bara-personal" / file.name).read_bytes() == file.read_bytes()
    page.get_by_role("button", name=texts.LOGOUT).click()
    playwright.expect(page.get_by_role("heading", level=1)).to_have_text(texts.LOGIN)
    assert context.cookies() == [] or context.cookies()[0]["value"] != cookie["value"]
    assert foreign == []
    context.close()


def test_a_document_is_removed_without_javascript(browser: Any, address: str, corpus: Path) -> None:
    context, page, foreign = visitor(browser, address, java_script_enabled=False)
    page.get_by_role("link", name=texts.REMOVAL).click()
    page.get_by_label(texts.REMOVAL_FILE).select_option("dokument/gammalt.md")
    page.get_by_role("button", name=texts.REMOVAL_GO_ON).click()
    playwright.expect(page.get_by_role("main")).to_contain_text("Ska dokument/gammalt.md tas bort? Alla får läsa den.")
    page.get_by_role("link", name=texts.REMOVAL_REGRET).click()
    assert (corpus / "dokument/gammalt.md").exists()
    page.get_by_label(texts.REMOVAL_FILE).select_option("dokument/gammalt.md")
    page.get_by_role("button", name=texts.REMOVAL_GO_ON).click()
    page.get_by_role("button", name=texts.REMOVAL_CONFIRM).click()
    playwright.expect(page.get_by_role("status")).to_contain_text("dokument/gammalt.md är borttagen.")
    assert not (corpus / "dokument/gammalt.md").exists()
    assert foreign == []
    context.close()


def test_axe_finds_nothing_on_any_page_and_nothing_is_wider_than_the_screen(browser: Any, address: str) -> None:
    context, page, foreign = visitor(browser, address)
    for path in PAGES:
        page.goto(f"{address}redaktor{path}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        assert axe(page) == [], path
    context.clear_cookies()
    page.goto(address)
    assert axe(page) == []
    assert foreign == []
    context.close()
