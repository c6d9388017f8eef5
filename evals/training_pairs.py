"""Questions and passages drawn from texts, as numbers of words and of the pieces that words are made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import Stemmer
from numpy.typing import NDArray
from tokenizers import Tokenizer

from evals.training_texts import QUESTION_WORDS, STOP_WORDS, Text, words

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
Rows = tuple[Ints, Ints]  # the pieces of all rows, and where each row begins

BATCH = 1024
LEAST = 12  # words of a text worth learning from
MAX_WORDS = 300  # of a provision
EXCHANGED = 0.3  # share of question words exchanged for an inflection or a compound
ASKED = 0.5  # share of questions that get question words in front


class Batch(NamedTuple):
    """Rows of pieces that belong together in pairs, and the number of what answers each: the same for those with one answer.

    ``alone`` are rows of questions that nothing answers, each in two shapes.
    """

    asked: Rows
    found: Rows
    answers: Ints
    alone: tuple[Rows, Rows] | None = None


@dataclass(frozen=True)
class Lexicon:
    """Every word of the texts and the pieces it is made of, in compressed rows."""

    words: list[str]
    numbers: dict[str, int]
    pieces: Ints
    offsets: Ints

    def numbers_of(self, text: str) -> Ints:
        return np.array([self.numbers[word] for word in words(text)], dtype=np.int64)

    def piece_rows(self, rows: Sequence[Ints]) -> Rows:
        """Rows of words → rows of their pieces."""
        counts = np.array([len(row) for row in rows])
        flat = np.concatenate(rows)
        lengths = self.offsets[flat + 1] - self.offsets[flat]
        ends = np.cumsum(lengths)
        places = np.repeat(self.offsets[flat] - (ends - lengths), lengths) + np.arange(int(ends[-1]))
        begins = np.concatenate([[0], ends])[np.concatenate([[0], np.cumsum(counts)[:-1]])]
        return self.pieces[places], begins.astype(np.int64)


def rows_of(pieces: Sequence[Ints]) -> Rows:
    """One array of pieces for each row → all of them in one."""
    ends = np.cumsum([len(row) for row in pieces])
    return np.concatenate(pieces), np.concatenate([[0], ends[:-1]]).astype(np.int64)


def make_lexicon(texts: Sequence[Text], tokenizer: Tokenizer) -> Lexicon:
    found = dict.fromkeys(word for text in texts for word in words(str(text)))
    found.update(dict.fromkeys(word for phrase in QUESTION_WORDS for word in phrase.split()))
    ordered = list(found)
    pieces = [encoded.ids for encoded in tokenizer.encode_batch(ordered, add_special_tokens=False)]
    offsets = np.concatenate([[0], np.cumsum([len(row) for row in pieces])]).astype(np.int64)
    flat = np.array([piece for row in pieces for piece in row], dtype=np.int64)
    return Lexicon(ordered, {word: number for number, word in enumerate(ordered)}, flat, offsets)


def inverse_frequency(rows: Sequence[Ints], size: int) -> Floats:
    """BM25's idf of each number; numbers that never occur get the median."""
    frequency = np.zeros(size)
    for row in rows:
        frequency[np.unique(row)] += 1
    idf = np.log(1 + (len(rows) - frequency + 0.5) / (frequency + 0.5))
    idf[frequency == 0] = np.median(idf[frequency > 0])
    return idf.astype(np.float32)


