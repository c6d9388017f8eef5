"""load(Settings) → Assistant: the only place where adapters are chosen."""

from __future__ import annotations

import gc
import logging
import threading
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.adapters.chat import LangChainChatModel
from assistant.adapters.chroma import ChromaVectorIndex, is_saved
from assistant.adapters.dictionary import is_swedish
from assistant.adapters.embedding import embedder_name, load_embedder
from assistant.adapters.fakes import ExactVectorIndex
from assistant.adapters.patience import PatientChatModel
from assistant.adapters.reranking import load_reranker
from assistant.adapters.watched import WatchedVectorIndex
from assistant.answer import Assistant
from assistant.errors import IndexBroken, IndexMismatch, ServerUnavailable
from assistant.language import vocabulary
from assistant.language_model.prompt import load_prompts
from assistant.language_model.rewriting import Rewriter
from assistant.language_model.writing import Writer
from assistant.ports import ChatModel, Embedder, Reranker, VectorIndex
from assistant.retrieval import lexical, storage
from assistant.retrieval.retrieve import Retriever
from assistant.retrieval.storage import Generation
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.adapters.chroma_server import ChromaServer


log = logging.getLogger(__name__)


def load(settings: Settings, *, remembered: int = 0) -> Assistant:
    """The assistant over the serving generation, with so many answers remembered: where answers are measured, none.

    Raises KnowledgeBaseError or ModelUnavailable.
    """
    model = _chat_model(settings)
    prompts = load_prompts() if model else None
    return Assistant(
        settings.data_dir,
        partial(open_retriever, settings, models=Models(settings)),
        vocabulary.load_vocabulary(settings.corpus_dir / vocabulary.FILE),
        settings.question_limit,
        Writer(model, prompts) if model and prompts else None,
        remembered,
        Rewriter(model, prompts) if model and prompts else None,
    )


def _chat_model(settings: Settings) -> ChatModel | None:
    """None, the default, answers with extracts only."""
    if not settings.chat_model:
        return None
    model = LangChainChatModel(
        settings.chat_model,
        base_url=settings.chat_base_url,
        api_key=settings.chat_api_key.get_secret_value(),
        timeout=settings.chat_timeout,
    )
    return PatientChatModel(model, settings.chat_timeout)


def settle() -> None:
    """For a process that will serve for long, in the background: the dictionary is read before a misspelt question needs it,
    and what is loaded by then is left out of the garbage collector's rounds, which would take a tenth of the processor.
    """

    def settling() -> None:
        is_swedish("förening")
        gc.collect()
        gc.freeze()

    threading.Thread(target=settling, name="civsam-settle", daemon=True).start()


class Models:
    """The embedder and the reranker that the settings name, read once for all generations that are opened."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._read: tuple[str, Embedder] | None = None

    def embedder(self, name: str) -> Embedder:
        """The one with this name: read anew only when that is another than before. Raises ModelUnavailable."""
        if self._read is None or self._read[0] != name:
            self._read = name, load_embedder(self._settings)
        return self._read[1]

    @cached_property
    def reranker(self) -> Reranker | None:
        """None when the settings name none. Raises ModelUnavailable."""
        return load_reranker(self._settings)


def open_retriever(settings: Settings, data_dir: Path, models: Models | None = None) -> Retriever:
    """Open the serving generation with the configured embedder. Raises IndexMismatch when it was made with another.

    Where Chroma's files are damaged an older generation serves, and when there is none the same one without them.
    ``models`` are those that an earlier one was opened with.
    """
    attach = partial(_retriever, settings, models or Models(settings))
    try:
        return storage.open_serving(data_dir, attach)
    except IndexBroken:
        return storage.open_serving(data_dir, partial(attach, exact=True))


def _retriever(settings: Settings, models: Models, generation: Generation, *, exact: bool = False) -> Retriever:
    configured = embedder_name(settings)
    _check_stamp(generation, configured)
    embedder = models.embedder(configured)
    if embedder.dimension != generation.vectors().shape[1]:
        raise _mismatch(generation, "en annan vektorlängd", str(embedder.dimension))
    server = None if generation.for_staff else vector_server(settings)
    if server:
        index: VectorIndex = _on_server(server, generation)
    else:
        index = ExactVectorIndex(np.asarray(generation.vectors())) if exact else _vector_index(generation)
    if exact and not server:
        log.warning("Vektorindexet är skadat. Civsam söker i sin egen kopia så länge. %s", storage.REBUILD)
    return Retriever(generation, embedder, index, models.reranker, is_swedish)


def vector_server(settings: Settings) -> ChromaServer | None:
    """The server that holds the vectors, by setting; None when they are searched here. Raises SettingsError."""
    if not settings.chroma_url:
        return None
    from assistant.adapters.chroma_server import ChromaServer, checked_address

    url = checked_address(settings.chroma_url, settings.chroma_token)
    return ChromaServer(url, settings.chroma_token, settings.chroma_prefix)


def server_state(settings: Settings, generation: Generation) -> str | None:
    """What is wrong with the vectors on the server, in words; empty when they are there; None when none is set."""
    server = None if generation.for_staff else vector_server(settings)
    if not server:
        return None
    try:
        server.open(storage.vectors_digest(generation.manifest), np.asarray(generation.vectors())).close()
    except ServerUnavailable as fault:
        return str(fault)
    return ""


def _on_server(server: ChromaServer, generation: Generation) -> WatchedVectorIndex:
    vectors = np.asarray(generation.vectors())
    digest = storage.vectors_digest(generation.manifest)
    return WatchedVectorIndex(lambda: server.open(digest, vectors), ExactVectorIndex(vectors))


def _vector_index(generation: Generation) -> VectorIndex:
    storage.check_vector_index(generation)
    folder = generation.folder / storage.CHROMA
    if folder.is_dir() and not is_saved(folder):  # few vectors, and Chroma would write beside questions
        return ExactVectorIndex(np.asarray(generation.vectors()))
    try:
        return ChromaVectorIndex(folder)
    except OSError as error:
        log.warning("Det finns ingen plats för vektorindexet bland de tillfälliga filerna (%s).", error.filename)
        return ExactVectorIndex(np.asarray(generation.vectors()))


_CHECK_EMBEDDER = "Rätta först inställningen CIVSAM_EMBEDDER, om den är fel. Är den rätt: kör civsam ingest --rebuild"


def _check_stamp(generation: Generation, configured: str) -> None:
    stamp = generation.stamp
    if stamp.embedder != configured:
        raise _mismatch(generation, f"sökmodellen {stamp.embedder}", configured, _CHECK_EMBEDDER)
    if stamp.analyser != lexical.ANALYSER:
        raise _mismatch(generation, f"språkanalysen {stamp.analyser}", lexical.ANALYSER)


def _mismatch(
    generation: Generation, made_with: str, configured: str, next_step: str = storage.REBUILD
) -> IndexMismatch:
    return IndexMismatch(
        f"Indexet är gjort med {made_with}, men här används {configured}",
        where=str(generation.folder),
        next_step=next_step,
    )
