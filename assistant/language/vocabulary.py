"""The vocabulary of the domain: words that can stand for each other, kept by editors in corpus/ordlista.yaml."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import product
from pathlib import Path
from typing import Any

import yaml

from assistant.errors import SettingsError
from assistant.language import swedish

FILE = "ordlista.yaml"  # what the list is called where the documents lie
SHORTEST_PART = 4  # letters of a part of a compound
SYNONYM_WEIGHT = 0.7  # how far a synonym counts as the word itself
_Loader = getattr(
    yaml, "CBaseLoader", yaml.BaseLoader
)  # every word is text, also no, on and 2024; in C where it is built
_EXACT = "="  # before a word in the list: only this form of it, not all that share its stem
_DEFINITE = ("et", "en", "n")  # endings that Snowball leaves: syftet, maten, arenan
_NUMBERS = "noll en två tre fyra fem sex sju åtta nio tio elva tolv".split()
LONG_OUTSIDE = 6  # letters that a word for a matter outside must have to count as the end of a longer word
_SECTIONS = ("lika", "talspråk", "engelska", "utfyllnad", "utanför")
_ROWS = ("lika", "utfyllnad", "utanför")  # sections whose rows are lists of words


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """``entries``: a word or phrase (as stems) → the words that may stand for it. ``fillers``: words that say nothing.

    ``outside``: stems of words for matters that no document here is about.
    """

    entries: Mapping[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)
    fillers: frozenset[str] = frozenset()
    outside: frozenset[str] = frozenset()

    def outside_words(self, text: str) -> tuple[str, ...]:
        """The words of a text that name a matter outside, also as the last part of a compound: stugtomtslån."""
        found = [word for word in swedish.content_words(text) if self._is_outside(swedish.stem(word))]
        return tuple(dict.fromkeys(found))

    def _is_outside(self, stem: str) -> bool:
        return stem in self.outside or stem.endswith(self._long_outside)

    def alternatives(self, text: str) -> dict[str, tuple[str, ...]]:
        """Content word of the text → other content words that may stand for it. Phrases count for each of their words."""
        words = swedish.words(text)
        found: dict[str, dict[str, None]] = {}
        for phrase, others in self._matches(words):
            for word in words[phrase]:
                if swedish.is_content(word):
                    found.setdefault(word, {}).update(dict.fromkeys(others))
        for word in dict.fromkeys(words):
            if word not in found and (others := self._of_first_part(word)):
                found[word] = dict.fromkeys(others)
        listed = {word: tuple(other for other in others if other != word) for word, others in found.items()}
        return {word: others for word, others in listed.items() if others}

    def _of_first_part(self, word: str) -> tuple[str, ...]:
        """What may stand for the first part of a compound of two listed words: handikapp of handikappföreningar."""
        for cut in range(len(word) - SHORTEST_PART, SHORTEST_PART - 1, -1):
            first, last = word[:cut], word[cut:]
            if (self._stem(last),) in self.entries:
                others = self.entries.get((self._stem(first),)) or self.entries.get((self._stem(first[:-1]),))
                if others and len(first) > SHORTEST_PART:
                    return others
        return ()

    def phrase_words(self, text: str) -> frozenset[str]:
        """The words of the text that stand in a phrase of the list: there they carry a meaning together."""
        words = swedish.words(text)
        spans = (span for span, _ in self._matches(words) if span.stop - span.start > 1)
        return frozenset(word for span in spans for word in words[span])

    def knows(self, word: str) -> bool:
        """True for a word that an editor has written down."""
        return not {self._stem(word), word, _EXACT + word}.isdisjoint(self._written)

    def _stem(self, word: str) -> str:
        """The word as the list would have written it: its root, or that of the word without a definite ending."""
        endings = (word[: -len(ending)] for ending in _DEFINITE if word.endswith(ending))
        roots = (root(form) for form in (word, *endings))
        return next((one for one in roots if one in self._written), root(word))

    @cached_property
    def _long_outside(self) -> tuple[str, ...]:
        return tuple(one for one in self.outside if len(one) >= LONG_OUTSIDE)

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self.entries), default=0)

    @cached_property
    def _written(self) -> frozenset[str]:
        return self.fillers | self.outside | {part for key in self.entries for part in key}

    def _matches(self, words: Sequence[str]) -> list[tuple[slice, tuple[str, ...]]]:
        """Where the list's words and phrases stand, with what may stand for them; a phrase inside a longer one is part of it."""
        stems, exact = [self._stem(word) for word in words], [_EXACT + word for word in words]
        found: list[tuple[slice, tuple[str, ...]]] = []
        for length in range(self._longest, 0, -1):
            for span in (slice(i, i + length) for i in range(len(words) - length + 1)):
                others = self.entries.get(tuple(exact[span])) or self.entries.get(tuple(stems[span]))
                if others and not (length > 1 and any(_inside(span, longer) for longer, _ in found)):
                    found.append((span, others))
        return found


