"""Why a question failed, computed: the first step on the way from document to answer at which it went wrong. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from assistant.domain import Answer, Hit, Outcome
from evals import measures, retrieval
from evals.cases import Case, Gold, Nugget
from evals.normalise import contains, number_tokens
from evals.sources import ByDocument, gold_words


class Failure(StrEnum):
    """What went wrong, in the order it is looked for."""

    FALSE_ANSWER = "false_answer"
    WRONG_VERSION = "wrong_version"
    NOT_IN_CORPUS = "not_in_corpus"
    NOT_EXTRACTED = "not_extracted"
    NOT_RETRIEVED = "not_retrieved"
    FALSE_REFUSAL = "false_refusal"
    WRONG_NUMBER = "wrong_number"
    WRONG_CITATION = "wrong_citation"
    NOT_USED = "not_used"


LABELS: Mapping[Failure, str] = {
    Failure.FALSE_ANSWER: "Svarade på en fråga som inte kan besvaras",
    Failure.WRONG_VERSION: "Fel version eller fel kommun",
    Failure.NOT_IN_CORPUS: "Dokumentet finns inte i kunskapsbasen",
    Failure.NOT_EXTRACTED: "Texten kom inte med när dokumentet lästes in",
    Failure.NOT_RETRIEVED: "Rätt avsnitt hittades inte",
    Failure.FALSE_REFUSAL: "Avsnittet hittades, men inget svar gavs",
    Failure.WRONG_NUMBER: "Fel tal eller datum",
    Failure.WRONG_CITATION: "Rätt svar med fel källa",
    Failure.NOT_USED: "Avsnittet hittades, men svaret använde det inte",
}


def attribute(case: Case, answer: Answer, hits: Sequence[Hit], passages: ByDocument) -> Failure | None:
    """The failure of one question, None when it went well.

    An answerable question went well when every vital fact is shown, nothing forbidden is, every number has support and
    some source lies in a gold place. ``passages`` is everything that is indexed.
    """
    if not case.answerable:
        return Failure.FALSE_ANSWER if measures.false_answer(case, answer) else None
    missing = _missing(case, answer)
    if measures.forbidden_hits(case, answer) or (missing and _cites_other_version(case, answer)):
        return Failure.WRONG_VERSION
    if not missing and answer.outcome is not Outcome.NOT_FOUND:
        return _fault_of_a_whole_answer(case, answer)
    return _before_the_answer(case, missing, hits, passages) or _in_the_answer(case, answer, missing)


def _missing(case: Case, answer: Answer) -> tuple[Nugget, ...]:
    names = set(measures.missing_nuggets(case, answer))
    return tuple(nugget for nugget in case.nuggets if nugget.name in names and nugget.importance == "vital")


def _fault_of_a_whole_answer(case: Case, answer: Answer) -> Failure | None:
    if measures.unsupported_numbers(answer):
        return Failure.WRONG_NUMBER
    unsupported = (
        measures.dangling_citations(answer) or measures.citation_precision(case, answer, document_only=False) == 0
    )
    return Failure.WRONG_CITATION if unsupported else None


def _before_the_answer(
    case: Case, missing: Sequence[Nugget], hits: Sequence[Hit], passages: ByDocument
) -> Failure | None:
    if not case.relevant:
        return None
    indexed = [gold for gold in case.relevant if gold.document in passages]
    if not indexed:
        return Failure.NOT_IN_CORPUS
    needed = _places_of_facts(indexed, missing, passages)
    if not needed:
        return Failure.NOT_EXTRACTED
    ranks = retrieval.gold_ranks(retrieval.places_of(hits, document_only=False), needed)
    return Failure.NOT_RETRIEVED if all(rank is None for rank in ranks) else None


def _places_of_facts(golds: Sequence[Gold], missing: Sequence[Nugget], passages: ByDocument) -> list[Gold]:
    """The gold places where a missing fact stands; every place there is when the facts must be concluded."""
    texts = {gold: text for gold in golds if (text := gold_words(gold, passages))}
    stated = [nugget for nugget in missing if not nugget.derived]
    if not stated:
        return list(texts)
    return [
        gold for gold, text in texts.items() if any(contains(text, form) for nugget in stated for form in nugget.any)
    ]


def _in_the_answer(case: Case, answer: Answer, missing: Sequence[Nugget]) -> Failure:
    if answer.outcome is Outcome.NOT_FOUND:
        return Failure.FALSE_REFUSAL
    wanted = any(number_tokens(form) for nugget in missing for form in nugget.any)
    said = measures.unsupported_numbers(answer) or (wanted and _numbers_from_gold(case, answer))
    return Failure.WRONG_NUMBER if said else Failure.NOT_USED


def _numbers_from_gold(case: Case, answer: Answer) -> bool:
    """True when a statement that cites the right place states a number: there is one, and it is another than asked for."""
    right = {
        citation.number
        for citation in answer.citations
        if retrieval.found_by(retrieval.place_of(citation.passage), case.relevant)
    }
    return any(right.intersection(part.citations) and number_tokens(part.text) for part in answer.statements)


def _cites_other_version(case: Case, answer: Answer) -> bool:
    """True when no cited document is a gold one, and one is an older or newer version of a gold document."""
    golds = {gold.document for gold in case.relevant}
    cited = {citation.passage.document.id: citation.passage.document for citation in answer.citations}
    if not cited or golds & cited.keys():
        return False
    return any(golds.intersection((*document.supersedes, *document.superseded_by)) for document in cited.values())
