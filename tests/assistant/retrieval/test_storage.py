"""A generation on disk: what was written is what is read, and what was damaged is never served."""

from __future__ import annotations

import json
import logging
import os
import shutil
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sheets import SHEETS, TODAY, World, sheet

from assistant.domain import Document, PartialDate, Passage, Question
from assistant.errors import IndexBroken, IndexMismatch, IndexMissing
from assistant.retrieval import storage
from assistant.retrieval.storage import RecordFile
from assistant.settings import Settings
from assistant.wiring import load
from ingest import generations

REBUILD = "civsam ingest --rebuild"
DAYS = st.dates(date(1000, 1, 1), date(9999, 12, 31))
PARTIAL = st.none() | st.builds(
    lambda day, form: PartialDate.parse(day.strftime(form)), DAYS, st.sampled_from(["%Y", "%Y-%m", "%Y-%m-%d"])
)
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
NAMES = st.lists(ANY, max_size=3).map(tuple)
DOCUMENTS = st.builds(
    Document, id=ANY, title=ANY, text=ANY, sha256=ANY, path=ANY, publisher=st.none() | ANY, kind=st.none() | ANY,
    municipalities=NAMES, decided=PARTIAL, valid_from=PARTIAL, valid_to=PARTIAL, supersedes=NAMES, superseded_by=NAMES,
    source_url=st.none() | ANY, source_date=PARTIAL, retrieved=PARTIAL, completeness=st.none() | ANY,
    is_fact_sheet=st.booleans(),
)  # fmt: skip


