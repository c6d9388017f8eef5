"""Pages that are open and pages that have been left, told by the connection that each page holds for as long as it is open."""

from __future__ import annotations

import asyncio
import re
import time
from collections import Counter, OrderedDict
from collections.abc import Callable
from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

LEFT: Final = 300  # pages that have been left and whose conversation is kept, for whoever loads the page again
STAYS: Final = 3600.0  # seconds that it is kept at most
_HOLDING: Final = re.compile(r"/gradio_api/heartbeat/(\w+)")


class Departures:
    """ASGI middleware. Tells of a page that nobody will come back to, so that what is kept for it can be let go of."""

    def __init__(
        self, app: ASGIApp, forget: Callable[[str], object], *, left: int = LEFT, stays: float = STAYS
    ) -> None:
        self._app = app
        self._forget = forget
        self._most, self._stays = left, stays
        self._open: Counter[str] = Counter()
        self._left: OrderedDict[str, float] = OrderedDict()  # since when, the one left first before the others
        self._later: asyncio.TimerHandle | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = _HOLDING.fullmatch(scope["path"]) if scope["type"] == "http" else None
        if found is None:
            await self._app(scope, receive, send)
            return
        page = found[1]
        self._open[page] += 1
        self._left.pop(page, None)
        try:
            await self._app(scope, receive, send)
        finally:
            self._open[page] -= 1
            if not self._open[page]:
                del self._open[page]
                self._left[page] = time.monotonic()
            self._let_go()

    def _let_go(self) -> None:
        """Of too many at once, and of each when its time is over."""
        now = time.monotonic()
        while self._left and (len(self._left) > self._most or next(iter(self._left.values())) + self._stays <= now):
            page, _ = self._left.popitem(last=False)
            self._forget(page)
        if self._left and self._later is None:
            wait = next(iter(self._left.values())) + self._stays - now
            self._later = asyncio.get_running_loop().call_later(wait, self._look_again)

    def _look_again(self) -> None:
        self._later = None
        self._let_go()
