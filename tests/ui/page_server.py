"""The page on a free port in a thread of this process, with the fake assistant behind it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from assistant.settings import Settings
from ui.chat import Answering
from ui.serving import address_of, listen, quiet_end, server


@contextmanager
def serving(load: Callable[[], Answering], settings: Settings | None = None) -> Iterator[str]:
    """The address of a running page."""
    from ui.app import create_app

    app = create_app(load, settings or Settings())
    with listen("127.0.0.1", 0) as listener:
        running = server(app)
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        deadline = time.monotonic() + 20
        while not running.started and time.monotonic() < deadline:
            time.sleep(0.05)
        with quiet_end(running):
            yield address_of(listener)
            running.should_exit = True
            thread.join(10)
