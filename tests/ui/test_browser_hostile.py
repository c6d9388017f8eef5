"""100 hostile texts through documents, names of files, questions and a language model, in Debian's Chromium.

Each way in has a host of its own (dok, namn, fraga, modell, adress .ond.example), so that a leak tells where it came in.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from typing import Any
from urllib.parse import quote

import pytest
from browsing import ask, box, needs_chromium, playwright, status
from chat_server import ChatServer, chat_server
from page_server import serving
from payloads import payloads
from sheets import sheet

from assistant.adapters.static_embedding import StaticEmbedder
from assistant.language_model.writing import NOT_SUPPORTED
from assistant.settings import Settings
from assistant.wiring import load
from ingest import generations, vector_index
from ingest.pipeline import ingest
from ui.markup import visible

pytestmark = needs_chromium

OURS = "http://127.0.0.1:"
NAME_BYTES = 230  # of a file's name, with room for its suffix
QUESTION = "Hur mycket är zebrapengen i Kumla?"
WATCH = """window.done = []; window.ta = (number) => window.done.push(number);
addEventListener('securitypolicyviolation', (event) => window.done.push('policy: ' + event.blockedURI));"""
# Every address an element could go to or load, every handler, and every element that could hold another page.
ELEMENTS = """() => {
  const names = ['href', 'src', 'srcset', 'action', 'formaction', 'poster', 'data', 'ping', 'xlink:href', 'background', 'srcdoc'];
  const found = [];
  for (const element of document.querySelectorAll('*')) for (const { name, value } of element.attributes) {
    if (name.startsWith('on')) found.push(name + ': ' + value);
    if (name === 'style' && /url|import|expression/i.test(value)) found.push(name + ': ' + value);
    if (!names.includes(name)) continue;
    let address; try { address = new URL(value, location.href) } catch { found.push(name + ': ' + value); continue }
    if (address.origin !== location.origin || address.pathname.startsWith('/gradio_api/file')) found.push(address.href);
  }
  for (const element of document.querySelectorAll('iframe, object, embed, base, meta[http-equiv], svg script, math'))
    found.push(element.outerHTML);
  return found;
}"""


@dataclass
class Visit:
    """A page, and what went out of it."""

    page: Any
    outside: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def found(self) -> list[str]:
        """What a text has done on the page that is open: scripts, handlers, addresses and elements of its own."""
        return [*map(str, self.page.evaluate("window.done")), *self.page.evaluate(ELEMENTS)]

    def words(self) -> str:
        """What a person reads, with single spaces."""
        return " ".join(str(self.page.evaluate("document.body.innerText")).split())


@contextmanager
def watched(browser: Any) -> Iterator[Visit]:
    """A visitor whose requests, dialogues, downloads, new windows and faults are counted, and none of whom gets out."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(15_000)
    context.add_init_script(WATCH)
    context.route(re.compile(rf"^(?!{OURS}|data:|about:|blob:)"), lambda route: route.abort())
    visit = Visit(context.new_page())
    context.on("request", lambda request: visit.outside.append(request.url) if is_outside(request.url) else None)
    visit.page.on("dialog", lambda dialog: (visit.faults.append(dialog.message), dialog.dismiss()))
    visit.page.on("popup", lambda opened: visit.faults.append(opened.url))
    visit.page.on("download", lambda download: visit.faults.append(download.url))
    visit.page.on("console", lambda line: visit.faults.append(line.text) if line.type == "error" else None)
    visit.page.on("pageerror", lambda error: visit.faults.append(str(error)))
    yield visit
    context.close()


def is_outside(url: str) -> bool:
    return not url.startswith((OURS, "data:")) or "/file=" in url


def names(host: str) -> Iterator[str]:
    """The payloads as names of files, several in each: a browser reads a backslash in an address as a slash."""
    name = ""
    for text in (text.replace("/", "\\") for text in payloads(host)):
        if name and len(f"{name} {text}".encode()) > NAME_BYTES:
            yield name
            name = ""
        name = f"{name} {text}".lstrip()
    yield name


