"""The same index with its documents in another order: nothing that a reader can see has changed, so no answer should."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from assistant.answer import Assistant
from assistant.retrieval.storage import Generation
from assistant.settings import Settings
from assistant.wiring import load
from ingest import generations

SEED = 1


@contextmanager
def shuffled(settings: Settings, generation: Generation) -> Iterator[Assistant]:
    """An assistant over ``generation`` with its documents in a random order, the same every time."""
    documents = list(generation.documents())
    random.Random(SEED).shuffle(documents)
    numbers = [number for document in documents for number in generation.numbers_of(document.id)]
    passages = [generation.passage(number) for number in numbers]
    vectors = np.asarray(generation.vectors()[numbers])
    with tempfile.TemporaryDirectory(prefix="civsam-eval-") as folder:
        data_dir = Path(folder)
        generations.write_generation(
            data_dir, documents, passages, vectors, generation.stamp, lambda _: None, generation.structures,
            of_questions=generation.expected.vectors if generation.expected else None,
        )  # fmt: skip
        assistant = load(settings.model_copy(update={"data_dir": data_dir}))
        try:
            yield assistant
        finally:
            assistant.close()