def _inside(span: slice, longer: slice) -> bool:
    return bool(longer.start <= span.start and span.stop <= longer.stop)


@lru_cache(maxsize=50_000)
def root(word: str) -> str:
    """The stem of the stem, until it stays: Snowball takes one ending at a time (områdena, områden, område)."""
    shorter = swedish.stem(word)
    return word if shorter == word else root(shorter)


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
        loader = _Loader(text)
        node = loader.get_single_node()
        data = loader.construct_document(node) if node else None
    except yaml.YAMLError as error:
        raise _wrong("Raden går inte att tolka", path, _line_of(error)) from error
    if data is None:
        return build({})
    _check(node, path)
    return build(data)


def _line_of(error: yaml.YAMLError) -> int:
    """The line of a fault: of a bracket that is never closed the line where it stands, not the one where it was missed."""
    in_brackets = "flow" in (getattr(error, "context", None) or "")
    mark = getattr(error, "context_mark" if in_brackets else "problem_mark", None)
    return mark.line + 1 if mark else 1


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
    fillers = frozenset(word for row in data.get("utfyllnad") or () for term in row for word in swedish.words(term))
    rows = data.get("utanför") or ()
    outside = frozenset(swedish.stem(word) for row in rows for term in row for word in swedish.words(term))
    return Vocabulary({key: tuple(others) for key, others in entries.items()}, fillers, outside)


def variants(term: str) -> list[str]:
    """What a term stands for: its parts between commas, with every choice of the forms given with a slash.

    "skriva/skrev under, signera" is skriva under, skrev under and signera.
    """
    parts = [[word.split("/") for word in part.split()] for part in term.split(",")]
    return [" ".join(chosen) for part in parts for chosen in product(*part)]


def _add(entries: dict[tuple[str, ...], dict[str, None]], term: str, others: Sequence[str]) -> None:
    words = [word for other in others for word in swedish.content_words(str(other))]
    for variant in variants(term):
        form = _EXACT.__add__ if _EXACT in variant else root
        if key := tuple(map(form, swedish.words(variant))):
            entries.setdefault(key, {}).update(dict.fromkeys(words))


def _check(node: Any, path: Path) -> None:
    if not isinstance(node, yaml.MappingNode):
        raise _wrong(f"Filen ska ha delarna {', '.join(_SECTIONS)}", path, 1)
    _check_once(node, path)
    for key, value in node.value:
        line = key.start_mark.line + 1
        if key.value not in _SECTIONS:
            raise _wrong(f"Delen {key.value!r} finns inte. Tillåtna delar: {', '.join(_SECTIONS)}", path, line)
        if key.value in _ROWS:
            rule = f"Under {key.value} ska det stå rader som - [ord, ord]"
            _require(isinstance(value, yaml.SequenceNode), rule, path, line)
            for group in value.value:
                _check_words(group, path, least=2 if key.value == "lika" else 1)
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
