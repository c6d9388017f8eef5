"""A corpus whose sheets name a site of this machine, and a fetch between them."""

from __future__ import annotations

import ipaddress
import ssl
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sheets import sheet, write_sheets

from ingest.fetch import Fetched, FetchReport, Surroundings, fetch
from ingest.fetch_border import Border
from ingest.fetch_web import WebLimits
from tests.ingest.web_server import Site

SWIFT = WebLimits(connect=3.0, wait=1.0, seconds=2.0, size=200_000)
DAY = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)


def loopback(address: str) -> bool:
    return ipaddress.ip_address(address).is_loopback


@dataclass
class Desk:
    """A corpus whose sheets name a site, a data directory, and a fetch between them."""

    site: Site
    corpus: Path
    data: Path
    context: ssl.SSLContext
    now: datetime = DAY
    addresses: dict[str, list[str]] = field(default_factory=dict)
    resolved: list[str] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)
    limits: WebLimits = SWIFT
    pause: float = 0.0

    def sheet(self, identifier: str, url: str, hamtad: str = "2026-11", **fields: str) -> None:
        text = sheet(identifier, f"## Text\n\n- Ett blad om {identifier}.", kalla_url=url, hamtad=hamtad, **fields)
        write_sheets(self.corpus, {f"{identifier}.md": text})

    def resolve(self, host: str, port: int) -> list[str]:
        self.resolved.append(host)
        return self.addresses.get(host, ["127.0.0.1"])

    def fetch(self, *only: str) -> FetchReport:
        return fetch(self.corpus, self.data, only, around=self.around())

    def around(self) -> Surroundings:
        """What a fetch needs to be allowed to ask this machine, and nothing else."""
        return Surroundings(
            border=lambda hosts: Border(hosts, self.resolve, loopback),
            context=self.context,
            limits=self.limits,
            pause=self.pause,
            sleep=self.slept.append,
            now=lambda: self.now,
        )

    def one(self, *only: str) -> Fetched:
        (fetched,) = self.fetch(*only).sources
        return fetched
