"""The PDF files that are served are kept, and no others."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from assistant.adapters.fakes import LetterEmbedder
from ingest import kept
from ingest.pipeline import ingest

FILES = Path(__file__).parent / "files"
pytestmark = pytest.mark.usefixtures("in_process")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "dokument"
    made.mkdir()
    shutil.copy(FILES / "plan.pdf", made / "plan.pdf")
    (made / "text.txt").write_text("Föreningar kan söka bidrag.\n", encoding="utf-8")
    return made


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_pdf_is_kept_while_it_is_served_and_gone_with_its_document(folder: Path, tmp_path: Path) -> None:
    data, name = tmp_path / "data", sha256(folder / "plan.pdf")
    ingest([folder], data, LetterEmbedder())
    found = kept.find(data, name)
    assert found
    assert sha256(found) == name
    assert [path.name for path in (data / kept.FOLDER).iterdir()] == [f"{name}.pdf"]
    ingest([folder], data, LetterEmbedder())
    assert kept.find(data, name) == found
    (folder / "plan.pdf").unlink()
    ingest([folder], data, LetterEmbedder())
    assert kept.find(data, name) is None
    assert list((data / kept.FOLDER).iterdir()) == []


def test_a_changed_file_takes_the_place_of_the_old(folder: Path, tmp_path: Path) -> None:
    data, old = tmp_path / "data", sha256(folder / "plan.pdf")
    ingest([folder], data, LetterEmbedder())
    shutil.copy(FILES / "bidrag.pdf", folder / "plan.pdf")
    ingest([folder], data, LetterEmbedder())
    assert kept.find(data, old) is None
    assert kept.find(data, sha256(folder / "plan.pdf"))


def test_what_was_fetched_is_found_where_it_lies_and_not_stored_twice(folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    fetched = data / kept.FETCHED / f"{sha256(folder / 'plan.pdf')}.pdf"
    fetched.parent.mkdir(parents=True)
    shutil.move(folder / "plan.pdf", fetched)
    ingest([folder, fetched], data, LetterEmbedder())
    assert kept.find(data, fetched.stem) == fetched
    assert not (data / kept.FOLDER).exists()


def test_without_a_pdf_nothing_is_kept(folder: Path, tmp_path: Path) -> None:
    (folder / "plan.pdf").unlink()
    ingest([folder], tmp_path / "data", LetterEmbedder())
    assert not (tmp_path / "data" / kept.FOLDER).exists()
