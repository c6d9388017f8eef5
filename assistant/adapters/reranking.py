"""A cross-encoder that reads question and passage together. Slower than searching, so only the best hits are read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from assistant.adapters.local_models import load_local
from assistant.errors import ModelUnavailable
from assistant.ports import Matrix, Reranker
from assistant.settings import PREFIX, Settings

BATCH = 20
SETTING = f"{PREFIX}RERANKER"


class CrossEncoderReranker:
    """A sentence-transformers CrossEncoder, by name in the local cache or by folder. Nothing is downloaded."""

    def __init__(self, model: str) -> None:
        self._model: Any = load_local(
            model, kind="CrossEncoder", marker="config.json", setting=SETTING, otherwise=f"{SETTING}= (ingen)"
        )
        if self._model.num_labels != 1:
            raise ModelUnavailable(
                f"Modellen {model} ger {self._model.num_labels} värden för varje text och kan inte ordna träffar",
                where=f"inställningen {SETTING}",
                next_step=f"Välj en modell som ger ett värde (en reranker), eller sätt {SETTING}= (ingen)",
            )

    def relevances(self, question: str, texts: Sequence[str]) -> Matrix:
        """Shape (len(texts),), each 0–1."""
        if not texts:
            return np.zeros(0, dtype=np.float32)
        import torch

        pairs = [(question, text) for text in texts]
        figures = self._model.predict(
            pairs, batch_size=BATCH, activation_fn=torch.nn.Sigmoid(), show_progress_bar=False, convert_to_numpy=True
        )
        return np.asarray(figures, dtype=np.float32).reshape(len(texts))


def load_reranker(settings: Settings) -> Reranker | None:
    """The reranker that the settings name, if any. Raises ModelUnavailable."""
    return CrossEncoderReranker(settings.reranker) if settings.reranker else None
