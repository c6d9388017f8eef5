"""Files of every kind, indexed as they are dropped in a folder: a question finds its source and its page."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.ingest.make_files import FILES
from ui.cli import main

SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"

ASKED = [
    ("När ska ansökan om lokalbidrag ha kommit in?", "bidrag", 1, "31 mars"),
    ("Hur mycket är digitaliseringsbidraget?", "bidrag", 2, "6 000 kronor"),
    ("Hur lång tid får handläggningen av ett bidrag ta enligt planen?", "plan", 2, "högst sex veckor"),
    ("Hur länge ska man spara kvitton?", "broschyr", 2, "sju år"),
    ("Hur många ledamöter har samverkansrådet i Åsbro?", "overenskommelse", 1, "elva ledamöter"),
    ("Hur stort partnerskap beslutas av kommunstyrelsen?", "overenskommelse", 2, "500 000 kronor"),
]
SEED_ASKED = [
    ("Hur många ledamöter från civila samhället sitter i Samverkansrådet i Örebro?", "tio ledamöter"),
    ("När beslutades överenskommelsen mellan Örebro kommun och det civila samhället?", "28 april 2010"),
    ("Vilken utmärkelse har handlingsplanen belönats med?", "Excellence Award"),
    ("Vem ansvarar för civilsamhällsfrågor i regionen?", "kulturnämnden"),
    ("Vad är målet med handlingsplanen?", "öka och stärka deltagandet"),
]


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("filer")
    for path in FILES.glob("*.pdf"):
        shutil.copy(path, folder)
    return _index(folder)


def _index(folder: Path) -> Path:
    data = folder.parent / f"{folder.name}-data"
    assert main(["ingest", str(folder), "--data-dir", str(data)]) == 0
    return data


@pytest.mark.parametrize(("question", "document", "page", "words"), ASKED)
def test_the_answer_names_the_page(
    indexed: Path, capsys: pytest.CaptureFixture[str], question: str, document: str, page: int, words: str
) -> None:
    answer = _ask(indexed, capsys, question)
    quoted = [(c["document_id"], c["page"]) for c in answer["citations"] if words in c["quote"]]
    assert (document, page) in quoted


def test_the_first_hit_is_on_the_page(indexed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for question, document, page, _ in ASKED:
        capsys.readouterr()
        assert main(["search", question, "--json", "--data-dir", str(indexed)]) == 0
        hit = json.loads(capsys.readouterr().out)["hits"][0]
        assert (hit["document_id"], hit["page"]) == (document, page)


def test_the_saved_web_texts_are_answered_from(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    seeds = sorted(SEEDS.glob("*.txt"))
    if not seeds:
        pytest.skip("the saved source texts are not beside this checkout")
    folder = tmp_path / "sidor"
    folder.mkdir()
    for path in seeds:
        (folder / path.name).write_bytes(path.read_bytes())
    data = _index(folder)
    for question, words in SEED_ASKED:
        answer = _ask(data, capsys, question)
        assert any(words in citation["quote"] for citation in answer["citations"]), question
        assert "Hade du nytta" not in answer["text"]


def _ask(data: Path, capsys: pytest.CaptureFixture[str], question: str) -> dict[str, list[dict[str, str]]]:
    capsys.readouterr()
    assert main(["ask", question, "--json", "--data-dir", str(data)]) == 0
    answer: dict[str, list[dict[str, str]]] = json.loads(capsys.readouterr().out)
    return answer
