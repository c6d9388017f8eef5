"""What one answer is worth. Small pure functions: one question in, one value out; averages are taken elsewhere.

None means that the question says nothing about the measure, and it is left out of the average. Silence on an
answerable question counts as zero.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.domain import Answer, Citation, Outcome
from evals.cases import Case, Gold, Nugget
from evals.normalise import contains_normalised, normalise, number_tokens
from evals.retrieval import Place, found_by, place_of


def missing_nuggets(case: Case, answer: Answer) -> tuple[str, ...]:
    """The names of the facts no statement shows."""
    said = _said(answer)
    return tuple(nugget.name for nugget in case.nuggets if not _shown(said, nugget.any))


def nugget_recall(case: Case, answer: Answer) -> float | None:
    """The share of the case's facts that the statements show, an okay one worth half; None on an unanswerable question.

    TREC RAG's AutoNuggetizer (Pradeep et al. 2024) weighs them so.
    """
    return _shown_share(case.nuggets, _said(answer))


def nugget_recall_vital(case: Case, answer: Answer) -> float | None:
    """The share of the vital facts that the statements show; None on an unanswerable question."""
    return _shown_share([nugget for nugget in case.nuggets if nugget.importance == "vital"], _said(answer))


def nugget_recall_whole(case: Case, answer: Answer) -> float | None:
    """As ``nugget_recall``, but lead and notices count too: what a reader of the whole text meets."""
    return _shown_share(case.nuggets, (normalise(answer.text),))


def forbidden_hits(case: Case, answer: Answer) -> tuple[str, ...]:
    """The forbidden forms that some statement shows."""
    said = _said(answer)
    return tuple(form for form in case.forbidden if _shown(said, (form,)))


def crag_score(case: Case, answer: Answer) -> float | None:
    """+1 every vital fact, +0.5 some fact, 0 refusal or no fact, -1 something forbidden or an answer to the unanswerable.

    The grades of CRAG (Yang et al. 2024), given without a judge. None for an answerable question whose facts are unknown.
    """
    if forbidden_hits(case, answer) or (not case.answerable and answer.outcome is Outcome.ANSWERED):
        return -1.0
    if case.answerable and not case.nuggets:
        return None
    recall = nugget_recall(case, answer)
    if not recall or answer.outcome is Outcome.NOT_FOUND:
        return 0.0
    return 1.0 if nugget_recall_vital(case, answer) == 1 else 0.5


def noise(case: Case, answer: Answer) -> float | None:
    """The share of statements with neither a fact nor anything the case may mention; None when nothing is said."""
    if not answer.statements:
        return None
    wanted = [*(form for nugget in case.nuggets for form in nugget.any), *case.may_mention]
    return sum(not _shown((text,), wanted) for text in _said(answer)) / len(answer.statements)


def citation_precision(case: Case, answer: Answer, *, document_only: bool) -> float | None:
    """The share of citations that lead to a gold place; None on an unanswerable question or without gold."""
    golds = _golds(case, document_only)
    if not golds:
        return None
    hits = [bool(found_by(_cited(citation, document_only), golds)) for citation in answer.citations]
    return sum(hits) / len(hits) if hits else 0.0


def citation_recall(case: Case, answer: Answer, *, document_only: bool) -> float | None:
    """The share of gold places that some citation leads to; None on an unanswerable question or without gold."""
    golds = _golds(case, document_only)
    if not golds:
        return None
    found = {gold for citation in answer.citations for gold in found_by(_cited(citation, document_only), golds)}
    return len(found) / len(golds)


def dangling_citations(answer: Answer) -> tuple[int, ...]:
    """Numbers used by a statement that point to no citation, or to more than one."""
    numbers = [citation.number for citation in answer.citations]
    used = [number for statement in answer.statements for number in statement.citations]
    return tuple(sorted({number for number in used if numbers.count(number) != 1}))


def uncited(answer: Answer) -> float | None:
    """The share of statements without a single citation; None when nothing is said."""
    if not answer.statements:
        return None
    return sum(not statement.citations for statement in answer.statements) / len(answer.statements)


def is_verbatim(citation: Citation) -> bool:
    """True when the quote is exactly the stretch of the document it claims to be."""
    text = citation.passage.document.text
    in_order = 0 <= citation.start < citation.end <= len(text)
    return in_order and citation.quote == text[citation.start : citation.end]


def verbatim(answer: Answer) -> float | None:
    """The share of quotes that are verbatim; None without citations."""
    if not answer.citations:
        return None
    return sum(map(is_verbatim, answer.citations)) / len(answer.citations)


def unsupported_numbers(answer: Answer) -> tuple[str, ...]:
    """The dates and numbers of statements that stand in none of the quotes the same statement cites.

    How many quotes it cites, when it cites several, is a number that they support: "Sammanlagt 12 aktiviteter" with all 12.
    """
    unsupported: list[str] = []
    for statement in answer.statements:
        quotes = (citation.quote for citation in answer.citations if citation.number in statement.citations)
        known = {token for quote in quotes for token in number_tokens(quote)}
        known |= {str(len(statement.citations))} if len(statement.citations) > 1 else set()
        unsupported += [token for token in number_tokens(statement.text) if token not in known]
    return tuple(unsupported)


def numbers_supported(answer: Answer) -> float | None:
    """The share of dates and numbers in the statements that stand in a quote cited there; None without numbers."""
    total = sum(len(number_tokens(statement.text)) for statement in answer.statements)
    return 1 - len(unsupported_numbers(answer)) / total if total else None


def false_refusal(case: Case, answer: Answer) -> float | None:
    """1 when an answerable question got no answer; None on an unanswerable question."""
    return float(answer.outcome is Outcome.NOT_FOUND) if case.answerable else None


def false_answer(case: Case, answer: Answer) -> float | None:
    """1 when an unanswerable question was answered, or answered in part with something forbidden; else 0 or None."""
    if case.answerable:
        return None
    return float(answer.outcome is Outcome.ANSWERED or bool(forbidden_hits(case, answer)))


def partial_on_unanswerable(case: Case, answer: Answer) -> float | None:
    """1 when an unanswerable question was answered in part; None on an answerable question."""
    return None if case.answerable else float(answer.outcome is Outcome.PARTIAL)


def balanced_accuracy(false_refusals: Sequence[float], false_answers: Sequence[float]) -> float | None:
    """The mean of the share right among answerable and among unanswerable questions; None when either is missing."""
    if not false_refusals or not false_answers:
        return None
    return 1 - (sum(false_refusals) / len(false_refusals) + sum(false_answers) / len(false_answers)) / 2


def _said(answer: Answer) -> tuple[str, ...]:
    # Only statements: lead and notices are fixed words, and a fixed "hittades inte" must not earn a fact.
    return tuple(normalise(statement.text) for statement in answer.statements)


def _shown_share(nuggets: Sequence[Nugget], said: Sequence[str]) -> float | None:
    worth = {"vital": 1.0, "okay": 0.5}
    total = sum(worth[nugget.importance] for nugget in nuggets)
    shown = sum(worth[nugget.importance] for nugget in nuggets if _shown(said, nugget.any))
    return shown / total if total else None


def _shown(said: Sequence[str], forms: Sequence[str]) -> bool:
    return any(contains_normalised(text, normalise(form)) for form in forms for text in said)


def _golds(case: Case, document_only: bool) -> tuple[Gold, ...]:
    if not case.answerable:
        return ()
    return documents_of(case.relevant) if document_only else case.relevant


def documents_of(golds: Sequence[Gold]) -> tuple[Gold, ...]:
    """The gold documents without their sections, each once."""
    return tuple(dict.fromkeys(Gold(document=gold.document) for gold in golds))


def _cited(citation: Citation, document_only: bool) -> Place:
    place = place_of(citation.passage)
    return Place(place.document) if document_only else place
