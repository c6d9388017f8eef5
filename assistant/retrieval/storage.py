"""A generation on disk: documents, passages, vectors, lexical index and manifest, opened for reading.

data/CURRENT names the serving generation. Everything in a generation is written once and never changed; what Chroma keeps
beside it (chroma/) can be rebuilt from the passages and vectors here.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import logging
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property, lru_cache, partial
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar
from weakref import WeakValueDictionary

import numpy as np
from numpy.typing import NDArray

from assistant.domain import Document, Health, IndexStamp, PartialDate, Passage
from assistant.errors import IndexBroken, IndexMismatch, IndexMissing, KnowledgeBaseError
from assistant.grants import cards
from assistant.retrieval import expected
from assistant.retrieval.expected import ExpectedQuestions
from assistant.retrieval.lexical import Fields, LexicalIndex

FORMAT = "1"
REBUILD = "Kör: civsam ingest --rebuild"
STRUCTURES = (
    "structures.json"  # what editors keep beside the documents as data; a generation without any has no such file
)
DOCUMENTS, PASSAGES, OWNERS, VECTORS, LEXICAL, QUESTIONS, CHROMA, MANIFEST = (
    "documents.jsonl", "passages.jsonl", "owners.npy", "vectors.npy", "lexical", "questions", "chroma", "manifest.json",
)  # fmt: skip

HEALTH = "health.json"
CATALOGUE = "catalogue.jsonl"  # the documents without their texts: what is asked of all of them reads no text
# the folder in a data directory that is one of its own, for everything there is: open and for staff only
STAFF = "staff"
FOR_STAFF = "for_staff"  # in the manifest of a generation there
VECTOR_INDEX = "vector_index"  # in the manifest: the files that Chroma made, with their hashes

_GENERATION = re.compile(r"gen-\d{4,}")
_NAME_WORD = re.compile(r"[^\W\d_]{3,}|(?<!\d)(?:19|20)\d\d(?!\d)")

T = TypeVar("T")

log = logging.getLogger(__name__)


class RecordFile:
    """One JSON object a line, read at random by number; the line offsets lie beside it."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        self._offsets: NDArray[np.int64] = np.load(path.with_suffix(".offsets.npy"))

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def __getitem__(self, number: int) -> dict[str, Any]:
        start, end = int(self._offsets[number]), int(self._offsets[number + 1])

        # pread keeps no position, so threads can read at the same time
        record: dict[str, Any] = json.loads(os.pread(self._file.fileno(), end - start, start))
        return record

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    @staticmethod
    def write(path: Path, records: Iterable[Mapping[str, object]]) -> int:
        """Write all records and their offsets; returns how many."""
        offsets = [0]
        with path.open("wb") as file:
            for record in records:
                line = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode("utf-8") + b"\n"
                offsets.append(offsets[-1] + file.write(line))
        np.save(path.with_suffix(".offsets.npy"), np.asarray(offsets, dtype=np.int64))
        return len(offsets) - 1


