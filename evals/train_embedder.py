"""Train the embedded default: a sentence-transformers StaticEmbedding from law texts, fact sheets and expected questions alone.

    python -m evals.train_embedder

with nothing added made the model in assistant/models/civsam-sv (32,000 pieces, 512 dimensions, 2,500 and 500 steps, seed 0;
about ten minutes on one core). ``--out FOLDER`` writes it elsewhere.

1. Vocabulary: WordPiece pieces of lower-case words without accents.
2. Start: a piece is the sum of fixed random vectors, one for each of its character 4-grams and one of its own,
   times the piece's inverse document frequency. Texts that share words or parts of words are close already here
   (random projection, Johnson-Lindenstrauss; n-gram sums as in fastText, Bojanowski et al. 2017).
3. Training: question-like word picks, sentences, headings and law names find their provision among 1,024 others
   (InfoNCE with in-batch negatives), with inflections and compounds exchanged and question words put in front.
4. Tuning: the questions that editors expect (corpus/fragor) find other questions of their section, the section, and the
   sentence, item or row that answers, among 767 others; what has the same answer does not count as another. Questions that
   their document has no answer to are found by nothing (evals/training_questions.py). None of the eval cases is read.
5. Saved as 8-bit rows and one float32 factor per piece: sentence-transformers and numpy read it alike.
   vector(text) = mean over the pieces of  embeddings[piece] * weights[piece]

Deterministic for a given seed, machine type and library versions; one thread; no network.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import save_file
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

from assistant.adapters.static_embedding import EMBEDDED
from assistant.settings import PROJECT
from evals.bench_sets import STATUTES
from evals.training_pairs import Batch, Floats, Pairs, Rows, inverse_frequency, make_lexicon
from evals.training_questions import Answered, Questions, read_answered
from evals.training_texts import STOP_WORDS, Text, fold, read_corpus, read_statutes, words

CORPUS = PROJECT / "corpus" / "dokument"
QUESTIONS = PROJECT / "corpus" / "fragor"
SIZE, DIMENSION, STEPS, QUESTION_STEPS = 32_000, 512, 2500, 500
GRAM = 4
UNKNOWN = "[UNK]"
OWN = 0.35  # weight of a piece's own vector beside its 4-grams (0.7 = equal)
STOP_FACTOR = 0.05  # stop words keep this much of their weight
SCALE = 20.0  # inverse temperature of the softmax
APART = 0.25  # weight of the questions that nothing answers, being near themselves alone


class Pace(NamedTuple):
    """How fast is learned: the greatest step, after how many steps it is reached; from there it shrinks to nothing."""

    rate: float
    warm_up: int


TEXT_PACE, QUESTION_PACE = Pace(2e-3, 50), Pace(1e-3, 20)

Draw = Callable[[int], Batch]  # the batch of a step


def make_tokenizer(texts: Sequence[Text], size: int) -> Tokenizer:
    """WordPiece over words; punctuation is dropped.

    The trainer numbers the inner letters (##a) in the order of a hash table, and ties follow the numbers. Passed as special
    tokens they come in a fixed order, so that the same texts always give the same vocabulary.
    """
    letters = sorted({letter for text in texts for letter in "".join(words(fold(str(text).lower())))})
    trainer = trainers.WordPieceTrainer(
        vocab_size=size,
        special_tokens=[UNKNOWN, *(f"##{letter}" for letter in letters)],
        continuing_subword_prefix="##",
        show_progress=False,
    )
    learner = _word_piece({UNKNOWN: 0})
    learner.train_from_iterator((str(text) for text in texts), trainer)
    return _word_piece(learner.get_vocab())


def _word_piece(vocabulary: dict[str, int]) -> Tokenizer:
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token=UNKNOWN, max_input_chars_per_word=80))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Lowercase(), normalizers.NFD(), normalizers.StripAccents()]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(r"[^\W_]+"), behavior="removed", invert=True)
    return tokenizer


def fixed_vector(name: str, dimension: int, seed: int) -> Floats:
    number = int.from_bytes(hashlib.blake2b(f"{seed} {name}".encode(), digest_size=8).digest(), "little")
    vector = np.random.default_rng(number).standard_normal(dimension, dtype=np.float32)
    return vector / np.linalg.norm(vector)


def start_matrix(pieces: Sequence[str], idf: Floats, dimension: int, seed: int) -> Floats:
    """A row per piece: its 4-grams and with less weight itself, times its idf."""
    cache: dict[str, Floats] = {}
    matrix = np.zeros((len(pieces), dimension), dtype=np.float32)
    for number, piece in enumerate(pieces):
        row = matrix[number]  # a view: what is added lands in the matrix
        inside = piece[2:] if piece.startswith("##") else "|" + piece
        grams = [inside[i : i + GRAM] for i in range(max(1, len(inside) - GRAM + 1))]
        for gram in grams:
            if gram not in cache:
                cache[gram] = fixed_vector(gram, dimension, seed)
            row += cache[gram] / np.float32(len(grams) ** 0.5)
        row += np.float32(OWN / 0.7) * fixed_vector(f"={piece}", dimension, seed)
        row /= np.linalg.norm(row)
    stop = {fold(word) for word in STOP_WORDS}
    factor = np.array([STOP_FACTOR if piece in stop else 1.0 for piece in pieces], dtype=np.float32)
    return np.asarray(matrix * (idf * factor / idf.mean())[:, None], dtype=np.float32)


def train(start: Floats, draw: Draw, steps: int, pace: Pace, report: int = 100) -> Floats:
    """The matrix after so many steps."""
    matrix = torch.nn.EmbeddingBag.from_pretrained(torch.from_numpy(start.copy()), freeze=False, mode="sum")
    optimiser = torch.optim.Adam(matrix.parameters(), lr=pace.rate, betas=(0.9, 0.99), fused=True)
    begun = time.perf_counter()
    for step in range(steps):
        for group in optimiser.param_groups:
            group["lr"] = pace.rate * min(1.0, (step + 1) / pace.warm_up) * (1 - step / steps)
        loss = _loss(matrix, draw(step))
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        if report and step % report == report - 1:
            _say(f"steg {step + 1}  förlust {loss.item():.3f}  {time.perf_counter() - begun:.0f} s")
    return matrix.weight.detach().numpy()


def _loss(matrix: torch.nn.EmbeddingBag, batch: Batch) -> torch.Tensor:
    """How far each is from finding its own among those of the batch that have another answer, and from being found by it.

    A question that nothing answers is one more that each text must tell from its own, and is to be near itself alone.
    """
    asked, found = _vectors(matrix, batch.asked), _vectors(matrix, batch.found)
    answers = torch.from_numpy(batch.answers)
    target = torch.arange(len(answers))
    same = (answers[:, None] == answers[None, :]) & (target[:, None] != target[None, :])
    logits = (SCALE * asked @ found.T).masked_fill(same, -torch.inf)
    backward, apart = logits.T, torch.zeros(())
    if batch.alone:
        alone, again = (_vectors(matrix, side) for side in batch.alone)
        backward = torch.cat([backward, SCALE * found @ alone.T], dim=1)
        others = SCALE * alone @ torch.cat([again, found]).T
        apart = torch.nn.functional.cross_entropy(others, torch.arange(len(alone)))
    cross = torch.nn.functional.cross_entropy(logits, target) + torch.nn.functional.cross_entropy(backward, target)
    return 0.5 * cross + APART * apart


def _vectors(matrix: torch.nn.EmbeddingBag, rows: Rows) -> torch.Tensor:
    return torch.nn.functional.normalize(matrix(*map(torch.from_numpy, rows)), dim=1)


def quantise(matrix: Floats) -> tuple[NDArray[np.int8], Floats]:
    """Rows of whole numbers −127–127 and the factor of each row."""
    factors = np.maximum(np.abs(matrix).max(axis=1), 1e-9).astype(np.float32) / np.float32(127)
    return np.rint(matrix / factors[:, None]).astype(np.int8), factors


def save(folder: Path, tokenizer: Tokenizer, matrix: Floats) -> None:
    """A model folder that SentenceTransformer(folder) opens."""
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.save(str(folder / "tokenizer.json"))
    rows, factors = quantise(matrix)
    save_file({"embeddings": rows, "weights": factors}, str(folder / "model.safetensors"), {"format": "pt"})
    module = "sentence_transformers.sentence_transformer.modules.static_embedding.StaticEmbedding"
    (folder / "modules.json").write_text(json.dumps([{"idx": 0, "name": "0", "path": "", "type": module}], indent=2))
    settings: dict[str, object] = {
        "model_type": "SentenceTransformer",
        "prompts": {},
        "default_prompt_name": None,
        "similarity_fn_name": "cosine",
    }
    (folder / "config_sentence_transformers.json").write_text(json.dumps(settings, indent=2))


def make_model(
    texts: Sequence[Text],
    answered: Sequence[Answered],
    unanswered: Sequence[str],
    out: Path,
    size: int,
    dimension: int,
    steps: int,
    question_steps: int,
    seed: int,
) -> None:
    """Learn from the texts, then from the questions, and write the model folder."""
    torch.set_num_threads(1)
    tokenizer = make_tokenizer(texts, size)
    matrix = learn_texts(texts, tokenizer, dimension, steps, seed)
    matrix = learn_questions(answered, unanswered, tokenizer, matrix, question_steps, seed)
    save(out, tokenizer, matrix)


def learn_texts(texts: Sequence[Text], tokenizer: Tokenizer, dimension: int, steps: int, seed: int) -> Floats:
    """The matrix after the texts, before the questions."""
    lexicon = make_lexicon(texts, tokenizer)
    pairs = Pairs(texts, lexicon, np.random.default_rng(seed))
    numbered = sorted(tokenizer.get_vocab().items(), key=lambda item: item[1])
    in_pieces = [lexicon.piece_rows([np.unique(body)])[0] for body in pairs.bodies if len(body)]
    idf = inverse_frequency(in_pieces, len(numbered))
    start = start_matrix([piece for piece, _ in numbered], idf, dimension, seed)
    _say(f"{len(texts)} texter, {len(lexicon.words)} ord, {len(numbered)} orddelar")
    return train(start, pairs.draw, steps, TEXT_PACE)


def learn_questions(
    answered: Sequence[Answered], unanswered: Sequence[str], tokenizer: Tokenizer, start: Floats, steps: int, seed: int
) -> Floats:
    """The matrix after the questions; where there are none, as it was."""
    if not answered:
        return start
    questions = Questions(answered, unanswered, tokenizer, np.random.default_rng(seed))
    _say(f"{len(answered)} frågor, och {len(unanswered)} utan svar")
    return train(start, questions.draw, steps, QUESTION_PACE)


def main(arguments: Sequence[str] | None = None) -> int:
    """Read, train and save."""
    os.environ.update(TOKENIZERS_PARALLELISM="false", RAYON_NUM_THREADS="1")
    chosen = _parser().parse_args(arguments)
    if not chosen.statutes.is_file():
        sys.stderr.write(f"Filen {chosen.statutes} finns inte. Ange en annan med --statutes\n")
        return 1
    if not chosen.questions.is_dir():
        sys.stderr.write(f"Mappen {chosen.questions} finns inte. Ange en annan med --questions\n")
        return 1
    answered, unanswered, refused = read_answered(chosen.corpus, chosen.questions)
    for file in refused:
        sys.stderr.write(f"{file.error}\n")
    texts = [*read_statutes(chosen.statutes), *read_corpus(chosen.corpus)]
    sizes = chosen.size, chosen.dimension, chosen.steps, chosen.question_steps
    make_model(texts, answered, unanswered, chosen.out, *sizes, chosen.seed)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals.train_embedder", description="Träna den inbyggda modellen.")
    parser.add_argument("--statutes", type=Path, default=STATUTES, metavar="FIL", help="statutes.jsonl.gz")
    parser.add_argument("--corpus", type=Path, default=CORPUS, metavar="MAPP", help="mappen med faktablad")
    parser.add_argument("--questions", type=Path, default=QUESTIONS, metavar="MAPP", help="mappen med frågor")
    parser.add_argument("--out", type=Path, default=EMBEDDED, metavar="MAPP", help="här skrivs modellen")
    parser.add_argument("--size", type=int, default=SIZE, metavar="N", help="orddelar")
    parser.add_argument("--dimension", type=int, default=DIMENSION, metavar="N")
    parser.add_argument("--steps", type=int, default=STEPS, metavar="N", help="steg med texterna")
    parser.add_argument("--question-steps", type=int, default=QUESTION_STEPS, metavar="N", help="steg med frågorna")
    parser.add_argument("--seed", type=int, default=0, metavar="N")
    return parser


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
