"""The measures by name, and all of them for one question. The report, the README and the gate read this list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from assistant.domain import Answer, Hit
from evals import measures, retrieval
from evals.cases import Case

Scores = dict[str, float | None]


class Measure(NamedTuple):
    """A measure: a rate counts questions (Wilson), a mean averages them (bootstrap). Headlines guard the gate."""

    name: str
    label: str
    kind: Literal["rate", "mean"]
    better: Literal["higher", "lower", "neither"]
    meaning: str
    headline: bool = False


MEASURES = (
    Measure("nugget_recall", "Fakta i svaret", "mean", "higher",
            "Hur stor del av frågans fakta som svarets påståenden visar; ett faktum som är okay räknas till hälften.", True),
    Measure("nugget_recall_vital", "Viktiga fakta", "mean", "higher",
            "Hur stor del av de fakta som är vital som svarets påståenden visar."),
    Measure("nugget_recall_whole", "Fakta i hela texten", "mean", "higher",
            "Som ovan, men även svarets inledning och noter räknas."),
    Measure("crag_score", "Samlat betyg (CRAG)", "mean", "higher",
            "+1 för alla viktiga fakta, +0,5 för några, 0 för uteblivet svar eller inget faktum, −1 för något förbjudet eller "
            "ett svar på en obesvarbar fråga.", True),
    Measure("forbidden", "Visar något förbjudet", "rate", "lower",
            "Andelen frågor där svaret visar fel version eller fel kommun, bland frågor som har en sådan fälla.", True),
    Measure("false_refusal", "Felaktigt uteblivet svar", "rate", "lower",
            "Andelen besvarbara frågor som inte fick något svar.", True),
    Measure("false_answer", "Felaktigt svar", "rate", "lower",
            "Andelen obesvarbara frågor som ändå besvarades.", True),
    Measure("partial_on_unanswerable", "Delvis på obesvarbar", "rate", "neither",
            "Andelen obesvarbara frågor med utfallet delvis; det räknas som rätt om inget förbjudet visas."),
    Measure("citation_precision_section", "Källor i rätt avsnitt", "mean", "higher",
            "Hur stor del av svarets källor som ligger i ett avsnitt som fallet anger.", True),
    Measure("citation_recall_section", "Rätta avsnitt som källa", "mean", "higher",
            "Hur stor del av de angivna avsnitten som svaret har som källa."),
    Measure("citation_precision_document", "Källor i rätt dokument", "mean", "higher",
            "Hur stor del av svarets källor som ligger i ett dokument som fallet anger."),
    Measure("citation_recall_document", "Rätta dokument som källa", "mean", "higher",
            "Hur stor del av de angivna dokumenten som svaret har som källa."),
    Measure("dangling", "Källnummer utan källa", "rate", "lower",
            "Andelen svar med ett källnummer som inte leder till exakt en källa; ska alltid vara 0."),
    Measure("verbatim", "Ordagranna citat", "mean", "higher",
            "Hur stor del av citaten som står ordagrant i dokumentet; ska alltid vara 1."),
    Measure("uncited", "Påståenden utan källa", "mean", "lower",
            "Hur stor del av påståendena som saknar källa."),
    Measure("numbers_supported", "Siffror med stöd", "mean", "higher",
            "Hur stor del av svarets tal och datum som står i ett citat som påståendet hänvisar till.", True),
    Measure("noise", "Brus", "mean", "lower",
            "Hur stor del av påståendena som varken visar ett faktum eller något som får nämnas."),
    Measure("section_hit@5", "Rätt avsnitt bland 5 träffar", "rate", "higher",
            "Andelen frågor med minst ett rätt avsnitt bland de fem första träffarna; det är denna som jämförs med "
            "målet recall@5 ≥ 0,85.", True),
    Measure("section_recall@5", "Andel rätta avsnitt bland 5", "mean", "higher",
            "Hur stor del av de rätta avsnitten som finns bland de fem första träffarna; strängare än måttet ovan."),
    Measure("section_recall@10", "Andel rätta avsnitt bland 10", "mean", "higher",
            "Hur stor del av de rätta avsnitten som finns bland de tio första träffarna."),
    Measure("section_mrr@10", "Första rätta avsnitt (MRR@10)", "mean", "higher",
            "1 delat med platsen för det första rätta avsnittet: 1 om det ligger först, 0,5 om det ligger tvåa."),
    Measure("section_ndcg@10", "Ordning på avsnitt (nDCG@10)", "mean", "higher",
            "Hur nära träfflistan är den bästa ordningen, där alla rätta avsnitt ligger först."),
    Measure("document_hit@5", "Rätt dokument bland 5 träffar", "rate", "higher",
            "Andelen frågor med minst ett rätt dokument bland de fem första träffarna."),
    Measure("document_recall@5", "Andel rätta dokument bland 5", "mean", "higher",
            "Hur stor del av de rätta dokumenten som finns bland de fem första träffarna."),
    Measure("document_mrr@10", "Första rätta dokument (MRR@10)", "mean", "higher",
            "1 delat med platsen för det första rätta dokumentet."),
    Measure("document_ndcg@10", "Ordning på dokument (nDCG@10)", "mean", "higher",
            "Hur nära träfflistan är den bästa ordningen, räknat på dokument."),
)  # fmt: skip
BALANCED_ACCURACY = Measure(
    "balanced_accuracy", "Rätt vägval (balanserat)", "mean", "higher",
    "Medelvärdet av andelen rätt bland besvarbara och andelen rätt bland obesvarbara frågor.",
)  # fmt: skip


def score(case: Case, answer: Answer, hits: Sequence[Hit]) -> Scores:
    """Every measure of one question, by name."""
    return {**_answer_scores(case, answer), **_ranking_scores(case, hits)}


def _answer_scores(case: Case, answer: Answer) -> Scores:
    scores: Scores = {
        "nugget_recall": measures.nugget_recall(case, answer),
        "nugget_recall_vital": measures.nugget_recall_vital(case, answer),
        "nugget_recall_whole": measures.nugget_recall_whole(case, answer),
        "crag_score": measures.crag_score(case, answer),
        "forbidden": float(bool(measures.forbidden_hits(case, answer))) if case.forbidden else None,
        "false_refusal": measures.false_refusal(case, answer),
        "false_answer": measures.false_answer(case, answer),
        "partial_on_unanswerable": measures.partial_on_unanswerable(case, answer),
        "dangling": float(bool(measures.dangling_citations(answer))),
        "verbatim": measures.verbatim(answer),
        "uncited": measures.uncited(answer),
        "numbers_supported": measures.numbers_supported(answer),
        "noise": measures.noise(case, answer),
    }
    for level, document_only in (("section", False), ("document", True)):
        scores[f"citation_precision_{level}"] = measures.citation_precision(case, answer, document_only=document_only)
        scores[f"citation_recall_{level}"] = measures.citation_recall(case, answer, document_only=document_only)
    return scores


def _ranking_scores(case: Case, hits: Sequence[Hit]) -> Scores:
    sections = retrieval.places_of(hits, document_only=False)
    documents = retrieval.places_of(hits, document_only=True)
    whole = measures.documents_of(case.relevant)
    return {
        "section_hit@5": retrieval.hit_at(sections, case.relevant, 5),
        "section_recall@5": retrieval.recall_at(sections, case.relevant, 5),
        "section_recall@10": retrieval.recall_at(sections, case.relevant, 10),
        "section_mrr@10": retrieval.reciprocal_rank(sections, case.relevant),
        "section_ndcg@10": retrieval.ndcg(sections, case.relevant),
        "document_hit@5": retrieval.hit_at(documents, whole, 5),
        "document_recall@5": retrieval.recall_at(documents, whole, 5),
        "document_mrr@10": retrieval.reciprocal_rank(documents, whole),
        "document_ndcg@10": retrieval.ndcg(documents, whole),
    }
