"""No test reaches the network or reads the machine's settings. A small invented corpus, and the real one indexed once."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from sheets import World, indexed, write_sheets

from assistant.adapters.static_embedding import StaticEmbedder
from assistant.answer import Assistant
from assistant.settings import PREFIX, PROJECT, Settings
from assistant.wiring import load
from ingest import generations, reading, vector_index
from ingest.guard import GuardedReader
from ingest.pipeline import ingest

BUILD, VERIFY = vector_index.build, generations.verify

# The same examples every time, however slow the machine. To look for new ones: pytest --hypothesis-profile=thorough
hypothesis.settings.register_profile("civsam", deadline=None, derandomize=True)
hypothesis.settings.register_profile("thorough", deadline=None, max_examples=2000)
hypothesis.settings.load_profile("civsam")

# --- the network ------------------------------------------------------------------------------------------------


class NetworkGuard:
    """Stops every connection that leaves this machine, and remembers it: a library may swallow what stops it."""

    def __init__(self) -> None:
        self.attempts: list[str] = []

    def install(self, patch: pytest.MonkeyPatch) -> None:
        for name, place in (("connect", 0), ("connect_ex", 0), ("sendto", -1)):
            patch.setattr(socket.socket, name, self._on_socket(getattr(socket.socket, name), place))
        for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex"):
            patch.setattr(socket, name, self._on_name(getattr(socket, name)))

    def refuse(self, address: object) -> None:
        self.attempts.append(str(address))
        pytest.fail(f"a test tried to reach the network: {address}")

    def _on_socket(self, original: Callable[..., Any], place: int) -> Callable[..., Any]:
        def guarded(sock: socket.socket, *arguments: Any) -> Any:
            if sock.family != socket.AF_UNIX and not is_local(arguments[place][0]):
                self.refuse(arguments[place])
            return original(sock, *arguments)

        return guarded

    def _on_name(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def guarded(host: Any, *arguments: Any, **options: Any) -> Any:
            if not is_local(host):
                self.refuse(host)
            return original(host, *arguments, **options)

        return guarded


def is_local(host: object) -> bool:
    """True for this machine: loopback, every name of it, and "any address" when a server binds."""
    name = host.decode() if isinstance(host, bytes) else host
    if name in (None, "", "localhost", "0.0.0.0", "::"):
        return True
    try:
        return ip_address(str(name).partition("%")[0]).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session", autouse=True)
def _network() -> Iterator[NetworkGuard]:
    guard = NetworkGuard()
    with pytest.MonkeyPatch.context() as patch:
        guard.install(patch)
        yield guard


@pytest.fixture(autouse=True)
def network(_network: NetworkGuard) -> Iterator[NetworkGuard]:
    """Fails the test that tried, also when the attempt was swallowed or made in a thread."""
    _network.attempts.clear()
    yield _network
    attempts, _network.attempts = _network.attempts, []
    if attempts:
        pytest.fail(f"the test tried to reach the network: {', '.join(attempts)}")


# --- settings ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session", autouse=True)
def _own_environment() -> Iterator[None]:
    """What is set on this machine (CIVSAM_*) must not change a test, in this process or one that it starts."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith(PREFIX)]:
            patch.delenv(name)
        yield


# --- the invented corpus ----------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Over the invented corpus, indexed with the built-in embedder. Shared: read it, never write to it."""
    return indexed(tmp_path_factory.mktemp("provkorpus"))


@pytest.fixture(scope="session")
def assistant(settings: Settings) -> Iterator[Assistant]:
    """Answers from the invented corpus."""
    opened = load(settings)
    yield opened
    opened.close()


@pytest.fixture
def world(tmp_path: Path, in_process: None) -> World:
    """The invented corpus in a folder of its own, not yet read in."""
    return World(write_sheets(tmp_path / "corpus"), tmp_path / "data", StaticEmbedder())


@pytest.fixture(scope="session")
def _reader() -> Iterator[GuardedReader]:
    with GuardedReader() as opened:
        yield opened


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch, _reader: GuardedReader) -> None:
    """The same index and the same check of a new generation, without the seconds it takes to start children for them.

    Files are still read in a child, which all such tests share.
    """
    monkeypatch.setattr(generations, "verify", generations.probe)
    monkeypatch.setattr(vector_index, "build", vector_index.write)
    monkeypatch.setattr(reading, "GuardedReader", lambda: nullcontext(_reader))


@pytest.fixture
def own_process(in_process: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The vector index is written by a process of its own after all: for tests of what must not be left on the disk."""
    monkeypatch.setattr(vector_index, "build", BUILD)


@pytest.fixture
def own_check(in_process: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new generation is checked in a child process after all."""
    monkeypatch.setattr(generations, "verify", VERIFY)


# --- the real corpus --------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def real_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Over the real corpus, indexed once for all tests. Shared: read it, never write to it."""
    made = Settings(data_dir=tmp_path_factory.mktemp("korpus") / "data", corpus_dir=PROJECT / "corpus")
    report = ingest([made.corpus_dir], made.data_dir, StaticEmbedder())
    assert not report.failed, [str(failure.error) for failure in report.failed]
    return made


@pytest.fixture(scope="session")
def real_assistant(real_settings: Settings) -> Iterator[Assistant]:
    """Answers from the real corpus."""
    opened = load(real_settings)
    yield opened
    opened.close()
