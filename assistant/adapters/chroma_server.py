"""The dense leg on a Chroma server, by setting: one collection per generation, and nothing in it but vectors and numbers.

A collection is named after the hash of the vectors that it holds. Every process that has the same generation, however it came
by it, finds the same collection; one that holds anything else has another name. What the server finds is weighed anew
against our own copy of the vectors, and an answer that does not agree with it is no answer.

Chroma's server knows no users: whoever reaches it can read, change and remove everything. It is therefore spoken to on this
machine, or through a proxy with TLS that asks for a token.
"""

from __future__ import annotations

import logging
import os
import re
import ssl
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
import numpy as np
from pydantic import SecretStr

from assistant.adapters.chroma import ALL_UP_TO
from assistant.errors import IndexBroken, ServerUnavailable, SettingsError
from assistant.ports import Matrix

READING: Final = 5.0  # seconds a reader waits for any part of a reply
WRITING: Final = 120.0  # the same while vectors are written
BATCH_BYTES: Final = 8_000_000  # of one request: Chroma takes 40 million, a proxy in front of it often less
NUMBER_BYTES: Final = 22  # of one number of a vector, written out
BATCH: Final = 5000
PROBES: Final = 5  # vectors looked up when a collection is opened
AGREES: Final = 1e-3  # between the server's cosine and our own; it counts with single precision too
PAGE: Final = 200  # collections listed at a time
_HASH: Final = 32  # hex digits of the name
_SAYS: Final = "CIVSAM_CHROMA_URL"

log = logging.getLogger(__name__)


def checked_address(url: str, token: SecretStr) -> str:
    """The address, when vectors may be sent there. Raises SettingsError, which never shows what may be a password."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    if parts.scheme not in ("http", "https") or not host or parts.query or parts.fragment:
        raise SettingsError(
            "Adressen till Chroma-servern går inte att använda",
            where=_SAYS,
            next_step="Skriv den som http://127.0.0.1:8000 eller https://vektorer.example.se",
        )
    if parts.username is not None or parts.password is not None:
        raise SettingsError(
            "Adressen till Chroma-servern innehåller ett namn eller ett lösenord",
            where=_SAYS,
            next_step="Ta bort det ur adressen och sätt nyckeln i CIVSAM_CHROMA_TOKEN",
        )
    shown = f"{host}:{port}" if port else host
    if not _is_loopback(host) and (parts.scheme != "https" or not token.get_secret_value()):
        raise SettingsError(
            f"Chroma-servern {shown} ligger på en annan dator och kräver både https och en nyckel. "
            "Själva servern släpper in alla som når den",
            where=_SAYS,
            next_step="Ställ en omvänd proxy med TLS framför den, som kräver en nyckel, och sätt nyckeln i CIVSAM_CHROMA_TOKEN. "
            "Så här gör du står i docs/drift.md",
        )
    return url.rstrip("/")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class ChromaServer:
    """Where the collections lie. ``prefix`` begins the names of all that belong to this knowledge base."""

    url: str
    token: SecretStr = field(repr=False)
    prefix: str

    def name_of(self, vectors_sha256: str) -> str:
        """What the collection of vectors with this hash is called."""
        return f"{self.prefix}-{vectors_sha256[:_HASH]}"

    def open(self, vectors_sha256: str, vectors: Matrix) -> ServerVectorIndex:
        """The collection of these vectors, after a look at how many it holds and whether some are what they should be.

        Raises ServerUnavailable: it cannot be reached, is not there, or is not these vectors.
        """
        api = self._api(READING)
        try:
            with _told(self.url):
                index = ServerVectorIndex(_collection(api, self.name_of(vectors_sha256)), vectors, api, self.url)
                index.check()
                return index
        except Exception:
            _let_go(api)
            raise

    def publish(self, vectors_sha256: str, vectors: Matrix, advance: Callable[[int], object] = lambda _: None) -> None:
        """Put these vectors on the server, whole, unless they are there. Raises ServerUnavailable.

        A collection that was left half written, or is not what it should be, is removed first.
        """
        try:
            self.open(vectors_sha256, vectors).close()
            return
        except ServerUnavailable:
            log.info("publishing")
        name = self.name_of(vectors_sha256)
        with self._writing() as api:
            if name in set(_names(api, self.prefix)):
                api.delete_collection(name)
            graph: dict[str, Any] = {"space": "cosine"}
            if len(vectors) <= ALL_UP_TO:  # as in the embedded index: every one is looked at
                graph["ef_search"] = max(len(vectors), 100)
            api.create_collection(name, configuration={"hnsw": graph})
            collection = _collection(api, name)
            size = batch_size(int(api.get_max_batch_size()), vectors.shape[1])
            for start in range(0, len(vectors), size):
                batch = np.asarray(vectors[start : start + size], dtype=np.float32)
                collection.add(ids=[str(start + i) for i in range(len(batch))], embeddings=batch)
                advance(len(batch))
        self.open(vectors_sha256, vectors).close()

    def keep_only(self, hashes: Collection[str]) -> list[str]:
        """Remove every collection of ours but those of vectors with these hashes; returns the names that are gone.

        Raises ServerUnavailable.
        """
        kept = {self.name_of(digest) for digest in hashes}
        with self._writing() as api:
            gone = [name for name in _names(api, self.prefix) if name not in kept]
            for name in gone:
                api.delete_collection(name)
        return gone

    @contextmanager
    def _writing(self) -> Iterator[Any]:
        api = self._api(WRITING)
        try:
            with _told(self.url):
                yield api
        finally:
            _let_go(api)

    def _api(self, seconds: float) -> Any:
        """Chroma's own client for a server, with a time limit, which it has none of, and no proxy from the environment."""
        os.environ["ANONYMIZED_TELEMETRY"] = "False"
        from chromadb.api import ServerAPI
        from chromadb.config import Settings, System

        secret = self.token.get_secret_value()
        settings = Settings(
            chroma_api_impl="chromadb.api.fastapi.FastAPI",
            chroma_server_host=self.url,
            chroma_server_http_port=urlsplit(self.url).port or 443,  # asked for, though the address says it
            chroma_server_headers={"Authorization": f"Bearer {secret}"} if secret else {},
            anonymized_telemetry=False,
            _env_file=None,
        )
        api: Any = System(settings).instance(ServerAPI)
        session = api._session
        api._session = httpx.Client(
            timeout=seconds,
            trust_env=False,
            verify=ssl.create_default_context() if self.url.startswith("https:") else False,
            headers=session.headers,
        )
        session.close()
        return api


