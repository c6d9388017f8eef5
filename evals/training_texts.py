"""What the embedder learns from: provisions of the statute book and sections of the fact sheets, and their words."""

from __future__ import annotations

import gzip
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

WORD = re.compile(r"[^\W_]+")
QUESTION_WORDS = (
    "vad är;vilken;vilket;vilka;när;var;vem;vilka är;hur många;hur mycket;hur;varför;i vilket;på vilket sätt;vad heter;"
    "vad kallas;vad menas med;när kan man;vem får;kan vi;får man;finns det;hur länge;i vilken;vilket år;vad gör;vad var;"
    "vem var;hur stor;vad händer om;var ligger;vilken typ av"
).split(";")
STOP_WORDS = frozenset(
    """och det att i en jag hon som han på den med var sig för så till är men ett om hade de av icke mig du henne då sin nu har
    inte hans honom skulle hennes där min man ej vid kunde något från ut när efter upp vi dem vara vad över än dig kan sina här
    ha mot alla under någon eller allt mycket sedan ju denna själv detta åt utan varit hur ingen mitt ni bli blev oss din dessa
    några deras blir mina samma vilken er sådan vår blivit dess inom mellan sådant varför varje vilka ditt vem vilket sådana
    vart dina vars vårt våra ert era vilkas ska få får finns också samt bland hos genom enligt vilkens hurdan varifrån kommer
    """.split()
)


@dataclass(frozen=True)
class Text:
    """A provision or a section of a fact sheet."""

    title: str
    heading: str
    body: str

    def __str__(self) -> str:
        return ". ".join(part for part in (self.title, self.heading, self.body) if part)


def read_statutes(path: Path) -> Iterator[Text]:
    """Provisions of a .jsonl.gz file with one law per line."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            law = json.loads(line)
            for part in law["provisions"]:
                yield Text(law["title"], part.get("title") or "", part["content"])


def read_corpus(folder: Path) -> Iterator[Text]:
    """Sections of Markdown files with front matter."""
    for path in sorted(folder.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        found = re.match(r"---\n(.*?)\n---\n(.*)", text, re.S)
        head, body = (found[1], found[2]) if found else ("", text)
        title = re.search(r"^titel: *(.+)$", head, re.M)
        parts = re.split(r"^## +(.*)$", body, flags=re.M)
        for heading, section in zip(["", *parts[1::2]], parts[0::2], strict=True):
            if section.strip():
                yield Text(title[1].strip("'\"") if title else path.stem, heading.strip(), section.strip())


def words(text: str) -> list[str]:
    return WORD.findall(unicodedata.normalize("NFKC", text).lower())


def fold(word: str) -> str:
    """As the tokenizer's normaliser does it: å and ä become a, ö becomes o."""
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
