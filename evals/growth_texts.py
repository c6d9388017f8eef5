"""Collections of any size to index: the corpus, and the statute book again and again with other words. Nothing is fetched.

The first time the statutes are as they are. Every time after that, from a seed of its own, a copy gets

- other numbers: every digit that does not begin a number is drawn anew, so that sums, years and paragraphs differ;
- other places: a town in the text becomes another town;
- other words: one in ten of the words that the statutes use often becomes another such word with the same ending;
- new words: half of the words that the statutes use once or twice become compounds that nobody has written before, the
  beginning of one long word and the end of another.

The last makes the vocabulary grow almost as it does within the statutes themselves: by the power of 0.36 of the collection's
size, where it is 0.42 from a half of the statutes to all of them.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

SEED = 9
SWAPPED = 0.1  # of the common words
MADE = 0.5  # of the rare words
COMMON, RARE = 50, 2  # times that a word stands in the statutes
LONG = 7  # letters of a word that may be changed
ENDING = 3  # letters that a word shares with the one that takes its place
PER_FOLDER = 1000
TOWNS = (
    "Stockholm", "Göteborg", "Malmö", "Uppsala", "Linköping", "Västerås", "Norrköping", "Helsingborg", "Jönköping", "Umeå",
    "Lund", "Borås", "Sundsvall", "Gävle", "Eskilstuna", "Karlstad", "Växjö", "Halmstad", "Luleå", "Östersund", "Trollhättan",
    "Kalmar", "Falun", "Skövde", "Karlskrona", "Kristianstad", "Uddevalla", "Visby", "Nyköping", "Härnösand", "Kiruna",
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+|\d+")


@dataclass(frozen=True, slots=True)
class Law:
    """A title, and the heading and text of every provision."""

    title: str
    provisions: tuple[tuple[str, str], ...]


def read_laws(path: Path) -> tuple[Law, ...]:
    """The statutes, in order. Raises OSError."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return tuple(map(_law, map(json.loads, file)))


def _law(record: Mapping[str, Any]) -> Law:
    parts = [
        (" ".join(f"{part.get('section', '')} § {part.get('title') or ''}".split()), part["content"])
        for part in record["provisions"]
    ]
    return Law(record["title"], tuple(parts))


def laws(originals: Sequence[Law], provisions: int) -> Iterator[Law]:
    """As many laws as hold that many provisions, the last one cut short; the originals first and then copies of them."""
    varied = Variation(originals)
    left = provisions
    for copy in count():
        for law in originals:
            if left <= 0:
                return
            taken = Law(law.title, law.provisions[:left])
            left -= len(taken.provisions)
            yield varied.law(taken, copy) if copy else taken


def write(found: Iterator[Law], folder: Path) -> int:
    """Every law as a Markdown file; returns how many."""
    number = -1
    for number, law in enumerate(found):
        place = folder / f"{number // PER_FOLDER:03d}"
        place.mkdir(parents=True, exist_ok=True)
        parts = [f"# {law.title}", *(f"## {heading}\n\n{text}" for heading, text in law.provisions)]
        (place / f"lag-{number:06d}.md").write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    return number + 1


class Variation:
    """What the words of the originals become in each copy."""

    def __init__(self, originals: Sequence[Law]) -> None:
        texts = (text for law in originals for _, text in law.provisions)
        counts = Counter(word for text in texts for word in _WORD.findall(text) if word.islower() and len(word) >= LONG)
        self._common = sorted(word for word, times in counts.items() if times >= COMMON)
        self._rare = sorted(word for word, times in counts.items() if times <= RARE)
        self._by_ending: dict[str, list[str]] = defaultdict(list)
        for word in self._common:
            self._by_ending[word[-ENDING:]].append(word)
        self._maps: dict[int, dict[str, str]] = {}

    def law(self, law: Law, copy: int) -> Law:
        """The law as this copy has it; the same every time."""
        if copy not in self._maps:
            self._maps = {copy: self._map(random.Random(f"{SEED}-{copy}"))}
        instead = self._maps[copy]
        draw = random.Random(f"{SEED}-{copy}-{law.title}")

        def other(match: re.Match[str]) -> str:
            word = match.group()
            if word.isdigit():
                return word[0] + "".join(draw.choice("0123456789") for _ in word[1:])
            return instead.get(word, word)

        return Law(
            f"{_WORD.sub(other, law.title)} ({copy + 1})",
            tuple((heading, _WORD.sub(other, text)) for heading, text in law.provisions),
        )

    def _map(self, draw: random.Random) -> dict[str, str]:
        instead = dict(zip(TOWNS, draw.sample(TOWNS, len(TOWNS)), strict=True))
        for word in self._common:
            if draw.random() < SWAPPED:
                instead[word] = draw.choice(self._by_ending[word[-ENDING:]])
        for word in self._rare:
            if draw.random() < MADE:
                first, last = draw.choice(self._common), draw.choice(self._rare)
                instead[word] = first[: draw.randint(4, len(first))] + last[draw.randint(0, len(last) - 4) :]
        return instead
