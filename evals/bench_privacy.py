"""What is left on disk of what people ask: ``python -m evals.bench_privacy [--questions 1000]``.

A real server at default settings, in a process of its own whose data, home and temporary files lie in one folder. Every
question holds a personal number of its own, through the chat (as the page sends it), the API and /enkel in turn. Then every
byte of that folder is searched, while the server runs and after it has stopped, and so are the files that are new in the
project. And what masking finds of generated personal details, and takes for one without cause.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from assistant.language_model.masking import masked
from assistant.settings import PREFIX, PROJECT
from evals.bench_table import Part, Row, table
from evals.personal_details import FOUND, LOOKALIKES, personal_number

PORT = 17861
TIMEOUT = 120.0  # seconds for one request
ASKED = (
    "När ska vi söka aktivitetsbidrag i Kumla?",
    "Vilka bidrag finns i Lekeberg?",
    "Hur mycket är startbidraget i Kumla?",
    "Vad kostar en bulle på konditoriet?",
)
LIKE_ONE = re.compile(rb"(?<!\d)(\d{6})[-+]?(\d{4})(?!\d)")
SAMPLES = 3000  # of each kind that masking is tried with
SEED = 20261126


class Room:
    """One folder with all that a server may write: data, home, temporary files, and what it says."""

    def __init__(self, folder: Path, data_dir: Path) -> None:
        self.folder, self.data_dir = folder, data_dir
        self._began = time.time()
        for name in ("home", "tmp"):
            (folder / name).mkdir(exist_ok=True)

    @contextmanager
    def serving(self, port: int) -> Iterator[str]:
        """The address of a running server. What it writes on both streams goes to a file in the folder."""
        with (self.folder / "logg.txt").open("wb") as log:
            child = subprocess.Popen(
                [sys.executable, "-m", "ui.cli", "chat", "--port", str(port), "--data-dir", str(self.data_dir)],
                cwd=PROJECT, env=self.environment(), stdout=log, stderr=subprocess.STDOUT,
            )  # fmt: skip
            try:
                address = f"http://127.0.0.1:{port}"
                _wait(address, child)
                yield address
            finally:
                child.terminate()
                child.wait(60)

    def environment(self) -> dict[str, str]:
        """This machine's, with no setting of ours and all places for files in the folder."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith((PREFIX, "GRADIO_"))}
        places = {"HOME": "home", "XDG_CACHE_HOME": "home", "TMPDIR": "tmp"}
        return kept | {name: str(self.folder / place) for name, place in places.items()}

    def left(self, planted: Sequence[str]) -> list[str]:
        """The files that hold any of the personal numbers, with or without their sign."""
        wanted = {number.replace("-", "").encode()[-10:] for number in planted}
        return [str(path) for path in self._files() if _holds(path, wanted)]

    def _files(self) -> Iterator[Path]:
        places = {path for folder in (self.folder, self.data_dir) for path in folder.rglob("*") if path.is_file()}
        yield from sorted(places)
        for path in PROJECT.rglob("*"):
            if ".venv" not in path.parts and path.is_file() and path.stat().st_mtime >= self._began:
                yield path

    def files(self) -> int:
        """How many files were looked through."""
        return sum(1 for _ in self._files())


def questions(count: int) -> list[tuple[str, str]]:
    """(personal number, question that holds it), each number once."""
    chance = random.Random(SEED)
    numbers: dict[str, None] = {}
    while len(numbers) < count:
        numbers[personal_number(chance)] = None
    return [
        (number, f"{ASKED[place % len(ASKED)]} Mitt personnummer är {number}.") for place, number in enumerate(numbers)
    ]


def ask_all(address: str, asked: Sequence[tuple[str, str]]) -> dict[str, int]:
    """Ask by chat, API and /enkel in turn; how many were answered by each. Raises OSError or RuntimeError when one was not."""
    doors: dict[str, Callable[[str], str]] = {
        "chatten": Chat(address).ask,
        "api": partial(_by_api, address),
        "enkel": partial(_by_form, address),
    }
    answered = dict.fromkeys(doors, 0)
    for place, (number, text) in enumerate(asked):
        name = tuple(doors)[place % len(doors)]
        said = doors[name](text)
        if name != "api" and number not in said:
            raise RuntimeError(f"{name}: frågan kom inte fram")
        answered[name] += 1
    return answered


