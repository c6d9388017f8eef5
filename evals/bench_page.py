"""How fast the page is for a person: ``python -m evals.bench_page``. Needs Debian's chromium and the extra [dev].

A real server in a process of its own on the real corpus, and a real browser. Three times: from the address to a page that
takes a question, from a question sent to its first sentence on the screen, and to the whole answer with its sources. Each is
also given as a ratio against an empty page and a bare HTTP request of the same run, since machines differ.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import Any, NamedTuple
from urllib.request import urlopen

from assistant.settings import PREFIX, PROJECT

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
LOADS = 5
ROUNDS = 2
QUESTIONS = (
    "När ska vi söka aktivitetsstöd i Nora?",
    "Vilka bidrag kan en förening i Kumla söka?",
    "Vad är ett IOP?",
    "Hur mycket är startbidraget i Örebro?",
    "Vilka mål finns i den regionala utvecklingsstrategin?",
    "Vem får söka bidrag i Hallsberg?",
    "Vad krävs för att få LOK-stöd?",
    "Hur redovisar man bidrag i Degerfors?",
    "Vad kostar en bulle på konditoriet?",
    "Vilken handlingsplan gäller nu?",
)
# In the page: fill the box, send, and look at every frame. Counted from the click, in milliseconds.
ASK = """async (text) => {
  const box = document.querySelector('#ruta textarea'), before = document.querySelectorAll('[data-testid="bot"]').length;
  box.value = text; box.dispatchEvent(new Event('input', { bubbles: true }));
  await new Promise((done) => setTimeout(done, 300));
  const start = performance.now(); let first = 0;
  document.querySelector('#skicka').click();
  return await new Promise((done, fail) => {
    const look = () => {
      const now = performance.now() - start;
      const replies = document.querySelectorAll('[data-testid="bot"]');
      const last = replies.length > before ? replies[replies.length - 1] : null;
      const words = last && !last.querySelector('.vantar') ? last.innerText.trim() : '';
      if (!first && words) first = now;
      if (last && last.querySelector('.markning, .kopiering')) return done([first, now]);
      if (now > 30000) return fail(new Error(text));
      requestAnimationFrame(look);
    };
    look();
  });
}"""


class Times(NamedTuple):
    """Seconds, one for each time it was done."""

    name: str
    seconds: Sequence[float]
    most: float | None = None  # the figure to stay under


def main() -> int:
    """Measure and print the table."""
    if not CHROMIUM.exists():
        sys.stderr.write("Mätningen behöver Debians chromium: apt-get install chromium\n")
        return 1
    with tempfile.TemporaryDirectory(prefix="civsam-bench-") as folder, _serving(Path(folder) / "data") as address:
        rows = measure(address)
    sys.stdout.write(table(rows) + "\n")
    return 0


def measure(address: str) -> list[Times]:
    """Every figure, in one browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=str(CHROMIUM), headless=True, args=list(ARGUMENTS))
        empty = [_load(browser, "about:blank", "") for _ in range(LOADS)]
        loads = [_load(browser, address, "#ruta textarea") for _ in range(LOADS)]
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(address)
        page.locator("#ruta textarea").wait_for()
        page.wait_for_timeout(1500)
        page.evaluate(ASK, "Vilka kommuner finns i länet?")  # warm
        asked = [page.evaluate(ASK, text) for _ in range(ROUNDS) for text in QUESTIONS]
        browser.close()
    return [
        Times("En tom sida", empty),
        Times("Ett bart anrop", [_bare(address) for _ in range(20)]),
        Times("Sidan går att använda", loads, 2.0),
        Times("Fråga till första meningen", [first / 1000 for first, _ in asked], 0.3),
        Times("Fråga till svar med källor", [whole / 1000 for _, whole in asked]),
    ]


def table(rows: Sequence[Times]) -> str:
    """The figures as a plain table."""
    base = median(rows[1].seconds)
    lines = [f"{'':<28} {'p50':>9} {'p95':>9} {'mål':>7} {'× ett bart anrop':>17}  gånger"]
    for name, seconds, most in rows:
        middle, late = median(seconds), quantiles(seconds, n=20)[-1]
        goal = f"{most:.1f} s" if most else ""
        lines.append(f"{name:<28} {middle:>7.3f} s {late:>7.3f} s {goal:>7} {middle / base:>17.1f}  {len(seconds)}")
    return "\n".join(lines)


def _load(browser: Any, address: str, selector: str) -> float:
    """From the address to a visible field, in a fresh visitor's browser."""
    context = browser.new_context()
    page = context.new_page()
    start = time.perf_counter()
    page.goto(address)
    if selector:
        page.locator(selector).wait_for()
    seconds = time.perf_counter() - start
    context.close()
    return seconds


def _bare(address: str) -> float:
    start = time.perf_counter()
    with urlopen(f"{address}healthz") as reply:
        reply.read()
    return time.perf_counter() - start


@contextmanager
def _serving(data_dir: Path) -> Iterator[str]:
    """The address of a server on the real corpus."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    command = [sys.executable, "-m", "ui.cli"]
    subprocess.run(
        [*command, "ingest", "--data-dir", str(data_dir)],
        cwd=PROJECT,
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    server = subprocess.Popen(
        [*command, "chat", "--port", "17860", "--data-dir", str(data_dir)],
        cwd=PROJECT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout is not None
        server.stdout.readline()
        address = "http://127.0.0.1:17860/"
        for _ in range(200):
            try:
                _bare(address)
                break
            except OSError:  # it answers 503 until the knowledge base is open
                time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(20)


if __name__ == "__main__":
    sys.exit(main())
