"""The report as its reader meets it: no fault of accessibility, no request, sortable with the keyboard, narrow screens."""

import importlib.util
import sys
from pathlib import Path

import pytest

from evals.main import Options, Subject, main_eval

playwright = pytest.importorskip("playwright.sync_api", reason="playwright saknas")
CHROMIUM = Path("/usr/bin/chromium")
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="chromium saknas")

_place = Path(__file__).parent.parent / "ui" / "browsing.py"
_spec = importlib.util.spec_from_file_location("browsing", _place)
browsing = sys.modules.get("browsing") or importlib.util.module_from_spec(_spec)
if "browsing" not in sys.modules:
    _spec.loader.exec_module(browsing)


@pytest.fixture
def report(build, tmp_path):
    """The address of a report that shows everything a report can: faults, a comparison, tolerance, hostile text."""
    evil = "<script>document.title='x'</script><img src=https://ond.example/x onerror=alert(1)>"
    cases = [build.case(id=f"A{n}", turns=[f"fråga {n} {evil}"], tags=["prov", f"t{n % 3}"]) for n in range(12)]
    cases.append(build.unanswerable(id="O1", turns=["varför"], kind="framtid"))

    def puppet(good):
        wrong = build.answer(("Det är 9 000 kr.", (1, 4)))
        answers = {case.turns[-1]: build.answer("Det är 2 000 kr.") if good else wrong for case in cases}

        class Known(build.puppet):
            def ask(self, question):
                return self.answers.get(question.text, build.answer())

        return Subject(Known(answers, build.hits(("boll", "Tider"), ("boll", "Belopp"))), "f", build.everything())

    main_eval(Options(out=tmp_path / "a", today=build.today), puppet(True), cases)
    options = Options(out=tmp_path / "b", today=build.today, baseline=tmp_path / "a", robust=True)
    main_eval(options, puppet(False), cases)
    return f"file://{tmp_path}/b/report.html"


@pytest.fixture
def page(report):
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=str(CHROMIUM), args=browsing.ARGUMENTS)
        opened = browser.new_page(viewport={"width": 1280, "height": 900})
        faults = []
        opened.on("request", lambda request: request.url.startswith("file:") or faults.append(request.url))
        opened.on("console", lambda message: faults.append(message.text))
        opened.goto(report)
        yield opened
        assert faults == []
        browser.close()


def test_it_shows_pictures_and_runs_nothing_of_what_it_quotes(page):
    assert page.title() == "Utvärdering av Civsam 2026-01-15"
    assert page.locator("figure svg[role=img]").count() == 7
    assert page.get_by_text("Fel: Källnummer utan källa i A0").count() == 1
    assert page.get_by_text("Fel: Säkert sämre än tidigare: Fakta i svaret.").count() == 1


def test_the_questions_are_sorted_with_the_keyboard(page):
    table = page.locator("table.sortable").last
    head = table.get_by_role("button", name="Vad som gick fel")
    head.focus()
    page.keyboard.press("Enter")
    assert table.locator("th[aria-sort=ascending]").inner_text().startswith("Vad som gick fel")
    first = table.locator("tbody tr").first.locator("th").inner_text()
    page.keyboard.press("Enter")
    assert table.locator("th[aria-sort=descending]").count() == 1
    assert table.locator("tbody tr").first.locator("th").inner_text() != first


def test_a_link_leads_to_the_question(page):
    page.locator("table.sortable").last.get_by_role("link", name="A3").click()
    assert page.url.endswith("#A3")


def test_a_narrow_screen_scrolls_only_inside_tables(page):
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_axe_finds_nothing(page):
    for details in page.locator("details").all():
        details.evaluate("node => { node.open = true }")
    assert browsing.axe(page) == []
