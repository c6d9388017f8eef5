"""From a question in its conversation to the hits of each of its parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from assistant.domain import Document, Hit, Question, Status
from assistant.language import calling, matching, swedish
from assistant.language.vocabulary import Vocabulary
from assistant.question import facets
from assistant.question.intents import Intent
from assistant.question.query import DEFINITE, Query
from assistant.retrieval.relevance import SAME_FOCUS, Asked
from assistant.retrieval.retrieve import Retriever
from assistant.structured import plan_sources
from assistant.validity import status_of

LONG_NAME = 10  # letters of a word that may call a source by its title
_REFERS = re.compile(r"\b(?:det|den|de|dem|dess|denna|dessa|där|också)\b")
TALKED_OF = 3  # hits of the question before a follow-up that tell what the talk is about
TURNS_BACK = 2  # questions before a follow-up that are looked at
FAVOURED_SHARE = 0.9  # a document this near the best of the question before is still what the talk is about


class Found(NamedTuple):
    """One part of a question, and its hits, best first. ``newer`` are hits in what has taken over from the best source."""

    asked: Asked
    hits: tuple[Hit, ...]
    newer: tuple[Hit, ...] = ()


def inquire(retriever: Retriever, question: Question, vocabulary: Vocabulary, k: int) -> list[Found]:
    """The hits of every part of a question: clauses, places and years that it sets side by side."""
    query = retriever.understand(question, vocabulary)
    favoured = _talked_of(retriever, question, query, vocabulary)
    found: list[Found] = []
    used: frozenset[str] = frozenset()
    for part in facets.split(query):
        placed = part.areas != query.areas  # asked of one of several places, whose own documents tell them apart
        avoided = used if part.wants(Intent.COMPARE) and not placed else frozenset()
        asked = retriever.asked(replace(part, talked_of=favoured))
        hits = retriever.search(part, question.today, k, question.filters, favoured, avoided=avoided, asked=asked)
        if part.follows_up and _is_of_another(part, hits, favoured):
            asked = asked._replace(query=replace(part, talked_of=frozenset()))
            hits = retriever.search(part, question.today, k, question.filters, avoided=favoured, asked=asked)
        hits = _previous(retriever, question, part, hits, k) or hits
        found.append(Found(asked, hits, _newer(retriever, question, part, hits)))
        best = frozenset(hit.passage.document.id for hit in hits[:1])
        used |= best
        if query.clauses and not part.wants(Intent.COMPARE):  # "när startade X och vem kan söka?" goes on about X
            favoured |= best
    return found


def _is_of_another(query: Query, hits: Sequence[Hit], talked_of: frozenset[str]) -> bool:
    """True when a follow-up calls another source than those talked of by a word of its title: "vilka sitter i styrgruppen?"."""
    if _REFERS.search(swedish.normalise(query.text)):
        return False
    own = [
        word
        for word in swedish.content_words(query.text)
        if len(word) >= LONG_NAME and DEFINITE.search(word) and not calling.head_of(word)
    ]
    titles = {hit.passage.document: matching.word_set(hit.passage.document.title) for hit in hits}

    def called(word: str, *, talked: bool) -> bool:
        return any(
            matching.best_match(word, title) >= SAME_FOCUS
            for document, title in titles.items()
            if (document.id in talked_of) is talked
        )

    return bool(talked_of) and any(called(word, talked=False) and not called(word, talked=True) for word in own)


def found_in(retriever: Retriever, question: Question, part: Found, only: frozenset[str], k: int) -> Found:
    """A part with its hits in the documents with these ids alone."""
    asked = part.asked
    hits = retriever.search(asked.query, question.today, k, question.filters, only=only, asked=asked)
    return Found(asked, hits, _newer(retriever, question, asked.query, hits))


def _talked_of(
    retriever: Retriever, question: Question, query: Query, vocabulary: Vocabulary, back: int = TURNS_BACK
) -> frozenset[str]:
    """The documents that the question before a follow-up is answered from, which may go on itself about those before it."""
    before = question_before(question)
    if not query.follows_up or not before or not back:
        return frozenset()
    if plan := plan_sources.asked_for(before.text, retriever.generation):
        return plan
    asked = retriever.understand(before, vocabulary)
    favoured = _talked_of(retriever, before, asked, vocabulary, back - 1)
    hits = retriever.search(asked, question.today, TALKED_OF, question.filters, favoured)
    return frozenset(hit.passage.document.id for hit in hits if hit.score >= FAVOURED_SHARE * hits[0].score)


def question_before(question: Question) -> Question | None:
    """The last question of a conversation before this one, with what came before that; None in the first."""
    asked = [number for number, turn in enumerate(question.history) if turn.role == "user"]
    if not asked:
        return None
    return replace(question, text=question.history[asked[-1]].text, history=question.history[: asked[-1]])


def _previous(retriever: Retriever, question: Question, query: Query, hits: tuple[Hit, ...], k: int) -> tuple[Hit, ...]:
    """Hits in what the best source has taken over from, when the version before is asked about; none when it has not."""
    document = hits[0].passage.document if hits else None
    if document is None or not query.wants_previous or query.wants(Intent.COMPARE):
        return ()
    only = frozenset(document.supersedes)
    return retriever.search(query, question.today, k, question.filters, only=only) if only else ()


def _newer(retriever: Retriever, question: Question, query: Query, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """Hits in the documents that have superseded the best one, unless the past is asked about."""
    if not hits or query.wants_history or query.years:
        return ()
    document: Document = hits[0].passage.document
    if status_of(document, question.today) is not Status.SUPERSEDED:
        return ()
    only = frozenset(document.superseded_by)
    return retriever.search(query, question.today, TALKED_OF, question.filters, only=only)
