"""Opening a sentence-transformers model that is already on the machine; a missing one says so within seconds."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from assistant.errors import ModelUnavailable


def load_local(model: str, *, kind: str, marker: str, setting: str, otherwise: str) -> Any:
    """The model by name in the local cache or by folder, where ``marker`` is the file that tells one.

    ``kind`` is the class in sentence_transformers, ``setting`` what names the model and ``otherwise`` the setting that
    does without it. Raises ModelUnavailable.
    """
    where = f"inställningen {setting}"
    looks_like_path = model.startswith((".", "/", "~")) or Path(model).expanduser().exists()
    if looks_like_path and not (Path(model).expanduser() / marker).is_file():
        raise ModelUnavailable(
            f"Mappen {model} innehåller ingen sentence-transformers-modell",
            where=where,
            next_step=f"Ange en mapp med filen {marker}, eller sätt {otherwise}",
        )
    _stay_offline()
    import sentence_transformers

    try:
        place = str(Path(model).expanduser()) if looks_like_path else model
        return getattr(sentence_transformers, kind)(place, device="cpu", local_files_only=True)
    except Exception as error:
        if looks_like_path:
            raise ModelUnavailable(
                f"Modellen i mappen {model} går inte att läsa",
                where=where,
                next_step=f"Spara modellen på nytt eller sätt {otherwise}",
            ) from error
        raise ModelUnavailable(
            f"Sökmodellen {model} finns inte på den här datorn",
            where=where,
            next_step=f"Hämta den först (hf download {model}) eller sätt {otherwise}",
        ) from error


def _stay_offline() -> None:
    """``local_files_only`` is not enough: the hub's client still calls home to ask who is using it."""
    os.environ.update(HF_HUB_OFFLINE="1", HF_HUB_DISABLE_TELEMETRY="1")
    from huggingface_hub import constants

    # another library may have imported it before, and then it has read the environment already
    constants.HF_HUB_OFFLINE = constants.HF_HUB_DISABLE_TELEMETRY = True
