"""Damaged and hostile files against the guarded reader: ``python -m evals.fuzz_readers FOLDER [COUNT] [SEED]``.

Every file of the folder is changed COUNT times (bytes flipped, stretches cut out, doubled or moved, numbers blown up), and a set
of files that are hostile on purpose is made. Each is read as an ingest reads it, with the good ones in between. What counts:
seconds for the slowest, memory of the child, that every refusal is a Swedish one, and that every good file is read.
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from assistant.errors import DocumentError
from evals.hostile_files import hostile_files
from ingest.guard import GuardedReader
from ingest.readers import SUPPORTED_SUFFIXES

SLOWEST = 30.0  # seconds
LARGEST = 1 << 30  # bytes
_NUMBER = re.compile(rb"(?<![\d.])\d{1,6}(?![\d.])")


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The file damaged in one of the ways in which files are damaged, or as an attacker would."""
    file = bytearray(data)
    kind = chance.randrange(6)
    first, length = chance.randrange(len(file)), chance.choice([1, 16, 300, 5000])
    if kind == 0:
        for _ in range(chance.choice([1, 10, 100])):
            file[chance.randrange(len(file))] = chance.randrange(256)
    elif kind == 1:
        del file[first : first + length]
    elif kind == 2:
        file[first:first] = file[first : first + length]
    elif kind == 3:
        file = file[:first] + (b"\n%%EOF\n" if chance.random() < 0.7 else b"")
    elif kind == 4:
        place = chance.randrange(len(file))
        file[first : first + length], file[place : place + length] = (
            file[place : place + length],
            file[first : first + length],
        )
    else:
        numbers = list(_NUMBER.finditer(bytes(file)))
        for found in sorted(chance.sample(numbers, min(len(numbers), 3)), key=lambda n: -n.start()):
            file[found.start() : found.end()] = chance.choice([b"0", b"-1", b"99999999", b"4294967295", b"1"])
    return bytes(file)


def files(folder: Path, count: int, seed: int) -> Iterator[tuple[str, str, bytes, bool]]:
    """(name, suffix, bytes, whether it is good)."""
    sources = [path for path in sorted(folder.iterdir()) if path.suffix in SUPPORTED_SUFFIXES]
    for name, suffix, data in hostile_files():
        yield name, suffix, data, False
        good = sources[len(name) % len(sources)]
        yield good.name, good.suffix, good.read_bytes(), True
    for number in range(count):
        for path in sources:
            chance = random.Random(f"{seed}/{path.name}/{number}")
            yield f"{path.name}#{number}", path.suffix, mutated(path.read_bytes(), chance), False
        good = sources[number % len(sources)]
        yield good.name, good.suffix, good.read_bytes(), True


def say(line: str) -> None:
    """One line for the one who runs this."""
    sys.stdout.write(f"{line}\n")


def main(arguments: list[str]) -> int:
    """Read them all and print what happened."""
    folder = Path(arguments[0])
    count = int(arguments[1]) if len(arguments) > 1 else 50
    seed = int(arguments[2]) if len(arguments) > 2 else 1
    outcomes: Counter[str] = Counter()
    slowest: list[tuple[float, str]] = []
    largest = 0
    faults: list[str] = []
    with GuardedReader() as reader:
        for name, suffix, data, is_good in files(folder, count, seed):
            start = time.monotonic()
            try:
                reading = reader.read(data, suffix, where=name)
                outcome = "läst" if not reading.warnings else "läst med varning"
            except DocumentError as error:
                outcome = error.what.split(":")[0]
                if is_good or not error.next_step:
                    faults.append(f"{name}: {error}")
            except Exception as error:  # what must never happen: that is what this looks for
                outcome = f"FEL {type(error).__name__}"
                faults.append(f"{name}: {error!r}")
            seconds = time.monotonic() - start
            slowest = sorted([*slowest, (seconds, f"{name}: {outcome}")], reverse=True)[:8]
            largest = max(largest, reader.peak_memory())
            outcomes[outcome] += 1
            if seconds > SLOWEST:
                faults.append(f"{name}: {seconds:.0f} s")
    say(f"{outcomes.total()} filer, största minnet {largest / 1e6:.0f} MB")
    for outcome, number in outcomes.most_common():
        say(f"{number:6} {outcome}")
    for seconds, name in slowest:
        say(f"{seconds:6.1f} s {name}")
    for fault in faults:
        say(f"FEL: {fault}")
    return 1 if faults or largest > LARGEST else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
