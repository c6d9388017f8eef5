"""The vocabulary of the domain: words that can stand for each other, kept by editors in corpus/ordlista.yaml."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from assistant import swedish
from assistant.errors import SettingsError

SYNONYM_WEIGHT = 0.7  # how far a synonym counts as the word itself
_NUMBERS = "noll en två tre fyra fem sex sju åtta nio tio elva tolv".split()
_SECTIONS = ("lika", "talspråk", "engelska")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """``entries``: a word or phrase (as stems) → the words that may stand for it."""

    entries: Mapping[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)

    def alternatives(self, text: str) -> dict[str, tuple[str, ...]]:
        """Content word of the text → other content words that may stand for it. Phrases count for each of their words."""
        words = swedish.words(text)
        stems = [swedish.stem(word) for word in words]
        found: dict[str, dict[str, None]] = {}
        for phrase, others in self._matches(stems):
            for word in words[phrase]:
                if swedish.is_content(word):
                    found.setdefault(word, {}).update(dict.fromkeys(others))
        listed = {word: tuple(other for other in others if other != word) for word, others in found.items()}
        return {word: others for word, others in listed.items() if others}

    def _matches(self, stems: Sequence[str]) -> list[tuple[slice, tuple[str, ...]]]:
        longest = max(map(len, self.entries), default=0)
        spans = ((i, i + n) for n in range(1, longest + 1) for i in range(len(stems) - n + 1))
        return [(slice(i, j), self.entries[key]) for i, j in spans if (key := tuple(stems[i:j])) in self.entries]


def load_vocabulary(path: Path) -> Vocabulary:
    """Read the word list; a missing file is an empty one. Raises SettingsError naming the line that is wrong."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return build({})
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            "Ordlistan går inte att läsa", where=str(path), next_step="Spara den som text i UTF-8"
        ) from error
    try:
        node = yaml.compose(text, Loader=yaml.BaseLoader)
        data = yaml.load(text, Loader=yaml.BaseLoader)  # every word is text, also no, on and 2024
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise _wrong("Raden går inte att tolka", path, mark.line + 1 if mark else 1) from error
    if data is None:
        return build({})
    _check(node, path)
    return build(data)


def build(data: Mapping[str, Any]) -> Vocabulary:
    """A vocabulary from checked data, with the numbers up to twelve in digits and words."""
    entries: dict[tuple[str, ...], dict[str, None]] = {}
    groups = [*data.get("lika", ()), *([str(number), word] for number, word in enumerate(_NUMBERS) if number > 1)]
    for group in groups:
        for term in group:
            _add(entries, term, [other for other in group if other != term])
    for section in ("talspråk", "engelska"):
        for term, others in (data.get(section) or {}).items():
            _add(entries, term, others)
    return Vocabulary({key: tuple(others) for key, others in entries.items()})


def _add(entries: dict[tuple[str, ...], dict[str, None]], term: str, others: Sequence[str]) -> None:
    key = tuple(swedish.stem(word) for word in swedish.words(term))
    words = [word for other in others for word in swedish.content_words(str(other))]
    if key:
        entries.setdefault(key, {}).update(dict.fromkeys(words))


def _check(node: Any, path: Path) -> None:
    if not isinstance(node, yaml.MappingNode):
        raise _wrong(f"Filen ska ha delarna {', '.join(_SECTIONS)}", path, 1)
    _check_once(node, path)
    for key, value in node.value:
        line = key.start_mark.line + 1
        if key.value not in _SECTIONS:
            raise _wrong(f"Delen {key.value!r} finns inte. Tillåtna delar: {', '.join(_SECTIONS)}", path, line)
        if key.value == "lika":
            _require(isinstance(value, yaml.SequenceNode), "Under lika ska det stå rader som - [ord, ord]", path, line)
            for group in value.value:
                _check_words(group, path, least=2)
        else:
            _require(
                isinstance(value, yaml.MappingNode),
                f"Under {key.value} ska det stå rader som ord: [ord, ord]",
                path,
                line,
            )
            _check_once(value, path)
            for _, words in value.value:
                _check_words(words, path, least=1)


def _check_once(node: yaml.MappingNode, path: Path) -> None:
    """No part and no word may stand twice: what it says first would be lost."""
    seen: set[str] = set()
    for key, _ in node.value:
        _require(key.value not in seen, f"{key.value!r} står två gånger", path, key.start_mark.line + 1)
        seen.add(key.value)


def _check_words(node: Any, path: Path, *, least: int) -> None:
    line = node.start_mark.line + 1
    _require(
        isinstance(node, yaml.SequenceNode) and len(node.value) >= least,
        f"Skriv minst {least} ord inom [ ]",
        path,
        line,
    )
    for word in node.value:
        written = isinstance(word, yaml.ScalarNode) and bool(re.search(r"\w", word.value))
        _require(written, "Varje ord ska vara text med minst en bokstav", path, word.start_mark.line + 1)


def _require(holds: bool, what: str, path: Path, line: int) -> None:
    if not holds:
        raise _wrong(what, path, line)


def _wrong(what: str, path: Path, line: int) -> SettingsError:
    return SettingsError(what, where=f"{path}, rad {line}", next_step="Rätta raden och starta om")
