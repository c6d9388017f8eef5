"""Data beside the documents: quotes are found word for word, files are refused with their place, generations keep it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from sheets import World, document, passage

from assistant.errors import FrontMatterError
from ingest import kinds
from ingest.kinds import read_structures
from ingest.structures import Place, Read, Refused, Structure, locate

TEXT = "Målet är 10 kr. Målet är klart.\n\nFler möten. Planen gäller."
WHOLE = document(TEXT, id="prov")
READ = Read(WHOLE, (passage(WHOLE, 0, 31, headings=("Mål",)), passage(WHOLE, 33, headings=("Övrigt",))))


def test_a_quote_is_found_where_it_stands() -> None:
    place = locate(READ, "Fler möten.")
    assert place == Place("prov", 33, 44)
    assert TEXT[place.start : place.end] == "Fler möten."
    assert locate(READ, "Målet är", "Mål") == Place("prov", 0, 8)


@pytest.mark.parametrize(
    ("quote", "section", "words"),
    [
        ("fler möten", None, "står inte ordagrant i prov"),
        ("Fler möten.", "Mål", "står inte ordagrant under 'Mål' i prov"),
        ("Fler möten.", "Syfte", "pekar på avsnittet 'Syfte', som inte finns i prov"),
        ("Målet är", None, "står på 2 ställen i prov; skriv i vilket avsnitt"),
        ("0 kr", None, "står inte ordagrant"),
    ],
)
def test_a_quote_that_does_not_stand_there_is_refused(quote: str, section: str | None, words: str) -> None:
    with pytest.raises(ValueError, match=words.replace(".", r"\.")):
        locate(READ, quote, section)


def reader(files: Sequence[Path], reads: Sequence[Read]) -> Structure:
    """Takes every file but those whose name begins with fel."""
    wrong = [Refused(file, FrontMatterError("Fel i filen", where=file.name)) for file in files if "fel" in file.name]
    right = [file for file in files if "fel" not in file.name]
    return Structure([{"text": file.read_text(encoding="utf-8"), "documents": len(reads)} for file in right], wrong)


@pytest.fixture
def _one_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "READERS", {("prov", "provdata"): reader})


@pytest.mark.usefixtures("_one_kind")
def test_data_is_kept_in_the_generation_and_a_wrong_file_is_refused(world: World) -> None:
    world.write("provdata/a.yaml", "ett")
    world.write("provdata/fel.yaml", "två")
    report = world.ingest()
    assert [failure.path for failure in report.failed] == [str(world.folder / "provdata/fel.yaml")]
    generation = world.generation()
    assert generation.structures == {"prov": [{"text": "ett", "documents": report_size(world)}]}
    assert generation.structure("prov", len) == 1
    assert generation.structure("annat", list) == []
    generation.close()


@pytest.mark.usefixtures("_one_kind", "own_process")
def test_changed_data_makes_a_new_generation_and_leaves_nothing_of_the_old(world: World) -> None:
    world.write("provdata/a.yaml", "hemligt mål")
    first = world.ingest().generation
    assert world.ingest().generation == first
    world.write("provdata/a.yaml", "nytt mål")
    assert world.ingest().generation != first
    assert not world.holds("hemligt mål")
    (world.folder / "provdata/a.yaml").unlink()
    world.ingest()
    assert world.generation().structures == {}


def test_without_data_there_is_nothing(tmp_path: Path) -> None:
    assert read_structures([tmp_path, tmp_path / "saknas"], [READ]) == ({}, [])


def report_size(world: World) -> int:
    """How many documents are served."""
    return len(world.served())
