"""The blocker in conftest.py blocks, and lets this machine talk to itself."""

from __future__ import annotations

import socket
import threading
import urllib.request
from typing import Any

import pytest

REFUSED = pytest.fail.Exception


def test_an_address_is_refused_and_remembered(network: Any) -> None:
    with pytest.raises(REFUSED, match=r"192\.0\.2\.1"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    assert network.attempts
    network.attempts.clear()


def test_a_name_is_refused_before_it_is_looked_up(network: Any) -> None:
    with pytest.raises(REFUSED, match=r"example\.org"):
        urllib.request.urlopen("http://example.org/", timeout=1)
    network.attempts.clear()


def test_an_attempt_that_somebody_swallows_is_still_remembered(network: Any) -> None:
    def careless() -> None:
        with pytest.raises(REFUSED):
            socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"hej", ("192.0.2.1", 53))

    thread = threading.Thread(target=careless)
    thread.start()
    thread.join()
    assert network.attempts == ["('192.0.2.1', 53)"]
    network.attempts.clear()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_loopback_is_open(host: str, network: Any) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection((host, server.getsockname()[1]), timeout=5) as client,
    ):
        assert client.getpeername()[0] == "127.0.0.1"
    assert not network.attempts