class ServerVectorIndex:
    """Nearest neighbours among the vectors of one generation, found by the server and weighed by ourselves."""

    def __init__(self, collection: Any, vectors: Matrix, api: Any, url: str) -> None:
        self._collection = collection
        self._vectors = vectors
        self._api = api
        self._url = url

    def check(self) -> None:
        """The server holds as many vectors as we do, and some of them are ours. Raises ServerUnavailable."""
        with _told(self._url):
            if int(self._collection.count()) != len(self._vectors):
                raise _disagrees(self._url)
        if not len(self._vectors):
            return
        numbers = np.unique(np.linspace(0, len(self._vectors) - 1, PROBES).astype(int)).tolist()
        with _told(self._url):
            stored = self._collection.get(ids=[str(number) for number in numbers], include=["embeddings"])
            by_number = dict(zip(map(int, stored["ids"]), stored["embeddings"], strict=True))
        for number in numbers:
            ours = np.asarray(self._vectors[number])
            if number not in by_number or not np.allclose(by_number[number], ours, atol=1e-5):
                raise _disagrees(self._url)
        self.query(np.asarray(self._vectors[numbers[-1]]), 1)

    def query(self, vector: Matrix, k: int) -> list[tuple[int, float]]:
        """At most k (passage number, cosine similarity), best first. Raises ServerUnavailable."""
        wanted = min(k, len(self._vectors))
        if wanted < 1:
            return []
        with _told(self._url):
            found = self._collection.query(query_embeddings=[vector], n_results=wanted, include=["distances"])
            numbers = np.asarray([int(number) for number in found["ids"][0]], dtype=np.int64)
            theirs = 1.0 - np.asarray(found["distances"][0], dtype=np.float64)
        ours = self._weighed(numbers, theirs, vector, wanted)
        order = np.lexsort((numbers, -ours))
        return [(int(numbers[place]), float(ours[place])) for place in order]

    def _weighed(self, numbers: Any, theirs: Any, vector: Matrix, wanted: int) -> Any:
        """Our own similarities. Raises ServerUnavailable when the server's answer is not about these vectors."""
        right = len(numbers) == len(theirs) == wanted == len(set(numbers.tolist()))
        if not right or numbers.min() < 0 or numbers.max() >= len(self._vectors):
            raise _disagrees(self._url)
        ours = np.asarray(self._vectors[numbers]) @ vector
        if not np.allclose(ours, theirs * np.linalg.norm(vector), atol=AGREES):
            raise _disagrees(self._url)
        return ours

    def count(self) -> int:
        """How many vectors there are."""
        return len(self._vectors)

    def close(self) -> None:
        """Let go of the connection."""
        _let_go(self._api)


def batch_size(most: int, dimension: int) -> int:
    """How many vectors to send at a time: no more than the server takes, nor than fit in one request."""
    return max(1, min(most, BATCH, BATCH_BYTES // (dimension * NUMBER_BYTES)))


def _collection(api: Any, name: str) -> Any:
    from chromadb.api.models.Collection import Collection as ChromaCollection

    return ChromaCollection(client=api, model=api.get_collection(name), embedding_function=None)


def _names(api: Any, prefix: str) -> list[str]:
    ours = re.compile(rf"{re.escape(prefix)}-[0-9a-f]{{{_HASH}}}")
    names: list[str] = []
    while page := [one.name for one in api.list_collections(limit=PAGE, offset=len(names))]:
        names += page
    return [name for name in names if ours.fullmatch(name)]


def _let_go(api: Any) -> None:
    api._session.close()


@contextmanager
def _told(url: str) -> Iterator[None]:
    """Whatever goes wrong between us and the server, in words of ours: the library's may hold what was sent."""
    try:
        yield
    except (ServerUnavailable, IndexBroken):
        raise
    except Exception as error:
        raise _unavailable(url, error) from error


def _unavailable(url: str, error: Exception) -> ServerUnavailable:
    from chromadb.errors import NotFoundError

    if isinstance(error, NotFoundError):
        what = "Chroma-servern har inte vektorerna för den här versionen av kunskapsbasen"
        return ServerUnavailable(what, where=url, next_step="Kör civsam ingest, så läggs de dit")
    what = "Chroma-servern svarar inte som den ska"
    return ServerUnavailable(what, where=url, next_step="Kontrollera att den är igång och att nyckeln är rätt")


def _disagrees(url: str) -> ServerUnavailable:
    return ServerUnavailable(
        "Chroma-servern har andra vektorer än den här versionen av kunskapsbasen",
        where=url,
        next_step="Kör civsam ingest, så läggs de rätta dit",
    )
