"""From a fetch to an answer: originals are read in beside their sheets, take over from them, and leave with them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sheets import sheet, write_sheets
from starlette.testclient import TestClient

from assistant.adapters.static_embedding import StaticEmbedder
from assistant.domain import Answer, Document, Outcome, Question
from assistant.errors import FrontMatterError, SettingsError
from assistant.retrieval import storage
from assistant.settings import Settings
from assistant.verification.citing import is_verbatim
from assistant.wiring import load
from ingest import fetch as fetching
from ingest.diff_sources import Sides
from ingest.pipeline import IngestReport, ingest
from tests.ingest.desk import Desk
from tests.ingest.web_server import page
from ui.app import create_app
from ui.cli import main
from ui.documents import documents_page
from ui.library import Wish
from ui.reading import reading_page


def read_in(desk: Desk) -> IngestReport:
    return ingest([desk.corpus], desk.data, StaticEmbedder(), catalogue_dir=desk.corpus)


def served(desk: Desk) -> dict[str, Document]:
    generation = storage.open_current(desk.data)
    try:
        return {document.id: document for document in generation.documents()}
    finally:
        generation.close()


def holds(desk: Desk, words: str) -> bool:
    return any(words.encode() in path.read_bytes() for path in desk.data.rglob("*") if path.is_file())


@pytest.fixture
def fetched(desk: Desk, in_process: None) -> Desk:
    """A sheet whose original has been fetched and read in."""
    desk.sheet("kumla-bidrag", desk.site.url("/bidrag"), giltig_fran="2024-01-01")
    desk.site.page("/bidrag", page("Ansökan om lägerbidrag ska vara inne senast den 31 mars."))
    desk.fetch()
    read_in(desk)
    return desk


def test_an_original_is_a_document_of_its_own_that_knows_its_sheet(fetched: Desk) -> None:
    assert set(served(fetched)) == {"kumla-bidrag", "kumla-bidrag/original"}
    original = served(fetched)["kumla-bidrag/original"]
    assert original.original_of == "kumla-bidrag"
    assert not original.is_fact_sheet
    assert original.title == "Föreningsbidrag"
    assert (original.publisher, original.kind, original.municipalities) == ("Kumla kommun", "bidragsregler", ("Kumla",))
    assert original.source_url == fetched.site.url("/bidrag")
    assert str(original.retrieved) == "2026-12-01"
    assert "31 mars" in original.text
    assert "Meny" not in original.text
    again = read_in(fetched)
    assert (again.embedded, again.generation) == (0, "gen-0001")


def test_a_folder_that_is_named_is_read_without_originals(fetched: Desk) -> None:
    ingest([fetched.corpus], fetched.data, StaticEmbedder())
    assert set(served(fetched)) == {"kumla-bidrag"}


def test_a_change_is_read_in_and_marks_the_sheet_without_embedding_it_again(fetched: Desk) -> None:
    fetched.site.page("/bidrag", page("Ansökan om lägerbidrag ska vara inne senast den 15 april."))
    fetched.fetch()
    report = read_in(fetched)
    assert report.changed == ("kumla-bidrag/original",)
    assert report.embedded == 1
    documents = served(fetched)
    assert "15 april" in documents["kumla-bidrag/original"].text
    assert str(documents["kumla-bidrag"].source_changed) == "2026-12-01"
    assert documents["kumla-bidrag/original"].source_changed is None
    fetched.sheet("kumla-bidrag", fetched.site.url("/bidrag"), hamtad="2026-12-02", giltig_fran="2024-01-01")
    read_in(fetched)
    assert served(fetched)["kumla-bidrag"].source_changed is None


def test_a_source_that_is_gone_is_marked_and_what_was_read_stays(fetched: Desk) -> None:
    fetched.site.status("/bidrag", 410)
    fetched.fetch()
    read_in(fetched)
    assert {str(document.source_gone) for document in served(fetched).values()} == {"2026-12-01"}


def test_the_original_is_superseded_when_its_sheet_is(fetched: Desk) -> None:
    fetched.sheet("kumla-bidrag-2027", fetched.site.url("/ny"), ersatter="kumla-bidrag")
    read_in(fetched)
    assert served(fetched)["kumla-bidrag/original"].superseded_by == ("kumla-bidrag-2027",)


@pytest.mark.usefixtures("own_process")
def test_nothing_is_left_of_an_original_whose_sheet_is_removed(fetched: Desk) -> None:
    fetched.sheet("annat", fetched.site.url("/annat"))
    assert holds(fetched, "lägerbidrag")
    (fetched.corpus / "kumla-bidrag.md").unlink()
    report = read_in(fetched)
    assert report.removed == ("kumla-bidrag", "kumla-bidrag/original")
    assert not holds(fetched, "lägerbidrag")
    assert not holds(fetched, "/bidrag")


@pytest.mark.usefixtures("own_process")
def test_an_original_stays_when_no_sheet_can_be_read(fetched: Desk) -> None:
    path = fetched.corpus / "kumla-bidrag.md"
    path.write_text(path.read_text(encoding="utf-8").replace("kommun: Kumla", "kommun: Kumla kommun"), encoding="utf-8")
    with pytest.raises(FrontMatterError, match="Kunskapsbasen är som förut"):
        read_in(fetched)
    assert len(list((fetched.data / "originals").glob("*.html"))) == 1
    assert set(served(fetched)) == {"kumla-bidrag", "kumla-bidrag/original"}


@pytest.mark.usefixtures("own_process")
def test_an_original_leaves_with_its_sheet_when_that_is_for_staff_and_nothing_is_read_in(fetched: Desk) -> None:
    fetched.sheet("annat", "https://www.kumla.se/annat")
    read_in(fetched)
    fetched.sheet("kumla-bidrag", fetched.site.url("/bidrag"), giltig_fran="2024-01-01", atkomst="personal")
    (fetched.corpus / "ordlista.yaml").write_text("lika: [", encoding="utf-8")
    with pytest.raises(SettingsError, match="visas inte längre för alla"):
        read_in(fetched)
    assert set(served(fetched)) == {"annat"}
    inner = storage.staff_dir(fetched.data)
    open_to_all = [path for path in fetched.data.rglob("*") if path.is_file() and not path.is_relative_to(inner)]
    assert not any("lägerbidrag".encode() in path.read_bytes() for path in open_to_all)


def test_a_file_that_is_the_same_as_an_original_is_not_a_second_document(fetched: Desk) -> None:
    (copy,) = (fetched.data / "originals").glob("*.html")
    (fetched.corpus / "kopia.html").write_bytes(copy.read_bytes())
    report = read_in(fetched)
    assert [tuple(duplicate) for duplicate in report.duplicates] == [("kopia.html", "kumla-bidrag/original")]
    assert served(fetched)["kumla-bidrag/original"].also_at == ("kopia.html",)


# --- the commands -----------------------------------------------------------------------------------------------


@pytest.fixture
def civsam(desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], in_process: None) -> Any:
    """A command over the desk's corpus and data; gives its exit code and what it wrote."""
    monkeypatch.setenv("CIVSAM_CORPUS_DIR", str(desk.corpus))
    original = fetching.fetch
    monkeypatch.setattr(
        fetching, "fetch", lambda *arguments, **named: original(*arguments, **named, around=desk.around())
    )

    def run(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main([*arguments, "--data-dir", str(desk.data)])
        return code, *capsys.readouterr()

    return run


def test_fetch_tells_what_came_and_what_to_do(civsam: Any, desk: Desk) -> None:
    desk.sheet("ett", desk.site.url("/a"))
    desk.sheet("tva", desk.site.url("/b"))
    desk.site.page("/a", page("Ett."))
    code, out, err = civsam("fetch")
    assert (code, err) == (0, ""), "a source that is gone is told, and no fault of the fetch"
    assert "1 nya, 0 ändrade, 0 oförändrade, 1 borta, 0 misslyckade" in out
    assert "civsam ingest" in out
    assert "kalla_url" in out

    desk.site.page("/a", page("Två."))
    code, out, _ = civsam("fetch", "ett", "--json")
    told = json.loads(out)
    assert (code, told["changed"], told["failed"]) == (0, 1, 0)
    (source,) = told["sources"]
    assert source["outcome"] == "changed"
    assert source["outdated_sheets"] == source["sheets"] == ["ett"]
    assert source["versions"] == 2

    desk.site.status("/a", 500)
    assert civsam("fetch", "ett")[0] == 1
    code, out, err = civsam("fetch", "saknas")
    assert (code, out) == (1, "")
    assert "saknas" in err


def test_an_original_of_a_sheet_for_staff_is_fetched_and_compared_apart(civsam: Any, desk: Desk) -> None:
    desk.sheet("ett", desk.site.url("/a"), atkomst="personal")
    desk.sheet("två", desk.site.url("/b"), id="tva")
    desk.site.page("/a", page("Ansökan granskas av kvastfening."))
    desk.site.page("/b", page("Ansökan är öppen för alla."))
    civsam("fetch")
    assert civsam("ingest")[0] == 0
    inner = storage.staff_dir(desk.data)
    public = [path for path in desk.data.rglob("*") if path.is_file() and not path.is_relative_to(inner)]
    assert not any(b"kvastfening" in path.read_bytes() for path in public)
    code, out, err = civsam("diff", "ett@1", "tva@1")
    assert (code, out) == (1, "")
    assert "kvastfening" not in err
    inside = Sides(inner, desk.corpus)
    assert "kvastfening" in inside.find("ett@1").passages[0].text
    assert "öppen för alla" in inside.find("tva@1").passages[0].text


def test_from_fetch_over_ingest_to_status_and_diff(civsam: Any, desk: Desk) -> None:
    desk.sheet("ett", desk.site.url("/a"))
    desk.site.page("/a", page("Ansökan ska in senast den 31 mars. Bidraget är 500 kronor."))
    civsam("fetch")
    assert civsam("ingest")[0] == 0
    desk.site.page("/a", page("Ansökan ska in senast den 15 april. Bidraget är 500 kronor."))
    civsam("fetch")

    code, out, _ = civsam("diff", "ett@1", "ett@2")
    assert code == 0
    assert "0 tillagda, 0 borttagna, 1 ändrade" in out
    assert "~ Ansökan" in out
    assert "[-31 mars.-] {+15 april.+}" in out
    told = json.loads(civsam("diff", "ett/original", "ett@2026-12-01", "--json")[1])
    (change,) = told["changes"]
    assert change["kind"] == "changed"
    assert "31 mars" in change["before"]["text"]
    assert change["after"]["headings"] == ["Ansökan"]
    code, out, err = civsam("diff", "ett@7", "ett")
    assert (code, out) == (1, "")
    assert "ett@1 (2026-12-01)" in err
    assert civsam("diff", "finns-inte", "ett")[0] == 1

    status = json.loads(civsam("status", "--json")[1])
    sheet, original = status["health"]
    assert sheet["document_id"] == "ett"
    assert any("Källan har ändrats" in warning for warning in sheet["warnings"])
    assert any("inte inläst" in warning for warning in original["warnings"])
    assert original["last_check"].startswith("2026-12-01T12:00")
    assert original["source_status"] == "changed"
    assert status["sources"]["changed"] == 1
    text = civsam("status")[1]
    assert "Källan har ändrats sedan faktabladet skrevs" in text
    assert "källan kontrollerad 2026-12-01" in text


def test_status_tells_pages_tables_and_what_is_in_quarantine(civsam: Any, desk: Desk, tmp_path: Path) -> None:
    from tests.ingest import sample_files

    folder = write_sheets(tmp_path / "mapp", {"bra.txt": "Föreningsbidrag söks senast den 30 april varje år.\n"})
    pages = [["Planen gäller hela länet.", "Den följs upp varje år."], [], ["Målet är fler mötesplatser för unga."]]
    (folder / "plan.pdf").write_bytes(sample_files.pdf(pages))
    (folder / "trasig.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<<")
    code, _, _ = civsam("ingest", str(folder))
    assert code == 1
    status = json.loads(civsam("status", "--json")[1])
    plan = next(row for row in status["health"] if row["document_id"] == "plan")
    assert (plan["pages"], plan["pages_without_text"]) == (3, [2])
    assert plan["characters_per_page"] == round(plan["characters"] / 3)
    assert any("2" in warning and "text" in warning for warning in plan["warnings"])
    (refusal,) = status["quarantine"]
    assert refusal["source"].endswith("trasig.pdf")
    assert refusal["reason"]
    assert refusal["copied"]
    text = civsam("status")[1]
    assert "I karantän" in text
    assert "3 sidor" in text

    again = json.loads(civsam("ingest", str(folder), "--json")[1])
    assert len(again["unchanged"]) == 2
    kept = next(r for r in json.loads(civsam("status", "--json")[1])["health"] if r["document_id"] == "plan")
    assert kept == plan, "what is taken over keeps its health"
    (folder / "trasig.pdf").unlink()
    civsam("ingest", str(folder))
    assert json.loads(civsam("status", "--json")[1])["quarantine"] == []
    assert [path.name for path in (desk.data / "quarantine").iterdir()] == ["lista.json"]


# --- in answers and on the page ---------------------------------------------------------------------------------

LAGER = "När ska ansökan om lägerbidrag i Kumla vara inne?"


def ask(desk: Desk, words: str) -> Answer:
    assistant = load(Settings(data_dir=desk.data, corpus_dir=desk.corpus))
    try:
        return assistant.ask(Question(words, date(2026, 12, 2)))
    finally:
        assistant.close()


@pytest.fixture
def lager(desk: Desk, in_process: None) -> Desk:
    """A sheet that says what its original says, and one thing more."""
    body = (
        "## Lägerbidrag\n\n- Ansökan om lägerbidrag ska vara inne senast den 31 mars.\n"
        "- Lägerbidraget är 500 kronor per deltagare."
    )
    text = sheet(
        "kumla-lager", body, titel="Lägerbidrag i Kumla", kalla_url=desk.site.url("/lager"), giltig_fran="2024-01-01"
    )
    write_sheets(desk.corpus, {"kumla-lager.md": text})
    desk.site.page(
        "/lager", page("Ansökan om lägerbidrag ska vara inne senast den 31 mars.", title="Lägerbidrag i Kumla")
    )
    read_in(desk)
    return desk


def test_an_original_takes_over_where_it_answers_and_the_sheet_where_it_does_not(lager: Desk) -> None:
    before = ask(lager, LAGER)
    assert {c.passage.document.id for c in before.citations} == {"kumla-lager"}
    lager.fetch()
    read_in(lager)
    answer = ask(lager, LAGER)
    assert answer.outcome is Outcome.ANSWERED
    assert {c.passage.document.id for c in answer.citations} == {"kumla-lager/original"}
    assert "31 mars" in answer.text
    assert all(is_verbatim(citation) for citation in answer.citations)
    other = ask(lager, "Hur stort är lägerbidraget per deltagare i Kumla?")
    assert "500 kronor" in other.text
    assert "kumla-lager" in {c.passage.document.id for c in other.citations}


def test_an_answer_from_a_sheet_whose_source_has_changed_says_so(lager: Desk) -> None:
    lager.fetch()
    lager.site.page(
        "/lager", page("Ansökan om lägerbidrag ska vara inne senast den 15 april.", title="Lägerbidrag i Kumla")
    )
    lager.fetch()
    read_in(lager)
    answer = ask(lager, LAGER)
    assert "15 april" in answer.text, "the original has taken over"
    assert "31 mars" not in answer.text
    other = ask(lager, "Hur stort är lägerbidraget per deltagare i Kumla?")
    assert any("har ändrats sedan faktabladet skrevs" in notice for notice in other.notices)
    documents = served(lager)
    page_of_all = documents_page(list(documents.values()), Wish(), date(2026, 12, 2))
    assert "Källan har ändrats sedan faktabladet skrevs" in page_of_all
    titles = {name: document.title for name, document in documents.items()}
    reading = reading_page(documents["kumla-lager"], (), titles, date(2026, 12, 2))
    assert 'href="/dokument/kumla-lager/original"' in reading


def test_the_health_page_shows_every_document_and_what_needs_a_look(lager: Desk) -> None:
    lager.fetch()
    lager.site.status("/lager", 404)
    lager.fetch()
    (lager.corpus / "<b>trasig.pdf").write_bytes(b"%PDF-1.7 trasig")
    read_in(lager)
    app = create_app(
        lambda: load(Settings(data_dir=lager.data, corpus_dir=lager.corpus)), Settings(data_dir=lager.data)
    )
    with TestClient(app, base_url="http://127.0.0.1:7860") as client:
        shown = client.get("/halsa")
    assert shown.status_code == 200
    assert "Lägerbidrag i Kumla" in shown.text
    assert "Källan finns inte längre" in shown.text
    assert "&#60;b&#62;trasig.pdf" in shown.text
    assert str(lager.corpus) not in shown.text, "where files lie on the server is not told"
    assert "<b>" not in shown.text
    assert "1 borta" in shown.text
    assert "Lägerbidrag i Kumla (originalet)" in shown.text