class Generation:
    """One complete, unchanging version of the knowledge base."""

    def __init__(self, folder: Path, manifest: dict[str, Any]) -> None:
        self.folder = folder
        self.name = folder.name
        self.manifest = manifest
        self._documents = RecordFile(folder / DOCUMENTS)
        self._passages = RecordFile(folder / PASSAGES)
        self._owners: NDArray[np.uint32] = np.load(folder / OWNERS)
        self.lexical = LexicalIndex.open(folder / LEXICAL, len(self._passages))
        path = folder / STRUCTURES  # the editors' data by kind (plans, …), as the JSON values that ingest made of it
        self.structures: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
        self._structures: dict[str, Any] = {}
        # of the files, not of self: a generation that is let go of is then gone at once, with what it maps and remembers
        self.document = lru_cache(maxsize=4096)(partial(_read_document, self._documents))
        self.passage = lru_cache(maxsize=16384)(partial(_read_passage, self._passages, self.document))

    @property
    def size(self) -> int:
        """How many passages there are."""
        return len(self._passages)

    @property
    def stamp(self) -> IndexStamp:
        """How it was made."""
        return IndexStamp(**self.manifest["stamp"])

    @property
    def for_staff(self) -> bool:
        """True when it may hold documents for staff only."""
        return bool(self.manifest.get(FOR_STAFF, False))

    @property
    def fingerprint(self) -> str:
        """A hash of every document's id and content: the same corpus has the same fingerprint."""
        return str(self.manifest["fingerprint"])

    def documents(self) -> Iterator[Document]:
        """Every document, in order."""
        return (self.document(number) for number in range(len(self._documents)))

    @cached_property
    def catalogue(self) -> tuple[Document, ...]:
        """Every document without its text, in order: for what is asked of all of them."""
        path = self.folder / CATALOGUE
        if not path.is_file():  # a generation made before it was kept
            return tuple(dataclasses.replace(document, text="") for document in self.documents())
        with path.open(encoding="utf-8") as file:
            return tuple(document_from(json.loads(line) | {"text": ""}) for line in file)

    def document_called(self, identifier: str) -> Document | None:
        """The document with this id, whole; None when there is none."""
        number = self._numbers.get(identifier)
        return None if number is None else self.document(number)

    def passages(self) -> Iterator[Passage]:
        """Every passage, in order."""
        return (self.passage(number) for number in range(self.size))

    def passages_of(self, document: Document) -> tuple[Passage, ...]:
        """Every passage of one document, in order."""
        return tuple(map(self.passage, self.numbers_of(document.id)))

    def numbers_of(self, document_id: str) -> range:
        """The numbers of a document's passages; none for an unknown id."""
        number = self._numbers.get(document_id)
        if number is None:
            return range(0)
        first, last = np.searchsorted(self._owners, [number, number + 1])
        return range(int(first), int(last))

    @cached_property
    def originals(self) -> Mapping[str, str]:
        """The original of each fact sheet that has one here, by id."""
        return {document.original_of: document.id for document in self.catalogue if document.original_of}

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {document.id: number for number, document in enumerate(self.catalogue)}

    def health(self) -> Mapping[str, Health]:
        """How each document was read, by its id; nothing in a generation made before that was kept."""
        try:
            records = json.loads((self.folder / HEALTH).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        return {name: Health(**_tupled(values, "pages_without_text", "warnings")) for name, values in records.items()}

    def vectors(self) -> NDArray[np.float32]:
        """The passages' vectors; shape (size, dimension), read from disk as needed."""
        matrix: NDArray[np.float32] = np.load(self.folder / VECTORS, mmap_mode="r")
        return matrix

    @property
    def grants(self) -> tuple[cards.Grant, ...]:
        """Every grant card, in the order of its files."""
        return self.structure(cards.KIND, lambda records: tuple(map(self._grant, records)))

    def structure(self, kind: str, build: Callable[[Any], T]) -> T:
        """What ``build`` makes of one kind of data (of an empty list when there is none); made once and kept."""
        if kind not in self._structures:
            self._structures[kind] = build(self.structures.get(kind, []))
        made: T = self._structures[kind]
        return made

    @cached_property
    def expected(self) -> ExpectedQuestions | None:
        """The questions that editors expect; None when there are none."""
        questions = self.structure(expected.KIND, expected.expected_from)
        if not questions:
            return None
        called = {name: self.catalogue[self._numbers[name]] for name in {one.document for one in questions}}
        index = LexicalIndex.open(self.folder / QUESTIONS, len(questions))
        vectors = np.load(self.folder / QUESTIONS / VECTORS, mmap_mode="r").view(np.ndarray)
        if len(vectors) != len(questions):
            raise ValueError("the expected questions and their vectors do not fit together")
        return ExpectedQuestions(questions, index, vectors, called)

    def close(self) -> None:
        """Let go of the files."""
        self._documents.close()
        self._passages.close()

    def _grant(self, record: dict[str, Any]) -> cards.Grant:
        return cards.grant_from(record, self.document(self._numbers[record["document"]]))


_IN_USE: WeakValueDictionary[tuple[str, str], Document] = WeakValueDictionary()  # by id and content


def _read_document(documents: RecordFile, number: int) -> Document:
    """As it was read before, by an earlier generation, where it is the same and still in use: answers and caches hold it."""
    document = document_from(documents[number])
    key = document.id, document.sha256
    known = _IN_USE.get(key)
    if known == document:
        return known
    _IN_USE[key] = document
    return document


def _read_passage(passages: RecordFile, document_of: Callable[[int], Document], number: int) -> Passage:
    record = passages[number]
    document = document_of(record.pop("document"))
    return Passage(
        document=document, text=document.text[record["start"] : record["end"]], **_tupled(record, "headings")
    )


def staff_dir(data_dir: Path) -> Path:
    """The data directory of the whole collection, also what is for staff only. Nothing that serves the public opens it."""
    return data_dir / STAFF


def is_for_staff(data_dir: Path) -> bool:
    """True when a generation of the whole collection lies here. One that cannot be read is passed over."""
    for name in generation_names(data_dir):
        try:
            if read_manifest(data_dir / name).get(FOR_STAFF):
                return True
        except KnowledgeBaseError:
            continue
    return False


def current_name(data_dir: Path) -> str:
    """What CURRENT says, which is no name of a generation when it is damaged.

    Raises IndexMissing when nothing is indexed, IndexBroken when the system refuses.
    """
    try:
        return (data_dir / "CURRENT").read_bytes().decode("utf-8", "replace").strip()
    except (FileNotFoundError, NotADirectoryError):
        raise IndexMissing("Det finns inget index ännu", where=str(data_dir), next_step="Kör: civsam ingest") from None
    except OSError as error:
        raise IndexBroken("Filen CURRENT går inte att läsa", where=str(data_dir), next_step=REBUILD) from error


def open_current(data_dir: Path) -> Generation:
    """The serving generation; an older complete one when the serving one is damaged.

    Raises IndexMissing, IndexMismatch (another format) or IndexBroken (no complete generation left).
    """
    return open_serving(data_dir, lambda generation: generation)


def open_serving(data_dir: Path, attach: Callable[[Generation], T]) -> T:
    """What ``attach`` makes of the serving generation; of an older complete one when that, or attaching to it, is broken.

    Raises as ``open_current``, and whatever else ``attach`` raises.
    """
    name = current_name(data_dir)
    try:
        if not _GENERATION.fullmatch(name):
            raise IndexBroken("Filen CURRENT är skadad", where=str(data_dir), next_step=REBUILD)
        return _attached(data_dir / name, attach)
    except IndexBroken as fault:
        if current_name(data_dir) != name:  # it was replaced and removed while we opened it
            return open_serving(data_dir, attach)
        return _open_older(data_dir, name, fault, attach)


def _open_older(data_dir: Path, name: str, fault: IndexBroken, attach: Callable[[Generation], T]) -> T:
    """The newest complete generation but the one that is damaged; raises ``fault`` when there is none."""
    for candidate in sorted(generation_names(data_dir) - {name}, key=generation_number, reverse=True):
        try:
            attached = _attached(data_dir / candidate, attach)
        except (IndexBroken, IndexMismatch):
            continue
        log.warning("%s Den tidigare versionen %s används i stället.", fault, candidate)
        return attached
    raise fault


def _attached(folder: Path, attach: Callable[[Generation], T]) -> T:
    generation = open_generation(folder)
    try:
        if generation.for_staff and folder.parent.name != STAFF:  # moved or restored to where the public reads
            raise IndexMismatch("Indexet är bara för personal", where=str(folder), next_step=REBUILD)
        return attach(generation)
    except Exception:
        generation.close()
        raise


def generation_names(data_dir: Path) -> set[str]:
    """The generations in a data directory, complete or damaged; nothing else that lies there."""
    return {path.name for path in data_dir.glob("gen-*") if _GENERATION.fullmatch(path.name) and path.is_dir()}


def generation_number(name: str) -> int:
    """Which one in order: gen-0012 is the twelfth."""
    return int(name.removeprefix("gen-"))


def open_generation(folder: Path) -> Generation:
    """Open one generation after checking its manifest and files. Raises IndexMismatch or IndexBroken."""
    manifest = read_manifest(folder)
    try:
        _check(folder, manifest["files"])
        generation = Generation(folder, manifest)
        _ = generation.expected  # a fault in it is found here, not at a question
        return generation
    except FileNotFoundError as error:
        missing = Path(str(error.filename))
        if missing.is_relative_to(folder) and missing.relative_to(folder).as_posix() not in manifest["files"]:
            raise IndexMismatch(
                "Indexet är gjort av en äldre version av Civsam", where=str(folder), next_step=REBUILD
            ) from error
        raise IndexBroken("Indexet är inte helt", where=str(folder), next_step=REBUILD) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexBroken("Indexet är inte helt", where=str(folder), next_step=REBUILD) from error


def check_vector_index(generation: Generation) -> None:
    """Chroma's files are as they were written. A damaged one can take the process that opens it with it.

    Raises IndexBroken. A generation made before they were listed is not checked.
    """
    try:
        _check(generation.folder, generation.manifest.get(VECTOR_INDEX, {}))
    except (OSError, AttributeError, TypeError) as error:
        raise IndexBroken("Vektorindexet är inte helt", where=str(generation.folder), next_step=REBUILD) from error


def _check(folder: Path, digests: Mapping[str, str]) -> None:
    for name, digest in digests.items():
        if file_sha256(folder / name) != digest:
            raise IndexBroken(f"Filen {name} i indexet är skadad", where=str(folder), next_step=REBUILD)


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a generation. Raises IndexMismatch or IndexBroken."""
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        made_as = manifest["stamp"]["format"]
        if manifest["checksum"] != manifest_checksum(manifest):
            raise ValueError("checksum")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexBroken(
            "Indexets innehållsförteckning är skadad", where=str(folder / MANIFEST), next_step=REBUILD
        ) from error
    if made_as != FORMAT:
        raise IndexMismatch(
            f"Indexet är gjort av en annan version av Civsam (format {made_as}, här används {FORMAT})",
            where=str(folder),
            next_step=REBUILD,
        )
    return manifest


def vectors_digest(manifest: Mapping[str, Any]) -> str:
    """The SHA-256 of a generation's vectors, in hex: the same for everyone who has the same vectors."""
    return str(manifest["files"][VECTORS])


def manifest_checksum(manifest: Mapping[str, object]) -> str:
    """A hash of everything in the manifest but the checksum itself."""
    rest = {key: value for key, value in manifest.items() if key != "checksum"}
    return hashlib.sha256(json.dumps(rest, sort_keys=True, ensure_ascii=False).encode("utf-8")).hexdigest()


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def index_fields(passage: Passage) -> Fields:
    """What is ranked of a passage: the document's title and file name, the heading path and the text."""
    _, headings, text = _embedded_fields(passage)
    return Fields(_names(passage.document), headings, text)


def _embedded_fields(passage: Passage) -> tuple[str, str, str]:
    text = f"{passage.lead}\n{passage.text}" if passage.lead else passage.text
    return passage.document.title, " – ".join(passage.headings), text


def _names(document: Document) -> str:
    """The title, and for a file without front matter the words of its name: people ask for a file by either."""
    if document.is_fact_sheet:
        return document.title
    known = document.title.lower()
    words = _NAME_WORD.findall(PurePosixPath(document.path).stem)
    return " ".join([document.title, *(word for word in words if word.lower() not in known)])


def embedding_text(passage: Passage) -> str:
    """What is embedded of a passage."""
    return "\n".join(part for part in _embedded_fields(passage) if part)


def document_record(document: Document) -> dict[str, object]:
    """A document as JSON values."""
    record = {field.name: getattr(document, field.name) for field in dataclasses.fields(document)}
    return {name: str(value) if isinstance(value, PartialDate | date) else value for name, value in record.items()}


def catalogue_record(document: Document) -> dict[str, object]:
    """The same without the text."""
    record = document_record(document)
    del record["text"]
    return record


def document_from(record: dict[str, Any]) -> Document:
    """The document that ``document_record`` wrote."""
    for name in _DATES:
        if record.get(name) is not None:
            record[name] = PartialDate.parse(record[name])
    names = [name for name in _NAMES if name in record]
    return Document(**_tupled(record, *names))


_DATES = ("decided", "valid_from", "valid_to", "source_date", "retrieved", "source_changed", "source_gone")
_NAMES = ("municipalities", "supersedes", "superseded_by", "also_at", "similar_to")


def health_record(health: Health) -> dict[str, object]:
    """How a document was read, as JSON values."""
    return dataclasses.asdict(health)


def passage_record(passage: Passage, document_number: int) -> dict[str, object]:
    """A passage as JSON values; its text is a slice of the document and is not repeated."""
    record = {field.name: getattr(passage, field.name) for field in dataclasses.fields(passage)}
    del record["text"]
    return record | {"document": document_number}


def _tupled(record: dict[str, Any], *names: str) -> dict[str, Any]:
    return record | {name: tuple(record[name]) for name in names}
