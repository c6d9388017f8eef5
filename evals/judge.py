"""A language model as a second opinion on support and completeness. An option: never part of the gate.

Verdicts are kept, so that the same answer is judged once. A reply that cannot be read is unscored, never guessed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.errors import ModelUnavailable
from assistant.ports import ChatModel
from evals.cases import Case
from evals.record import Row

Verdict = dict[str, float]
HIGHEST = 2  # grades 0, 1 and 2
GOOD = 0.75  # from here on, a grade and a measure both say yes
GRADES = {"support": "stod", "completeness": "fullstandighet"}
SYSTEM = (Path(__file__).parent / "judge_prompt.txt").read_text(encoding="utf-8")


class Judge:
    """Asks ``model`` and remembers what it said in ``cache``, which holds grades and no text."""

    def __init__(self, model: ChatModel, cache: Path) -> None:
        self._model = model
        self._cache = cache
        self._known = _read(cache)

    @property
    def name(self) -> str:
        """The name of the model."""
        return self._model.name

    def verdict(self, case: Case, row: Row) -> Verdict | None:
        """Support and completeness, each 0 to 1; None without statements, a model or a readable reply."""
        if not row["statements"]:
            return None
        user = _asked(case, row)
        key = hashlib.sha256("\0".join((self.name, SYSTEM, user)).encode()).hexdigest()
        if key not in self._known:
            try:
                found = parse("".join(self._model.stream(SYSTEM, user)))
            except ModelUnavailable:
                return None
            if found is None:
                return None
            self._known[key] = found
            self._remember(key, found)
        return self._known[key]

    def _remember(self, key: str, verdict: Verdict) -> None:
        self._cache.parent.mkdir(parents=True, exist_ok=True)
        with self._cache.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"key": key, **verdict}) + "\n")


def parse(reply: str) -> Verdict | None:
    """The grades of a reply; None unless it holds exactly one JSON object with both grades as 0, 1 or 2."""
    found = re.findall(r"\{[^{}]*\}", reply)
    try:
        (data,) = map(json.loads, found)
        grades = {name: data[swedish] for name, swedish in GRADES.items()}
    except (ValueError, KeyError, TypeError):
        return None
    if any(type(grade) is not int or not 0 <= grade <= HIGHEST for grade in grades.values()):
        return None
    return {name: grade / HIGHEST for name, grade in grades.items()}


def agreement(rows: Sequence[Row]) -> dict[str, Any]:
    """The judge's mean grades, how many answers are unscored, and how often judge and measures say the same."""
    asked = [row for row in rows if row["statements"]]
    scored = [row for row in asked if row.get("judge")]
    pairs = {
        "support": [(row["judge"]["support"], _is_supported(row)) for row in scored],
        "completeness": [
            (row["judge"]["completeness"], row["scores"]["nugget_recall_vital"]) for row in scored if row["answerable"]
        ],
    }
    figures = {name: _agreement([(a, b) for a, b in found if b is not None]) for name, found in pairs.items()}
    return {"asked": len(asked), "unscored": len(asked) - len(scored), **figures}


def _is_supported(row: Row) -> float:
    scores = row["scores"]
    numbers = scores["numbers_supported"]
    return float(scores["uncited"] == 0 and scores["verbatim"] == 1 and numbers in (None, 1.0))


def _agreement(pairs: Sequence[tuple[float, float]]) -> dict[str, Any]:
    """Mean grade, share that says the same, and Cohen's kappa (None when one of them always says the same)."""
    if not pairs:
        return {"mean": None, "n": 0, "same": None, "kappa": None}
    said = [(judge >= GOOD, measured >= GOOD) for judge, measured in pairs]
    count = len(said)
    same = sum(a == b for a, b in said) / count
    judge_yes, measure_yes = (sum(pair[side] for pair in said) / count for side in (0, 1))
    chance = judge_yes * measure_yes + (1 - judge_yes) * (1 - measure_yes)
    kappa = (same - chance) / (1 - chance) if chance < 1 else None
    return {"mean": sum(judge for judge, _ in pairs) / count, "n": count, "same": same, "kappa": kappa}


def _asked(case: Case, row: Row) -> str:
    quotes = [f"[{part['number']}] {part['quote']}" for part in row["citations"]]
    said = [f"- {part['text']} {''.join(f'[{n}]' for n in part['citations'])}" for part in row["statements"]]
    facts = [f"- {nugget.name}" for nugget in case.nuggets] or ["- (dokumenten räcker inte för ett svar)"]
    parts = {"FRÅGA": case.turns, "SVAR": said, "CITAT": quotes, "FAKTA SOM SVARET BÖR HA": facts}
    return "\n\n".join("\n".join((f"{name}:", *lines)) for name, lines in parts.items())


def _read(cache: Path) -> dict[str, Verdict]:
    known: dict[str, Verdict] = {}
    if cache.is_file():
        for line in cache.read_text(encoding="utf-8").split("\n"):
            try:
                data = json.loads(line)
                known[data["key"]] = {name: float(data[name]) for name in GRADES}
            except (ValueError, KeyError, TypeError):
                continue
    return known
