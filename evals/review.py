"""A person's review of answers, sentence by sentence, becomes runnable cases. Asks and says through what it is given."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from evals.cases import Case, CaseError
from evals.normalise import contains
from evals.record import Row

Ask = Callable[[str], str]
Say = Callable[[str], None]
HEAD = "# Fall ur granskningar. Läs dem gärna en gång till; fälten förklaras i evals/README.md.\n"
ANSWERABLE = "Kan frågan besvaras med dokumenten? [j]a, [n]ej, [h]oppa över, [s]luta: "
GRADE = "   [v]iktigt och rätt, [b]ra men inget krav, [o]nödigt, [f]el: "
FORM = "   Vilka ord i meningen är själva faktumet? (Enter: hela meningen) "
WRONG = "   Vilka ord i meningen är fel? "
MISSING = "Saknas något viktigt? Skriv de ord som svaret borde ha visat, flera sätt skiljs med | (Enter: nej) "
WHERE = "   Var står det? dokumentets id, eller id › avsnitt (Enter: vet inte) "
FUNCTION = "Vilken funktion granskar? Skriv inget namn på en person. (Enter: utelämna) "


class Stopped(Exception):
    """The person has had enough."""


@dataclass(slots=True)
class _Draft:
    nuggets: list[dict[str, Any]] = field(default_factory=list)
    forbidden: list[str] = field(default_factory=list)
    may_mention: list[str] = field(default_factory=list)
    relevant: list[dict[str, Any]] = field(default_factory=list)

    def add_place(self, place: dict[str, Any]) -> None:
        if place not in self.relevant:
            self.relevant.append(place)


def review(rows: Sequence[Row], ids: Sequence[str], out: Path, *, day: date, ask: Ask, say: Say) -> int:
    """Review the questions with these ids (all when there are none) and add the cases to ``out``; returns how many.

    Every case is written as soon as it is done, so that nothing is lost when the person stops.
    """
    chosen = [row for row in rows if not ids or row["id"] in ids]
    if not chosen:
        raise CaseError("Inget av fallen finns i körningen", where=", ".join(ids), next_step="Kontrollera fallens id")
    written = 0
    try:
        author = _answer(ask, FUNCTION)
        for number, row in enumerate(chosen, start=1):
            say(f"\n[{number}/{len(chosen)}] {row['id']}: {' → '.join(row['turns'])}\n")
            case = _case(row, author, day, ask, say)
            if case is not None:
                _append(out, case)
                written += 1
    except (Stopped, EOFError):
        pass
    return written


def _case(row: Row, author: str, day: date, ask: Ask, say: Say) -> dict[str, Any] | None:
    say(row["text"] + "\n")
    choice = _choice(ask, say, ANSWERABLE, "jnhs")
    if choice == "s":
        raise Stopped
    if choice == "h":
        return None
    draft = _Draft()
    for number, statement in enumerate(row["statements"], start=1):
        _sentence(number, statement, row, draft, ask, say)
    if choice == "j":
        _missing(draft, ask)
    return _finished(row, draft, author, day, say, answerable=choice == "j")


def _sentence(number: int, statement: Row, row: Row, draft: _Draft, ask: Ask, say: Say) -> None:
    cited = [part for part in row["citations"] if part["number"] in statement["citations"]]
    say(f"{number}. {statement['text']}")
    for part in cited:
        say(f"   [{part['number']}] {part['title']} › {' › '.join(part['headings'])}: {part['quote']}")
    grade = _choice(ask, say, GRADE, "vbof")
    if grade == "f":
        draft.forbidden.append(_words(ask, say, WRONG, statement["text"]))
        return
    form = _words(ask, say, FORM, statement["text"], default=statement["text"])
    if grade == "o":
        draft.may_mention.append(form)
        return
    draft.nuggets.append({"name": form, "any": [form], **({"importance": "okay"} if grade == "b" else {})})
    for part in cited:
        draft.add_place(_place(part["document_id"], part["headings"][-1] if part["headings"] else ""))


def _missing(draft: _Draft, ask: Ask) -> None:
    while said := _answer(ask, MISSING):
        forms = [form.strip() for form in said.split("|") if form.strip()]
        draft.nuggets.append({"name": forms[0], "any": forms})
        document, _, section = (part.strip() for part in _answer(ask, WHERE).partition("›"))
        if document:
            draft.add_place(_place(document, section))


def _finished(row: Row, draft: _Draft, author: str, day: date, say: Say, *, answerable: bool) -> dict[str, Any] | None:
    if not answerable:  # what is said although nothing can be known must not be said again
        draft.may_mention += [form for nugget in draft.nuggets for form in nugget["any"]]
        draft.nuggets = []
    digest = hashlib.sha256(repr((row["turns"], draft, day)).encode()).hexdigest()[:6]
    known = {
        "id": f"G-{row['id']}-{digest}",
        "tags": [*row["tags"], "granskning"],
        "turns": list(row["turns"]),
        "answerable": "true" if answerable else "false",
        "relevant": draft.relevant,
        "nuggets": draft.nuggets,
        "forbidden": draft.forbidden,
        "may_mention": draft.may_mention,
        "author": author,
        "date": day.isoformat(),
    }
    case = {name: value for name, value in known.items() if value}
    try:
        Case.model_validate(case)
    except ValueError:
        say("Det blev inget fall: en besvarbar fråga behöver minst ett viktigt faktum.")
        return None
    return {**case, "answerable": answerable}


def _append(out: Path, case: dict[str, Any]) -> None:
    text = yaml.safe_dump([case], allow_unicode=True, sort_keys=False, width=120)
    try:
        head = "" if out.exists() else HEAD
        with out.open("a", encoding="utf-8") as file:
            file.write(f"{head}\n{text}")
    except OSError as error:
        raise CaseError(
            f"Fallen går inte att spara: {error.strerror}", where=str(out), next_step="Ange en annan fil med --out"
        ) from error


def _place(document: str, section: str) -> dict[str, Any]:
    return {"document": document, **({"section": section} if section else {})}


def _words(ask: Ask, say: Say, prompt: str, text: str, default: str = "") -> str:
    while True:
        said = _answer(ask, prompt) or default
        if said and contains(text, said):
            return said
        say("   De orden står inte i meningen. Skriv av dem som de står.")


def _choice(ask: Ask, say: Say, prompt: str, allowed: str) -> str:
    while True:
        said = _answer(ask, prompt).lower()[:1]
        if said and said in allowed:
            return said
        say(f"   Svara med en av bokstäverna {', '.join(allowed)}.")


def _answer(ask: Ask, prompt: str) -> str:
    return ask(prompt).strip()
