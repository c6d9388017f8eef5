"""What the parts of a start cost, and the service at rest: called by ``python -m evals.bench_start``.

What a command reads in: seconds of the processor and modules, in a process that does nothing else. The service: a real
``civsam chat``, until ``/readyz`` says yes, at rest some seconds later, and after some questions.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

from assistant.settings import PREFIX, PROJECT
from evals.bench_corpus import memory_of
from evals.bench_table import Part, Row

PORT = 17862
LATEST = 180.0  # seconds until the service must be ready
REST = 10.0  # seconds at rest
QUESTIONS = (
    "Vilka bidrag finns i Kumla?",
    "Hur mycket är startbidraget i Kumla?",
    "När ska vi söka lovbidrag i Örebro?",
    "Vad säger handlingsplanen om civilsamhället?",
    "Vad kostar en bulle på konditoriet?",
)
_ANSWERING = "assistant.wiring, assistant.adapters.chroma, assistant.adapters.static_embedding"
READ_IN = {
    "civsam --help": "import ui.cli, ui.arguments",
    "civsam ask": f"import ui.cli, ui.as_json, {_ANSWERING}",
    "civsam chat": f"import ui.cli, ui.serving, ui.app, {_ANSWERING}",
}
_MEASURED = "import time; t = time.process_time(); {}; import sys; print(time.process_time() - t, len(sys.modules))"


def read_in(times: int) -> Part:
    """The median of so many processes for each command."""
    rows = []
    for name, imports in READ_IN.items():
        found = [_read_in(imports) for _ in range(times)]
        rows.append(Row(name, {"cpu s": median(one[0] for one in found), "moduler": str(found[0][1])}))
    return Part(f"Det som läses in, median av {times}", rows)


def _read_in(imports: str) -> tuple[float, int]:
    command = [sys.executable, "-c", _MEASURED.format(imports)]
    seconds, modules = subprocess.run(command, cwd=PROJECT, check=True, capture_output=True, text=True).stdout.split()
    return float(seconds), int(modules)


def service(data_dir: Path, port: int = PORT) -> Part:
    """A service over what has been read in: when it is ready, at rest, and after a question of each kind."""
    with _serving(data_dir, port) as (process, address):
        began = time.perf_counter()
        _wait(f"{address}/readyz", process)
        ready = _figures(process.pid) | {"klocka s": time.perf_counter() - began}
        time.sleep(REST)
        rest = _figures(process.pid)
        for question in QUESTIONS:
            _ask(address, question)
        asked = _figures(process.pid)
    resting = {"MB": rest["MB"], "cpu s": rest["cpu s"] - ready["cpu s"]}
    rows = [
        Row("Redo", ready),
        Row(f"I vila, {REST:.0f} s", resting),
        Row(f"Efter {len(QUESTIONS)} frågor", {"MB": asked["MB"], "cpu s": asked["cpu s"] - rest["cpu s"]}),
    ]
    return Part("Tjänsten (civsam chat)", rows)


@contextmanager
def _serving(data_dir: Path, port: int) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    command = [sys.executable, "-m", "ui.cli", "chat", "--port", str(port), "--data-dir", str(data_dir)]
    child = subprocess.Popen(
        command, cwd=PROJECT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield child, f"http://127.0.0.1:{port}"
    finally:
        child.terminate()
        child.wait(30)


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    """Until the address answers 200. Raises RuntimeError when the service ends or takes too long."""
    until = time.perf_counter() + LATEST
    while time.perf_counter() < until and process.poll() is None:
        try:
            with urlopen(address, timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError("Tjänsten blev inte redo")


def _ask(address: str, question: str) -> Any:
    body = json.dumps({"question": question}).encode()
    request = Request(f"{address}/api/v1/ask", body, {"Content-Type": "application/json"})
    with urlopen(request, timeout=60) as reply:
        return json.load(reply)


def _figures(process: int) -> dict[str, float]:
    """Memory now, and seconds of the processor until now."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    return {"MB": memory_of(process, "VmRSS"), "cpu s": (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")}
