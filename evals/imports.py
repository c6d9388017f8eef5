"""Question sets of others as documents and cases: SQuAD files and BEIR folders. Nothing here is fetched."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from assistant.domain import Document, Passage
from evals.cases import Case, CaseError, Gold, Nugget
from evals.normalise import normalise
from ingest.split import PageSpan, split

QRELS = ("qrels/test.tsv", "qrels/dev.tsv", "qrels/train.tsv", "qrels.tsv")


class Imported(NamedTuple):
    """Documents with their passages, and the cases that ask about them."""

    documents: tuple[Document, ...]
    passages: tuple[Passage, ...]
    cases: tuple[Case, ...]


def read_squad(path: Path) -> Imported:
    """A SQuAD file (v1 or v2, also .gz): every paragraph is a document, its answers are facts. Raises CaseError."""
    try:
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        articles: list[dict[str, Any]] = json.loads(data)["data"]
        documents: list[Document] = []
        cases: list[Case] = []
        for number, article in enumerate(articles):
            title = str(article.get("title") or "").replace("_", " ")
            for place, paragraph in enumerate(article["paragraphs"]):
                name = f"stycke-{number}-{place}"
                documents.append(_document(name, title, paragraph["context"]))
                cases += [_squad_case(asked, name) for asked in paragraph["qas"]]
    except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise CaseError(
            f"Filen är inte i SQuAD-format ({type(error).__name__})",
            where=str(path),
            next_step='Ange en JSON-fil med "data", "paragraphs", "context" och "qas"',
        ) from error
    return _imported(documents, cases, path)


def read_beir(folder: Path) -> Imported:
    """A BEIR folder (corpus.jsonl, queries.jsonl and qrels): retrieval and refusal, the facts are unknown.

    Only queries with a relevant document are asked. Raises CaseError.
    """
    try:
        documents = [
            _document(line["_id"], line.get("title") or "", line["text"]) for line in _lines(folder / "corpus.jsonl")
        ]
        relevant = _qrels(folder)
        cases = [
            _case(f"{line['_id']}", line["text"], tuple(Gold(document=name) for name in relevant[line["_id"]]), ())
            for line in _lines(folder / "queries.jsonl")
            if relevant.get(line["_id"])
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CaseError(
            f"Mappen är inte i BEIR-format ({type(error).__name__})",
            where=str(folder),
            next_step="Ange en mapp med corpus.jsonl, queries.jsonl och qrels/test.tsv",
        ) from error
    return _imported(documents, cases, folder)


def _squad_case(asked: dict[str, Any], document: str) -> Case:
    given = dict.fromkeys(answer["text"] for answer in asked.get("answers") or ())
    forms = () if asked.get("is_impossible") else tuple(form for form in given if normalise(form))
    nuggets = (Nugget.model_validate({"name": forms[0], "any": list(forms)}),) if forms else ()
    golds = (Gold(document=document),)
    return _case(str(asked["id"]), asked["question"], golds, nuggets, answerable=bool(forms))


def _case(
    name: str, text: str, golds: tuple[Gold, ...], nuggets: tuple[Nugget, ...], *, answerable: bool = True
) -> Case:
    # Built without the rule that an answerable case has facts: a set for retrieval has none.
    return Case.model_construct(
        id=name, turns=(text.strip(),), answerable=answerable, relevant=golds, nuggets=nuggets, split=None
    )


def _document(name: str, title: str, text: str) -> Document:
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    return Document(id=str(name), title=title.strip(), text=text, sha256=digest, path=f"{name}.txt")


def _imported(documents: list[Document], cases: list[Case], where: Path) -> Imported:
    passages = [
        passage for document in documents for passage in split(document, [PageSpan(None, 0, len(document.text))])
    ]
    if not cases or not passages:
        raise CaseError(
            "Det finns inga frågor med text att söka i", where=str(where), next_step="Ange en annan samling"
        )
    ids = [case.id for case in cases]
    if len(set(ids)) < len(ids):
        raise CaseError("Två frågor har samma id", where=str(where), next_step="Ge varje fråga ett eget id")
    return Imported(tuple(documents), tuple(passages), tuple(cases))


def _qrels(folder: Path) -> dict[str, list[str]]:
    file = next((folder / name for name in QRELS if (folder / name).is_file()), folder / QRELS[0])
    relevant: dict[str, list[str]] = defaultdict(list)
    with file.open(encoding="utf-8", newline="") as lines:
        for query, document, grade in csv.reader(lines, delimiter="\t"):
            if grade.strip().lstrip("-").isdigit() and int(grade) > 0:  # the first line is a head
                relevant[query].append(document)
    return relevant


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        yield from (json.loads(line) for line in file if line.strip())
