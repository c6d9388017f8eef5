"""A site of this machine with TLS, and a desk that fetches from it."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from tests.ingest.desk import Desk
from tests.ingest.web_server import HOST, OTHER, serving


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def desk(authority: trustme.CA, tmp_path: Path) -> Iterator[Desk]:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    with serving(authority, HOST, OTHER) as site:
        (tmp_path / "corpus").mkdir()
        yield Desk(site, tmp_path / "corpus", tmp_path / "data", context)
