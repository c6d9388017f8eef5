"""One folder per run: what was run, every answer in full, the figures and a page to read."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.domain import Citation, Hit
from evals import measures
from evals.attribution import attribute
from evals.cases import Case, CaseError
from evals.retrieval import found_by, gold_ranks, place_of, places_of
from evals.run import CaseResult
from evals.sources import ByDocument, is_stale

RUN, RESULTS, SUMMARY, REPORT, JUNIT = "run.json", "results.jsonl", "summary.json", "report.html", "junit.xml"
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class StoredRun:
    """A run read back from its folder."""

    about: dict[str, Any]
    rows: tuple[Row, ...]

    def only(self, ids: Collection[str]) -> StoredRun:
        """The same run as if only these questions had been asked."""
        return StoredRun(self.about, tuple(line for line in self.rows if line["id"] in ids))


def row(item: CaseResult, passages: ByDocument) -> Row:
    """Everything needed to understand one answer and its scores. ``passages`` is everything that is indexed."""
    case, answer = item.case, item.answer
    ranks = gold_ranks(places_of(item.hits, document_only=False), case.relevant)
    return {
        "id": case.id,
        "case_sha256": case.digest,
        "side": case.side,
        "tags": case.tags,
        "kind": case.kind and case.kind.value,
        "turns": case.turns,
        "answerable": case.answerable,
        "outcome": answer.outcome.value,
        "text": answer.text,
        "lead": answer.lead,
        "notices": answer.notices,
        "statements": [
            {"text": statement.text, "citations": statement.citations, "verified": statement.verified}
            for statement in answer.statements
        ],
        "citations": [_citation(citation, item) for citation in answer.citations],
        "near_misses": [_hit(rank, hit, item) for rank, hit in enumerate(answer.near_misses, start=1)],
        "hits": [_hit(rank, hit, item) for rank, hit in enumerate(item.hits, start=1)],
        "gold": [
            {"document": gold.document, "section": gold.section, "page": gold.page, "rank": rank}
            for gold, rank in zip(case.relevant, ranks, strict=True)
        ],
        "nuggets": [nugget.name for nugget in case.nuggets],
        "failure": attribute(case, answer, item.hits, passages),
        "stale": _stale(case, passages),
        "missing_nuggets": measures.missing_nuggets(case, answer),
        "forbidden_found": measures.forbidden_hits(case, answer),
        "dangling_citations": measures.dangling_citations(answer),
        "unsupported_numbers": measures.unsupported_numbers(answer),
        "model": answer.model,
        "generation": answer.generation,
        "scores": item.scores,
        "seconds": {"ask": item.ask_seconds, "search": item.search_seconds},
    }


def write_files(
    folder: Path, *, about: dict[str, Any], rows: Sequence[Row], summary: Row, report: str, junit: str
) -> None:
    """Write the run; a folder with an older run is overwritten."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / RUN).write_text(pretty_json(about), encoding="utf-8")
        lines = (json.dumps(line, ensure_ascii=False) + "\n" for line in rows)
        (folder / RESULTS).write_text("".join(lines), encoding="utf-8")
        (folder / SUMMARY).write_text(pretty_json(summary), encoding="utf-8")
        (folder / REPORT).write_text(report, encoding="utf-8")
        (folder / JUNIT).write_text(junit, encoding="utf-8")
    except OSError as error:
        raise cannot_save(folder, error) from error


def write_page(folder: Path, name: str, text: str) -> None:
    """Write one page into a folder."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise cannot_save(folder, error) from error


def cannot_save(folder: Path, error: OSError) -> CaseError:
    """What to say when a run cannot be written."""
    return CaseError(
        f"Körningen går inte att spara: {error.strerror}",
        where=str(folder),
        next_step="Ange en annan mapp med --out",
    )


def read_run(folder: Path) -> StoredRun:
    """The run in ``folder``. Raises CaseError when it is not a run or is damaged."""
    try:
        about = json.loads((folder / RUN).read_text(encoding="utf-8"))
        lines = (folder / RESULTS).read_text(encoding="utf-8").split("\n")  # a text may hold other line ends
        rows = tuple(json.loads(line) for line in lines if line)
        _ = about["corpus_fingerprint"], [(line["id"], line["case_sha256"], line["scores"]) for line in rows]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CaseError(
            "Mappen är inte en hel körning att jämföra med",
            where=str(folder),
            next_step=f"Ange en mapp som civsam eval har skrivit, med {RUN} och {RESULTS}",
        ) from error
    return StoredRun(about, rows)


def pretty_json(data: Any) -> str:
    """Readable JSON with Swedish letters as they are."""
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _stale(case: Case, passages: ByDocument) -> list[str]:
    stamped = [gold for gold in case.relevant if gold.sha256 and is_stale(gold, passages)]
    return [" › ".join(filter(None, (gold.document, gold.section))) for gold in stamped]


def _citation(citation: Citation, item: CaseResult) -> Row:
    passage = citation.passage
    return {
        "number": citation.number,
        "document_id": passage.document.id,
        "title": passage.document.title,
        "headings": passage.headings,
        "page": passage.first_page,
        "quote": citation.quote,
        "status": citation.status.value,
        "verbatim": measures.is_verbatim(citation),
        "gold": bool(found_by(place_of(passage), item.case.relevant)),
    }


def _hit(rank: int, hit: Hit, item: CaseResult) -> Row:
    return {
        "rank": rank,
        "document_id": hit.passage.document.id,
        "headings": hit.passage.headings,
        "page": hit.passage.first_page,
        "score": hit.score,
        "found_by": hit.found_by,
        "gold": bool(found_by(place_of(hit.passage), item.case.relevant)),
    }