class Pairs:
    """Draws batches of (question-like words, passage words) from the texts."""

    def __init__(self, texts: Sequence[Text], lexicon: Lexicon, rng: np.random.Generator) -> None:
        self._rng = rng
        self.lexicon = lexicon
        self.bodies = [lexicon.numbers_of(text.body)[:MAX_WORDS] for text in texts]
        self._headings = [lexicon.numbers_of(text.heading) for text in texts]
        common = {lexicon.numbers.get(word) for word in ("lag", "förordning", "om")}
        self._titles = [
            np.array(
                [n for n in lexicon.numbers_of(text.title) if n not in common and not lexicon.words[n].isdigit()],
                np.int64,
            )
            for text in texts
        ]
        self._idf = inverse_frequency(self.bodies, len(lexicon.words))
        self._stop = np.array([word in STOP_WORDS for word in lexicon.words])
        self._asked = [np.array([lexicon.numbers[word] for word in phrase.split()]) for phrase in QUESTION_WORDS]
        self._kin = self._relatives(lexicon.words)
        self._usable = np.array([number for number, body in enumerate(self.bodies) if len(body) >= LEAST])

    @staticmethod
    def _relatives(vocabulary: Sequence[str]) -> tuple[list[Ints], list[Ints], list[Ints]]:
        """For each word: words with the same stem, the same six first letters, the same six last letters."""
        stems = Stemmer.Stemmer("swedish").stemWords(list(vocabulary))
        keys = (
            [f"{stem}" for stem in stems],
            [word[:6] if len(word) >= 6 else f"={word}" for word in vocabulary],
            [word[-6:] if len(word) >= 6 else f"={word}" for word in vocabulary],
        )
        found = []
        for names in keys:
            groups: dict[str, list[int]] = defaultdict(list)
            for number, name in enumerate(names):
                groups[name].append(number)
            arrays = {name: np.array(group, np.int64) for name, group in groups.items()}
            found.append([arrays[name] for name in names])
        return found[0], found[1], found[2]

    def _pick(self, choices: Ints, count: int, power: float) -> Ints:
        """Distinct positions, rarer words more often (Gumbel top-k)."""
        keys = power * np.log(np.maximum(self._idf[choices], 1e-3)) + self._rng.gumbel(size=len(choices))
        return choices[np.argsort(-keys, kind="stable")[:count]]

    def _exchange(self, question: Ints) -> Ints:
        kinds = self._rng.random(len(question))
        for place, kind in enumerate(kinds):
            if kind < EXCHANGED:
                by = self._kin[0 if kind < EXCHANGED * 0.6 else 1 if kind < EXCHANGED * 0.85 else 2]
                group = by[int(question[place])]
                question[place] = group[int(self._rng.integers(len(group)))]
        return question

    def draw(self, _: int) -> Batch:
        """The batch of a step: as many texts as there are, at most ``BATCH``."""
        numbers = self._rng.choice(self._usable, min(BATCH, len(self._usable)), replace=False)
        questions, passages = zip(*(self._pair(int(number)) for number in numbers), strict=True)
        return Batch(self.lexicon.piece_rows(questions), self.lexicon.piece_rows(passages), numbers)

    def _pair(self, number: int) -> tuple[Ints, Ints]:
        rng, body = self._rng, self.bodies[number]
        kind = rng.random()
        passage = body
        if kind < 0.2 and len(self._headings[number]):
            question = self._headings[number]
            if rng.random() < 0.5:
                question = np.concatenate([question, self._titles[number]])
        elif kind < 0.5:  # a stretch of the text, half of the time taken out of it
            length = int(rng.integers(5, 16))
            begin = int(rng.integers(0, max(1, len(body) - length + 1)))
            question = body[begin : begin + length]
            if len(body) > 2 * length and rng.random() < 0.5:
                passage = np.concatenate([body[:begin], body[begin + length :]])
        else:  # a few words out of a window
            choices = body[~self._stop[body]]
            choices = choices if len(choices) else body
            window = int(rng.choice([15, 30, MAX_WORDS]))
            begin = int(rng.integers(0, max(1, len(choices) - window + 1)))
            question = self._pick(
                choices[begin : begin + window], int(rng.integers(2, 9)), float(rng.choice([0.5, 1.0, 2.0]))
            )
        if kind >= 0.2 and rng.random() < 0.3:
            question = np.concatenate([question, self._titles[number][:6]])
        question = self._exchange(question.copy())
        if rng.random() < ASKED:
            question = np.concatenate([self._asked[int(rng.integers(len(self._asked)))], question])
        if rng.random() < 0.7:
            passage = np.concatenate(
                [self._titles[number], self._headings[number] if rng.random() < 0.5 else body[:0], passage]
            )
        if rng.random() < 0.3:
            kept = passage[rng.random(len(passage)) > 0.15]
            passage = kept if len(kept) > 5 else passage
        return question, passage