@dataclass(frozen=True)
class Hostile:
    """A running page over hostile documents, with a language model that obeys somebody else."""

    address: str
    server: ChatServer


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hostile]:
    pytest.importorskip("langchain_openai", reason="langchain-openai saknas: pip install 'civsam[model]'")
    folder = tmp_path_factory.mktemp("fientlig")
    corpus = folder / "corpus"
    corpus.mkdir()
    for number, name in enumerate(names("namn.ond.example")):
        (corpus / f"{name}.txt").write_text(
            f"Blad {number} om zebror.\n\nZebran i blad {number} sover.\n", encoding="utf-8"
        )
    for name in list(names("namn.ond.example"))[:8]:
        (corpus / f"{name}.pdf").write_bytes(b"inte en PDF")  # refused, and named among the refused
    rows = sorted(
        payloads("dok.ond.example"), key=lambda text: "<!--" in text
    )  # an open comment hides what comes after it
    told = "\n".join(f"- Zebrapengen är {number + 200} kr. {text}" for number, text in enumerate(rows))
    title = " ".join(("Zebrapengen i Kumla", *payloads("titel.ond.example")[:20]))
    text = sheet("fientligt", f"## Belopp\n\n{told}\n", titel=json.dumps(title))
    (corpus / "fientligt.md").write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch, chat_server() as server:
        patch.setattr(generations, "verify", generations.probe)
        patch.setattr(vector_index, "build", vector_index.write)
        report = ingest([corpus], folder / "data", StaticEmbedder())
        assert len(report.failed) == 8
        settings = Settings(
            data_dir=folder / "data",
            corpus_dir=corpus,
            question_limit=20_000,
            chat_model="openai:prov",
            chat_base_url=server.url,
        )
        assistant = load(settings)
        server.will("\n".join(f"{text} [1]." for text in payloads("modell.ond.example")))
        with serving(lambda: assistant, settings) as address:  # type: ignore[arg-type,return-value]
            yield Hostile(address, server)
        assistant.close()


def shown(words: str, host: str) -> int:
    """How many of the payloads stand on the page, letter by letter."""
    return sum(" ".join(visible(text).split()) in words for text in payloads(host))


def test_the_payloads_are_alive_on_a_page_without_defence(browser: Any) -> None:
    """Else the other tests would prove nothing."""
    pages = (escape(f"<p>{text}</p>", quote=True) for text in payloads("prov.ond.example"))
    frames = "".join(f"<iframe srcdoc='{text}'></iframe>" for text in pages)
    with watched(browser) as visit:
        visit.page.set_content(frames)
        ran = {number for frame in visit.page.frames for number in frame.evaluate("window.done || []")}
        asked = {url for url in visit.outside if "prov.ond.example" in url}
    assert len(ran) >= 15, ran
    assert len(asked) >= 15, asked


def test_through_documents_questions_and_the_model_in_the_chat(browser: Any, hostile: Hostile) -> None:
    with watched(browser) as visit:
        page = visit.page
        page.goto(hostile.address)
        box(page).wait_for()
        before = visit.found()
        ask(page, QUESTION)
        page.locator("a.cite").first.wait_for()
        status(page, "Svaret är klart")
        assert "dok.ond.example" in page.locator('[data-testid="bot"]').last.inner_text()
        assert "titel.ond.example" in visit.words()  # in the cards beside it
        ask(page, " ".join((QUESTION, *payloads("fraga.ond.example"))))
        playwright.expect(page.locator('[data-testid="bot"]')).to_have_count(2)
        status(page, "Svaret är klart")
        assert shown(visit.words(), "fraga.ond.example") >= 90
        assert hostile.server.asked  # the model was asked, and said all of its hundred
        assert NOT_SUPPORTED in visit.words()
        assert "modell.ond.example" not in page.content()
        assert visit.found() == before
        assert (visit.outside, visit.faults) == ([], [])


def test_through_documents_names_and_addresses_on_the_plain_pages(browser: Any, hostile: Hostile) -> None:
    words = {}
    texts = payloads("adress.ond.example")
    searches = [f"dokument?sok={quote(text)}" for text in texts[9::25]]
    searches.append(f"bidrag?kommun={quote(texts[0])}&fore={quote(texts[9])}")
    paths = ("dokument", "dokument/fientligt", "halsa", *searches, f"dokument/{quote(texts[9], safe='')}")
    with watched(browser) as visit:
        visit.page.goto(f"{hostile.address}om")
        before = set(visit.found())
        for path in paths:
            visit.page.goto(hostile.address + path)
            words[path] = visit.words()
            assert set(visit.found()) <= before, path
        visit.page.goto(f"{hostile.address}enkel")
        visit.page.locator("textarea").fill(" ".join((QUESTION, *payloads("fraga.ond.example"))))
        visit.page.locator("form button").first.click()
        visit.page.locator(".svar").first.wait_for()
        assert set(visit.found()) <= before
        words["enkel"] = visit.words()
        assert visit.outside == []
        assert [fault for fault in visit.faults if "404" not in fault] == []
    assert shown(words["dokument/fientligt"], "dok.ond.example") >= 80  # reading mends letters and drops comments
    assert shown(words["enkel"], "fraga.ond.example") >= 90
    assert words["dokument"].count("namn.ond.example") >= 50
    assert words["halsa"].count("namn.ond.example") >= 50
    assert all("modell.ond.example" not in text for text in words.values())
