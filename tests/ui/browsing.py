"""What the browser tests share: Chromium, what they look for, and the small things a person does."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from ui import texts

playwright = pytest.importorskip("playwright.sync_api", reason="playwright saknas")

CHROMIUM = Path("/usr/bin/chromium")
needs_chromium = pytest.mark.skipif(not CHROMIUM.exists(), reason="chromium saknas")
AXE = Path(__file__).resolve().parents[1] / "node_modules/axe-core/axe.min.js"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
ENGLISH = re.compile(
    r"\b(the|and|your|with|of|is|message|send|submit|stop|clear|error|loading|chatbot|conversation|copy|settings|"
    r"built|use|via|upload|drop|click|here|undo|retry|queue|processing|user|bot)\b",
    re.IGNORECASE,
)
QUESTION = "Vilka bidrag finns?"


@contextmanager
def visiting(browser: Any, address: str, *, leaves: bool = False, **options: Any) -> Iterator[Any]:
    """A fresh visitor with an English browser; faults and foreign requests are collected and must be none.

    ``leaves``: goes on to another page; Gradio complains in the console about the streams it has to let go of.
    """
    context = browser.new_context(**{"locale": "en-US", "viewport": {"width": 1280, "height": 900}} | options)
    context.set_default_timeout(10_000)
    faults: list[str] = []

    def watch(opened: Any) -> None:
        opened.on("request", lambda request: request.url.startswith((address, "data:")) or faults.append(request.url))
        opened.on("console", lambda message: message.type == "error" and faults.append(message.text))
        opened.on("pageerror", lambda error: faults.append(str(error)))

    context.on("page", watch)
    opened = context.new_page()
    opened.goto(address)
    box(opened).wait_for()
    yield opened
    if leaves:
        faults = [fault for fault in faults if "AbortError" not in fault and "Connection errored out" not in fault]
    assert not faults, faults
    context.close()


def box(page: Any) -> Any:
    return page.get_by_label(texts.QUESTION_LABEL)


def ask(page: Any, text: str = QUESTION) -> None:
    box(page).fill(text)
    page.get_by_role("button", name=texts.SEND).click()


def answered(page: Any, text: str = QUESTION) -> None:
    before = page.locator('[data-testid="bot"]').count()
    ask(page, text)
    playwright.expect(page.locator('[data-testid="bot"]')).to_have_count(before + 1)
    page.locator('[data-testid="bot"] >> nth=-1').locator("a.cite").first.wait_for()


def status(page: Any, words: str) -> None:
    playwright.expect(page.locator("#status")).to_contain_text(words)


def in_view(page: Any, selector: str) -> bool:
    return bool(
        page.eval_on_selector(
            selector,
            "card => { const at = card.getBoundingClientRect();"
            " return at.top >= 0 && at.top < innerHeight - 40 && at.height > 0"
            " && card.contains(document.elementFromPoint(at.left + 30, at.top + 20)) }",
        )
    )


def words_on(page: Any) -> str:
    """All a person can see or hear: text, labels, tooltips, placeholders."""
    return str(
        page.evaluate(
            "document.body.innerText + ' ' + [...document.querySelectorAll('[aria-label],[title],[placeholder],[alt]')]"
            ".map(e => [e.ariaLabel, e.title, e.placeholder, e.alt].join(' ')).join(' ')"
        )
    )


def axe(page: Any) -> list[tuple[str, str, str]]:
    """What axe-core complains about, with every rule on; skips where it is not installed (AXE_JS: another copy of it)."""
    script = Path(os.environ.get("AXE_JS", AXE))
    if not script.is_file():
        pytest.skip("axe-core saknas: kör npm ci --prefix tests (make test gör det när npm finns)")
    debugger = page.context.new_cdp_session(page)  # the policy of the page stops scripts of others
    debugger.send("Runtime.evaluate", {"expression": script.read_text(encoding="utf-8") + ";0"})
    found = page.evaluate("axe.run(document)")
    return [
        (fault["id"], fault["nodes"][0]["html"], fault["nodes"][0]["failureSummary"]) for fault in found["violations"]
    ]
