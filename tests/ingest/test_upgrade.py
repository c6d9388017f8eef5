"""Data that an earlier version wrote: served where that is possible, else told in words, and read in anew it is served."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sheets import TODAY, World, sheet

from assistant.domain import Question
from assistant.errors import IndexMismatch
from assistant.retrieval import storage
from assistant.settings import Settings
from assistant.wiring import load
from ui.cli import main

ASKED = Question("När söker man startpeng i Kumla?", TODAY)
NEW = sheet("ny", "## Ny\n\n- Ett nytt blad.")


def rewritten(folder: Path, change: Callable[[dict[str, Any]], object], *gone: str) -> None:
    """The generation without some of its files, and with a manifest that is whole all the same, as it once was."""
    manifest = storage.read_manifest(folder)
    for name in gone:
        (folder / name).unlink()
        del manifest["files"][name]
    change(manifest)
    manifest["checksum"] = storage.manifest_checksum(manifest)
    (folder / storage.MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")


def before_the_catalogue(folder: Path) -> None:
    """As until documents were listed without their texts, and Chroma's files with their hashes."""
    rewritten(folder, lambda manifest: manifest.pop("vector_index"), storage.CATALOGUE)


def other_postings(folder: Path) -> None:
    """As when the lexical index had other files."""
    listed = [name for name in storage.read_manifest(folder)["files"] if name.startswith(f"{storage.LEXICAL}/")]
    rewritten(folder, lambda manifest: manifest["stamp"].update(analyser="sv-0"), listed[0])


def other_format(folder: Path) -> None:
    """As of a version that keeps everything otherwise."""
    rewritten(folder, lambda manifest: manifest["stamp"].update(format="0"))


def quotes(world: World) -> list[str]:
    assistant = load(Settings(data_dir=world.data_dir, corpus_dir=world.folder))
    try:
        return [citation.quote for citation in assistant.ask(ASKED).citations]
    finally:
        assistant.close()


def test_data_of_the_version_before_is_served_and_goes_on_to_be_read_in(world: World) -> None:
    first = world.ingest()
    expected = quotes(world)
    documents = set(world.served())
    before_the_catalogue(world.data_dir / first.generation)
    assert quotes(world) == expected != []
    opened = world.generation()
    assert {document.id for document in opened.catalogue} == documents
    opened.close()
    world.write("ny.md", NEW)
    report = world.ingest()
    assert (report.added, report.embedded) == (("ny",), 2), "what was known is not worked out again"
    assert set(report.unchanged) == documents
    assert quotes(world) == expected


@pytest.mark.parametrize(
    ("before", "words"), [(other_postings, "en äldre version av Civsam"), (other_format, "en annan version av Civsam")]
)
def test_data_that_cannot_be_served_is_told_and_an_ingest_makes_it_served(
    world: World, capsys: pytest.CaptureFixture[str], before: Callable[[Path], None], words: str
) -> None:
    first = world.ingest()
    expected = quotes(world)
    before(world.data_dir / first.generation)
    with pytest.raises(IndexMismatch, match=words):
        world.generation()
    for command in (["ask", ASKED.text], ["status"], ["chat"]):
        assert main([*command, "--data-dir", str(world.data_dir)]) == 1
        told = capsys.readouterr().err
        assert words in told
        assert storage.REBUILD in told
        assert "Traceback" not in told
    report = world.ingest()
    assert report.generation != first.generation
    assert report.embedded == 0, "the vectors are kept by content"
    assert quotes(world) == expected
    assert world.generations() == [report.generation], "nothing of what cannot be read is left"


def test_a_spare_of_an_earlier_version_is_passed_over(world: World) -> None:
    """What is told is the fault of the one that should serve."""
    first = world.ingest().generation
    world.write("ny.md", NEW)
    second = world.ingest().generation
    other_format(world.data_dir / first)
    (world.data_dir / second / storage.PASSAGES).write_bytes(b"skadad")
    with pytest.raises(storage.IndexBroken):
        world.generation()