@pytest.fixture(scope="module")
def pristine(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory that nobody has opened since it was made."""
    return Path(shutil.copytree(settings.data_dir, tmp_path_factory.mktemp("orörd") / "data"))


@pytest.fixture
def data(pristine: Path, tmp_path: Path) -> Path:
    """A copy of it to damage."""
    return Path(shutil.copytree(pristine, tmp_path / "data"))


def serving(data: Path) -> Path:
    return data / storage.current_name(data)


def flip(path: Path, place: int) -> None:
    content = bytearray(path.read_bytes())
    content[place] ^= 0x01
    path.write_bytes(content)


def canonical_files(folder: Path) -> list[str]:
    return sorted(storage.read_manifest(folder)["files"])


# --- round trips ------------------------------------------------------------------------------------------------


@given(DOCUMENTS)
def test_a_document_is_read_as_it_was_written(document: Document) -> None:
    record = json.loads(json.dumps(storage.document_record(document), ensure_ascii=False))
    assert storage.document_from(record) == document


def test_documents_and_passages_are_read_as_they_were_written(tmp_path: Path, world: World) -> None:
    world.ingest()
    generation = world.generation()
    documents, passages = list(generation.documents()), list(generation.passages())
    assert {document.path for document in documents} == set(SHEETS)
    assert generation.size == len(passages) == generation.manifest["passages"]
    for passage in passages:
        assert passage.text == passage.document.text[passage.start : passage.end]
        assert passage.document in documents
    for document in documents:
        own = [passage for passage in passages if passage.document == document]
        assert generation.passages_of(document) == tuple(own)
        assert own, "every document has passages"

    vectors = np.asarray(generation.vectors())
    again = generations.write_generation(tmp_path, documents, passages, vectors, generation.stamp, lambda _: None)
    copy = storage.open_generation(tmp_path / again)
    assert list(copy.documents()) == documents
    assert list(copy.passages()) == passages
    assert copy.stamp == generation.stamp
    assert copy.fingerprint == generation.fingerprint
    np.testing.assert_array_equal(copy.vectors(), vectors)


@given(st.lists(st.dictionaries(ANY, ANY | st.integers() | st.none(), max_size=3), max_size=8))
def test_records_are_read_at_random(tmp_path_factory: pytest.TempPathFactory, records: list[dict[str, object]]) -> None:
    path = tmp_path_factory.mktemp("rader") / "rader.jsonl"
    assert RecordFile.write(path, records) == len(records)
    file = RecordFile(path)
    assert len(file) == len(records)
    assert [file[number] for number in reversed(range(len(file)))] == records[::-1]
    file.close()


def test_the_catalogue_is_every_document_without_its_text(data: Path) -> None:
    folder = serving(data)
    generation = storage.open_current(data)
    every = [replace(document, text="") for document in generation.documents()]
    assert list(generation.catalogue) == every
    assert all(
        generation.document_called(one.id) == whole for one, whole in zip(every, generation.documents(), strict=True)
    )
    assert generation.document_called("finns-inte") is None
    generation.close()
    (folder / storage.CATALOGUE).unlink()  # as in a generation made before it was kept
    older = storage.Generation(folder, storage.read_manifest(folder))
    assert list(older.catalogue) == every
    older.close()


def test_a_document_that_is_in_use_is_the_same_one_in_the_next_generation(data: Path) -> None:
    serving(data)
    one, other = storage.open_current(data), storage.open_current(data)
    held = list(one.documents())
    assert all(mine is theirs for mine, theirs in zip(held, other.documents(), strict=True))
    changed = replace(held[0], title="Ett annat namn")
    storage.RecordFile.write(data / "andra.jsonl", [storage.document_record(changed)])
    file = RecordFile(data / "andra.jsonl")
    assert storage._read_document(file, 0) == changed != held[0]
    for opened in (one, other, file):
        opened.close()


def test_many_threads_read_the_same_records(settings: Settings) -> None:
    generation = storage.open_current(settings.data_dir)
    read = generation.passage.__wrapped__
    alone = [read(number) for number in range(generation.size)]
    found: list[list[Passage]] = []
    threads = [
        threading.Thread(target=lambda: found.append([read(n) for n in range(generation.size)])) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [alone] * 6
    generation.close()


def test_what_is_ranked_and_embedded_has_title_headings_lead_and_text(settings: Settings) -> None:
    generation = storage.open_current(settings.data_dir)
    for stored in generation.passages():
        passage = replace(stored, lead="| Bidrag | När |")
        embedded = storage.embedding_text(passage)
        for part in (passage.document.title, *passage.headings, passage.lead, passage.text):
            assert part in embedded
        assert storage.index_fields(passage).title.startswith(passage.document.title)
    generation.close()


# --- nothing there ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("exists", [True, False])
def test_no_index_yet(tmp_path: Path, exists: bool) -> None:
    folder = tmp_path if exists else tmp_path / "saknas"
    with pytest.raises(IndexMissing, match="civsam ingest") as caught:
        storage.open_current(folder)
    assert str(folder) in str(caught.value)


def test_without_current_nothing_is_served(data: Path) -> None:
    (data / "CURRENT").unlink()
    with pytest.raises(IndexMissing, match="civsam ingest"):
        storage.open_current(data)


# --- damage -----------------------------------------------------------------------------------------------------


def test_every_flipped_byte_in_our_own_files_is_detected(data: Path) -> None:
    folder = serving(data)
    names = canonical_files(folder)
    assert {storage.DOCUMENTS, storage.PASSAGES, storage.VECTORS} <= set(names)
    for name in names:
        path = folder / name
        size = path.stat().st_size
        for place in sorted({0, size // 3, size // 2, size - 1}):
            flip(path, place)
            with pytest.raises(IndexBroken, match=REBUILD) as caught:
                storage.open_current(data)
            assert name in caught.value.what
            flip(path, place)
    storage.open_current(data).close()


@pytest.mark.parametrize("part", ["checksum", "fingerprint", "stamp", "files", "created"])
def test_a_flipped_byte_in_the_manifest_is_detected(data: Path, part: str) -> None:
    manifest = serving(data) / storage.MANIFEST
    text = manifest.read_text(encoding="utf-8")
    for ahead in (2, len(part) + 4, len(part) + 8):
        flip(manifest, len(text[: text.index(f'"{part}"')].encode()) + ahead)
        with pytest.raises(IndexBroken, match=REBUILD):
            storage.open_current(data)
        manifest.write_text(text, encoding="utf-8")
    storage.open_current(data).close()


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"null", b'"text"', b"{}", b"\xff\xfe\x00", b'{"stamp": "1", "checksum": 1}']
)
def test_a_manifest_that_says_nothing_is_detected(data: Path, content: bytes) -> None:
    (serving(data) / storage.MANIFEST).write_bytes(content)
    with pytest.raises(IndexBroken, match=REBUILD):
        storage.open_current(data)


def test_a_missing_file_is_detected(data: Path) -> None:
    folder = serving(data)
    for name in (*canonical_files(folder), storage.MANIFEST):
        hidden = (folder / name).rename(data / "undangömd")
        with pytest.raises(IndexBroken, match=REBUILD):
            storage.open_current(data)
        hidden.rename(folder / name)
    storage.open_current(data).close()


def test_a_truncated_file_is_detected(data: Path) -> None:
    path = serving(data) / storage.PASSAGES
    os.truncate(path, path.stat().st_size - 10)
    with pytest.raises(IndexBroken, match=REBUILD):
        storage.open_current(data)


@pytest.mark.parametrize(
    "content", [b"gen-9999", b"", b"gen-0001.tmp", b"..", b"/", b"\x00", b"\xff\xfe", b"\x80", b"gen-000\xb1"]
)
def test_a_current_that_names_nothing_leaves_the_complete_generation_serving(
    data: Path, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    name = storage.current_name(data)
    (data / "CURRENT").write_bytes(content)
    generation = storage.open_current(data)
    assert generation.name == name
    assert name in caplog.text
    generation.close()


def test_a_current_that_names_nothing_and_nothing_else_there(data: Path) -> None:
    shutil.rmtree(serving(data))
    with pytest.raises(IndexBroken, match=REBUILD):
        storage.open_current(data)


@pytest.mark.parametrize("name", [storage.MANIFEST, storage.DOCUMENTS, storage.VECTORS, f"{storage.LEXICAL}/keys.npy"])
def test_the_previous_generation_serves_when_the_newest_is_damaged(
    world: World, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    first = world.ingest()
    world.write("ny.md", sheet("ny", "## Ny\n\n- Skridskor lånas ut gratis i Hallsberg.", kommun="Hallsberg"))
    second = world.ingest()
    assert world.generations() == [first.generation, second.generation]
    flip(world.data_dir / second.generation / name, 200)

    with caplog.at_level(logging.WARNING):
        assistant = load(Settings(data_dir=world.data_dir, corpus_dir=world.folder))
    assert first.generation in caplog.text
    assert REBUILD in caplog.text
    assert assistant.generation.name == first.generation
    assert assistant.ask(Question("När söker man startpeng i Kumla?", TODAY)).generation == first.generation
    assistant.close()

    mended = world.ingest()
    assert mended.generation not in (first.generation, second.generation)
    assert "ny" in world.served()
    assert world.generation().name == mended.generation


def test_a_half_written_generation_is_never_served(data: Path) -> None:
    folder = serving(data)
    folder.rename(data / f"{folder.name}.tmp")
    with pytest.raises(IndexBroken, match=REBUILD):
        storage.open_current(data)


# --- made by another version ------------------------------------------------------------------------------------


def remake_as(folder: Path, **stamp: str) -> None:
    """Write the manifest as a program with another stamp would have."""
    path = folder / storage.MANIFEST
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["stamp"] |= stamp
    manifest["checksum"] = storage.manifest_checksum(manifest)
    path.write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")


def test_another_format_stops_with_the_command_that_mends_it(data: Path) -> None:
    remake_as(serving(data), format="0")
    with pytest.raises(IndexMismatch, match=REBUILD) as caught:
        storage.open_current(data)
    assert "format 0" in caught.value.what
    assert str(data) in caught.value.where


@pytest.mark.parametrize("part", ["embedder", "analyser"])
def test_another_embedder_or_analyser_stops_with_the_command_that_mends_it(
    data: Path, settings: Settings, part: str
) -> None:
    remake_as(serving(data), **{part: "en annan"})
    with pytest.raises(IndexMismatch, match=REBUILD) as caught:
        load(settings.model_copy(update={"data_dir": data}))
    assert "en annan" in caught.value.what


def test_a_generation_that_is_replaced_and_removed_while_it_is_opened_is_no_fault(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    world.ingest()
    original = storage.open_generation
    swaps = iter([True])

    def slow(folder: Path) -> storage.Generation:
        if next(swaps, False):
            world.write("sida.html", SHEETS["sida.html"].replace("tre dygn", "fyra dygn"))
            world.ingest()
        return original(folder)

    monkeypatch.setattr(storage, "open_generation", slow)
    generation = storage.open_current(world.data_dir)
    assert generation.name == world.reports[-1].generation != world.reports[0].generation
    assert caplog.text == ""
    generation.close()
