"""Whether an answer is only beside what is asked, told by the words of the question that its sources do not mention. Pure.

An asker's own word for what a source calls something else is missing too, so the words alone do not decide. Where the embedder
has learnt from questions about the documents, they are weighed against how near the answer is in meaning and how strongly a
question like it points there. Elsewhere against how much of the question is told all the same and how long and roundabout it
is: a line through points, fitted on the dev cases with all their unanswerable questions and tried on each file of cases with
the others (evals/README.md).
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answerability.unmentioned import asks_how_it_is_done, unmentioned
from assistant.language import matching, swedish
from assistant.passages.units import Unit
from assistant.question.intents import VALUES, Intent
from assistant.retrieval.relevance import Asked, around, has_value
from assistant.retrieval.weighing import told

SURE = 0.8  # likeness in meaning and of the expected question, together, less the share of the question not mentioned
SURE_OF_VALUE = 0.7  # the same where every word is mentioned and the date, amount or number asked for is told
OPEN = 0.3  # sureness from which what has too few of the question's words may be shown as unsure
MOSTLY = 0.5  # share of the question, by weight, that no source mentions
BESIDE = 0.4  # sureness below which what is shown then is beside the question
FEW_WORDS = 2  # content words of a follow-up that only says what kind of value it asks for: "när ska man söka?"
BASE = 2.5
PER_WORD_MISSING = 1.3
MOST_MISSING = 2
HOW_IT_IS_DONE = 1.5  # when it is asked how something is done that they have no word for
COVERED = -3.2  # for a question whose every word is told by the cited passages, their headings or titles
PER_WORD_ASKED = -0.31
MOST_ASKED = 12
TELLS_A_STORY = -2.2  # for a question of more than one sentence
COMPARES = -3.0  # for what something is, or how two things differ: told in other words than it is asked in


def doubt(asked: Asked, units: Sequence[Unit]) -> tuple[bool, tuple[str, ...]]:
    """Whether it is doubtful that the units, at least one, answer, and then the words of the question that no source mentions."""
    if not _is_learnt(asked, units):
        words = doubtful_words(asked, units)
        return bool(words), words
    missing = words_missing(asked, units)
    sureness = _sureness(asked, units, missing)
    query = asked.query
    has_all = not missing and query.wants(*VALUES) and any(has_value(query, unit) for unit in units)
    says_little = query.goes_on and len(swedish.content_words(query.text)) <= FEW_WORDS
    if has_all and says_little and all(unit.passage.document.id in query.talked_of for unit in units):
        return False, ()  # such a few words are near nothing: that it is about what was talked of says more
    return (True, missing) if sureness < (SURE_OF_VALUE if has_all else SURE) else (False, ())


def words_missing(asked: Asked, units: Sequence[Unit]) -> tuple[str, ...]:
    """The words of the question that neither the units' sources nor the expected questions that lead there mention."""
    passages = tuple({unit.passage.id: unit.passage for unit in units}.values())
    meant = frozenset(word for passage in passages for word in asked.pointers.words_for(passage))
    return unmentioned(asked.query, passages, asked.unknown, meant)


def is_near(asked: Asked, units: Sequence[Unit]) -> bool:
    """True when what was learnt leaves no doubt that the units answer; never where nothing was learnt."""
    return bool(units) and _is_learnt(asked, units) and _sureness(asked, units, words_missing(asked, units)) >= SURE


def may_be_near(asked: Asked, units: Sequence[Unit]) -> bool:
    """True when what was learnt leaves it open whether the units answer; never where nothing was learnt."""
    return bool(units) and _is_learnt(asked, units) and _sureness(asked, units, words_missing(asked, units)) >= OPEN


def _is_learnt(asked: Asked, units: Sequence[Unit]) -> bool:
    return asked.learnt.issuperset(unit.passage.document.id for unit in units)


def is_about_else(asked: Asked, units: Sequence[Unit], missing: Sequence[str]) -> bool:
    """True when no source mentions the better part of the question, what is left is not near in meaning, and no value is told."""
    mostly = _is_learnt(asked, units) and _share(missing, asked) >= MOSTLY
    return (
        mostly and not any(has_value(asked.query, unit) for unit in units) and _sureness(asked, units, missing) < BESIDE
    )


def _sureness(asked: Asked, units: Sequence[Unit], missing: Sequence[str]) -> float:
    return _nearness(asked, units) - _share(missing, asked)


def _nearness(asked: Asked, units: Sequence[Unit]) -> float:
    """0–2: how near the nearest unit is in meaning, and how strongly any is pointed at."""
    nearest = max(asked.nearness([told(unit) for unit in units]))
    pointed = (max(asked.pointers.at_unit(unit), asked.pointers.at_passage(unit.passage)) for unit in units)
    return nearest + max(pointed)


def _share(words: Sequence[str], asked: Asked) -> float:
    """0–1: how much of the question these words of it are, by their weight."""
    weights = asked.matcher.weights
    total = sum(weights.values())
    return sum(weights.get(word, 0.0) for word in words) / total if total else 0.0


def doubtful_words(asked: Asked, units: Sequence[Unit]) -> tuple[str, ...]:
    """The words that no cited source mentions, when they make it doubtful that the units answer; else none."""
    query = asked.query
    passages = tuple({unit.passage.id: unit.passage for unit in units}.values())
    missing = unmentioned(query, passages, asked.unknown)
    if not missing:
        return ()
    layers = [layer for passage in passages for layer in around(passage, asked.matcher)]
    covered = asked.matcher.coverage({word for one in passages for word in matching.word_set(one.text)}, layers)
    score = BASE + PER_WORD_MISSING * min(len(missing), MOST_MISSING) + COVERED * covered
    score += HOW_IT_IS_DONE * asks_how_it_is_done(query, missing)
    score += PER_WORD_ASKED * min(len(asked.matcher.weights), MOST_ASKED)
    score += TELLS_A_STORY * (len(list(swedish.sentences(query.text))) > 1)
    score += COMPARES * query.wants(Intent.DEFINITION, Intent.COMPARE)
    return missing if score > 0 else ()
