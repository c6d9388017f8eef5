"""Write a new generation beside the serving one, verify it, and swap CURRENT in one step."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

import numpy as np

from assistant.adapters.chroma import ChromaVectorIndex
from assistant.domain import Document, Health, IndexStamp, Passage
from assistant.errors import IndexBroken, KnowledgeBaseError
from assistant.ports import Matrix
from assistant.retrieval import expected, postings, storage
from assistant.retrieval.lexical import Fields
from assistant.retrieval.storage import RecordFile
from ingest import vector_index

VERIFY_SECONDS = 600
SAME = 0.999  # the cosine from which a vector found is the one looked for
_GENERATION = re.compile(r"gen-(\d{4,})(?:\.tmp)?")


def write_generation(
    data_dir: Path,
    documents: Sequence[Document],
    passages: Sequence[Passage],
    vectors: Matrix,
    stamp: IndexStamp,
    advance: Callable[[int], object],
    structures: Mapping[str, object] = MappingProxyType({}),
    health: Mapping[str, Health] = MappingProxyType({}),
    publish: Callable[[Path], object] = lambda _: None,
    *,
    for_staff: bool = False,
    of_questions: Matrix | None = None,
) -> str:
    """Write, verify and serve a new generation; returns its name. A crash at any point leaves the old one serving.

    ``publish`` gets the folder when it has been verified, before it serves.
    Raises ValueError when a document is for staff only and the generation is not.
    """
    if not for_staff and any(document.staff_only for document in documents):
        raise ValueError("a document for staff only in a generation for the public")
    name = next_name(data_dir)
    folder = data_dir / f"{name}.tmp"
    _remove_half_written(data_dir)  # first: what a stopped run left may be what fills the disk
    try:
        _fill(folder, documents, passages, vectors, stamp, advance, structures, health, for_staff, of_questions)
    except Exception:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    adopt(data_dir, folder, name, publish)
    return name


def adopt(data_dir: Path, folder: Path, name: str, publish: Callable[[Path], object] = lambda _: None) -> None:
    """Verify a complete generation that lies on the same disk, and serve it under this name. Raises IndexBroken."""
    verify(folder)
    publish(folder)
    _sync(folder)
    folder.replace(data_dir / name)
    _point_current(data_dir, name)


def prune(data_dir: Path, serving: str) -> None:
    """Remove half-written generations, and every other one but the newest that holds nothing that is no longer served.

    What has been removed or changed must not stay on disk, not even in a spare.
    """
    _remove_half_written(data_dir)
    others = storage.generation_names(data_dir) - {serving}
    served = _held(data_dir / serving) if others else {}
    has_spare = False
    for name in sorted(others, key=storage.generation_number, reverse=True):
        held = {} if has_spare else _held(data_dir / name)
        if held and held.items() <= served.items():
            has_spare = True
        else:
            shutil.rmtree(data_dir / name, ignore_errors=True)


def _remove_half_written(data_dir: Path) -> None:
    for path in data_dir.glob("gen-*.tmp"):
        if _GENERATION.fullmatch(path.name):
            shutil.rmtree(path, ignore_errors=True)


def contents(documents: Iterable[Document]) -> dict[str, tuple[str, ...]]:
    """Id → hash, path and what it says that it replaces, of every document."""
    return {document.id: (document.sha256, document.path, *document.supersedes) for document in documents}


def _held(folder: Path) -> dict[str, tuple[str, ...]]:
    """The contents of a generation and its structures' hash; nothing when it cannot be opened."""
    try:
        generation = storage.open_generation(folder)
    except KnowledgeBaseError:
        return {}
    try:
        beside: dict[str, tuple[str, ...]] = {
            storage.STRUCTURES: ("", generation.manifest["files"].get(storage.STRUCTURES, ""))
        }
        return contents(generation.catalogue) | beside
    finally:
        generation.close()


def fingerprint(documents: Sequence[Document], structures: Mapping[str, object] = MappingProxyType({})) -> str:
    """A hash of every document's id and content, and of the editors' data beside them."""
    pairs = sorted(f"{document.id}\0{document.sha256}" for document in documents)
    pairs += [json.dumps(structures, ensure_ascii=False, sort_keys=True)] if structures else []
    return hashlib.sha256("\n".join(pairs).encode("utf-8")).hexdigest()


def verify(folder: Path) -> None:
    """Open and probe a generation in a child process: a damaged vector index can take its process with it.

    Raises IndexBroken when the child does not say that all is well.
    """
    command = [sys.executable, "-m", "ingest.generations", str(folder)]
    try:
        child = subprocess.run(
            command, capture_output=True, timeout=VERIFY_SECONDS, check=False, cwd=Path(__file__).parent.parent
        )
        passed = child.returncode == 0
    except subprocess.TimeoutExpired:
        passed = False
    if not passed:
        shutil.rmtree(folder, ignore_errors=True)
        raise IndexBroken(
            "Det nya indexet klarade inte kontrollen och tas inte i bruk. Det gamla ligger kvar",
            where=str(folder.parent),
            next_step="Kör: civsam ingest --rebuild. Kontrollera också att disken inte är full",
        )


