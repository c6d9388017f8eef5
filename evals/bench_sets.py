"""Public question sets as collections Civsam can index: Swedish SQuAD and the statute book. Nothing here is fetched."""

from __future__ import annotations

import gzip
import hashlib
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from assistant.domain import Document, Passage
from assistant.ports import Embedder
from assistant.retrieval import storage
from assistant.settings import PROJECT
from ingest import generations
from ingest.pipeline import stamp_for

BENCH = PROJECT.parent / "shared" / "bench"
SQUAD = BENCH / "squad_sv_dev.json.gz"
STATUTES = BENCH / "statutes.jsonl.gz"
STATUTE_QUESTIONS = 300
SEED = 1


class Asked(NamedTuple):
    """A question, the id of the passage that answers it, and the article it is about."""

    text: str
    gold: str
    article: str


@dataclass(frozen=True)
class Collection:
    """Documents, their passages in order, and questions with one right passage each."""

    documents: tuple[Document, ...]
    passages: tuple[Passage, ...]
    questions: tuple[Asked, ...]

    def without_titles(self) -> Collection:
        """The same texts when nobody knows what they are called."""
        documents = {document.id: replace(document, title="") for document in self.documents}
        passages = tuple(replace(passage, document=documents[passage.document.id]) for passage in self.passages)
        return Collection(tuple(documents.values()), passages, self.questions)


class _Part(NamedTuple):
    heading: str
    text: str


def read_squad(path: Path) -> Collection:
    """Every paragraph is a passage, every article a document; questions without an answer are left out."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        articles: list[dict[str, Any]] = json.load(file)["data"]
    documents: list[Document] = []
    passages: list[Passage] = []
    questions: list[Asked] = []
    for number, article in enumerate(articles):
        name = f"artikel-{number}"
        parts = [_Part("", paragraph["context"]) for paragraph in article["paragraphs"]]
        document, found = _document(name, article["title"].replace("_", " "), parts)
        documents.append(document)
        passages += found
        for passage, paragraph in zip(found, article["paragraphs"], strict=True):
            questions += [
                Asked(asked["question"], passage.id, name)
                for asked in paragraph["qas"]
                if asked.get("answers") and not asked.get("is_impossible")
            ]
    return Collection(tuple(documents), tuple(passages), tuple(questions))


def read_statutes(path: Path) -> Collection:
    """Every provision is a passage, every law a document; a sample of headings is made into questions."""
    documents: list[Document] = []
    passages: list[Passage] = []
    questions: list[Asked] = []
    for number, law in enumerate(_lines(path)):
        parts = [_Part(part.get("title") or "", part["content"]) for part in law["provisions"]]
        document, found = _document(f"lag-{number}", law["title"], parts)
        documents.append(document)
        passages += found
        named = [(passage, part) for passage, part in zip(found, parts, strict=True) if part.heading]
        questions += [
            Asked(f"Vad gäller om {p.heading.lower()} i {law['title']}?", f.id, document.id) for f, p in named
        ]
    sample = random.Random(SEED).sample(questions, min(STATUTE_QUESTIONS, len(questions)))
    return Collection(tuple(documents), tuple(passages), tuple(sample))


def build(collection: Collection, data_dir: Path, embedder: Embedder) -> str:
    """Index a collection the way an ingest does, checks included; returns the generation's name."""
    data_dir.mkdir(parents=True, exist_ok=True)
    vectors = embedder.embed_passages([storage.embedding_text(passage) for passage in collection.passages])
    return generations.write_generation(
        data_dir, collection.documents, collection.passages, vectors, stamp_for(embedder), lambda _: None
    )


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def _document(name: str, title: str, parts: Sequence[_Part]) -> tuple[Document, list[Passage]]:
    text = "\n\n".join(part.text for part in parts)
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    document = Document(id=name, title=title, text=text, sha256=digest, path=f"{name}.md")
    passages: list[Passage] = []
    start = 0
    for number, (heading, body) in enumerate(parts):
        headings = (heading,) if heading else ()
        passages.append(Passage(f"{name}#{number}", document, body, headings, start, start + len(body)))
        start += len(body) + 2
    return document, passages
