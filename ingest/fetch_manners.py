"""Manners: robots.txt is asked first, and a host is left in peace between two requests."""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import urlsplit, urlunsplit

from protego import Protego

from ingest.catalogue import host_and_port
from ingest.fetch_border import Refused
from ingest.fetch_web import USER_AGENT, Fault, Web

PAUSE = 1.0  # seconds between two requests to one host
LONGEST_PAUSE = 30.0  # what a robots.txt may ask for
LARGEST_ROBOTS = 500_000  # bytes; what lies behind need not be read (RFC 9309, 2.5)
_NAME = USER_AGENT.partition("/")[0]


class Manners:
    """Called before every request: waits as long as is polite, and raises Refused where robots.txt says no."""

    def __init__(self, web: Web, pause: float = PAUSE, sleep: Callable[[float], None] = time.sleep) -> None:
        self._web = web
        self._pause = pause
        self._sleep = sleep
        self._rules: dict[tuple[str, int], Protego | Refused] = {}
        self._asked: dict[tuple[str, int], float] = {}

    def before(self, url: str) -> None:
        """Wait, and see that the page may be fetched. Raises Refused."""
        host = host_and_port(url)
        if host not in self._rules:
            self._rules[host] = self._read(url)
        rules = self._rules[host]
        if isinstance(rules, Refused):
            raise Refused(rules.what, rules.next_step)
        if not rules.can_fetch(url, _NAME):
            raise Refused(
                "Webbplatsens robots.txt säger nej till hämtning av sidan",
                "Ladda ner källan för hand och lägg den i en mapp som läses in, om den behövs",
            )
        self._wait(host, min(float(rules.crawl_delay(_NAME) or 0.0), LONGEST_PAUSE))

    def _wait(self, host: tuple[str, int], asked_for: float = 0.0) -> None:
        left = self._asked.get(host, float("-inf")) + max(self._pause, asked_for) - time.monotonic()
        if left > 0:
            self._sleep(left)
        self._asked[host] = time.monotonic()

    def _read(self, url: str) -> Protego | Refused:
        """The rules of a host; why they cannot be had, which is a no for now (RFC 9309, 2.3.1)."""
        parts = urlsplit(url)
        address = urlunsplit((parts.scheme, parts.netloc, "/robots.txt", "", ""))
        try:
            page = self._web.get(address, before=lambda hop: self._wait(host_and_port(hop)), largest=LARGEST_ROBOTS)
        except Refused as refused:
            return refused
        except Fault as fault:
            if 400 <= fault.status < 500 and fault.status != 429:
                return Protego.parse("")
            if not fault.status:  # the site cannot be reached at all
                return Refused(fault.what, fault.next_step)
            return Refused(f"robots.txt går inte att läsa: {fault.what}", "Försök igen senare")
        return Protego.parse((page.data or b"").decode("utf-8", "replace"))