def probe(folder: Path) -> None:
    """Check that the passages, the lexical index and the vectors are all there and find each other. Raises on any fault."""
    generation = storage.open_generation(folder)
    storage.check_vector_index(generation)
    vectors = generation.vectors()
    index = ChromaVectorIndex(folder / storage.CHROMA)
    try:
        if not generation.size == len(vectors) == index.count():
            raise IndexBroken("Antalen stämmer inte", where=str(folder), next_step=storage.REBUILD)
        step = max(1, generation.size // 200)
        for number in range(0, generation.size, step):
            vector = np.asarray(vectors[number])
            found = index.query(vector, 1)[0][1] >= SAME
            # among thousands of nearly equal vectors the graph loses its way to some that are stored all the same
            if not found and not index.holds(number, vector):
                raise IndexBroken(f"Avsnitt {number} går inte att hitta", where=str(folder), next_step=storage.REBUILD)
            generation.passage(number)
    finally:
        index.close()
        generation.close()


def _fill(
    folder: Path,
    documents: Sequence[Document],
    passages: Sequence[Passage],
    vectors: Matrix,
    stamp: IndexStamp,
    advance: Callable[[int], object],
    structures: Mapping[str, object],
    health: Mapping[str, Health],
    for_staff: bool,
    of_questions: Matrix | None,
) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    (folder / storage.LEXICAL).mkdir(parents=True)
    numbers = {document.id: number for number, document in enumerate(documents)}
    RecordFile.write(folder / storage.DOCUMENTS, map(storage.document_record, documents))
    RecordFile.write(folder / storage.CATALOGUE, map(storage.catalogue_record, documents))
    records = (storage.passage_record(passage, numbers[passage.document.id]) for passage in passages)
    RecordFile.write(folder / storage.PASSAGES, records)
    owners = np.array([numbers[passage.document.id] for passage in passages], dtype=np.uint32)
    np.save(folder / storage.OWNERS, owners)
    np.save(folder / storage.VECTORS, vectors)
    if health:
        healths = {name: storage.health_record(of_one) for name, of_one in health.items()}
        (folder / storage.HEALTH).write_text(json.dumps(healths, ensure_ascii=False), encoding="utf-8")
    if structures:
        (folder / storage.STRUCTURES).write_text(json.dumps(dict(structures), ensure_ascii=False), encoding="utf-8")
    postings.build(storage.index_fields(passage) for passage in passages).save(folder / storage.LEXICAL)
    if questions := expected.expected_from(structures.get(expected.KIND)):
        (folder / storage.QUESTIONS).mkdir()
        postings.build(Fields("", "", one.question) for one in questions).save(folder / storage.QUESTIONS)
        if of_questions is None:
            raise ValueError("expected questions without their vectors")
        np.save(folder / storage.QUESTIONS / storage.VECTORS, of_questions)
    files = _digests(folder, folder)
    vector_index.build(folder, advance)
    manifest: dict[str, object] = {
        "stamp": asdict(stamp),
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "documents": len(documents),
        "passages": len(passages),
        "fingerprint": fingerprint(documents, structures),
        "files": files,
        storage.VECTOR_INDEX: _digests(folder, folder / storage.CHROMA),
    }
    if for_staff:
        manifest[storage.FOR_STAFF] = True
    manifest["checksum"] = storage.manifest_checksum(manifest)
    _write_durably(folder / storage.MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))


def _digests(folder: Path, below: Path) -> dict[str, str]:
    """Path → SHA-256 of every file below, the path relative to the folder."""
    files = (path for path in sorted(below.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): storage.file_sha256(path) for path in files}


def next_name(data_dir: Path) -> str:
    """What the next generation is called."""
    numbers = (_GENERATION.fullmatch(path.name) for path in data_dir.glob("gen-*"))
    number = max((int(found.group(1)) for found in numbers if found), default=0) + 1
    return f"gen-{number:04d}"


def _point_current(data_dir: Path, name: str) -> None:
    _write_durably(data_dir / "CURRENT.tmp", name + "\n")
    (data_dir / "CURRENT.tmp").replace(data_dir / "CURRENT")
    _sync_one(data_dir)


def _sync(folder: Path) -> None:
    """Everything in the folder is on the disk before CURRENT says so."""
    for path in (*folder.rglob("*"), folder):
        _sync_one(path)


def _sync_one(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write_durably(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


if __name__ == "__main__":
    probe(Path(sys.argv[1]))