class Chat:
    """The chat as the page uses it: an event in the queue, and its stream to the end."""

    def __init__(self, address: str) -> None:
        self._address = address
        config = json.loads(_got(f"{address}/config"))
        sends = {one["id"] for one in config["components"] if one["props"].get("elem_id") == "skicka"}
        self._event = next(
            one for one in config["dependencies"] if any(target[0] in sends for target in one["targets"])
        )
        self._place = 0

    def ask(self, text: str) -> str:
        """What the stream says. A new visitor each time."""
        self._place += 1
        session = f"prov{self._place}"
        data: list[object] = [None, "", [], [], False, "", text]
        _sent(
            f"{self._address}/gradio_api/queue/join",
            {"data": data, "fn_index": self._event["id"], "session_hash": session},
        )
        said = []
        with urlopen(f"{self._address}/gradio_api/queue/data?session_hash={session}", timeout=TIMEOUT) as stream:
            for line in stream:
                said.append(line.decode())
                if '"process_completed"' in said[-1] or '"close_stream"' in said[-1]:
                    break
        whole = "".join(said)
        if '"success":true' not in whole.replace(" ", ""):
            raise RuntimeError(f"chatten svarade inte: {whole[-300:]}")
        return whole


def _by_api(address: str, text: str) -> str:
    return _sent(f"{address}/api/v1/ask", {"question": text})


def _by_form(address: str, text: str) -> str:
    return _got(Request(f"{address}/enkel", urlencode({"fraga": text}).encode()))


def _sent(address: str, body: object) -> str:
    return _got(Request(address, json.dumps(body).encode(), {"Content-Type": "application/json"}))


def _got(wanted: str | Request) -> str:
    with urlopen(wanted, timeout=TIMEOUT) as reply:
        return str(reply.read().decode())


def _wait(address: str, child: subprocess.Popen[bytes]) -> None:
    for _ in range(1200):
        if child.poll() is not None:
            raise RuntimeError("servern startade inte")
        try:
            _got(f"{address}/readyz")
            return
        except OSError:  # not there yet, or 503
            time.sleep(0.1)
    raise RuntimeError("servern blev inte klar")


def _holds(path: Path, wanted: set[bytes]) -> bool:
    try:
        data = path.read_bytes()
    except OSError:  # gone since
        return False
    return any(first + last in wanted for first, last in LIKE_ONE.findall(data))


def on_disk(folder: Path, data_dir: Path, count: int, port: int = PORT) -> Part:
    """The table of what is left after so many questions. Raises RuntimeError when a question was not answered."""
    room, asked = Room(folder, data_dir), questions(count)
    numbers = [number for number, _ in asked]
    with room.serving(port) as address:
        answered = ask_all(address, asked)
        running = room.left(numbers)
        looked = room.files()
    stopped = room.left(numbers)
    rows = [
        Row("Frågor med varsitt personnummer", {"antal": str(count)}),
        *(Row(f"  genom {name}", {"antal": str(number)}) for name, number in answered.items()),
        Row("Filer som söktes igenom", {"antal": str(looked)}),
        Row("Filer med något av numren, servern igång", {"antal": str(len(running))}),
        Row("Filer med något av numren, servern stoppad", {"antal": str(len(stopped))}),
    ]
    return Part("Kvar på disken", rows, "; ".join(dict.fromkeys((*running, *stopped))))


def masking(samples: int) -> Part:
    """How much of each kind is masked, and how often what only looks like it is."""
    rows = []
    for name, make in FOUND.items():
        chance = random.Random(SEED)
        found = sum(
            not re.search(r"\d{2}|@", masked(f"Jag undrar, {make(chance)}, om bidrag.")) for _ in range(samples)
        )
        rows.append(Row(name, {"maskerat": f"{100 * found / samples:.2f} %".replace(".", ",")}))
    for name, make in LOOKALIKES.items():
        chance = random.Random(SEED)
        texts_ = [f"Vi undrar om {make(chance)} i Kumla." for _ in range(samples)]
        wrong = sum(masked(text) != text for text in texts_)
        rows.append(Row(f"{name} (ska stå kvar)", {"maskerat": f"{100 * wrong / samples:.2f} %".replace(".", ",")}))
    return Part(f"Maskering, {samples} av varje slag", rows)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Vad som blir kvar av det folk frågar")
    parser.add_argument("--questions", type=int, default=1000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="civsam-bench-") as place:
        folder = Path(place)
        room = Room(folder, folder / "data")
        command = [sys.executable, "-m", "ui.cli", "ingest", "--data-dir", str(room.data_dir)]
        subprocess.run(command, cwd=PROJECT, env=room.environment(), check=True, stdout=subprocess.DEVNULL)
        parts = [masking(SAMPLES), on_disk(folder, room.data_dir, options.questions)]
    if options.json:
        sys.stdout.write(json.dumps([part.as_json() for part in parts], ensure_ascii=False, indent=1) + "\n")
    else:
        sys.stdout.write("\n\n".join(map(table, parts)) + "\n")


if __name__ == "__main__":
    main()
