"""A follow-up question as a question of its own, by a language model, checked before it is searched with; else as it was."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.domain import Question
from assistant.errors import ModelUnavailable
from assistant.language import swedish, values
from assistant.language.matching import best_match
from assistant.language.places import elsewhere, find_areas
from assistant.language_model.prompt import Prompts, earlier_questions
from assistant.ports import ChatModel
from assistant.question.intents import intents_of

MOST_CHARACTERS = 300  # of a rewritten question; more is not a question
SAME_WORD = 0.75  # how well a word must match one that the visitor wrote
NOTICE = "Språkmodellen läste din fråga så här: ”{}” Stämmer det inte, skriv hela frågan."
_KEPT = re.compile(r"\b(?:inte|ej|utan|endast|bara|högst|minst|senast|tidigast|utom|undantag\w*)\b")
_EDGES = " \t\"”“'*_"


class Rewriter:
    """Has a language model say a follow-up so that it stands alone."""

    def __init__(self, model: ChatModel, prompts: Prompts) -> None:
        self._model = model
        self._prompts = prompts

    def rewritten(self, question: Question) -> Question:
        """The question without need of its conversation; the same object when the model gives nothing that can be trusted."""
        text = ""
        try:
            for piece in self._model.stream(*self._prompts.told_to_rewrite(question)):
                text += piece
                if len(text) > MOST_CHARACTERS:
                    return question
        except ModelUnavailable:
            return question
        text = text.strip(_EDGES + "\n")
        return replace(question, text=text, history=()) if is_faithful(text, question) else question


def is_faithful(text: str, question: Question) -> bool:
    """True for one question that keeps all of the visitor's last one, and adds only what the visitor has asked before.

    Every content word, number, date and place must be the visitor's; those of the last question must be kept, and so must its
    limits and negations and the kind of answer that it wants.
    """
    if "\n" in text or not text.endswith("?") or text.count("?") > 1 or len(text) > MOST_CHARACTERS:
        return False
    said = "\n".join((*earlier_questions(question), question.text))
    return (
        _has_words(said, text)
        and _has_words(text, question.text)
        and values.values(text) <= values.values(said)
        and values.values(question.text) <= values.values(text)
        and _places(question.text) <= _places(text) <= _places(said)
        and _limits(text) == _limits(question.text)
        and set(intents_of(question.text)) <= set(intents_of(text))
    )


def _has_words(whole: str, part: str) -> bool:
    """True when every content word of the part is in the whole, in some form."""
    words = frozenset(swedish.content_words(whole))
    return all(best_match(word, words) >= SAME_WORD for word in swedish.content_words(part))


def _places(text: str) -> frozenset[str]:
    return frozenset((*find_areas(text), *elsewhere(text)))


def _limits(text: str) -> list[str]:
    return sorted(_KEPT.findall(swedish.normalise(text)))
