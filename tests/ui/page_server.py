"""The page on a free port in a thread of this process, with the fake assistant behind it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from starlette.types import ASGIApp

from assistant.settings import Settings
from ui.chat import Answering
from ui.serving import address_of, listen, quiet_end, server


@contextmanager
def serving(load: Callable[[], Answering], settings: Settings | None = None) -> Iterator[str]:
    """The address of a running page."""
    from ui.app import create_app

    with running(create_app(load, settings or Settings())) as address:
        yield address


@contextmanager
def running(app: ASGIApp) -> Iterator[str]:
    """The address of a running application."""
    with listen("127.0.0.1", 0) as listener:
        served = server(app)
        thread = threading.Thread(target=served.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        deadline = time.monotonic() + 20
        while not served.started and time.monotonic() < deadline:
            time.sleep(0.05)
        with quiet_end(served):
            yield address_of(listener)
            served.should_exit = True
            thread.join(10)
