"""Whether an answer is only beside what is asked, told by the words of the question that its sources do not mention. Pure.

An asker's own word for what a source calls something else is missing too, so the words alone do not decide. They are weighed
against how much of the question is told all the same and how long and roundabout it is: a line through points, fitted on the
dev cases with all their unanswerable questions and tried on each file of cases with the others (evals/README.md).
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant import matching, swedish
from assistant.intents import Intent
from assistant.relevance import Asked, around
from assistant.units import Unit
from assistant.unmentioned import asks_how_it_is_done, unmentioned
from assistant.weighing import told

BASE = 2.5
PER_WORD_MISSING = 1.3
MOST_MISSING = 2
HOW_IT_IS_DONE = 1.5  # when it is asked how something is done that they have no word for
COVERED = -3.2  # for a question whose every word is told by the cited passages, their headings or titles
PER_WORD_ASKED = -0.31
MOST_ASKED = 12
TELLS_A_STORY = -2.2  # for a question of more than one sentence
COMPARES = -3.0  # for what something is, or how two things differ: told in other words than it is asked in
FAR = 0.75  # nearness in meaning and likeness of the expected question, together: below it the answer is doubtful
NEAR = 0.9  # from it on, words that no source mentions do not make it so


def is_far(asked: Asked, units: Sequence[Unit]) -> bool:
    """True when nothing that is shown is near the question in meaning, nor what an expected question like it points at.

    Only where the embedder has learnt from questions about all these documents: the figures were found with it.
    """
    return _is_learnt(asked, units) and _nearness(asked, units) < FAR


def _is_learnt(asked: Asked, units: Sequence[Unit]) -> bool:
    return bool(units) and asked.learnt.issuperset(unit.passage.document.id for unit in units)


def _nearness(asked: Asked, units: Sequence[Unit]) -> float:
    """0–2: how near the nearest unit is in meaning, and how strongly any is pointed at."""
    nearest = max(asked.nearness([told(unit) for unit in units]), default=0.0)
    pointed = (max(asked.pointers.at_unit(unit), asked.pointers.at_passage(unit.passage)) for unit in units)
    return nearest + max(pointed, default=0.0)


def doubtful_words(asked: Asked, units: Sequence[Unit]) -> tuple[str, ...]:
    """The words that no cited source mentions, when they make it doubtful that the units answer; else none.

    None where the units are near the question in meaning: the asker has words of their own for it.
    """
    query = asked.query
    passages = tuple({unit.passage.id: unit.passage for unit in units}.values())
    meant = frozenset(word for passage in passages for word in asked.pointers.words_for(passage))
    missing = unmentioned(query, passages, asked.unknown, meant)
    if not missing or (_is_learnt(asked, units) and _nearness(asked, units) >= NEAR):
        return ()
    layers = [layer for passage in passages for layer in around(passage, asked.matcher)]
    covered = asked.matcher.coverage({word for one in passages for word in matching.word_set(one.text)}, layers)
    score = BASE + PER_WORD_MISSING * min(len(missing), MOST_MISSING) + COVERED * covered
    score += HOW_IT_IS_DONE * asks_how_it_is_done(query, missing)
    score += PER_WORD_ASKED * min(len(asked.matcher.weights), MOST_ASKED)
    score += TELLS_A_STORY * (len(list(swedish.sentences(query.text))) > 1)
    score += COMPARES * query.wants(Intent.DEFINITION, Intent.COMPARE)
    return missing if score > 0 else ()
